"""What a Python user does with a graph and its answers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
import rdflib

import yuqiao
from yuqiao import KnowledgeGraph
from yuqiao.graph.errors import QueryError, YuqiaoError
from yuqiao.graph.stores.results import Solutions, Triples


@pytest.fixture(scope="module")
def graph() -> KnowledgeGraph:
    return yuqiao.open()


def test_rows_are_terms_in_the_order_of_the_variables(graph: KnowledgeGraph) -> None:
    rows = graph.query("SELECT ?b ?a { VALUES (?a ?b) { (1 UNDEF) (2 o:cqu) } }")

    assert isinstance(rows, Solutions)
    assert rows.variables == ("b", "a")
    assert [tuple(str(term) for term in row) for row in rows] == [
        ("None", '"1"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        (
            "<https://w3id.org/yuqiao/id/organisation/cqu>",
            '"2"^^<http://www.w3.org/2001/XMLSchema#integer>',
        ),
    ]


def test_rows_as_python_values(graph: KnowledgeGraph) -> None:
    rows = graph.query(
        """SELECT * { VALUES (?a ?b ?c ?d ?e ?f ?g ?h) {
          (75 68.3 1e3 true "2025-06-01"^^xsd:date "2025-05"^^xsd:gYearMonth "重庆"@zh UNDEF) } }"""
    )

    assert isinstance(rows, Solutions)
    assert list(rows.values()) == [
        (75, Decimal("68.3"), 1000.0, True, date(2025, 6, 1), "2025-05", "重庆", None)
    ]


def test_triples_of_a_construct(graph: KnowledgeGraph) -> None:
    triples = graph.query("CONSTRUCT WHERE { p:cqu-novosibirsk-physics yq:foreignPartner ?u }")

    assert isinstance(triples, Triples)
    assert [str(triple.object) for triple in triples] == [f"<{graph.prefixes['o']}novosibirsk>"]


def test_a_question_with_parameters(graph: KnowledgeGraph) -> None:
    rows = graph.ask("programmes-with-countries", country="Russia", or_country="俄罗斯", lang="zh")

    assert isinstance(rows, Solutions)
    assert {row[1] for row in rows.values()} == {"俄罗斯"}


def test_errors_are_of_one_family(graph: KnowledgeGraph) -> None:
    with pytest.raises(YuqiaoError):
        graph.query("SELECT")
    with pytest.raises(QueryError):
        graph.ask("partnerships-by-country", continent="Europe")


def test_the_graph_is_counted_and_walked() -> None:
    graph = yuqiao.open()

    assert len(graph) == len(set(graph.triples())) > 10_000


@pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated")  # by rdflib itself
def test_rdflib_reads_and_writes_the_very_same_store() -> None:
    graph = yuqiao.open()
    dataset = graph.to_rdflib()
    new = rdflib.URIRef("https://w3id.org/yuqiao/id/organisation/new")

    found = dataset.query("SELECT ?p { ?p a yq:JointInstitution }")
    dataset.default_graph.add((new, rdflib.RDFS.label, rdflib.Literal("New")))

    assert len(list(found)) == 13
    assert graph.query("ASK { o:new rdfs:label 'New' }") is True


def test_networkx_has_the_network(graph: KnowledgeGraph) -> None:
    network = graph.network().graph

    assert "https://w3id.org/yuqiao/id/organisation/cqu" in network


def test_a_function_the_engine_does_not_know_is_refused(graph: KnowledgeGraph) -> None:
    with pytest.raises(QueryError, match="the query cannot be answered: The custom function"):
        graph.query("SELECT * { ?s ?p ?o FILTER(<http://example.org/function>(?o)) }")
