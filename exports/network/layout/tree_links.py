"""The hierarchy that a network has among other links, such as that of broader concepts.

Where one relation makes trees of the nodes, the picture follows these, and other links are drawn
over them: forces would make one tangle of both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    import networkx as nx

    Links = list[tuple[int, int]]

_SHARE = 0.6  # of the nodes that have one above them, at least
_LEAVES = 0.4  # of the nodes that have none below them, at least, so that chains are none
_LEVELS = 2  # below the topmost, at least, so that a mere membership is none


def hierarchy_of(graph: nx.Graph) -> Links:
    """Return the links of the relation that puts nodes below others, by number, the upper first.

    In such a relation no node is below two others, nor below itself. Of several, the one with most
    links is taken; without one, there are none.

    >>> import networkx
    >>> graph = networkx.MultiDiGraph()
    >>> graph.add_nodes_from(range(7))
    >>> links = [(n, (n - 1) // 2, {"relation": "broader"}) for n in range(1, 7)]
    >>> graph.add_edges_from(links)
    [0, 0, 0, 0, 0, 0]
    >>> graph.add_edge(5, 1, relation="related")
    0
    >>> hierarchy_of(graph)
    [(0, 1), (0, 2), (1, 3), (1, 4), (2, 5), (2, 6)]
    """
    if not graph.is_directed():
        return []
    number = {node: place for place, node in enumerate(graph)}
    by_relation: dict[Any, set[tuple[int, int]]] = {}
    for one, other, relation in graph.edges(data="relation"):
        by_relation.setdefault(relation, set()).add((number[one], number[other]))
    ways: list[Links] = [_reversed(links) for links in by_relation.values()]
    ways += [sorted(links) for links in by_relation.values()]
    found = [links for links in ways if _is_hierarchy(links, len(graph))]
    return max(found, key=lambda links: (len(links), links)) if found else []


def _reversed(links: Iterable[tuple[int, int]]) -> Links:
    return sorted((other, one) for one, other in links)


def _is_hierarchy(links: Links, size: int) -> bool:
    above = {lower: upper for upper, lower in links}
    if len(above) < len(links) or len(above) < _SHARE * size:
        return False
    if size - len(set(above.values())) < _LEAVES * size:
        return False
    depth: dict[int, int] = {}
    for start in above:
        path = [start]
        while path[-1] in above and path[-1] not in depth:
            path.append(above[path[-1]])
            if len(path) > size:
                return False  # a circle
        base = depth.get(path[-1], 0)
        for step, node in enumerate(reversed(path)):
            depth[node] = base + step
    return max(depth.values()) >= _LEVELS
