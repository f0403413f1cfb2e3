"""Options that explain a query instead of printing its result."""

from __future__ import annotations

import functools
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from yuqiao.commands.help import report
from yuqiao.commands.options import option
from yuqiao.graph.translation import current_language

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from yuqiao.commands.delivery import Delivery
    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.store import Store

_FOUND = 1  # exit status


@dataclass(frozen=True)
class Diagnostics:
    """The explanation of a query that is wanted.

    :param wanted: the option that selects it, without its dashes; None for the result itself
    """

    wanted: str | None

    def deliver(
        self, store: Store, sparql: str, bindings: Mapping[str, Term], delivery: Delivery
    ) -> None:
        """Write the explanation, as text or as JSON."""
        from yuqiao.exports.reports.diagnostics import deliver_text

        self._reject_others(delivery)
        as_json, lang = self._as_json(delivery), current_language()
        if self.wanted == "lint":
            self._deliver_warnings(store, sparql, bindings, delivery)
            return
        if self.wanted == "why-empty":
            from yuqiao.exports.reports.diagnostics import empty_result_json, empty_result_text
            from yuqiao.graph.diagnostics.empty_results.explain import why_empty

            found = why_empty(store, sparql, bindings)
            text = empty_result_json(found) if as_json else empty_result_text(found, lang)
        else:
            from yuqiao.exports.reports.plans import plan_json, plan_text
            from yuqiao.graph.diagnostics.plans.explain import explain

            plan = explain(store, sparql, bindings, analyze=self.wanted == "analyze")
            text = plan_json(plan) if as_json else plan_text(plan, lang)
        deliver_text(text, delivery.output)

    def _deliver_warnings(
        self, store: Store, sparql: str, bindings: Mapping[str, Term], delivery: Delivery
    ) -> None:
        """Write the warnings about a query; exit with status 1 if there are any."""
        from yuqiao.exports.reports.diagnostics import deliver_text, warnings_json, warnings_text
        from yuqiao.graph.diagnostics.lint.linter import lint
        from yuqiao.graph.messages import counted

        found = lint(store, sparql, bindings)
        as_json, lang = self._as_json(delivery), current_language()
        text = warnings_json(sparql, found) if as_json else warnings_text(sparql, found, lang)
        deliver_text(text, delivery.output)
        report(counted(len(found), "warning") if found else "no warnings")
        if found:
            sys.exit(_FOUND)

    def _reject_others(self, delivery: Delivery) -> None:
        """Reject options that apply to a result."""
        given = {"spreadsheet": delivery.spreadsheet, "limit-rows": delivery.rows is not None}
        for name, is_given in given.items():
            if is_given:
                raise click.UsageError(f"--{name} cannot be combined with --{self.wanted}")

    def _as_json(self, delivery: Delivery) -> bool:
        if delivery.form not in {None, "json"}:
            raise click.UsageError(
                f"--{self.wanted} is written as text, or as JSON with --as json; not as "
                f"{delivery.form}"
            )
        return delivery.form == "json"


def diagnostics_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that explain a query: the command gets ``diagnostics``."""

    @option(
        "--lint",
        is_flag=True,
        help="Check the query for likely mistakes, such as terms that do not occur in the graph, "
        "instead of running it (exit status 1 if any are found).",
    )
    @option(
        "--why-empty",
        is_flag=True,
        help="If the query returns nothing, show the smallest part of it that has no match, and "
        "suggest terms that would match.",
    )
    @option("--explain", is_flag=True, help="Show the query plan without running the query.")
    @option(
        "--analyze",
        is_flag=True,
        help="Run the query, and show its plan with the rows and time of each step.",
    )
    @functools.wraps(command)
    def diagnosing(
        lint: bool, why_empty: bool, explain: bool, analyze: bool, **options: Any
    ) -> None:
        plan = "analyze" if analyze else "explain" if explain else None
        given = {"lint": lint, "why-empty": why_empty, plan: plan is not None}
        wanted = [name for name, is_given in given.items() if is_given]
        if len(wanted) > 1:
            raise click.UsageError(f"--{wanted[0]} cannot be combined with --{wanted[1]}")
        command(diagnostics=Diagnostics(wanted[0] if wanted else None), **options)

    return diagnosing
