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

_INTERRUPTED = 130  # as shells count it: 128 and the number of SIGINT
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
        _replace_closed_streams()
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
            return result
        except KeyboardInterrupt:
            ctx.exit(_INTERRUPTED)
        except OSError as error:
            _standard_output_failed(ctx, error)
        except Exception as error:
            from yuqiao.graph.errors import YuqiaoError

            if not isinstance(error, YuqiaoError):
                raise
            click.echo(f"yuqiao: {error}", err=True)
            ctx.exit(2)


def _replace_closed_streams() -> None:
    """Let a stream that was closed by the caller (``<&-``, ``>&-``) fail like any other."""
    import os

    if sys.stdin is None:
        sys.stdin = os.fdopen(os.open(os.devnull, os.O_RDONLY))
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY))  # writing to it fails, clearly


def _end_at_interrupt() -> None:
    """Let Ctrl-C end the process at once: the engine, at work, does not hear Python's own handler.

    Only for commands that leave no draft of a file behind.
    """
    import signal

    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _standard_output_failed(ctx: click.Context, error: OSError) -> None:
    """End quietly when the reader has gone (``| head``); say anything else in one line."""
    from yuqiao.exports.writing import forget_standard_output

    forget_standard_output()
    if isinstance(error, BrokenPipeError):
        ctx.exit(0)
    reason = error.strerror or "closed, or not to be written to"
    click.echo(f"yuqiao: {error.filename or 'standard output'}: {reason}", err=True)
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


_FORMATS = "table, csv, tsv, json, xml or markdown"
_RDF_FORMATS = "turtle, ntriples, rdfxml, jsonld, trig or nquads"


def _answer_options(command: Callable[..., None]) -> Callable[..., None]:
    form = click.option(
        "--as",
        "form",
        metavar="FORMAT",
        help=f"For rows, true and false: {_FORMATS}; for triples: {_RDF_FORMATS}. If not given, "
        "FILE's extension decides, or else rows are a table on a terminal and TSV in a pipe.",
    )
    return _graph_option(form(_output_option(command)))


def _lang_option(command: Callable[..., None]) -> Callable[..., None]:
    return click.option(
        "--lang", metavar="LANG", default="en", show_default=True, help="Language: en or zh."
    )(command)


@main.command()
@click.argument("sparql", required=False)
@click.option("-f", "--file", metavar="FILE", help="Read the query from FILE.")
@_answer_options
def query(
    sparql: str | None, file: str | None, graph: str | None, form: str | None, output: str | None
) -> None:
    """Answer a SPARQL query.

    The query is the argument, or in a file, or comes on standard input. The graph's prefixes need
    no PREFIX lines.

    \b
    Examples:
      yuqiao query 'SELECT ?p WHERE { ?p yq:foreignPartner o:novosibirsk }'
      yuqiao query -f partners.rq --as csv -o partners.csv
    """
    from yuqiao.exports.results import deliver
    from yuqiao.graph.opening import open_store
    from yuqiao.graph.query_text import query_text

    text = query_text(sparql, file)
    if output is None:
        _end_at_interrupt()
    store = open_store(graph)
    deliver(store.query(text), store.prefixes, form, output)


@main.command()
@click.argument("name", metavar="QUESTION")
@click.option(
    "-p",
    "parameters",
    metavar="NAME=VALUE",
    multiple=True,
    help="The value of a parameter; `yuqiao questions QUESTION` shows which there are.",
)
@_lang_option
@_answer_options
def ask(
    name: str,
    parameters: tuple[str, ...],
    lang: str,
    graph: str | None,
    form: str | None,
    output: str | None,
) -> None:
    """Answer a question of the catalogue.

    A thing is given by its name, in English or Chinese, its slug or its IRI.

    \b
    Examples:
      yuqiao ask partnerships-by-country
      yuqiao ask partnerships-for-industry -p industry=智能制造 --lang zh
    """
    from yuqiao.exports.results import deliver
    from yuqiao.graph.opening import open_store
    from yuqiao.graph.parameters import named_values
    from yuqiao.graph.questions import find_question

    question = find_question(name)
    values = named_values(parameters)
    if output is None:
        _end_at_interrupt()
    store = open_store(graph)
    sparql, bindings = question.bind(lang=lang, store=store, values=values)
    deliver(store.query(sparql, bindings), store.prefixes, form, output)


