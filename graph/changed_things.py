"""What changed of each thing between two graphs, with the sources of what is new."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Triple

from yuqiao.graph.partnerships import statuses

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pyoxigraph import BlankNode

    from yuqiao.graph.store import Store

    Value = NamedNode | Literal | BlankNode | Triple
    Facts = Mapping[NamedNode, set[Value]]

ADDED, REMOVED, ENDED, RENAMED, CHANGED = "added", "removed", "ended", "renamed", "changed"
"""What can have happened to a thing."""


@dataclass(frozen=True)
class ValueChange:
    """What one property of a thing had for values, and has now; values that stayed are left out.

    :param sources: of the new values, or, if there are none, of those that went
    """

    property: NamedNode
    old: tuple[NamedNode | Literal, ...]
    new: tuple[NamedNode | Literal, ...]
    sources: tuple[NamedNode, ...] = ()


@dataclass(frozen=True)
class ThingChange:
    """What happened to one thing.

    :param classes: that it is of, in the new graph, or in the old if it went
    :param of: the thing it belongs to: a claim to what it is about, an approval or an offering to
        its partnership; None for a thing of its own
    :param events: some of :data:`ADDED`, :data:`REMOVED`, :data:`ENDED`, :data:`RENAMED`,
        :data:`CHANGED`, in this order
    """

    iri: NamedNode
    classes: tuple[NamedNode, ...]
    of: NamedNode | None
    events: tuple[str, ...]
    values: tuple[ValueChange, ...]


def changed_things(
    old: Store, new: Store, before: Iterable[Triple], after: Iterable[Triple]
) -> Iterator[ThingChange]:
    """Give what changed, in order of IRI; what has no IRI is left out.

    :param before: the triples of the old graph
    :param after: the triples of the new graph
    """
    earlier, later = _Side(old, before), _Side(new, after)
    for thing in sorted({*earlier.facts, *later.facts}, key=lambda iri: iri.value):
        was, now = earlier.facts.get(thing, {}), later.facts.get(thing, {})
        ended = later.has_ended(thing) and was and now and not earlier.has_ended(thing)
        if was == now and not ended:
            continue
        side = later if now else earlier
        values = tuple(_value_changes(thing, earlier, later))
        events = tuple(_events(side, was, now, values, ended=bool(ended)))
        if events:
            yield ThingChange(thing, side.classes(thing), side.owner(thing), events, values)


def _events(
    side: _Side, was: Facts, now: Facts, values: Iterable[ValueChange], *, ended: bool
) -> Iterator[str]:
    if not was or not now:
        yield REMOVED if was else ADDED
        return
    if ended:
        yield ENDED
    renamed = any(value.property == side.name and value.old and value.new for value in values)
    if renamed:
        yield RENAMED
    if any(value.property not in {side.name, side.label} or not renamed for value in values):
        yield CHANGED


def _value_changes(thing: NamedNode, earlier: _Side, later: _Side) -> Iterator[ValueChange]:
    was, now = earlier.facts.get(thing, {}), later.facts.get(thing, {})
    for property_ in sorted({*was, *now}, key=lambda iri: iri.value):
        old, new = was.get(property_, set()), now.get(property_, set())
        gone, come = _in_order(old - new), _in_order(new - old)
        if not gone and not come:
            continue
        side, values = (later, come) if come else (earlier, gone)
        sources = side.sources(thing, property_, values)
        yield ValueChange(property_, gone, come, sources)


def _in_order(values: Iterable[Value]) -> tuple[NamedNode | Literal, ...]:
    """Put values in order; blank nodes, which have no names that last, are left out."""
    named = (value for value in values if isinstance(value, NamedNode | Literal))
    return tuple(sorted(named, key=str))


class _Side:
    """One of the two graphs, by thing."""

    def __init__(self, store: Store, triples: Iterable[Triple]) -> None:
        yq, schema = store.prefixes["yq"], store.prefixes["schema"]
        self.name = NamedNode(store.prefixes["skos"] + "prefLabel")
        self.label = NamedNode(store.prefixes["rdfs"] + "label")
        self._type = NamedNode(store.prefixes["rdf"] + "type")
        self._source = NamedNode(store.prefixes["dcterms"] + "source")
        self._about = NamedNode(schema + "about")
        self._owners = (self._about, NamedNode(yq + "approvalOf"))
        self._has_part = NamedNode(yq + "hasOffering")
        self._of_property = NamedNode(yq + "aboutProperty")
        self._stated = (NamedNode(yq + "statedValue"), NamedNode(yq + "statedResource"))
        self._ended = {iri for iri, (_, ended) in statuses(store).items() if ended}
        self.facts: dict[NamedNode, dict[NamedNode, set[Value]]] = {}
        self._wholes: dict[NamedNode, NamedNode] = {}
        self._claims: dict[tuple[Value, Value], list[NamedNode]] = defaultdict(list)
        for triple in triples:
            self._take(triple)

    def _take(self, triple: Triple) -> None:
        subject, predicate, value = triple.subject, triple.predicate, triple.object
        if not isinstance(subject, NamedNode):
            return
        self.facts.setdefault(subject, {}).setdefault(predicate, set()).add(value)
        if predicate == self._has_part and isinstance(value, NamedNode):
            self._wholes[value] = subject
        elif predicate in self._stated:
            self._claims[predicate, value].append(subject)

    def has_ended(self, thing: NamedNode) -> bool:
        return thing.value in self._ended

    def classes(self, thing: NamedNode) -> tuple[NamedNode, ...]:
        found = self.facts.get(thing, {}).get(self._type, set())
        return tuple(value for value in _in_order(found) if isinstance(value, NamedNode))

    def owner(self, thing: NamedNode) -> NamedNode | None:
        facts = self.facts.get(thing, {})
        for property_ in self._owners:
            for value in _in_order(facts.get(property_, set())):
                if isinstance(value, NamedNode):
                    return value
        return self._wholes.get(thing)

    def sources(
        self, thing: NamedNode, property_: NamedNode, values: Iterable[Value]
    ) -> tuple[NamedNode, ...]:
        """Give the sources of the claims that back some values; those of the thing if it is one."""
        found: set[NamedNode] = set()
        for value in values:
            for stated in self._stated:
                for claim in self._claims.get((stated, value), ()):
                    facts = self.facts[claim]
                    if thing in facts.get(self._about, ()) and property_ in facts.get(
                        self._of_property, ()
                    ):
                        found |= {
                            s for s in facts.get(self._source, ()) if isinstance(s, NamedNode)
                        }
        return tuple(sorted(found, key=lambda source: source.value))
