"""Components are laid out by their shape, and stand apart from each other."""

from __future__ import annotations

import math
from itertools import combinations

import networkx as nx
import pytest

from yuqiao.exports.network.layout.free import free_layout, label_box
from yuqiao.exports.network.layout.layered import NodePosition


def placed(graph: nx.Graph) -> dict[str, NodePosition]:
    named = nx.relabel_nodes(graph, str)
    nx.set_node_attributes(named, {node: f"node {node}" for node in named}, "label_en")
    return free_layout(named)


def test_a_cycle_is_a_ring_whose_labels_point_outwards() -> None:
    places = placed(nx.cycle_graph(40))

    radii = [math.hypot(x, y) for x, y, _ in places.values()]
    assert max(radii) - min(radii) < 2
    assert all(side == (1 if x > 0 else -1) for x, _, side in places.values())
    steps = [math.dist(places[str(n)][:2], places[str((n + 1) % 40)][:2]) for n in range(40)]
    assert max(steps) - min(steps) < 3


def test_a_complete_graph_is_a_ring() -> None:
    radii = [math.hypot(x, y) for x, y, _ in placed(nx.complete_graph(9)).values()]

    assert max(radii) - min(radii) < 2


@pytest.mark.parametrize("root", [0, 7])
def test_a_tree_stands_in_columns_from_where_its_arrows_start(root: int) -> None:
    tree = nx.bfs_tree(nx.balanced_tree(2, 3), root)
    places = placed(tree)
    depths = nx.single_source_shortest_path_length(tree, root)

    columns: dict[int, set[int]] = {}
    for node, depth in depths.items():
        columns.setdefault(depth, set()).add(places[str(node)].x)
    assert all(len(across) == 1 for across in columns.values())
    assert [min(columns[depth]) for depth in sorted(columns)] == sorted(
        min(across) for across in columns.values()
    )


def test_components_fill_a_screen_and_do_not_overlap() -> None:
    parts = [nx.path_graph(2)] * 30 + [nx.empty_graph(1)] * 10 + [nx.cycle_graph(6)]
    graph = nx.relabel_nodes(nx.disjoint_union_all(parts), str)
    places = placed(graph)

    def bounds(part: set[str]) -> tuple[float, float, float, float]:
        box = label_box({"label_en": "node 00"})
        lefts = [places[n].x + (box.left if places[n].side >= 0 else -box.right) for n in part]
        rights = [places[n].x + (box.right if places[n].side >= 0 else -box.left) for n in part]
        downs = [places[n].y for n in part]
        return min(lefts), max(rights), min(downs) - 10, max(downs) + 10

    frames = [bounds(part) for part in nx.connected_components(graph)]
    for one, other in combinations(frames, 2):
        across = min(one[1], other[1]) - max(one[0], other[0])
        down = min(one[3], other[3]) - max(one[2], other[2])
        assert across <= 0 or down <= 0
    width = max(frame[1] for frame in frames) - min(frame[0] for frame in frames)
    height = max(frame[3] for frame in frames) - min(frame[2] for frame in frames)
    assert 0.8 < width / height < 3
