"""Programs of others that speak SPARQL over HTTP."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import JSON, POST, TURTLE, SPARQLWrapper

from java import java
from node import node
from yuqiao.graph.stores.disk.bulk_load import bulk_load
from yuqiao_servers import yuqiao_server

pytestmark = [pytest.mark.consumers, pytest.mark.slow]
PREFIX = "PREFIX o: <https://w3id.org/yuqiao/id/organisation/> PREFIX yq: <https://w3id.org/yuqiao/def#> "
COUNT = PREFIX + "SELECT (COUNT(*) AS ?n) { ?s a yq:JointInstitution }"
NAME = PREFIX + "CONSTRUCT { o:swu ?p ?o } { o:swu ?p ?o }"


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with yuqiao_server(tmp_path_factory.mktemp("server"), "--workers", "1") as server:
        yield f"{server.address}sparql"


@pytest.fixture(scope="module")
def expected() -> int:
    import yuqiao

    ((number,),) = yuqiao.open().select(COUNT).values()
    assert isinstance(number, int)
    return number


@pytest.mark.parametrize("method", ["GET", POST])
def test_sparqlwrapper(endpoint: str, expected: int, method: str) -> None:
    wrapper = SPARQLWrapper(endpoint)
    wrapper.setMethod(method)
    wrapper.setReturnFormat(JSON)
    wrapper.setQuery(COUNT)
    rows: Any = wrapper.queryAndConvert()
    assert [int(row["n"]["value"]) for row in rows["results"]["bindings"]] == [expected]

    wrapper.setReturnFormat(TURTLE)
    wrapper.setQuery(NAME)
    turtle: Any = wrapper.queryAndConvert()
    assert len(rdflib.Graph().parse(data=turtle, format="turtle")) > 10


def test_rdflib_as_a_store(endpoint: str, expected: int) -> None:
    graph = rdflib.Graph(SPARQLStore(endpoint))
    rows: Any = graph.query(COUNT)

    assert [int(row[0]) for row in rows] == [expected]
    swu = rdflib.URIRef("https://w3id.org/yuqiao/id/organisation/swu")
    assert len(list(graph.predicate_objects(swu))) > 10


def test_comunica(endpoint: str, expected: int) -> None:
    found = json.loads(node("comunica.mjs", endpoint, COUNT, NAME))

    assert found["rows"] == [{"n": str(expected)}]
    assert found["triples"] > 10


def test_curl(endpoint: str, expected: int) -> None:
    asked = [
        "curl",
        "-sf",
        "--compressed",
        "-H",
        "Accept: text/csv",
        "--data-urlencode",
        f"query={COUNT}",
    ]
    answer = subprocess.run([*asked, endpoint], capture_output=True, check=True)

    assert answer.stdout == f"n\r\n{expected}\r\n".encode()


def test_jena_queries_updates_and_replaces_a_graph(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<http://a> <http://b> 1 .")
    bulk_load([str(tmp_path / "a.ttl")], str(tmp_path / "store"))
    options = ("--graph", str(tmp_path / "store"), "--writable")
    environment = {**os.environ, "YUQIAO_SERVE_TOKEN": "secret-of-jena"}
    with yuqiao_server(tmp_path, *options, environment=environment) as server:
        said = java("QueryWithJena", server.address, "secret-of-jena").stdout
        log = server.log.read_text()

    assert said.split() == ["2", "true", "true", "false", "2"]
    assert "secret-of-jena" not in log
