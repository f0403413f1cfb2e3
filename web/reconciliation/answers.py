"""Answers of the reconciliation service, made in a worker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, Literal, NamedNode

from yuqiao.exports.site.pages.html import element, joined
from yuqiao.graph.rdf.literals import literal_text
from yuqiao.ontology.namespaces import XSD
from yuqiao.web.reconciliation.indexed import reconciler_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from yuqiao.graph.curation.matching.reconciliation import EntityCandidate, Reconciler
    from yuqiao.graph.curation.matching.reconciliation_query import (
        ExtensionQuery,
        ReconciliationQuery,
    )
    from yuqiao.graph.rdf.terms import Term
    from yuqiao.web.served_graph import ServedGraph

    Answer = dict[str, Any]

_SUGGESTIONS = 20
_DEFAULT_TYPES = 12
_FACTS = 8  # of a preview
_INTEGERS = {f"{XSD}{name}" for name in ("integer", "int", "long", "nonNegativeInteger")}
_FRACTIONS = {f"{XSD}{name}" for name in ("decimal", "double", "float")}
_LARGEST = 2**53  # integers beyond which JSON readers lose digits


def reconciled(graph: ServedGraph, batch: Mapping[str, ReconciliationQuery], lang: str) -> Answer:
    """Return the candidates of each query of a batch, by its key."""
    texts = [query.text for query in batch.values()]
    known = reconciler_of(graph, texts, lang)
    return {
        key: {"result": [_candidate(known, each) for each in known.candidates(query)]}
        for key, query in batch.items()
    }


def own_description(graph: ServedGraph, lang: str) -> Answer:
    """Return what the manifest says of the graph: its base IRI, its largest classes."""
    known = reconciler_of(graph, (), lang)
    classes = known.classes()
    named = [each for each in classes if known.has_name(each)] or classes
    types = [_term(known, each) for each in named[:_DEFAULT_TYPES]]
    return {"identifierSpace": graph.base, "defaultTypes": types}


def suggested(graph: ServedGraph, kind: str, prefix: str, start: int, lang: str) -> Answer:
    """Return the entities, types or properties whose names begin with a text.

    :param kind: ``entity``, ``type`` or ``property``
    :param start: how many to leave out
    """
    known = reconciler_of(graph, (prefix,), lang)
    if kind == "entity":
        found = known.suggested(prefix, start, _SUGGESTIONS) if prefix.strip() else []
        return {"result": [_suggestion(known, each) for each in found]}
    terms = known.classes(prefix) if kind == "type" else known.properties(prefix)
    shown = terms[start : start + _SUGGESTIONS]
    described = [{**_term(known, each), "description": known.short(each)} for each in shown]
    if kind == "type":
        for term, each in zip(shown, described, strict=True):
            above = [_term(known, other) for other in known.broader(term)]
            each |= {"broader": above} if above else {}
    return {"result": described}


def proposed(graph: ServedGraph, class_: str, most: int, lang: str) -> Answer:
    """Return the properties that entities of a class have, the most used first."""
    known = reconciler_of(graph, (), lang)
    terms = known.properties(class_=class_)[:most]
    properties = [_term(known, each) for each in terms]
    return {"type": class_, "limit": most, "properties": properties}


def extended(graph: ServedGraph, asked: ExtensionQuery, lang: str) -> Answer:
    """Return the values of some properties of some entities."""
    known = reconciler_of(graph, asked.ids, lang)
    named = {text: known.property(text) for text in asked.properties}
    return {
        "meta": [{"id": text, "name": known.name(term)} for text, term in named.items()],
        "rows": {
            iri: {
                text: [_value(known, each) for each in _in(lang, known.values(iri, text))]
                for text in named
            }
            for iri in asked.ids
        },
    }


def preview(graph: ServedGraph, iri: str, lang: str) -> str | None:
    """Return a few lines about an entity, type or property in HTML; None for one not known."""
    known = reconciler_of(graph, (iri,), lang)
    found = known.described(iri)
    if found is None:
        return None
    rows = [
        element("tr", element("th", name, scope="row"), element("td", value))
        for name, value in _facts(known, found.iri, lang)
    ]
    lines = [element("h1", found.name), element("p", found.about)]
    lines.append(element("p", element("small", known.short(found.iri))))
    return joined([*lines, element("table", *rows)] if rows else lines)


def _facts(known: Reconciler, thing: NamedNode, lang: str) -> Iterator[tuple[str, str]]:
    shown = 0
    for property_, values in known.facts(thing):
        texts = [_text(known, each) for each in _in(lang, values)]
        if texts and shown < _FACTS:
            shown += 1
            yield known.name(property_), "; ".join(texts[:3]) + (" …" if len(texts) > 3 else "")


def _text(known: Reconciler, value: Term) -> str:
    if isinstance(value, NamedNode):
        return known.name(value)
    return literal_text(value) if isinstance(value, Literal) else "…"


def _in(lang: str, values: Iterable[Term]) -> list[Term]:
    """Return values without those in languages other than one, if it has any."""
    held = list(values)
    own = [v for v in held if isinstance(v, Literal) and (v.language or "").startswith(lang)]
    if not own:
        return held
    return [v for v in held if v in own or not (isinstance(v, Literal) and v.language)]


def _candidate(known: Reconciler, found: EntityCandidate) -> Answer:
    return {
        "id": found.iri.value,
        "name": found.name,
        "description": found.about,
        "score": found.score,
        "match": found.is_match,
        "type": [_term(known, each) for each in found.classes],
        "features": [{"id": name, "value": value} for name, value in found.features],
    }


def _suggestion(known: Reconciler, found: EntityCandidate) -> Answer:
    types = [_term(known, each) for each in found.classes]
    return {
        "id": found.iri.value,
        "name": found.name,
        "description": found.about,
        "notable": types,
    }


def _term(known: Reconciler, term: NamedNode) -> Answer:
    return {"id": term.value, "name": known.name(term)}


def _value(known: Reconciler, value: Term) -> Answer:
    """Return a value as the protocol writes it; a day is a text, for its dates have a time."""
    if isinstance(value, NamedNode):
        if known.entity(value.value) is None:
            return {"str": value.value}
        return {"id": value.value, "name": known.name(value)}
    if isinstance(value, BlankNode) or not isinstance(value, Literal):
        return {}
    return _number(value) or {"str": value.value}


def _number(value: Literal) -> Answer | None:
    try:
        if value.datatype.value in _INTEGERS and abs(int(value.value)) <= _LARGEST:
            return {"int": int(value.value)}
        if value.datatype.value in _FRACTIONS and abs(float(value.value)) < float("inf"):
            return {"float": float(value.value)}
    except ValueError:
        pass
    return None
