"""Reconciliation of names with the entities of a graph: candidates, with scores and features."""

from __future__ import annotations

import heapq
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from yuqiao.graph.curation.matching.extracts import ExtractRecord
from yuqiao.graph.curation.matching.name_index import SURE, NameIndex
from yuqiao.graph.curation.matching.reconciliation_query import ReconciliationQuery
from yuqiao.graph.entities.name_matching import (
    ABBREVIATED,
    ALL_WORDS,
    BEGINS,
    CONTAINS,
    NONE,
    WORD_BEGINS,
    folded,
    rank,
)
from yuqiao.graph.errors import QueryError
from yuqiao.graph.labels import LANGUAGES, NAMING_PROPERTIES, local_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from yuqiao.graph.curation.matching.reconciliation_query import WantedProperty
    from yuqiao.graph.entities.index import EntityIndex
    from yuqiao.graph.rdf.terms import Term

_LOOKED_AT = 60  # candidates by name that are held against types and properties
_PARTS = {BEGINS: 75, WORD_BEGINS: 65, CONTAINS: 60, ALL_WORDS: 55, ABBREVIATED: 80}
"""The score of a name that has a text in it; 重大 abbreviates 重庆大学."""

_LETTERS = 3  # further letters of a name that take away one point
_MOST_LETTERS = 30
_LEAD = 5  # points that a sure match is ahead of the next
_OTHER_TYPE, _OTHER_VALUE, _NO_VALUE = 20, 25, 5  # points taken away
_ONLY_PROPERTIES = 70  # the score of an entity of which every property is as wanted, without a name
_ALSO = ("skos:altLabel", "skos:notation")
_TERMS = (
    *("owl:Class", "rdfs:Class", "owl:ObjectProperty", "owl:DatatypeProperty"),
    *("owl:AnnotationProperty", "rdf:Property", "owl:Ontology", "yq:Claim"),
)
_NOT_SHOWN = (
    *NAMING_PROPERTIES,
    *("rdf:type", "skos:inScheme", "skos:topConceptOf", "dcterms:source", "schema:provider"),
    *("yq:unknownValueFor", "rdfs:isDefinedBy"),
)
_SOME = 6  # properties that a message names


@dataclass(frozen=True)
class EntityCandidate:
    """An entity that may be the wanted one.

    :param name: its name in the language of the answer
    :param about: its name in the other language, and what it is
    :param score: from 0 to 100
    :param is_match: whether it can be taken without looking
    :param classes: its most specific classes
    :param features: what the score was made of, by name
    """

    iri: NamedNode
    name: str
    about: str
    score: float
    is_match: bool
    classes: tuple[NamedNode, ...]
    features: tuple[tuple[str, float], ...] = ()


