"""Changes of each entity between two graphs, with the sources of new values."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from yuqiao.graph.network.partnership_queries import statuses
from yuqiao.graph.rdf.blank_nodes import BlankNodeValues, Term, Value
from yuqiao.graph.rdf.nquads import END

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from yuqiao.graph.stores.store import Store

    Facts = Mapping[NamedNode, set[Value]]

ADDED, REMOVED, ENDED, RENAMED, CHANGED = "added", "removed", "ended", "renamed", "changed"
"""Kinds of changes of an entity."""


@dataclass(frozen=True)
class ValueChange:
    """The old and new values of a property of an entity; unchanged values are left out.

    :param sources: of the new values, or, if there are none, of those that went
    """

    property: NamedNode
    old: tuple[Value, ...]
    new: tuple[Value, ...]
    sources: tuple[NamedNode, ...] = ()


@dataclass(frozen=True)
class EntityChange:
    """The changes of one entity.

    :param classes: that it is of, in the new graph, or in the old if it went
    :param of: the entity it belongs to: a claim to its subject, an approval or an offering to
        its partnership; None for an independent entity
    :param events: some of :data:`ADDED`, :data:`REMOVED`, :data:`ENDED`, :data:`RENAMED`,
        :data:`CHANGED`, in this order
    """

    iri: NamedNode
    classes: tuple[NamedNode, ...]
    of: NamedNode | None
    events: tuple[str, ...]
    values: tuple[ValueChange, ...]


def changed_entities(
    old: tuple[Store, Collection[bytes]],
    new: tuple[Store, Collection[bytes]],
    changed: Collection[bytes],
) -> Iterator[EntityChange]:
    """Yield the changes of entities, in order of IRI; those without an IRI are left out.

    :param old: the old graph, and all its triples as lines of N-Triples without their ends
    :param new: the new one
    :param changed: the subjects of what went and came, as they occur in the lines
    """
    was_ended, is_ended = (_ended(store) for store, _ in (old, new))
    changed = {*changed, *(f"<{iri}>".encode() for iri in is_ended - was_ended)}
    earlier, later = _Side(*old, changed), _Side(*new, changed)
    for thing in sorted({*earlier.facts, *later.facts}, key=lambda iri: iri.value):
        was, now = earlier.facts.get(thing, {}), later.facts.get(thing, {})
        ended = bool(was and now) and thing.value in is_ended - was_ended
        if was == now and not ended:
            continue
        side = later if now else earlier
        values = tuple(_value_changes(thing, earlier, later))
        events = tuple(_events(side, was, now, values, ended=ended))
        if events:
            yield EntityChange(thing, side.classes(thing), side.owner(thing), events, values)


def _ended(store: Store) -> set[str]:
    return {iri for iri, (_, ended) in statuses(store).items() if ended}


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


def _in_order(values: Iterable[Value]) -> tuple[Value, ...]:
    return tuple(sorted(values, key=str))


class _Side:
    """The facts of one graph about the entities that changed, and the claims about them.

    :param lines: all its triples
    :param changed: the entities
    """

    def __init__(self, store: Store, lines: Collection[bytes], changed: Collection[bytes]) -> None:
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
        self._said: dict[Term, dict[NamedNode, set[Term]]] = {}
        self._wholes: dict[NamedNode, list[NamedNode]] = defaultdict(list)
        self._claims: dict[NamedNode, list[NamedNode]] = defaultdict(list)
        linking = [str(iri).encode() for iri in (self._about, self._has_part)]
        for triple in _triples(_relevant_lines(lines, changed, linking)):
            self._take(triple)
        values = BlankNodeValues(self._said)
        self.facts = {
            thing: {way: set(map(values.of, said[way])) for way in said}
            for thing, said in self._said.items()
            if isinstance(thing, NamedNode) and str(thing).encode() in changed
        }

    def _take(self, triple: Triple) -> None:
        subject, predicate, value = triple.subject, triple.predicate, triple.object
        self._said.setdefault(subject, {}).setdefault(predicate, set()).add(value)
        if not isinstance(subject, NamedNode) or not isinstance(value, NamedNode):
            return
        if predicate == self._has_part:
            self._wholes[value].append(subject)
        elif predicate == self._about:
            self._claims[value].append(subject)

    def classes(self, thing: NamedNode) -> tuple[NamedNode, ...]:
        found = self._said.get(thing, {}).get(self._type, set())
        return tuple(sorted(_names(found), key=str))

    def owner(self, thing: NamedNode) -> NamedNode | None:
        facts = self._said.get(thing, {})
        owners = (list(_names(facts.get(way, ()))) for way in self._owners)
        known = next(filter(None, owners), self._wholes.get(thing, []))
        return min(known, key=str, default=None)

    def sources(
        self, thing: NamedNode, property_: NamedNode, values: Collection[Value]
    ) -> tuple[NamedNode, ...]:
        """Return the sources of the claims that back some values."""
        found: set[NamedNode] = set()
        for claim in self._claims.get(thing, ()):
            facts = self._said[claim]
            stated = [value for way in self._stated for value in facts.get(way, ())]
            if property_ in facts.get(self._of_property, ()) and any(v in values for v in stated):
                found.update(_names(facts.get(self._source, ())))
        return tuple(sorted(found, key=str))


def _names(terms: Iterable[Term]) -> Iterator[NamedNode]:
    return (term for term in terms if isinstance(term, NamedNode))


def _triples(lines: Iterable[bytes]) -> Iterator[Triple]:
    text = b"".join(line + END for line in lines)
    return (quad.triple for quad in parse(text, RdfFormat.N_TRIPLES, lenient=True))


def _relevant_lines(
    lines: Collection[bytes], changed: Collection[bytes], linking: Collection[bytes]
) -> Iterator[bytes]:
    """Return the lines of what changed, of what links to it by some properties, of blank nodes."""
    others: set[bytes] = set()
    for line in lines:
        subject, predicate, value = line.split(b" ", 2)
        if subject in changed or subject.startswith(b"_:"):
            yield line
        elif predicate in linking and value in changed:
            others.add(subject)
    for line in lines if others else ():
        subject = line.split(b" ", 1)[0]
        if subject in others:
            yield line
