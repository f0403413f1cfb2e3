"""Remove overlaps: push the boxes around positions apart."""

from __future__ import annotations

from typing import NamedTuple

_MOVES = 60
_LARGER, _STEP = 12, 1.2  # how often, and by how much, a crowded picture is enlarged


class Box(NamedTuple):
    """The extent of a node: how far it reaches to both sides of its position, and its height."""

    left: float
    right: float
    height: float


def remove_overlaps(
    points: list[tuple[float, float]], boxes: list[Box]
) -> list[tuple[float, float]]:
    """Push overlapping boxes apart; if that is not enough, enlarge the picture first.

    >>> remove_overlaps([(0, 0), (0, 1)], [Box(-5, 5, 10)] * 2)
    [(0, -5.0), (0, 6.0)]
    """
    for _ in range(_LARGER):
        places = [list(point) for point in points]
        for _ in range(_MOVES):
            if not _pushed(places, boxes):
                return [(x, y) for x, y in places]
        points = [(x * _STEP, y * _STEP) for x, y in points]
    return points


def _pushed(places: list[list[float]], boxes: list[Box]) -> bool:
    """Push each pair of overlapping boxes apart, the shorter way; return whether there was one."""
    found = False
    tallest = max((box.height for box in boxes), default=0.0)
    order = sorted(range(len(places)), key=lambda index: (places[index][1], index))
    tops = [places[index][1] for index in order]
    for place, one in enumerate(order):
        for later in range(place + 1, len(order)):
            if tops[later] - tops[place] >= tallest:
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
    """Move two positions apart by half of the overlap each, on the axis where it is smaller."""
    axis, missing = (1, down) if down <= across else (0, across)
    sign = 1 if other[axis] >= one[axis] else -1
    one[axis] -= sign * (missing / 2 + 0.5)
    other[axis] += sign * (missing / 2 + 0.5)
