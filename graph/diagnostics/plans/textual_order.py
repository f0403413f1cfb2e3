"""The parts of a query in the order of its text, with the rows that each leaves.

SPARQL has no way to request a server's plan. Any server can count the rows of the pattern once each
part has been joined to those before it: where the number jumps, or drops to zero, is where to look.
The order is that of the text, not the server's.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from yuqiao.graph.diagnostics.plans.model import Plan, Step, numbered
from yuqiao.graph.diagnostics.probes import Prober
from yuqiao.graph.errors import QueryError
from yuqiao.graph.sparql.ast import Filter, PatternError, Query
from yuqiao.graph.sparql.bindings import bind
from yuqiao.graph.sparql.parser import parse_query

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.store import Store


def textual_plan(store: Store, sparql: str, bindings: Mapping[str, Term], *, analyze: bool) -> Plan:
    """Return the parts of a query in the order of the text and, after a run, the rows each leaves.

    :param analyze: whether to have the server count the rows of each part joined to those before
    :raises QueryError: when its brackets are nested too deep
    :raises yuqiao.graph.errors.EndpointError: when the server fails to answer
    """
    try:
        query = parse_query(bind(sparql, bindings), store.prefixes)
    except PatternError as error:
        raise QueryError(f"the query cannot be split into parts: {error}") from error
    counts = _Counts(Prober(store, query, {}), analyze=analyze)
    joined, steps = "", []
    for text in _parts_in_order(query):
        joined = f"{joined} {text}"
        steps.append(counts.step(" ".join(text.rstrip(" .").split()), joined))
    last = replace(_last(query, counts, joined), inputs=tuple(steps))
    return Plan("", numbered(last), analyze)


def _parts_in_order(query: Query) -> list[str]:
    """Return the elements of the pattern; filters, which hold for the whole of it, come last."""
    if query.where is None:
        return []
    elements = sorted(query.where.elements, key=lambda element: isinstance(element, Filter))
    return [query.alone(element) for element in elements]


def _last(query: Query, counts: _Counts, joined: str) -> Step:
    if query.form != "SELECT":
        return Step(query.form)
    form = "SELECT DISTINCT" if query.distinct else "SELECT"
    columns = "*" if query.star else " ".join(map(query.cut, query.columns))
    after = query.text[query.where.end : query.end].strip() if query.where else ""
    without_dataset = f"{form} {columns} {{ {joined} }} {after}"
    return counts.step(" ".join(f"{form} {columns} {after}".split()), f"{{ {without_dataset} }}")


class _Counts:
    """Row counts from the server, if the query is to be run."""

    def __init__(self, prober: Prober, *, analyze: bool) -> None:
        self._prober = prober
        self._analyze = analyze
        if analyze:
            prober.has("")  # so that the first count does not include connecting

    def step(self, operator: str, body: str) -> Step:
        """Return a step, with its rows and the time it took to count them."""
        if not self._analyze:
            return Step(operator)
        variable = self._prober.fresh("n")
        started = time.perf_counter()
        counted = f"{{ SELECT (COUNT(*) AS {variable}) {{ {body} }} }}"
        (number,) = self._prober.values(variable, counted, 1)
        seconds = time.perf_counter() - started
        return Step(operator, rows=int(number.value), seconds=seconds)
