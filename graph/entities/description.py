"""The description of an entity: its facts, incoming links, and the evidence for each.

The queries use prefixed names only, so that they work on any store and any base IRI.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from pyoxigraph import Literal, NamedNode, Triple

from yuqiao.graph.labels import Label, text_label
from yuqiao.graph.language_tags import TRANSLATION_MARK, is_translation
from yuqiao.graph.rdf.literals import literal_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.results import Solutions
    from yuqiao.graph.stores.store import Store

ORDER = (
    "yq:form",
    "yq:chinesePartner",
    "yq:foreignPartner",
    "yq:partnerCountry",
    "yq:level",
    "yq:discipline",
    "yq:stemFlag",
    "org:classification",
    "yq:country",
    "schema:location",
    "yq:approvalRoute",
    "yq:approvingAuthority",
    "dcterms:date",
)
"""The properties that are shown first, in this order; the others follow by name."""

NOTES = ("skos:note", "skos:scopeNote", "skos:editorialNote")
"""The properties that are shown last."""


@dataclass(frozen=True)
class Fact:
    """One property and one value of an entity; ``claims`` are those that support it."""

    property: NamedNode
    value: Term
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True)
class Claim:
    """A statement by sources: a value of a property, or a sentence, with date, basis and review.

    ``kind`` is the class of a special claim: a status record, a figure or an assessment.
    """

    iri: NamedNode
    property: NamedNode | None
    value: Term | None
    sources: tuple[NamedNode, ...]
    as_of: str
    basis: NamedNode
    review: NamedNode
    text: Label
    note: Label
    kind: NamedNode | None


@dataclass(frozen=True)
class Description:
    """An entity as a graph describes it.

    :param facts: its asserted statements, in order of property
    :param claims: the claims about it that support no fact: statuses, figures, assessments, texts,
        and claims that are open or rejected
    :param parts: the descriptions of its approvals and offerings
    :param incoming: the entities that link to it, by property; by the inverse property if there
        is one
    :param inverses: the properties of ``incoming`` that are such inverses
    """

    iri: NamedNode
    facts: tuple[Fact, ...]
    claims: tuple[Claim, ...]
    parts: tuple[Description, ...]
    incoming: dict[NamedNode, tuple[NamedNode, ...]]
    inverses: frozenset[NamedNode] = frozenset()

    def told_in(self, lang: str) -> Description:
        """Return the description with each text in one language, where it was translated.

        A translation has the claims of its original.

        :param lang: a display language or a language tag
        """
        return replace(
            self,
            facts=tuple(_told_in(self.facts, lang)),
            parts=tuple(part.told_in(lang) for part in self.parts),
        )

    def terms(self) -> Iterator[Term]:
        """Return every term it mentions, so that their names can be looked up together."""
        yield self.iri
        for fact in self.facts:
            yield from (fact.property, fact.value)
        for claim in [*self.claims, *(claim for fact in self.facts for claim in fact.claims)]:
            yield from (claim.basis, claim.review, *claim.sources)
            yield from (term for term in (claim.property, claim.value, claim.kind) if term)
        for property_, entities in self.incoming.items():
            yield from (property_, *entities)
        for part in self.parts:
            yield from part.terms()


_FACTS = "SELECT ?property ?value WHERE { ?entity ?property ?value }"
_CLAIMS = """
SELECT ?claim ?property ?value ?source ?date ?basis ?review ?text ?note ?kind WHERE {
  ?claim schema:about ?entity ; dcterms:source ?source ; yq:asOf ?date ; yq:basis ?basis ;
    yq:review ?review .
  OPTIONAL { ?claim yq:aboutProperty|yq:criterion|schema:variableMeasured ?property }
  OPTIONAL { ?claim yq:statedResource|yq:statedValue|yq:status|schema:value|yq:finding ?value }
  OPTIONAL { ?claim schema:text ?text }
  OPTIONAL { ?claim skos:scopeNote ?note }
  OPTIONAL { ?claim a ?kind FILTER(?kind IN (yq:StatusRecord, yq:StatisticalClaim, yq:Assessment)) }
}"""
_INCOMING = """
SELECT ?property ?other WHERE {
  ?other ?property ?entity .
  FILTER NOT EXISTS { ?other a yq:Claim }
  FILTER(?property NOT IN (yq:approvalOf, yq:partnersWith, schema:provider, skos:hasTopConcept,
                           dcterms:source))
  FILTER(isIRI(?other))
}"""
_INVERSE = "SELECT ?property ?inverse WHERE { ?property owl:inverseOf ?inverse }"
_PARTS = "SELECT ?part WHERE { ?entity yq:hasApproval|yq:hasOffering ?part }"


def describe(store: Store, entity: NamedNode) -> Description:
    """Describe an entity; the description of an unknown one is empty.

    >>> import yuqiao
    >>> graph = yuqiao.open()
    >>> novosibirsk = NamedNode(graph.prefixes["o"] + "novosibirsk")
    >>> len(describe(graph, novosibirsk).incoming)
    1
    """
    parts = sorted((row[0] for row in _rows(store, _PARTS, entity)), key=_text)
    inverses = _inverses(store)
    return Description(
        entity,
        *_facts_and_claims(store, entity),
        parts=tuple(
            Description(part, *_facts_and_claims(store, part), parts=(), incoming={})
            for part in parts
            if isinstance(part, NamedNode)
        ),
        incoming=_incoming(store, entity, inverses),
        inverses=frozenset(inverses.values()),
    )


def _told_in(facts: tuple[Fact, ...], lang: str) -> Iterator[Fact]:
    """Yield facts without the texts that another language tells instead."""
    translated = {fact.property for fact in facts if is_translation(_language(fact))}
    for fact in facts:
        if fact.property not in translated or not _language(fact):
            yield fact
        elif not lang.startswith("zh"):
            if not is_translation(_language(fact)):
                yield fact
        elif is_translation(_language(fact)):
            originals = (each for each in facts if each.property == fact.property and each != fact)
            yield replace(fact, claims=tuple(c for each in originals for c in each.claims))


def _language(fact: Fact) -> str:
    return (fact.value.language or "") if isinstance(fact.value, Literal) else ""


def describe_alone(store: Store, entity: NamedNode) -> Description:
    """Describe an entity without its parts and without what links to it."""
    return Description(entity, *_facts_and_claims(store, entity), parts=(), incoming={})


def _facts_and_claims(
    store: Store, entity: NamedNode
) -> tuple[tuple[Fact, ...], tuple[Claim, ...]]:
    """Return the facts of an entity with their claims, and the claims that support none."""
    claims = _claims(store, entity)
    accepted = NamedNode(store.prefixes["rev"] + "accepted")
    facts = []
    backing: set[Claim] = set()
    for property_, value in _rows(store, _FACTS, entity):
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


def _claims(store: Store, entity: NamedNode) -> list[Claim]:
    rows: dict[NamedNode, list[tuple[Term | None, ...]]] = {}
    found = sorted(_rows(store, _CLAIMS, entity), key=_by_date)
    for row in found:
        rows.setdefault(cast("NamedNode", row[0]), []).append(row)
    return [_claim(iri, found) for iri, found in rows.items()]


def _by_terms(row: tuple[Term | None, ...]) -> tuple[str, ...]:
    return tuple(map(_text, row))


def _by_date(row: tuple[Term | None, ...]) -> tuple[str, str, str]:
    """Return the sort key of a row of a claim: its date, itself, and its source.

    Sorted here, because a query with an order is read and rewritten first.
    """
    return literal_text(row[4]), _text(row[0]), _text(row[3])


def _text(term: Term | None) -> str:
    """Return the IRI or the text of a term, by which terms are sorted."""
    return str(term) if term is None or isinstance(term, Triple) else term.value


def _claim(iri: NamedNode, rows: list[tuple[Term | None, ...]]) -> Claim:
    _, property_, value, _, date, basis, review, _, _, kind = rows[0]
    sources = dict.fromkeys(row[3] for row in rows)
    return Claim(
        iri,
        property_ if isinstance(property_, NamedNode) else None,
        value,
        tuple(source for source in sources if isinstance(source, NamedNode)),
        literal_text(date),
        cast("NamedNode", basis),
        cast("NamedNode", review),
        label_of_texts(row[7] for row in rows),
        label_of_texts(row[8] for row in rows),
        kind if isinstance(kind, NamedNode) else None,
    )


def label_of_texts(values: Iterable[Term | None]) -> Label:
    """Return the literals among some values as one text in both display languages."""
    literals = [value for value in values if isinstance(value, Literal)]
    return text_label((shown_text(each), each.language) for each in literals)


def publisher_label(values: Iterable[Term | None]) -> Label:
    """Return the names of a publisher: that without a language, and that in Chinese.

    >>> publisher_label([Literal("Xinhua"), Literal("新华社", language="zh-Hans")])
    Label(en='Xinhua', zh='新华社')
    """
    literals = [value for value in values if isinstance(value, Literal)]
    return text_label((shown_text(each), each.language or "en") for each in literals)


def shown_text(literal: Literal) -> str:
    """Return the text of a literal for a reader; one that was translated is marked."""
    text = literal_text(literal)
    return text + TRANSLATION_MARK if is_translation(literal.language) else text


def _inverses(store: Store) -> dict[NamedNode, NamedNode]:
    return {
        property_: inverse
        for property_, inverse in _rows(store, _INVERSE, None)
        if isinstance(property_, NamedNode) and isinstance(inverse, NamedNode)
    }


def _incoming(
    store: Store, entity: NamedNode, inverses: Mapping[NamedNode, NamedNode]
) -> dict[NamedNode, tuple[NamedNode, ...]]:
    found: dict[NamedNode, list[NamedNode]] = {}
    for property_, other in sorted(_rows(store, _INCOMING, entity), key=_by_terms):
        if isinstance(property_, NamedNode) and isinstance(other, NamedNode):
            found.setdefault(inverses.get(property_, property_), []).append(other)
    return {named: tuple(others) for named, others in found.items()}


def _rows(store: Store, sparql: str, entity: NamedNode | None) -> Iterator[tuple[Term | None, ...]]:
    yield from cast("Solutions", store.query(sparql, {"entity": entity} if entity else None))
