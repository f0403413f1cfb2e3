"""Suggestions for IRIs that a graph does not contain, and their prefixed names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias, cast

from pyoxigraph import NamedNode

from yuqiao.graph.rdf.prefixes import PrefixMap
from yuqiao.graph.spelling import folded_word, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from yuqiao.graph.stores.results import Solutions
    from yuqiao.graph.stores.store import Store

Position: TypeAlias = Literal["predicate", "class", "other"]
"""The position of a term in a triple; ``other`` is a subject, or an object that is no class."""

MOST_TERMS = 100_000
"""Most terms that are compared: it takes some tenths of a second."""

_IN_USE: dict[Position, tuple[str, ...]] = {
    "predicate": ("?s ?t ?o",),
    "class": ("?s a ?t",),
    "other": ("?t a ?class", "{ ?t ?p ?o } UNION { ?s ?p ?t }"),
}


def nearest_term(iri: str, terms: Iterable[str]) -> str | None:
    """Return the existing IRI that was probably intended.

    It is the nearest name in the same namespace, else the same name in another namespace, such as
    ``http:`` for ``https:``.

    >>> skos = "http://www.w3.org/2004/02/skos/core#"
    >>> nearest_term(f"{skos}preflabel", [f"{skos}altLabel", f"{skos}prefLabel"])
    'http://www.w3.org/2004/02/skos/core#prefLabel'
    >>> nearest_term("http://schema.org/about", ["https://schema.org/about"])
    'https://schema.org/about'
    """
    namespace, name = split_iri(iri)
    elsewhere: dict[str, str] = {}
    siblings: dict[str, str] = {}
    for term in sorted(terms):
        of, called = split_iri(term)
        if of == namespace:
            siblings.setdefault(called, term)
        elif called and folded_word(called) == folded_word(name):
            elsewhere.setdefault(of, term)
    siblings.pop(name, None)
    for found in nearest(name, siblings):
        return siblings[found]
    for found in [*nearest(namespace, elsewhere), *elsewhere]:
        return elsewhere[found]
    return None


def known_terms(store: Store, position: Position, namespace: str = "") -> list[str]:
    """Query the IRIs that a store uses in a position.

    In the position ``other`` they are the entities that have a class, if there are any: these
    are found many times faster than all subjects.

    :param namespace: only IRIs with this prefix
    """
    begins = f"FILTER(STRSTARTS(STR(?t), {_quoted(namespace)}))" if namespace else ""
    for pattern in _IN_USE[position]:
        rows = store.query(
            f"SELECT DISTINCT ?t WHERE {{ {pattern} FILTER(ISIRI(?t)) {begins} }}"
            f" LIMIT {MOST_TERMS}"
        )
        terms = (row[0] for row in cast("Solutions", rows))
        found = sorted(term.value for term in terms if isinstance(term, NamedNode))
        if found:
            return found
    return []


def split_iri(iri: str) -> tuple[str, str]:
    """Split an IRI into a namespace and a name.

    >>> split_iri("https://w3id.org/yuqiao/def#level")
    ('https://w3id.org/yuqiao/def#', 'level')
    """
    cut = max(iri.rfind(mark) for mark in "#/:") + 1
    return iri[:cut], iri[cut:]


def short_name(iri: str, prefixes: Mapping[str, str]) -> str:
    """Write an IRI as in a query: with a prefix where one fits.

    >>> short_name("https://schema.org/about", {"schema": "https://schema.org/"})
    'schema:about'
    >>> short_name("https://example.org/", {})
    '<https://example.org/>'
    """
    return PrefixMap(prefixes).compress(iri) or f"<{iri}>"


def _quoted(text: str) -> str:
    from pyoxigraph import Literal as RdfLiteral

    return str(RdfLiteral(text))
