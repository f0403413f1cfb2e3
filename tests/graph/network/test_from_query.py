"""The network a query describes, and the paths in a network."""

from __future__ import annotations

import networkx as nx
import pytest

from yuqiao.exports.formats import NETWORKS
from yuqiao.exports.network.network_files import network_bytes
from yuqiao.graph.errors import QueryError
from yuqiao.graph.labels import local_name
from yuqiao.graph.network.from_query import network_from_answer
from yuqiao.graph.network.model import Network
from yuqiao.graph.network.paths import shortest_paths, simple_paths
from yuqiao.graph.network.spec import NetworkSpec
from yuqiao.graph.stores.open_store import open_store
from yuqiao.graph.stores.store import Store


@pytest.fixture(scope="module")
def graph() -> Store:
    return open_store()


def network(graph: Store, sparql: str) -> Network:
    return network_from_answer(graph, graph.query(sparql))


def test_rows_with_a_source_and_a_target_are_edges_with_evidence(graph: Store) -> None:
    found = network(
        graph,
        """SELECT ?source ?target ?edge {
          ?edge yq:chinesePartner ?source ; yq:foreignPartner ?target . FILTER(?source = o:cqu) }""",
    )
    school = f"{graph.prefixes['o']}cqu"
    (edge,) = found.graph[school][f"{graph.prefixes['o']}cincinnati"].values()

    assert found.graph.nodes[school]["kind"] == "school"
    assert found.graph.nodes[school]["label_zh"] == "重庆大学"
    assert edge["relation"] == "edge"
    assert edge["weight"] == len(edge["partnerships"]) >= 1
    assert set(edge["partnerships"]) <= set(found.partnerships)


WEIGHED = """SELECT * { VALUES (?source ?target ?weight) {
  (o:cqu o:swu 2) (o:swu o:cqu 0.5) (o:cqu o:swu 3) (o:cqmu o:cqmu 1) } }"""


def test_parallel_and_mutual_rows_and_loops_are_edges_of_their_own(graph: Store) -> None:
    found = weights_by_ends(network(graph, WEIGHED).graph)

    assert found == [
        ("cqmu", "cqmu", 1),
        ("cqu", "swu", 2),
        ("cqu", "swu", 3),
        ("swu", "cqu", 0.5),
    ]


def test_an_undirected_network_has_no_mutual_edges(graph: Store) -> None:
    answer = graph.query("""SELECT * { VALUES (?source ?target) {
      (o:cqu o:swu) (o:swu o:cqu) (o:cqu o:swu) (o:cqmu o:cqmu) } }""")
    found = network_from_answer(graph, answer, undirected=True).graph

    assert not found.is_directed()
    assert weights_by_ends(found) == [("cqmu", "cqmu", 1), ("cqu", "swu", 3)]


def weights_by_ends(found: nx.Graph) -> list[tuple[str, str, float]]:
    return [
        (local_name(one), local_name(other), weight)
        for one, other, weight in found.edges(data="weight")
    ]


def test_a_symmetric_property_has_no_direction(graph: Store) -> None:
    found = NetworkSpec(question="school-university-network").network(graph).graph

    assert not found.is_directed()
    assert {weight for *_, weight in found.edges(data="weight")} == {2}
    assert {relation for *_, relation in found.edges(data="relation")} == {"yq:partnersWith"}


def test_triples_between_things_are_edges_named_by_their_predicates(graph: Store) -> None:
    found = network(
        graph,
        """CONSTRUCT { ?p yq:chinesePartner ?s ; rdfs:seeAlso ?s ; skos:prefLabel ?name }
        WHERE { ?p yq:chinesePartner ?s ; skos:prefLabel ?name . VALUES ?s { o:cqmu } }""",
    )

    assert {own["kind"] for _, own in found.graph.nodes(data=True)} == {"school", "partnership"}
    assert found.graph.is_directed()
    assert {own["relation"] for *_, own in found.graph.edges(data=True)} == {
        "rdfs:seeAlso",
        "yq:chinesePartner",
    }
    assert {own["weight"] for *_, own in found.graph.edges(data=True)} == {1}
    assert found.relations["yq:chinesePartner"].zh == "中方院校"


def test_things_the_graph_does_not_know_are_named_after_their_iri(graph: Store) -> None:
    found = network(graph, "SELECT (<urn:x/one> AS ?source) (<urn:x/two> AS ?target) {}")

    assert list(found.graph.nodes(data="kind")) == [("urn:x/one", "other"), ("urn:x/two", "other")]
    assert found.graph.nodes["urn:x/one"]["label_en"] == "one"


@pytest.mark.slow
@pytest.mark.parametrize("form", NETWORKS.names)
def test_it_is_written_in_every_format(graph: Store, form: str) -> None:
    found = network(graph, "CONSTRUCT { ?s yq:partnersWith ?u } WHERE { ?s yq:partnersWith ?u }")

    assert network_bytes(found, form)


def test_no_rows_are_an_empty_network(graph: Store) -> None:
    assert len(network(graph, "SELECT ?source ?target { FILTER(false) }")) == 0


@pytest.mark.parametrize(
    ("sparql", "message"),
    [
        (
            "SELECT ?school ?name { VALUES (?school ?name) { (1 2) } }",
            "needs the columns ?source and ?target, or triples; the query returns ?school ?name",
        ),
        ("ASK { ?s ?p ?o }", "or triples; the query returns true or false"),
        (
            "SELECT (o:swu AS ?source) ('x'@en AS ?target) {}",
            'row 1: ?target is "x"@en; expected an IRI in every row',
        ),
        (
            "SELECT * { VALUES (?source ?target) { (o:swu UNDEF) } }",
            "?target is no value; expected an IRI in every row",
        ),
        (
            "SELECT (o:swu AS ?source) (o:cqu AS ?target) ('much' AS ?weight) {}",
            '/organisation/cqu>: ?weight is "much"; expected a number',
        ),
        (
            "SELECT (o:swu AS ?source) (o:cqu AS ?target) (-1 AS ?weight) {}",
            "expected a number, not below 0",
        ),
        (
            f"SELECT (o:swu AS ?source) (o:cqu AS ?target) (1{'0' * 400} AS ?weight) {{}}",
            "expected a number, not below 0",
        ),
        (
            "SELECT (o:swu AS ?source) (o:cqu AS ?target) ('NaN'^^xsd:double AS ?weight) {}",
            "expected a number, not below 0",
        ),
    ],
)
def test_what_is_no_network_is_refused(graph: Store, sparql: str, message: str) -> None:
    with pytest.raises(QueryError) as refusal:
        network(graph, sparql)

    assert message in str(refusal.value)


def test_shortest_paths_are_those_of_networkx(graph: Store) -> None:
    found = NetworkSpec().network(graph).graph
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
    with pytest.raises(
        QueryError, match="more than 10000 paths of up to 9 hops; set a smaller limit"
    ):
        simple_paths(nx.complete_graph(10), 0, 9, 9)  # type: ignore[arg-type]
