"""Paths between two things of a network."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from yuqiao.graph.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import networkx as nx

MOST_PATHS = 10_000
"""Paths that are looked for before the shortest are given; a dense network has millions."""


def shortest_paths(network: nx.Graph, start: str, end: str) -> list[list[str]]:
    """Give all shortest paths between two nodes, in hops, in order of their nodes; or none.

    >>> import networkx
    >>> shortest_paths(networkx.cycle_graph("abcd"), "a", "c")
    [['a', 'b', 'c'], ['a', 'd', 'c']]
    """
    import networkx as nx

    if not nx.has_path(network, start, end):
        return []
    return sorted(islice(nx.all_shortest_paths(network, start, end), MOST_PATHS))


def simple_paths(network: nx.Graph, start: str, end: str, longest: int) -> list[list[str]]:
    """Give all paths of at most so many hops that visit no node twice, the shortest first.

    :raises QueryError: when there are more than :data:`MOST_PATHS`

    >>> import networkx
    >>> simple_paths(networkx.cycle_graph("abc"), "a", "c", 2)
    [['a', 'c'], ['a', 'b', 'c']]
    """
    import networkx as nx

    if start == end:
        return [[start]]
    found: Iterator[list[str]] = nx.all_simple_paths(network, start, end, cutoff=longest)
    paths = list(islice(found, MOST_PATHS + 1))
    if len(paths) > MOST_PATHS:
        raise QueryError(
            f"there are more than {MOST_PATHS} paths of up to {longest} hops; ask for shorter ones"
        )
    return sorted(paths, key=lambda path: (len(path), path))
