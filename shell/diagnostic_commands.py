"""Dot commands that explain a query: warnings, empty results, plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yuqiao.exports.reports.diagnostics import empty_result_text
from yuqiao.exports.reports.plans import plan_text
from yuqiao.graph.diagnostics.empty_results.explain import why_empty
from yuqiao.graph.diagnostics.plans.explain import explain
from yuqiao.graph.errors import QueryError
from yuqiao.graph.translation import translate
from yuqiao.shell.diagnostics import warnings
from yuqiao.shell.graph_handle import computed

if TYPE_CHECKING:
    from yuqiao.shell.execution import ShellQuery
    from yuqiao.shell.session import Session


def show_warnings(session: Session, text: str) -> None:
    """Run ``.lint``: show the warnings about a query, or switch them on or off."""
    if text in {"on", "off"}:
        session.warnings = text == "on"
        session.report(f"warnings before results: {text}")
        return
    asked = _query_of(session, text, ".lint")
    found = warnings(asked, session.graph, session.limits)
    lines = [translate(line, session.lang) for line in found or ["no warnings"]]
    session.show("".join(f"{line}\n" for line in lines))


def show_why_empty(session: Session, text: str) -> None:
    """Run ``.why``: show the smallest part of a query that has no match."""
    asked, graph = _query_of(session, text, ".why"), session.graph

    def explained() -> str:
        found = why_empty(graph.store(), asked.sparql, asked.bindings)
        return empty_result_text(found, session.lang)

    session.show(computed(explained, session.limits))


def show_plan(session: Session, text: str) -> None:
    """Run ``.explain``: show the plan of a query."""
    _show_plan(session, _query_of(session, text, ".explain"), analyze=False)


def show_analyzed_plan(session: Session, text: str) -> None:
    """Run ``.analyze``: show the plan of a query with the rows and time of each step."""
    _show_plan(session, _query_of(session, text, ".analyze"), analyze=True)


def _show_plan(session: Session, asked: ShellQuery, *, analyze: bool) -> None:
    graph = session.graph

    def text() -> str:
        plan = explain(graph.store(), asked.sparql, asked.bindings, analyze=analyze)
        return plan_text(plan, session.lang)

    session.show(computed(text, session.limits))


def _query_of(session: Session, text: str, command: str) -> ShellQuery:
    """Return the query after the command, else the last one."""
    if text:
        return session.prepare(text, {})
    if session.last is None:
        raise QueryError(f"there is no last query; write one after {command}")
    return session.last
