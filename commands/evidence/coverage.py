"""The command report: what a register covers, and what it lacks."""

from __future__ import annotations

from os import fspath
from typing import TYPE_CHECKING

import click

from yuqiao.commands.delivery import limit_options
from yuqiao.commands.options import command, graph_option, lang_option, option, output_option

if TYPE_CHECKING:
    from os import PathLike


@command("report")
@option(
    "--as",
    "form",
    metavar="FORMAT",
    type=click.Choice(["markdown", "html", "json"]),
    help="Output format: markdown, html or json. Default: by the extension of FILE, otherwise "
    "markdown.",
)
@output_option
@lang_option
@graph_option
@limit_options
def report_command(
    form: str | None, output: PathLike[str] | None, lang: str, graph: str | None
) -> None:
    """Report what a register covers, and what it lacks.

    Figures of sources stand beside what the graph records, with the gap and its reason. Empty
    columns are counted: searched for and not found, or not searched for. Facts with old evidence
    or a single source, and possible duplicates, are listed. The HTML has plots and is one file.

    \b
    Examples:
      yuqiao report --lang zh
      yuqiao report -o coverage.html
    """
    from yuqiao.exports.output import open_output
    from yuqiao.exports.reports.evidence.coverage import coverage_report
    from yuqiao.graph.evidence.coverage import coverage
    from yuqiao.graph.stores.open_store import open_store

    name = fspath(output or "").lower()
    by_name = {".html": "html", ".htm": "html", ".json": "json"}
    chosen = form or next((by_name[end] for end in by_name if name.endswith(end)), "markdown")
    written = coverage_report(coverage(open_store(graph)), chosen, lang)
    with open_output(output) as out:
        out.write(written.encode())
