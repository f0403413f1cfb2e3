"""Commands that ask: query, ask, questions, about, stats."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from yuqiao.commands.options import answer_options, graph_option, lang_option, limit_options

if TYPE_CHECKING:
    from os import PathLike


@click.command()
@click.argument("sparql", required=False)
@click.option("-f", "--file", metavar="FILE", help="Read the query from FILE.")
@answer_options
@limit_options
def query(
    sparql: str | None,
    file: str | None,
    graph: str | None,
    form: str | None,
    output: PathLike[str] | None,
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
    store = open_store(graph)
    deliver(store.query(text), store.prefixes, form, output)


@click.command()
@click.argument("name", metavar="QUESTION")
@click.option(
    "-p",
    "parameters",
    metavar="NAME=VALUE",
    multiple=True,
    help="The value of a parameter; `yuqiao questions QUESTION` shows which there are.",
)
@lang_option
@answer_options
@limit_options
def ask(
    name: str,
    parameters: tuple[str, ...],
    lang: str,
    graph: str | None,
    form: str | None,
    output: PathLike[str] | None,
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
    store = open_store(graph)
    sparql, bindings = question.bind(lang=lang, store=store, values=values)
    deliver(store.query(sparql, bindings), store.prefixes, form, output)


@click.command()
@click.argument("name", metavar="[QUESTION]", required=False)
@lang_option
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


@click.command()
@click.argument("thing", nargs=-1, required=True)
@lang_option
@graph_option
@limit_options
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


@click.command()
@lang_option
@graph_option
@limit_options
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
