"""Components are laid out by their shape, and stand apart from each other."""

from __future__ import annotations

import math
from itertools import combinations, pairwise

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


def test_a_star_is_a_ring_around_its_hub() -> None:
    places = placed(nx.star_graph(40))

    assert places["0"] == (0, 0, 0)
    radii = [math.hypot(x, y) for node, (x, y, _) in places.items() if node != "0"]
    assert max(radii) - min(radii) < 2


def test_links_without_circles_all_point_to_the_right() -> None:
    graph = nx.DiGraph([(0, 3), (0, 4), (1, 4), (2, 4), (3, 5), (4, 5), (1, 5), (2, 6), (4, 6)])
    places = placed(graph)

    assert all(places[str(one)].x < places[str(other)].x for one, other in graph.edges)
    assert len({place.x for place in places.values()}) == 3


def test_a_grid_is_a_grid() -> None:
    graph = nx.convert_node_labels_to_integers(nx.grid_2d_graph(5, 6))
    places = placed(graph)

    lengths = [math.dist(places[str(a)][:2], places[str(b)][:2]) for a, b in graph.edges]
    assert max(lengths) < 2 * min(lengths)
    others = [math.dist(places[str(a)][:2], places[str(b)][:2]) for a, b in nx.non_edges(graph)]
    assert min(others) > min(lengths)


def test_a_tree_of_many_leaves_is_drawn_around_its_root() -> None:
    graph = nx.balanced_tree(3, 4)
    places = placed(graph)

    depth = nx.single_source_shortest_path_length(graph, 0)
    rings = {node: math.hypot(*places[str(node)][:2]) for node in graph}
    assert all(rings[one] < rings[other] for one, other in graph.edges if depth[other] > depth[one])


def test_five_hundred_pairs_do_not_cross() -> None:
    places = placed(nx.Graph((2 * pair, 2 * pair + 1) for pair in range(500)))

    assert all(places[str(2 * pair)].x == places[str(2 * pair + 1)].x for pair in range(500))
    assert len({place[:2] for place in places.values()}) == 1000


def test_columns_of_five_hundred_pairs_leave_room_for_names_on_a_screen() -> None:
    places = placed(nx.Graph((f"left {pair:06}", f"right {pair:06}") for pair in range(500)))

    xs, ys = zip(*(place[:2] for place in places.values()), strict=True)
    scale = min(1360 / (max(xs) - min(xs)), 540 / (max(ys) - min(ys)))  # of a window of 1440 x 900
    row = sorted(place.x for place in places.values() if place.y == places["left 000000"].y)
    assert min(right - left for left, right in pairwise(row)) * scale > 105
