"""Fees as a reader expects them: grouped digits, the currency, and that they are for a year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yuqiao.graph.labels import Label
from yuqiao.graph.rdf.literals import literal_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from yuqiao.graph.entities.description import Fact


def annual_fee(amount: str, currency: str = "CNY") -> Label:
    """Return a fee for a year of study, in both display languages.

    :param amount: as a graph has it; what is not a whole number stays as it is
    :param currency: the code of ISO 4217

    >>> annual_fee("53000")
    Label(en='53,000 yuan a year', zh='53,000 元/学年')
    >>> annual_fee("9000", "USD").en
    '9,000 USD a year'
    """
    grouped = f"{int(amount):,}" if amount.isascii() and amount.isdigit() else amount
    if currency == "CNY":
        return Label(f"{grouped} yuan a year", f"{grouped} 元/学年")
    return Label(f"{grouped} {currency} a year", f"{grouped} {currency}/学年")


def fee_of(fact: Fact, facts: Iterable[Fact], prefixes: Mapping[str, str]) -> Label | None:
    """Return the fee that a fact states, in the currency stated beside it; None if it is no fee.

    :param facts: all facts of the entity
    """
    if fact.property.value != prefixes["yq"] + "annualTuition":
        return None
    stated = prefixes["schema"] + "priceCurrency"
    codes = [literal_text(each.value) for each in facts if each.property.value == stated]
    return annual_fee(literal_text(fact.value), codes[0] if codes else "CNY")


def without_currencies(facts: Iterable[Fact], prefixes: Mapping[str, str]) -> list[Fact]:
    """Return facts without the currency, where a fee among them shows it."""
    known = list(facts)
    fee, stated = prefixes["yq"] + "annualTuition", prefixes["schema"] + "priceCurrency"
    if all(fact.property.value != fee for fact in known):
        return known
    return [fact for fact in known if fact.property.value != stated]
