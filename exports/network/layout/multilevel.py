"""Multilevel layout for a large graph without groups: first of a coarse copy, then in detail.

Linked vertices are merged in pairs until few are left; these are laid out by forces, and at each
level the positions start from those of the level above (Walshaw 2003, doi:10.7155/jgaa.00070). So
a lattice comes out flat, where forces alone would leave it crumpled.
"""

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING

from yuqiao.exports.network.layout.force_directed import force_directed_layout
from yuqiao.graph.network.measures import SEED

if TYPE_CHECKING:
    import igraph

    Points = list[tuple[float, float]]

_COARSEST = 150  # vertices that are placed by their distances (Kamada and Kawai 1989)
_SHRINKS = 0.9  # to this share of the vertices at least, or it is not worth another level
_WORK, _FEWEST, _MOST = 200_000, 12, 100  # rounds times vertices; rounds of a level
_COOL = 20  # the start temperature is the side of the picture over this
_JITTER = 0.3  # between two merged vertices


def multilevel_layout(graph: igraph.Graph) -> Points:
    """Return a position for each vertex, around the origin; the same for the same graph.

    >>> import igraph
    >>> lattice = multilevel_layout(igraph.Graph.Lattice([20, 20], circular=False))
    >>> import math
    >>> math.dist(lattice[0], lattice[-1]) > 3 * math.dist(lattice[0], lattice[1])
    True
    """
    size = graph.vcount()
    if size <= _COARSEST:
        points = graph.layout_kamada_kawai(seed=_by_far_vertices(graph)).coords
        return [(x, y) for x, y in points]
    merged = _merged(graph)
    fewer = max(merged) + 1
    if fewer > _SHRINKS * size:
        return force_directed_layout(graph, [])
    coarse = graph.copy()
    coarse.contract_vertices(merged, combine_attrs="first")
    coarse.simplify()
    above = multilevel_layout(coarse)
    draw, larger = random.Random(SEED), math.sqrt(size / fewer)
    start = [
        (x * larger + draw.uniform(-_JITTER, _JITTER), y * larger + draw.uniform(-_JITTER, _JITTER))
        for x, y in (above[number] for number in merged)
    ]
    rounds = max(_FEWEST, min(_MOST, _WORK // size))
    return force_directed_layout(graph, [], rounds, start, math.sqrt(size) / _COOL)


def _by_far_vertices(graph: igraph.Graph) -> Points:
    """Place each vertex by its distances from two pairs of vertices that are far apart."""
    (left,) = _farthest(graph.distances(0))
    (right,) = _farthest(graph.distances(left))
    across = graph.distances([left, right])
    (top,) = _farthest([list(map(min, *across))])
    (bottom,) = _farthest(graph.distances(top))
    down = graph.distances([top, bottom])
    draw = random.Random(SEED)
    return [
        (one - other + draw.uniform(0, _JITTER), upper - lower + draw.uniform(0, _JITTER))
        for one, other, upper, lower in zip(*across, *down, strict=True)
    ]


def _farthest(distances: list[list[float]]) -> list[int]:
    return [own.index(max(own)) for own in distances]


def _merged(graph: igraph.Graph) -> list[int]:
    """Return a number for each vertex: two linked ones alike; leftovers join a neighbour."""
    near, degrees = graph.get_adjlist(), graph.degree()

    def rank(vertex: int) -> tuple[int, int]:
        return degrees[vertex], vertex

    first: dict[int, int] = {}
    for vertex in sorted(range(len(near)), key=rank):
        free = [each for each in near[vertex] if each not in first]
        if vertex not in first and free:
            other = min(free, key=rank)
            first[vertex] = first[other] = min(vertex, other)
    left = [vertex for vertex in range(len(near)) if vertex not in first]
    joins = {vertex: first[min(near[vertex], key=rank)] for vertex in left if near[vertex]}
    pairs = [first.get(vertex, joins.get(vertex, vertex)) for vertex in range(len(near))]
    numbers = {pair: number for number, pair in enumerate(dict.fromkeys(pairs))}
    return [numbers[pair] for pair in pairs]
