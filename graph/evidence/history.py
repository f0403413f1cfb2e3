"""The history of an entity: what was said of it, when it held, and when it was recorded."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from yuqiao.graph.entities.description import describe, shown_text
from yuqiao.graph.entities.fees import annual_fee
from yuqiao.graph.entities.names import labels_of, sentences_of
from yuqiao.graph.labels import Label
from yuqiao.graph.language_tags import is_translation
from yuqiao.graph.rdf.literals import literal_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from yuqiao.graph.entities.description import Claim, Description
    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.store import Store

_TIMES = """
SELECT ?claim ?property ?when WHERE {
  ?claim schema:about ?entity ; ?property ?when .
  FILTER(?property IN (schema:validFrom, schema:validThrough, yq:recordedOn, yq:supersededOn))
}"""
_REASONS = """
SELECT ?claim ?reason WHERE { ?claim schema:about ?entity ; skos:changeNote ?reason }"""
_REPLACED = """
SELECT ?other ?when ?reason WHERE {
  ?entity dcterms:isReplacedBy ?other .
  OPTIONAL { ?entity yq:supersededOn ?when } OPTIONAL { ?entity skos:changeNote ?reason }
}"""

FROM = Label("from here", "自此")
UNTIL = Label("until then", "至此")
SUPERSEDED = Label("no longer stands", "不再成立")
REPLACED = Label("replaced by", "被取代")


@dataclass(frozen=True)
class Event:
    """One thing that was said, began or ended.

    :param date: the day, month or year; nothing if there is none
    :param text: what, in both display languages
    :param basis: what it rests on
    :param review: what the editors decided
    :param sources: the IRIs of the sources
    :param recorded: when the editors recorded it
    """

    date: str
    text: Label
    basis: Label
    review: Label
    sources: tuple[str, ...]
    recorded: str = ""


def events_of(store: Store, entity: NamedNode) -> list[Event]:
    """Return what happened to an entity and what was said of it, in order of date.

    Claims of one day and one source are one event.

    >>> import yuqiao
    >>> graph = yuqiao.open()
    >>> ctbu = NamedNode(graph.prefixes["o"] + "ctbu")
    >>> [event.text.en for event in events_of(graph, ctbu) if event.date == "2002"]
    ['other name: 渝州大学 (until then)']
    """
    told = describe(store, entity)
    return sorted(_Writer(store, told).events(), key=lambda event: (event.date, event.text))


class _Writer:
    """Writes the events of one entity and of its parts."""

    def __init__(self, store: Store, told: Description) -> None:
        self._store = store
        self._told = told
        named = {term.value for term in told.terms() if isinstance(term, NamedNode)}
        said = {
            iri: Label(text.en.rstrip("."), text.zh.rstrip("。"))
            for iri, text in sentences_of(store, named).items()
        }
        self._labels = {**said, **labels_of(store, named)}
        self._translations: dict[tuple[object, object], Label] = dict(_translations(told))
        self._fee = store.prefixes.get("yq", "") + "annualTuition"

    def events(self) -> Iterator[Event]:
        """Yield all events, in no order."""
        for part in (self._told, *self._told.parts):
            claims = dict.fromkeys([*part.claims, *(c for f in part.facts for c in f.claims)])
            times = self._times(part.iri)
            yield from self._said(claims, times)
            yield from self._spans(claims, times)
        for other, when, reason in self._store.select(_REPLACED, {"entity": self._told.iri}):
            text = _joined(REPLACED, self._name(other), _text(reason))
            yield Event(literal_text(when), text, REPLACED, REPLACED, ())

    def _times(self, entity: NamedNode) -> dict[Term | None, dict[str, str]]:
        found: dict[Term | None, dict[str, str]] = defaultdict(dict)
        for claim, property_, when in self._store.select(_TIMES, {"entity": entity}):
            assert isinstance(property_, NamedNode)
            found[claim][property_.value.replace("#", "/").rpartition("/")[2]] = literal_text(when)
        for claim, reason in self._store.select(_REASONS, {"entity": entity}):
            found[claim]["reason"] = literal_text(reason)
        return found

    def _said(
        self, claims: Iterable[Claim], times: dict[Term | None, dict[str, str]]
    ) -> Iterator[Event]:
        """Yield what sources said, one event for the claims of one day and source."""
        groups: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
        for claim in claims:
            recorded = times.get(claim.iri, {}).get("recordedOn", "")
            groups[claim.as_of, claim.basis, claim.review, claim.sources, recorded].append(claim)
        for own in groups.values():
            texts = sorted({self._claimed(claim) for claim in own})
            text = Label("; ".join(t.en for t in texts), "；".join(t.zh for t in texts))
            yield self._event(own[0].as_of, text, own[0], times)

    def _spans(
        self, claims: Iterable[Claim], times: dict[Term | None, dict[str, str]]
    ) -> Iterator[Event]:
        """Yield when something began or ceased to hold."""
        for claim in claims:
            known = times.get(claim.iri, {})
            for key, what in (
                ("validFrom", FROM),
                ("validThrough", UNTIL),
                ("supersededOn", SUPERSEDED),
            ):
                if key in known:
                    said = self._claimed(claim)
                    reason = known.get("reason", "") if what is SUPERSEDED else ""
                    ends = f": {reason}" if reason else ""
                    text = Label(f"{said.en} ({what.en}{ends})", f"{said.zh}（{what.zh}{ends}）")
                    yield self._event(known[key], text, claim, times)

    def _event(
        self, date: str, text: Label, claim: Claim, times: dict[Term | None, dict[str, str]]
    ) -> Event:
        sources = tuple(source.value for source in claim.sources)
        recorded = times.get(claim.iri, {}).get("recordedOn", "")
        return Event(
            date, text, self._name(claim.basis), self._name(claim.review), sources, recorded
        )

    def _claimed(self, claim: Claim) -> Label:
        """Return what a claim says: the property and its value, or its sentence."""
        if claim.value is None:
            return claim.text
        about = claim.property or claim.kind
        value = self._value(claim)
        if about is None:
            return value
        name = self._name(about)
        return Label(f"{name.en}: {value.en}", f"{name.zh}：{value.zh}")

    def _value(self, claim: Claim) -> Label:
        """Return the value of a claim: a fee with its unit, a text with its translation."""
        if claim.property and claim.property.value == self._fee:
            return annual_fee(literal_text(claim.value))
        return self._translations.get((claim.property, claim.value)) or self._name(claim.value)

    def _name(self, term: Term | None) -> Label:
        if isinstance(term, NamedNode):
            return self._labels.get(term.value) or Label(term.value, term.value)
        text = shown_text(term) if isinstance(term, Literal) else str(term)
        return Label(text, text)


def _translations(
    told: Description,
) -> Iterator[tuple[tuple[NamedNode, Literal], Label]]:
    """Yield the texts that have one translation beside them, by property and text."""
    texts: dict[tuple[NamedNode, NamedNode], list[Literal]] = defaultdict(list)
    for part in (told, *told.parts):
        for fact in part.facts:
            if isinstance(fact.value, Literal) and fact.value.language:
                texts[part.iri, fact.property].append(fact.value)
    for (_, property_), pair in texts.items():
        original, *translated = sorted(pair, key=lambda text: is_translation(text.language))
        if len(translated) == 1 and is_translation(translated[0].language):
            label = Label(shown_text(original), shown_text(translated[0]))
            yield (property_, original), label


def _joined(what: Label, name: Label, reason: str) -> Label:
    ends = f": {reason}" if reason else ""
    return Label(f"{what.en} {name.en}{ends}", f"{what.zh}：{name.zh}{ends}")


def _text(term: Term | None) -> str:
    return literal_text(term) if isinstance(term, Literal) else ""
