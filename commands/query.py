"""Commands that ask: query, ask, questions, about, stats."""

from __future__ import annotations

import click

from yuqiao.commands.diagnostics_options import Diagnosis, diagnosis_options
from yuqiao.commands.options import (
    Delivery,
    allow_host_option,
    answer_options,
    graph_option,
    lang_option,
    limit_options,
)

_IF_EMPTY = "--why-empty explains why"


@click.command()
@click.argument("sparql", required=False)
@click.option("-f", "--file", metavar="FILE", help="Read the query from FILE.")
@click.option(
    "-p",
    "parameters",
    metavar="NAME=VALUE",
    multiple=True,
    help="Bind ?NAME to a term: 2016, 3.5, true, 2025-06-01^^xsd:date, <IRI>, o:swu, '\"text\"@zh' "
    "or plain text.",
)
@click.option("--prefixes", is_flag=True, help="Print the prefixes a query may use undeclared.")
@diagnosis_options
@allow_host_option
@limit_options
@answer_options
def query(
    sparql: str | None,
    file: str | None,
    parameters: tuple[str, ...],
    prefixes: bool,
    diagnosis: Diagnosis,
    allow_hosts: tuple[str, ...],
    graph: str | None,
    delivery: Delivery,
) -> None:
    """Answer a SPARQL query.

    The query is the argument, or in a file, or comes on standard input. The graph's prefixes and
    the well-known ones need no PREFIX lines. Text given with -p that looks like something else,
    such as a number or o:swu, is put in quotes of its own: -p 'code="2016"'.

    \b
    Examples:
      yuqiao query 'SELECT ?p WHERE { ?p yq:foreignPartner o:novosibirsk }'
      yuqiao query 'SELECT ?p WHERE { ?p yq:foreignPartner ?u }' -p u=o:novosibirsk
      yuqiao query -f partners.rq --as csv -o partners.csv
      yuqiao query -f partners.rq --lint
    """
    from yuqiao.commands.query_input import query_text
    from yuqiao.commands.term_arguments import bound_terms
    from yuqiao.graph.diagnostics.lint.unknown_terms import unknown_terms_in
    from yuqiao.graph.stores.open_store import open_store

    if prefixes:
        if diagnosis.wanted or delivery.output is not None:
            other = f"--{diagnosis.wanted}" if diagnosis.wanted else "-o"
            raise click.UsageError(f"--prefixes lists prefixes alone: leave out {other}")
        for name, namespace in sorted(open_store(graph).prefixes.items()):
            click.echo(f"PREFIX {name}: <{namespace}>")
        return
    text = query_text(sparql, file)
    store = open_store(graph, allow_hosts)
    bindings = bound_terms(parameters, store.prefixes)
    if diagnosis.wanted:
        diagnosis.deliver(store, text, bindings, delivery)
        return
    delivery.deliver(store.query(text, bindings), store.prefixes, _IF_EMPTY)
    for remark in unknown_terms_in(store, text):
        click.echo(f"yuqiao: note: {remark}", err=True)


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
@diagnosis_options
@allow_host_option
@limit_options
@answer_options
def ask(
    name: str,
    parameters: tuple[str, ...],
    lang: str,
    diagnosis: Diagnosis,
    allow_hosts: tuple[str, ...],
    graph: str | None,
    delivery: Delivery,
) -> None:
    """Answer a question of the catalogue.

    A thing is given by its name, in English or Chinese, its slug or its IRI.

    \b
    Examples:
      yuqiao ask partnerships-by-country
      yuqiao ask partnerships-for-industry -p industry=智能制造 --lang zh
    """
    from yuqiao.graph.questions.catalogue import find_question
    from yuqiao.graph.questions.parameters import named_values
    from yuqiao.graph.stores.open_store import open_store

    question = find_question(name)
    values = named_values(parameters)
    store = open_store(graph, allow_hosts)
    sparql, bindings = question.bind(lang=lang, store=store, values=values)
    if diagnosis.wanted:
        diagnosis.deliver(store, sparql, bindings, delivery)
    else:
        delivery.deliver(store.query(sparql, bindings), store.prefixes, _IF_EMPTY)


@click.command()
@click.argument("name", metavar="[QUESTION]", required=False)
@lang_option
def questions(name: str | None, lang: str) -> None:
    """List the questions of the catalogue, or show one.

    One is shown with its parameters and its SPARQL.

    \b
    Examples:
      yuqiao questions
      yuqiao questions partnerships-by-country --lang zh
    """
    from yuqiao.exports.reports.questions import card, listing
    from yuqiao.graph.questions import catalogue

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
    from yuqiao.exports.reports.entity import about_text
    from yuqiao.graph.stores.open_store import open_store

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
    from yuqiao.exports.reports.statistics import overview_text
    from yuqiao.graph.stores.open_store import open_store

    click.echo(overview_text(open_store(graph), lang), nl=False)
