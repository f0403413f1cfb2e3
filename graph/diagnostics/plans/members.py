"""The plan of a query of several graphs: what is fetched from which, before it is answered."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pyoxigraph

from yuqiao.graph.diagnostics.plans.model import Plan, Step, numbered
from yuqiao.graph.diagnostics.term_suggestions import short_name
from yuqiao.graph.messages import counted
from yuqiao.graph.sparql.lexer import tokens
from yuqiao.graph.stores.results import Solutions, Triples

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.union.holdings import Fetch
    from yuqiao.graph.stores.union.store import UnionStore


def members_plan(
    store: UnionStore, sparql: str, bindings: Mapping[str, Term], *, analyze: bool
) -> Plan:
    """Return what a query fetches from the members of a graph.

    :param analyze: whether to run the query; else the members only count, and what is fetched for
        the values of a variable is not known, but at most what they count
    :raises yuqiao.graph.errors.YuqiaoError: as for a query
    """
    started = time.perf_counter()
    text, needs = store.needs(sparql, bindings)
    writer = _StepWriter(store, analyze=analyze)
    if needs.has_named_graphs:
        steps = [Step("read every statement of each graph, with its named graph")]
    else:
        found = store.fetched(text, needs)[1] if analyze else store.forecast(needs)
        steps = [writer.step(fetch) for fetch in found]
    operator = f"answer the query from what was fetched, with Oxigraph {pyoxigraph.__version__}"
    last = Step(operator, tuple(steps))
    if analyze:
        answer = store.query(sparql, bindings)
        rows = sum(1 for _ in answer) if isinstance(answer, Solutions | Triples) else None
        last = replace(last, rows=rows, seconds=time.perf_counter() - started)
    return Plan("several graphs as one", numbered(last), analyze)


class _StepWriter:
    """Writes what is fetched as the steps of a plan.

    :param analyze: whether it was fetched; else it is forecast
    """

    def __init__(self, store: UnionStore, *, analyze: bool) -> None:
        self._names = [member.name for member in store.members]
        self._prefixes = store.prefixes
        self._analyze = analyze

    def step(self, fetch: Fetch) -> Step:
        """Return the step for a pattern that is fetched from the members."""
        pattern = _short(fetch.pattern.body().removesuffix(" ."), self._prefixes)
        most, restricted = "", ""
        if fetch.variable is not None:
            number = f"{counted(fetch.values, 'value')}" if self._analyze else "values found"
            restricted = f" for the {number} of {fetch.variable}"
            most = "" if self._analyze else "at most "
        pairs = zip(fetch.counts, self._names, strict=True)
        counts = ", ".join(f"{most}{count:,} of {name}" for count, name in pairs)
        operator = f"fetch {pattern}{restricted}: {counts}"
        if not self._analyze:
            return Step(operator)
        return Step(operator, rows=sum(fetch.counts), seconds=fetch.seconds)


def _short(text: str, prefixes: Mapping[str, str]) -> str:
    """Return a pattern with short names of its IRIs."""
    pieces, copied = [], 0
    for token in tokens(text):
        if token.kind == "iri":
            pieces += [text[copied : token.start], short_name(token.text[1:-1], prefixes)]
            copied = token.end
    return "".join([*pieces, text[copied:]])
