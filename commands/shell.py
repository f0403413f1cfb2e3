"""The command that opens a shell."""

from __future__ import annotations

import sys

import click

from yuqiao.commands.options import (
    allow_host_option,
    graph_option,
    lang_option,
)
from yuqiao.exports.formats import RDF, ROWS


@click.command()
@click.option(
    "--as",
    "form",
    metavar="FORMAT",
    help=f"For all answers: {ROWS}, or {RDF}; the shell's .as changes it.",
)
@click.option("--timeout", metavar="SECONDS", help="Stop a query after SECONDS, such as 5 or 0.5.")
@allow_host_option
@lang_option
@graph_option
def shell(
    form: str | None,
    timeout: str | None,
    allow_hosts: tuple[str, ...],
    lang: str,
    graph: str | None,
) -> None:
    """Ask in a shell: many queries, one after the other.

    It colours and completes what is typed, keeps a history, pages long answers, and lives on when
    Ctrl-C cancels a query. Inside, .help tells the rest. Without a terminal it answers what comes
    on standard input: queries with an empty line after each, and its commands.

    \b
    Examples:
      yuqiao shell
      yuqiao shell --graph my-province.ttl --lang zh
      yuqiao shell < queries.rq
    """
    from yuqiao.graph.limits import seconds_of
    from yuqiao.shell.graph_handle import open_graph
    from yuqiao.shell.repl import run_shell

    seconds = None if timeout is None else seconds_of(timeout)
    opened = open_graph(graph, allow_hosts)
    sys.exit(run_shell(opened, lang=lang, form=form, seconds=seconds))
