"""A graph as of a day: without what did not hold yet, with what no longer holds.

What a claim says holds from ``schema:validFrom`` to ``schema:validThrough``; a status, a figure and
an assessment hold from the day they are as of; a superseded claim held until its day. What has no
day is kept, because nothing says that it did not hold. A partnership approved later is left out.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import Literal, NamedNode, Quad, QueryTriples, Triple

from yuqiao.graph.errors import QueryError
from yuqiao.graph.stores.memory import MemoryStore
from yuqiao.graph.stores.rebase import base_of
from yuqiao.ontology import files as terms

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yuqiao.graph.stores.store import Store

_DATED = ("yq:StatusRecord", "yq:StatisticalClaim", "yq:Assessment")
_STATED = ("yq:statedResource", "yq:statedValue")
_DERIVED = {
    "schema:provider": "36-schema-org",
    "yq:partnersWith": "40-partners-with",
    "yq:partnerCountry": "41-partner-country",
    "yq:partnershipCount": "50-partnership-count",
    "yq:currentPartnershipCount": "51-current-partnership-count",
}
"""What is derived anew, with its rule."""


def checked_day(text: str) -> str:
    """Return a day written as YYYY-MM-DD; of a month or year, its last day.

    :raises QueryError: if it is none

    >>> checked_day("2025-06"), checked_day("2024")
    ('2025-06-30', '2024-12-31')
    """
    day = _last(text)
    try:
        date.fromisoformat(day)
    except ValueError:
        raise QueryError(f"{text!r} is not a day; expected YYYY, YYYY-MM or YYYY-MM-DD") from None
    return day


_UNDATED = """
SELECT (COUNT(DISTINCT ?partnership) AS ?count) WHERE {
  ?partnership a yq:Partnership .
  FILTER NOT EXISTS { ?approval yq:approvalOf ?partnership ; dcterms:date ?date }
}"""


def undated_partnerships(store: Store) -> int:
    """Return the number of partnerships without a date of approval, which every day keeps."""
    (row,) = store.select(_UNDATED)
    return int(row[0].value) if isinstance(row[0], Literal) else 0


def as_of(store: Store, day: str) -> MemoryStore:
    """Return a graph as of a day, in memory.

    :param day: from :func:`checked_day`

    >>> import yuqiao
    >>> before = as_of(yuqiao.open(), "2024-12-31")
    >>> before.query("ASK { p:cqu-novosibirsk-physics ?p ?o }")
    False
    """
    known = _Dated(store, day)
    engine = pyoxigraph.Store()
    engine.extend([Quad(t.subject, t.predicate, t.object) for t in known.triples()])
    base = base_of(store)
    for name in _DERIVED.values():
        rule = terms.read(f"rules/{name}.rq", base)
        derived = engine.query(rule, prefixes=dict(store.prefixes))
        assert isinstance(derived, QueryTriples)
        engine.extend([Quad(t.subject, t.predicate, t.object) for t in derived])
    return MemoryStore(engine, store.prefixes)


class _Dated:
    """The statements of a graph, and which of them hold on a day."""

    def __init__(self, store: Store, day: str) -> None:
        self._prefixes = store.prefixes
        self._day = day
        self._all = list(store.triples())
        self._of: dict[object, dict[str, list[object]]] = defaultdict(lambda: defaultdict(list))
        for triple in self._all:
            self._of[triple.subject][triple.predicate.value].append(triple.object)
        self._claims = [
            subject for subject, own in self._of.items() if own.get(self._iri("schema:about"))
        ]

    def triples(self) -> Iterable[Triple]:
        """Return the statements that held."""
        gone = self._later_records() | self._later_partnerships()
        restored = {claim for claim in self._claims if self._superseded_later(claim)}
        gone |= {claim for claim in self._claims if self._out_of_time(claim)}
        gone |= self._replacing(restored)
        unstated = self._unstated(gone)
        derived = {self._iri(name) for name in _DERIVED}
        for triple in self._all:
            if triple.subject in gone or triple.object in gone or triple in unstated:
                continue
            if triple.predicate.value in derived:
                continue
            if triple.subject in restored and self._is_of_supersession(triple):
                continue
            yield triple
        for claim in restored - gone:
            yield from self._accepted(claim)

    def _iri(self, name: str) -> str:
        prefix, _, local = name.partition(":")
        return self._prefixes[prefix] + local

    def _values(self, subject: object, *names: str) -> list[object]:
        own = self._of.get(subject, {})
        return [value for name in names for value in own.get(self._iri(name), ())]

    def _text(self, subject: object, name: str) -> str:
        found = [each.value for each in self._values(subject, name) if isinstance(each, Literal)]
        return min(found, default="")

    def _is_later(self, when: str) -> bool:
        return bool(when) and _first(when) > self._day

    def _later_records(self) -> set[object]:
        kinds = {NamedNode(self._iri(name)) for name in _DATED}
        return {
            claim
            for claim in self._claims
            if kinds.intersection(self._values(claim, "rdf:type"))
            and self._is_later(self._begins(claim))
        }

    def _begins(self, claim: object) -> str:
        return self._text(claim, "schema:validFrom") or self._text(claim, "yq:asOf")

    def _later_partnerships(self) -> set[object]:
        """Return the partnerships approved later, with all that is about them."""
        dates: dict[object, list[str]] = defaultdict(list)
        for subject in self._of:
            for partnership in self._values(subject, "yq:approvalOf"):
                dates[partnership].append(self._text(subject, "dcterms:date"))
        later = {each for each, own in dates.items() if all(self._is_later(when) for when in own)}
        parts = {
            part
            for each in later
            for part in self._values(each, "yq:hasApproval", "yq:hasOffering")
        }
        about = {
            claim
            for claim in self._claims
            if (later | parts).intersection(self._values(claim, "schema:about"))
        }
        return later | parts | about

    def _out_of_time(self, claim: object) -> bool:
        ended = self._text(claim, "schema:validThrough")
        return self._is_later(self._text(claim, "schema:validFrom")) or bool(
            ended and _last(ended) < self._day
        )

    def _superseded_later(self, claim: object) -> bool:
        superseded = NamedNode(self._iri("rev:superseded"))
        when = self._text(claim, "yq:supersededOn")
        return superseded in self._values(claim, "yq:review") and self._is_later(when)

    def _replacing(self, restored: set[object]) -> set[object]:
        """Return the claims that took the place of those which still stood on the day."""
        held = {self._about(claim) for claim in restored}
        return {
            claim
            for claim in self._claims
            if self._about(claim) in held
            and claim not in restored
            and self._is_later(self._text(claim, "yq:asOf"))
        }

    def _about(self, claim: object) -> tuple[object, object]:
        about, named = self._values(claim, "schema:about"), self._values(claim, "yq:aboutProperty")
        return (about[0] if about else None, named[0] if named else None)

    def _stated(self, claim: object) -> set[Triple]:
        about, named = self._about(claim)
        if not isinstance(about, NamedNode) or not isinstance(named, NamedNode):
            return set()
        values = self._values(claim, *_STATED)
        return {Triple(about, named, v) for v in values if isinstance(v, (NamedNode, Literal))}

    def _unstated(self, gone: set[object]) -> set[Triple]:
        """Return the statements that only claims make which did not hold."""
        accepted = NamedNode(self._iri("rev:accepted"))
        lost: set[Triple] = set()
        kept: set[Triple] = set()
        for claim in self._claims:
            if accepted in self._values(claim, "yq:review"):
                (lost if claim in gone else kept).update(self._stated(claim))
        return lost - kept

    def _is_of_supersession(self, triple: Triple) -> bool:
        names = ("yq:review", "yq:supersededOn", "skos:changeNote")
        return triple.predicate.value in {self._iri(name) for name in names}

    def _accepted(self, claim: object) -> Iterable[Triple]:
        review, accepted = self._iri("yq:review"), self._iri("rev:accepted")
        assert isinstance(claim, NamedNode)
        yield Triple(claim, NamedNode(review), NamedNode(accepted))
        yield from self._stated(claim)


def _first(when: str) -> str:
    """Return the first day of a year, month or day."""
    return (when + "-01-01"[len(when) - 4 :])[:10] if len(when) < len("2025-06-01") else when[:10]


def _last(when: str) -> str:
    """Return the last day of a year, month or day."""
    if len(when) == len("2025"):
        return f"{when}-12-31"
    if len(when) != len("2025-06"):
        return when[:10]
    year, _, month = when.partition("-")
    if not (year.isdigit() and month.isdigit() and 1 <= int(month) <= 12):
        return when
    after = date(int(year) + int(month) // 12, int(month) % 12 + 1, 1)
    return date.fromordinal(after.toordinal() - 1).isoformat()
