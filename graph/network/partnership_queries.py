"""Queries for the partnerships of a graph, with their facts, partners and sources.

They use prefixed names only, so that they work on the bundled graph, on an endpoint, and on any
graph in the vocabulary whatever its base IRI.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, cast

from pyoxigraph import Literal

from yuqiao.graph.entities.description import publisher_label
from yuqiao.graph.entities.names import ENTITIES_A_QUERY, labels_of
from yuqiao.graph.entities.search import RESERVED_CODES
from yuqiao.graph.labels import Label, label_of, local_name, names_by_tag
from yuqiao.graph.network.model import CitedSource, Partnership
from yuqiao.graph.rdf.iris import checked_iri
from yuqiao.graph.rdf.literals import literal_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import NamedNode

    from yuqiao.graph.stores.results import Solutions
    from yuqiao.graph.stores.store import Store

    Description = Mapping[str, list[NamedNode | Literal]]
    Descriptions = Mapping[str, Description]


# A filter: with VALUES instead, Jena takes minutes on a million triples.
_DESCRIBED = """
SELECT DISTINCT ?entity ?property ?value WHERE {{
  {{ SELECT DISTINCT ?entity ?node WHERE {{ {entities} FILTER(isIRI(?entity)) }} }}
  ?node ?property ?value .
  FILTER(?property IN ({properties}) && !isBlank(?value))
}}"""

_NAMES = '(skos:prefLabel "name") (rdfs:label "label") (skos:altLabel "alias")'

_PARTNERSHIP = "?entity yq:chinesePartner|yq:foreignPartner ?partner BIND(?entity AS ?node)"
PARTNERSHIP_FACTS = f"""{_NAMES}
  (yq:chinesePartner "school") (yq:foreignPartner "university") (yq:discipline "discipline")
  (yq:servesIndustry "industry")
  (yq:form "form") (yq:level "level") (yq:hostRegion "region") (yq:stemFlag "stem")
  (yq:confidence "confidence") (yq:firstIntake "first-intake") (yq:annualIntake "intake")
  (yq:durationYears "years") (yq:annualTuition "tuition") (yq:registerPage "page")
  (dcterms:source "source")"""
"""The properties of a partnership, with the short names of its facts; likewise below."""

_CHOSEN_BY = ("level", "form", "stem")
_APPROVED = "?node yq:approvalOf ?entity"
APPROVAL_FACTS = """(dcterms:date "approved") (yq:approvalRoute "route")
  (yq:certificateNumber "certificate")"""

_PARTNER = """?any yq:chinesePartner|yq:foreignPartner ?entity BIND(?entity AS ?node)"""
PARTNER_FACTS = f"""{_NAMES} (yq:country "country") (schema:location "place")
  (yq:sector "sector") (schema:foundingDate "founded") (yq:ministryCode "code")
  (schema:sameAs "link") (schema:url "link") (dcterms:source "source")"""

_COUNTRY = "?entity a schema:Country BIND(?entity AS ?node)"

# Each partnership and partner once, before their facts are joined: otherwise the few partners of
# many partnerships multiply.
_ENTRIES = "{ SELECT DISTINCT ?entry WHERE { ?entry yq:chinesePartner|yq:foreignPartner ?any } }"
_PARTNERS = (
    "{ SELECT DISTINCT ?partner WHERE { ?any yq:chinesePartner|yq:foreignPartner ?partner } }"
)

# Every concept or place that the facts above can refer to.
_NAMED = f"""
  {{ {_ENTRIES}
    ?entry yq:form|yq:level|yq:stemFlag|yq:confidence|yq:hostRegion|yq:discipline|yq:servesIndustry
      ?entity }}
  UNION {{ ?any yq:discipline/skos:broadMatch/skos:broader* ?entity }}
  UNION {{ {_PARTNERS} ?partner yq:country|yq:sector|schema:location ?entity }}
  UNION {{ ?approval yq:approvalRoute ?entity }} UNION {{ ?record yq:status ?entity }}"""

_SOURCE = f"""
  {{ {_ENTRIES} ?entry dcterms:source ?entity }}
  UNION {{ {_PARTNERS} ?partner dcterms:source ?entity }}"""
_SOURCE_FACTS = """(dcterms:title "name") (rdfs:label "label") (schema:url "url")
  (dcterms:publisher "publisher") (schema:datePublished "date")"""

_STATUS = """
SELECT ?entity ?when ?status WHERE {
  ?record schema:about ?entity ; yq:status ?status ; yq:review rev:accepted .
  OPTIONAL { ?record yq:asOf ?seen }
  BIND(COALESCE(STR(?seen), "") AS ?when)
}"""

_DATED = """
SELECT (COALESCE(MAX(STR(?day)), "") AS ?newest) WHERE {
  { ?dataset a dcat:Dataset ; dcterms:modified ?day } UNION { ?claim yq:asOf ?day }
}"""


def partnerships(store: Store, labels: Mapping[str, Label]) -> dict[str, Partnership]:
    """Return every partnership of a graph by IRI, in order of IRI.

    :param labels: of the concepts that the facts refer to, from :func:`concept_labels`
    """
    described = described_by(store, _PARTNERSHIP, PARTNERSHIP_FACTS)
    approvals = described_by(store, _APPROVED, APPROVAL_FACTS)
    records = statuses(store)
    found = {}
    for iri, own in described.items():
        status, ended = records.get(iri, ("", False))
        facts = _facts({**own, **approvals.get(iri, {})}, labels)
        terms = {name: texts_of(own, name) for name in _CHOSEN_BY if name in own}
        if status:
            facts["status"] = (labels.get(status, Label(status, status)),)
            terms["status"] = (status,)
        found[iri] = Partnership(
            iri=iri,
            label=description_label(iri, own),
            schools=texts_of(own, "school"),
            universities=texts_of(own, "university"),
            disciplines=texts_of(own, "discipline"),
            industries=texts_of(own, "industry"),
            taught=value_labels(own.get("discipline", []), labels),
            ended=ended,
            facts=facts,
            page=next(iter(texts_of(own, "page")), ""),
            sources=texts_of(own, "source"),
            year=_first_year(facts.get("approved", ())),
            terms=terms,
        )
    return found


def _first_year(dates: Iterable[Label]) -> int | None:
    years = [date.en[:4] for date in dates]
    return min((int(year) for year in years if year.isdecimal()), default=None)


def partners(store: Store) -> Descriptions:
    """Describe every school and foreign university that runs a partnership."""
    return described_by(store, _PARTNER, PARTNER_FACTS)


def countries(store: Store) -> Descriptions:
    """Describe every country by its codes and other names."""
    found = described_by(store, _COUNTRY, '(skos:altLabel "alias") (dcterms:identifier "code")')
    return {iri: {"alias": _names_of_country(iri, own)} for iri, own in found.items()}


def _names_of_country(iri: str, own: Description) -> list[NamedNode | Literal]:
    codes = texts_of(own, "code")
    reserved = [text for text, code in RESERVED_CODES.items() if code in codes]
    names = dict.fromkeys([*texts_of(own, "alias"), *codes, *reserved, local_name(iri)])
    return [Literal(name) for name in names]


def concept_labels(store: Store) -> dict[str, Label]:
    """Return the label of every concept, country and place that the facts refer to."""
    return labels_of(store, _entities(store, _NAMED))


def sources(store: Store) -> dict[str, CitedSource]:
    """Return every source of a partnership or a partner by IRI, in order of IRI."""
    return _sources(_described(store, _entities(store, _SOURCE), _SOURCE_FACTS))


def sources_named(store: Store, iris: Iterable[str]) -> dict[str, CitedSource]:
    """Return the sources with some IRIs, in order of IRI."""
    iris = sorted(iris)
    described = _described(store, iris, _SOURCE_FACTS)
    return _sources({**{iri: {} for iri in iris}, **described})


def _entities(store: Store, pattern: str) -> list[str]:
    """Return the IRIs that a pattern binds ``?entity`` to.

    They are queried alone and described in a second step: engines that do both at once join the
    pattern with every triple of the graph.
    """
    found = rows(store, f"SELECT DISTINCT ?entity WHERE {{ {pattern} FILTER(isIRI(?entity)) }}")
    return [entity.value for (entity,) in found]


def _described(store: Store, iris: Iterable[str], properties: str) -> Descriptions:
    """Describe entities, some at a time, as :func:`described_by` does."""
    ordered = sorted(iris)
    found: dict[str, Description] = {}
    for start in range(0, len(ordered), ENTITIES_A_QUERY):
        entities = " ".join(map(checked_iri, ordered[start : start + ENTITIES_A_QUERY]))
        these = f"VALUES ?entity {{ {entities} }} BIND(?entity AS ?node)"
        found.update(described_by(store, these, properties))
    return found


def _sources(described: Descriptions) -> dict[str, CitedSource]:
    return {
        iri: CitedSource(
            iri=iri,
            title=description_label(iri, own),
            url=next(iter(texts_of(own, "url")), ""),
            publisher=publisher_label(own.get("publisher", [])),
            date=next(iter(texts_of(own, "date")), ""),
        )
        for iri, own in described.items()
    }


def newest_date(store: Store) -> str:
    """Return the newest date that a graph gives for itself or for a claim, or nothing."""
    return next(newest.value for (newest,) in rows(store, _DATED))


def described_by(store: Store, entities: str, properties: str) -> Descriptions:
    """Query some properties of some entities; return the values by IRI and by short name.

    The order does not depend on the order in which the store answers.

    :param entities: a graph pattern that binds ``?entity``, and ``?node``, the subject of its facts
    :param properties: pairs of a property and its short name, as in ``VALUES``
    """
    found: dict[str, dict[str, set[NamedNode | Literal]]] = defaultdict(lambda: defaultdict(set))
    names = _short_names(store, properties)
    listed = ", ".join(map(checked_iri, names))
    query = _DESCRIBED.format(entities=entities, properties=listed)
    for entity, property_, value in rows(store, query):
        found[entity.value][names[property_.value]].add(value)
    return {
        entity: {name: sorted(own[name], key=str) for name in sorted(own)}
        for entity, own in sorted(found.items())
    }


def _short_names(store: Store, properties: str) -> dict[str, str]:
    """Return the short name of each property by its IRI."""
    found = {}
    for prefix, local, name in re.findall(r'\((\w+):(\w+) "([^"]+)"\)', properties):
        found[store.prefixes[prefix] + local] = name
    return found


def rows(store: Store, sparql: str) -> Iterable[tuple[NamedNode | Literal, ...]]:
    """Return the solutions of a query that binds all its variables."""
    return cast("Iterable[tuple[NamedNode | Literal, ...]]", cast("Solutions", store.query(sparql)))


def texts_of(description: Description, name: str) -> tuple[str, ...]:
    """Return the values of one property as text, in order."""
    return tuple(term.value for term in description.get(name, []))


def description_label(iri: str, description: Description) -> Label:
    """Choose an entity's label from the names in its description.

    >>> names = [Literal("Chongqing", language="en"), Literal("重庆", language="zh-Hans")]
    >>> description_label("https://example.org/id/place/chongqing", {"name": names})
    Label(en='Chongqing', zh='重庆')
    """
    terms = [*description.get("name", []), *description.get("label", [])]
    names = ((term.value, getattr(term, "language", None)) for term in terms)
    return label_of(iri, names_by_tag(names))


_POINTERS = {"name", "label", "school", "university", "discipline", "industry", "page", "source"}


def _facts(own: Description, labels: Mapping[str, Label]) -> dict[str, tuple[Label, ...]]:
    """Return the labels of all values that are neither a name nor a link to another node."""
    return {
        name: value_labels(terms, labels) for name, terms in own.items() if name not in _POINTERS
    }


def value_labels(
    terms: Iterable[NamedNode | Literal], labels: Mapping[str, Label]
) -> tuple[Label, ...]:
    """Return the label of each term: a concept's own, or the text of a literal."""
    texts = [literal_text(term) or term.value for term in terms]
    return tuple(labels.get(text, Label(text, text)) for text in texts)


def statuses(store: Store) -> dict[str, tuple[str, bool]]:
    """Return each entity's status by its newest accepted record, and whether that is the end."""
    records = sorted(tuple(term.value for term in row) for row in rows(store, _STATUS))
    ended = store.prefixes["st"] + "ended"
    return {entity: (status, status == ended) for entity, _, status in records}
