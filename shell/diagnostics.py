"""Warnings about a query, before its result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yuqiao.graph.diagnostics.lint.linter import lint
from yuqiao.graph.errors import YuqiaoError
from yuqiao.graph.limits import Limits
from yuqiao.graph.messages import line_and_column
from yuqiao.shell.graph_handle import computed

if TYPE_CHECKING:
    from yuqiao.shell.execution import ShellQuery
    from yuqiao.shell.graph_handle import OpenedGraph

_LINT_SECONDS = 0.5  # that a result waits for the warnings
_MOST = 3  # warnings shown before a result


def warnings(asked: ShellQuery, graph: OpenedGraph, limits: Limits) -> list[str]:
    """Return the warnings about a query, one line each.

    :raises yuqiao.graph.errors.YuqiaoError: if it is wrong, or checking it takes too long
    """

    def found() -> list[str]:
        return [
            f"line {place[0]}, column {place[1]}: {one.text}"
            for one in lint(graph.store(), asked.sparql, asked.bindings)
            for place in [line_and_column(asked.sparql, one.start)]
        ]

    return computed(found, limits)


def first_warnings(asked: ShellQuery, graph: OpenedGraph) -> list[str]:
    """Return the first few warnings; none if they are not found at once."""
    try:
        found = warnings(asked, graph, Limits(_LINT_SECONDS))
    except YuqiaoError:  # the query itself reports what is wrong
        return []
    more = len(found) - _MOST
    return found if more <= 0 else [*found[:_MOST], f"{more} more; .lint shows all"]
