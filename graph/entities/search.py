"""A thing of the graph is found by what a person would call it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from pyoxigraph import Literal, NamedNode

from yuqiao.graph.errors import QueryError
from yuqiao.graph.rdf.literals import is_text

if TYPE_CHECKING:
    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.results import Solutions
    from yuqiao.graph.stores.store import Store

_BY_NAME = """
SELECT DISTINCT ?thing WHERE {
  { ?thing skos:prefLabel|skos:altLabel ?name FILTER(LCASE(STR(?name)) = LCASE(?text)) }
  UNION { ?thing dcterms:identifier ?name FILTER(STR(?name) = ?text) }
  UNION { ?thing skos:prefLabel ?any FILTER(STRENDS(STR(?thing), CONCAT("/", ?text))) }
  FILTER(ISIRI(?thing))
  FILTER EXISTS { ?thing a ?class }
} ORDER BY ?thing
"""
_BY_PART = """
SELECT DISTINCT ?thing WHERE {
  { ?thing skos:prefLabel|skos:altLabel|dcterms:title ?name
    FILTER(CONTAINS(LCASE(STR(?name)), LCASE(?text))) }
  UNION { ?thing skos:prefLabel|dcterms:title ?any FILTER(CONTAINS(STR(?thing), ?text)) }
  FILTER(ISIRI(?thing))
} ORDER BY ?thing
"""
_BY_IRI = "ASK { ?thing a ?class }"
_USED = "ASK { { ?thing ?p ?o } UNION { ?s ?q ?thing } }"


def find_things(store: Store, text: str, kind: NamedNode | None = None) -> list[NamedNode]:
    """Find what a text calls by IRI, prefixed name, name in any language, identifier or slug.

    :param kind: the class it must be of; None for anything the graph knows

    >>> import yuqiao
    >>> find_things(yuqiao.open(), "重庆大学")
    [<NamedNode value=https://w3id.org/yuqiao/id/organisation/cqu>]
    """
    _refuse_no_text(text)
    of_kind: dict[str, Term] = {} if kind is None else {"class": kind}
    iri = as_iri(store, text)
    if iri is not None:
        known = store.query(_USED if kind is None else _BY_IRI, {"thing": iri, **of_kind})
        return [iri] if known else []
    rows = cast("Solutions", store.query(_BY_NAME, {"text": Literal(text), **of_kind}))
    return [row[0] for row in rows if isinstance(row[0], NamedNode)]


def search_things(store: Store, text: str) -> list[NamedNode]:
    """Find what has a text in one of its names, or in its slug; in order of IRI.

    Claims are left out, for what they say of a thing stands with the thing.

    >>> import yuqiao
    >>> search_things(yuqiao.open(), "novosibirsk state")[0]
    <NamedNode value=https://w3id.org/yuqiao/id/organisation/novosibirsk>
    """
    _refuse_no_text(text)
    rows = cast("Solutions", store.query(_BY_PART, {"text": Literal(text)}))
    return [row[0] for row in rows if isinstance(row[0], NamedNode)]


def _refuse_no_text(text: str) -> None:
    if not text.strip():
        raise QueryError("the name is empty")
    if not is_text(text):
        raise QueryError("the name is not text: it holds bytes that are not UTF-8")


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
