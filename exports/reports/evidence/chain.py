"""Format why facts are stated: their claims, what contradicts them, and the rules behind them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from yuqiao.exports.safe_text import harmless
from yuqiao.graph.entities.description import shown_text
from yuqiao.graph.entities.names import labels_of
from yuqiao.graph.labels import Label, label_language, label_of
from yuqiao.graph.network.partnership_queries import sources_named
from yuqiao.graph.rdf.literals import literal_text
from yuqiao.graph.rdf.prefixes import PrefixMap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yuqiao.graph.entities.description import Claim
    from yuqiao.graph.evidence.chain import Reason
    from yuqiao.graph.network.model import CitedSource
    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.store import Store

_WORDS = {
    "claim": Label("claimed", "陈述"),
    "against": Label("against it", "与之不一致"),
    "rule": Label("derived by rule {}: {}", "由规则 {} 推导：{}"),
    "from": Label("from", "依据"),
    "stated": Label("stated directly; no claim is behind it", "直接载明，没有陈述支持"),
    "more": Label("... and {} more", "……另有{}条"),
    "unstated": Label("no fact; claims only", "未作为事实，仅有陈述"),
}
_MOST = 12  # inputs of one rule that are written out


class ChainWriter:
    """Writes reasons in one language.

    :param store: in which names and sources are looked up
    :param lang: ``en`` or ``zh``
    """

    def __init__(self, store: Store, lang: str) -> None:
        label_language(lang)
        self._store = store
        self._lang = lang
        self._short = PrefixMap(store.prefixes)
        self._names: dict[str, Label] = {}
        self._sources: dict[str, CitedSource] = {}

    def text(self, reasons: Sequence[Reason], claims: Sequence[Claim] = ()) -> str:
        """Return reasons as text, each fact with what is behind it.

        :param claims: claims about a property that made no fact
        """
        self._look_up(reasons, claims)
        lines = [line for reason in reasons for line in (*self._reason(reason, 0), "")]
        if claims and not reasons:
            lines += [self._word("unstated"), *(self._claim(each, 1) for each in claims), ""]
        return "\n".join(lines[:-1]) + "\n" if lines else ""

    def _look_up(self, reasons: Sequence[Reason], claims: Sequence[Claim]) -> None:
        terms = [term for reason in reasons for term in reason.terms()]
        for claim in claims:
            terms += [claim.basis, claim.review, *claim.sources]
            terms += [term for term in (claim.property, claim.value) if term]
        iris = {term.value for term in terms if isinstance(term, NamedNode)}
        self._names = labels_of(self._store, iris)
        cited = {source.value for claim in _claims_of(reasons, claims) for source in claim.sources}
        self._sources = sources_named(self._store, cited) if cited else {}

    def _reason(self, reason: Reason, depth: int) -> Iterator[str]:
        start = "  " * depth
        subject = "" if depth == 0 else f"{self._name(reason.subject)} · "
        yield f"{start}{subject}{self._name(reason.property)}: {self._name(reason.value)}"
        for claim in reason.claims:
            yield self._claim(claim, depth + 1, value=False)
        for claim in reason.against:
            yield self._claim(claim, depth + 1, self._word("against"))
        if reason.rule:
            said = self._word("rule").format(reason.rule.name, reason.rule.label.text(self._lang))
            yield f"{start}  {said}"
            for each in reason.inputs[:_MOST]:
                yield from self._reason(each, depth + 2)
            if len(reason.inputs) > _MOST:
                yield f"{start}    {self._word('more').format(len(reason.inputs) - _MOST)}"
        elif not reason.claims:
            yield f"{start}  {self._word('stated')}"

    def _claim(self, claim: Claim, depth: int, mark: str = "", *, value: bool = True) -> str:
        said = self._name(claim.value) if value and claim.value else ""
        texts = [each.text(self._lang) for each in (claim.text, claim.note)]
        about = [claim.as_of, self._name(claim.basis), self._name(claim.review)]
        sentence = " — ".join(harmless(each) for each in (said, *texts) if each)
        source = "; ".join(self._source(each) for each in claim.sources)
        if self._lang == "zh":
            told = f"{sentence}（{'，'.join(about)}）"
            return "  " * depth + (mark and f"{mark}：") + f"{told} {source}"
        parts = [mark and f"{mark}:", sentence, f"({', '.join(about)})", source]
        return "  " * depth + " ".join(part for part in parts if part)

    def _source(self, source: NamedNode) -> str:
        cited = self._sources[source.value]
        told = (
            cited.title.text(self._lang),
            cited.publisher.text(self._lang),
            cited.date,
            cited.url,
        )
        return harmless(". ".join(each for each in told if each))

    def _name(self, term: Term) -> str:
        if isinstance(term, Literal):
            return harmless(shown_text(term))
        if isinstance(term, NamedNode):
            known = self._names.get(term.value)
            return harmless(known.text(self._lang) if known else self._shortened(term))
        return str(term)

    def _shortened(self, term: NamedNode) -> str:
        return self._short.compress(term.value) or term.value

    def _word(self, key: str) -> str:
        return _WORDS[key].text(self._lang)


def _claims_of(reasons: Sequence[Reason], claims: Sequence[Claim]) -> Iterator[Claim]:
    yield from claims
    for reason in reasons:
        yield from (*reason.claims, *reason.against)
        yield from _claims_of(reason.inputs, ())


def chain_json(reasons: Sequence[Reason], claims: Sequence[Claim] = ()) -> str:
    """Return reasons as JSON."""
    shown = {
        "facts": [_reason_object(reason) for reason in reasons],
        "claims": [_claim_object(claim) for claim in claims],
    }
    return json.dumps(shown, ensure_ascii=False, indent=2) + "\n"


def _reason_object(reason: Reason) -> dict[str, object]:
    return {
        "subject": reason.subject.value,
        "property": reason.property.value,
        "value": _value(reason.value),
        "claims": [_claim_object(claim) for claim in reason.claims],
        "against": [_claim_object(claim) for claim in reason.against],
        "rule": reason.rule.name if reason.rule else None,
        "inputs": [_reason_object(each) for each in reason.inputs],
    }


def _claim_object(claim: Claim) -> dict[str, object]:
    return {
        "claim": claim.iri.value,
        "value": None if claim.value is None else _value(claim.value),
        "asOf": claim.as_of,
        "basis": label_of(claim.basis.value, {}).en,
        "review": label_of(claim.review.value, {}).en,
        "text": claim.text._asdict(),
        "note": claim.note._asdict(),
        "sources": [source.value for source in claim.sources],
    }


def _value(term: Term) -> str:
    return literal_text(term) if isinstance(term, Literal) else str(term.value)
