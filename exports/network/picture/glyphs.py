"""The glyphs of nodes in a picture: mark, name, and the extent of both.

Schools and fields of study are boxes with their name in them; every other node is a mark with its
name beside it. Where two names would overlap, the node with fewer links has none.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from yuqiao.exports.network.layout.free import LABEL_ROOM
from yuqiao.exports.network.picture.text_metrics import (
    LONGEST,
    lines_of,
    paragraph,
    truncate_text,
    width_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import networkx as nx

    from yuqiao.exports.network.layout.layered import NodePosition

BOXED = ("school", "discipline")
LINE = 14
"""Height of a line of a name."""

_SIZES = {"country": 14, "school": 12, "discipline": 12}
_SIZE = 13
_WIDEST = 146  # of a line in a box, within the extent that the layout assumes
_PADDING, _COUNT = 10, 18  # beside a boxed name, and for the number after it
_MOST_LINES = 3
_BESIDE = 12  # from the middle of a mark to its name
_RAISED = 0.62  # of the size of a name
_CELL = 256
_WIDTHS = (640, 320, LABEL_ROOM)  # units of a line of a whole name beside its mark

Reach = tuple[float, float, float, float]
"""Left, right, top and bottom of a glyph."""


@dataclass(frozen=True)
class Glyph:
    """A node as it is drawn.

    :param lines: its name; empty if there is no room for it
    :param count: the number of its partnerships, as text; empty if there are none
    :param raised: how far its name beside its mark is above the lines that lead on from it
    """

    node: str
    kind: str
    name: str
    x: float
    y: float
    side: int
    lines: tuple[str, ...]
    count: str
    size: float
    reach: Reach
    raised: float = 0

    @property
    def boxed(self) -> bool:
        """Whether the name is in a box."""
        return self.kind in BOXED and bool(self.lines)

    @property
    def shortened(self) -> bool:
        """Whether the name is cut, as there is no room for the whole."""
        return bool(self.lines) and self.lines[-1].endswith("…") and not self.name.endswith("…")

    @property
    def bold(self) -> bool:
        """Whether the name is a heading."""
        return self.kind == "country"

    @property
    def radius(self) -> float:
        """Half the width of the mark."""
        return 7 if self.kind == "country" else 3 + 1.5 * math.sqrt(min(float(self.count or 0), 40))


def glyphs_of(
    graph: nx.Graph, places: Mapping[str, NodePosition], lang: str, room: int
) -> list[Glyph]:
    """Return the glyphs of all nodes, in the network's order; no two names overlap.

    :param room: the units that the layout leaves outward for the name of the outermost mark; 0
        if it leaves :data:`~yuqiao.exports.network.layout.free.LABEL_ROOM` for every mark
    """
    outermost = max((abs(place.x) for place in places.values()), default=0)
    above = _room_above(graph, places) if room else {}
    drawn = []
    for node, own in graph.nodes(data=True):
        place = places[node]
        beside = outermost - abs(place.x) + room if room else LABEL_ROOM
        glyph = _glyph(node, own, place, lang, beside, above.get(node, math.inf))
        is_raised = graph.is_directed() and not place.side and not glyph.boxed
        drawn.append(_raised(glyph) if is_raised else glyph)
    return _without_overlaps(graph, drawn)


def _room_above(network: nx.Graph, places: Mapping[str, NodePosition]) -> dict[str, float]:
    """Return the distance from each boxed node to the nearest one in its column."""
    columns: dict[tuple[str, int], list[tuple[int, str]]] = defaultdict(list)
    for node, own in network.nodes(data=True):
        if own.get("kind") in BOXED:
            columns[own["kind"], places[node].side].append((places[node].y, node))
    found: dict[str, float] = {}
    for column in columns.values():
        column.sort()
        for (upper, one), (lower, other) in pairwise(column):
            for node in (one, other):
                found[node] = min(found.get(node, math.inf), lower - upper)
    return found


def _glyph(
    node: str,
    own: Mapping[str, object],
    place: NodePosition,
    lang: str,
    beside: float,
    above: float,
) -> Glyph:
    kind = str(own.get("kind", "other"))
    name = str(own.get(f"label_{lang}") or node)
    partnerships = own.get("partnerships")
    count = str(len(partnerships)) if isinstance(partnerships, tuple) and partnerships else ""
    size = _SIZES.get(kind, _SIZE)
    bare = Glyph(node, kind, name, place.x, place.y, place.side or 1, (), count, size, (0, 0, 0, 0))
    if kind in BOXED:
        most = max(1, min(_MOST_LINES, int((above - 8) // LINE) if above < math.inf else 3))
        lines = lines_of(name, size, _WIDEST if most == _MOST_LINES else _WIDEST * 1.2, most)
        if lines[-1].endswith("…"):
            lines = lines_of(name, size, _WIDEST * 1.7, most)
    else:
        lines = (truncate_text(name, size, beside),)
    return replace(bare, lines=lines, reach=_reach(bare, lines))


def _raised(glyph: Glyph) -> Glyph:
    """Return a glyph whose name stands above the lines of a network with arrows, not on them."""
    above = replace(glyph, raised=_RAISED * glyph.size)
    return replace(above, reach=_reach(above, above.lines))


def _reach(glyph: Glyph, lines: tuple[str, ...]) -> Reach:
    width = max(width_of(line, glyph.size, bold=glyph.bold) for line in lines)
    if glyph.kind in BOXED:
        half = (width + 2 * _PADDING + (_COUNT if glyph.count else 0)) / 2
        height = len(lines) * LINE / 2 + 4
        return glyph.x - half, glyph.x + half, glyph.y - height, glyph.y + height
    counted = 8 + 7 * len(glyph.count) if glyph.bold and glyph.count else 0
    radius = glyph.radius
    ends = (glyph.x - glyph.side * radius, glyph.x + glyph.side * (_BESIDE + width + counted))
    half = 9 + (len(lines) - 1) / 2 * LINE
    return (
        min(ends),
        max(ends),
        glyph.y - max(half + glyph.raised, 9),
        glyph.y + max(half - glyph.raised, radius),
    )


def _without_overlaps(network: nx.Graph, drawn: list[Glyph]) -> list[Glyph]:
    """Remove names that overlap that of a node with more links, or of an earlier one.

    Then a truncated name gets the room that is left beside it.
    """
    taken = _Taken()
    kept = {}
    order = sorted(range(len(drawn)), key=lambda at: (-network.degree[drawn[at].node], at))
    for index in order:
        kept[index] = drawn[index] if taken.take(drawn[index].reach) else _unnamed(drawn[index])
    for index in order:
        for whole in _whole(kept[index]):
            if taken.take(whole.reach, instead_of=kept[index].reach):
                kept[index] = whole
                break
    return [kept[index] for index in range(len(drawn))]


def _whole(glyph: Glyph) -> Iterator[Glyph]:
    """Yield a glyph with its whole name, if that was truncated and is not too long."""
    if not glyph.shortened or len(glyph.name) > LONGEST:
        return
    if glyph.kind in BOXED:
        widest = 1.2 * width_of(glyph.name, glyph.size) / len(glyph.lines)
        lines = lines_of(glyph.name, glyph.size, widest, len(glyph.lines))
        yield replace(glyph, lines=lines, reach=_reach(glyph, lines))
        return
    for widest in _WIDTHS:
        lines = tuple(paragraph(glyph.name, glyph.size, widest))
        yield replace(glyph, lines=lines, reach=_reach(glyph, lines))


class _Taken:
    """The extents that are occupied already."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[Reach]] = defaultdict(list)

    def take(self, reach: Reach, instead_of: Reach | None = None) -> bool:
        """Occupy an extent if it is free; return whether it was."""
        near = list(_cells(reach))
        for cell in near:
            others = (other for other in self._cells[cell] if other != instead_of)
            if any(_overlap(reach, other) for other in others):
                return False
        for cell in near:
            self._cells[cell].append(reach)
        return True


def _unnamed(glyph: Glyph) -> Glyph:
    around = glyph.radius + 1
    reach = (glyph.x - around, glyph.x + around, glyph.y - around, glyph.y + around)
    return replace(glyph, lines=(), reach=reach)


def _cells(reach: Reach) -> Iterable[tuple[int, int]]:
    left, right, top, bottom = (int(edge // _CELL) for edge in reach)
    return ((across, down) for across in range(left, right + 1) for down in range(top, bottom + 1))


def _overlap(one: Reach, other: Reach) -> bool:
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]
