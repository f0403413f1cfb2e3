"""Commands that keep the graph: build, validate."""

from __future__ import annotations

import sys

import click

from yuqiao.commands.options import graph_option, lang_option, limit_options


@click.command()
@click.argument("tables", required=False)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="Where to write; by default beside the folder of tables, as chongqing.ttl.",
)
@click.option("--check", is_flag=True, help="Write nothing; tell whether FILE is up to date.")
@click.option(
    "--base",
    metavar="IRI",
    envvar="YUQIAO_BASE",
    help="The base of all our IRIs, if not https://w3id.org/yuqiao/.",
)
def build(tables: str | None, output: str | None, check: bool, base: str | None) -> None:
    """Build the graph from the curated tables.

    TABLES is a folder of CSV tables with their csv-metadata.json; the bundled tables if not given.
    All mistakes in them are shown at once, and nothing is written when there is one. With --check
    the differences are shown and the exit code is 1 when FILE is not what the tables give.

    Example: yuqiao build my-tables -o my-province.ttl
    """
    from yuqiao.exports.building import build_file

    report = build_file(tables, output, check=check, base=base)
    for line in report.differences:
        click.echo(line)
    click.echo(report.summary, err=True)
    sys.exit(1 if report.differences else 0)


@click.command()
@lang_option
@graph_option
@limit_options
def validate(lang: str, graph: str | None) -> None:
    """Check a graph against the shapes of the vocabulary.

    Each finding says what to do. The exit code is 1 when there is a violation; warnings alone ask
    for a look. It takes about half a minute for the bundled graph, and needs pySHACL (the extra
    yuqiao[validate]).

    \b
    Example:
      yuqiao validate --graph my-province.ttl --lang zh
    """
    from yuqiao.graph.languages import language_tag
    from yuqiao.graph.opening import open_store
    from yuqiao.graph.validate import findings

    found = findings(open_store(graph), language_tag(lang))
    for finding in found:
        parts = (finding.severity, finding.thing, finding.value, finding.message)
        click.echo("\t".join(part for part in parts if part))
    click.echo(f"{len(found)} finding{'' if len(found) == 1 else 's'}", err=True)
    sys.exit(1 if any(finding.severity == "Violation" for finding in found) else 0)
