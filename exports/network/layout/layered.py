"""Layered layout of a register's network, computed before delivery so that the page only draws.

The picture reads from the middle outwards: fields of study in the centre column, the schools that
teach them beside it, and outermost the foreign universities, each under the heading of its country.
The first order comes from a force-directed layout; it is then improved by the barycentre sweeps of
layered drawings (Sugiyama, Tagawa and Toda 1981, doi:10.1109/TSMC.1981.4308636). Every label has a
row of its own, so labels do not collide.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING, NamedTuple

from yuqiao.exports.network.layout.force_directed import force_directed_layout

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import networkx as nx

ROW = 20
"""Height of a line of text in the units of the picture: a pixel at full size."""

# For a picture of one or two sides: how far from the middle the schools and the countries are,
# and how much further half-way down.
_ACROSS = {1: (220, 390, 0), 2: (270, 500, 60)}
_KINDS = {"discipline", "school", "university", "country"}
_RELATIONS = {"partner", "subject", "place"}
_LOWEST = 24  # rows; a few nodes are spread over at least this height
_SCREEN = 1000  # a picture higher than this is drawn wider too, to keep its proportions
_INDENT = 16
_SWEEPS, _ROUNDS = 30, 500


class NodePosition(NamedTuple):
    """A position, and the side of the picture it is on: -1 left, 0 middle, 1 right."""

    x: int
    y: int
    side: int


@dataclass
class _Columns:
    """The columns of the picture from top to bottom.

    Each side has a column of schools and one of countries; a country's universities follow it.
    """

    fields: list[str]
    schools: dict[int, list[str]]
    countries: dict[int, dict[str, list[str]]]

    def height(self) -> float:
        """Return the height that the longest column needs."""
        rows = [len(self.fields) * 1.8, *(len(column) * 2 for column in self.schools.values())]
        rows += [_rows(groups) for groups in self.countries.values()]
        return max(_LOWEST, *rows) * ROW


def _rows(groups: Mapping[str, list[str]]) -> float:
    """Count the rows of a column of countries, with half a row between them."""
    return sum(len(universities) + 1.5 for universities in groups.values())


def is_register(network: nx.Graph) -> bool:
    """Return whether a network is one of schools, partners, countries and fields, as drawn here.

    >>> import networkx
    >>> network = networkx.Graph()
    >>> network.add_edge("cqu", "country:RUS", relation="school-country")
    >>> is_register(network)
    False
    """
    kinds = {kind for _, kind in network.nodes(data="kind")}
    relations = {relation for *_, relation in network.edges(data="relation")}
    return kinds <= _KINDS and relations <= _RELATIONS


def layered_layout(network: nx.Graph, *, sides: int = 2) -> dict[str, NodePosition]:
    """Return a position for every node of a network.

    :param network: for which :func:`is_register` is true
    :param sides: 2 puts universities on both sides of the schools, for a wide page; 1 puts all of
        them to the right, for a narrow one

    >>> import networkx
    >>> network = networkx.Graph()
    >>> network.add_node("cqu", kind="school")
    >>> layered_layout(network, sides=1)
    {'cqu': NodePosition(x=220, y=0, side=1)}
    """
    if not network:
        return {}
    start = _start(network)
    columns = _columns(network, start, sides)
    heights = {node: y for node, (_, y) in start.items()}
    best, shortest = columns, float("inf")
    for _ in range(_SWEEPS):
        columns, heights = _swept(network, columns, heights)
        length = sum(abs(heights[one] - heights[other]) for one, other in network.edges)
        if length < shortest:
            best, shortest = columns, length
    return dict(sorted(_places(best, best.height())))


def _start(graph: nx.Graph) -> dict[str, tuple[float, float]]:
    import igraph

    """Return force-directed positions to start from."""
    number = {node: index for index, node in enumerate(graph)}
    edges = [(number[one], number[other]) for one, other in graph.edges]
    points = force_directed_layout(igraph.Graph(len(number), edges), [], _ROUNDS)
    return dict(zip(number, points, strict=True))


def _columns(network: nx.Graph, start: Mapping[str, tuple[float, float]], sides: int) -> _Columns:
    groups = _by_country(network)
    schools = _of_kind(network, "school")
    fields = _of_kind(network, "discipline")
    if sides == 1:
        return _Columns(fields, {1: schools}, {1: groups})
    side_of = _shared_out(network, groups, start)
    columns = _Columns(fields, {-1: [], 1: []}, {-1: {}, 1: {}})
    for country, universities in groups.items():
        columns.countries[side_of[country]][country] = universities
    home = {u: side_of[country] for country, universities in groups.items() for u in universities}
    for school in schools:
        lean = sum(home.get(node, 0) for node in network[school])
        fewer = -1 if len(columns.schools[-1]) <= len(columns.schools[1]) else 1
        columns.schools[lean // abs(lean) if lean else fewer].append(school)
    return columns


def _of_kind(network: nx.Graph, kind: str) -> list[str]:
    return [node for node, own in network.nodes(data="kind") if own == kind]


def _by_country(network: nx.Graph) -> dict[str, list[str]]:
    """Group universities by country; those of none are under an empty heading."""
    groups: dict[str, list[str]] = {country: [] for country in _of_kind(network, "country")}
    for university in _of_kind(network, "university"):
        near = [node for node in network[university] if node in groups]
        groups.setdefault(min(near, default=""), []).append(university)
    return groups


def _shared_out(
    network: nx.Graph, groups: Mapping[str, list[str]], start: Mapping[str, tuple[float, float]]
) -> dict[str, int]:
    """Assign each country a side: by the start positions, then moved while fewer schools are split.

    No move may leave one side with more than three fifths of the rows.
    """
    west = {c: fmean(start[node][0] for node in [*groups[c], *([c] if c else [])]) for c in groups}
    side_of, left, total = {}, 0.0, _rows(groups)
    for country in sorted(groups, key=lambda c: (west[c], c)):
        side_of[country] = -1 if left < total / 2 else 1
        left += len(groups[country]) + 1.5
    cost, improved = _parted(network, groups, side_of), True
    while improved:
        improved = False
        for country in groups:
            moved = {**side_of, country: -side_of[country]}
            new = _parted(network, groups, moved)
            if new < cost and abs(_lean(groups, moved)) <= total / 5:
                side_of, cost, improved = moved, new, True
    return side_of


def _lean(groups: Mapping[str, list[str]], side_of: Mapping[str, int]) -> float:
    """Return how many rows more the right side has than the left."""
    return sum(side_of[c] * (len(universities) + 1.5) for c, universities in groups.items())


def _parted(
    network: nx.Graph, groups: Mapping[str, list[str]], side_of: Mapping[str, int]
) -> float:
    """Count the edges that would cross the middle, plus half the difference in rows."""
    ways: dict[str, list[int]] = {school: [] for school in _of_kind(network, "school")}
    for country, universities in groups.items():
        for university in universities:
            for school in network[university]:
                if school in ways:
                    ways[school].append(side_of[country])
    crossing = sum(min(way.count(-1), way.count(1)) for way in ways.values())
    return crossing + abs(_lean(groups, side_of)) / 2


def _swept(
    network: nx.Graph, columns: _Columns, heights: Mapping[str, float]
) -> tuple[_Columns, dict[str, float]]:
    """Order each column by the mean height of its neighbours in the others, outermost first."""
    now = dict(heights)

    def pull(node: str, kinds: Iterable[str]) -> tuple[float, str]:
        near = [now[n] for n in network[node] if network.nodes[n]["kind"] in kinds]
        return (fmean(near) if near else now[node], node)

    new = _Columns([], {}, {})
    for side, groups in columns.countries.items():
        ordered = {c: sorted(groups[c], key=lambda n: pull(n, ["school"])) for c in groups}
        mean = {c: fmean([pull(u, ["school"])[0] for u in ordered[c]] or [0.0]) for c in ordered}
        new.countries[side] = {c: ordered[c] for c in sorted(ordered, key=lambda c: (mean[c], c))}
    _settle(now, new, columns.height())
    for side, schools in columns.schools.items():
        new.schools[side] = sorted(schools, key=lambda n: pull(n, ["university", "discipline"]))
    _settle(now, new, columns.height())
    new.fields = sorted(columns.fields, key=lambda n: pull(n, ["school"]))
    _settle(now, new, columns.height())
    return new, now


def _settle(heights: dict[str, float], columns: _Columns, height: float) -> None:
    heights.update((node, place.y) for node, place in _places(columns, height))


def _places(columns: _Columns, height: float) -> Iterator[tuple[str, NodePosition]]:
    """Return the positions of all nodes: columns of even rows, bent outwards like a lens."""
    sides = len(columns.countries)
    schools_at, countries_at, bulge = _ACROSS[sides]
    wider = max(1, height / _SCREEN) if sides == 2 else 1

    def at(x: int, y: float, side: int) -> NodePosition:
        bent = wider * (x + bulge * (1 - (2 * y / height) ** 2))
        return NodePosition(side * round(bent), round(y), side)

    for node, y in _spread([(node, 1) for node in columns.fields], height, 4 * ROW):
        yield node, at(0, y, 0)
    for side, schools in columns.schools.items():
        for node, y in _spread([(node, 1) for node in schools], height, 4 * ROW):
            yield node, at(schools_at, y, side)
    for side, groups in columns.countries.items():
        rows = [row for country, members in groups.items() for row in _group(country, members)]
        for node, y in _spread(rows, height, 2 * ROW):
            yield node, at(countries_at + (0 if node in groups else _INDENT), y, side)


def _group(country: str, universities: list[str]) -> Iterator[tuple[str, float]]:
    """Return the rows of one country: itself, its universities, and half an empty row."""
    yield country, 1
    yield from ((university, 1) for university in universities)
    yield "", 0.5


def _spread(
    rows: list[tuple[str, float]], height: float, widest: float
) -> Iterator[tuple[str, float]]:
    """Divide a column's height among its rows; return the middle of each that has a node."""
    pitch = min(height / max(sum(share for _, share in rows), 1), widest)
    top = -pitch * sum(share for _, share in rows) / 2
    for node, share in rows:
        if node:
            yield node, top + pitch * share / 2
        top += pitch * share
