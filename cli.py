"""The command line: one command per verb; each parses, calls one function below it, and prints.

Commands import what they need when they run: ``yuqiao --help`` pays for click alone, and
``yuqiao query`` never loads rdflib, networkx or pyvis (each costs 0.1 s or more).
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable

_GROUPS = {
    "Ask": ["query", "ask", "questions", "about", "stats"],
    "See": ["view"],
    "Take": ["export"],
    "Keep": ["build", "validate"],
}


class _Verbs(click.Group):
    """The commands, shown by what a person wants to do, and their errors as one line each."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands in their four groups."""
        width = formatter.width - 6 - max(len(name) for name in self.commands)
        for title, names in _GROUPS.items():
            with formatter.section(title):
                rows = [(name, self.commands[name].get_short_help_str(width)) for name in names]
                formatter.write_dl(rows)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what it refuses is one clear message on stderr and exit code 2."""
        try:
            return super().invoke(ctx)
        except Exception as error:
            from yuqiao.graph.errors import YuqiaoError

            if not isinstance(error, YuqiaoError):
                raise
            click.echo(f"yuqiao: {error}", err=True)
            ctx.exit(2)


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="yuqiao", message="yuqiao %(version)s")
def main() -> None:
    """Ask, see and take the graph of Chongqing's China-foreign education partnerships.

    Every command that reads a graph takes --graph: nothing for the bundled graph, an RDF file or a
    folder of them, or the address of a SPARQL endpoint.

    Exit codes: 0 done; 1 the answer is "no" (a check found differences or violations); 2 the
    command or its input is wrong; 3 a limit cut it short.
    """


def _graph_option(command: Callable[..., None]) -> Callable[..., None]:
    return click.option(
        "--graph",
        metavar="GRAPH",
        envvar="YUQIAO_GRAPH",
        help="An RDF file or folder, or a SPARQL endpoint; the bundled graph if not given.",
    )(command)


def _output_option(command: Callable[..., None]) -> Callable[..., None]:
    return click.option(
        "-o",
        "--output",
        metavar="FILE",
        help="Write to FILE, whole or not at all; else to standard output.",
    )(command)


@main.command()
@click.argument("tables", required=False)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="Where to write; by default chongqing.ttl beside the folder of tables.",
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


if __name__ == "__main__":
    sys.exit(main())
