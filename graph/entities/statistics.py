"""Statistics of a graph by kind, country, level, form ..., and the figures that sources report.

Every number is counted by the store, so that an endpoint sends nothing but the counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, cast

from pyoxigraph import NamedNode

from yuqiao.graph.entities.description import label_of_texts
from yuqiao.graph.rdf.literals import literal_text

if TYPE_CHECKING:
    from yuqiao.graph.labels import Label
    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.results import Solutions
    from yuqiao.graph.stores.rows import Row
    from yuqiao.graph.stores.store import Store


@dataclass(frozen=True)
class Count:
    """The number of entities of a kind; ``current`` excludes those whose status is ended."""

    thing: NamedNode
    all: int
    current: int


@dataclass(frozen=True)
class Figure:
    """A figure that a source reports, with the graph's own count for the same indicator.

    :param value: as text if it is not a number
    :param counted: the newest count of this graph for the same indicator and place that is not of
        a later day than the figure, if there is one: a past day is not compared with today
    :param named: the number of partnerships asserted to be counted in it
    :param likely: the number of those claimed to be, with an open review
    """

    indicator: NamedNode
    about: NamedNode
    as_of: str
    value: Decimal | str
    unit: str
    review: NamedNode
    sources: tuple[NamedNode, ...]
    note: Label
    counted: Decimal | None
    counted_as_of: str
    named: int
    likely: int


_KINDS = """
SELECT ?kind (COUNT(DISTINCT ?thing) AS ?all) WHERE {
  VALUES ?kind { yq:JointInstitution yq:JointProgramme yq:Offering yq:Approval yq:Discipline
                 yq:StatusRecord yq:Assessment yq:StatisticalClaim yq:Claim }
  ?thing a ?kind
} GROUP BY ?kind"""
_COUNTED = """
SELECT ?kind (COUNT(DISTINCT ?thing) AS ?all) WHERE {
  { ?p yq:chinesePartner ?thing . BIND(yq:chinesePartner AS ?kind) }
  UNION { ?p yq:foreignPartner ?thing . BIND(yq:foreignPartner AS ?kind) }
  UNION { ?p yq:partnerCountry ?thing . BIND(yq:partnerCountry AS ?kind) }
  UNION { ?thing dcterms:title ?title ; dcterms:type ?type . BIND(dcterms:source AS ?kind) }
} GROUP BY ?kind"""
_REVIEWS = "SELECT ?kind (COUNT(?claim) AS ?all) WHERE { ?claim yq:review ?kind } GROUP BY ?kind"
_BY_PROPERTY = """
SELECT ?kind (COUNT(DISTINCT ?p) AS ?all)
       (COUNT(DISTINCT ?p) - COUNT(DISTINCT ?ended) AS ?current) WHERE {
  ?p a yq:Partnership ; %s ?kind .
  OPTIONAL {
    SELECT ?p (?p AS ?ended) WHERE {
      ?record yq:status st:ended ; schema:about ?p ; yq:review ?verdict .
      FILTER(?verdict = rev:accepted)
      FILTER NOT EXISTS { ?record schema:validThrough ?end }
    }
  }
} GROUP BY ?kind"""
_STATUSES = """
SELECT ?kind (COUNT(DISTINCT ?p) AS ?all) WHERE {
  ?record a yq:StatusRecord ; schema:about ?p ; yq:status ?kind ; yq:review ?verdict .
  FILTER(?verdict = rev:accepted)
  FILTER NOT EXISTS { ?record schema:validThrough ?end }
} GROUP BY ?kind"""
_FIGURES = """
SELECT ?figure ?indicator ?about ?asOf ?value ?unit ?review ?source ?note ?chinese WHERE {
  ?figure a yq:StatisticalClaim ; schema:variableMeasured ?indicator ; schema:about ?about ;
    yq:asOf ?asOf ; schema:value ?value ; schema:unitText ?unit ; yq:review ?review ;
    yq:basis ?basis ; dcterms:source ?source .
  FILTER(%s)
  OPTIONAL { ?figure skos:scopeNote ?note FILTER(LANG(?note) IN ("", "en")) }
  OPTIONAL { ?figure skos:scopeNote ?chinese FILTER(STRSTARTS(LANG(?chinese), "zh")) }
} ORDER BY STR(?asOf) ?indicator ?figure ?source"""
# What the rules count has an address of its own kind; editors compute figures from others.
_COUNTED_HERE = '?basis = bas:computed && CONTAINS(STR(?figure), "-counted--")'
_COUNTED_IN = """
SELECT ?figure ?review (COUNT(DISTINCT ?p) AS ?all) WHERE {
  ?claim yq:aboutProperty yq:countedIn ; yq:statedResource ?figure ; yq:review ?review ;
    schema:about ?p
} GROUP BY ?figure ?review"""
PROPERTIES = {
    "country": "yq:partnerCountry",
    "level": "yq:level",
    "form": "yq:form",
    "stem": "yq:stemFlag",
    "route": "yq:hasApproval/yq:approvalRoute",
}
"""The dimensions partnerships are counted by, each with its property path."""


@dataclass(frozen=True)
class Overview:
    """The statistics of a graph, each list in descending order."""

    triples: int
    kinds: tuple[Count, ...]
    reviews: tuple[Count, ...]
    statuses: tuple[Count, ...]
    by: dict[str, tuple[Count, ...]]
    figures: tuple[Figure, ...]


def overview(store: Store) -> Overview:
    """Return the statistics of a graph.

    >>> import yuqiao
    >>> numbers = overview(yuqiao.open())
    >>> sum(count.all for count in numbers.by["form"])
    85
    """
    return Overview(
        triples=len(store),
        kinds=_counts(store, _KINDS) + _counts(store, _COUNTED),
        reviews=_counts(store, _REVIEWS),
        statuses=_counts(store, _STATUSES),
        by={name: _counts(store, _BY_PROPERTY % path) for name, path in PROPERTIES.items()},
        figures=_figures(store),
    )


def _counts(store: Store, sparql: str) -> tuple[Count, ...]:
    found = []
    for kind, *numbers in _rows(store, sparql):
        if isinstance(kind, NamedNode):
            total = _integer(numbers[0])
            found.append(Count(kind, total, _integer(numbers[-1])))
    return tuple(sorted(found, key=lambda count: (-count.all, count.thing.value)))


def _figures(store: Store) -> tuple[Figure, ...]:
    counts: dict[tuple[Term | None, Term | None], list[tuple[str, Decimal]]] = {}
    for _, indicator, about, as_of, value, *_rest in _rows(store, _FIGURES % _COUNTED_HERE):
        number = _number(value)
        if isinstance(number, Decimal):
            counts.setdefault((indicator, about), []).append((literal_text(as_of), number))
    members = {(row[0], row[1]): _integer(row[2]) for row in _rows(store, _COUNTED_IN)}
    rows: dict[Term | None, list[Row]] = {}
    for row in _rows(store, _FIGURES % "?basis != bas:computed"):
        rows.setdefault(row[0], []).append(row)
    rev = store.prefixes["rev"]
    made = []
    for figure, found in rows.items():
        _, indicator, about, as_of, value, unit, review, _, *notes = found[0]
        day = literal_text(as_of)
        known = [count for count in counts.get((indicator, about), ()) if count[0] <= day]
        when, here = max(known) if known else ("", None)
        made.append(
            Figure(
                cast("NamedNode", indicator),
                cast("NamedNode", about),
                day,
                _number(value),
                literal_text(unit),
                cast("NamedNode", review),
                tuple(cast("NamedNode", row[7]) for row in found),
                label_of_texts(notes),
                here,
                when,
                members.get((figure, NamedNode(rev + "accepted")), 0),
                members.get((figure, NamedNode(rev + "open")), 0),
            )
        )
    return tuple(made)


def _rows(store: Store, sparql: str) -> Solutions:
    return cast("Solutions", store.query(sparql))


def _number(term: Term | None) -> Decimal | str:
    """Return the number that a literal denotes, or its text."""
    text = literal_text(term)
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    return number if number.is_finite() else text


def _integer(term: Term | None) -> int:
    return int(literal_text(term) or 0)
