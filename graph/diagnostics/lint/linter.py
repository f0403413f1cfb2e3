"""Lint: warnings on a valid query that probably does not mean what was intended.

It looks for mistakes, not for style: each warning is about something that makes results empty,
incomplete or multiplied. The content of the graph is checked with small queries to the store, so
that it also works with an endpoint; the query itself is not run.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from yuqiao.graph.diagnostics.lint.absent_terms import term_warnings
from yuqiao.graph.diagnostics.lint.aggregates import aggregate_warnings
from yuqiao.graph.diagnostics.lint.joins import join_warnings
from yuqiao.graph.diagnostics.lint.portability import portability_warnings
from yuqiao.graph.diagnostics.lint.values import value_warnings
from yuqiao.graph.diagnostics.lint.variables import variable_warnings
from yuqiao.graph.diagnostics.lint.warnings import LintWarning
from yuqiao.graph.diagnostics.probes import MAX_PROBES, ProbeLimitReached, Prober
from yuqiao.graph.errors import QueryError
from yuqiao.graph.messages import printable
from yuqiao.graph.sparql.ast import PatternError
from yuqiao.graph.sparql.lexer import tokens
from yuqiao.graph.sparql.parser import parse_query
from yuqiao.graph.sparql.syntax_errors.explain import reject_mistakes
from yuqiao.graph.sparql.syntax_errors.punctuation import why_wide

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.sparql.ast import Query
    from yuqiao.graph.stores.store import Store


def lint(
    store: Store, sparql: str, bindings: Mapping[str, Term] | None = None
) -> list[LintWarning]:
    """Check a query for likely mistakes without running it, in the order of the text.

    :param bindings: a term for each variable that is bound from outside
    :raises yuqiao.graph.errors.QueryError: when it is wrong, or its brackets are nested too deep
    :raises yuqiao.graph.errors.EndpointError: when a remote store fails to answer

    >>> import yuqiao
    >>> for one in lint(yuqiao.open(), "SELECT ?p { ?p yq:chinesPartner o:cqu }"):
    ...     print(one.start, one.text)
    15 yq:chinesPartner does not occur in the graph; did you mean yq:chinesePartner?
    """
    reject_mistakes(sparql, store.prefixes)
    strange = list(_strange_marks(sparql))
    if strange:
        return strange
    try:
        query = parse_query(sparql, store.prefixes)
    except PatternError as error:
        raise QueryError(f"the query is valid but cannot be checked: {error}") from error
    prober, given = Prober(store, query, bindings or {}), frozenset(bindings or ())
    found = list(variable_warnings(query, given))
    found += list(join_warnings(query, given, tuple(found)))
    checks = (
        term_warnings(store, query, prober),
        value_warnings(query, prober),
        aggregate_warnings(query, prober),
        portability_warnings(store, query),
    )
    try:
        for warning in chain.from_iterable(checks):
            found.append(warning)  # one by one: the limit ends the loop, not what was found
    except ProbeLimitReached:
        found.append(_unchecked(query, prober))
    return sorted({_on_one_line(one) for one in found})


def _unchecked(query: Query, prober: Prober) -> LintWarning:
    """Return the warning that the limit of probes left parts of the query unchecked."""
    reached = prober.checking or query
    message = f"the check stopped here after {MAX_PROBES} queries to the graph"
    hint = "properties and classes are checked first, then other terms, then values and aggregates"
    return LintWarning(reached.start, reached.end, message, f"the rest is unchecked: {hint}")


def _on_one_line(one: LintWarning) -> LintWarning:
    """Remove line breaks and control characters that come from the query."""
    return replace(one, message=printable(one.message), hint=printable(one.hint))


def _strange_marks(sparql: str) -> Iterator[LintWarning]:
    """Find full-width punctuation, which the engine reads as letters of a name."""
    found = tokens(sparql)
    for before, token in pairwise(found):
        reason = why_wide(token) if token.kind == "mark" else None
        if reason is not None and before.end == token.start:
            message = f"{reason}, and is read as part of {before.text}{token.text}"
            yield LintWarning(
                token.start, token.end, message, "type it with an English keyboard layout"
            )
