"""The options that tell something about a query instead of answering it."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from yuqiao.commands.options import Delivery
    from yuqiao.graph.answers import Term
    from yuqiao.graph.store import Store


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
        from yuqiao.exports.diagnosis import deliver_text

        as_json = self._as_json(delivery)
        if self.wanted == "why-empty":
            from yuqiao.exports.diagnosis import emptiness_json, emptiness_text
            from yuqiao.graph.empty import why_empty

            found = why_empty(store, sparql, bindings)
            text = emptiness_json(found) if as_json else emptiness_text(found)
        else:
            from yuqiao.exports.plans import plan_json, plan_text
            from yuqiao.graph.plan import explain

            plan = explain(store, sparql, bindings, analyze=self.wanted == "analyze")
            text = plan_json(plan) if as_json else plan_text(plan)
        deliver_text(text, delivery.output)

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
    def diagnosing(why_empty: bool, explain: bool, analyze: bool, **options: Any) -> None:
        if why_empty and (explain or analyze):
            raise click.UsageError("--why-empty and --explain are two questions: ask one at a time")
        plan = "analyze" if analyze else "explain" if explain else None
        command(diagnosis=Diagnosis("why-empty" if why_empty else plan), **options)

    return diagnosing