@main.command()
@click.argument("name", metavar="[QUESTION]", required=False)
@_lang_option
def questions(name: str | None, lang: str) -> None:
    """List the questions that can be asked, or show one with its SPARQL.

    \b
    Examples:
      yuqiao questions
      yuqiao questions partnerships-by-country --lang zh
    """
    from yuqiao.exports.catalogue import card, listing
    from yuqiao.graph import questions as catalogue

    if name is None:
        click.echo(listing(catalogue.questions(), lang).encode(), nl=False)
    else:
        click.echo(card(catalogue.find_question(name), lang).encode(), nl=False)


@main.command()
@click.argument("thing", nargs=-1, required=True)
@_lang_option
@_graph_option
def about(thing: tuple[str, ...], lang: str, graph: str | None) -> None:
    """Show everything known of a thing, with its sources.

    THING is a name in English or Chinese, an abbreviation, a slug or an IRI; a part of a name does
    too. When several things match, they are listed.

    \b
    Examples:
      yuqiao about Novosibirsk State University
      yuqiao about 西南大学 --lang zh
      yuqiao about cqu-novosibirsk-physics
    """
    from yuqiao.exports.description import about_text
    from yuqiao.graph.opening import open_store

    click.echo(about_text(open_store(graph), " ".join(thing), lang), nl=False)


@main.command()
@_lang_option
@_graph_option
def stats(lang: str, graph: str | None) -> None:
    """Show what the graph holds, beside what was reported.

    Counts are by kind, country, level, form, status and STEM; those that differ from what sources
    report say why.

    \b
    Example:
      yuqiao stats --lang zh
    """
    from yuqiao.exports.overview import overview_text
    from yuqiao.graph.opening import open_store

    click.echo(overview_text(open_store(graph), lang), nl=False)


@main.command()
@_graph_option
@click.option(
    "--as",
    "form",
    metavar="FORMAT",
    help=f"One of {_RDF_FORMATS}. If not given, FILE's extension decides, or else it is turtle.",
)
@_output_option
def export(graph: str | None, form: str | None, output: str | None) -> None:
    """Write the whole graph as RDF.

    The same graph gives the same bytes, on every machine.

    \b
    Examples:
      yuqiao export -o chongqing.jsonld
      yuqiao export --as ntriples | sort
    """
    from yuqiao.exports.results import deliver
    from yuqiao.graph.opening import open_store
    from yuqiao.graph.store import Triples

    store = open_store(graph)
    deliver(Triples(store.triples()), store.prefixes, form, output)


@main.command()
@_graph_option
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    default="yuqiao-network.html",
    show_default=True,
    help="Write the page to FILE, whole or not at all.",
)
@_lang_option
def view(graph: str | None, output: str, lang: str) -> None:
    """Write the network as one HTML page that opens offline.

    It shows schools, foreign universities, countries and fields of study, with the partnerships
    and sources behind every line. The language can be switched on the page; --lang says which one
    it opens in.

    \b
    Examples:
      yuqiao view
      yuqiao view --graph my-province.ttl --lang zh -o network.html
    """
    from yuqiao.exports.page.page import write_page
    from yuqiao.graph.opening import open_store

    network = open_store(graph).to_networkx()
    write_page(network, output, lang=lang)
    count = f"{network.number_of_nodes()} nodes, {network.number_of_edges()} edges"
    click.echo(f"{output}: {count}", err=True)


@main.command()
@_lang_option
@_graph_option
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


if __name__ == "__main__":
    sys.exit(main())