class Reconciler:
    """Finds the entities of a graph that names and properties may stand for.

    :param known: the graph
    :param things: the entities to find; None means all that have a name
    :raises yuqiao.graph.errors.InputError: when the package for matching is not installed

    >>> import yuqiao
    >>> from yuqiao.graph.curation.matching.reconciliation_query import ReconciliationQuery
    >>> from yuqiao.graph.entities.index import EntityIndex
    >>> reconciler = Reconciler(EntityIndex(yuqiao.open()))
    >>> [best, *others] = reconciler.candidates(ReconciliationQuery("重慶大學"))
    >>> best.name, best.score, best.is_match
    ('Chongqing University', 100.0, True)
    """

    def __init__(self, known: EntityIndex, things: Collection[NamedNode] | None = None) -> None:
        self._known = known
        self._tag = LANGUAGES["en"]
        self._is_whole = things is None
        terms = set(self._of_classes(_TERMS))
        every = known.things if things is None else things
        found = ((thing, self._names(thing)) for thing in every if thing not in terms)
        self._properties: dict[str, NamedNode] = {}
        self._named = {thing: names for thing, names in found if names}
        self._index = NameIndex(
            ExtractRecord(thing.value, names) for thing, names in self._named.items()
        )

    def in_language(self, lang: str) -> Reconciler:
        """Return the same with the names of answers in a language, ``en`` or ``zh``."""
        other = copy(self)
        other._tag = LANGUAGES[lang]
        return other

    def candidates(self, query: ReconciliationQuery) -> list[EntityCandidate]:
        """Return the entities that a query may mean, the likeliest first."""
        for wanted in query.properties:
            self.property(wanted.property)
        scored = self._by_name(query) if query.text else self._by_values(query.properties)
        found = []
        for thing, score in scored.items():
            fits, features = self._typed(thing, query), [("name", score)]
            if not fits and query.types and not query.prefers:
                continue
            whole = score if query.text else 0.0
            whole -= 0 if fits else _OTHER_TYPE
            compared = [self._compared(thing, wanted) for wanted in query.properties]
            features += [
                (wanted.property, each)
                for wanted, each in zip(query.properties, compared, strict=True)
            ]
            whole += self._of_properties(compared, named=bool(query.text))
            if whole > 0:
                found.append(self._candidate(thing, round(whole, 1), features[not query.text :]))
        return _decided(heapq.nsmallest(query.limit + 1, found, key=_best), query.limit)

    def _by_name(self, query: ReconciliationQuery) -> dict[NamedNode, float]:
        """Return the entities with an identifier, a name like a text, or one that it shortens."""
        known = self.entity(query.text)
        scores = {} if known is None else {known: 100.0}
        others = bool(query.types or query.properties)
        for match in self._index.matches(query.text, most=_LOOKED_AT, others=others):
            scores.setdefault(NamedNode(match.record.id), float(match.score))
        if others or max(scores.values(), default=0) < SURE:
            for thing, how, more in self._with_part(query.text):
                score = _PARTS.get(how, 100) - min(more, _MOST_LETTERS) / _LETTERS
                scores[thing] = max(scores.get(thing, 0), score)
        return scores

    def _with_part(self, text: str) -> Iterator[tuple[NamedNode, int, int]]:
        """Yield the entities with a text in a name: how it is in it, and how many more letters."""
        plain = folded(text)
        for thing, names in self._folded.items():
            how, length = min((rank(name, plain), len(name)) for name in names)
            if how < NONE:
                yield thing, int(how), length - len(plain)

    @cached_property
    def _folded(self) -> dict[NamedNode, tuple[str, ...]]:
        return {
            thing: tuple(dict.fromkeys(filter(None, map(folded, names))))
            for thing, names in self._named.items()
        }

    def _by_values(self, wanted: Sequence[WantedProperty]) -> dict[NamedNode, float]:
        """Return the entities that have one of the wanted values at least."""
        return {
            thing: 0.0
            for thing in self._named
            if any(self._compared(thing, each) > 0 for each in wanted)
        }

    def _of_properties(self, compared: Sequence[float], *, named: bool) -> float:
        """Return the points that properties give or take."""
        if not named:
            return _ONLY_PROPERTIES * sum(max(each, 0) for each in compared) / len(compared)
        return -sum(_NO_VALUE if each == 0 else _OTHER_VALUE * (each < 0) for each in compared)

    def _compared(self, thing: NamedNode, wanted: WantedProperty) -> float:
        """Return 1 if a property is as wanted, 0 if nothing is known of it, -1 if it is not."""
        values = self._values(thing, self.property(wanted.property))
        if not values:
            return 0
        texts = {text for value in values for text in self._texts(value)}
        wishes = {folded(value) for value in wanted.values}
        return 1 if texts & wishes else -1

    def _texts(self, value: Term) -> Iterator[str]:
        """Yield what a value may be called, folded."""
        if isinstance(value, Literal):
            yield folded(value.value)
        elif isinstance(value, NamedNode):
            yield folded(value.value)
            yield folded(self.short(value))
            yield from map(folded, self._names(value))

    def _typed(self, thing: NamedNode, query: ReconciliationQuery) -> bool:
        if not query.types:
            return True
        own = set(self._known.wider_classes(thing))
        has = [self.term(each) in own for each in query.types]
        return all(has) if query.needs_all else any(has)

    def suggested(self, prefix: str, start: int, most: int) -> list[EntityCandidate]:
        """Return the entities whose names or identifiers begin with a text, for completion."""
        known = self.entity(prefix)
        scores = {} if known is None else {known: 100.0}
        for thing, how, more in self._with_part(prefix):
            scores.setdefault(thing, 50 - how - more / 1_000)
        if not scores:
            scores = self._by_name(ReconciliationQuery(prefix))
        found = [self._candidate(thing, score, []) for thing, score in scores.items()]
        return heapq.nsmallest(start + most, found, key=_best)[start:]

    def classes(self, prefix: str = "") -> list[NamedNode]:
        """Return the classes of entities whose names begin with a text, the largest first."""
        return self._terms(self._sizes, prefix)

    def properties(self, prefix: str = "", class_: str = "") -> list[NamedNode]:
        """Return the properties whose names begin with a text, the most used first.

        :param class_: only those of the entities of a class
        """
        wanted = self.term(class_) if class_ else None
        counts: dict[NamedNode, int] = {}
        for thing in self._named:
            if wanted is None or wanted in self._known.wider_classes(thing):
                for property_ in {fact[0] for fact in self._known.facts(thing)}:
                    counts[property_] = counts.get(property_, 0) + 1
        return self._terms(counts, prefix)

    @cached_property
    def _sizes(self) -> dict[NamedNode, int]:
        sizes: dict[NamedNode, int] = {}
        for thing in self._named:
            for class_ in self._known.wider_classes(thing):
                sizes[class_] = sizes.get(class_, 0) + 1
        return sizes

    def _terms(self, counts: dict[NamedNode, int], prefix: str) -> list[NamedNode]:
        plain = folded(prefix)
        wanted = self.term(prefix) if prefix else None
        found = []
        for term, count in counts.items():
            names = [*self._names(term), self.short(term), local_name(term.value)]
            how = min(rank(folded(name), plain) for name in names) if plain else 0
            if term == wanted:
                how = -1
            if how < NONE:
                found.append((how, -count, term.value))
        return [NamedNode(iri) for _, _, iri in sorted(found)]

    def broader(self, class_: NamedNode) -> list[NamedNode]:
        """Return the classes directly above one."""
        return self._known.linked(class_, "rdfs:subClassOf")

    def values(self, iri: str, property_: str) -> list[Term]:
        """Return the values of a property of an entity; none where it is not known.

        :raises QueryError: when no entity has the property
        """
        thing, term = self.entity(iri), self.property(property_)
        return self._values(thing, term) if thing else []

    def _values(self, thing: NamedNode, property_: NamedNode) -> list[Term]:
        return [value for each, value in self._known.facts(thing) if each == property_]

    def facts(self, thing: NamedNode) -> list[tuple[NamedNode, list[Term]]]:
        """Return what is said of an entity, by property, without its names, types and sources."""
        left_out = {self._known.iri(name) for name in _NOT_SHOWN if self._has_prefix(name)}
        by_property: dict[NamedNode, list[Term]] = {}
        for property_, value in self._known.facts(thing):
            if property_ not in left_out:
                by_property.setdefault(property_, []).append(value)
        return list(by_property.items())

    def described(self, iri: str) -> EntityCandidate | None:
        """Return the entity, class or property with an identifier; none if it is not known."""
        term = self.term(iri)
        is_known = term is not None and (term in self._known or term in self._sizes)
        return self._candidate(term, 100, []) if term and is_known else None

    def entity(self, text: str) -> NamedNode | None:
        """Return the entity that a text is the identifier of: an IRI, or a prefixed name."""
        term = self.term(text)
        return term if term in self._named else None

    def term(self, text: str) -> NamedNode | None:
        """Return what an IRI or a prefixed name stands for; none if the graph has none such."""
        prefix, colon, local = text.strip().partition(":")
        if not colon or not local:
            return None
        full = text.strip()
        if not local.startswith("//") and prefix in self._known.prefixes:
            full = self._known.prefixes[prefix] + local
        try:
            return NamedNode(full)
        except ValueError:
            return None

    def property(self, text: str) -> NamedNode:
        """Return the property that an IRI, a prefixed name or a name stands for.

        :raises QueryError: when no entity has it
        """
        if text not in self._properties:
            term = self.term(text)
            named = iter(self.properties(text) if text.strip() else ())
            found = next(named, None if self._is_whole else term)
            if found is None:
                some = ", ".join(map(self.name, self.properties()[:_SOME]))
                raise QueryError(f"no entity has a property {text!r}; they have {some} and others")
            self._properties[text] = found
        return self._properties[text]

    def short(self, term: NamedNode) -> str:
        """Return a prefixed name of an IRI, or the IRI where no prefix fits."""
        from yuqiao.graph.rdf.prefixes import PrefixMap

        return PrefixMap(self._known.prefixes).compress(term.value) or term.value

    def name(self, term: NamedNode) -> str:
        """Return the name of an entity, class or property; of one without, its prefixed name."""
        return self._known.name(term, self._tag) or self.short(term)

    def has_name(self, term: NamedNode) -> bool:
        """Return whether the graph names an entity, class or property."""
        return bool(self._known.all_names(term))

    def _names(self, thing: NamedNode) -> tuple[str, ...]:
        """Return every name and number of an entity."""
        also = [value.value for value in self._known.values(thing, *_ALSO) if _is_literal(value)]
        own = self._known.all_names(thing)
        numbers = self._known.numbers(thing) if own else []
        return tuple(dict.fromkeys([*own, *also, *numbers]))

    def _candidate(
        self, thing: NamedNode, score: float, features: Iterable[tuple[str, float]]
    ) -> EntityCandidate:
        name = self.name(thing)
        classes = tuple(self._known.classes(thing))
        other = next((each for each in self._known.names(thing).values() if each != name), "")
        about = " · ".join(filter(None, [other, *map(self.name, classes)]))
        return EntityCandidate(thing, name, about, score, False, classes, tuple(features))

    def _of_classes(self, names: Iterable[str]) -> list[NamedNode]:
        return self._known.of_class(*filter(self._has_prefix, names))

    def _has_prefix(self, name: str) -> bool:
        return "://" in name or name.partition(":")[0] in self._known.prefixes


def _is_literal(value: Term) -> bool:
    return isinstance(value, Literal)


def _best(candidate: EntityCandidate) -> tuple[float, int, str]:
    return (-candidate.score, len(candidate.name), candidate.iri.value)


def _decided(found: list[EntityCandidate], limit: int) -> list[EntityCandidate]:
    """Return candidates; the first is a match if it is sure, and well ahead of the second."""
    if not found:
        return []
    first, *others = found
    ahead = first.score - others[0].score if others else 100
    is_match = first.score >= SURE and ahead >= _LEAD
    return [replace(first, is_match=is_match), *others][:limit]
