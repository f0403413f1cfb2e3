"""The places of the entities of an answer on a map, drawn by the server: it needs no script."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from yuqiao.exports.network.picture.text_metrics import truncate_text, width_of
from yuqiao.exports.site.pages.html import Markup, element, joined
from yuqiao.graph.network.geography.places import with_places
from yuqiao.graph.network.model import Network
from yuqiao.web.pages.answers.coastline import coastline
from yuqiao.web.rendering import messages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from yuqiao.exports.site.pages.localization import Locale
    from yuqiao.graph.network.model import Place
    from yuqiao.graph.stores.store import Store

MOST_PLACED = 1000
"""Entities of an answer whose places are looked up."""

_WIDTH, _HIGHEST, _LOWEST = 860, 520, 220
_CUT = -30  # the meridian in the Atlantic at which a map of both sides of the Pacific is cut
_MARGIN = 0.12  # of what is shown, on each side
_LEAST, _ALONE = 1.5, 14  # degrees on each side at least, and around one place
_TEXT, _LONGEST = 13, 190  # the size of a name, and its room
_MOST_TOLD = 8  # entities that the title of a mark lists


@dataclass
class _Mark:
    """A place, with the entities that are there.

    :param long: its longitude, beyond 180 degrees where the map is cut in the Atlantic
    """

    name: str
    long: float
    lat: float
    there: list[str] = field(default_factory=list)

    @property
    def radius(self) -> float:
        """The radius of its circle, whose area grows with the entities."""
        return min(20.0, 4.5 + 2 * math.sqrt(len(self.there)))


@dataclass(frozen=True)
class _Frame:
    """The part of the globe that is shown, and its size: degrees are straight and evenly spaced."""

    west: float
    north: float
    across: float
    down: float
    height: float

    @classmethod
    def around(cls, marks: Sequence[_Mark]) -> _Frame:
        west, east = _widened([mark.long for mark in marks], 360)
        south, north = _widened([mark.lat for mark in marks], 180)
        south, north = max(south, -90.0), min(north, 90.0)
        squeeze = max(math.cos(math.radians((south + north) / 2)), 0.3)
        across = _WIDTH / (east - west)
        height = min(max((north - south) * across / squeeze, _LOWEST), _HIGHEST)
        down = across / squeeze
        if (north - south) * down > height:  # too high: show more to the east and west
            down = height / (north - south)
            across, middle = down * squeeze, (west + east) / 2
            west = middle - _WIDTH / across / 2
        middle = (south + north) / 2
        return cls(west, middle + height / down / 2, across, down, height)

    def at(self, long: float, lat: float) -> tuple[float, float]:
        return (long - self.west) * self.across, (self.north - lat) * self.down


def _widened(degrees: Sequence[float], most: float) -> tuple[float, float]:
    low, high = min(degrees), max(degrees)
    margin = max((high - low) * _MARGIN, _LEAST) if high > low else _ALONE
    if high - low + 2 * margin > most:
        margin = (most - (high - low)) / 2
    return low - margin, high + margin


def answer_map(store: Store, locale: Locale, rows: Iterable[Sequence[NamedNode]]) -> Markup:
    """Draw the places of the entities of each row; a sentence where none has coordinates."""
    entities = list(dict.fromkeys(entity for row in rows for entity in row))[:MOST_PLACED]
    placed = places_of(store, entities)
    said = messages()["placed"][locale.lang].format(len(placed), len(entities))
    told = element("p", said, class_="quiet")
    if not placed:
        return told
    marks = _marks(locale, placed)
    return joined([_drawn(marks, messages()["map"][locale.lang]), told])


def places_of(store: Store, entities: Iterable[NamedNode]) -> dict[NamedNode, Place]:
    """Return where entities are, those that are anywhere."""
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(entity.value for entity in entities)
    places = with_places(Network(graph), store).places
    return {NamedNode(iri): place for iri, place in places.items()}


def _marks(locale: Locale, placed: dict[NamedNode, Place]) -> list[_Mark]:
    found: dict[tuple[float, float], _Mark] = {}
    for entity, place in placed.items():
        spot = (place.longitude, place.latitude)
        label = (place.within or place.label).text(locale.lang)
        mark = found.setdefault(spot, _Mark(label, *spot))
        mark.there.append(locale.name(entity))
    marks = sorted(found.values(), key=lambda mark: -len(mark.there))
    cut = [mark.long + 360 if mark.long < _CUT else mark.long for mark in marks]
    if max(cut) - min(cut) < max(m.long for m in marks) - min(m.long for m in marks):
        for mark, long in zip(marks, cut, strict=True):
            mark.long = long
    return marks


def _drawn(marks: list[_Mark], label: str) -> Markup:
    frame = _Frame.around(marks)
    size = {"width": str(_WIDTH), "height": f"{frame.height:.0f}"}
    drawn = [
        element("rect", class_="sea", **size),
        element("path", class_="land", d=_land(frame)),
        *(_circle(frame, mark) for mark in marks),
        *_names(frame, marks),
    ]
    picture = element(
        "svg", drawn, viewBox=f"0 0 {_WIDTH} {frame.height:.0f}", class_="map", role="img",
        aria_label=label,
    )  # fmt: skip
    return element("div", picture, class_="wide", tabindex="0", role="region", aria_label=label)


def _land(frame: _Frame) -> str:
    east, south = frame.west + _WIDTH / frame.across, frame.north - frame.height / frame.down
    pieces = []
    for ring in coastline():
        lats = [lat for _, lat in ring]
        for turn in (-360, 0, 360):
            longs = [long + turn for long, _ in ring]
            if max(longs) < frame.west or min(longs) > east:
                continue
            if max(lats) < south or min(lats) > frame.north:
                continue
            points = (frame.at(long, lat) for long, lat in zip(longs, lats, strict=True))
            pieces.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z")
    return "".join(pieces)


def _circle(frame: _Frame, mark: _Mark) -> Markup:
    x, y = frame.at(mark.long, mark.lat)
    told = mark.there[:_MOST_TOLD] + ["…"] * (len(mark.there) > _MOST_TOLD)
    title = element("title", f"{mark.name} ({len(mark.there)}): {'; '.join(told)}")
    return element("circle", title, cx=f"{x:.1f}", cy=f"{y:.1f}", r=f"{mark.radius:.1f}")


def _names(frame: _Frame, marks: list[_Mark]) -> Iterator[Markup]:
    """Write the names for which there is room, those of the largest circles first."""
    taken = []
    for mark in marks:
        x, y = frame.at(mark.long, mark.lat)
        taken.append((x - mark.radius, y - mark.radius, x + mark.radius, y + mark.radius))
    for place, mark in enumerate(marks):
        text = truncate_text(f"{mark.name} ({len(mark.there)})", _TEXT, _LONGEST)
        long = width_of(text, _TEXT)
        x, y = frame.at(mark.long, mark.lat)
        sides = (("start", x + mark.radius + 4), ("end", x - mark.radius - 4))
        for anchor, begin in sides:
            left = begin if anchor == "start" else begin - long
            box = (left, y - 8, left + long, y + 8)
            others = (each for number, each in enumerate(taken) if number != place)
            if left > 0 and left + long < _WIDTH and not any(_meet(box, each) for each in others):
                taken.append(box)
                yield element("text", text, x=f"{begin:.1f}", y=f"{y + 4:.1f}", text_anchor=anchor)
                break


def _meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1]
