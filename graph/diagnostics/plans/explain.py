"""How a query is answered: the steps, and with a run of it, the rows and the time of each.

A local graph is answered by Oxigraph, whose own program tells its plan
(:mod:`yuqiao.graph.diagnostics.plans.oxigraph`). A server keeps its plan to itself: there the parts
of the query stand in the order they were written
(:mod:`yuqiao.graph.diagnostics.plans.textual_order`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.store import Store


@dataclass(frozen=True)
class Step:
    """One step of a plan.

    :param kind: the engine's own name for it
    :param about: what is done, in the words of SPARQL
    :param inputs: the steps whose rows it takes
    :param rows: how many rows it gave, when the query was run
    :param seconds: how long it took with its inputs, when the query was run
    :param number: from 1, in the order in which steps begin to give rows
    """

    kind: str
    about: str
    inputs: tuple[Step, ...] = ()
    rows: int | None = None
    seconds: float | None = None
    number: int = 0

    @property
    def own_seconds(self) -> float | None:
        """How long it took without its inputs."""
        if self.seconds is None:
            return None
        return max(0.0, self.seconds - sum(step.seconds or 0.0 for step in self.inputs))


@dataclass(frozen=True)
class Plan:
    """How a query is answered.

    :param told_by: who knows: the engine and its version, or nobody, and what is shown instead
    :param last: the step that gives the answer
    :param analyzed: whether the query was run
    :param as_written: whether the steps are those of the query's writer, not of an engine; the rows
        of each are then those of all steps up to it, and its time is what counting them took
    """

    told_by: str
    last: Step
    analyzed: bool
    as_written: bool = False


def explain(
    store: Store,
    sparql: str,
    bindings: Mapping[str, Term] | None = None,
    *,
    analyze: bool = False,
) -> Plan:
    """Tell how a query is answered.

    :param bindings: a term for each variable that is bound from outside
    :param analyze: whether to run the query, and count rows and time; else it is not run
    :raises yuqiao.graph.errors.QueryError: when the query is wrong, or the engine's program is
        missing
    :raises yuqiao.graph.errors.EndpointError: when a remote store fails to answer
    """
    from yuqiao.graph.stores.memory import MemoryStore

    if isinstance(store, MemoryStore):
        from yuqiao.graph.diagnostics.plans.oxigraph import engine_plan

        return engine_plan(store, sparql, bindings or {}, analyze=analyze)
    from yuqiao.graph.diagnostics.plans.textual_order import written_plan

    return written_plan(store, sparql, bindings or {}, analyze=analyze)


def numbered(step: Step, numbers: Iterator[int] | None = None) -> Step:
    """Give a step and its inputs their numbers, inputs before what takes them.

    >>> numbered(Step("Filter", "FILTER ?x", (Step("QuadPattern", "?s ?p ?x"),))).number
    2
    """
    numbers = numbers or count(1)
    inputs = tuple(numbered(one, numbers) for one in step.inputs)
    return replace(step, inputs=inputs, number=next(numbers))


def steps_of(step: Step) -> Iterator[Step]:
    """Give a step and all that lead to it, in the order of their numbers."""
    for one in step.inputs:
        yield from steps_of(one)
    yield step


def costliest(plan: Plan) -> Step | None:
    """Give the step that took most time by itself; None when no engine has told that."""
    if plan.as_written:
        return None
    steps = [step for step in steps_of(plan.last) if step.own_seconds is not None]
    return max(steps, key=lambda step: step.own_seconds or 0.0, default=None)
