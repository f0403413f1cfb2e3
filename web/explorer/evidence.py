"""Why a link is stated: its claims with their sources, or the rule that derived it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyoxigraph import NamedNode

from yuqiao.graph.evidence.chain import Chains
from yuqiao.graph.labels import Label
from yuqiao.graph.network.partnership_queries import sources_named
from yuqiao.graph.rdf.literals import literal_text
from yuqiao.web.explorer.neighbours import checked_text, shown_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from yuqiao.graph.entities.description import Claim
    from yuqiao.graph.evidence.chain import Reason
    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.store import Store
    from yuqiao.web.served_graph import ServedGraph

_MOST_INPUTS = 12


def link_evidence(
    graph: ServedGraph, subject: str, property_: str, value: str, lang: str
) -> dict[str, Any]:
    """Return what a graph says of where a link comes from.

    It has the ``claims`` that state the link, those ``against`` it, and the ``rule`` that derived
    it with what it was derived ``from``; all are empty where the graph says nothing.

    :raises QueryError: when an end or the property is no IRI
    """
    for iri in (subject, property_, value):
        checked_text(iri)
    found = Chains(graph.store, lang).of(NamedNode(subject), NamedNode(property_))
    for reason in found:
        if reason.value == NamedNode(value):
            return _Teller(graph.store, lang, reason).told()
    return {"claims": [], "against": [], "rule": "", "from": []}


class _Teller:
    """Tells a reason in one language, with all names and sources looked up together."""

    def __init__(self, store: Store, lang: str, reason: Reason) -> None:
        self._lang = lang
        self._reason = reason
        named = {term.value for term in reason.terms() if isinstance(term, NamedNode)}
        self._names = shown_names(store, named, lang)
        claims = [*reason.claims, *reason.against]
        self._sources = sources_named(store, {s.value for each in claims for s in each.sources})

    def told(self) -> dict[str, Any]:
        """Return the reason as what the page shows."""
        rule = self._reason.rule
        return {
            "claims": self._claims(self._reason.claims),
            "against": self._claims(self._reason.against),
            "rule": rule.label.text(self._lang) if rule else "",
            "from": [self._statement(each) for each in self._reason.inputs[:_MOST_INPUTS]],
        }

    def _claims(self, claims: Iterable[Claim]) -> list[dict[str, Any]]:
        return [
            {
                "value": self._name(claim.value) if claim.value else "",
                "texts": self._texts((claim.text, claim.note)),
                "about": [claim.as_of, self._name(claim.basis), self._name(claim.review)],
                "sources": [self._source(each.value) for each in claim.sources],
            }
            for claim in claims
        ]

    def _texts(self, labels: Sequence[Label]) -> list[str]:
        return [text for text in (label.text(self._lang) for label in labels) if text]

    def _source(self, iri: str) -> dict[str, str]:
        cited = self._sources[iri]
        about = ", ".join(each for each in (cited.publisher.text(self._lang), cited.date) if each)
        return {"iri": iri, "title": cited.title.text(self._lang), "about": about}

    def _statement(self, reason: Reason) -> dict[str, str]:
        terms = (reason.subject, reason.property, reason.value)
        return {"iri": reason.subject.value, "text": " · ".join(map(self._name, terms))}

    def _name(self, term: Term) -> str:
        if not isinstance(term, NamedNode):
            return literal_text(term)  # a value is never a blank node here
        return self._names[term.value]
