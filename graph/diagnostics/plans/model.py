"""A query plan as a tree of steps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Step:
    """One step of a plan.

    :param operator: the engine's own text for it, or the part of the query that it is
    :param inputs: the steps whose rows it takes
    :param rows: the number of rows it returned, if the query was run
    :param seconds: the time it took, inputs included, if the query was run
    :param number: from 1, in the order in which the steps begin to return rows
    """

    operator: str
    inputs: tuple[Step, ...] = ()
    rows: int | None = None
    seconds: float | None = None
    number: int = 0

    @property
    def own_seconds(self) -> float | None:
        """The time it took without its inputs."""
        if self.seconds is None:
            return None
        return max(0.0, self.seconds - sum(step.seconds or 0.0 for step in self.inputs))


@dataclass(frozen=True)
class Plan:
    """How a query is evaluated.

    :param engine: name and version of the engine whose plan it is; empty when the engine does not
        report one, so that the steps are the parts of the query in the order of the text: the rows
        of each are then those of all parts up to it, and its time is what counting them took
    :param last: the step that returns the results
    :param analyzed: whether the query was run
    """

    engine: str
    last: Step
    analyzed: bool


def numbered(step: Step, numbers: Iterator[int] | None = None) -> Step:
    """Assign numbers to a step and its inputs, inputs first.

    >>> numbered(Step("Filter(?x)", (Step("QuadPattern(?s ?p ?x)"),))).number
    2
    """
    numbers = numbers or count(1)
    inputs = tuple(numbered(one, numbers) for one in step.inputs)
    return replace(step, inputs=inputs, number=next(numbers))


def steps_of(step: Step) -> Iterator[Step]:
    """Yield a step and all its direct and indirect inputs, in the order of their numbers."""
    for one in step.inputs:
        yield from steps_of(one)
    yield step


def costliest(plan: Plan) -> Step | None:
    """Return the step that took most time by itself; None when no engine has reported times."""
    if not plan.engine:
        return None
    steps = [step for step in steps_of(plan.last) if step.own_seconds is not None]
    return max(steps, key=lambda step: step.own_seconds or 0.0, default=None)
