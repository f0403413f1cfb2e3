"""What two entities have in common: the entities that are linked to both."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from pyoxigraph import NamedNode

from yuqiao.web.explorer.neighbours import (
    MOST_AT_ONCE,
    Subnetwork,
    among,
    checked_text,
    links_with_names,
    nodes_of,
)
from yuqiao.web.explorer.paths import NOT_FOLLOWED

if TYPE_CHECKING:
    from yuqiao.graph.stores.results import Solutions
    from yuqiao.web.served_graph import ServedGraph

_SHARED = """
SELECT DISTINCT ?other WHERE {{
  {{ {one} ?p ?other }} UNION {{ ?other ?p {one} }}
  {{ {two} ?q ?other }} UNION {{ ?other ?q {two} }}
  FILTER(ISIRI(?other) && ?p NOT IN ({left_out}) && ?q NOT IN ({left_out}))
}} ORDER BY ?other LIMIT {most}"""


def shared_neighbours(graph: ServedGraph, one: str, two: str, lang: str) -> Subnetwork:
    """Return the entities that are linked to both of two, with all links among them.

    Classes, schemes, sources and claims are left out, as for paths. The first two nodes are the
    entities themselves; the others are 50 at most.

    :raises QueryError: when one is no IRI
    """
    texts = {"one": checked_text(one), "two": checked_text(two)}
    query = _SHARED.format(**texts, left_out=", ".join(NOT_FOLLOWED), most=MOST_AT_ONCE)
    rows = cast("Solutions", graph.store.query(query))
    shared = [row[0].value for row in rows if isinstance(row[0], NamedNode)]
    ends = list(dict.fromkeys([one, two]))
    others = [iri for iri in shared if iri not in ends]
    links = [
        *among(graph.store, ends, [*ends, *others]),
        *among(graph.store, others, ends),
    ]
    return {
        "nodes": nodes_of(graph.store, [*ends, *others], lang),
        "links": links_with_names(graph.store, links, lang),
    }
