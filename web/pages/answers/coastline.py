"""The coastlines of Natural Earth, for maps in longitude and latitude.

The file is a TopoJSON topology, whose lines are arcs of quantized differences
(https://github.com/topojson/topojson-specification).
"""

from __future__ import annotations

import json
import math
from functools import cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

Ring = list[tuple[float, float]]
"""The outline of a piece of land: longitudes, which may go on beyond 180, and latitudes."""


@cache
def coastline() -> tuple[Ring, ...]:
    """Return the outlines of all land.

    >>> rings = coastline()
    >>> len(rings) > 100, all(ring[0] == ring[-1] for ring in rings)
    (True, True)
    """
    from yuqiao.exports.network.page.document import shared_files

    script = shared_files()["vendor/land-110m.js"]
    topology = json.loads(script[script.index('{"type"') :].rstrip().rstrip(";"))
    arcs = [list(_positions(arc, topology["transform"])) for arc in topology["arcs"]]
    polygons = (
        polygon
        for geometry in topology["objects"]["land"]["geometries"]
        for polygon in geometry["arcs"]
    )
    return tuple(_ring(ring, arcs) for polygon in polygons for ring in polygon)


def _positions(arc: list[list[int]], transform: dict[str, Any]) -> Iterator[tuple[float, float]]:
    scale, shift = transform["scale"], transform["translate"]
    for x, y in accumulate(arc, lambda at, step: [at[0] + step[0], at[1] + step[1]]):
        yield round(x * scale[0] + shift[0], 2), round(y * scale[1] + shift[1], 2)


def _ring(numbers: list[int], arcs: list[Ring]) -> Ring:
    """Join arcs; a negative number is an arc in the other direction."""
    found: Ring = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        found += arc[1:] if found else arc
    return _unbroken(found)


def _unbroken(ring: Ring) -> Ring:
    """Let longitudes go on beyond 180 degrees, and close what surrounds a pole along the pole."""
    turns, longs = 0, [ring[0][0]]
    for (before, _), (after, _) in pairwise(ring):
        turns -= 360 * round((after - before) / 360)
        longs.append(after + turns)
    found = list(zip(longs, (lat for _, lat in ring), strict=True))
    if turns:
        pole = math.copysign(90, ring[0][1])
        found += [(longs[-1], pole), (longs[0], pole), found[0]]
    return found
