"""An index of all entities of a graph, built by reading its triples once.

:func:`yuqiao.graph.entities.description.describe` takes seven queries for one entity; for all
entities together that would be tens of thousands.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from yuqiao.graph.entities.description import Claim, Description, Fact, label_of_texts
from yuqiao.graph.labels import LANGUAGES, NAMING_PROPERTIES, best_name, best_tag, names_by_tag
from yuqiao.graph.rdf.canonicalization import names_for_writing, renamed, split_by_blank
from yuqiao.graph.rdf.literals import literal_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from yuqiao.graph.rdf.terms import Term

    Subject = NamedNode | BlankNode
    Shape = dict[NamedNode, slice]  # where the values of each property are
    Links = dict[NamedNode, tuple[NamedNode, ...]]  # a property, a subject, and so on

_NOT_INCOMING = (
    "yq:approvalOf",
    "yq:partnersWith",
    "schema:provider",
    "skos:hasTopConcept",
    "dcterms:source",
)
_CLAIM_PROPERTY = ("yq:aboutProperty", "yq:criterion", "schema:variableMeasured")
_CLAIM_VALUE = (
    "yq:statedResource",
    "yq:statedValue",
    "yq:status",
    "schema:value",
    "yq:finding",
)
_CLAIM_KINDS = ("yq:Assessment", "yq:StatisticalClaim", "yq:StatusRecord")
_CLAIM_NEEDS = ("dcterms:source", "yq:asOf", "yq:basis", "yq:review")
_PARTS = ("yq:hasApproval", "yq:hasOffering")


class Statements(Protocol):
    """A graph, or a part of one, that an index is made of."""

    @property
    def prefixes(self) -> Mapping[str, str]:
        """The prefixes of its names."""

    def triples(self) -> Iterator[Triple]:
        """Return every triple."""


class EntityIndex:
    """A graph in memory, by subject: the statements about each entity, and its incoming links.

    :param store: the graph; every triple of it is read once
    :param like: an index of almost the same graph; what both say is held once

    >>> import yuqiao
    >>> known = EntityIndex(yuqiao.open())
    >>> novosibirsk = known.iri("o:novosibirsk")
    >>> known.name(novosibirsk, "zh-Hans"), len(known.of(novosibirsk).incoming)
    ('俄罗斯新西伯利亚国家研究型国立大学', 1)
    """

    def __init__(self, store: Statements, like: EntityIndex | None = None) -> None:
        self.prefixes = store.prefixes
        self._iris: dict[str, NamedNode] = {}
        self._above: dict[NamedNode, set[NamedNode]] = {}
        self._said: dict[Subject, _Statements] = _in_order(
            store.triples(), like._said if like is not None else {}
        )
        self._pointing: Links = _pointing(self._said, like._pointing if like is not None else {})

    def iri(self, name: str) -> NamedNode:
        """Return the IRI of a prefixed name; an IRI in full is its own."""
        if name not in self._iris and "://" in name:
            self._iris[name] = NamedNode(name)
        elif name not in self._iris:
            prefix, _, local = name.partition(":")
            self._iris[name] = NamedNode(self.prefixes[prefix] + local)
        return self._iris[name]

    def iris(self, names: Iterable[str]) -> list[NamedNode]:
        """Return the IRIs of prefixed names, in their order."""
        return [self.iri(name) for name in names]

    @cached_property
    def things(self) -> list[NamedNode]:
        """The IRIs that are subjects, in order."""
        named = (subject for subject in self._said if isinstance(subject, NamedNode))
        return sorted(named, key=lambda thing: thing.value)

    def __contains__(self, thing: object) -> bool:
        return thing in self._said

    def values(self, thing: NamedNode | BlankNode, *names: str) -> list[Term]:
        """Return the values of some properties, by prefixed name; none for an unknown entity."""
        own = self._said.get(thing)
        if own is None:
            return []
        places = map(own.shape.get, map(self.iri, names))
        return [value for place in places if place is not None for value in own.values[place]]

    def linked(self, thing: NamedNode | BlankNode, *names: str) -> list[NamedNode]:
        """Return the values of some properties that are IRIs."""
        return [value for value in self.values(thing, *names) if isinstance(value, NamedNode)]

    def text(self, thing: NamedNode | BlankNode, *names: str) -> str:
        """Return the first literal or IRI among the values of some properties, as text."""
        found = (literal_text(value) or _iri_text(value) for value in self.values(thing, *names))
        return next((text for text in found if text), "")

    def pointing(self, thing: NamedNode, *names: str) -> list[NamedNode]:
        """Return the entities that link to one by some properties, in order of IRI."""
        wanted = set(self.iris(names))
        found = (other for by, other in _pairs(self._pointing.get(thing, ())) if by in wanted)
        return list(dict.fromkeys(found))

    def of_class(self, *names: str) -> list[NamedNode]:
        """Return the instances of some classes, in order of IRI."""
        found = {t for name in names for t in self.pointing(self.iri(name), "rdf:type")}
        return sorted(found, key=lambda thing: thing.value)

    def having(self, property_: NamedNode) -> list[NamedNode]:
        """Return the entities that have a value of a property, in order of IRI."""
        return [thing for thing in self.things if property_ in self._said[thing].shape]

    def name(self, thing: NamedNode, lang: str) -> str:
        """Return an entity's best name for a language tag, or nothing."""
        return best_name(self._names(thing), lang)

    def name_tag(self, thing: NamedNode, lang: str) -> str:
        """Return the language tag of an entity's best name in lower case, or nothing."""
        by_tag = self._names(thing)
        return best_tag(by_tag, lang) if by_tag else ""

    def names(self, thing: NamedNode) -> dict[str, str]:
        """Return an entity's best name for each display language, if it has a name."""
        by_tag = self._names(thing)
        return {tag: best_name(by_tag, tag) for tag in LANGUAGES.values() if by_tag}

    def all_names(self, thing: NamedNode) -> list[str]:
        """Return every name of an entity in any language, without its other names."""
        names = self.values(thing, *NAMING_PROPERTIES)
        return list(dict.fromkeys(name.value for name in names if isinstance(name, Literal)))

    def numbers(self, thing: NamedNode) -> list[str]:
        """Return the numbers an entity is known by: of its certificates, register pages, school.

        >>> import yuqiao
        >>> known = EntityIndex(yuqiao.open())
        >>> known.numbers(known.iri("p:swu-missouri-plant"))
        ['MOE50US2A20181935N', '2564']
        """
        approvals = self.pointing(thing, "yq:approvalOf")
        stated = [
            value for each in approvals for value in self.values(each, "yq:certificateNumber")
        ]
        stated += self.values(thing, "yq:ministryCode", "dcterms:identifier")
        pages = [page.value.rpartition("/")[2] for page in self.linked(thing, "yq:registerPage")]
        return [*filter(None, map(literal_text, stated)), *filter(None, pages)]

    def _names(self, thing: NamedNode) -> dict[str, str]:
        names = self.values(thing, *NAMING_PROPERTIES)
        return names_by_tag((n.value, n.language) for n in names if isinstance(n, Literal))

    def classes(self, thing: NamedNode) -> list[NamedNode]:
        """Return the most specific classes of an entity: none that another is a subclass of."""
        own = self.linked(thing, "rdf:type")
        wider = {above for each in own for above in self._wider(each)}
        return [each for each in own if each not in wider]

    def _wider(self, class_: NamedNode) -> set[NamedNode]:
        """Return all superclasses of a class; circles are tolerated."""
        if class_ not in self._above:
            found: set[NamedNode] = set()
            waiting = [class_]
            while waiting:
                new = set(self.linked(waiting.pop(), "rdfs:subClassOf")) - found - {class_}
                found |= new
                waiting += new
            self._above[class_] = found
        return self._above[class_]

    def wider_classes(self, thing: NamedNode) -> list[NamedNode]:
        """Return all classes of an entity, its own before their superclasses."""
        own = self.linked(thing, "rdf:type")
        above = {wider for each in own for wider in self._wider(each)}
        return [*own, *sorted(above.difference(own), key=lambda each: each.value)]

    def facts(self, thing: NamedNode | BlankNode) -> list[tuple[NamedNode, Term]]:
        """Return the properties of an entity with their values."""
        return list(self._said.get(thing, _NOTHING).facts())

    def triples(self, thing: NamedNode | BlankNode) -> Iterator[Triple]:
        """Return the statements about an entity, and about the blank nodes reached from it."""
        waiting: list[NamedNode | BlankNode] = [thing]
        seen = set(waiting)
        while waiting:
            subject = waiting.pop()
            for property_, value in self._said.get(subject, _NOTHING).facts():
                yield Triple(subject, property_, value)
                if isinstance(value, BlankNode) and value not in seen:
                    seen.add(value)
                    waiting.append(value)

    def claims(self, thing: NamedNode) -> list[Claim]:
        """Return the claims about an entity that have a source, a date, a basis and a review."""
        found = [
            self._claim(each)
            for each in self.pointing(thing, "schema:about")
            if all(self.values(each, name) for name in _CLAIM_NEEDS)
        ]
        return sorted(found, key=lambda claim: (claim.as_of, claim.iri.value))

    def _claim(self, iri: NamedNode) -> Claim:
        kinds = set(self.iris(_CLAIM_KINDS))
        return Claim(
            iri,
            next(iter(self.linked(iri, *_CLAIM_PROPERTY)), None),
            next(iter(self.values(iri, *_CLAIM_VALUE)), None),
            tuple(self.linked(iri, "dcterms:source")),
            self.text(iri, "yq:asOf"),
            next(iter(self.linked(iri, "yq:basis")), iri),
            next(iter(self.linked(iri, "yq:review")), iri),
            label_of_texts(self.values(iri, "schema:text")),
            label_of_texts(self.values(iri, "skos:scopeNote")),
            next((kind for kind in self.linked(iri, "rdf:type") if kind in kinds), None),
        )

    def of(self, thing: NamedNode) -> Description:
        """Describe an entity as :func:`yuqiao.graph.entities.description.describe` does."""
        facts, claims = self._facts_and_claims(thing)
        parts = tuple(
            Description(part, *self._facts_and_claims(part), parts=(), incoming={})
            for part in sorted(self.linked(thing, *_PARTS), key=lambda part: part.value)
        )
        return Description(thing, facts, claims, parts, self._incoming(thing))

    def _facts_and_claims(self, thing: NamedNode) -> tuple[tuple[Fact, ...], tuple[Claim, ...]]:
        claims = self.claims(thing)
        accepted = self.iri("rev:accepted")
        backing: dict[tuple[NamedNode | None, Term | None], list[Claim]] = defaultdict(list)
        for claim in claims:
            if claim.review == accepted:
                backing[claim.property, claim.value].append(claim)
        facts = []
        used: set[NamedNode] = set()
        for property_, value in self._said.get(thing, _NOTHING).facts():
            behind = tuple(backing.get((property_, value), ())) if backing else ()
            used.update(claim.iri for claim in behind)
            facts.append(Fact(property_, value, behind))
        facts.sort(key=lambda fact: (fact.property.value, str(fact.value)))
        return tuple(facts), tuple(claim for claim in claims if claim.iri not in used)

    def _incoming(self, thing: NamedNode) -> dict[NamedNode, tuple[NamedNode, ...]]:
        left_out = self._not_incoming
        found: dict[NamedNode, list[NamedNode]] = {}
        for property_, other in _pairs(self._pointing.get(thing, ())):
            if property_ not in left_out and other not in self.all_claims:
                named = self.inverses.get(property_, property_)
                found.setdefault(named, []).append(other)
        return {named: tuple(others) for named, others in sorted(found.items(), key=_by_iri)}

    @cached_property
    def _not_incoming(self) -> set[NamedNode]:
        return set(self.iris(_NOT_INCOMING))

    @cached_property
    def all_claims(self) -> set[NamedNode]:
        """The IRIs of all claims."""
        return set(self.pointing(self.iri("yq:Claim"), "rdf:type"))

    @cached_property
    def inverses(self) -> Mapping[NamedNode, NamedNode]:
        """The inverse of each property that names one."""
        inverse = self.iri("owl:inverseOf")
        return {
            subject: value
            for subject, own in self._said.items()
            for value in own.values[own.shape.get(inverse, _NOWHERE)]
            if isinstance(subject, NamedNode) and isinstance(value, NamedNode)
        }


