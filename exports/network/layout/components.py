"""Layout of each component of a network by its shape, and the components packed in rows.

A cycle and a complete graph are rings, a tree of several levels stands in columns from its root;
any other shape is left to forces.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from yuqiao.exports.network.layout.overlap_removal import Box, remove_overlaps

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import igraph

Spot = tuple[float, float, int]
"""A position, and the side of it where the label is: -1 left, 1 right, 0 the usual one."""

_FEWEST, _MOST_IN_RING = 4, 120  # nodes of a ring
_MOST_LEAVES = 40  # of a tree in columns, so that it is no taller than a screen
_FEWEST_IN_STAR = 12
_MOST_IN_LAYERS = 150
_FEWEST_IN_MESH, _MOST_IN_MESH = 9, 200
_DENSE = 1.7  # links for each node, from which a mesh is one even if its links have a direction
_MOST_IN_RADIAL = 600
_SPREAD = 1.4  # rows between two nodes of a layer, so that lines are seen between labels
_FLATTER = 0.6  # of a mesh, as labels are wider than tall
_RING = 120  # units between two circles of a tree, at least
_LEAF = 26  # units between two leaves of it
_BETWEEN = 50  # units between two columns, or two components
_BELOW = 26  # units between the labels of a pair, so that its line is seen
_LINE = 6  # units between two labels of a column
_WIDTH_TO_HEIGHT = 2.0  # of a screen below the head of the page
_FULL_SIZE = 700  # units of height that a screen shows without enlarged labels
_MOST_ENLARGED = 8.0
_PASSES = 6
_GROWTH = 1.1  # of a ring whose labels overlap


class Extent(NamedTuple):
    """The bounds of some nodes with their labels."""

    left: float
    right: float
    top: float
    bottom: float


def shaped(
    graph: igraph.Graph,
    boxes: Sequence[Box],
    root: int | None,
    links: Sequence[tuple[int, int]] = (),
) -> list[Spot] | None:
    """Return the positions of a component of a known shape, else None.

    :param boxes: the extent of each node with its label
    :param root: the vertex that a tree begins with; None takes one in its middle
    :param links: the links with their direction, if they have one

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
    if edges == size - 1:
        if graph.maxdegree() == size - 1:
            return _star(graph, boxes)
        return _tree(graph, boxes, root) or _radial(graph, boxes, root)
    if _FEWEST_IN_MESH <= size <= _MOST_IN_MESH and edges >= _DENSE * size and _is_mesh(graph):
        return _mesh(graph, boxes)
    if size <= _MOST_IN_LAYERS and links:
        return _layers(graph, boxes, links)
    if _FEWEST_IN_MESH <= size <= _MOST_IN_MESH and _is_mesh(graph):
        return _mesh(graph, boxes)
    return None


def _star(graph: igraph.Graph, boxes: Sequence[Box]) -> list[Spot] | None:
    """Place a star on a circle around its middle, with labels that point outwards."""
    middle = graph.degree().index(graph.maxdegree())
    around = [vertex for vertex in range(graph.vcount()) if vertex != middle]
    if not _FEWEST_IN_STAR <= len(around) <= _MOST_IN_RING:
        return None
    own = [boxes[vertex] for vertex in around]
    spots = _ring(list(range(len(around))), own)
    hub = _reach((0.0, 0.0, 0), boxes[middle])
    while any(_meet(hub, _reach(spot, box)) for spot, box in zip(spots, own, strict=True)):
        spots = [(x * _GROWTH, y * _GROWTH, side) for x, y, side in spots]
    return [*spots[:middle], (0.0, 0.0, 0), *spots[middle:]]


def _layers(
    graph: igraph.Graph, boxes: Sequence[Box], links: Sequence[tuple[int, int]]
) -> list[Spot] | None:
    """Place a graph without circles in columns, so that all links point to the right.

    The columns and the order within them are those of Sugiyama, Tagawa and Toda (1981).
    """
    import igraph

    directed = igraph.Graph(graph.vcount(), links, directed=True)
    if not directed.is_dag():
        return None
    points = directed.layout_sugiyama(hgap=1, vgap=1, maxiter=200)[: graph.vcount()]
    depths = [round(depth) for _, depth in points]
    columns: dict[int, list[int]] = {}
    for vertex in sorted(range(len(depths)), key=lambda each: (points[each][0], each)):
        columns.setdefault(depths[vertex], []).append(vertex)
    if max(map(len, columns.values())) > _MOST_LEAVES:
        return None
    height = max(box.height for box in boxes) + 2 * _LINE
    found: list[Spot] = [(0.0, 0.0, 0)] * len(depths)
    start = 0.0
    for depth in sorted(columns):
        own = columns[depth]
        for place, vertex in enumerate(own):
            # every second column is half a row lower, so that its lines keep off other labels
            down = place - (len(own) - 1) / 2 + 0.25 * (depth % 2)
            found[vertex] = (start - boxes[vertex].left, down * height * _SPREAD, 0)
        start += max(boxes[vertex].right - boxes[vertex].left for vertex in own) + 2 * _BETWEEN
    return found


def _is_mesh(graph: igraph.Graph) -> bool:
    """Return whether a graph is like a grid: few links at each vertex, and no triangles."""
    return bool(graph.maxdegree() <= 4 and graph.transitivity_undirected(mode="zero") == 0)


def _mesh(graph: igraph.Graph, boxes: Sequence[Box]) -> list[Spot]:
    """Place the vertices so that distances are those in the graph (Kamada and Kawai 1989)."""
    points = graph.layout_kamada_kawai(seed=graph.layout_circle()).coords
    first, second = (points[end] for end in graph.get_edgelist()[0])
    unit = max(box.right - box.left for box in boxes) / max(1e-9, math.dist(first, second))
    return [(x * unit, y * unit * _FLATTER, 0) for x, y in points]


