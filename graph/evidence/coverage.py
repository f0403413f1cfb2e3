"""The coverage of a register: what is reported and recorded, and what is missing or weak."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from yuqiao.graph.entities.names import labels_of
from yuqiao.graph.entities.statistics import overview
from yuqiao.graph.errors import QueryError
from yuqiao.graph.labels import Label, label_of
from yuqiao.graph.questions.catalogue import find_question
from yuqiao.graph.rdf.literals import literal_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yuqiao.graph.entities.statistics import Figure
    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.store import Store

STALE_YEARS = 3
"""A fact whose newest evidence is this much older than the newest in the graph is stale."""

_FACTS = """
SELECT ?thing ?property ?value ?date ?source WHERE {
  ?claim schema:about ?thing ; yq:aboutProperty ?property ; yq:review rev:accepted ;
    yq:statedResource|yq:statedValue ?value ; yq:asOf ?date ; dcterms:source ?source .
  ?thing a yq:Partnership .
}"""
_SAME = """
SELECT ?one ?other WHERE {
  ?one a yq:Partnership ; yq:chinesePartner ?school ; yq:foreignPartner ?university ;
    yq:discipline ?discipline .
  ?other a yq:Partnership ; yq:chinesePartner ?school ; yq:foreignPartner ?university ;
    yq:discipline ?discipline .
  FILTER(STR(?one) < STR(?other))
}"""
_NEWEST = """
SELECT ?indicator ?about ?date ?value WHERE {
  ?figure schema:variableMeasured ?indicator ; schema:about ?about ; yq:asOf ?date ;
    schema:value ?value ; yq:basis bas:computed . FILTER(CONTAINS(STR(?figure), "-counted--"))
}"""
_PARTNERSHIPS = "SELECT (COUNT(DISTINCT ?p) AS ?n) WHERE { ?p a yq:Partnership }"


@dataclass(frozen=True)
class Reported:
    """A figure that sources report, beside what the graph records.

    :param label: what is counted
    :param date: the day of the figure
    :param recorded: the graph's own count for that day, or else its newest; None if it has none
    :param counted_on: the day of that count
    :param named: the number of partnerships known to be counted in the figure
    :param likely: the number that are likely to be
    :param reason: why the two differ
    """

    label: Label
    date: str
    value: Decimal
    recorded: Decimal | None
    counted_on: str
    named: int
    likely: int
    reason: Label

    @property
    def gap(self) -> Decimal | None:
        """How many more are reported than recorded; of the figure's own members, if those are."""
        known = self.named + self.likely
        if known:
            return self.value - known
        return None if self.recorded is None else self.value - self.recorded


@dataclass(frozen=True)
class Gap:
    """A property without value: how often it was searched for in vain, and how often not at all."""

    property: str
    label: Label
    not_found: int
    not_searched: int


@dataclass(frozen=True)
class WeakFact:
    """A fact with old evidence, or with a single source."""

    thing: str
    label: Label
    property: Label
    date: str


@dataclass(frozen=True)
class Coverage:
    """What a register has, and what it lacks.

    :param partnerships: their number
    :param figures: reported figures that are whole numbers, the oldest first
    :param gaps: empty columns, those with most first
    :param newest: the newest day of evidence about a partnership
    :param stale: facts whose newest evidence is years older than that
    :param single: the number of facts with one source, by property
    :param facts: the number of facts with evidence, by property
    :param duplicates: pairs of partnerships of the same school, institution and discipline
    """

    partnerships: int
    figures: tuple[Reported, ...]
    gaps: tuple[Gap, ...]
    newest: str
    stale: tuple[WeakFact, ...]
    single: tuple[tuple[Label, int, int], ...]
    duplicates: tuple[tuple[Label, Label], ...]


def coverage(store: Store) -> Coverage:
    """Return the coverage of a register.

    :raises QueryError: if the graph describes no partnerships

    >>> import yuqiao
    >>> known = coverage(yuqiao.open())
    >>> [str(each.value) for each in known.figures if each.label.en == "Partnerships in total"][:1]
    ['75']
    """
    (row,) = store.select(_PARTNERSHIPS)
    number = int(literal_text(row[0]))
    if not number:
        raise QueryError(
            "this graph describes no partnerships (yq:Partnership), so it has no coverage to report"
        )
    newest, stale, single = _weak(store)
    return Coverage(
        number, _figures(store), _gaps(store), newest, stale, single, _duplicates(store)
    )


