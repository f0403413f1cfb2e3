"""The options that tell something about a query instead of answering it."""

from __future__ import annotations

import functools
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from yuqiao.commands.options import Delivery
    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.store import Store

_FOUND = 1


@dataclass(frozen=True)
class Diagnosis:
    """What is to be told about a query.

    :param wanted: the option that asks for it, without its dashes; None for the answer itself
    """

    wanted: str | None

    def deliver(
        self, store: Store, sparql: str, bindings: Mapping[str, Term], delivery: Delivery
    ) -> None:
        """Write what is told, as text or as JSON."""
        from yuqiao.exports.reports.diagnostics import deliver_text

        self._refuse_others(delivery)
        as_json = self._as_json(delivery)
        if self.wanted == "lint":
            self._deliver_warnings(store, sparql, bindings, delivery)
            return
        if self.wanted == "why-empty":
            from yuqiao.exports.reports.diagnostics import empty_result_json, empty_result_text
            from yuqiao.graph.diagnostics.empty_results.explain import why_empty

            found = why_empty(store, sparql, bindings)
            text = empty_result_json(found) if as_json else empty_result_text(found)
        else:
            from yuqiao.exports.reports.plans import plan_json, plan_text
            from yuqiao.graph.diagnostics.plans.explain import explain

            plan = explain(store, sparql, bindings, analyze=self.wanted == "analyze")
            text = plan_json(plan) if as_json else plan_text(plan)
        deliver_text(text, delivery.output)

    def _deliver_warnings(
        self, store: Store, sparql: str, bindings: Mapping[str, Term], delivery: Delivery
    ) -> None:
        """Write the warnings on a query; with any, exit with status 1."""
        from yuqiao.exports.reports.diagnostics import deliver_text, warnings_json, warnings_text
        from yuqiao.graph.diagnostics.lint.linter import lint
        from yuqiao.graph.messages import counted

        found = lint(store, sparql, bindings)
        written = warnings_json if self._as_json(delivery) else warnings_text
        deliver_text(written(sparql, found), delivery.output)
        click.echo(counted(len(found), "warning") if found else "no warnings", err=True)
        if found:
            sys.exit(_FOUND)

    def _refuse_others(self, delivery: Delivery) -> None:
        """Refuse what is for an answer, of which there is none."""
        given = {"spreadsheet": delivery.spreadsheet, "limit-rows": delivery.rows is not None}
        for option, is_given in given.items():
            if is_given:
                raise click.UsageError(f"--{option} is for an answer, and --{self.wanted} has none")

    def _as_json(self, delivery: Delivery) -> bool:
        if delivery.form not in {None, "json"}:
            from yuqiao.graph.errors import OutputError

            raise OutputError(
                f"--{self.wanted} gives text, or JSON with --as json; not {delivery.form}"
            )
        return delivery.form == "json"


def diagnosis_options(command: Callable[..., None]) -> Callable[..., None]:
    """Let a command tell something about its query: its ``diagnosis``."""

    @click.option(
        "--lint",
        is_flag=True,
        help="Instead of the answer: what the query probably does not mean, such as words that are "
        "not in the graph, with exit code 1 when there is anything.",
    )
    @click.option(
        "--why-empty",
        is_flag=True,
        help="Instead of the answer: when there is none, the smallest part of the query without a "
        "match, and what would match.",
    )
    @click.option(
        "--explain",
        is_flag=True,
        help="Instead of the answer: the plan by which it would be found, without running it.",
    )
    @click.option(
        "--analyze",
        is_flag=True,
        help="Run the query, and give its plan with the rows and time of each step.",
    )
    @functools.wraps(command)
    def diagnosing(
        lint: bool, why_empty: bool, explain: bool, analyze: bool, **options: Any
    ) -> None:
        plan = "analyze" if analyze else "explain" if explain else None
        asked = {"lint": lint, "why-empty": why_empty, plan: plan is not None}
        wanted = [option for option, given in asked.items() if given]
        if len(wanted) > 1:
            both = " and ".join(f"--{option}" for option in wanted[:2])
            raise click.UsageError(f"{both} are two questions: ask one at a time")
        command(diagnosis=Diagnosis(wanted[0] if wanted else None), **options)

    return diagnosing
