"""Places for a network of any kind: what is linked stands together, groups stand apart.

The forces are those of Fruchterman and Reingold (1991, doi:10.1002/spe.4380211102), by igraph, from
a fixed seed: 10,000 nodes settle in about a second. Links within a community pull more than those
between, so that communities are seen; in a small network labels are then moved off each other.
"""

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING, NamedTuple

from yuqiao.graph.layout import SEED, Place
from yuqiao.graph.measures import igraph_of, measure

if TYPE_CHECKING:
    from collections.abc import Mapping

    import networkx as nx

_WITHIN = 4.0  # how much more a link within a community pulls than one between two
_ROUNDS = {500: 600, 5_000: 200, 20_000: 80}  # of the forces, by nodes at most
_FEWEST = 30
_APART = 70  # units between two nodes, on average
_LABELLED = 600  # nodes at most whose labels are kept off each other
LABEL_ROOM = 220
"""Units that a label beside its mark is drawn wide, at most."""

_LETTER = 7.5  # width of a letter in units; a Chinese character takes two
_CHINESE = 0x2E80  # and what follows
_IN_PILLS = {"school", "discipline"}  # kinds whose label stands in a box of some lines
_PILL = 138  # units of a line in it
_LINE, _TALLEST = 20, 56  # heights of a label beside its mark, and of the highest box
_MOVES = 60
_LARGER, _STEP = 12, 1.2  # how often, and by how much, a crowded picture is made larger


class Box(NamedTuple):
    """The room of a node and its label: how far it reaches to both sides, and its height."""

    left: float
    right: float
    height: float


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
    points = _forced(network, groups or measure(network, "community").values)
    scale = _APART * math.sqrt(len(points)) / max(1e-9, _spread(points))
    points = [(x * scale, y * scale * 0.75) for x, y in points]
    if len(points) <= _LABELLED:
        points = _kept_apart(points, [label_box(own) for _, own in network.nodes(data=True)])
    return {
        node: Place(round(x), round(y), 0) for node, (x, y) in zip(network, points, strict=True)
    }


def _forced(network: nx.Graph, groups: Mapping[str, float]) -> list[tuple[float, float]]:
    import igraph

    simple = igraph_of(network)
    group = [groups[node] for node in network]
    pull = [_WITHIN if group[edge.source] == group[edge.target] else 1.0 for edge in simple.es]
    rounds = next((each for size, each in _ROUNDS.items() if len(network) <= size), _FEWEST)
    igraph.set_random_number_generator(random.Random(SEED))
    try:
        found = simple.layout_fruchterman_reingold(
            niter=rounds, weights=pull or None, grid=len(network) > 1000
        )
    finally:
        igraph.set_random_number_generator(random)
    middle = [sum(axis) / len(found) for axis in zip(*found, strict=True)]
    return [(x - middle[0], y - middle[1]) for x, y in found]


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
    half = (min(width, _PILL) + 48) / 2
    return Box(-half, half, 14 * lines + 14)


def _kept_apart(points: list[tuple[float, float]], boxes: list[Box]) -> list[tuple[float, float]]:
    """Push labels that overlap apart; where pushing does not do, make the picture larger first."""
    for _ in range(_LARGER):
        places = [list(point) for point in points]
        for _ in range(_MOVES):
            if not _pushed(places, boxes):
                return [(x, y) for x, y in places]
        points = [(x * _STEP, y * _STEP) for x, y in points]
    return points


def _pushed(places: list[list[float]], boxes: list[Box]) -> bool:
    """Push each pair of labels that overlap apart, the shorter way; tell whether there was one."""
    found = False
    order = sorted(range(len(places)), key=lambda index: (places[index][1], index))
    tops = [places[index][1] for index in order]
    for place, one in enumerate(order):
        for later in range(place + 1, len(order)):
            if tops[later] - tops[place] >= 2 * _TALLEST:
                break
            other = order[later]
            down = (boxes[one].height + boxes[other].height) / 2
            down -= abs(places[other][1] - places[one][1])
            across = min(
                places[one][0] + boxes[one].right - places[other][0] - boxes[other].left,
                places[other][0] + boxes[other].right - places[one][0] - boxes[one].left,
            )
            if down > 0 and across > 0:
                found = True
                _push(places[one], places[other], across, down)
    return found


def _push(one: list[float], other: list[float], across: float, down: float) -> None:
    """Move two places apart by half of what is missing each, on the axis where less is."""
    axis, missing = (1, down) if down <= across else (0, across)
    sign = 1 if other[axis] >= one[axis] else -1
    one[axis] -= sign * (missing / 2 + 0.5)
    other[axis] += sign * (missing / 2 + 0.5)
