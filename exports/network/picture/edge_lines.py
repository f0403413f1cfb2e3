"""The lines of a network with arrows, parallel edges or loops, as the page draws them.

Each edge between the same two nodes takes a curve of its own, from the border of one sign to that
of the other; a loop is a circle at its node.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from yuqiao.graph.network.model import edges_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import networkx as nx

    from yuqiao.exports.network.picture.glyphs import Glyph

Line = list[tuple[float, float]]

_STEPS = 24  # points of a curve
_APART, _SHARE = 34.0, 0.22  # between two parallel lines: units at most, and share of their length
_LOOP = 12.0  # radius of a loop
_FIRST, _TURN = 0.75 * math.pi, math.pi / 4  # where a first loop is, and how far the next is turned
_HEAD = 7.0  # length of an arrowhead


def edge_lines(graph: nx.Graph, drawn: Mapping[str, Glyph]) -> list[Line] | None:
    """Return the line of each edge as points; None where straight lines tell all edges apart."""
    edges = list(edges_of(graph))
    bundles: dict[frozenset[str], list[int]] = {}
    for number, edge in enumerate(edges):
        bundles.setdefault(frozenset(edge[:2]), []).append(number)
    loops = any(edge.source == edge.target for edge in edges)
    if not graph.is_directed() and not loops and len(bundles) == len(edges):
        return None
    found: list[Line] = [[] for _ in edges]
    for bundle in bundles.values():
        first = edges[bundle[0]].source
        for place, number in enumerate(bundle):
            one, other = (drawn[end] for end in edges[number][:2])
            if one is other:
                whole = _loop(one, place)
            else:
                rank = place - (len(bundle) - 1) / 2
                whole = _curve(one, other, rank if edges[number].source == first else -rank)
            found[number] = _clipped(_clipped(whole, other)[::-1], one)[::-1]
    return found


def arrow_head(line: Line, width: float) -> Line:
    """Return the corners of the head at the end of a line, its tip first."""
    x, y = line[-1]
    length = _HEAD + 1.5 * width
    before = (point for point in reversed(line) if math.dist(point, (x, y)) >= 0.8 * length)
    tail = next(before, line[0])
    angle = math.atan2(y - tail[1], x - tail[0])
    corners = [
        (x - length * math.cos(angle + turn), y - length * math.sin(angle + turn))
        for turn in (0.42, -0.42)
    ]
    return [(x, y), *corners]


def _curve(one: Glyph, other: Glyph, rank: float) -> Line:
    dx, dy = other.x - one.x, other.y - one.y
    length = math.hypot(dx, dy) or 1.0
    bend = 2 * rank * min(_APART, _SHARE * length) / length
    mx, my = one.x + dx / 2 - dy * bend, one.y + dy / 2 + dx * bend
    shares = [step / _STEPS for step in range(_STEPS + 1)]
    return [
        (
            (1 - t) ** 2 * one.x + 2 * (1 - t) * t * mx + t * t * other.x,
            (1 - t) ** 2 * one.y + 2 * (1 - t) * t * my + t * t * other.y,
        )
        for t in shares
    ]


def _loop(node: Glyph, place: int) -> Line:
    wide, high = _half(node)
    angle = _FIRST + place * _TURN
    mx = node.x + math.cos(angle) * min(wide, high + _LOOP)
    my = node.y - math.sin(angle) * (high + 0.6 * _LOOP)
    start = math.atan2(node.y - my, node.x - mx)
    turns = [start + step / _STEPS * 2 * math.pi for step in range(_STEPS + 1)]
    return [(mx + _LOOP * math.cos(turn), my + _LOOP * math.sin(turn)) for turn in turns]


def _half(node: Glyph) -> tuple[float, float]:
    """Return half the width and half the height of a node's sign, without a name beside it."""
    if not node.boxed:
        return node.radius + 1, node.radius + 1
    left, right, top, bottom = node.reach
    return (right - left) / 2, (bottom - top) / 2


def _clipped(line: Line, node: Glyph) -> Line:
    """Cut off what is inside a sign at the end of a line."""
    wide, high = _half(node)

    def inside(point: tuple[float, float]) -> bool:
        return abs(point[0] - node.x) <= wide + 1 and abs(point[1] - node.y) <= high + 1

    last = len(line) - 1
    while last > 0 and inside(line[last]):
        last -= 1
    if last in (0, len(line) - 1):
        return line
    out, into = line[last], line[last + 1]
    for _ in range(6):
        middle = ((out[0] + into[0]) / 2, (out[1] + into[1]) / 2)
        out, into = (out, middle) if inside(middle) else (middle, into)
    return [*line[: last + 1], out]
