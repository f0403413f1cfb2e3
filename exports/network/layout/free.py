"""Places for a network of any kind: what is linked stands together, groups stand apart.

In a small network, links within a community pull more than those between, and labels are then moved
off each other; in a large one each community stands in a disc of its own.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from yuqiao.exports.network.layout.clustered import clustered
from yuqiao.exports.network.layout.force_directed import forced
from yuqiao.exports.network.layout.layered import Place
from yuqiao.exports.network.layout.overlap_removal import Box, kept_apart
from yuqiao.graph.network.measures import igraph_of, measure

if TYPE_CHECKING:
    from collections.abc import Mapping

    import networkx as nx

_WITHIN = 4.0  # how much more a link within a community pulls than one between two
_APART = 70  # units between two nodes, on average
_LABELLED = 600  # nodes at most whose labels are kept off each other
LABEL_ROOM = 220
"""Units that a label beside its mark is drawn wide, at most."""

_LETTER = 7.5  # width of a letter in units; a Chinese character takes two
_CHINESE = 0x2E80  # and what follows
_IN_PILLS = {"school", "discipline"}  # kinds whose label stands in a box of some lines
_PILL = 138  # units of a line in it
_LINE = 20  # height of a label beside its mark


def free_layout_of(
    network: nx.Graph, groups: Mapping[str, float] | None = None
) -> dict[str, Place]:
    """Give every node of a network its place; the same network gives the same places.

    :param groups: the number of each node's group; None finds the communities

    >>> import networkx
    >>> places = free_layout_of(networkx.Graph([("a", "b")]))
    >>> sorted(places), places["a"].side
    (['a', 'b'], 0)
    """
    if not network:
        return {}
    known = groups or measure(network, "community").values
    points = _places(network, [known[node] for node in network])
    return {
        node: Place(round(x), round(y), 0) for node, (x, y) in zip(network, points, strict=True)
    }


def _places(network: nx.Graph, group: list[float]) -> list[tuple[float, float]]:
    """Give places in units of the picture: some 70 between two nodes, or what their labels need."""
    simple = igraph_of(network)
    if len(network) > _LABELLED:
        return [(x * _APART, y * _APART) for x, y in clustered(simple, group)]
    pull = [_WITHIN if group[edge.source] == group[edge.target] else 1.0 for edge in simple.es]
    points = forced(simple, pull)
    scale = _APART * math.sqrt(len(points)) / max(1e-9, _spread(points))
    boxes = [label_box(own) for _, own in network.nodes(data=True)]
    return kept_apart([(x * scale, y * scale * 0.75) for x, y in points], boxes)


def _spread(points: list[tuple[float, float]]) -> float:
    """Give the side of a square as wide as the points lie, those far out left aside."""
    reach = sorted(max(abs(x), abs(y)) for x, y in points)
    return 2 * reach[int(0.95 * (len(reach) - 1))] or 1.0


def label_box(own: Mapping[str, object]) -> Box:
    """Give the room that a node and its label take around its place, as the page draws them.

    >>> label_box({"kind": "country", "label_en": "Russia"})
    Box(left=-10, right=92.0, height=20)
    """
    text = max((str(own.get(name, "")) for name in ("label_en", "label_zh")), key=len)
    width = _LETTER * sum(2 if ord(character) > _CHINESE else 1 for character in text)
    if own.get("kind") not in _IN_PILLS:
        return Box(-10, 12 + min(width, LABEL_ROOM) + 35, _LINE)
    lines = min(3, -(-int(width) // _PILL))
    half = (min(width, _PILL) + 68) / 2  # with the disc that shows a measure
    return Box(-half, half, 14 * lines + 14)
