"""Two-mode networks: their kinds face each other, with labels outside the lines."""

from __future__ import annotations

from itertools import pairwise

import networkx as nx
import pytest

from yuqiao.exports.network.layout.free import free_layout
from yuqiao.graph.network.spec import NetworkSpec
from yuqiao.graph.stores.open_store import open_store


def clubs(people: int, number: int) -> nx.Graph:
    graph = nx.Graph()
    graph.add_nodes_from((f"person {each}" for each in range(people)), kind="Person")
    graph.add_nodes_from((f"club {each}" for each in range(number)), kind="Club")
    for each in range(people):
        graph.add_edge(f"person {each}", f"club {each % number}")
        graph.add_edge(f"person {each}", f"club {each * each % number}")
    return graph


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        (12, [("Club", 1), ("Person", -1)]),
        (40, [("Club", 0), ("Person", -1), ("Person", 1)]),
    ],
)
def test_each_kind_has_its_columns(people: int, expected: list[tuple[str, int]]) -> None:
    graph = clubs(people, 5)
    places = free_layout(graph)
    columns = {(kind, places[node].side, places[node].x) for node, kind in graph.nodes(data="kind")}

    assert sorted(column[:2] for column in columns) == expected


def test_no_two_labels_of_a_column_touch() -> None:
    graph = NetworkSpec(projection="school-country").network(open_store()).graph
    places = free_layout(graph)
    countries = sorted(
        places[node].y for node, kind in graph.nodes(data="kind") if kind == "country"
    )

    assert all(below - above >= 20 for above, below in pairwise(countries))


def test_of_a_directed_network_without_kinds_sources_face_targets() -> None:
    graph = nx.DiGraph([(f"a{each}", f"b{other}") for each in range(4) for other in range(4)])
    places = free_layout(graph)

    assert {(node[0], places[node].side) for node in graph} == {("a", -1), ("b", 1)}


def test_links_within_a_kind_leave_it_to_other_layouts() -> None:
    graph = clubs(12, 5)
    graph.add_edge("person 0", "person 1")

    assert len({place.x for place in free_layout(graph).values()}) > 3
