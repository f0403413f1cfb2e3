"""Everything a graph knows of one thing: its facts, what points to it, and the evidence for each.

All of it is asked of the store in SPARQL with prefixed names, so it works on any store and base.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from pyoxigraph import Literal, NamedNode

from yuqiao.graph.rdf.iris import checked_iri
from yuqiao.graph.rdf.literals import literal_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.results import Solutions
    from yuqiao.graph.stores.store import Store

THINGS_A_QUERY = 1_000
"""Things named in one query at most: however many there are, no query is longer than is allowed."""


@dataclass(frozen=True)
class Fact:
    """One property and one value of a thing; ``claims`` are the claims that back it."""

    property: NamedNode
    value: Term
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True)
class Claim:
    """What one source says: a value of a property, or a sentence, with its date, basis and review.

    ``kind`` is the class of a claim that is more than that: a status record, a figure, an
    assessment.
    """

    iri: NamedNode
    property: NamedNode | None
    value: Term | None
    sources: tuple[NamedNode, ...]
    as_of: str
    basis: NamedNode
    review: NamedNode
    text: str
    note: str
    kind: NamedNode | None


@dataclass(frozen=True)
class Description:
    """A thing as a graph knows it.

    :param facts: what is stated of it, in order of property
    :param claims: what sources say of it beyond the facts: statuses, figures, assessments, texts,
        claims that are open or rejected
    :param parts: the same for its approvals and offerings
    :param incoming: what points to it, by the property that does; an inverse property's name is
        used where there is one
    """

    iri: NamedNode
    facts: tuple[Fact, ...]
    claims: tuple[Claim, ...]
    parts: tuple[Description, ...]
    incoming: dict[NamedNode, tuple[NamedNode, ...]]

    def terms(self) -> Iterator[Term]:
        """Give every term it mentions, so that their names can be looked up together."""
        yield self.iri
        for fact in self.facts:
            yield from (fact.property, fact.value)
        for claim in [*self.claims, *(claim for fact in self.facts for claim in fact.claims)]:
            yield from (claim.basis, claim.review, *claim.sources)
            yield from (term for term in (claim.property, claim.value, claim.kind) if term)
        for property_, things in self.incoming.items():
            yield from (property_, *things)
        for part in self.parts:
            yield from part.terms()


_FACTS = "SELECT ?property ?value WHERE { ?thing ?property ?value }"
_CLAIMS = """
SELECT ?claim ?property ?value ?source ?date ?basis ?review ?text ?note ?kind WHERE {
  ?claim schema:about ?thing ; dcterms:source ?source ; yq:asOf ?date ; yq:basis ?basis ;
    yq:review ?review .
  OPTIONAL { ?claim yq:aboutProperty|yq:criterion|schema:variableMeasured ?property }
  OPTIONAL { ?claim yq:statedResource|yq:statedValue|yq:status|schema:value|yq:finding ?value }
  OPTIONAL { ?claim schema:text ?text }
  OPTIONAL { ?claim skos:scopeNote ?note }
  OPTIONAL { ?claim a ?kind FILTER(?kind IN (yq:StatusRecord, yq:StatisticalClaim, yq:Assessment)) }
} ORDER BY STR(?date) ?claim ?source"""
_INCOMING = """
SELECT ?property ?other WHERE {
  ?other ?property ?thing .
  FILTER NOT EXISTS { ?other a yq:Claim }
  FILTER(?property NOT IN (yq:approvalOf, yq:partnersWith, skos:hasTopConcept, dcterms:source))
  FILTER(isIRI(?other))
} ORDER BY ?property ?other"""
_INVERSE = "SELECT ?property ?inverse WHERE { ?property owl:inverseOf ?inverse }"
_PARTS = "SELECT ?part WHERE { ?thing yq:hasApproval|yq:hasOffering ?part } ORDER BY ?part"


def describe(store: Store, thing: NamedNode) -> Description:
    """Gather everything a graph knows of a thing.

    :param thing: its IRI; a description with nothing in it comes out of one nobody knows

    >>> import yuqiao
    >>> graph = yuqiao.open()
    >>> novosibirsk = NamedNode(graph.prefixes["o"] + "novosibirsk")
    >>> len(describe(graph, novosibirsk).incoming)
    1
    """
    parts = [row[0] for row in _rows(store, _PARTS, thing)]
    return Description(
        thing,
        *_said_of(store, thing),
        parts=tuple(
            Description(part, *_said_of(store, part), parts=(), incoming={})
            for part in parts
            if isinstance(part, NamedNode)
        ),
        incoming=_incoming(store, thing),
    )


def _said_of(store: Store, thing: NamedNode) -> tuple[tuple[Fact, ...], tuple[Claim, ...]]:
    """Give the facts of a thing with the claims that back them, and the claims that back none."""
    claims = _claims(store, thing)
    accepted = NamedNode(store.prefixes["rev"] + "accepted")
    facts = []
    backing: set[Claim] = set()
    for property_, value in _rows(store, _FACTS, thing):
        if not isinstance(property_, NamedNode) or value is None:
            continue
        behind = tuple(
            claim
            for claim in claims
            if claim.property == property_ and claim.value == value and claim.review == accepted
        )
        backing.update(behind)
        facts.append(Fact(property_, value, behind))
    facts.sort(key=lambda fact: (fact.property.value, str(fact.value)))
    return tuple(facts), tuple(claim for claim in claims if claim not in backing)


def _claims(store: Store, thing: NamedNode) -> list[Claim]:
    rows: dict[NamedNode, list[tuple[Term | None, ...]]] = {}
    for row in _rows(store, _CLAIMS, thing):
        rows.setdefault(cast("NamedNode", row[0]), []).append(row)
    return [_claim(iri, found) for iri, found in rows.items()]


def _claim(iri: NamedNode, rows: list[tuple[Term | None, ...]]) -> Claim:
    _, property_, value, _, date, basis, review, text, note, kind = rows[0]
    sources = dict.fromkeys(row[3] for row in rows)
    return Claim(
        iri,
        property_ if isinstance(property_, NamedNode) else None,
        value,
        tuple(source for source in sources if isinstance(source, NamedNode)),
        literal_text(date),
        cast("NamedNode", basis),
        cast("NamedNode", review),
        literal_text(text),
        literal_text(note),
        kind if isinstance(kind, NamedNode) else None,
    )


def _incoming(store: Store, thing: NamedNode) -> dict[NamedNode, tuple[NamedNode, ...]]:
    inverses = {row[0]: row[1] for row in _rows(store, _INVERSE, None)}
    found: dict[NamedNode, list[NamedNode]] = {}
    for property_, other in _rows(store, _INCOMING, thing):
        named = inverses.get(property_, property_)
        if isinstance(named, NamedNode) and isinstance(other, NamedNode):
            found.setdefault(named, []).append(other)
    return {named: tuple(others) for named, others in found.items()}


def names_of(store: Store, terms: Iterable[Term], lang: str) -> dict[NamedNode, str]:
    """Look up what things are called: in a language, else in English, else in any.

    :param terms: the things; literals among them are passed over
    :param lang: a language tag such as ``en`` or ``zh-Hans``
    :return: a name for each thing that has one
    """
    wanted = sorted({term.value for term in terms if isinstance(term, NamedNode)})
    found: dict[NamedNode, dict[str, str]] = {}
    for thing, name in _every_name(store, wanted):
        if isinstance(thing, NamedNode) and isinstance(name, Literal):
            by_language = found.setdefault(thing, {})
            tag = name.language or ""
            by_language[tag] = min(name.value, by_language.get(tag, name.value))
    return {thing: best_name(by_language, lang) for thing, by_language in found.items()}


def _every_name(store: Store, wanted: list[str]) -> Iterator[tuple[Term | None, ...]]:
    for start in range(0, len(wanted), THINGS_A_QUERY):
        values = " ".join(map(checked_iri, wanted[start : start + THINGS_A_QUERY]))
        yield from _rows(
            store,
            f"SELECT ?thing ?name WHERE {{ VALUES ?thing {{ {values} }}"
            " ?thing skos:prefLabel|rdfs:label|dcterms:title ?name }",
            None,
        )


def best_name(by_language: Mapping[str, str], lang: str) -> str:
    """Choose among names by language tag: one in a language, else in English, else any.

    >>> best_name({"en": "bridge", "zh-hans": "桥"}, "zh-Hans")
    '桥'
    """
    for wanted in (lang.lower(), "en"):
        for tag in sorted(by_language):
            if tag == wanted or tag.startswith(wanted + "-"):
                return by_language[tag]
    return by_language[min(by_language)]


def _rows(store: Store, sparql: str, thing: NamedNode | None) -> Iterator[tuple[Term | None, ...]]:
    yield from cast("Solutions", store.query(sparql, {"thing": thing} if thing else None))
