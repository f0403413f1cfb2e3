"""How a query is answered, written for a person and as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from yuqiao.exports.safe_text import harmless
from yuqiao.exports.text_layout import display_width, wrap_text
from yuqiao.graph.diagnostics.plans.explain import costliest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yuqiao.graph.diagnostics.plans.explain import Plan, Step

_AS_WRITTEN = (
    "A server keeps its plan to itself. These are the parts of the query in the order",
    "they were written; rows are counted once each has joined those before it.",
)
_WIDTH = 80  # columns of a terminal that everybody has
_LEAST = 30  # columns that the words of a step have at least, however deep it stands


def plan_text(plan: Plan) -> str:
    """Write a plan as a tree: what gives the answer first, and under each step what it takes.

    The numbers tell in which order the steps begin to give rows.
    """
    lines = [*_AS_WRITTEN, ""] if plan.as_written else [f"The plan of {plan.told_by}", ""]
    placed = list(_placed(plan.last, "", ""))
    most = costliest(plan) if plan.analyzed else None
    figures = _figures(plan, [step for step, *_ in placed], most)
    if plan.analyzed:
        lines.append(f"{figures.pop(0)}{'part' if plan.as_written else 'step'}")
    for (step, indent, below), figure in zip(placed, figures, strict=True):
        lines += _step_lines(step, figure, indent, below)
    if most is not None:
        lines += ["", f"* step {most.number} took most time by itself"]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _placed(step: Step, indent: str, below: str) -> Iterator[tuple[Step, str, str]]:
    """Give each step with what stands before its first line and before its further ones."""
    yield step, indent, below + ("│ " if step.inputs else "  ")
    for place, one in enumerate(step.inputs):
        last = place == len(step.inputs) - 1
        branch, under = ("└ ", "  ") if last else ("├ ", "│ ")
        yield from _placed(one, below + branch, below + under)


def _step_lines(step: Step, figure: str, indent: str, below: str) -> Iterator[str]:
    number = f"{step.number}. "
    room = max(_WIDTH - display_width(figure + indent + number), _LEAST)
    first, *others = wrap_text(harmless(step.about), room)
    yield f"{figure}{indent}{number}{first}"
    for line in others:
        yield f"{' ' * display_width(figure)}{below}{line}"


def _figures(plan: Plan, steps: list[Step], most: Step | None) -> list[str]:
    """Give what stands before each step, after a head; nothing when the query was not run."""
    if not plan.analyzed:
        return ["" for _ in steps]
    rows = [["rows", *("" if step.rows is None else str(step.rows) for step in steps)]]
    if plan.as_written:
        rows.append(["ms", *(_milliseconds(step.seconds) for step in steps)])
    else:
        rows.append(["own ms", *(_milliseconds(step.own_seconds) for step in steps)])
        rows.append(["all ms", *(_milliseconds(step.seconds) for step in steps)])
    widths = [max(map(len, column)) for column in rows]
    marks = ["   ", *(" * " if step is most else "   " for step in steps)]
    lines = zip(*rows, strict=True)
    return [
        "  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True)) + mark
        for line, mark in zip(lines, marks, strict=True)
    ]


def _milliseconds(seconds: float | None) -> str:
    return "" if seconds is None else f"{seconds * 1000:.1f}"


def plan_json(plan: Plan) -> str:
    """Write a plan as JSON: each step with its inputs."""
    whole = {"toldBy": plan.told_by, "analyzed": plan.analyzed, "plan": _step_json(plan.last)}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _step_json(step: Step) -> dict[str, Any]:
    written: dict[str, Any] = {"step": step.number, "kind": step.kind, "about": step.about}
    if step.rows is not None:
        written["rows"] = step.rows
    if step.seconds is not None:
        written["seconds"] = step.seconds
        written["ownSeconds"] = step.own_seconds
    return {**written, "inputs": [_step_json(one) for one in step.inputs]}
