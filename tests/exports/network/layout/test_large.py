"""Large networks: discs where there are groups, one shape where there are none."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator

import igraph
import pytest

from yuqiao.exports.network.layout.large import are_groups, large_layout

Points = list[tuple[float, float]]


@pytest.fixture(autouse=True)
def same_numbers() -> Iterator[None]:
    igraph.set_random_number_generator(random.Random(7))
    yield
    igraph.set_random_number_generator(random)


def communities(graph: igraph.Graph) -> list[int]:
    return list(graph.community_leiden(objective_function="modularity").membership)


def drawn(graph: igraph.Graph) -> Points:
    """Return the positions around their middle."""
    points = large_layout(graph, communities(graph))
    middle = [sum(axis) / len(points) for axis in zip(*points, strict=True)]
    return [(x - middle[0], y - middle[1]) for x, y in points]


def caves(number: int, size: int) -> igraph.Graph:
    """Return complete graphs, each linked to the next."""
    graph = igraph.disjoint_union([igraph.Graph.Full(size) for _ in range(number)])
    graph.add_edges([(each * size, (each + 1) % number * size) for each in range(number)])
    return graph


GRAPHS: dict[str, tuple[Callable[[], igraph.Graph], bool]] = {
    "groups": (lambda: caves(30, 40), True),
    "random": (lambda: igraph.Graph.Erdos_Renyi(n=2000, m=6000), False),
    "sparse random": (lambda: igraph.Graph.Erdos_Renyi(n=2000, m=2500), False),
    "grown": (lambda: igraph.Graph.Barabasi(2000, 2), False),
    "lattice": (lambda: igraph.Graph.Lattice([45, 45], circular=False), False),
    "tree": (lambda: igraph.Graph.Tree_Game(2000), False),
    "ring": (lambda: igraph.Graph.Ring(2000), False),
    "complete": (lambda: igraph.Graph.Full(150), False),
    "isolates": (lambda: igraph.Graph(2000), False),
}


@pytest.mark.parametrize(("make", "expected"), GRAPHS.values(), ids=GRAPHS)
def test_groups_are_what_a_random_network_has_not(
    make: Callable[[], igraph.Graph], expected: bool
) -> None:
    graph = make()

    assert are_groups(graph, communities(graph)) is expected


def test_a_random_network_is_one_even_disc() -> None:
    graph = igraph.Graph.Erdos_Renyi(n=20_000, m=60_000).connected_components().giant()
    distances = sorted(math.hypot(x, y) for x, y in drawn(graph))

    share = [distances[int(part * len(distances))] / distances[-1] for part in (0.25, 0.5, 0.75)]
    assert share == pytest.approx([0.5, 0.71, 0.87], abs=0.03)


def test_a_lattice_lies_flat() -> None:
    side = 40
    points = drawn(igraph.Graph.Lattice([side, side], circular=False))
    corners = [points[0], points[side - 1], points[-1], points[-side]]
    turns = {turn(*(corners[(each + step) % 4] for step in range(3))) for each in range(4)}

    assert len(turns) == 1  # its outline is not twisted


def turn(one: tuple[float, float], two: tuple[float, float], three: tuple[float, float]) -> bool:
    """Return whether the way from one point over the next to the third turns left."""
    across = (two[0] - one[0]) * (three[1] - two[1])
    return across > (two[1] - one[1]) * (three[0] - two[0])


def test_a_ring_is_a_circle() -> None:
    assert len({round(math.hypot(x, y), 3) for x, y in drawn(igraph.Graph.Ring(2000))}) == 1


def test_the_levels_of_a_tree_are_rings() -> None:
    tree = igraph.Graph.Tree(1093, 3)
    points = drawn(tree)
    (depths,) = tree.distances(0)
    radii = {
        depth: {
            round(math.dist(points[0], points[each]), 2)
            for each in range(1093)
            if depths[each] == depth
        }
        for depth in range(7)
    }

    assert [len(found) for found in radii.values()] == [1] * 7


def test_a_path_of_thousands_is_laid_out() -> None:
    points = drawn(igraph.Graph.Lattice([3000], circular=False))

    assert all(math.isfinite(x) and math.isfinite(y) for x, y in points)
