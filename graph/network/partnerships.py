"""The partnerships of a graph with their facts and sources: what stands behind every edge drawn.

All of it is asked of the store in SPARQL with prefixed names, so that it works on the bundled
graph, on an endpoint, and on any graph in the vocabulary whatever its base IRI.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, cast

from yuqiao.graph.rdf.iris import checked_iri
from yuqiao.graph.rdf.literals import literal_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import Literal, NamedNode

    from yuqiao.graph.stores.results import Solutions
    from yuqiao.graph.stores.store import Store

    Description = Mapping[str, list[NamedNode | Literal]]
    Descriptions = Mapping[str, Description]


class Label(NamedTuple):
    """One thing's name in the two languages; each falls back to the other, then to the IRI."""

    en: str
    zh: str


@dataclass(frozen=True)
class Source:
    """A page, article or dataset that says something."""

    iri: str
    title: Label
    url: str
    publisher: str
    date: str


@dataclass(frozen=True)
class Partnership:
    """One entry of the register: who runs it, what it teaches, and the facts known of it.

    ``taught`` names the disciplines; ``facts`` maps a short name (``level``, ``status``, ``stem``
    ...) to the values; ``ended`` is true when the newest accepted status record says so; ``page``
    is the register's own page; ``year`` is that of the first approval. ``terms`` are the IRIs it
    can be chosen by: its ``level``, ``form``, ``stem`` and ``status``, and, in a network, its
    ``country`` and ``field``. All else are IRIs.
    """

    iri: str
    label: Label
    schools: tuple[str, ...]
    universities: tuple[str, ...]
    disciplines: tuple[str, ...]
    industries: tuple[str, ...]
    taught: tuple[Label, ...]
    ended: bool
    facts: Mapping[str, tuple[Label, ...]]
    page: str
    sources: tuple[str, ...]
    year: int | None = None
    terms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


# A filter, for VALUES in its place takes Jena minutes on a million triples.
_DESCRIBED = """
SELECT DISTINCT ?thing ?property ?value WHERE {{
  {{ SELECT DISTINCT ?thing ?node WHERE {{ {things} FILTER(isIRI(?thing)) }} }}
  ?node ?property ?value .
  FILTER(?property IN ({properties}) && !isBlank(?value))
}}"""

_NAMES = '(skos:prefLabel "name") (rdfs:label "label") (skos:altLabel "alias")'

_PARTNERSHIP = "?thing yq:chinesePartner|yq:foreignPartner ?partner BIND(?thing AS ?node)"
PARTNERSHIP_FACTS = f"""{_NAMES}
  (yq:chinesePartner "school") (yq:foreignPartner "university") (yq:discipline "discipline")
  (yq:servesIndustry "industry")
  (yq:form "form") (yq:level "level") (yq:hostRegion "region") (yq:stemFlag "stem")
  (yq:confidence "confidence") (yq:firstIntake "first-intake") (yq:annualIntake "intake")
  (yq:durationYears "years") (yq:annualTuition "tuition") (yq:registerPage "page")
  (dcterms:source "source")"""
"""The properties of a partnership, with the short names of its facts; likewise those below."""

_AT_ONCE = 1000  # things a query names
_CHOSEN_BY = ("level", "form", "stem")
_APPROVED = "?node yq:approvalOf ?thing"
APPROVAL_FACTS = """(dcterms:date "approved") (yq:approvalRoute "route")
  (yq:certificateNumber "certificate")"""

_PARTNER = """?any yq:chinesePartner|yq:foreignPartner ?thing BIND(?thing AS ?node)"""
PARTNER_FACTS = f"""{_NAMES} (yq:country "country") (schema:location "place")
  (yq:sector "sector") (schema:foundingDate "founded") (yq:ministryCode "code")
  (schema:sameAs "link") (schema:url "link") (dcterms:source "source")"""

# Each partnership and partner once, before their facts are joined: the few partners of many
# partnerships else multiply.
_ENTRIES = "{ SELECT DISTINCT ?entry WHERE { ?entry yq:chinesePartner|yq:foreignPartner ?any } }"
_PARTNERS = (
    "{ SELECT DISTINCT ?partner WHERE { ?any yq:chinesePartner|yq:foreignPartner ?partner } }"
)

