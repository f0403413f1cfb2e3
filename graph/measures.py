"""Measures of a network: who is central, who brokers, which groups hold together.

networkx holds the network; igraph computes, as it does in a second what networkx does in minutes
(betweenness of 10,000 nodes). Every result says how it was found. The same network gives the same
values: what draws numbers draws them from a fixed seed.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from statistics import fmean, stdev
from typing import TYPE_CHECKING

from yuqiao.graph.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import igraph
    import networkx as nx

SEED = 20250601
"""The seed of what draws random numbers, unless another is given."""

EXACT_WORK = 50_000_000
"""Nodes times edges up to which betweenness is exact: some seconds of igraph's work."""

_BATCHES, _BATCH = 10, 100  # beyond that it is sampled from so many times so many nodes
_DAMPING = 0.85


@dataclass(frozen=True)
class Measurement:
    """What a measure gave.

    :param values: a number for each node; of communities, the number of its community, from 1
        for the largest
    :param method: how it was found: the definition, its parameters, its seed and its error
    """

    name: str
    method: str
    values: Mapping[str, float]


@dataclass(frozen=True)
class _Measure:
    compute: Callable[[igraph.Graph, int], tuple[list[float], str]]
    meaning: str


def measure(network: nx.Graph, name: str, seed: int = SEED) -> Measurement:
    """Measure every node of a network.

    Direction, parallel edges and self-loops are left aside; an edge's ``weight`` counts where a
    measure says so.

    :param name: one of :data:`NODE_MEASURES`
    :raises QueryError: when there is no such measure

    >>> import networkx
    >>> measure(networkx.path_graph(["a", "b", "c"]), "betweenness").values
    {'a': 0.0, 'b': 1.0, 'c': 0.0}
    """
    if name not in _MEASURES:
        raise QueryError(f"{name} is not a measure; expected one of {', '.join(_MEASURES)}")
    simple = igraph_of(network)
    values, method = _MEASURES[name].compute(simple, seed)
    return Measurement(name, method, dict(zip(simple.vs["name"], values, strict=True)))


def igraph_of(network: nx.Graph) -> igraph.Graph:
    """Give a network as an undirected igraph graph without loops; parallel edges become one.

    Vertices keep the order of the nodes, and their names as ``name``; edges have ``weight``.
    """
    import igraph

    number = {node: index for index, node in enumerate(network)}
    weights: dict[tuple[int, int], float] = {}
    for one, other, weight in network.edges(data="weight", default=1):
        pair = (min(number[one], number[other]), max(number[one], number[other]))
        if pair[0] != pair[1]:
            weights[pair] = weights.get(pair, 0) + weight
    simple = igraph.Graph(n=len(number), edges=list(weights))
    simple.vs["name"] = list(number)
    simple.es["weight"] = list(weights.values())
    return simple


def bridges(network: nx.Graph) -> list[tuple[str, str]]:
    """Give the edges without which the network falls into more parts (Tarjan, 1974).

    >>> import networkx
    >>> bridges(networkx.Graph([("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")]))
    [('c', 'd')]
    """
    simple = igraph_of(network)
    names = simple.vs["name"]
    found = (simple.es[index].tuple for index in simple.bridges())
    return sorted((names[one], names[other]) for one, other in found)


def concentration(shares: Mapping[str, float]) -> float:
    """Give the Herfindahl-Hirschman index: the sum of squared shares, 1 when one has all.

    A. O. Hirschman, The Paternity of an Index, American Economic Review 54 (1964), 761.

    :param shares: an amount for each, not negative; they need not sum to 1

    >>> concentration({"GB": 5, "US": 5})
    0.5
    """
    total = sum(shares.values())
    return sum((amount / total) ** 2 for amount in shares.values()) if total else math.nan


def _degree(simple: igraph.Graph, _: int) -> tuple[list[float], str]:
    return simple.degree(), "degree: the number of neighbours; exact"


def _strength(simple: igraph.Graph, _: int) -> tuple[list[float], str]:
    return (
        simple.strength(weights="weight"),
        "weighted degree: the sum of the weights of a node's edges; exact",
    )


