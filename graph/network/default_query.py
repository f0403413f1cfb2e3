"""What to draw of a graph of any kind when nobody says: its links, or its classes and theirs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from pyoxigraph import NamedNode

from yuqiao.graph.entities.names import labels_of
from yuqiao.graph.rdf.literals import literal_text

if TYPE_CHECKING:
    from yuqiao.graph.labels import Label
    from yuqiao.graph.stores.results import Solutions
    from yuqiao.graph.stores.store import Store

MOST_LINKS = 2000
"""Links that are drawn one by one, if the graph has no more of them."""

_LINK = "?source ?edge ?target . FILTER((isIRI(?target) || isBlank(?target)) && ?edge != rdf:type)"
_LINKS = f"SELECT ?source ?edge ?target WHERE {{ {_LINK} }}"
ALL_LINKS = f"# All links between entities\n{_LINKS}"
"""The query for the network of a whole graph."""

_COUNTED = f"SELECT (COUNT(*) AS ?count) {{ {{ {_LINKS} LIMIT {MOST_LINKS + 1} }} }}"
_CLASSES = """# How many links there are between the instances of each two classes
SELECT ?source ?edge ?target (COUNT(*) AS ?weight) WHERE {
  ?one ?edge ?other . ?one a ?source . ?other a ?target
} GROUP BY ?source ?edge ?target"""
_CLASS_LINK = "ASK { ?one ?edge ?other . ?one a ?source . ?other a ?target }"
_ABOUT_ITSELF = ("dcat:Dataset", "void:Dataset", "schema:Dataset", "<http://schema.org/Dataset>",
                 "skos:ConceptScheme", "owl:Ontology")  # fmt: skip
_COMMENT = re.compile(r"\A\s*((?:#[^\r\n]*(?:\r\n?|\n|\Z)\s*)+)")


def default_query(store: Store) -> str:
    r"""Return the query of a network that shows a graph: all links, if they are few enough.

    Of a larger graph, the network of its classes: how many links of each property there are
    between their instances.

    >>> import pyoxigraph
    >>> from yuqiao.graph.stores.memory import MemoryStore
    >>> store = pyoxigraph.Store()
    >>> print(default_query(MemoryStore(store, {})).replace(" FILTER", "\n  FILTER"))
    # All links between entities
    SELECT ?source ?edge ?target WHERE { ?source ?edge ?target .
      FILTER((isIRI(?target) || isBlank(?target)) && ?edge != rdf:type) }
    """
    (count,) = next(iter(cast("Solutions", store.query(_COUNTED))))
    is_small = int(literal_text(count)) <= MOST_LINKS
    return ALL_LINKS if is_small or not store.exists(_CLASS_LINK) else _CLASSES


def graph_title(store: Store) -> Label | None:
    """Return the name that a graph gives itself: that of its one dataset, scheme or ontology."""
    for class_ in _ABOUT_ITSELF:
        rows = cast("Solutions", store.query(f"SELECT DISTINCT ?it {{ ?it a {class_} }} LIMIT 2"))
        found = labels_of(store, [it.value for (it,) in rows if isinstance(it, NamedNode)])
        if len(found) == 1:
            return next(iter(found.values()))
    return None


def comment_of(sparql: str) -> str:
    r"""Return the comment at the head of a query as one line, or nothing.

    >>> comment_of("# Who knows whom,\n# in 2026\nSELECT * { ?s ?p ?o }")
    'Who knows whom, in 2026'
    """
    found = _COMMENT.match(sparql)
    lines = found[1].splitlines() if found else []
    return " ".join(line.strip().lstrip("#").strip() for line in lines).strip()
