"""Layout of each component of a network by its shape, and the components packed in rows.

A cycle and a complete graph are rings, a tree of several levels stands in columns from its root;
any other shape is left to forces.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from yuqiao.exports.network.layout.overlap_removal import Box

if TYPE_CHECKING:
    from collections.abc import Sequence

    import igraph

Spot = tuple[float, float, int]
"""A position, and the side of it where the label is: -1 left, 1 right, 0 the usual one."""

_FEWEST, _MOST_IN_RING = 4, 120  # nodes of a ring
_MOST_LEAVES = 40  # of a tree in columns, so that it is no taller than a screen
_BETWEEN = 50  # units between two columns, or two components
_BELOW = 26  # units between the labels of a pair, so that its line is seen
_LINE = 6  # units between two labels of a column
_WIDTH_TO_HEIGHT = 1.6  # of a screen
_GROWTH = 1.1  # of a ring whose labels overlap


class Extent(NamedTuple):
    """The bounds of some nodes with their labels."""

    left: float
    right: float
    top: float
    bottom: float


def shaped(graph: igraph.Graph, boxes: Sequence[Box], root: int | None) -> list[Spot] | None:
    """Return the positions of a component of a known shape, else None.

    :param boxes: the extent of each node with its label
    :param root: the vertex that a tree begins with; None takes one in its middle

    >>> import igraph
    >>> ring = shaped(igraph.Graph.Ring(8), [Box(-5, 30, 20)] * 8, None)
    >>> [side for *_, side in ring]
    [1, 1, 1, 1, -1, -1, -1, -1]
    """
    size, edges = graph.vcount(), graph.ecount()
    if size == 2:
        down = (boxes[0].height + boxes[1].height) / 2 + _BELOW
        return [(0.0, 0.0, 0), (0.0, down, 0)]
    if _FEWEST <= size <= _MOST_IN_RING:
        if edges == size and set(graph.degree()) == {2}:
            return _ring(_around(graph), boxes)
        if edges == size * (size - 1) // 2:
            return _ring(list(range(size)), boxes)
    if edges == size - 1 and graph.maxdegree() < size - 1:
        return _tree(graph, boxes, root)
    return None


def _around(graph: igraph.Graph) -> list[int]:
    """Return the vertices of a cycle in their order."""
    order, before = [0], -1
    while len(order) < graph.vcount():
        onward = [each for each in sorted(graph.neighbors(order[-1])) if each != before]
        before = order[-1]
        order.append(onward[0])
    return order


def _ring(order: list[int], boxes: Sequence[Box]) -> list[Spot]:
    """Place vertices on a circle just large enough for their labels, which point outwards."""
    size = len(order)
    angles = [2 * math.pi * (place + 0.5) / size for place in range(size)]
    radius = size * 30 / (2 * math.pi)
    while True:
        spots: list[Spot] = [(0.0, 0.0, 0)] * size
        for vertex, angle in zip(order, angles, strict=True):
            x, y = radius * math.sin(angle), -radius * math.cos(angle)
            spots[vertex] = (x, y, 1 if x > 0 else -1)
        reaches = [_reach(spots[vertex], boxes[vertex]) for vertex in order]
        if not any(_meet(reaches[at - 1], reaches[at]) for at in range(size)):
            return spots
        radius *= _GROWTH


def _tree(graph: igraph.Graph, boxes: Sequence[Box], root: int | None) -> list[Spot] | None:
    """Place a tree in columns, one for each step from its root; None if it is too tall."""
    if sum(degree == 1 for degree in graph.degree()) > _MOST_LEAVES:
        return None
    if root is None:
        root = graph.eccentricity().index(min(graph.eccentricity()))
    height = max(box.height for box in boxes) + _LINE
    points = graph.layout_reingold_tilford(root=[root])
    depths = [round(depth) for _, depth in points]
    starts = [0.0]
    for column in range(max(depths)):
        own = [box for box, depth in zip(boxes, depths, strict=True) if depth == column]
        starts.append(starts[-1] + max(box.right - box.left for box in own) + _BETWEEN)
    return [
        (starts[depth] - box.left, across * height, 0)
        for (across, _), depth, box in zip(points, depths, boxes, strict=True)
    ]


def packed(
    components: Sequence[Sequence[Spot]], boxes: Sequence[Sequence[Box]]
) -> list[list[Spot]]:
    """Move components into rows that fill a screen, the largest first.

    >>> packed([[(0, 0, 0)], [(5, 5, 0)]], [[Box(-10, 10, 20)]] * 2)
    [[(10.0, 10.0, 0)], [(80.0, 10.0, 0)]]
    """
    extents = [
        _around_all([_reach(spot, box) for spot, box in zip(spots, own, strict=True)])
        for spots, own in zip(components, boxes, strict=True)
    ]
    sizes = [(each.right - each.left, each.bottom - each.top) for each in extents]
    area = sum((width + _BETWEEN) * (height + _BETWEEN) for width, height in sizes)
    room = max(math.sqrt(area * _WIDTH_TO_HEIGHT), max(width for width, _ in sizes))
    found: list[list[Spot]] = [[] for _ in components]
    x = y = tallest = 0.0
    for number in sorted(range(len(sizes)), key=lambda each: (-sizes[each][1], each)):
        width, height = sizes[number]
        if x and x + width > room:
            x, y, tallest = 0.0, y + tallest + _BETWEEN, 0.0
        right, down = x - extents[number].left, y - extents[number].top
        found[number] = [(sx + right, sy + down, side) for sx, sy, side in components[number]]
        x, tallest = x + width + _BETWEEN, max(tallest, height)
    return found


def _reach(spot: Spot, box: Box) -> Extent:
    x, y, side = spot
    left, right = (-box.right, -box.left) if side < 0 else (box.left, box.right)
    return Extent(x + left, x + right, y - box.height / 2, y + box.height / 2)


def _meet(one: Extent, other: Extent) -> bool:
    across = min(one.right, other.right) - max(one.left, other.left)
    return across > 0 and min(one.bottom, other.bottom) - max(one.top, other.top) > 0


def _around_all(reaches: Sequence[Extent]) -> Extent:
    lefts, rights, tops, bottoms = zip(*reaches, strict=True)
    return Extent(min(lefts), max(rights), min(tops), max(bottoms))
