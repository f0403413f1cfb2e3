"""Clustered layout for a large network: each group in a disc, so that thousands look like tens.

Positions are force-directed, within a group and between groups as wholes. Groups without a link to
another are in rows below, the largest first.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from yuqiao.exports.network.layout.force_directed import force_directed_layout
from yuqiao.exports.network.layout.overlap_removal import Box, remove_overlaps

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import igraph

    Points = list[tuple[float, float]]

_WIDER = 1.15  # how much wider a disc is than its nodes need, to leave a gap to the next
_OUTERMOST = 0.95  # the share of a group's nodes that determines the size of its disc
_SMALL, _ROUNDS = 1000, 120  # within a small group, where an even spread is enough
_ROUNDS_IN_LARGE = 80
_WIDTH_TO_HEIGHT = 1.5  # of a screen


def clustered_layout(
    graph: igraph.Graph,
    groups: Sequence[float],
    whole: Callable[[igraph.Graph], Points] | None = None,
) -> Points:
    """Return a position for each vertex; a vertex takes the area of a unit square.

    :param groups: the group of each vertex
    :param whole: lays out one group around the origin, in any scale; None does it by forces, and
        keeps all of it in the disc

    >>> import igraph
    >>> [left, _, right] = clustered_layout(igraph.Graph(3, [(0, 1)]), [0, 0, 1])
    >>> left == right
    False
    """
    members: dict[float, list[int]] = {}
    for vertex, group in enumerate(groups):
        members.setdefault(group, []).append(vertex)
    number = {group: index for index, group in enumerate(members)}
    sizes = [len(each) for each in members.values()]
    middles = _middles(_between(graph, [number[group] for group in groups]), sizes)
    places: Points = [(0.0, 0.0)] * len(groups)
    for (x, y), vertices in zip(middles, members.values(), strict=True):
        own = graph.induced_subgraph(vertices)
        inner = _in_disc(own) if whole is None else _scaled(whole(own))
        for vertex, (right, down) in zip(vertices, inner, strict=True):
            places[vertex] = (x + right, y + down)
    return places


def _radius(size: int) -> float:
    return _WIDER * math.sqrt(size / math.pi)


def _between(graph: igraph.Graph, groups: list[int]) -> Counter[tuple[int, int]]:
    """Count the links between each two groups."""
    pairs = ((groups[edge.source], groups[edge.target]) for edge in graph.es)
    return Counter((min(pair), max(pair)) for pair in pairs if pair[0] != pair[1])


def _in_disc(group: igraph.Graph) -> Points:
    """Return the positions of a group's vertices in a disc around the origin."""
    rounds = _ROUNDS if group.vcount() <= _SMALL else _ROUNDS_IN_LARGE
    radius = _radius(group.vcount())
    return [_drawn_in(x, y, radius) for x, y in _scaled(force_directed_layout(group, [], rounds))]


def _scaled(points: Points) -> Points:
    """Scale positions so that all but a few are within the disc of a group of their size."""
    reach = sorted(math.hypot(x, y) for x, y in points)[int(_OUTERMOST * (len(points) - 1))]
    scale = _radius(len(points)) / _WIDER / reach if reach else 1.0
    return [(x * scale, y * scale) for x, y in points]


def _drawn_in(x: float, y: float, radius: float) -> tuple[float, float]:
    """Move a position outside the disc to its rim."""
    inward = min(1.0, radius / (math.hypot(x, y) or 1.0))
    return x * inward, y * inward


def _middles(links: Counter[tuple[int, int]], sizes: list[int]) -> Points:
    """Return the center of each group's disc: linked groups by forces, the others in rows."""
    linked = sorted({group for pair in links for group in pair})
    alone = sorted(set(range(len(sizes))) - set(linked), key=lambda group: (-sizes[group], group))
    middles: Points = [(0.0, 0.0)] * len(sizes)
    for group, middle in zip(linked, _linked(links, linked, sizes), strict=True):
        middles[group] = middle
    rims = [(middles[group], _radius(sizes[group])) for group in linked]
    left, right = (
        min((x - radius for (x, _), radius in rims), default=0.0),
        max((x + radius for (x, _), radius in rims), default=0.0),
    )
    bottom = max((y + radius for (_, y), radius in rims), default=0.0)
    area = sum((2 * _radius(sizes[group])) ** 2 for group in alone)
    width = max(right - left, math.sqrt(area * _WIDTH_TO_HEIGHT))
    for group, (x, y) in zip(alone, _rows([sizes[group] for group in alone], width), strict=True):
        middles[group] = (left + x, bottom + y)
    return middles


def _linked(links: Counter[tuple[int, int]], linked: list[int], sizes: list[int]) -> Points:
    """Lay out the linked groups by forces, then push their discs apart."""
    import igraph

    if not linked:
        return []
    number = {group: index for index, group in enumerate(linked)}
    graph = igraph.Graph(len(linked), [(number[one], number[other]) for one, other in links])
    points = force_directed_layout(graph, [math.log1p(count) for count in links.values()])
    radii = [_radius(sizes[group]) for group in linked]
    scale = math.sqrt(sum(radius**2 for radius in radii)) / max(math.hypot(*p) for p in points)
    spread = [(x * scale * _WIDTH_TO_HEIGHT, y * scale) for x, y in points]
    return remove_overlaps(spread, [Box(-radius, radius, 2 * radius) for radius in radii])


def _rows(sizes: list[int], width: float) -> Points:
    """Return the centers of discs in rows, from the left and from the top."""
    middles: Points = []
    x = y = height = 0.0
    for size in sizes:
        across = 2 * _radius(size)
        if x and x + across > width:
            x, y, height = 0.0, y + height, 0.0
        middles.append((x + across / 2, y + across / 2))
        x, height = x + across, max(height, across)
    return middles
