"""The shortest path between two entities, found from both ends by small queries to any store."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, cast

from pyoxigraph import NamedNode

from yuqiao.graph.errors import QueryError
from yuqiao.web.explorer.neighbours import (
    Subnetwork,
    among,
    checked_text,
    links_with_names,
    nodes_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yuqiao.graph.stores.results import Solutions
    from yuqiao.graph.stores.store import Store
    from yuqiao.web.served_graph import ServedGraph

LONGEST = 6
"""Links of a path that is looked for."""

_MOST = 20_000  # neighbours that a step looks at
_AT_ONCE = 500  # entities of one query
NOT_FOLLOWED = (
    *("rdf:type", "rdfs:isDefinedBy", "skos:inScheme", "skos:topConceptOf", "skos:hasTopConcept"),
    *("dcterms:source", "schema:about", "schema:provider"),
)
"""What links nearly everything with everything."""

_STEP = """
SELECT DISTINCT ?from ?to WHERE {{
  VALUES ?from {{ {entities} }}
  {{ ?from ?p ?to }} UNION {{ ?to ?p ?from }}
  FILTER(ISIRI(?to) && ?p NOT IN ({left_out}))
}} LIMIT {most}"""


def path_between(graph: ServedGraph, one: str, two: str, lang: str) -> Subnetwork:
    """Return the nodes and links of a shortest path, whatever the directions of its links.

    Classes, schemes, sources and claims are not followed: they link everything.

    :raises QueryError: when there is none, or only one through more entities than are looked at
    """
    for iri in (one, two):
        checked_text(iri)
    found = _joined(graph.store, one, two)
    links = [
        link
        for a, b in pairwise(found)
        for link in (*among(graph.store, [a], [b]), *among(graph.store, [b], [a]))
    ]
    return {
        "nodes": nodes_of(graph.store, found, lang),
        "links": links_with_names(graph.store, links, lang),
    }


def _joined(store: Store, one: str, two: str) -> list[str]:
    """Return the entities of a shortest path, with both ends."""
    before: list[dict[str, str]] = [{one: ""}, {two: ""}]  # how each entity was reached
    edges = [[one], [two]]
    for _ in range(LONGEST):
        side = 0 if len(edges[0]) <= len(edges[1]) else 1
        edges[side] = _further(store, edges[side], before[side])
        meeting = sorted(before[0].keys() & before[1].keys())
        if meeting:
            return [*reversed(_back(before[0], meeting[0])), *_back(before[1], meeting[0])[1:]]
        if not edges[side]:
            break
    raise QueryError(f"no path of at most {LONGEST} links joins these two entities")


def _further(store: Store, edge: list[str], before: dict[str, str]) -> list[str]:
    """Go one step on from some entities, and return those that were reached first."""
    reached: dict[str, str] = {}
    for start in range(0, len(edge), _AT_ONCE):
        for near, far in _steps(store, edge[start : start + _AT_ONCE]):
            if far not in before:
                reached[far] = min(near, reached.get(far, near))
        if len(reached) > _MOST:
            raise QueryError(f"more than {_MOST:,} entities lie between these two; none was joined")
    before.update(reached)
    return sorted(reached)


def _steps(store: Store, edge: Iterable[str]) -> list[tuple[str, str]]:
    entities = " ".join(map(checked_text, edge))
    query = _STEP.format(entities=entities, left_out=", ".join(NOT_FOLLOWED), most=_MOST + 1)
    rows = [(near, far) for near, far in cast("Solutions", store.query(query))]
    if len(rows) > _MOST:
        raise QueryError(f"more than {_MOST:,} entities lie between these two; none was joined")
    return [
        (near.value, far.value)
        for near, far in rows
        if isinstance(near, NamedNode) and isinstance(far, NamedNode)
    ]


def _back(before: dict[str, str], end: str) -> list[str]:
    """Return the way from an entity back to where it began."""
    way = [end]
    while before[way[-1]]:
        way.append(before[way[-1]])
    return way
