"""The command render: a report in Markdown, with the answers to its queries."""

from __future__ import annotations

from os import fspath
from typing import TYPE_CHECKING

import click

from yuqiao.commands.delivery import limit_options
from yuqiao.commands.options import (
    allow_host_option,
    command,
    complete_files,
    graph_option,
    lang_option,
    option,
    output_option,
    questions_option,
)

if TYPE_CHECKING:
    from os import PathLike

    from yuqiao.graph.stores.union.graph_names import PlainName


@command("render")
@click.argument("report", metavar="REPORT", shell_complete=complete_files)
@option(
    "--as",
    "form",
    metavar="FORMAT",
    type=click.Choice(["html", "markdown"]),
    help="Output format: html or markdown. Default: by the extension of FILE, otherwise html.",
)
@output_option
@questions_option
@allow_host_option
@lang_option
@graph_option
@limit_options
def render_command(
    report: str,
    form: str | None,
    output: PathLike[str] | None,
    allow_hosts: tuple[str, ...],
    lang: str,
    graph: PlainName,
) -> None:
    """Render a report: Markdown with the answers to its SPARQL queries.

    Fenced code in the language sparql is run. Comments at its head say what becomes of the answer:
    '# show: table', bars, network or nothing; '# title: TEXT'; '# name: NAME'; '# rows: N';
    '# question: NAME' takes a predefined question, with '# with PARAMETER: VALUE'. In a sentence,
    {{NAME}} and {{NAME.COLUMN}} are values of a named block, and `sparql QUERY` is the one value of
    a query. The report ends with the date and the canonical hash of the graph and the sources of
    what it names. The HTML is one file that works offline.

    \b
    Examples:
      yuqiao render report.md -o report.html
      yuqiao render report.md --as markdown --lang zh
      yuqiao render report.md --graph my-province.ttl -o report.html
    """
    from yuqiao.exports.output import open_output
    from yuqiao.exports.reports.executable.answers import ReportAnswers, identity_of
    from yuqiao.exports.reports.executable.rendering import render_report
    from yuqiao.exports.reports.executable.report_source import read_report
    from yuqiao.graph.rdf.canonicalization import canonical_hash
    from yuqiao.graph.stores.open_store import open_files, open_store, stated_quads, title_of

    source = read_report(_text(report), report)
    store = open_store(graph, allow_hosts)
    digest = ""
    if store.engine is not None:
        files = open_files(graph)
        digest = canonical_hash(files.quads() if files else stated_quads(graph, store))
    answers = ReportAnswers(source, store, lang)
    name = fspath(output or "").lower()
    chosen = form or ("markdown" if name.endswith((".md", ".markdown")) else "html")
    identity = identity_of(store, title_of(graph), digest)
    written = render_report(source, answers, identity, chosen)
    with open_output(output) as out:
        out.write(written.encode())


def _text(path: str) -> str:
    from yuqiao.graph.errors import InputError

    try:
        with open(path, "rb") as file:
            return file.read().decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"{path}: the report cannot be read ({error.strerror})") from None
    except UnicodeDecodeError as error:
        with open(path, "rb") as file:
            line = file.read(error.start).count(b"\n") + 1
        raise InputError(f"{path}:{line}: the report is not UTF-8") from None
