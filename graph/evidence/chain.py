"""The chain of evidence: why a graph states a fact, down to the claims and their sources.

A fact has the accepted claims that state it. One without a claim was derived by a rule of the
vocabulary: the rule is named, and what it was derived from, which a query beside the rule finds, is
explained in turn.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Triple

from yuqiao.graph.entities.description import describe_alone
from yuqiao.graph.evidence.derivation import Derivation, derivations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yuqiao.graph.entities.description import Claim, Description
    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.store import Store

DEEPEST = 3
"""Rules one upon another that are followed."""

_CONTRADICTED = """
SELECT ?claim ?other WHERE { ?claim yq:contradicts ?other }"""


@dataclass(frozen=True)
class Reason:
    """Why one fact is stated.

    :param subject: the entity
    :param property: the property
    :param value: the value
    :param claims: the accepted claims that state it
    :param against: the claims about the same property that state another value or are not accepted
    :param rule: the name of the rule that derived it, if no claim states it
    :param inputs: why what the rule derived it from is stated
    """

    subject: NamedNode
    property: NamedNode
    value: Term
    claims: tuple[Claim, ...] = ()
    against: tuple[Claim, ...] = ()
    rule: Derivation | None = None
    inputs: tuple[Reason, ...] = ()

    def terms(self) -> Iterator[Term]:
        """Return every term it mentions, so that their names can be looked up together."""
        yield from (self.subject, self.property, self.value)
        for claim in (*self.claims, *self.against):
            yield from (claim.basis, claim.review, *claim.sources)
            yield from (term for term in (claim.property, claim.value) if term)
        for reason in self.inputs:
            yield from reason.terms()


class Chains:
    """Explains facts of one graph; each entity is described once.

    :param store: the graph
    :param lang: the language in which texts that were translated are told
    """

    def __init__(self, store: Store, lang: str = "en") -> None:
        self._store = store
        self._lang = lang
        self._known: dict[NamedNode, Description] = {}

    def of(self, subject: NamedNode, property_: NamedNode | None = None) -> list[Reason]:
        """Return why each fact of an entity is stated, in order of property and value.

        :param property_: the property of the facts; all if None

        >>> import yuqiao
        >>> graph = yuqiao.open()
        >>> stem = NamedNode(graph.prefixes["yq"] + "stemFlag")
        >>> physics = NamedNode(graph.prefixes["p"] + "cqu-novosibirsk-physics")
        >>> (reason,) = Chains(graph).of(physics, stem)
        >>> reason.rule.name, len(reason.inputs) > 0
        ('42-stem-flag', True)
        """
        facts = self._description(subject).facts
        wanted = [fact for fact in facts if property_ is None or fact.property == property_]
        return [self._reason(subject, fact.property, fact.value, DEEPEST) for fact in wanted]

    def unstated(self, subject: NamedNode, property_: NamedNode) -> tuple[Claim, ...]:
        """Return the claims about a property of an entity that made no fact of it."""
        return tuple(c for c in self._description(subject).claims if c.property == property_)

    def _description(self, entity: NamedNode) -> Description:
        if entity not in self._known:
            self._known[entity] = describe_alone(self._store, entity).told_in(self._lang)
        return self._known[entity]

    def _reason(self, subject: NamedNode, property_: NamedNode, value: Term, depth: int) -> Reason:
        known = self._description(subject)
        own = [f for f in known.facts if f.property == property_ and f.value == value]
        claims = tuple(claim for fact in own for claim in fact.claims)
        against = [c for c in known.claims if c.property == property_]
        if claims:
            others = (f for f in known.facts if f.property == property_ and f.value != value)
            rival = (claim for fact in others for claim in fact.claims)
            against += [claim for claim in rival if claim.iri in self._contradicting]
            return Reason(subject, property_, value, claims, tuple(dict.fromkeys(against)))
        reason = Reason(subject, property_, value, (), tuple(against))
        if depth == 0:
            return reason
        for found in derivations(self._store, Triple(subject, property_, value)):
            inputs = tuple(
                self._reason(each.subject, each.predicate, each.object, depth - 1)
                for each in found.inputs
                if isinstance(each.subject, NamedNode)
                and isinstance(each.object, (NamedNode, Literal))
            )
            return replace(reason, rule=found, inputs=inputs)
        return reason

    @cached_property
    def _contradicting(self) -> set[Term | None]:
        """The claims that contradict another."""
        return {term for row in self._store.select(_CONTRADICTED) for term in row}