# Every concept or place that the facts above can name.
_NAMED = f"""
  {{ {_ENTRIES}
    ?entry yq:form|yq:level|yq:stemFlag|yq:confidence|yq:hostRegion|yq:discipline|yq:servesIndustry
      ?thing }}
  UNION {{ ?any yq:discipline/skos:broadMatch/skos:broader* ?thing }}
  UNION {{ {_PARTNERS} ?partner yq:country|yq:sector|schema:location ?thing }}
  UNION {{ ?approval yq:approvalRoute ?thing }} UNION {{ ?record yq:status ?thing }}"""

_SOURCE = f"""
  {{ {_ENTRIES} ?entry dcterms:source ?thing }}
  UNION {{ {_PARTNERS} ?partner dcterms:source ?thing }}"""
_SOURCE_FACTS = """(dcterms:title "name") (rdfs:label "label") (schema:url "url")
  (dcterms:publisher "publisher") (schema:datePublished "date")"""

_STATUS = """
SELECT ?thing ?when ?status WHERE {
  ?record schema:about ?thing ; yq:status ?status ; yq:review rev:accepted .
  OPTIONAL { ?record yq:asOf ?seen }
  BIND(COALESCE(STR(?seen), "") AS ?when)
}"""

_DATED = """
SELECT (COALESCE(MAX(STR(?day)), "") AS ?newest) WHERE {
  { ?dataset a dcat:Dataset ; dcterms:modified ?day } UNION { ?claim yq:asOf ?day }
}"""


