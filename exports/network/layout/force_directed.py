"""Force-directed layout: links attract, nodes repel each other.

The forces are those of Fruchterman and Reingold (1991, doi:10.1002/spe.4380211102), computed by
igraph from a fixed seed: 10,000 nodes settle in about a second.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from yuqiao.graph.network.measures import SEED

if TYPE_CHECKING:
    import igraph

_ROUNDS = {500: 600, 5_000: 200, 20_000: 80}  # of the forces, by nodes at most
_FEWEST = 30
_COARSE = 1000  # nodes from which igraph approximates the forces of far nodes, by a grid
_COARSE_IN_FEW = 150  # the same, where few rounds are asked for


def force_directed_layout(
    graph: igraph.Graph,
    pull: list[float],
    rounds: int | None = None,
    start: list[tuple[float, float]] | None = None,
    heat: float | None = None,
) -> list[tuple[float, float]]:
    """Return a position for each vertex, around the origin; the same for the same graph.

    :param pull: the weight of each edge; none for equal weights
    :param rounds: the number of iterations; None chooses it by the number of vertices
    :param start: the positions to start from; None draws them
    :param heat: how far a vertex may move in the first iteration; None is a tenth of the side of
        the picture

    >>> import igraph
    >>> force_directed_layout(igraph.Graph(1), [])
    [(0.0, 0.0)]
    """
    import igraph

    size = graph.vcount()
    coarse = _COARSE if rounds is None else _COARSE_IN_FEW
    usual = next((each for most, each in _ROUNDS.items() if size <= most), _FEWEST)
    igraph.set_random_number_generator(random.Random(SEED))
    try:
        found = graph.layout_fruchterman_reingold(
            niter=rounds or usual,
            weights=pull or None,
            grid=size > coarse,
            **({} if start is None else {"seed": start}),
            **({} if heat is None else {"start_temp": heat}),
        )
    finally:
        igraph.set_random_number_generator(random)
    middle = [sum(axis) / len(found) for axis in zip(*found, strict=True)]
    return [(x - middle[0], y - middle[1]) for x, y in found]
