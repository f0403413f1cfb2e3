"""Measures give what networkx gives, where it has them, and say how they were found."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from networkx.algorithms import bipartite
from networkx.algorithms.link_analysis.pagerank_alg import _pagerank_python

from networks import network_of
from yuqiao.graph.errors import QueryError
from yuqiao.graph.network import measures
from yuqiao.graph.network.measures import (
    NODE_MEASURES,
    bridges,
    concentration,
    measure_nodes,
    sides_of,
)
from yuqiao.graph.network.projection import TWO_MODE


@pytest.fixture(scope="module")
def bundled() -> nx.Graph:
    return network_of().graph


def pagerank(network: nx.Graph) -> Mapping[str, float]:
    found: Mapping[str, float] = _pagerank_python(network, tol=1e-13, max_iter=1000)
    return found


def brokerage(network: nx.Graph) -> Mapping[str, float]:
    found = nx.constraint(network, weight="weight")
    return {
        node: 0.0 if math.isnan(value) else max(0.0, 1 - value) for node, value in found.items()
    }


PEERS: Mapping[str, Callable[[nx.Graph], Mapping[str, float]]] = {
    "degree": lambda network: dict(network.degree()),
    "normalized-degree": nx.degree_centrality,
    "weighted-degree": lambda network: dict(network.degree(weight="weight")),
    "betweenness": nx.betweenness_centrality,
    "closeness": nx.closeness_centrality,
    "pagerank": pagerank,
    "core": nx.core_number,
    "brokerage": brokerage,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", PEERS)
def test_the_bundled_network_measures_as_with_networkx(bundled: nx.Graph, name: str) -> None:
    assert measure_nodes(bundled, name).values == pytest.approx(PEERS[name](bundled), abs=1e-9)


TWO_MODE_PEERS: Mapping[str, Callable[[nx.Graph, set[str]], Mapping[str, float]]] = {
    "normalized-degree": bipartite.degree_centrality,
    "betweenness": bipartite.betweenness_centrality,
    "closeness": bipartite.closeness_centrality,
}


@pytest.mark.slow
@pytest.mark.parametrize("projection", TWO_MODE)
@pytest.mark.parametrize("name", TWO_MODE_PEERS)
def test_a_two_mode_network_measures_as_with_networkx(name: str, projection: str) -> None:
    network = network_of(projection=projection)
    top_kind, _ = TWO_MODE[projection]
    top = {node for node, kind in network.graph.nodes(data="kind") if kind == top_kind}
    found = network.measure(name)

    assert found.values == pytest.approx(TWO_MODE_PEERS[name](network.graph, top), abs=1e-9)
    assert "two-mode (Borgatti and Everett 1997)" in found.method.en
    assert "双模（Borgatti 与 Everett 1997）" in found.method.zh


@pytest.mark.slow
@given(edges=st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("wxyz")), max_size=12))
@pytest.mark.parametrize("name", TWO_MODE_PEERS)
def test_any_two_mode_network_measures_as_with_networkx(
    name: str, edges: list[tuple[str, str]]
) -> None:
    graph = nx.Graph(edges)
    graph.add_nodes_from("abcd", kind="school")
    graph.add_nodes_from("wxyz", kind="country")
    found = measure_nodes(graph, name, modes=("school", "country"))

    assert found.values == pytest.approx(TWO_MODE_PEERS[name](graph, set("abcd")), abs=1e-9)


@pytest.mark.parametrize("nodes", ["", "a", "x", "ax"])
@pytest.mark.parametrize("name", NODE_MEASURES)
def test_the_smallest_two_mode_networks_have_measures(name: str, nodes: str) -> None:
    graph = nx.Graph()
    graph.add_nodes_from((node, {"kind": node}) for node in nodes)
    found = measure_nodes(graph, name, modes=("a", "x"))

    assert list(found.values) == list(nodes)
    assert not any(math.isnan(value) for value in found.values.values())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("degree", "exact; two-mode: all neighbours are of the other kind"),
        ("weighted-degree", "exact; two-mode: all neighbours are of the other kind"),
        ("pagerank", "exact; a one-mode measure, which treats both kinds alike"),
        ("core", "exact; a one-mode measure, which treats both kinds alike"),
        ("brokerage", "exact; a one-mode measure, which treats both kinds alike"),
    ],
)
def test_other_measures_of_a_two_mode_network_say_of_how_many_modes_they_are(
    name: str, said: str
) -> None:
    assert network_of(projection="school-country").measure(name).method.en.endswith(said)


def test_the_density_of_a_two_mode_network_counts_what_is_possible() -> None:
    network = network_of(projection="school-country")
    top = [node for node, kind in network.graph.nodes(data="kind") if kind == "school"]
    sides = sides_of(network.graph, ("school", "country"))

    assert sides.density(network.graph.number_of_edges()) == pytest.approx(
        bipartite.density(network.graph, top)
    )


weighted_edges = st.lists(
    st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh"), st.integers(1, 5)),
    max_size=20,
)


@pytest.mark.slow
@given(edges=weighted_edges)
@pytest.mark.parametrize("name", PEERS)
def test_any_network_measures_as_with_networkx(
    name: str, edges: list[tuple[str, str, int]]
) -> None:
    network = nx.Graph()
    network.add_nodes_from("abcdefgh")
    network.add_weighted_edges_from(edge for edge in edges if edge[0] != edge[1])

    assert measure_nodes(network, name).values == pytest.approx(PEERS[name](network), abs=1e-9)


def test_loops_are_left_aside_and_parallel_edges_are_one(bundled: nx.Graph) -> None:
    network = nx.MultiDiGraph([("a", "b"), ("b", "a"), ("a", "b"), ("b", "b"), ("b", "c")])

    assert measure_nodes(network, "degree").values == {"a": 1, "b": 2, "c": 1}
    assert measure_nodes(network, "weighted-degree").values == {"a": 3, "b": 4, "c": 1}
    assert measure_nodes(network, "betweenness").values == {"a": 0, "b": 1, "c": 0}


@pytest.mark.parametrize("name", NODE_MEASURES)
@pytest.mark.parametrize("nodes", ["", "a", "ab"])
def test_the_smallest_networks_have_measures(name: str, nodes: str) -> None:
    network = nx.Graph()
    network.add_nodes_from(nodes)

    assert list(measure_nodes(network, name).values) == list(nodes)
    assert not any(math.isnan(value) for value in measure_nodes(network, name).values.values())


@pytest.mark.parametrize("name", NODE_MEASURES)
def test_every_measure_says_how_it_was_found(bundled: nx.Graph, name: str) -> None:
    found = measure_nodes(bundled, name)

    assert "exact" in found.method.en or "seed 20250601" in found.method.en


def test_communities_are_numbered_by_size_and_are_good_ones(bundled: nx.Graph) -> None:
    found = measure_nodes(bundled, "community")
    groups: dict[float, set[str]] = {}
    for node, number in found.values.items():
        groups.setdefault(number, set()).add(node)
    sizes = [len(groups[number]) for number in sorted(groups)]
    ours = nx.community.modularity(bundled, groups.values())
    theirs = nx.community.modularity(
        bundled, nx.community.louvain_communities(bundled, weight=None, seed=1)
    )

    assert sizes == sorted(sizes, reverse=True)
    assert f"modularity {ours:.3f}" in found.method.en
    assert ours > theirs - 0.02


def test_sampled_betweenness_states_an_error_that_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    network = nx.relabel_nodes(nx.barabasi_albert_graph(1200, 2, seed=3), str)
    exact = measure_nodes(network, "betweenness").values
    monkeypatch.setattr(measures, "EXACT_WORK", 0)
    sampled = measure_nodes(network, "betweenness")
    hub = max(exact, key=exact.__getitem__)

    said = "from 1000 of 1200 nodes, seed 20250601; the standard error is at most "
    assert said in sampled.method.en
    error = float(sampled.method.en.partition(said)[2].partition(",")[0])
    assert sampled.values == pytest.approx(exact, abs=3 * error)
    assert error < exact[hub] / 10
    assert max(sampled.values, key=sampled.values.__getitem__) == hub
    assert sampled == measure_nodes(network, "betweenness")


def test_a_small_network_is_measured_exactly_however_dense(monkeypatch: pytest.MonkeyPatch) -> None:
    network = nx.relabel_nodes(nx.gnm_random_graph(60, 900, seed=3), str)
    monkeypatch.setattr(measures, "EXACT_WORK", 0)

    found = measure_nodes(network, "betweenness")

    assert "exact" in found.method.en
    assert found.values == pytest.approx(nx.betweenness_centrality(network))


def test_edges_that_weigh_nothing_make_no_communities() -> None:
    network = nx.Graph()
    network.add_weighted_edges_from([("a", "b", 0), ("b", "c", 0)])

    found = measure_nodes(network, "community")

    assert sorted(found.values.values()) == [1, 2, 3]
    assert found.method.en.endswith("3 groups of modularity 0.000")


def test_bridges_are_those_of_networkx(bundled: nx.Graph) -> None:
    theirs = {frozenset(edge) for edge in nx.bridges(bundled)}

    assert {frozenset(edge) for edge in bridges(bundled)} == theirs


@pytest.mark.parametrize(
    ("shares", "index"),
    [({"GB": 5, "US": 5}, 0.5), ({"GB": 1}, 1.0), ({"a": 2, "b": 1, "c": 1}, 0.375)],
)
def test_concentration(shares: dict[str, float], index: float) -> None:
    assert concentration(shares) == index


def test_concentration_of_nothing_is_not_a_number() -> None:
    assert math.isnan(concentration({}))


def test_a_measure_that_does_not_exist_is_refused_with_those_that_do(bundled: nx.Graph) -> None:
    with pytest.raises(QueryError, match="fame is not a measure; expected one of degree, weighted"):
        measure_nodes(bundled, "fame")


def test_a_measure_has_the_same_digits_each_time() -> None:
    graph = nx.barabasi_albert_graph(300, 2, seed=1)

    first, second = (measure_nodes(graph, "pagerank").values for _ in range(2))

    assert first == second