class _Statements(NamedTuple):
    """What is said of a subject; many have the same shape, which is held once."""

    shape: Shape
    values: tuple[Term, ...]

    def facts(self) -> Iterator[tuple[NamedNode, Term]]:
        """Return each property with each of its values."""
        for property_, place in self.shape.items():
            for value in self.values[place]:
                yield property_, value


_NOTHING = _Statements({}, ())
_NOWHERE = slice(0)


def _in_order(
    triples: Iterable[Triple], like: Mapping[Subject, _Statements]
) -> dict[Subject, _Statements]:
    """Return triples by subject, ordered independently of the parser's labels of blank nodes.

    Each term is held once, and no triple is: of a large graph that is a third of the memory.

    :param like: what is taken where it is the same
    """
    held: dict[Subject, list[Any]] = {}
    terms: dict[object, Any] = {}
    unnamed: dict[Triple, None] = {}
    for triple in triples:
        subject, predicate, value = (terms.setdefault(term, term) for term in triple)
        held.setdefault(subject, []).extend((predicate, value))
        if _has_blank_node(triple):
            unnamed[triple] = None
    terms.clear()
    names = names_for_writing(split_by_blank(list(unnamed))[1]) if unnamed else {}

    def named(term: object) -> str:
        written = str(term)
        if isinstance(term, Triple):
            (line,) = renamed([written.encode()], names)
            return line.decode()
        return str(names.get(written.encode(), written)) if written[0] == "_" else written

    shapes: dict[tuple[tuple[NamedNode, int], ...], Shape] = {}
    found: dict[Subject, _Statements] = {}
    for subject in sorted(held, key=named):
        pairs = list(dict.fromkeys(_pairs(held.pop(subject))))
        pairs.sort(key=lambda pair: (pair[0].value, named(pair[1])))
        counts = tuple(Counter(predicate for predicate, _ in pairs).items())
        own = _Statements(_shape(counts, shapes), tuple(value for _, value in pairs))
        found[subject] = like[subject] if like.get(subject) == own else own
    return found