def _figures(store: Store) -> tuple[Reported, ...]:
    found = [
        figure
        for figure in overview(store).figures
        if figure.unit == "1"
        and isinstance(figure.value, Decimal)
        and figure.review.value.endswith("/accepted")
    ]
    terms = [term.value for each in found for term in (each.indicator, each.about)]
    labels = labels_of(store, terms)
    newest = _newest_counts(store)
    found.sort(key=lambda each: each.as_of)
    subjects = Counter(each.about.value for each in found)
    own = max(subjects, key=lambda iri: (subjects[iri], iri), default="")
    return tuple(_reported(each, labels, newest, own) for each in found)


Counts = dict[tuple[str, str], tuple[str, Decimal]]


def _newest_counts(store: Store) -> Counts:
    """Return the newest own count of each indicator and place, with its day."""
    found: Counts = {}
    for indicator, about, when, value in store.select(_NEWEST):
        key, day = (_iri(indicator), _iri(about)), literal_text(when)
        if day >= found.get(key, ("", Decimal(0)))[0]:
            found[key] = (day, Decimal(literal_text(value)))
    return found


def _reported(figure: Figure, labels: dict[str, Label], newest: Counts, own: str) -> Reported:
    """Return a figure beside its count; one of another subject than the register's is named so."""
    assert isinstance(figure.value, Decimal)
    iri, about = figure.indicator.value, figure.about.value
    label = labels.get(iri) or label_of(iri, {})
    if about != own:
        who = labels.get(about) or label_of(about, {})
        label = Label(f"{label.en} ({who.en})", f"{label.zh}（{who.zh}）")
    day, counted = figure.counted_as_of, figure.counted
    if not isinstance(counted, Decimal):  # of the figure's own day; else the newest
        day, counted = newest.get((iri, figure.about.value), ("", None))
    return Reported(
        label,
        figure.as_of,
        figure.value,
        counted,
        day,
        figure.named,
        figure.likely,
        figure.note,
    )


def _gaps(store: Store) -> tuple[Gap, ...]:
    sparql, bindings = find_question("gaps").bind(lang="en", store=store, values={})
    rows = [tuple(row) for row in store.select(sparql, bindings)]
    labels = labels_of(store, [_iri(row[0]) for row in rows])
    return tuple(
        Gap(
            _iri(name),
            labels.get(_iri(name)) or label_of(_iri(name), {}),
            int(literal_text(not_found)),
            int(literal_text(not_searched)),
        )
        for name, not_found, not_searched in rows
    )


def _weak(
    store: Store,
) -> tuple[str, tuple[WeakFact, ...], tuple[tuple[Label, int, int], ...]]:
    """Return the newest day of evidence, the stale facts, and how many have a single source."""
    dates: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    sources: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for thing, property_, value, when, source in store.select(_FACTS):
        key = (_iri(thing), _iri(property_), str(value))
        dates[key].append(literal_text(when))
        sources[key].add(_iri(source))
    newest = max((max(own) for own in dates.values()), default="")
    labels = labels_of(store, {part for key in dates for part in key[:2]})
    limit = str(int(newest[:4]) - STALE_YEARS) + newest[4:] if newest[:4].isdigit() else ""
    stale = [
        WeakFact(thing, _of(labels, thing), _of(labels, name), max(own))
        for (thing, name, _), own in dates.items()
        if max(own) < limit
    ]
    alone: dict[str, int] = defaultdict(int)
    whole: dict[str, int] = defaultdict(int)
    for (_, name, _), own_sources in sources.items():
        whole[name] += 1
        alone[name] += len(own_sources) == 1
    counted = [(_of(labels, name), alone[name], whole[name]) for name in whole]
    counted.sort(key=lambda each: (-each[1], each[0]))
    stale.sort(key=lambda each: (each.date, each.label, each.property))
    return newest, tuple(stale), tuple(counted)


def _duplicates(store: Store) -> tuple[tuple[Label, Label], ...]:
    pairs = sorted({(_iri(one), _iri(other)) for one, other in store.select(_SAME)})
    labels = labels_of(store, _flat(pairs))
    return tuple((_of(labels, one), _of(labels, other)) for one, other in pairs)


def _flat(pairs: Iterable[tuple[str, str]]) -> set[str]:
    return {iri for pair in pairs for iri in pair}


def _of(labels: dict[str, Label], iri: str) -> Label:
    return labels.get(iri) or label_of(iri, {})


def _iri(term: Term | None) -> str:
    return term.value if isinstance(term, (NamedNode, Literal)) else ""
