"""The backbone of a weighted network: the edges that carry more than chance would give them.

Disparity filter: M. Á. Serrano, M. Boguñá and A. Vespignani, Extracting the multiscale backbone of
complex weighted networks, PNAS 106 (2009), 6483.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from yuqiao.graph.network.measures import igraph_of

if TYPE_CHECKING:
    import networkx as nx

LEVEL = 0.05
"""The level of significance below which an edge belongs to the backbone."""


def disparity(network: nx.Graph) -> dict[tuple[str, str], float]:
    """Return, for each edge, the probability of at least its weight by chance.

    If a node's weight were split among its k edges at random, an edge would carry a share p or more
    with probability (1 - p) ** (k - 1); the smaller of the values of its two ends counts. An end
    with a single edge says nothing. Direction and self-loops are ignored; parallel edges are one.

    :param network: its edges have ``weight``; 1 where they have none

    >>> import networkx
    >>> star = networkx.Graph()
    >>> star.add_weighted_edges_from([("hub", "a", 8), ("hub", "b", 1), ("hub", "c", 1)])
    >>> {edge: round(value, 2) for edge, value in disparity(star).items()}
    {('hub', 'a'): 0.04, ('hub', 'b'): 0.81, ('hub', 'c'): 0.81}
    """
    simple = igraph_of(network)
    names = simple.vs["name"]
    degrees, strengths = simple.degree(), simple.strength(weights="weight")
    found = {}
    for edge, weight in zip(simple.es, simple.es["weight"], strict=True):
        chances = [
            (1 - weight / strengths[end]) ** (degrees[end] - 1)
            for end in edge.tuple
            if degrees[end] > 1 and strengths[end] > 0
        ]
        found[names[edge.source], names[edge.target]] = min(chances, default=1.0)
    return found
