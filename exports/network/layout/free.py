"""Layout for a network of any kind: linked nodes close together, groups apart.

In a small network, each component is laid out by its shape or by forces, under which links within
a community attract more than those between, and overlapping labels are then moved apart; a
large one is laid out by :func:`yuqiao.exports.network.layout.large.large_layout`.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from yuqiao.exports.network.layout.components import Spot, packed, shaped
from yuqiao.exports.network.layout.force_directed import force_directed_layout
from yuqiao.exports.network.layout.large import large_layout
from yuqiao.exports.network.layout.layered import NodePosition
from yuqiao.exports.network.layout.overlap_removal import Box, remove_overlaps
from yuqiao.exports.network.layout.tree_links import hierarchy_of
from yuqiao.exports.network.layout.two_mode import two_mode_layout
from yuqiao.graph.network.measures import igraph_of, measure_nodes

if TYPE_CHECKING:
    from collections.abc import Mapping

    import igraph
    import networkx as nx

_WITHIN = 4.0  # how much more a link within a community attracts than one between two
_APART = 70  # units between two nodes, on average
_LABELLED = 600  # nodes at most whose overlapping labels are moved apart
_SMALL = 60  # nodes of each component at most, of a network of more
LABEL_ROOM = 220
"""The largest width of a label beside its mark, in units."""

_LETTER = 7.5  # width of a letter in units; a Chinese character takes two
_CHINESE = 0x2E80  # and what follows
_IN_PILLS = {"school", "discipline"}  # kinds whose label is in a box of several lines
_PILL = 138  # units of a line in it
_NUMBER = 35  # units of the number after a country's label
_LINE = 20  # height of a label beside its mark


def free_layout(
    graph: nx.Graph,
    groups: Mapping[str, float] | None = None,
    simple: igraph.Graph | None = None,
) -> dict[str, NodePosition]:
    """Return a position for every node of a network; the same for the same network.

    :param groups: the number of each node's group; None finds the communities
    :param simple: the same network from :func:`yuqiao.graph.network.measures.igraph_of`, if it is
        at hand

    >>> import networkx
    >>> places = free_layout(networkx.Graph([("a", "b")]))
    >>> sorted(places), places["a"].side
    (['a', 'b'], 0)
    """
    if not graph:
        return {}
    known = groups or measure_nodes(graph, "community").values
    points = _places(graph, simple or igraph_of(graph), [known[node] for node in graph])
    return {
        node: NodePosition(round(x), round(y), side)
        for node, (x, y, side) in zip(graph, points, strict=True)
    }


def _places(graph: nx.Graph, simple: igraph.Graph, group: list[float]) -> list[Spot]:
    """Return positions in units: some 70 between two nodes, or as many as their labels need."""
    hierarchy = hierarchy_of(graph) if len(graph) <= _LABELLED else []
    if hierarchy:
        simple = _linked(len(graph), hierarchy)
    parts = [sorted(part) for part in simple.connected_components()]
    most = _LABELLED if len(graph) <= _LABELLED else _SMALL
    if max(map(len, parts)) > most:
        return [(x * _APART, y * _APART, 0) for x, y in large_layout(simple, group)]
    boxes = [label_box(own) for _, own in graph.nodes(data=True)]
    sides = _sides(graph)
    if sides and (columns := two_mode_layout(simple, sides, boxes)):
        return columns
    links = hierarchy or _links(graph)
    lower = {other for _, other in links}
    below = _by_source(links)
    laid_out = [
        _component(
            simple.induced_subgraph(part),
            [group[vertex] for vertex in part],
            [boxes[vertex] for vertex in part],
            [place for place, vertex in enumerate(part) if links and vertex not in lower],
            _within_part(below, part),
        )
        for part in parts
    ]
    if len(parts) > 1:
        laid_out = packed(laid_out, [[boxes[vertex] for vertex in part] for part in parts])
    found: list[Spot] = [(0.0, 0.0, 0)] * len(graph)
    for part, spots in zip(parts, laid_out, strict=True):
        for vertex, spot in zip(part, spots, strict=True):
            found[vertex] = spot
    return found


def _linked(size: int, links: list[tuple[int, int]]) -> igraph.Graph:
    import igraph

    return igraph.Graph(size, links)


def _sides(graph: nx.Graph) -> list[bool]:
    """Return which of two kinds each node is of, if all links are between the two; else nothing.

    Without kinds, one is that of the nodes that links begin at, the other of those they end at.
    """
    kinds = [str(kind) for _, kind in graph.nodes(data="kind", default="")]
    first = {node: kind == kinds[0] for node, kind in zip(graph, kinds, strict=True)}
    if len(set(kinds)) == 1 and graph.is_directed():
        first = {node: degree == 0 for node, degree in graph.in_degree()}
    between = len(set(kinds)) <= 2 and all(
        first[one] != first[other] for one, other in graph.edges()
    )
    return list(first.values()) if between else []


def _links(graph: nx.Graph) -> list[tuple[int, int]]:
    """Return the links by the numbers of their nodes; nothing if links go both ways."""
    if not graph.is_directed():
        return []
    number = {node: place for place, node in enumerate(graph)}
    return sorted({(number[one], number[other]) for one, other in graph.edges()})


def _by_source(links: list[tuple[int, int]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for one, other in links:
        found.setdefault(one, []).append(other)
    return found


def _within_part(links: Mapping[int, list[int]], part: list[int]) -> list[tuple[int, int]]:
    place = {vertex: number for number, vertex in enumerate(part)}
    return [(place[one], place[other]) for one in part for other in links.get(one, ())]


def _component(
    simple: igraph.Graph,
    group: list[float],
    boxes: list[Box],
    roots: list[int],
    links: list[tuple[int, int]],
) -> list[Spot]:
    """Lay out a component by its shape, or by forces.

    :param roots: the vertices that no link points to
    :param links: with their direction, if they have one
    """
    known = shaped(simple, boxes, roots[0] if len(roots) == 1 else None, links)
    if known is not None:
        return known
    pull = [_WITHIN if group[edge.source] == group[edge.target] else 1.0 for edge in simple.es]
    points = force_directed_layout(simple, pull)
    scale = _APART * math.sqrt(len(points)) / max(1e-9, _spread(points))
    apart = remove_overlaps([(x * scale, y * scale * 0.75) for x, y in points], boxes)
    return [(x, y, 0) for x, y in apart]


def _spread(points: list[tuple[float, float]]) -> float:
    """Return the side of the square that holds the points, outliers ignored."""
    reach = sorted(max(abs(x), abs(y)) for x, y in points)
    return 2 * reach[int(0.95 * (len(reach) - 1))] or 1.0


def label_box(own: Mapping[str, object]) -> Box:
    """Return the extent of a node and its label, as the page draws them.

    >>> label_box({"kind": "country", "label_en": "Russia"})
    Box(left=-10, right=92.0, height=20)
    """
    text = max((str(own.get(name, "")) for name in ("label_en", "label_zh")), key=len)
    width = _LETTER * sum(2 if ord(character) > _CHINESE else 1 for character in text)
    if own.get("kind") not in _IN_PILLS:
        number = _NUMBER if own.get("kind") == "country" else _LETTER
        return Box(-10, 12 + min(width, LABEL_ROOM) + number, _LINE)
    lines = min(3, -(-int(width) // _PILL))
    half = (min(width, _PILL) + 68) / 2  # with the disc that shows a measure
    return Box(-half, half, 14 * lines + 14)
