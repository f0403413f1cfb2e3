"""Layout of a two-mode network: its two kinds of node face each other in columns.

If one kind has many nodes, half of them are on either side of the other kind. The order within the
columns is that of the means of the neighbours (Sugiyama, Tagawa and Toda 1981,
doi:10.1109/TSMC.1981.4308636), so that lines cross seldom.
"""

from __future__ import annotations

from statistics import fmean
from typing import TYPE_CHECKING

from yuqiao.exports.network.layout.overlap_removal import Box

if TYPE_CHECKING:
    from collections.abc import Sequence

    import igraph

    from yuqiao.exports.network.layout.components import Spot

_FEWEST, _MOST = 3, 60  # nodes of a kind
_IN_ONE = 16  # nodes that stand in one column
_SWEEPS = 24
_GAP = 8  # units between two labels of a column
_ACROSS, _SHARE = 220, 0.35  # units between two columns: at least, and of their height


def two_mode_layout(
    graph: igraph.Graph, sides: Sequence[bool], boxes: Sequence[Box]
) -> list[Spot] | None:
    """Return the positions of a two-mode network; None if it has too few or too many nodes.

    :param sides: which of the two kinds each vertex is of
    :param boxes: the extent of each node with its label

    >>> import igraph
    >>> graph = igraph.Graph.Full_Bipartite(3, 3)
    >>> spots = two_mode_layout(graph, [True] * 3 + [False] * 3, [Box(-5, 30, 20)] * 6)
    >>> [side for *_, side in spots]
    [-1, -1, -1, 1, 1, 1]
    """
    kinds = [[vertex for vertex, own in enumerate(sides) if own == side] for side in (True, False)]
    few, many = sorted(kinds, key=len)
    if not _FEWEST <= len(few) <= len(many) <= _MOST:
        return None
    order = _ordered(graph, few, many)
    few, many = order[: len(few)], order[len(few) :]
    if len(many) > _IN_ONE:
        return _placed([(many[::2], -1), (few, 0), (many[1::2], 1)], boxes)
    left, right = (few, many) if sides[few[0]] else (many, few)
    return _placed([(left, -1), (right, 1)], boxes)


def _ordered(graph: igraph.Graph, few: list[int], many: list[int]) -> list[int]:
    """Return the vertices of both kinds such that linked ones are at about the same height."""
    near = graph.get_adjlist()
    height = _heights(few) | _heights(many)
    for _ in range(_SWEEPS):
        for column in (many, few):
            middle = {
                vertex: fmean(height[other] for other in near[vertex]) if near[vertex] else 1.0
                for vertex in column
            }
            column = sorted(column, key=lambda vertex: (middle[vertex], vertex))
            height |= _heights(column)
    return [*sorted(few, key=height.__getitem__), *sorted(many, key=height.__getitem__)]


def _heights(column: list[int]) -> dict[int, float]:
    return {vertex: (place + 0.5) / len(column) for place, vertex in enumerate(column)}


def _placed(columns: list[tuple[list[int], int]], boxes: Sequence[Box]) -> list[Spot]:
    """Place columns beside each other, all of them as tall as the tallest.

    :param columns: each with the side of its nodes that their labels are on
    """
    found: list[Spot] = [(0.0, 0.0, 0)] * len(boxes)
    needed = [sum(boxes[vertex].height + _GAP for vertex in column) for column, _ in columns]
    tallest = max(needed)
    gap = max(_ACROSS, _SHARE * tallest)
    x = 0.0
    for (column, side), own in zip(columns, needed, strict=True):
        turned = [_turned(boxes[vertex], side) for vertex in column]
        x -= min(box.left for box in turned)
        spare = (tallest - own) / len(column)
        y = 0.0
        for vertex, box in zip(column, turned, strict=True):
            step = box.height + _GAP + spare
            found[vertex] = (x, y + step / 2, side)
            y += step
        x += max(box.right for box in turned) + gap
    return found


def _turned(box: Box, side: int) -> Box:
    return Box(-box.right, -box.left, box.height) if side < 0 else box
