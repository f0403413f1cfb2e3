"""The network a query describes, and the paths in a network."""

from __future__ import annotations

import networkx as nx
import pytest

import yuqiao
from yuqiao import KnowledgeGraph
from yuqiao.exports.formats import NETWORKS
from yuqiao.exports.network.files import network_bytes
from yuqiao.graph.errors import QueryError
from yuqiao.graph.network.from_query import network_of_answer
from yuqiao.graph.network.paths import shortest_paths, simple_paths


@pytest.fixture(scope="module")
def graph() -> KnowledgeGraph:
    return yuqiao.open()


def network(graph: KnowledgeGraph, sparql: str) -> nx.Graph:
    return network_of_answer(graph, graph.query(sparql))


def test_rows_with_a_source_and_a_target_are_edges_with_evidence(graph: KnowledgeGraph) -> None:
    found = network(
        graph,
        """SELECT ?source ?target ?edge {
          ?edge yq:chinesePartner ?source ; yq:foreignPartner ?target . FILTER(?source = o:cqu) }""",
    )
    school = f"{graph.prefixes['o']}cqu"
    edge = found.edges[school, f"{graph.prefixes['o']}cincinnati"]

    assert found.nodes[school]["kind"] == "school"
    assert found.nodes[school]["label_zh"] == "重庆大学"
    assert edge["relation"] == "edge"
    assert edge["weight"] == len(edge["partnerships"]) >= 1
    assert set(edge["partnerships"]) <= set(found.graph["partnerships"])


def test_weights_of_parallel_rows_are_summed_and_loops_are_nodes(graph: KnowledgeGraph) -> None:
    found = network(
        graph,
        """SELECT * { VALUES (?source ?target ?weight) {
          (o:cqu o:swu 2) (o:swu o:cqu 0.5) (o:cqmu o:cqmu 1) } }""",
    )

    assert [own["weight"] for *_, own in found.edges(data=True)] == [2.5]
    assert found.number_of_nodes() == 3


def test_triples_between_things_are_edges_named_by_their_predicates(graph: KnowledgeGraph) -> None:
    found = network(
        graph,
        """CONSTRUCT { ?p yq:chinesePartner ?s ; rdfs:seeAlso ?s ; skos:prefLabel ?name }
        WHERE { ?p yq:chinesePartner ?s ; skos:prefLabel ?name . VALUES ?s { o:cqmu } }""",
    )

    assert {own["kind"] for _, own in found.nodes(data=True)} == {"school", "partnership"}
    assert {own["relation"] for *_, own in found.edges(data=True)} == {
        "rdfs:seeAlso, yq:chinesePartner"
    }
    assert {own["weight"] for *_, own in found.edges(data=True)} == {2}


def test_things_the_graph_does_not_know_are_named_after_their_iri(graph: KnowledgeGraph) -> None:
    found = network(graph, "SELECT (<urn:x/one> AS ?source) (<urn:x/two> AS ?target) {}")

    assert list(found.nodes(data="kind")) == [("urn:x/one", "other"), ("urn:x/two", "other")]
    assert found.nodes["urn:x/one"]["label_en"] == "one"


@pytest.mark.parametrize("form", NETWORKS.names)
def test_it_is_written_in_every_format(graph: KnowledgeGraph, form: str) -> None:
    found = network(graph, "CONSTRUCT { ?s yq:partnersWith ?u } WHERE { ?s yq:partnersWith ?u }")

    assert network_bytes(found, form)


def test_no_rows_are_an_empty_network(graph: KnowledgeGraph) -> None:
    assert len(network(graph, "SELECT ?source ?target { FILTER(false) }")) == 0


@pytest.mark.parametrize(
    ("sparql", "message"),
    [
        (
            "SELECT ?school ?name { VALUES (?school ?name) { (1 2) } }",
            "needs the columns ?source and ?target, or triples; the query gives ?school ?name",
        ),
        ("ASK { ?s ?p ?o }", "or triples; the query gives true or false"),
        (
            "SELECT (o:swu AS ?source) ('x'@en AS ?target) {}",
            '?target holds "x"@en; expected an IRI in every row',
        ),
        (
            "SELECT * { VALUES (?source ?target) { (o:swu UNDEF) } }",
            "?target holds nothing; expected an IRI in every row",
        ),
        (
            "SELECT (o:swu AS ?source) (o:cqu AS ?target) ('much' AS ?weight) {}",
            '?weight holds "much"; expected a number',
        ),
        (
            "SELECT (o:swu AS ?source) (o:cqu AS ?target) (-1 AS ?weight) {}",
            "expected a number, not below 0",
        ),
        (
            "SELECT (o:swu AS ?source) (o:cqu AS ?target) ('NaN'^^xsd:double AS ?weight) {}",
            "expected a number, not below 0",
        ),
    ],
)
def test_what_is_no_network_is_refused(graph: KnowledgeGraph, sparql: str, message: str) -> None:
    with pytest.raises(QueryError) as refusal:
        network(graph, sparql)

    assert message in str(refusal.value)


def test_shortest_paths_are_those_of_networkx(graph: KnowledgeGraph) -> None:
    found = graph.network().graph
    start, end = (f"{graph.prefixes['o']}{slug}" for slug in ("swu", "novosibirsk"))

    paths = shortest_paths(found, start, end)
    assert paths == sorted(nx.all_shortest_paths(found, start, end))
    assert {(path[0], path[-1]) for path in paths} == {(start, end)}
    assert simple_paths(found, start, end, len(paths[0]) - 1) == paths


def test_things_in_different_parts_have_no_path() -> None:
    apart = nx.Graph([("a", "b"), ("c", "d")])

    assert shortest_paths(apart, "a", "d") == simple_paths(apart, "a", "d", 5) == []


def test_a_thing_is_its_own_path() -> None:
    single = nx.Graph([("a", "b")])

    assert shortest_paths(single, "a", "a") == simple_paths(single, "a", "a", 3) == [["a"]]


def test_too_many_paths_are_refused() -> None:
    with pytest.raises(QueryError, match="more than 10000 paths of up to 9 hops; ask for shorter"):
        simple_paths(nx.complete_graph(10), 0, 9, 9)  # type: ignore[arg-type]
