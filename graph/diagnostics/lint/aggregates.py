"""Lint warnings on SELECT and ORDER BY: unbound aggregates, reused aliases, mixed sort keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yuqiao.graph.diagnostics.findings import listed
from yuqiao.graph.diagnostics.lint.values import VariableValues
from yuqiao.graph.diagnostics.lint.warnings import LintWarning, warn
from yuqiao.graph.sparql.ast import bound_variables
from yuqiao.graph.sparql.lexer import tokens
from yuqiao.graph.sparql.scopes import queries
from yuqiao.ontology.namespaces import XSD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yuqiao.graph.diagnostics.probes import Prober
    from yuqiao.graph.sparql.ast import Expression, Query

_UNBOUND_IS_AN_ERROR = ("SUM", "AVG", "GROUP_CONCAT")
_DEFAULTS = {"SUM": "0", "GROUP_CONCAT": '""'}
_CLASSES = {
    **dict.fromkeys(("integer", "decimal", "double", "float", "nonNegativeInteger"), "numbers"),
    "string": "strings",
}


def aggregate_warnings(query: Query, prober: Prober) -> Iterator[LintWarning]:
    """Check the aggregates, aliases and sort keys of a query."""
    for one in queries(query):
        yield from _reused_aliases(one)
        for expression in [c.expression for c in one.columns if c.expression] + [*one.having]:
            prober.checking = expression
            yield from _unbound_in_groups(one, expression, prober)
    yield from _mixed_sort_keys(query, prober)


def _reused_aliases(query: Query) -> Iterator[LintWarning]:
    """Find ``(SAMPLE(?n) AS ?n)``, which SPARQL 1.1, section 18.2.1, does not allow."""
    known = bound_variables(query.where).possible if query.where else frozenset()
    for column in query.columns:
        if column.expression and column.variable and column.variable.text[1:] in known:
            name = column.variable.text
            message = (
                f"{name} is already bound in the pattern: SPARQL allows no such alias, and Jena"
            )
            message += " rejects it"
            yield warn(column.variable, message, f"use another name, such as {name}_")


def _unbound_in_groups(
    query: Query, expression: Expression, prober: Prober
) -> Iterator[LintWarning]:
    """Find aggregates that have no value for a group with an unbound variable in a row."""
    if query.where is None:
        return
    bound = bound_variables(query.where)
    found = expression.tokens
    for place, token in enumerate(found[:-2]):
        start = place + 2 + found[place + 2].is_word("DISTINCT")
        if not token.is_word(*_UNBOUND_IS_AN_ERROR) or start >= len(found):
            continue
        name = found[start].text[1:]
        if found[start].kind != "variable" or name not in bound.possible - bound.certain:
            continue
        if not prober.has(f"{query.cut(query.where)} FILTER(!BOUND(?{name}))"):
            continue
        function = token.text.upper()
        message = f"{function} has no value for a group in which ?{name} is unbound in a row"
        default = _DEFAULTS.get(function)
        hint = f"write {function}(COALESCE(?{name}, {default}) ...)" if default else ""
        hint = hint or f"keep only rows with a value: FILTER(BOUND(?{name}))"
        yield LintWarning(found[start].start, found[start].end, message, hint)


def _is_narrowed(query: Query, name: str) -> bool:
    """Return whether a test of a variable's language or datatype may leave values of one kind."""
    found = tokens(query.text[query.start : query.end])
    return any(
        one.is_word("LANG", "DATATYPE", "ISNUMERIC", "ISLITERAL", "ISIRI", "ISURI")
        and two.text == "("
        and three.text == name
        for one, two, three in zip(found, found[1:], found[2:], strict=False)
    )


def _mixed_sort_keys(query: Query, prober: Prober) -> Iterator[LintWarning]:
    """Find sort keys whose literals are of types that SPARQL does not compare."""
    values = VariableValues(query, prober)
    for key in query.order_by:
        prober.checking = key
        names = {node.text for node in key.variables}
        calls = [one for one in key.tokens if one.kind == "word" and not one.is_word("ASC", "DESC")]
        if len(names) != 1 or calls or len(key.tokens) > len(("DESC", "(", "?x", ")")):
            continue
        (name,) = names
        if _is_narrowed(query, name):
            continue
        kinds = values.datatypes(name[1:])
        classes = {_CLASSES.get(one.removeprefix(XSD), prober.short(one)) for one in kinds}
        if len(classes) > 1:
            message = f"the values of {name} are of types that cannot be compared: "
            hint = f"they are sorted type by type; to sort them as text, write STR({name})"
            yield warn(key, message + listed(sorted(classes)), hint)