def _radial(graph: igraph.Graph, boxes: Sequence[Box], root: int | None) -> list[Spot] | None:
    """Place a tree that is too tall for columns on circles around its root."""
    if graph.vcount() > _MOST_IN_RADIAL:
        return None
    if root is None:
        root = graph.eccentricity().index(min(graph.eccentricity()))
    points = graph.layout_reingold_tilford_circular(root=[root]).coords
    deepest = max(math.hypot(x, y) for x, y in points) or 1.0
    leaves = sum(degree == 1 for degree in graph.degree())
    unit = max(_RING, leaves * _LEAF / (2 * math.pi) / deepest)
    sides = [1 if x >= 0 else -1 for x, _ in points]
    outward = [
        box if side > 0 else Box(-box.right, -box.left, box.height)
        for side, box in zip(sides, boxes, strict=True)
    ]
    apart = remove_overlaps([(x * unit, y * unit) for x, y in points], outward)
    return [(x, y, side) for (x, y), side in zip(apart, sides, strict=True)]


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
    """Move components into rows that fill a screen, the largest first; lone nodes are a list below.

    >>> pair = [(0, 0, 0), (0, 40, 0)]
    >>> packed([pair, [(5, 5, 0)]], [[Box(-10, 10, 20)] * 2, [Box(-10, 10, 20)]])
    [[(10.0, 10.0, 0), (10.0, 50.0, 0)], [(10, 123.0, 0)]]
    """
    several = [number for number, spots in enumerate(components) if len(spots) > 1]
    alone = [number for number, spots in enumerate(components) if len(spots) == 1]

    def extents_of(larger: float) -> dict[int, Extent]:
        return {
            number: _around_all(
                [
                    _reach(spot, _widened(box, larger))
                    for spot, box in zip(components[number], boxes[number], strict=True)
                ]
            )
            for number in several
        }

    larger = 1.0
    for _ in range(_PASSES):  # what is drawn small has enlarged labels, which need more room
        extents = extents_of(larger)
        sizes = {number: _size(extents[number]) for number in several}
        corners = _rows(sizes)
        larger = min(max(1.0, _seen(corners, sizes) / _FULL_SIZE), _MOST_ENLARGED)
    found: list[list[Spot]] = [[] for _ in components]
    bottom = 0.0
    for number, (x, y) in corners.items():
        right, down = x - extents[number].left, y - extents[number].top
        found[number] = [(sx + right, sy + down, side) for sx, sy, side in components[number]]
        bottom = max(bottom, y + _size(extents[number])[1] + _BETWEEN)
    for number, spot in zip(alone, _list([boxes[number][0] for number in alone]), strict=True):
        found[number] = [(spot[0], spot[1] + bottom, 0)]
    return found


def _widened(box: Box, times: float) -> Box:
    return Box(box.left, box.right * times, box.height)


def _size(extent: Extent) -> tuple[float, float]:
    return extent.right - extent.left, extent.bottom - extent.top


def _rows(sizes: Mapping[int, tuple[float, float]]) -> dict[int, tuple[float, float]]:
    """Return the left upper corner of each component, in rows such that all are seen large."""
    order = sorted(sizes, key=lambda each: (-sizes[each][1], each))
    widths = [sizes[each][0] + _BETWEEN for each in order]
    tall = [sizes[each][1] + _BETWEEN for each in order]
    area = sum(wide * high for wide, high in zip(widths, tall, strict=True))
    even = math.sqrt(area * _WIDTH_TO_HEIGHT)
    rooms = {even * share for share in (0.9, 1.0, 1.1, 1.3)}
    rooms |= {sum(widths[:count]) for count in (2, 3, 4, 5) if count <= len(order)}
    rooms = {max([room, *widths]) for room in rooms}
    tried = [_in_rows(order, sizes, room) for room in sorted(rooms)]
    return min(tried, key=lambda found: _seen(found, sizes), default={})


def _in_rows(
    order: Sequence[int], sizes: Mapping[int, tuple[float, float]], room: float
) -> dict[int, tuple[float, float]]:
    found: dict[int, tuple[float, float]] = {}
    x = y = tallest = 0.0
    for number in order:
        width, height = sizes[number]
        if x and x + width > room:
            x, y, tallest = 0.0, y + tallest + _BETWEEN, 0.0
        found[number] = (x, y)
        x, tallest = x + width + _BETWEEN, max(tallest, height)
    return found


def _seen(
    corners: Mapping[int, tuple[float, float]], sizes: Mapping[int, tuple[float, float]]
) -> float:
    """Return how tall a screen must be to show all of it; the less, the larger it is seen."""
    if not corners:
        return 0.0
    width = max(x + sizes[number][0] for number, (x, _) in corners.items())
    height = max(y + sizes[number][1] for number, (_, y) in corners.items())
    return max(width / _WIDTH_TO_HEIGHT, height)


def _list(boxes: Sequence[Box]) -> list[tuple[float, float]]:
    """Return the positions of nodes in columns that are read downwards."""
    if not boxes:
        return []
    height = max(box.height for box in boxes) + _LINE
    across = max(box.right - box.left for box in boxes) + _BETWEEN
    columns = max(1, round(math.sqrt(len(boxes) * height * _WIDTH_TO_HEIGHT / across)))
    rows = -(-len(boxes) // columns)
    return [
        (place // rows * across - box.left, (place % rows + 0.5) * height)
        for place, box in enumerate(boxes)
    ]


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
