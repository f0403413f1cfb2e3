"""NetworKit measures a large network as networkx and igraph do, or says how far it may be off."""

from __future__ import annotations

import igraph
import networkx as nx
import pytest

from yuqiao.graph.network import measures
from yuqiao.graph.network.large import measures as large
from yuqiao.graph.network.measures import connected_components, measure_nodes


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> nx.Graph:
    """Make a network of two parts with weights, a loop, and a node alone; all count as large."""
    monkeypatch.setattr(large, "MANY_EDGES", 100)
    parts = nx.disjoint_union(
        nx.barabasi_albert_graph(400, 3, seed=1), nx.barabasi_albert_graph(200, 2, seed=2)
    )
    for number, (one, other) in enumerate(parts.edges()):
        parts.edges[one, other]["weight"] = 1 + number % 3
    parts.add_edge(5, 5)
    parts.add_node("alone")
    return nx.relabel_nodes(parts, str)


def igraph_of(network: nx.Graph) -> igraph.Graph:
    simple = nx.Graph(network)
    simple.remove_edges_from(list(nx.selfloop_edges(simple)))
    return igraph.Graph.from_networkx(simple)


def test_pagerank_is_that_of_igraph(network: nx.Graph) -> None:
    expected = igraph_of(network).pagerank(weights="weight", damping=0.85)

    found = measure_nodes(network, "pagerank")

    assert list(found.values.values()) == pytest.approx(expected, abs=1e-8)
    assert found.method.en.endswith(
        "damping 0.85, until it changes by less than 1e-12, by NetworKit"
    )


def test_cores_are_those_of_igraph(network: nx.Graph) -> None:
    found = measure_nodes(network, "core")

    assert list(found.values.values()) == igraph_of(network).coreness()


def test_components_are_those_of_networkx(network: nx.Graph) -> None:
    found = connected_components(network)

    sizes = [list(found.values()).count(number) for number in (1, 2, 3)]
    assert sizes == [400, 200, 1]
    for part in nx.connected_components(network):
        assert len({found[node] for node in part}) == 1


def test_betweenness_is_off_by_no_more_than_is_said(network: nx.Graph) -> None:
    exact = nx.betweenness_centrality(network)

    found = measure_nodes(network, "betweenness")

    assert "with a probability of 0.9 no value is off by more than 0.003" in found.method.en
    assert found.values == pytest.approx(exact, abs=0.003)
    assert max(found.values, key=found.values.__getitem__) == max(exact, key=exact.__getitem__)


def test_communities_are_as_good_as_those_of_igraph(network: nx.Graph) -> None:
    found = measure_nodes(network, "community")

    values = list(found.values.values())
    graph = igraph_of(network)
    membership = [int(value) for value in values]
    ours = graph.modularity(membership, weights="weight")
    theirs = graph.community_leiden("modularity", weights="weight", n_iterations=-1)
    assert f"groups of modularity {ours:.3f}" in found.method.en
    assert ours > theirs.modularity - 0.03
    sizes = [membership.count(number) for number in sorted(set(membership))]
    assert sizes == sorted(sizes, reverse=True)


@pytest.mark.parametrize("name", large.LARGE_MEASURES)
def test_the_same_network_gives_the_same_values(network: nx.Graph, name: str) -> None:
    assert measure_nodes(network, name) == measure_nodes(network, name)


def test_a_network_of_two_modes_keeps_its_own_measures(network: nx.Graph) -> None:
    for number, node in enumerate(network):
        network.nodes[node]["kind"] = "ab"[number % 2]

    between = measure_nodes(network, "betweenness", modes=("a", "b"))
    rank = measure_nodes(network, "pagerank", modes=("a", "b"))

    assert "two-mode (Borgatti and Everett 1997)" in between.method.en
    assert rank.method.en.endswith(
        "by NetworKit; a one-mode measure, which treats both kinds alike"
    )


def test_without_networkit_igraph_measures(
    network: nx.Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(large, "find_spec", lambda _: None)

    assert measure_nodes(network, "core").method.en.endswith("exact")
    assert measures.SEED == 20250601
