"""Paths between two nodes of a network."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from yuqiao.graph.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import networkx as nx

MOST_PATHS = 10_000
"""Paths that are searched at most; a dense network has millions."""


def shortest_paths(graph: nx.Graph, start: str, end: str) -> list[list[str]]:
    """Return all shortest paths between two nodes, in hops, in order of their nodes; or none.

    Links are followed in both directions.

    >>> import networkx
    >>> shortest_paths(networkx.cycle_graph("abcd"), "a", "c")
    [['a', 'b', 'c'], ['a', 'd', 'c']]
    """
    import networkx as nx

    graph = nx.Graph(graph)
    if not nx.has_path(graph, start, end):
        return []
    return sorted(islice(nx.all_shortest_paths(graph, start, end), MOST_PATHS))


def simple_paths(graph: nx.Graph, start: str, end: str, longest: int) -> list[list[str]]:
    """Return all simple paths of at most ``longest`` hops, the shortest first.

    :raises QueryError: if there are more than :data:`MOST_PATHS`

    >>> import networkx
    >>> simple_paths(networkx.cycle_graph("abc"), "a", "c", 2)
    [['a', 'c'], ['a', 'b', 'c']]
    """
    import networkx as nx

    if start == end:
        return [[start]]
    graph = nx.Graph(graph)
    found: Iterator[list[str]] = nx.all_simple_paths(graph, start, end, cutoff=longest)
    paths = list(islice(found, MOST_PATHS + 1))
    if len(paths) > MOST_PATHS:
        raise QueryError(
            f"there are more than {MOST_PATHS} paths of up to {longest} hops; set a smaller limit"
        )
    return sorted(paths, key=lambda path: (len(path), path))
