"""What to draw of a graph of any kind when nobody says: its links, or its classes and theirs.

Entities that nothing links to another are drawn too, if the picture has room for all of them. Of a
concept scheme, what is the same for all its concepts is left out: that they are in it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from pyoxigraph import NamedNode

from yuqiao.graph.entities.names import labels_of
from yuqiao.graph.labels import Label
from yuqiao.graph.rdf.literals import literal_text

if TYPE_CHECKING:
    from yuqiao.graph.stores.results import Solutions
    from yuqiao.graph.stores.store import Store

MOST_LINKS = 2000
"""Links that are drawn one by one, if the graph has no more of them."""

_SELECT = "SELECT ?source ?edge ?target WHERE"
_LINK = "?source ?edge ?target . FILTER((isIRI(?target) || isBlank(?target)) && ?edge != rdf:type)"
_LINKS = f"{_SELECT} {{ {_LINK} }}"
ALL_LINKS = f"# All links between entities\n{_LINKS}"
"""The query for the network of a whole graph."""

_OF_CONCEPTS = """?source ?edge ?target . FILTER(isIRI(?target) || isBlank(?target))
  FILTER(?edge NOT IN (rdf:type, skos:inScheme, skos:hasTopConcept, skos:topConceptOf))
  FILTER(?edge != skos:narrower || NOT EXISTS { ?target skos:broader ?source })
  FILTER(?edge != skos:related || STR(?source) < STR(?target)
    || NOT EXISTS { ?target skos:related ?source })"""
_ALONE = """SELECT DISTINCT ?source WHERE { ?source ?property ?value
    FILTER NOT EXISTS { ?source ?any ?other
      FILTER((isIRI(?other) || isBlank(?other)) && ?any NOT IN (%s)) }
    FILTER NOT EXISTS { ?another ?any ?source%s }
    FILTER NOT EXISTS { ?subject ?source ?object }
    FILTER NOT EXISTS { ?source a ?kind FILTER(?kind IN (%s)) } }"""
_MEMBERSHIP = "skos:inScheme, skos:hasTopConcept, skos:topConceptOf"
_SCHEMES = "SELECT DISTINCT ?scheme { ?concept skos:inScheme|skos:topConceptOf ?scheme } LIMIT 2"
_COUNTED = "SELECT (COUNT(*) AS ?count) {{ {{ {query} LIMIT {most} }} }}"
CLASS_LINKS = """# How many links there are between the instances of each two classes
SELECT ?source ?edge ?target (COUNT(*) AS ?weight) WHERE {
  ?one ?edge ?other . ?one a ?source . ?other a ?target
} GROUP BY ?source ?edge ?target"""
"""The query for the network of the classes of a graph."""

_CLASS_LINK = "ASK { ?one ?edge ?other . ?one a ?source . ?other a ?target }"
_ABOUT_ITSELF = ("dcat:Catalog", "dcat:Dataset", "void:Dataset", "schema:Dataset",
                 "<http://schema.org/Dataset>", "skos:ConceptScheme", "owl:Ontology")  # fmt: skip
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
    is_small = _count(store, _LINKS) <= MOST_LINKS
    return links_query(store) if is_small or not store.exists(_CLASS_LINK) else CLASS_LINKS


def links_query(store: Store) -> str:
    """Return the query of a network of all links, and of the entities without any.

    These are left out where there are more than :data:`MOST_LINKS` rows with them, and where
    nothing is linked, as a picture would show nothing; a flat concept scheme is drawn as a list.
    """
    is_scheme = len(list(cast("Solutions", store.query(_SCHEMES)))) == 1
    link, left_out = (_OF_CONCEPTS, _MEMBERSHIP) if is_scheme else (_LINK, "")
    alone = _ALONE % (
        f"rdf:type, {left_out}" if left_out else "rdf:type",
        f" FILTER(?any NOT IN ({left_out}))" if left_out else "",
        ", ".join(_ABOUT_ITSELF),
    )
    linked = _count(store, f"{_SELECT} {{ {link} }}")
    is_drawn = is_scheme or linked > 0
    lone = _count(store, alone) if is_drawn and linked <= MOST_LINKS else 0
    without = ", without their membership of the concept scheme" if is_scheme else ""
    if not lone or linked + lone > MOST_LINKS:
        return f"# All links between entities{without}\n{_SELECT} {{ {link} }}"
    return (
        f"# All links between entities{without}, and the entities without links\n"
        f"{_SELECT} {{\n  {{ {link} }}\n  UNION {{ {alone} }} }}"
    )


def _count(store: Store, query: str) -> int:
    """Return how many rows a query has, :data:`MOST_LINKS` and one more at most."""
    counted = _COUNTED.format(query=query, most=MOST_LINKS + 1)
    (count,) = next(iter(cast("Solutions", store.query(counted))))
    return int(literal_text(count))


def graph_title(store: Store) -> Label | None:
    """Return the name that a graph gives itself: its one catalogue, dataset, scheme or ontology."""
    for class_ in _ABOUT_ITSELF:
        rows = cast("Solutions", store.query(f"SELECT DISTINCT ?it {{ ?it a {class_} }} LIMIT 2"))
        found = labels_of(store, [it.value for (it,) in rows if isinstance(it, NamedNode)])
        if len(found) == 1:
            return next(iter(found.values()))
    return None


_IN_CHINESE = {
    "All links between entities": "实体之间的全部联系",
    "without their membership of the concept scheme": "不含概念与词表的从属关系",
    "and the entities without links": "以及没有联系的实体",
    "How many links there are between the instances of each two classes": (
        "每两个类的实例之间的联系数目"
    ),
}


def note_of(sparql: str) -> Label:
    """Return what the comment at the head of a query says, in Chinese too if the query is ours.

    >>> note_of("# All links between entities, and the entities without links").zh
    '实体之间的全部联系，以及没有联系的实体'
    >>> note_of("# Who knows whom").zh
    'Who knows whom'
    """
    english = comment_of(sparql)
    parts = [_IN_CHINESE.get(part) for part in english.split(", ")]
    return Label(english, "，".join(map(str, parts)) if all(parts) else english)


def comment_of(sparql: str) -> str:
    r"""Return the comment at the head of a query as one line, or nothing.

    >>> comment_of("# Who knows whom,\n# in 2026\nSELECT * { ?s ?p ?o }")
    'Who knows whom, in 2026'
    """
    found = _COMMENT.match(sparql)
    lines = found[1].splitlines() if found else []
    return " ".join(line.strip().lstrip("#").strip() for line in lines).strip()
