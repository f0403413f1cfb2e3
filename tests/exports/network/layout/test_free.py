"""Places for networks of any kind: always the same, groups apart, labels off each other."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import combinations
from statistics import fmean

import networkx as nx
import pytest

from yuqiao.exports.network.layout.free import free_layout, label_box
from yuqiao.exports.network.layout.layered import NodePosition
from yuqiao.exports.network.layout.overlap_removal import Box
from yuqiao.graph.network.spec import NetworkSpec
from yuqiao.graph.stores.open_store import open_store

QUERIES = [
    NetworkSpec(projection="school-country"),
    NetworkSpec(projection="industry"),
    NetworkSpec(onto="school"),
    NetworkSpec(sparql="CONSTRUCT WHERE { ?p yq:chinesePartner ?s }"),
]


@pytest.mark.slow
@pytest.mark.parametrize("wanted", QUERIES, ids=str)
def test_labels_do_not_collide(wanted: NetworkSpec) -> None:
    network = wanted.network(open_store()).graph
    places = free_layout(network)

    assert set(places) == set(network)
    for one, other in combinations(network, 2):
        (left, right), heights = across(network, places, one, other)
        down = abs(places[one].y - places[other].y)
        assert left <= 1 or right <= 1 or down >= heights - 1, (one, other)


def box(own: dict[str, object], side: int) -> Box:
    """Return the extent of a label, which is at the left where the side is."""
    found = label_box(own)
    return Box(-found.right, -found.left, found.height) if side < 0 else found


def across(
    network: nx.Graph, places: dict[str, NodePosition], one: str, other: str
) -> tuple[tuple[float, float], float]:
    """Return how far two labels reach over each other to either side, and half their heights."""
    first, second = (box(network.nodes[each], places[each].side) for each in (one, other))
    left = places[one].x + first.right - places[other].x - second.left
    right = places[other].x + second.right - places[one].x - first.left
    return (left, right), (first.height + second.height) / 2


def test_what_is_linked_stands_nearer_than_what_is_not() -> None:
    network = nx.relabel_nodes(nx.connected_caveman_graph(8, 10), str)
    places = free_layout(network)

    def distance(one: str, other: str) -> float:
        return math.dist(places[one][:2], places[other][:2])

    pairs = {frozenset(edge) for edge in network.edges}
    near = fmean(distance(*pair) for pair in pairs)
    far = fmean(
        distance(a, b) for a, b in combinations(network, 2) if frozenset((a, b)) not in pairs
    )
    assert near < far / 2


@pytest.mark.slow
def test_the_same_network_gives_the_same_places_whatever_the_hash_seed(
    said_under_seeds: Callable[[str, str], set[str]],
) -> None:
    script = """from yuqiao.exports.network.layout.free import free_layout
from yuqiao.graph.network.builder import build_network
from yuqiao.graph.stores.open_store import open_store
print(free_layout(build_network(open_store()).graph))"""

    assert len(said_under_seeds(script, "01")) == 1


@pytest.mark.parametrize("nodes", ["", "a", "ab"])
def test_the_smallest_networks_have_places(nodes: str) -> None:
    network = nx.Graph()
    network.add_nodes_from(nodes)

    assert list(free_layout(network)) == list(nodes)
