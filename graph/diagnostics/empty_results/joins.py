"""Hints on parts of a pattern that have matches, but none together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yuqiao.graph.diagnostics.empty_results.relaxation import (
    hints_on_properties,
    reversal_hint,
    reversed_triple,
)
from yuqiao.graph.diagnostics.findings import Hint
from yuqiao.graph.diagnostics.probes import MANY, SOME
from yuqiao.graph.diagnostics.similarity import instead, suggestion
from yuqiao.graph.sparql.ast import Triple, Values

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from yuqiao.graph.diagnostics.empty_results.minimal import Piece
    from yuqiao.graph.diagnostics.probes import Prober

_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def hints_on_triples(
    prober: Prober, chosen: Sequence[Piece], inside: Callable[[str], str]
) -> tuple[Hint, ...]:
    """Return hints on triples that have matches, but none together."""
    hints: list[Hint] = []
    for one in chosen:
        if isinstance(one.element, Triple):
            unknown = hints_on_properties(prober, one.element, inside)
            if unknown:
                return unknown
    for one in chosen:
        rest = " ".join(other.text for other in chosen if other is not one)
        if isinstance(one.element, Values):
            hints += hints_on_values(prober, one.element, inside(rest))
        if not isinstance(one.element, Triple):
            continue
        turned = reversed_triple(one.element)
        if turned is not None and prober.has(inside(f"{rest} {turned} .")):
            return (reversal_hint(prober, one.element, turned),)
        hints += _hints_with_rest(prober, one.element, rest, inside)
    return tuple(hints) or _hints_on_shared_variables(prober, chosen, inside)


def _hints_with_rest(
    prober: Prober, triple: Triple, rest: str, inside: Callable[[str], str]
) -> list[Hint]:
    term = prober.term(triple.object)
    if term is None:
        return []
    variable = prober.fresh("v")
    pattern = f"{rest} {triple.subject.text} {triple.path.text} {variable} ."
    found = prober.values(variable, inside(pattern), SOME)
    if not found:
        return []
    near = suggestion(prober, triple.object, found)
    if near is not None:
        return [near]
    if triple.path.iri == _TYPE:
        return [Hint(f"what matches the rest is a {instead(prober, found)}")]
    others = instead(prober, found)
    return [Hint(f"where the rest matches, {triple.path.text} has {others}")]


def _hints_on_shared_variables(
    prober: Prober, chosen: Sequence[Piece], inside: Callable[[str], str]
) -> tuple[Hint, ...]:
    """Return the values of a shared variable in each of two parts."""
    if len(chosen) != 2:
        return ()
    first, second = chosen
    hints = []
    for name in sorted(first.variables & second.variables):
        sides = [prober.values(f"?{name}", inside(one.text), SOME) for one in chosen]
        if not all(sides):  # a name that a SELECT within does not pass on
            continue
        one, other = (instead(prober, side) for side in sides)
        said = f"?{name} is {one} in the first, but {other} in the second"
        if prober.is_fresh(name):
            said = f"the first leads to {one}, but the second begins at {other}"
        hints.append(Hint(said))
    return tuple(hints)


def hints_on_values(prober: Prober, values: Values, pattern: str) -> tuple[Hint, ...]:
    """Return hints on the values in the pattern for the variables of a VALUES clause."""
    hints = []
    for column, variable in enumerate(values.variables):
        found = prober.values(variable.text, pattern, MANY)
        nodes = [row[column] for row in values.rows if prober.term(row[column]) is not None]
        if not found or any(prober.term(node) in found for node in nodes):
            continue
        near = [hint for node in nodes if (hint := suggestion(prober, node, found))]
        hints += near or [Hint(f"in the pattern, {variable.text} is {instead(prober, found)}")]
    return tuple(hints)
