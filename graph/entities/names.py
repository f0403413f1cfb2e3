"""Names of entities, looked up in a store."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from pyoxigraph import Literal, NamedNode

from yuqiao.graph.labels import (
    NAMING_PROPERTIES,
    Label,
    best_name,
    label_of,
    names_by_tag,
    text_label,
)
from yuqiao.graph.rdf.iris import checked_iri

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.results import Solutions
    from yuqiao.graph.stores.store import Store

ENTITIES_A_QUERY = 1_000
"""Entities named in one query at most, so that no query exceeds the limit on its length."""

_NAMES = """
SELECT ?entity ?property ?name WHERE {{
  VALUES ?entity {{ {entities} }}
  ?entity ?property ?name . FILTER(?property IN ({properties}))
}}"""

_SENTENCES = "SELECT ?claim ?text {{ VALUES ?claim {{ {entities} }} ?claim schema:text ?text }}"


def names_of(store: Store, iris: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return the names of entities by IRI and by language tag in lower case.

    Entities without a name are left out.

    >>> import yuqiao
    >>> graph = yuqiao.open()
    >>> names_of(graph, [graph.prefixes["o"] + "cqu"]).popitem()[1]
    {'en': 'Chongqing University', 'zh-hans': '重庆大学'}
    """
    rank = {name: number for number, name in enumerate(NAMING_PROPERTIES)}
    listed = ", ".join(map(checked_iri, rank))
    found: dict[str, list[tuple[int, str, str | None]]] = {}
    ordered = sorted(set(iris))
    for start in range(0, len(ordered), ENTITIES_A_QUERY):
        entities = " ".join(map(checked_iri, ordered[start : start + ENTITIES_A_QUERY]))
        query = _NAMES.format(entities=entities, properties=listed)
        for entity, property_, name in cast("Solutions", store.query(query)):
            if isinstance(name, Literal):
                iri = cast("NamedNode", entity).value
                preference = rank[cast("NamedNode", property_).value]
                found.setdefault(iri, []).append((preference, name.value, name.language))
    return {
        iri: names_by_tag((name, tag) for _, name, tag in sorted(found[iri], key=_by_preference))
        for iri in sorted(found)
        if any(name for _, name, _ in found[iri])
    }


def labels_of(store: Store, iris: Iterable[str]) -> dict[str, Label]:
    """Return the labels of entities by IRI, as far as they have a name."""
    return {iri: label_of(iri, by_tag) for iri, by_tag in names_of(store, iris).items()}


def sentences_of(store: Store, iris: Iterable[str]) -> dict[str, Label]:
    """Return the sentences of claims, which have no name, by IRI.

    >>> import yuqiao
    >>> graph = yuqiao.open()
    >>> total = graph.prefixes["cl"] + "ichongqing-2025-06-total"
    >>> sentences_of(graph, [total])[total].en
    '75 cooperative institutions and programmes.'
    """
    claims = {iri for iri in iris if iri.startswith(store.prefixes.get("cl", "\0"))}
    if not claims:
        return {}
    found: dict[str, list[tuple[str, str | None]]] = {}
    query = _SENTENCES.format(entities=" ".join(map(checked_iri, sorted(claims))))
    for claim, text in cast("Solutions", store.query(query)):
        if isinstance(claim, NamedNode) and isinstance(text, Literal):
            found.setdefault(claim.value, []).append((text.value, text.language))
    return {iri: text_label(texts) for iri, texts in found.items()}


def best_names(store: Store, terms: Iterable[Term], lang: str) -> dict[NamedNode, str]:
    """Return the best name of each entity for a language; literals are skipped.

    :param lang: a language tag such as ``en`` or ``zh-Hans``
    """
    iris = {term.value for term in terms if isinstance(term, NamedNode)}
    return {
        NamedNode(iri): best_name(by_tag, lang) for iri, by_tag in names_of(store, iris).items()
    }


def _by_preference(name: tuple[int, str, str | None]) -> tuple[int, str]:
    return name[:2]
