"""The parts of a query in the order they were written, with the rows that each leaves.

A server does not tell its plan through SPARQL. What can be asked of any server is how many rows the
pattern has once each part has joined those before it: where the number jumps, or falls to nothing,
is where to look. That order is the writer's, not the server's.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from yuqiao.graph.diagnostics.plans.explain import Plan, Step, numbered
from yuqiao.graph.diagnostics.probes import Prober
from yuqiao.graph.errors import QueryError
from yuqiao.graph.sparql.ast import Filter, Part, PatternError, Query
from yuqiao.graph.sparql.bindings import bind
from yuqiao.graph.sparql.parser import parse_query

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.store import Store

_TOLD_BY = "the query itself"


def written_plan(store: Store, sparql: str, bindings: Mapping[str, Term], *, analyze: bool) -> Plan:
    """Give the parts of a query in the order written, and with a run the rows each leaves.

    :param analyze: whether to have the server count the rows of each part joined to those before
    :raises QueryError: when the query cannot be taken apart
    :raises yuqiao.graph.errors.EndpointError: when the server fails to answer
    """
    try:
        query = parse_query(bind(sparql, bindings), store.prefixes)
    except PatternError as error:
        raise QueryError(f"the query cannot be taken apart: {error}") from error
    counts = _Counts(Prober(store, query, {}), analyze=analyze)
    parts = _parts_in_order(query)
    joined, steps = "", []
    for text, part in parts:
        joined = f"{joined} {text}"
        steps.append(counts.step(type(part).__name__, " ".join(text.rstrip(" .").split()), joined))
    last = _last(query, counts, joined)
    return Plan(_TOLD_BY, numbered(_with_inputs(last, tuple(steps))), analyze, as_written=True)


def _parts_in_order(query: Query) -> list[tuple[str, Part]]:
    """Give the elements of the pattern; filters, which hold for the whole of it, come last."""
    if query.where is None:
        return []
    elements = sorted(query.where.elements, key=lambda element: isinstance(element, Filter))
    return [(query.alone(element), element) for element in elements]


def _last(query: Query, counts: _Counts, joined: str) -> Step:
    if query.form != "SELECT":
        return Step(query.form, query.form)
    form = "SELECT DISTINCT" if query.distinct else "SELECT"
    columns = "*" if query.star else " ".join(map(query.cut, query.columns))
    after = query.text[query.where.end : query.end].strip() if query.where else ""
    said = " ".join(f"{form} {columns} {after}".split())
    dataset_free = f"{form} {columns} {{ {joined} }} {after}"
    return counts.step("Select", said, f"{{ {dataset_free} }}")


def _with_inputs(last: Step, steps: tuple[Step, ...]) -> Step:
    return Step(last.kind, last.about, steps, last.rows, last.seconds)


class _Counts:
    """Has the server count, or not."""

    def __init__(self, prober: Prober, *, analyze: bool) -> None:
        self._prober = prober
        self._analyze = analyze
        if analyze:
            prober.has("")  # so that the first count is not also the time it takes to connect

    def step(self, kind: str, about: str, body: str) -> Step:
        """Give a step, with its rows and the time it took to count them."""
        if not self._analyze:
            return Step(kind, about)
        variable = self._prober.fresh("n")
        started = time.perf_counter()
        counted = f"{{ SELECT (COUNT(*) AS {variable}) {{ {body} }} }}"
        (number,) = self._prober.values(variable, counted, 1)
        seconds = time.perf_counter() - started
        return Step(kind, about, rows=int(number.value), seconds=seconds)
