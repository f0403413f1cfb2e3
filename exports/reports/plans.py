"""Query plans as text and JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from yuqiao.exports.safe_text import harmless
from yuqiao.exports.text_layout import display_width, pad_text, wrap_text
from yuqiao.graph.diagnostics.plans.model import costliest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from yuqiao.graph.diagnostics.plans.model import Plan, Step

_TEXTUAL_ORDER = """\
The server does not report its plan. These are the parts of the query in the order
of the text; rows are counted after each part has been joined to those before it."""
_TEXTUAL_ORDER_ZH = """\
服务器不提供查询计划。以下是查询的各部分，按文本中的顺序排列；
行数是每部分与其前各部分连接之后的行数。"""
_TEXTS = {
    "plan": ("The plan of {}", "{} 的查询计划"),
    "textual order": (_TEXTUAL_ORDER, _TEXTUAL_ORDER_ZH),
    "rows": ("rows", "行数"),
    "own ms": ("own ms", "自身毫秒"),
    "all ms": ("all ms", "合计毫秒"),
    "ms": ("ms", "毫秒"),
    "step": ("step", "步骤"),
    "part": ("part", "部分"),
    "costliest": ("* step {} took most time by itself", "* 第{}步自身用时最多"),
}
_WIDTH = 80  # columns that every terminal has
_LEAST = 30  # columns that the text of a step has at least, however deep it is in the tree


def plan_text(plan: Plan, lang: str = "en") -> str:
    """Write a plan as a tree: the step that returns the results, and under each step its inputs.

    The numbers give the order in which the steps begin to return rows.

    :param lang: ``en`` or ``zh``
    """
    texts = {
        key: chinese if lang == "zh" else english for key, (english, chinese) in _TEXTS.items()
    }
    lines = [texts["plan" if plan.engine else "textual order"].format(plan.engine), ""]
    placed = list(_placed(plan.last, "", ""))
    most = costliest(plan) if plan.analyzed else None
    figures = _figures(plan, [step for step, *_ in placed], most, texts)
    if plan.analyzed:
        lines.append(f"{figures.pop(0)}{texts['step' if plan.engine else 'part']}")
    for (step, indent, below), figure in zip(placed, figures, strict=True):
        lines += _step_lines(step, figure, indent, below)
    if most is not None:
        lines += ["", texts["costliest"].format(most.number)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _placed(step: Step, indent: str, below: str) -> Iterator[tuple[Step, str, str]]:
    """Yield each step with the indent of its first line and of its further ones."""
    yield step, indent, below + ("│ " if step.inputs else "  ")
    for number, one in enumerate(step.inputs):
        last = number == len(step.inputs) - 1
        branch, under = ("└ ", "  ") if last else ("├ ", "│ ")
        yield from _placed(one, below + branch, below + under)


def _step_lines(step: Step, figure: str, indent: str, below: str) -> Iterator[str]:
    number = f"{step.number}. "
    room = max(_WIDTH - display_width(figure + indent + number), _LEAST)
    first, *others = wrap_text(harmless(step.operator), room)
    yield f"{figure}{indent}{number}{first}"
    for line in others:
        yield f"{' ' * display_width(figure)}{below}{line}"


def _figures(
    plan: Plan, steps: list[Step], most: Step | None, texts: Mapping[str, str]
) -> list[str]:
    """Return the figures of each step, after a header; empty ones when the query was not run."""
    if not plan.analyzed:
        return ["" for _ in steps]
    times = [_milliseconds(step.seconds) for step in steps]
    columns = [[texts["rows"], *("" if step.rows is None else str(step.rows) for step in steps)]]
    if plan.engine:
        columns.append([texts["own ms"], *(_milliseconds(step.own_seconds) for step in steps)])
    columns.append([texts["all ms" if plan.engine else "ms"], *times])
    widths = [max(map(display_width, column)) for column in columns]
    marks = ["   ", *(" * " if step is most else "   " for step in steps)]
    return [
        "  ".join(
            pad_text(cell, width, flush_right=True)
            for cell, width in zip(line, widths, strict=True)
        )
        + mark
        for line, mark in zip(zip(*columns, strict=True), marks, strict=True)
    ]


def _milliseconds(seconds: float | None) -> str:
    return "" if seconds is None else f"{seconds * 1000:.1f}"


def plan_json(plan: Plan) -> str:
    """Write a plan as JSON: each step with its inputs."""
    whole = {
        "engine": plan.engine or None,
        "analyzed": plan.analyzed,
        "plan": _step_json(plan.last),
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _step_json(step: Step) -> dict[str, Any]:
    written: dict[str, Any] = {"step": step.number, "operator": step.operator}
    if step.rows is not None:
        written["rows"] = step.rows
    if step.seconds is not None:
        written["seconds"] = step.seconds
        written["ownSeconds"] = step.own_seconds
    return {**written, "inputs": [_step_json(one) for one in step.inputs]}