def _shape(
    counts: tuple[tuple[NamedNode, int], ...],
    shapes: dict[tuple[tuple[NamedNode, int], ...], Shape],
) -> Shape:
    """Return the place of each predicate's values, the same object for the same counts."""
    if counts not in shapes:
        ends = list(accumulate(number for _, number in counts))
        shapes[counts] = {
            predicate: slice(end - number, end)
            for (predicate, number), end in zip(counts, ends, strict=True)
        }
    return shapes[counts]


def _pointing(said: Mapping[Subject, _Statements], like: Links) -> Links:
    """Return the links to each IRI: the property, and the entity that has it.

    :param like: what is taken where it is the same
    """
    found: dict[NamedNode, list[NamedNode]] = {}
    for subject, own in said.items():
        if isinstance(subject, NamedNode):
            for predicate, value in own.facts():
                if isinstance(value, NamedNode):
                    found.setdefault(value, []).extend((predicate, subject))
    links: Links = {}
    while found:
        thing, pairs = found.popitem()
        own_links = tuple(pairs)
        links[thing] = like[thing] if like.get(thing) == own_links else own_links
    return links


def _pairs(flat: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
    """Return the items of a sequence two by two."""
    items = iter(flat)
    return zip(items, items, strict=True)


def _has_blank_node(triple: Triple) -> bool:
    ends = (triple.subject, triple.object)
    if isinstance(triple.object, Triple) and "_:" in str(triple.object):
        return True
    return any(isinstance(end, BlankNode) for end in ends)


def _by_iri(found: tuple[NamedNode, list[NamedNode]]) -> str:
    return found[0].value


def _iri_text(term: Term) -> str:
    return term.value if isinstance(term, NamedNode) else ""
