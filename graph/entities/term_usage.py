"""Term usage: which classes, properties and values occur in a graph, where, and how often.

Each is one query with a limit on its rows, so that it can be sent to an endpoint. The results are
plain text and numbers, so that they can be passed between processes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from pyoxigraph import Literal, NamedNode

from yuqiao.graph.entities.names import names_of
from yuqiao.graph.labels import NAMING_PATH, best_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yuqiao.graph.stores.results import Solutions
    from yuqiao.graph.stores.store import Store

MOST = 300
"""Terms returned at most: more than a person looks through."""

_NAMES = f"{NAMING_PATH}|skos:altLabel|dcterms:identifier"


@dataclass(frozen=True)
class Use:
    """A term of a graph: a class, a property or an entity.

    :param count: how often it occurs; 0 if that was not counted
    :param labels: its names by language tag in lower case; no tag for plain text
    """

    iri: str
    count: int
    labels: Mapping[str, str]

    def label(self, lang: str) -> str:
        """Return its best name for a display language, ``en`` or ``zh``.

        >>> Use("https://example.org/a", 1, {"en": "bridge", "zh-hans": "桥"}).label("zh")
        '桥'
        """
        return best_name(self.labels, lang)


def classes(store: Store) -> list[Use]:
    """Return the classes of a graph, the most frequent first.

    >>> import yuqiao
    >>> classes(yuqiao.open())[0].label("en")
    'claim'
    """
    return _counted(store, "?s a ?term")


def properties(store: Store, of: str = "") -> list[Use]:
    """Return the properties of a graph, or of some of its entities, the most frequent first.

    :param of: a pattern that selects the entities ``?s``, such as ``?s a yq:Partnership``

    >>> import yuqiao
    >>> found = properties(yuqiao.open(), "?s a yq:StatusRecord")
    >>> "https://w3id.org/yuqiao/def#status" in [use.iri for use in found]
    True
    """
    return _counted(store, f"{of} . ?s ?term ?o" if of else "?s ?term ?o")


def values_of(store: Store, property_: str) -> list[Use]:
    """Return the entities that are values of a property, the most frequent first.

    :param property_: its IRI

    >>> import yuqiao
    >>> [use.label("zh") for use in values_of(yuqiao.open(), "https://w3id.org/yuqiao/def#level")][:2]
    ['本科', '高等专科']
    """
    return _counted(store, f"?s {NamedNode(property_)} ?term FILTER(ISIRI(?term))")


def named(store: Store, text: str) -> list[Use]:
    """Return entities with a text in a name, in any language; names that begin with it first.

    >>> import yuqiao
    >>> named(yuqiao.open(), "西南")[0].labels["en"]
    'Southwest University'
    """
    found = _names_with(store, text)
    labels = names_of(store, found)
    wanted = text.lower()

    def rank(iri: str) -> tuple[bool, int, str]:
        called = [*labels.get(iri, {}).values(), *found[iri]]
        best = min(called, key=lambda name: (not name.lower().startswith(wanted), len(name)))
        return not best.lower().startswith(wanted), len(best), iri

    return [Use(iri, 0, labels.get(iri) or {"": found[iri][0]}) for iri in sorted(found, key=rank)]


def within(store: Store, namespace: str, start: str) -> list[Use]:
    """Return entities whose IRI begins with a namespace and the start of a name, in order.

    >>> import yuqiao
    >>> graph = yuqiao.open()
    >>> [use.label("en") for use in within(graph, graph.prefixes["o"], "swu")][0]
    'Southwest University'
    """
    beginning = Literal(namespace + start)
    rows = _rows(
        store,
        f"SELECT DISTINCT ?term WHERE {{ ?term a ?class FILTER(STRSTARTS(STR(?term), {beginning}))"
        f" }} ORDER BY ?term LIMIT {MOST}",
    )
    found = [term.value for (term,) in rows if isinstance(term, NamedNode)]
    labels = names_of(store, found)
    return [Use(iri, 0, labels.get(iri, {})) for iri in found]


def _counted(store: Store, pattern: str) -> list[Use]:
    rows = _rows(
        store,
        f"SELECT ?term (COUNT(*) AS ?count) WHERE {{ {pattern} }}"
        f" GROUP BY ?term ORDER BY DESC(?count) ?term LIMIT {MOST}",
    )
    counts = {
        term.value: int(count.value)
        for term, count in rows
        if isinstance(term, NamedNode) and isinstance(count, Literal)
    }
    labels = names_of(store, counts)
    return [Use(iri, count, labels.get(iri, {})) for iri, count in counts.items()]


def _names_with(store: Store, text: str) -> dict[str, list[str]]:
    rows = _rows(
        store,
        f"SELECT ?term ?name WHERE {{ ?term {_NAMES} ?name"
        f" FILTER(ISIRI(?term) && CONTAINS(LCASE(STR(?name)), {Literal(text.lower())}))"
        f" }} LIMIT {MOST}",
    )
    found: dict[str, list[str]] = {}
    for term, name in rows:
        if isinstance(term, NamedNode) and isinstance(name, Literal):
            found.setdefault(term.value, []).append(name.value)
    return found


def _rows(store: Store, sparql: str) -> Solutions:
    return cast("Solutions", store.query(sparql))
