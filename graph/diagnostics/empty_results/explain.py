"""Explain an empty result: the smallest part of the query that has no match, and what would match.

The store is queried, never copied, so this works on local and remote graphs of any size; each probe
is an ASK or a short list (:mod:`yuqiao.graph.diagnostics.probes`). The query is decomposed in
:mod:`yuqiao.graph.diagnostics.empty_results.failing_part`;
:mod:`yuqiao.graph.diagnostics.empty_results.relaxation` looks for terms that would match.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from yuqiao.graph.diagnostics.empty_results.failing_part import FailureSearch, only_counts
from yuqiao.graph.diagnostics.empty_results.relaxation import hints_on_entity
from yuqiao.graph.diagnostics.findings import FailingSubquery, changed, listed, near_variable
from yuqiao.graph.diagnostics.probes import ProbeLimitReached, Prober
from yuqiao.graph.errors import EndpointError
from yuqiao.graph.sparql.ast import PatternError, Query, bound_variables
from yuqiao.graph.sparql.parser import parse_query
from yuqiao.graph.sparql.validation import is_query
from yuqiao.graph.stores.results import Solutions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.results import Answer
    from yuqiao.graph.stores.store import Store

MOST_CHANGES = 3
"""Changes tried one after the other, each on the query that the one before gave."""

_NOTHING = {
    "ASK": "The answer is false.",
    "SELECT": "The query returns no rows.",
    "CONSTRUCT": "The query returns no triples.",
    "DESCRIBE": "The query returns no triples.",
}


@dataclass(frozen=True)
class EmptyResult:
    """The report on a query that may return nothing.

    :param sparql: the query
    :param empty: whether it returns nothing, or counts nothing
    :param summary: what it returns, in one sentence
    :param findings: the parts without a match, in the order of the text
    :param after: the report on the query with the first change of each finding made;
        None when there is no change to make
    :param probes: how many small queries were sent to the store
    :param complete: whether no limit stopped the search
    """

    sparql: str
    empty: bool
    summary: str
    findings: tuple[FailingSubquery, ...] = ()
    after: EmptyResult | None = None
    probes: int = 0
    complete: bool = True


def why_empty(store: Store, sparql: str, bindings: Mapping[str, Term] | None = None) -> EmptyResult:
    """Find the smallest part of a query that has no match.

    :param bindings: a term for each variable that is bound from outside
    :raises yuqiao.graph.errors.QueryError: when the query is wrong
    :raises yuqiao.graph.errors.EndpointError: when a remote store fails to answer

    >>> import yuqiao
    >>> found = why_empty(yuqiao.open(), "SELECT ?p { ?p yq:foreignPartners o:novosibirsk }")
    >>> found.findings[0].hints[0].text
    'the graph has no property yq:foreignPartners; did you mean yq:foreignPartner?'
    >>> found.after.summary
    'The query returns rows.'
    """
    return _why_empty(store, sparql, bindings or {}, MOST_CHANGES)


def _why_empty(
    store: Store, sparql: str, bindings: Mapping[str, Term], changes: int
) -> EmptyResult:
    outcome = _outcome(store.query(sparql, bindings))
    try:
        query = parse_query(sparql, store.prefixes)
    except PatternError:
        beyond = "query returns nothing; its brackets are nested too deep to be analyzed"
        return EmptyResult(sparql, not outcome, f"The {outcome or beyond}.")
    prober = Prober(store, query, bindings)
    if outcome:
        found = _nonempty(EmptyResult(sparql, False, f"The {outcome}."), query, prober)
    else:
        found = _explained(EmptyResult(sparql, True, _NOTHING[query.form]), query, prober)
    better = changed(sparql, found.findings)
    if better is None or changes == 0 or not is_query(better, store.prefixes):
        return found
    try:
        return replace(found, after=_why_empty(store, better, bindings, changes - 1))
    except (
        EndpointError
    ):  # the change is reported, but the server cannot evaluate the changed query
        return found


def _outcome(answer: Answer) -> str:
    """Describe the results; empty if there are none, or the answer is false."""
    if isinstance(answer, bool):
        return "answer is true" if answer else ""
    if next(iter(answer), None) is None:
        return ""
    return f"query returns {'rows' if isinstance(answer, Solutions) else 'triples'}"


def _nonempty(found: EmptyResult, query: Query, prober: Prober) -> EmptyResult:
    """Check a query with results, which may still count nothing or have only empty cells."""
    if query.form != "SELECT" or query.where is None:
        return found
    if only_counts(query) and not prober.has(query.cut(query.where)):
        summary = (
            "The query returns one row, as an aggregate always does, but its pattern has no match."
        )
        return _explained(replace(found, empty=True, summary=summary), query, prober)
    columns = [c.variable for c in query.columns if c.variable and c.expression is None]
    known = bound_variables(query.where).possible | (
        bound_variables(query.values).possible if query.values else set()
    )
    computed = len(columns) < len(query.columns)
    if not columns or computed or any(node.text[1:] in known for node in columns):
        return found
    why = f"{listed(node.text for node in columns)} is not bound in the pattern"
    hints = tuple(hint for node in columns for hint in near_variable(node, known))
    summary = "The query returns rows, but all their cells are empty."
    return replace(
        found, empty=True, summary=summary, findings=(FailingSubquery(tuple(columns), why, hints),)
    )


def _explained(emptiness: EmptyResult, query: Query, prober: Prober) -> EmptyResult:
    search, complete = FailureSearch(prober, query), True
    try:
        if query.where is None:
            search.found += _undescribed(query, prober)
        else:
            search.of_query(query)
    except ProbeLimitReached:
        complete = False
    found = tuple(search.found)
    return replace(emptiness, findings=found, probes=prober.sent, complete=complete)


def _undescribed(query: Query, prober: Prober) -> list[FailingSubquery]:
    return [
        FailingSubquery(
            (node,),
            f"the graph has no triple about {query.cut(node)}",
            hints_on_entity(prober, node),
        )
        for node in query.described
    ]
