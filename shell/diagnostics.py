"""What a session tells about a query beside its answer: remarks, reasons, plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yuqiao.exports.reports.diagnostics import empty_result_text
from yuqiao.exports.reports.plans import plan_text
from yuqiao.graph.diagnostics.empty_results.explain import why_empty
from yuqiao.graph.diagnostics.lint.linter import lint
from yuqiao.graph.diagnostics.plans.explain import explain
from yuqiao.graph.errors import QueryError, YuqiaoError
from yuqiao.graph.limits import Limits
from yuqiao.graph.messages import line_and_column
from yuqiao.shell.graph_handle import computed

if TYPE_CHECKING:
    from yuqiao.shell.execution import Asked
    from yuqiao.shell.graph_handle import OpenedGraph
    from yuqiao.shell.session import Session

_LINT_SECONDS = 0.5  # that an answer waits for the remarks on its query
_MOST = 3  # remarks that are shown before an answer


def remarks(asked: Asked, graph: OpenedGraph, limits: Limits) -> list[str]:
    """Give the remarks on a query, one line each.

    :raises yuqiao.graph.errors.YuqiaoError: when it is wrong, or the graph takes too long to ask
    """

    def found() -> list[str]:
        return [
            f"line {place[0]}, column {place[1]}: {one.text}"
            for one in lint(graph.store(), asked.sparql, asked.bindings)
            for place in [line_and_column(asked.sparql, one.start)]
        ]

    return computed(found, limits)


def first_remarks(asked: Asked, graph: OpenedGraph) -> list[str]:
    """Give a few remarks for the time before an answer; none when they are not found at once."""
    try:
        found = remarks(asked, graph, Limits(_LINT_SECONDS))
    except YuqiaoError:  # the answer tells what is wrong
        return []
    more = len(found) - _MOST
    return found if more <= 0 else [*found[:_MOST], f"and {more} more: .lint shows all"]


def tell_remarks(session: Session, text: str) -> None:
    """Obey ``.lint``: the remarks on the last query, or whether there are any from now on."""
    if text in {"on", "off"}:
        session.remarks = text == "on"
        session.tell(f"remarks before an answer are {text}")
        return
    asked = _asked(session, text, ".lint")
    found = remarks(asked, session.graph, session.limits)
    session.show("".join(f"{line}\n" for line in found) or "nothing to remark\n")


def tell_why_empty(session: Session, text: str) -> None:
    """Obey ``.why``: the smallest part of the last query without a match."""
    asked, graph = _asked(session, text, ".why"), session.graph

    def told() -> str:
        return empty_result_text(why_empty(graph.store(), asked.sparql, asked.bindings))

    session.show(computed(told, session.limits))


def tell_plan(session: Session, text: str) -> None:
    """Obey ``.explain``: the plan of the last query, or of one that is given."""
    _tell_plan(session, _asked(session, text, ".explain"), analyze=False)


def tell_analyzed_plan(session: Session, text: str) -> None:
    """Obey ``.analyze``: the plan with the rows and the time of each step."""
    _tell_plan(session, _asked(session, text, ".analyze"), analyze=True)


def _tell_plan(session: Session, asked: Asked, *, analyze: bool) -> None:
    graph = session.graph

    def told() -> str:
        return plan_text(explain(graph.store(), asked.sparql, asked.bindings, analyze=analyze))

    session.show(computed(told, session.limits))


def _asked(session: Session, text: str, command: str) -> Asked:
    """Give the query that is meant: the one after the command, else the last."""
    if text:
        return session.asking(text, {})
    if session.last is None:
        raise QueryError(f"no query has been asked yet; ask one, or write it after {command}")
    return session.last
