"""The command that opens the interactive prompt."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from yuqiao.commands.options import (
    allow_host_option,
    command,
    graph_option,
    lang_option,
    output_format_option,
    questions_option,
    timeout_option,
)
from yuqiao.exports.formats import RDF, ROWS

if TYPE_CHECKING:
    from yuqiao.graph.stores.union.graph_names import PlainName


@command("shell")
@output_format_option(
    f"Output format of all results: {ROWS}; for triples {RDF}. The command .as changes it.",
    (*ROWS.names, *RDF.names),
)
@questions_option
@timeout_option
@allow_host_option
@lang_option
@graph_option
def shell_command(
    form: str | None,
    timeout: str | None,
    allow_hosts: tuple[str, ...],
    lang: str,
    graph: PlainName,
) -> None:
    """Open an interactive SPARQL prompt.

    The prompt has syntax highlighting, completion, history and a pager, and Ctrl-C cancels a query
    without leaving. Enter .help for its commands. If standard input is not a terminal, queries
    separated by empty lines are read from it.

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
