"""A thing of the graph is found by what a person would call it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from pyoxigraph import Literal, NamedNode

if TYPE_CHECKING:
    from yuqiao.graph.store import Solutions, Store, Term

_BY_NAME = """
SELECT DISTINCT ?thing WHERE {
  { ?thing skos:prefLabel|skos:altLabel ?name FILTER(LCASE(STR(?name)) = LCASE(?text)) }
  UNION { ?thing dcterms:identifier ?name FILTER(STR(?name) = ?text) }
  UNION { ?thing skos:prefLabel ?any FILTER(STRENDS(STR(?thing), CONCAT("/", ?text))) }
  FILTER(ISIRI(?thing))
} ORDER BY ?thing
"""


def find_things(store: Store, text: str) -> list[NamedNode]:
    """Find what a text calls by IRI, prefixed name, name in any language, identifier or slug.

    >>> import yuqiao
    >>> find_things(yuqiao.open(), "重庆大学")
    [<NamedNode value=https://w3id.org/yuqiao/id/organisation/cqu>]
    """
    iri = as_iri(store, text)
    if iri is not None:
        used = store.query("ASK { { ?thing ?p ?o } UNION { ?s ?q ?thing } }", {"thing": iri})
        return [iri] if used else []
    bindings: dict[str, Term] = {"text": Literal(text)}
    rows = cast("Solutions", store.query(_BY_NAME, bindings))
    return [row[0] for row in rows if isinstance(row[0], NamedNode)]


def as_iri(store: Store, text: str) -> NamedNode | None:
    """Read a text as an IRI, in full (with or without angle brackets) or with a prefix.

    >>> import yuqiao
    >>> as_iri(yuqiao.open(), "o:cqu")
    <NamedNode value=https://w3id.org/yuqiao/id/organisation/cqu>
    """
    prefix, colon, local = text.partition(":")
    if text.startswith("<") and text.endswith(">"):
        text = text[1:-1]
    elif colon and prefix in store.prefixes:
        text = store.prefixes[prefix] + local
    elif "://" not in text:
        return None
    try:
        return NamedNode(text)
    except ValueError:
        return None
