"""Tools of others that read RDF files: each reads several, and gives what it found as N-Quads."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from java import java
from node import node
from toolchains import run

ALL = ("ttl", "nt", "nq", "trig", "rdf", "jsonld")


@dataclass(frozen=True)
class Tool:
    """A tool that reads RDF files.

    :param extensions: of the formats that it knows
    :param read: writes what it found in some files as N-Quads into a folder, each under the file's
        name with ``.nq`` after it
    """

    extensions: tuple[str, ...]
    read: Callable[[Path, list[Path]], None]


def found_in(folder: Path, file: Path) -> Path:
    """Return the place of what a tool found in a file."""
    return folder / f"{file.name}.nq"


def _with_rapper(folder: Path, files: Iterable[Path]) -> None:
    names = {"ttl": "turtle", "nt": "ntriples", "nq": "nquads", "trig": "trig", "rdf": "rdfxml"}
    for file in files:
        form = names[file.suffix[1:]]
        found = run(["rapper", "--quiet", "-i", form, "-o", "nquads", str(file)]).stdout
        found_in(folder, file).write_text(found, "utf-8")


def _with_serdi(folder: Path, files: Iterable[Path]) -> None:
    names = {"ttl": "turtle", "nt": "ntriples", "nq": "nquads", "trig": "trig"}
    for file in files:
        found = run(["serdi", "-i", names[file.suffix[1:]], "-o", "nquads", str(file)]).stdout
        found_in(folder, file).write_text(found, "utf-8")


def _with_oxigraph(folder: Path, files: Iterable[Path]) -> None:
    program = str(Path(sys.executable).with_name("oxigraph"))
    for file in files:
        into = str(found_in(folder, file))
        run([program, "convert", "--from-file", str(file), "--to-file", into])


def _with_pyoxigraph(folder: Path, files: Iterable[Path]) -> None:
    from pyoxigraph import RdfFormat, parse, serialize

    for file in files:
        quads = parse(path=str(file))
        serialize(quads, str(found_in(folder, file)), format=RdfFormat.N_QUADS)


_READ_WITH_RDFLIB = """
import sys
from rdflib import Dataset

folder, *files = sys.argv[1:]
for file in files:
    name = file.rpartition("/")[2]
    dataset = Dataset(default_union=True)
    dataset.parse(file)
    dataset.serialize(f"{folder}/{name}.nq", format="nquads")
"""


def _with_rdflib(folder: Path, files: Iterable[Path]) -> None:
    command = [sys.executable, "-W", "ignore", "-c", _READ_WITH_RDFLIB, str(folder)]
    run([*command, *map(str, files)])


def _with_javascript(folder: Path, files: Iterable[Path]) -> None:
    node("read.mjs", folder, *files)


def _with_rdf4j(folder: Path, files: Iterable[Path]) -> None:
    java("ReadWithRdf4j", folder, *files)


TOOLS = {
    "rapper": Tool(("ttl", "nt", "nq", "trig", "rdf"), _with_rapper),
    "serdi": Tool(("ttl", "nt", "nq", "trig"), _with_serdi),
    "rdflib": Tool(ALL, _with_rdflib),
    "pyoxigraph": Tool(ALL, _with_pyoxigraph),
    "oxigraph": Tool(ALL, _with_oxigraph),
    "javascript": Tool(("ttl", "nt", "nq", "trig", "jsonld"), _with_javascript),
    "rdf4j": Tool(ALL, _with_rdf4j),
}
