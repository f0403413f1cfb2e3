"""Remarks on what joins the parts of a group, if anything does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yuqiao.graph.diagnostics.findings import listed
from yuqiao.graph.diagnostics.lint.warnings import LintWarning, warn
from yuqiao.graph.messages import line_and_column
from yuqiao.graph.sparql.ast import (
    Bind,
    Filter,
    Minus,
    SubSelect,
    Triple,
    Values,
    bound_variables,
)
from yuqiao.graph.sparql.scopes import queries, scopes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yuqiao.graph.sparql.ast import Element, Exists, Query
    from yuqiao.graph.sparql.scopes import Scope


@dataclass
class _Heap:
    """Parts of a group that share variables, directly or through one another."""

    names: set[str]
    parts: list[Element]


def join_warnings(
    query: Query, given: frozenset[str], slips: Sequence[LintWarning]
) -> Iterator[LintWarning]:
    """Look at how the parts of each group are joined, and at rows cut out of no order.

    :param given: variables that stand for one term from outside
    :param slips: remarks on variables; where one is mistyped, it is no wonder that nothing joins
    """
    for scope in scopes(query):
        yield from _unjoined(query, scope, slips)
        yield from _idle_minus(scope)
        yield from _idle_exists(scope, given)
    for one in queries(query):
        yield from _cut_without_order(one, inner=one is not query)


def _unjoined(query: Query, scope: Scope, slips: Sequence[LintWarning]) -> Iterator[LintWarning]:
    heaps = _heaps(scope)
    if len(heaps) < 2:
        return
    first, *others = heaps
    for other in others:
        both = (*first.parts, *other.parts)
        if all(isinstance(part, Values) for part in both):
            continue  # a grid of values is meant
        if any(part.start <= slip.start < part.end for part in both for slip in slips):
            continue
        filters = [
            one
            for one in scope.group.elements
            if isinstance(one, Filter)
            and _mentioned(one) & first.names
            and _mentioned(one) & other.names
        ]
        names, place = _named(other), line_and_column(query.text, first.parts[0].start)
        before = f"{_named(first)} (line {place[0]}, column {place[1]})"
        if filters:
            line = line_and_column(query.text, filters[0].start)[0]
            message = f"only the filter on line {line} joins {names} with {before}"
            hint = "every pair is tried; if both must be equal, use one variable for both"
        else:
            message = f"nothing joins {names} with {before}"
            hint = "each match of one comes with every match of the other; share a variable"
        yield warn(other.parts[0], message, hint)


def _heaps(scope: Scope) -> list[_Heap]:
    """Put the parts of a group on heaps, such that parts with a variable in common are together."""
    heaps: list[_Heap] = []
    for element in scope.group.elements:
        names = _joining(element)
        if not names or _is_one_row(element):
            continue
        names = names | ({"(outside)"} if names & scope.joined else set())
        together = _Heap(set(names), [element])
        for heap in [heap for heap in heaps if heap.names & names]:
            together.names |= heap.names
            together.parts = [*heap.parts, *together.parts]
            heaps.remove(heap)
        heaps.append(together)
    return sorted(heaps, key=lambda heap: heap.parts[0].start)


def _joining(element: Element) -> frozenset[str]:
    """Give what a part can be joined by: its variables, and its blank nodes."""
    if isinstance(element, Triple):
        return frozenset(n.text[1:] for n in element.nodes if n.kind in {"variable", "blank"})
    if isinstance(element, Bind):
        return _mentioned(element)
    return bound_variables(element).possible


def _mentioned(element: Filter | Bind) -> frozenset[str]:
    names = {node.text[1:] for node in element.expression.variables}
    for one in element.expression.exists:
        names |= bound_variables(one.group).possible
    if isinstance(element, Bind):
        names.add(element.variable.text[1:])
    return frozenset(names)


def _is_one_row(element: Element) -> bool:
    """Tell whether a part has one row at most, which multiplies nothing."""
    if isinstance(element, Values):
        return len(element.rows) <= 1
    if isinstance(element, Bind):
        return not element.expression.variables and not element.expression.exists
    if isinstance(element, SubSelect):
        query = element.query
        computed = bool(query.columns) and all(column.expression for column in query.columns)
        return (computed and not query.group_by) or (
            query.limit is not None and query.limit.value <= 1
        )
    return False


def _named(heap: _Heap) -> str:
    names = sorted({f"?{n}" for part in heap.parts for n in bound_variables(part).possible})
    return listed(names) if names else "this"


def _idle_minus(scope: Scope) -> Iterator[LintWarning]:
    """Find a MINUS that takes nothing away: SPARQL 1.1, section 8.3.2."""
    before: frozenset[str] = frozenset()
    for element in scope.group.elements:
        if isinstance(element, Minus) and not before & bound_variables(element.group).possible:
            message = (
                "this MINUS shares no variable with what stands before it, and takes nothing away"
            )
            yield warn(element, message, "use a variable of what stands before it")
        before |= bound_variables(element).possible


def _idle_exists(scope: Scope, given: frozenset[str]) -> Iterator[LintWarning]:
    around = bound_variables(scope.group).possible | scope.seen
    for element in scope.group.elements:
        if isinstance(element, Filter):
            for one in element.expression.exists:
                if around and not _all_names(one) & (around | given):
                    word = "NOT EXISTS" if one.negated else "EXISTS"
                    message = f"this {word} shares no variable with what is around it"
                    yield warn(one, message, "it is the same for each row: all or none")


def _all_names(one: Exists) -> frozenset[str]:
    from yuqiao.graph.sparql.ast import Node, walk

    nodes = (part for part in walk(one.group) if isinstance(part, Node))
    return frozenset(node.variable for node in nodes if node.variable)


def _cut_without_order(query: Query, *, inner: bool) -> Iterator[LintWarning]:
    """Find rows cut out of no order: which ones they are is up to the engine, and may change.

    A LIMIT alone, at the end of a query, is how one takes a first look; that is left alone.
    """
    part = query.offset or (query.limit if inner else None)
    if part is None or query.order_by or query.form == "ASK":
        return
    word = query.text[part.start : part.end]
    if _is_one_row_of_groups(query):
        return
    message = f"{word} without ORDER BY: which rows these are is not fixed"
    yield warn(part, message, "add an ORDER BY before it")


def _is_one_row_of_groups(query: Query) -> bool:
    return bool(query.columns) and all(c.expression for c in query.columns) and not query.group_by