def _betweenness(simple: igraph.Graph, seed: int) -> tuple[list[float], str]:
    size = simple.vcount()
    pairs = (size - 1) * (size - 2) / 2
    if pairs <= 0:
        return [0.0] * size, "betweenness: no node can lie between two others"
    about = "betweenness: the share of shortest paths between two others that go through a node"
    if size * simple.ecount() <= EXACT_WORK:
        found = simple.betweenness(directed=False)
        return [value / pairs for value in found], f"{about} (Brandes 2001); hops, exact"
    pivots = random.Random(seed).sample(range(size), _BATCHES * _BATCH)
    samples = [
        [
            value * size / _BATCH / pairs
            for value in simple.betweenness(
                directed=False, sources=pivots[start : start + _BATCH], targets=range(size)
            )
        ]
        for start in range(0, len(pivots), _BATCH)
    ]
    values = [fmean(found) for found in zip(*samples, strict=True)]
    error = max(stdev(found) for found in zip(*samples, strict=True)) / math.sqrt(_BATCHES)
    return values, (
        f"{about} (Brandes and Pich 2007); hops, from {len(pivots)} of {size} nodes, seed {seed}; "
        f"the standard error is at most {error:.2g}, the greatest value {max(values):.2g}"
    )


def _closeness(simple: igraph.Graph, _: int) -> tuple[list[float], str]:
    size = simple.vcount()
    reached = [0] * size
    for component in simple.connected_components():
        for vertex in component:
            reached[vertex] = len(component) - 1
    found = simple.closeness()
    values = [
        value * count / (size - 1) if count else 0.0
        for value, count in zip(found, reached, strict=True)
    ]
    return values, (
        "closeness: one over the mean number of hops to the others, times the share of nodes that "
        "can be reached (Wasserman and Faust 1994); exact"
    )


def _pagerank(simple: igraph.Graph, _: int) -> tuple[list[float], str]:
    values = simple.pagerank(directed=False, damping=_DAMPING, weights="weight")
    return values, (
        f"PageRank: where a walk along edges, by weight, is met (Brin and Page 1998); damping "
        f"{_DAMPING}, exact"
    )


def _core(simple: igraph.Graph, _: int) -> tuple[list[float], str]:
    return simple.coreness(), (
        "k-core: the largest k such that a node is in a group whose members have k neighbours in "
        "it (Seidman 1983); exact"
    )


def _community(simple: igraph.Graph, seed: int) -> tuple[list[float], str]:
    import igraph

    igraph.set_random_number_generator(random.Random(seed))
    found = simple.community_leiden(
        objective_function="modularity", weights="weight", n_iterations=-1
    )
    groups = sorted((sorted(group) for group in found), key=lambda group: (-len(group), group))
    values = [0.0] * simple.vcount()
    for number, group in enumerate(groups, 1):
        for vertex in group:
            values[vertex] = number
    quality = simple.modularity(found.membership, weights="weight") if simple.ecount() else 0.0
    return values, (
        f"communities: Leiden (Traag, Waltman and van Eck 2019) for modularity, by weight, until "
        f"stable, seed {seed}; {len(groups)} groups of modularity {quality:.3f}"
    )


def _brokerage(simple: igraph.Graph, _: int) -> tuple[list[float], str]:
    found = simple.constraint(weights="weight")
    values = [0.0 if math.isnan(value) else max(0.0, 1 - value) for value in found]
    return values, (
        "brokerage: one less Burt's constraint (Burt 1992), by weight, and not below 0: near 1 "
        "for who links many that are not linked to each other; exact"
    )


_MEASURES: dict[str, _Measure] = {
    "degree": _Measure(_degree, "how many neighbours"),
    "weighted-degree": _Measure(_strength, "how many partnerships, over all neighbours"),
    "betweenness": _Measure(_betweenness, "how often on the way between others"),
    "closeness": _Measure(_closeness, "how near to all others"),
    "pagerank": _Measure(_pagerank, "how central, counting how central the neighbours are"),
    "core": _Measure(_core, "how deep inside the dense part"),
    "community": _Measure(_community, "which group it belongs to"),
    "brokerage": _Measure(_brokerage, "how much it links those who are otherwise apart"),
}

NODE_MEASURES: Mapping[str, str] = {name: found.meaning for name, found in _MEASURES.items()}
"""The measures of a node, by name, each with what it tells in a few words."""
