"""Lint warnings on joins: cross products, and MINUS or EXISTS that share no variable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yuqiao.graph.diagnostics.findings import listed
from yuqiao.graph.diagnostics.lint.warnings import LintWarning, warn
from yuqiao.graph.messages import line_and_column
from yuqiao.graph.sparql.ast import (
    Bind,
    Filter,
    Group,
    Lateral,
    Minus,
    Node,
    SubSelect,
    Triple,
    Values,
    bound_variables,
    walk,
)
from yuqiao.graph.sparql.scopes import queries, scopes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from yuqiao.graph.sparql.ast import Element, Exists, Query
    from yuqiao.graph.sparql.scopes import Scope


@dataclass
class _Component:
    """Parts of a group that are connected by shared variables."""

    names: set[str]
    parts: list[Element]


def join_warnings(
    query: Query, given: frozenset[str], slips: Sequence[LintWarning]
) -> Iterator[LintWarning]:
    """Check how the parts of each group are joined, and limits on unordered rows.

    :param given: variables that are bound to one term from outside
    :param slips: warnings on variables; a mistyped one explains why its part is not joined
    """
    for scope in scopes(query):
        yield from _unjoined(query, scope, slips)
        yield from _idle_minus(scope)
        yield from _idle_exists(scope, given)
    for one in queries(query):
        yield from _limit_without_order(one, inner=one is not query)


def _unjoined(query: Query, scope: Scope, slips: Sequence[LintWarning]) -> Iterator[LintWarning]:
    components = _components(scope)
    if len(components) < 2:
        return
    first, *others = components
    for other in others:
        both = (*first.parts, *other.parts)
        if _is_list(first) and _is_list(other):
            continue  # a grid of values is intended
        if any(part.start <= slip.start < part.end for part in both for slip in slips):
            continue
        filters = [
            one
            for one in scope.group.elements
            if isinstance(one, Filter)
            and _mentioned(one) & first.names
            and _mentioned(one) & other.names
        ]
        if filters and any(_is_list(component) for component in (first, other)):
            continue  # each of a list is tested, as in a check of what is missing
        names, place = _named(other), line_and_column(query.text, first.parts[0].start)
        before = f"{_named(first)} (line {place[0]}, column {place[1]})"
        if filters:
            line = line_and_column(query.text, filters[0].start)[0]
            message = f"only the filter on line {line} joins {names} with {before}"
            hint = "every pair is tested; if both must be equal, use one variable for both"
        else:
            message = f"no variable joins {names} with {before}"
            hint = "the result is a cross product; join them with a common variable"
        yield warn(other.parts[0], message, hint)


def _is_list(component: _Component) -> bool:
    return all(isinstance(part, Values) for part in component.parts)


def _components(scope: Scope) -> list[_Component]:
    """Group the parts of a group into components that are connected by variables."""
    components: list[_Component] = []
    triples = [one for one in scope.group.elements if isinstance(one, Triple)]
    entities = {one.subject.iri for one in triples if one.subject.kind == "iri"}
    for element in scope.group.elements:
        names = _joining(element)
        if names and isinstance(element, Triple):  # properties of one entity belong together
            names |= entities & {element.subject.iri, element.object.iri}
        if not names or _is_one_row(element):
            continue
        names = names | ({"(outside)"} if names & scope.joined else set())
        together = _Component(set(names), [element])
        for component in [component for component in components if component.names & names]:
            together.names |= component.names
            together.parts = [*component.parts, *together.parts]
            components.remove(component)
        components.append(together)
    return sorted(components, key=lambda component: component.parts[0].start)


def _joining(element: Element) -> frozenset[str]:
    """Return the names a part can be joined by: its variables and blank nodes."""
    if isinstance(element, Triple):
        return _names(leaf for node in element.nodes for leaf in node.leaves)
    if isinstance(element, Lateral):  # it sees the row, whatever it passes on
        return _names(part for part in walk(element) if isinstance(part, Node))
    if isinstance(element, Bind):
        return _mentioned(element)
    return bound_variables(element).possible


def _names(nodes: Iterable[Node]) -> frozenset[str]:
    return frozenset(node.text[1:] for node in nodes if node.kind in {"variable", "blank"})


def _mentioned(element: Filter | Bind) -> frozenset[str]:
    names = {node.text[1:] for node in element.expression.variables}
    for one in element.expression.exists:
        names |= bound_variables(one.group).possible
    if isinstance(element, Bind):
        names.add(element.variable.text[1:])
    return frozenset(names)


def _is_one_row(element: Element) -> bool:
    """Return whether a part has one row at most, so that it multiplies nothing."""
    if isinstance(element, Values):
        return len(element.rows) <= 1
    if isinstance(element, Bind):
        return not element.expression.variables and not element.expression.exists
    if isinstance(element, Group):
        return all(isinstance(one, Filter) or _is_one_row(one) for one in element.elements)
    if isinstance(element, SubSelect):
        query = element.query
        computed = bool(query.columns) and all(column.expression for column in query.columns)
        return (computed and not query.group_by) or (
            query.limit is not None and query.limit.value <= 1
        )
    return False


def _named(component: _Component) -> str:
    names = sorted({f"?{n}" for part in component.parts for n in bound_variables(part).possible})
    return listed(names) if names else "this"


def _idle_minus(scope: Scope) -> Iterator[LintWarning]:
    """Find a MINUS that removes nothing: SPARQL 1.1, section 8.3.2."""
    before: frozenset[str] = frozenset()
    for element in scope.group.elements:
        if isinstance(element, Minus) and not before & bound_variables(element.group).possible:
            message = (
                "this MINUS shares no variable with the pattern before it, so it removes nothing"
            )
            yield warn(element, message, "use a variable of the pattern before it")
        before |= bound_variables(element).possible


def _idle_exists(scope: Scope, given: frozenset[str]) -> Iterator[LintWarning]:
    around = bound_variables(scope.group).possible | scope.seen
    for element in scope.group.elements:
        if isinstance(element, Filter):
            for one in element.expression.exists:
                if around and not _all_names(one) & (around | given):
                    word = "NOT EXISTS" if one.negated else "EXISTS"
                    message = f"this {word} shares no variable with the pattern around it"
                    yield warn(one, message, "it has the same value for every row")


def _all_names(one: Exists) -> frozenset[str]:
    nodes = (part for part in walk(one.group) if isinstance(part, Node))
    return frozenset(node.variable for node in nodes if node.variable)


def _limit_without_order(query: Query, *, inner: bool) -> Iterator[LintWarning]:
    """Find limits on unordered rows: the engine chooses the rows, and may choose others next time.

    A LIMIT alone, at the end of a query, is a common way to take a first look, and is accepted.
    """
    skips = query.offset is not None and query.offset.value > 0
    part = query.offset if skips else (query.limit if inner else None)
    if part is None or query.order_by or query.form == "ASK":
        return
    word = query.text[part.start : part.end]
    if _is_one_row_of_groups(query):
        return
    message = f"{word} without ORDER BY: the choice of rows is arbitrary"
    yield warn(part, message, "add an ORDER BY before it")


def _is_one_row_of_groups(query: Query) -> bool:
    return bool(query.columns) and all(c.expression for c in query.columns) and not query.group_by
