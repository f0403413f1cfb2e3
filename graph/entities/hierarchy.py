"""The hierarchy of a graph's concepts and classes, from the widest to the narrowest.

Concepts are placed by ``skos:broader``, ``skos:narrower``, ``skos:topConceptOf`` and
``skos:hasTopConcept`` (https://www.w3.org/TR/skos-reference/), classes by ``rdfs:subClassOf``.
SKOS forbids no cycle, and concepts in one have no top: the first of them by IRI stands in for it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from yuqiao.graph.entities.index import EntityIndex

_CONCEPTS = ("skos:Concept",)
CLASSES = ("owl:Class", "rdfs:Class")
"""The classes of classes."""


@dataclass(frozen=True)
class Placed:
    """One place of an entity in a hierarchy.

    :param depth: 0 for a top
    :param again: whether something is below it, which stands at another of its places
    """

    thing: NamedNode
    depth: int
    again: bool


class Hierarchy:
    """Which entities are below which.

    :param below: what is directly below each entity
    :param tops: those that are known to be tops, whatever is above them

    >>> a, b, c = (NamedNode(f"urn:{name}") for name in "abc")
    >>> cycle = Hierarchy({a: {b}, b: {a, c}})
    >>> [(each.thing.value, each.depth, each.again) for each in cycle.places()]
    [('urn:a', 0, False), ('urn:b', 1, False), ('urn:a', 2, True), ('urn:c', 2, False)]
    """

    def __init__(
        self, below: dict[NamedNode, set[NamedNode]], tops: Iterable[NamedNode] = ()
    ) -> None:
        self._below = below
        self._tops = set(tops)
        self._narrower = {each for narrower in below.values() for each in narrower}
        self._above: dict[NamedNode, set[NamedNode]] = defaultdict(set)
        for above, narrower in below.items():
            for each in narrower:
                self._above[each].add(above)

    def near(self, thing: NamedNode) -> set[NamedNode]:
        """Return what is directly above or below an entity."""
        return self._below.get(thing, set()) | self._above.get(thing, set())

    def __bool__(self) -> bool:
        return any(self._below.values())

    @property
    def members(self) -> set[NamedNode]:
        """Every entity that is above or below another, or a top."""
        return self._narrower | self._tops | {each for each, own in self._below.items() if own}

    def places(self, among: Iterable[NamedNode] | None = None) -> Iterator[Placed]:
        """Yield every place, each entity before what is below it; the order is that of the IRIs.

        :param among: only these entities; all members by default
        """
        members = self.members if among is None else set(among)
        tops = {each for each in members if each in self._tops or each not in self._narrower}
        seen: set[NamedNode] = set()
        for start in [*_by_iri(tops), *_by_iri(members - tops)]:
            if start in seen:
                continue
            waiting = [(start, 0)]
            while waiting:
                thing, depth = waiting.pop()
                narrower = self._below.get(thing, set()) & members
                yield Placed(thing, depth, thing in seen and bool(narrower))
                if thing in seen:
                    continue
                seen.add(thing)
                waiting += [(each, depth + 1) for each in reversed(_by_iri(narrower))]


def concept_hierarchy(known: EntityIndex) -> Hierarchy:
    """Return the hierarchy of the concepts of a graph."""
    below = _below(known, "skos:broader", "skos:narrower")
    tops = {
        thing for thing in known.of_class(*_CONCEPTS) if known.linked(thing, "skos:topConceptOf")
    }
    for scheme in known.things:
        tops.update(known.linked(scheme, "skos:hasTopConcept"))
    return Hierarchy(below, tops)


def class_hierarchy(known: EntityIndex) -> Hierarchy:
    """Return the hierarchy of the classes that a graph describes."""
    below = _below(known, "rdfs:subClassOf", None)
    return Hierarchy({above: {b for b in own if b in known} for above, own in below.items()})


def _below(known: EntityIndex, up: str, down: str | None) -> dict[NamedNode, set[NamedNode]]:
    found: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    for thing in known.having(known.iri(up)):
        for above in known.linked(thing, up):
            if above != thing:
                found[above].add(thing)
    if down is not None:
        for thing in known.having(known.iri(down)):
            found[thing].update(each for each in known.linked(thing, down) if each != thing)
    return dict(found)


def _by_iri(things: Iterable[NamedNode]) -> list[NamedNode]:
    return sorted(things, key=lambda thing: thing.value)
