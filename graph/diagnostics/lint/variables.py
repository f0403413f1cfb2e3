"""Lint warnings on variables: unbound, used once, or tested out of scope."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from yuqiao.graph.diagnostics.lint.warnings import LintWarning, nearest_variable, warn
from yuqiao.graph.sparql.ast import Bind, Filter, Optional, Service, bound_variables
from yuqiao.graph.sparql.lexer import tokens
from yuqiao.graph.sparql.scopes import queries, scopes
from yuqiao.graph.spelling import edits_between, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yuqiao.graph.sparql.ast import Expression, Node, Query
    from yuqiao.graph.sparql.scopes import Scope

_ALLOWS_NONE = ("BOUND", "COALESCE", "IF", "EXISTS")
_LABEL_SERVICE = "http://wikiba.se/ontology#label"
_LABEL_ENDINGS = ("Label", "AltLabel", "Description")
_LONG = 5  # letters of a name in which one wrong letter is a likely slip


def variable_warnings(query: Query, given: frozenset[str]) -> Iterator[LintWarning]:
    """Check the variables of a query.

    :param given: those that are bound from outside
    """
    found = [*_unbound(query, given), *_in_groups(query, given)]
    yield from found
    yield from _used_once(query, {one.start for one in found})


def _unbound(query: Query, given: frozenset[str]) -> Iterator[LintWarning]:
    """Find variables of SELECT, ORDER BY or a template that are never bound."""
    for one in queries(query):
        pattern = bound_variables(one.where).possible if one.where else frozenset()
        known = (
            pattern | given | (bound_variables(one.values).possible if one.values else frozenset())
        )
        known |= {key.variable.text[1:] for key in one.group_by if key.variable and key.expression}
        known |= _made_by_label_service(one, known)
        for column in one.columns:
            if column.expression is None and column.variable is not None:
                yield from _unknown(column.variable, known, "its column is empty")
        known |= {column.variable.text[1:] for column in one.columns if column.variable}
        asked = [column.expression for column in one.columns if column.expression]
        for node in (node for expression in asked for node in expression.variables):
            yield from _unknown(node, known, "the expression has no value")
        for node in (node for expression in one.order_by for node in expression.variables):
            yield from _unknown(node, known, "it does not affect the order")
        for node in (leaf for t in one.template for part in t.nodes for leaf in part.leaves):
            yield from _unknown(node, known, "no triple is constructed")
        for node in one.described:
            yield from _unknown(node, known, "there is nothing to describe")


def _made_by_label_service(query: Query, known: frozenset[str]) -> frozenset[str]:
    """Return the variables that Wikidata's label service binds: ``?xLabel`` for ``?x``."""
    services = (
        one
        for scope in scopes(query)
        for one in scope.group.elements
        if isinstance(one, Service) and one.name.iri == _LABEL_SERVICE
    )
    if next(services, None) is None:
        return frozenset()
    return frozenset(f"{name}{ending}" for name in known for ending in _LABEL_ENDINGS)


def _unknown(node: Node, known: frozenset[str], so: str) -> Iterator[LintWarning]:
    if node.variable is not None and node.variable not in known:
        message = f"{node.text} is not bound in the pattern, so {so}"
        yield warn(node, message, nearest_variable(node.variable, known))


def _in_groups(query: Query, given: frozenset[str]) -> Iterator[LintWarning]:
    for scope in scopes(query):
        everywhere = bound_variables(scope.group).possible | scope.seen | given
        before: frozenset[str] = scope.seen | given
        for element in scope.group.elements:
            if isinstance(element, Filter):
                yield from _unseen(query, element.expression, everywhere)
                yield from _undoing_optional(element.expression, scope)
            elif isinstance(element, Bind):
                yield from _too_early(query, element, before, everywhere)
            before |= bound_variables(element).possible


def _unseen(query: Query, test: Expression, known: frozenset[str]) -> Iterator[LintWarning]:
    """Find variables of a filter that are not bound in its group."""
    somewhere = bound_variables(query.where).possible if query.where else frozenset()
    allows = any(token.is_word(*_ALLOWS_NONE) for token in test.tokens)
    for node in _first_of_each(test):
        name = node.text[1:]
        if name in known:
            continue
        so = "" if allows else ", so the filter removes every row"
        message = f"{node.text} is not bound in this group{so}"
        hint = (
            nearest_variable(name, known) or f"bind it in the group, or give the parameter {name}"
        )
        if name in somewhere:
            hint = f"move the filter to the group that binds {node.text}"
        yield warn(node, message, hint)


def _too_early(
    query: Query, element: Bind, before: frozenset[str], everywhere: frozenset[str]
) -> Iterator[LintWarning]:
    for node in _first_of_each(element.expression):
        name = node.text[1:]
        if name in before:
            continue
        target = element.variable.text
        if name in everywhere and node.text != target:
            message = f"{node.text} is bound only after this BIND, so {target} has no value"
            yield warn(node, message, f"move the BIND after the pattern that binds {node.text}")
        elif name not in everywhere:
            message = f"{node.text} is not bound in this group, so {target} has no value"
            yield warn(node, message, nearest_variable(name, everywhere))


def _undoing_optional(test: Expression, scope: Scope) -> Iterator[LintWarning]:
    """Find a filter on a variable of an OPTIONAL, which undoes the OPTIONAL."""
    if any(token.is_word(*_ALLOWS_NONE) for token in test.tokens) or test.exists:
        return
    others = frozenset().union(
        *(
            bound_variables(one).possible
            for one in scope.group.elements
            if not isinstance(one, Optional)
        )
    )
    optional = bound_variables(scope.group).possible - others - scope.seen
    for node in _first_of_each(test):
        if node.text[1:] in optional:
            message = (
                f"{node.text} is unbound where the OPTIONAL has no match; the filter then removes "
                "the row, as if it were not optional"
            )
            hint = f"put the filter inside the OPTIONAL, or add !BOUND({node.text}) || to it"
            yield warn(node, message, hint)
            return


def _first_of_each(expression: Expression) -> list[Node]:
    firsts: dict[str, Node] = {}
    for node in expression.variables:
        firsts.setdefault(node.text, node)
    return list(firsts.values())


def _used_once(query: Query, reported: set[int]) -> Iterator[LintWarning]:
    """Find a variable that occurs once and is spelled almost like another."""
    found = [token for token in tokens(query.text) if token.kind == "variable"]
    counts = Counter(token.text[1:] for token in found)
    again = [name for name, count in counts.items() if count > 1]
    for token in found:
        name = token.text[1:]
        if counts[name] > 1 or len(name) < _LONG or token.start in reported:
            continue
        others = [other for other in again if not _differ_on_purpose(other, name)]
        near = [other for other in nearest(name, others, limit=3) if _one_typo(name, other)]
        if near:
            message = f"{token.text} occurs only here; it is not the variable ?{near[0]}"
            yield LintWarning(token.start, token.end, message, f"did you mean ?{near[0]}?")


def _differ_on_purpose(one: str, other: str) -> bool:
    """Return whether names differ on purpose: by a number, or as singular and plural."""
    return one.rstrip("s0123456789_") == other.rstrip("s0123456789_")


def _one_typo(one: str, other: str) -> bool:
    """Return whether names differ by one letter, or by two transposed letters."""
    return edits_between(one, other, 1) <= 1
