"""The option --as-of: a graph as it held on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from yuqiao.commands.help import report
from yuqiao.commands.options import option

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yuqiao.graph.stores.store import Store
    from yuqiao.graph.stores.union.graph_names import GraphName

_DAY = "yuqiao.as-of"


def _set_day(context: click.Context, _: click.Parameter, text: str | None) -> None:
    if text is not None:
        from yuqiao.graph.evidence.as_of import checked_day

        context.meta[_DAY] = checked_day(text)


as_of_option = option(
    "--as-of",
    metavar="DATE",
    expose_value=False,
    callback=_set_day,
    help="Use the graph as it held on DATE, such as 2025-06-01 or 2025: without partnerships "
    "approved, statuses, figures and names of later days, and with values superseded since. What "
    "has no date is kept.",
)
"""The day on which the graph is to hold."""


def is_as_of() -> bool:
    """Return whether the command is to use the graph as of a day."""
    return _DAY in click.get_current_context().meta


def open_as_of(graph: GraphName, allow_hosts: Iterable[str] = ()) -> Store:
    """Open a graph as ``open_store`` does; as of the day that the command line names, if any."""
    from yuqiao.graph.stores.open_store import open_store

    store = open_store(graph, allow_hosts)
    day = click.get_current_context().meta.get(_DAY)
    if day is None:
        return store
    from yuqiao.graph.evidence.as_of import as_of, undated_partnerships
    from yuqiao.graph.messages import counted

    held = as_of(store, day)
    undated = undated_partnerships(held)
    if undated:
        kept = counted(undated, "partnership")
        report(f"yuqiao: note: as of {day}; {kept} without a date of approval kept")
    return held
