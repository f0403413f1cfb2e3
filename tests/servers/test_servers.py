"""Virtuoso, Fuseki and the Oxigraph server answer as the same graph in a file does.

Every command is run on both. What is compared is what RDF and SPARQL say is the same, and no more
is evened out than that: a number or a truth value may be written otherwise (``5`` and ``5.0``,
``true`` and ``1``), and triples have no order.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Quad, RdfFormat

from server_comparison import Beside, given, said
from yuqiao.graph.errors import EndpointError
from yuqiao.graph.questions.catalogue import questions
from yuqiao.graph.stores.results import Solutions


@pytest.mark.parametrize("question", [question.name for question in questions()])
def test_a_question(beside: Beside, question: str) -> None:
    for lang in ("en", "zh") if beside.size == "bundled" else ("en",):
        there = beside.there.ask(question, lang=lang)

        assert given(there) == given(beside.here.ask(question, lang=lang))


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", id="all-counted"),
        pytest.param("ASK { ?p yq:chinesePartner ?school }", id="yes"),
        pytest.param("ASK { ?p yq:chinesePartner ?p }", id="no"),
        pytest.param("SELECT ?s ?none { ?s yq:chinesePartner ?s }", id="no-rows"),
        pytest.param(
            "SELECT ?thing ?name ?old { ?thing skos:prefLabel ?name"
            " OPTIONAL { ?thing skos:altLabel ?old } }"
            " ORDER BY ?thing STR(?name) LANG(?name) STR(?old) LANG(?old)",
            id="names",
        ),
        pytest.param(
            "SELECT ?kind (MIN(STR(?day)) AS ?first) (MAX(STR(?day)) AS ?last) (COUNT(?day) AS ?n)"
            " { ?claim a ?kind ; yq:asOf ?day } GROUP BY ?kind ORDER BY ?kind",
            id="groups",
        ),
        pytest.param(
            "SELECT DISTINCT ?field ?top { ?d skos:broadMatch ?field . ?field skos:broader* ?top }"
            " ORDER BY ?field ?top",
            id="paths",
        ),
        pytest.param(
            "SELECT ?p { VALUES ?years { 4 5 } ?p yq:durationYears ?found"
            " FILTER(?found = ?years) } ORDER BY ?p",
            id="values-by-value",
        ),
        pytest.param(
            "CONSTRUCT { ?u yq:country ?c } { ?p yq:foreignPartner ?u . ?u yq:country ?c }",
            id="triples",
        ),
    ],
)
def test_a_query(beside: Beside, query: str) -> None:
    assert given(beside.there.query(query)) == given(beside.here.query(query))


@pytest.mark.parametrize(
    "command",
    [
        "query SELECT?s?name{?s~skos:prefLabel?name}ORDER~BY?s~STR(?name)~LANG(?name) --as csv",
        "ask partnerships-by-country --as table",
        "ask school-university-network --as turtle",
        "stats",
        "stats --lang zh",
        "about st:approved",
        "about country:DEU --lang zh",
    ],
)
def test_a_command(beside: Beside, command: str) -> None:
    words = [word.replace("~", " ") for word in command.split()]

    assert beside.said_there(*words) == beside.said_here(*words)


def test_all_about_the_place_with_the_most_to_tell(beside: Beside) -> None:
    busiest = beside.here.query(
        "SELECT ?place { ?figure a yq:StatisticalClaim ; schema:about ?place }"
        " GROUP BY ?place ORDER BY DESC(COUNT(?figure)) ?place LIMIT 1"
    )
    assert isinstance(busiest, Solutions)
    ((place,),) = busiest
    assert place is not None

    assert beside.said_there("about", str(place)) == beside.said_here("about", str(place))


def test_the_page_of_the_network(beside: Beside) -> None:
    assert beside.said_there("view", "-o", "-") == beside.said_here("view", "-o", "-")


def test_the_graph_exported(beside: Beside, tmp_path: Path) -> None:
    exported = tmp_path / "graph.nt"
    said("export", "--graph", beside.url, "-o", str(exported))

    graph = _graph_in(beside.file)
    found = [Quad(*quad.triple) for quad in pyoxigraph.parse(path=str(exported))]
    assert len(found) == len(graph)
    assert all(quad in graph for quad in found if not _has_blank(quad))
    assert _named_alike(found) == _named_alike(graph)


@cache
def _graph_in(file: Path) -> pyoxigraph.Store:
    """Read a file, once for all servers."""
    graph = pyoxigraph.Store()
    graph.bulk_load(path=str(file), format=RdfFormat.from_extension(file.suffix[1:]))
    return graph


def _has_blank(quad: Quad) -> bool:
    return isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode)


def _named_alike(quads: Iterable[Quad]) -> Dataset:
    """Return what has blank nodes, which are named anew by what is said of them."""
    dataset = Dataset(quad for quad in quads if _has_blank(quad))
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def test_a_mistake_is_told_in_the_words_of_the_server(beside: Beside) -> None:
    with pytest.raises(EndpointError, match=r"127\.0\.0\.1"):
        beside.there.query("SELECT ?s { ?s ex:unknown ?o }")
