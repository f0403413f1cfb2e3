"""How a graph uses its words: which classes, properties and values, where, and how often.

Each is one query with a bound on its rows, so that it also serves an endpoint. What is found is
plain text and numbers, ready to be sent from one process to another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from pyoxigraph import Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from yuqiao.graph.stores.results import Solutions
    from yuqiao.graph.stores.store import Store

MOST = 300
"""Words that are given at most: more than a person looks through."""

_LABELS = "skos:prefLabel|rdfs:label|dcterms:title"
_NAMES = "skos:prefLabel|skos:altLabel|rdfs:label|dcterms:title|dcterms:identifier"


@dataclass(frozen=True)
class Use:
    """A word of a graph: a class, a property or a thing.

    :param count: how often it is used; 0 when it was not counted
    :param labels: what it is called, by language tag in lower case; no tag for plain text
    """

    iri: str
    count: int
    labels: Mapping[str, str]

    def label(self, lang: str) -> str:
        """Give its name in a language, ``en`` or ``zh``; else in English, else in any.

        >>> Use("https://example.org/a", 1, {"en": "bridge", "zh-hans": "桥"}).label("zh")
        '桥'
        """
        for wanted in (lang, "en"):
            for tag in sorted(self.labels):
                if tag.partition("-")[0] == wanted:
                    return self.labels[tag]
        return min(self.labels.values(), default="")


def classes(store: Store) -> list[Use]:
    """Give the classes of a graph, the most used first.

    >>> import yuqiao
    >>> classes(yuqiao.open())[0].label("en")
    'claim'
    """
    return _counted(store, "?s a ?word")


def properties(store: Store, of: str = "") -> list[Use]:
    """Give the properties of a graph, or of some of its things, the most used first.

    :param of: a pattern that says which things ``?s`` are meant, such as ``?s a yq:Partnership``

    >>> import yuqiao
    >>> found = properties(yuqiao.open(), "?s a yq:StatusRecord")
    >>> "https://w3id.org/yuqiao/def#status" in [use.iri for use in found]
    True
    """
    return _counted(store, f"{of} . ?s ?word ?o" if of else "?s ?word ?o")


def values(store: Store, property_: str) -> list[Use]:
    """Give the things that are values of a property, the most used first.

    :param property_: its IRI

    >>> import yuqiao
    >>> [use.label("zh") for use in values(yuqiao.open(), "https://w3id.org/yuqiao/def#level")][:2]
    ['本科', '高等专科']
    """
    return _counted(store, f"?s {NamedNode(property_)} ?word FILTER(ISIRI(?word))")


def named(store: Store, text: str) -> list[Use]:
    """Give things that have a text in a name, in any language; those it begins come first.

    >>> import yuqiao
    >>> named(yuqiao.open(), "西南")[0].labels["en"]
    'Southwest University'
    """
    found = _names_with(store, text)
    labels = labels_by_language(store, found)
    wanted = text.lower()

    def rank(iri: str) -> tuple[bool, int, str]:
        called = [*labels.get(iri, {}).values(), *found[iri]]
        best = min(called, key=lambda name: (not name.lower().startswith(wanted), len(name)))
        return not best.lower().startswith(wanted), len(best), iri

    return [Use(iri, 0, labels.get(iri) or {"": found[iri][0]}) for iri in sorted(found, key=rank)]


def within(store: Store, namespace: str, start: str) -> list[Use]:
    """Give things whose IRI begins with a namespace and the start of a name, in order.

    >>> import yuqiao
    >>> graph = yuqiao.open()
    >>> [use.label("en") for use in within(graph, graph.prefixes["o"], "swu")][0]
    'Southwest University'
    """
    beginning = Literal(namespace + start)
    rows = _rows(
        store,
        f"SELECT DISTINCT ?word WHERE {{ ?word a ?class FILTER(STRSTARTS(STR(?word), {beginning}))"
        f" }} ORDER BY ?word LIMIT {MOST}",
    )
    found = [word.value for (word,) in rows if isinstance(word, NamedNode)]
    labels = labels_by_language(store, found)
    return [Use(iri, 0, labels.get(iri, {})) for iri in found]


def _counted(store: Store, pattern: str) -> list[Use]:
    rows = _rows(
        store,
        f"SELECT ?word (COUNT(*) AS ?count) WHERE {{ {pattern} }}"
        f" GROUP BY ?word ORDER BY DESC(?count) ?word LIMIT {MOST}",
    )
    counts = {
        word.value: int(count.value)
        for word, count in rows
        if isinstance(word, NamedNode) and isinstance(count, Literal)
    }
    labels = labels_by_language(store, counts)
    return [Use(iri, count, labels.get(iri, {})) for iri, count in counts.items()]


def _names_with(store: Store, text: str) -> dict[str, list[str]]:
    rows = _rows(
        store,
        f"SELECT ?word ?name WHERE {{ ?word {_NAMES} ?name"
        f" FILTER(ISIRI(?word) && CONTAINS(LCASE(STR(?name)), {Literal(text.lower())}))"
        f" }} LIMIT {MOST}",
    )
    found: dict[str, list[str]] = {}
    for word, name in rows:
        if isinstance(word, NamedNode) and isinstance(name, Literal):
            found.setdefault(word.value, []).append(name.value)
    return found


def labels_by_language(store: Store, words: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return the labels of terms by language tag, the plain one under the empty tag."""
    listed = " ".join(str(NamedNode(word)) for word in sorted(words))
    found: dict[str, dict[str, str]] = {}
    if not listed:
        return found
    rows = _rows(
        store, f"SELECT ?word ?name WHERE {{ VALUES ?word {{ {listed} }} ?word {_LABELS} ?name }}"
    )
    for word, name in rows:
        if isinstance(word, NamedNode) and isinstance(name, Literal):
            by_language = found.setdefault(word.value, {})
            tag = (name.language or "").lower()
            by_language[tag] = min(name.value, by_language.get(tag, name.value))
    return found


def _rows(store: Store, sparql: str) -> Solutions:
    return cast("Solutions", store.query(sparql))