def partnerships(store: Store, names: Mapping[str, Label]) -> dict[str, Partnership]:
    """Give every partnership of a graph by its IRI, in order of IRI.

    :param names: the labels of the concepts the facts point at, from :func:`concept_names`
    """
    described = described_by(store, _PARTNERSHIP, PARTNERSHIP_FACTS)
    approvals = described_by(store, _APPROVED, APPROVAL_FACTS)
    records = statuses(store)
    found = {}
    for iri, own in described.items():
        status, ended = records.get(iri, ("", False))
        facts = _facts({**own, **approvals.get(iri, {})}, names)
        terms = {name: values(own, name) for name in _CHOSEN_BY if name in own}
        if status:
            facts["status"] = (names.get(status, Label(status, status)),)
            terms["status"] = (status,)
        found[iri] = Partnership(
            iri=iri,
            label=label_of(iri, own),
            schools=values(own, "school"),
            universities=values(own, "university"),
            disciplines=values(own, "discipline"),
            industries=values(own, "industry"),
            taught=labels_of(own.get("discipline", []), names),
            ended=ended,
            facts=facts,
            page=next(iter(values(own, "page")), ""),
            sources=values(own, "source"),
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


def concept_names(store: Store) -> dict[str, Label]:
    """Give the name of every concept, country and place that the facts point at."""
    described = _described(store, _things(store, _NAMED), _NAMES)
    return {iri: label_of(iri, own) for iri, own in described.items()}


def names_of(store: Store, iris: Iterable[str]) -> dict[str, Label]:
    """Give the names that a graph has of some things."""
    described = _described(store, iris, _NAMES)
    return {iri: label_of(iri, own) for iri, own in described.items()}


def sources(store: Store) -> dict[str, Source]:
    """Give every source of a partnership or a partner by its IRI, in order of IRI."""
    return _sources(_described(store, _things(store, _SOURCE), _SOURCE_FACTS))


def sources_named(store: Store, iris: Iterable[str]) -> dict[str, Source]:
    """Give some sources by their IRIs, in order of IRI."""
    iris = sorted(iris)
    described = _described(store, iris, _SOURCE_FACTS)
    return _sources({**{iri: {} for iri in iris}, **described})


def _things(store: Store, pattern: str) -> list[str]:
    """Give the IRIs that a pattern binds ``?thing`` to.

    They are asked for alone, and described in a second step: engines that do both at once join the
    pattern with every triple there is.
    """
    found = rows(store, f"SELECT DISTINCT ?thing WHERE {{ {pattern} FILTER(isIRI(?thing)) }}")
    return [thing.value for (thing,) in found]


def _described(store: Store, iris: Iterable[str], properties: str) -> Descriptions:
    """Describe some things, some at a time, as :func:`described_by`."""
    ordered = sorted(iris)
    found: dict[str, Description] = {}
    for start in range(0, len(ordered), _AT_ONCE):
        things = " ".join(map(checked_iri, ordered[start : start + _AT_ONCE]))
        these = f"VALUES ?thing {{ {things} }} BIND(?thing AS ?node)"
        found.update(described_by(store, these, properties))
    return found


def _sources(described: Descriptions) -> dict[str, Source]:
    return {
        iri: Source(
            iri=iri,
            title=label_of(iri, own),
            url=next(iter(values(own, "url")), ""),
            publisher=", ".join(values(own, "publisher")),
            date=next(iter(values(own, "date")), ""),
        )
        for iri, own in described.items()
    }


def newest_date(store: Store) -> str:
    """Say when the data is from: the newest date it gives for itself or for a claim, or nothing."""
    return next(newest.value for (newest,) in rows(store, _DATED))


def described_by(store: Store, things: str, properties: str) -> Descriptions:
    """Ask for some properties of some things, and give the values by thing and by short name.

    Everything comes out in one order, whatever order the store answers in.

    :param things: a graph pattern that binds ``?thing``, and ``?node``, the bearer of its facts
    :param properties: pairs of a property and its short name, as in ``VALUES``
    """
    found: dict[str, dict[str, set[NamedNode | Literal]]] = defaultdict(lambda: defaultdict(set))
    names = _short_names(store, properties)
    listed = ", ".join(map(checked_iri, names))
    for thing, property_, value in rows(store, _DESCRIBED.format(things=things, properties=listed)):
        found[thing.value][names[property_.value]].add(value)
    return {
        thing: {name: sorted(own[name], key=str) for name in sorted(own)}
        for thing, own in sorted(found.items())
    }


def _short_names(store: Store, properties: str) -> dict[str, str]:
    """Give the short name of each property, by its IRI."""
    found = {}
    for prefix, local, name in re.findall(r'\((\w+):(\w+) "([^"]+)"\)', properties):
        found[store.prefixes[prefix] + local] = name
    return found


def rows(store: Store, sparql: str) -> Iterable[tuple[NamedNode | Literal, ...]]:
    """Give the solutions of one of the queries of this floor, which bind all their variables."""
    return cast("Iterable[tuple[NamedNode | Literal, ...]]", cast("Solutions", store.query(sparql)))


def values(description: Description, name: str) -> tuple[str, ...]:
    """Give the values of one property as text, in order."""
    return tuple(term.value for term in description.get(name, []))


def label_of(iri: str, description: Description) -> Label:
    """Choose a thing's English and Chinese name from all the names it has.

    >>> from pyoxigraph import Literal
    >>> names = [Literal("Chongqing", language="en"), Literal("重庆", language="zh-Hans")]
    >>> label_of("https://example.org/id/place/chongqing", {"name": names})
    Label(en='Chongqing', zh='重庆')
    >>> label_of("https://example.org/id/place/chongqing", {})
    Label(en='chongqing', zh='chongqing')
    """
    known = [*description.get("name", []), *description.get("label", [])]
    english = _in_language(known, "en")
    chinese = _in_language(known, "zh")
    fallback = known[0].value if known else iri.rstrip("/#").replace("#", "/").split("/")[-1]
    return Label(english or chinese or fallback, chinese or english or fallback)


def _in_language(terms: Iterable[NamedNode | Literal], language: str) -> str:
    for term in terms:
        tag = getattr(term, "language", None) or ""
        if tag.lower().split("-")[0] == language:
            return term.value
    return ""


_POINTERS = {"name", "label", "school", "university", "discipline", "industry", "page", "source"}


def _facts(own: Description, names: Mapping[str, Label]) -> dict[str, tuple[Label, ...]]:
    """Turn everything that is not a name or a link to another node into labels to show."""
    return {name: labels_of(terms, names) for name, terms in own.items() if name not in _POINTERS}


def labels_of(
    terms: Iterable[NamedNode | Literal], names: Mapping[str, Label]
) -> tuple[Label, ...]:
    """Name each term: a concept by its label, a literal by its text."""
    texts = [literal_text(term) or term.value for term in terms]
    return tuple(names.get(text, Label(text, text)) for text in texts)


def statuses(store: Store) -> dict[str, tuple[str, bool]]:
    """Give each thing's status, and whether it is the end, by its newest accepted record."""
    records = sorted(tuple(term.value for term in row) for row in rows(store, _STATUS))
    ended = store.prefixes["st"] + "ended"
    return {thing: (status, status == ended) for thing, _, status in records}
