"""The command history: what was said of an entity over time."""

from __future__ import annotations

import click

from yuqiao.commands.delivery import limit_options
from yuqiao.commands.options import command, graph_option, lang_option, report_format_option


@command("history")
@click.argument("thing")
@report_format_option
@lang_option
@graph_option
@limit_options
def history_command(thing: str, form: str, lang: str, graph: str | None) -> None:
    """Show what was said of an entity over time, and when it was recorded.

    THING is an entity, as for 'yuqiao about'. Claims, statuses and figures are listed by the day
    for which they hold, with the first and last days of names, values that no longer stand and
    why, predecessors, and what replaced the entity. Of a graph without claims, nothing is known.

    \b
    Examples:
      yuqiao history 重庆工商大学 --lang zh
      yuqiao history cqupt-fefu-institute --as json
    """
    from yuqiao.exports.reports.evidence.history import history_json, history_text
    from yuqiao.graph.entities.search import find_one
    from yuqiao.graph.evidence.history import events_of
    from yuqiao.graph.stores.open_store import open_store

    store = open_store(graph)
    entity = find_one(store, thing)
    events = events_of(store, entity)
    written = (
        history_json(entity, events)
        if form == "json"
        else history_text(store, entity, events, lang)
    )
    click.echo(written, nl=False)
