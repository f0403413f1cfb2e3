"""Layout of a network of thousands of nodes: groups in discs, if it has groups.

Any network can be cut into communities, a random one too. They are groups if there are more links
within them than random numbers give (Guimerà, Sales-Pardo and Amaral 2004,
doi:10.1103/PhysRevE.70.025101) and a second search finds the same ones; otherwise each component is
laid out as a whole, by its shape.
"""

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING

from yuqiao.exports.network.layout.clustered import clustered_layout
from yuqiao.exports.network.layout.force_directed import force_directed_layout
from yuqiao.exports.network.layout.multilevel import multilevel_layout
from yuqiao.graph.network.measures import SEED

if TYPE_CHECKING:
    from collections.abc import Sequence

    import igraph

    Points = list[tuple[float, float]]

_ALIKE = 0.7  # of two searches, adjusted for chance: 0 for unrelated groups, 1 for the same
_DEEPEST = 200  # levels of a tree on circles
_FEW_LINKS = 3  # at each node, on average, below which a network has a shape of its own
_ROUNDS = 20  # of the forces on a tangle


def large_layout(graph: igraph.Graph, groups: Sequence[float]) -> Points:
    """Return a position for each vertex; a vertex takes the area of a unit square.

    :param groups: the community of each vertex

    >>> import igraph
    >>> lone = large_layout(igraph.Graph(2), [1, 2])
    >>> lone[0] != lone[1]
    True
    """
    if are_groups(graph, groups):
        return clustered_layout(graph, groups)
    is_tangle = not _beyond_chance(graph, groups)
    parts = graph.connected_components().membership
    return clustered_layout(graph, parts, lambda part: _whole(part, is_tangle))


def are_groups(graph: igraph.Graph, groups: Sequence[float]) -> bool:
    """Return whether communities are more than a random network has, and are found again.

    >>> import igraph
    >>> two = igraph.Graph.Full(20) + igraph.Graph.Full(20)
    >>> two.add_edge(0, 20)
    igraph.Edge(...)
    >>> are_groups(two, [0] * 20 + [1] * 20)
    True
    >>> are_groups(igraph.Graph.Full(40), [0] * 20 + [1] * 20)
    False
    """
    import igraph

    if not _beyond_chance(graph, groups):
        return False
    igraph.set_random_number_generator(random.Random(SEED + 1))
    try:
        again = graph.community_leiden(objective_function="modularity", n_iterations=2)
    finally:
        igraph.set_random_number_generator(random)
    alike = igraph.compare_communities(
        list(map(int, groups)), again.membership, method="adjusted_rand"
    )
    return bool(alike >= _ALIKE)


def _beyond_chance(graph: igraph.Graph, groups: Sequence[float]) -> bool:
    """Return whether the modularity of groups is above that of the best of a random graph."""
    if not graph.ecount():
        return False
    mean = 2 * graph.ecount() / graph.vcount()
    by_chance = min(1.0, (2 / mean) ** (2 / 3))
    return bool(graph.modularity(list(map(int, groups))) > by_chance)


def _whole(graph: igraph.Graph, is_tangle: bool) -> Points:
    """Lay out a component without groups, around the origin."""
    size, edges = graph.vcount(), graph.ecount()
    if edges == size and set(graph.degree()) == {2}:
        return _circle(graph.dfs(0)[0])
    if edges == size * (size - 1) // 2:
        return _circle(list(range(size)))
    if edges == size - 1 and (found := _rings(graph)):
        return found
    if not is_tangle or edges < _FEW_LINKS * size / 2:
        return multilevel_layout(graph)
    draw, side = random.Random(SEED), math.sqrt(size)
    start = [(draw.gauss(0, side / 2), draw.gauss(0, side / 2)) for _ in range(size)]
    return _even(force_directed_layout(graph, [], _ROUNDS, start))


def _even(points: Points) -> Points:
    """Spread positions evenly over a disc: each keeps its direction, and its rank outwards."""
    order = sorted(range(len(points)), key=lambda each: (math.hypot(*points[each]), each))
    found = list(points)
    for rank, vertex in enumerate(order):
        x, y = points[vertex]
        longer = math.sqrt((rank + 0.5) / len(points)) / (math.hypot(x, y) or 1.0)
        found[vertex] = (x * longer, y * longer)
    return found


def _circle(order: Sequence[int]) -> Points:
    """Return positions on a circle, in an order."""
    turn = 2 * math.pi / len(order)
    points = [(0.0, 0.0)] * len(order)
    for place, vertex in enumerate(order):
        points[vertex] = (math.cos(place * turn), math.sin(place * turn))
    return points


def _rings(tree: igraph.Graph) -> Points | None:
    """Place a tree on rings around its middle; None if there would be too many."""
    far = tree.bfs(0)[0][-1]
    other = tree.bfs(far)[0][-1]
    path = tree.get_shortest_paths(far, other)[0]
    if len(path) > 2 * _DEEPEST:
        return None
    root = path[len(path) // 2]
    found: Points = tree.layout_reingold_tilford_circular(root=[root]).coords
    return [(x, y) for x, y in found]
