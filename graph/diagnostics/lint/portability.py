"""Lint warnings on what other engines reject, though this one takes it, and what it lacks.

Only what Apache Jena 6 or Virtuoso 7 were seen to reject is listed. What Virtuoso alone rejects is
told where the graph is on such a server.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pyoxigraph

from yuqiao.graph.diagnostics.lint.warnings import LintWarning, warn
from yuqiao.graph.sparql.ast import Expression, Triple, walk
from yuqiao.graph.sparql.lexer import AGGREGATES, tokens
from yuqiao.graph.sparql.scopes import queries

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yuqiao.graph.sparql.ast import Query
    from yuqiao.graph.sparql.lexer import Token
    from yuqiao.graph.stores.store import Store

_STEPS = {"(": 1, ")": -1}


def portability_warnings(store: Store, query: Query) -> Iterator[LintWarning]:
    """Check a query for what other engines reject."""
    expressions = [part for part in walk(query) if isinstance(part, Expression)]
    for expression in expressions:
        yield from _nested_aggregates(expression.tokens)
        if store.engine is not None:  # another engine may know more regular expressions
            yield from _bad_patterns(expression.tokens)
            yield from _unknown_functions(expression.tokens, query)
    if getattr(store, "is_virtuoso", False):
        yield from _rejected_by_virtuoso(query)


def _nested_aggregates(found: Sequence[Token]) -> Iterator[LintWarning]:
    """Find an aggregate within another, which SPARQL 1.1, section 18.2.4.1, does not allow."""
    depth, outer = 0, 0  # the depth of the aggregate that is open, or 0
    for token, after in pairwise(found):
        depth += _STEPS.get(token.text, 0)
        if depth < outer:
            outer = 0
        if not token.is_word(*AGGREGATES) or after.text != "(":
            continue
        if outer:
            message = f"{token.text.upper()} is within another aggregate, which SPARQL does not"
            hint = "compute the inner one in a subquery"
            message += " allow: Jena and Virtuoso reject it"
            yield LintWarning(token.start, token.end, message, hint)
        else:
            outer = depth + 1


def _bad_patterns(found: Sequence[Token]) -> Iterator[LintWarning]:
    """Find regular expressions that are none, so that their function never has a value."""
    for place, token in enumerate(found):
        if not token.is_word("REGEX", "REPLACE"):
            continue
        arguments = _arguments(found[place + 2 :])
        flags = arguments[2 if token.is_word("REGEX") else 3 :]
        constants = [part[0].text for part in (*arguments[1:2], *flags) if _is_constant(part)]
        if not constants or len(constants) < 1 + len(flags):
            continue
        call = f'REGEX("", {", ".join(constants)})'
        if not pyoxigraph.Store().query(f"ASK {{ FILTER({call} IN (true, false)) }}"):
            (pattern,), name = arguments[1], token.text.upper()
            message = f"{pattern.text} is not a regular expression: {name} never has a value"
            yield LintWarning(pattern.start, pattern.end, f"{message}, and Jena rejects it")


def _unknown_functions(found: Sequence[Token], query: Query) -> Iterator[LintWarning]:
    """Find functions of others, which the engine does not have, so that it rejects the query."""
    for token, after in pairwise(found):
        if token.kind not in {"iri", "name"} or after.text != "(":
            continue
        asked = f"ASK {{ FILTER({token.text}(1)) }}"
        try:
            pyoxigraph.Store().query(asked, base_iri=query.base, prefixes=dict(query.prefixes))
        except RuntimeError:
            message = f"{token.text} is a function that the engine does not have"
            hint = "SPARQL 1.1 has functions of its own, and the casts of xsd:"
            yield LintWarning(token.start, token.end, message, hint)
        except SyntaxError:  # of arguments, say, which are told elsewhere
            continue


def _is_constant(argument: Sequence[Token]) -> bool:
    return [part.kind for part in argument] == ["string"]


def _arguments(found: Sequence[Token]) -> list[list[Token]]:
    """Split the tokens after an opening bracket into arguments."""
    arguments: list[list[Token]] = [[]]
    depth = 0
    for token in found:
        depth += _STEPS.get(token.text, 0)
        if depth < 0:
            break
        if token.text == "," and not depth:
            arguments.append([])
        else:
            arguments[-1].append(token)
    return arguments


def _rejected_by_virtuoso(query: Query) -> Iterator[LintWarning]:
    for one in queries(query):
        if one.having and not one.group_by and not _has_aggregate(one.having[0]):
            hint = "write FILTER in the pattern instead"
            yield warn(one.having[0], "Virtuoso rejects HAVING without GROUP BY", hint)
        for key in one.order_by:
            if key.tokens[0].is_word(*AGGREGATES):
                message = "Virtuoso rejects an aggregate as a sort key without brackets"
                yield warn(key, message, f"write ({one.cut(key)})")
    if query.form == "ASK":
        for part in (*query.order_by[:1], query.limit, query.offset, query.values):
            if part is not None:
                yield warn(part, "Virtuoso rejects this after the pattern of an ASK", "remove it")
    for token, after in pairwise(tokens(query.text)):
        if token.text == ";" and after.text in {";", "}"}:
            message = f'Virtuoso rejects ";" before "{after.text}"'
            yield LintWarning(token.start, token.end, message, "remove it")
    yield from _endless_paths(query)


def _has_aggregate(expression: Expression) -> bool:
    return any(token.is_word(*AGGREGATES) for token in expression.tokens)


def _endless_paths(query: Query) -> Iterator[LintWarning]:
    """Find paths of any length of which neither end is known from another part of the pattern."""
    if query.where is None:
        return
    used = [token.text[1:] for token in tokens(query.cut(query.where)) if token.kind == "variable"]
    for part in walk(query.where):
        if not isinstance(part, Triple) or not part.path.text.endswith(("*", "+")):
            continue
        ends = (part.subject.variable, part.object.variable)
        if all(end is not None and used.count(end) == 1 for end in ends):
            message = (
                "Virtuoso rejects a path of any length with two unknown ends (transitive start"
            )
            yield warn(part, f"{message} not given)", "name one end, or bind it by another pattern")
