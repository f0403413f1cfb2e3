"""Graphs as files: each format carries all of it, the same bytes each time, for other readers too."""

from __future__ import annotations

import random
import re
import subprocess
from pathlib import Path

import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, RdfFormat, parse

import yuqiao
from yuqiao.exports.formats import RDF, choose_format
from yuqiao.exports.rdf.stream import HeldPieces
from yuqiao.exports.rdf.triple_diff import triple_diff
from yuqiao.exports.rdf.write import serialise
from yuqiao.graph.errors import OutputError
from yuqiao.graph.rdf.formats import RDF_FORMATS
from yuqiao.graph.stores.results import Triples
from yuqiao.graph.stores.store import Store

READ_AS = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "rdfxml": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
    "trig": RdfFormat.TRIG,
    "nquads": RdfFormat.N_QUADS,
}


@pytest.fixture(scope="module")
def graph() -> Store:
    return yuqiao.open()


def canonical(document: bytes, name: str) -> set[str]:
    dataset = Dataset(parse(document, format=READ_AS[name]))
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in dataset}


@pytest.fixture(scope="module")
def written(graph: Store) -> dict[str, bytes]:
    """Return the graph in each format."""
    triples = list(graph.triples())
    return {name: serialise(triples, name, graph.prefixes) for name in RDF_FORMATS}


@pytest.mark.slow
@pytest.mark.parametrize("name", RDF_FORMATS)
def test_the_same_graph_is_always_the_same_bytes(
    name: str, graph: Store, written: dict[str, bytes]
) -> None:
    triples = list(graph.triples())
    random.Random(7).shuffle(triples)

    assert serialise(triples, name, graph.prefixes) == written[name]


@pytest.mark.slow
def test_all_formats_carry_the_whole_graph(graph: Store, written: dict[str, bytes]) -> None:
    first, *others = (canonical(document, name) for name, document in written.items())

    assert len(first) == len(graph)
    assert all(other == first for other in others)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "raptor"), [("turtle", "turtle"), ("ntriples", "ntriples"), ("rdfxml", "rdfxml")]
)
def test_rapper_counts_as_many_triples(
    name: str, raptor: str, graph: Store, written: dict[str, bytes], tmp_path: Path
) -> None:
    """Raptor is another reader, in C, that many linked-data tools stand on."""
    file = tmp_path / f"graph{RDF_FORMATS[name].extension}"
    file.write_bytes(written[name])

    counted = subprocess.run(
        ["rapper", "-q", "-i", raptor, "-o", "ntriples", str(file)],
        capture_output=True,
        check=True,
    )

    assert len(counted.stdout.splitlines()) == len(graph)


@pytest.mark.parametrize(
    ("path", "expected"),
    [("a.ttl", "turtle"), ("A.RDF", "rdfxml"), ("a.jsonld", "jsonld"), ("a", "turtle")],
)
def test_the_extension_decides_the_format(path: str, expected: str) -> None:
    assert choose_format(None, path, RDF) == expected


def test_an_extension_of_no_rdf_format_is_refused() -> None:
    with pytest.raises(OutputError, match=r"^graph.docx: no format for RDF has this extension; "):
        choose_format(None, "graph.docx", RDF)


@pytest.mark.parametrize(
    ("name", "declared"),
    [
        ("trig", {"o", "skos", "yq"}),
        ("rdfxml", {"rdf", "skos", "yq"}),
    ],
)
def test_only_prefixes_that_shorten_something_are_declared(
    name: str, declared: set[str], graph: Store
) -> None:
    answer = graph.query(
        "CONSTRUCT { o:swu a yq:University ; yq:of ?u ; skos:prefLabel 1 } "
        "{ o:swu yq:partnersWith ?u } LIMIT 1"
    )
    assert isinstance(answer, Triples)

    written = serialise(answer, name, graph.prefixes).decode()

    assert set(re.findall(r"@prefix (\w+):|xmlns:(\w+)", written)) == {
        (prefix, "") if name == "trig" else ("", prefix) for prefix in declared
    }


HEAD = b"@prefix ex: <http://example.org/> .\n"
EX = {"ex": "http://example.org/"}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (b"ex:a ex:p 1 .", b"ex:a ex:p 1 .", []),
        (
            b"ex:a ex:p 1 .",
            b"ex:a ex:p 1 ; ex:q 2 .",
            ["+ ex:a ex:q 2 .", "0 triples less, 1 more"],
        ),
        (
            b"ex:a ex:p [ ex:q 1 ] .",
            b"ex:a ex:p [ ex:q 1 ] . ",
            ["the same triples, written differently; build the file again"],
        ),
        (
            b"ex:a ex:p 1, 2, 3 .",
            b"ex:a ex:p 4 .",
            [
                "- ex:a ex:p 1 .",
                "- ex:a ex:p 2 .",
                "... and 2 more",
                "3 triples less, 1 more",
            ],
        ),
    ],
)
def test_changes_are_told_triple_by_triple(old: bytes, new: bytes, expected: list[str]) -> None:
    assert triple_diff(HEAD + old, HEAD + new, EX, shown=2) == expected


def test_a_damaged_old_file_is_told() -> None:
    [line] = triple_diff(HEAD + b"ex:a ex:p ", HEAD + b"ex:a ex:p 1 .", EX)

    assert line.startswith("the old file is not Turtle: ")


def test_pieces_that_wait_come_in_order_and_whole_however_large_they_are() -> None:
    pieces = [b"%d" % number * (1 << 22) for number in range(5)]

    assert b"".join(HeldPieces(pieces)) == b"".join(pieces)
