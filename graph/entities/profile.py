"""A profile of a graph in any vocabulary: classes, properties, languages, links, namespaces.

Every number is counted by the store, so that an endpoint sends nothing but the counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from yuqiao.graph.rdf.literals import literal_text
from yuqiao.graph.rdf.terms import term_text

if TYPE_CHECKING:
    from yuqiao.graph.stores.results import Solutions
    from yuqiao.graph.stores.store import Store

Tally = tuple[tuple[str, int], ...]
"""Names with their number, the most frequent first."""

_IN_VOCABULARY = """ASK {
  { ?partnership yq:chinesePartner|yq:foreignPartner ?partner }
  UNION { VALUES ?kind { yq:Partnership yq:Claim yq:StatisticalClaim yq:Assessment
                         yq:StatusRecord yq:Discipline yq:Approval } ?thing a ?kind }
}"""
_ENTITIES = "SELECT (COUNT(DISTINCT ?s) AS ?count) { ?s ?p ?o }"
_LINKS = "SELECT (COUNT(*) AS ?count) { ?s ?p ?o FILTER(!isLiteral(?o) && ?p != rdf:type) }"
_CLASSES = "SELECT ?name (COUNT(DISTINCT ?s) AS ?count) { ?s a ?name } GROUP BY ?name"
_PROPERTIES = "SELECT ?name (COUNT(*) AS ?count) { ?s ?name ?o } GROUP BY ?name"
_LANGUAGES = """SELECT ?name (COUNT(*) AS ?count) {
  ?s ?p ?o FILTER(isLiteral(?o)) BIND(LANG(?o) AS ?name) FILTER(?name != "")
} GROUP BY ?name"""
_NAMESPACES = """SELECT ?name (COUNT(*) AS ?count) {
  { SELECT DISTINCT ?s { ?s ?p ?o FILTER(isIRI(?s)) } }
  BIND(REPLACE(STR(?s), "[^/#]*$", "") AS ?name)
} GROUP BY ?name"""


@dataclass(frozen=True)
class GraphProfile:
    """What a graph holds, in numbers.

    :param triples: all statements
    :param entities: subjects, with or without an IRI
    :param links: statements whose value is an entity, classes aside
    :param classes: the IRIs of classes, each with the number of its instances
    :param properties: the IRIs of properties, each with the number of its statements
    :param languages: the tags of texts
    :param namespaces: the beginnings of the IRIs of subjects
    """

    triples: int
    entities: int
    links: int
    classes: Tally
    properties: Tally
    languages: Tally
    namespaces: Tally


def is_in_vocabulary(store: Store) -> bool:
    """Return whether a graph has anything that the vocabulary's own statistics count."""
    return store.exists(_IN_VOCABULARY)


def profile(store: Store) -> GraphProfile:
    """Return the profile of a graph.

    >>> import yuqiao
    >>> profile(yuqiao.open()).classes[0][0].rpartition("#")[2]
    'Claim'
    """
    return GraphProfile(
        triples=len(store),
        entities=_number(store, _ENTITIES),
        links=_number(store, _LINKS),
        classes=_tally(store, _CLASSES),
        properties=_tally(store, _PROPERTIES),
        languages=_tally(store, _LANGUAGES),
        namespaces=_tally(store, _NAMESPACES),
    )


def _number(store: Store, query: str) -> int:
    (count,) = next(iter(cast("Solutions", store.query(query))))
    return int(literal_text(count))


def _tally(store: Store, query: str) -> Tally:
    rows = cast("Solutions", store.query(query))
    found = [
        (literal_text(name) or getattr(name, "value", term_text(name)), int(literal_text(count)))
        for name, count in rows
        if name is not None
    ]
    return tuple(sorted(found, key=lambda each: (-each[1], each[0])))
