"""Commands that query the graph: query, ask, questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from yuqiao.commands.delivery import Delivery, limit_options, result_options
from yuqiao.commands.diagnostics_options import Diagnostics, diagnostics_options
from yuqiao.commands.evidence.as_of import as_of_option, open_as_of
from yuqiao.commands.help import print_line, report
from yuqiao.commands.options import (
    allow_host_option,
    command,
    complete_files,
    complete_questions,
    lang_option,
    option,
    parameters_option,
    questions_option,
)

if TYPE_CHECKING:
    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.store import Store
    from yuqiao.graph.stores.union.graph_names import PlainName

_IF_EMPTY = "--why-empty explains why"


@command("query")
@click.argument("sparql", required=False)
@option(
    "-f",
    "--file",
    metavar="FILE",
    shell_complete=complete_files,
    help="Read the query from FILE; - for standard input.",
)
@parameters_option(
    "Bind ?NAME to a term: 2016, 3.5, true, 2025-06-01^^xsd:date, <IRI>, o:swu, '\"text\"@zh' or "
    "plain text. May be repeated."
)
@option("--prefixes", is_flag=True, help="Print the predefined prefixes and exit.")
@diagnostics_options
@allow_host_option
@as_of_option
@limit_options
@result_options
def query_command(
    sparql: str | None,
    file: str | None,
    parameters: tuple[str, ...],
    prefixes: bool,
    diagnostics: Diagnostics,
    allow_hosts: tuple[str, ...],
    graph: PlainName,
    delivery: Delivery,
) -> None:
    """Run a SPARQL query.

    The query is read from the argument, from a file, or from standard input (-). The prefixes of
    the graph and common prefixes are predefined. To pass text that looks like a number or a
    prefixed name to -p, quote it: -p 'code="2016"'.

    Numbers, dates and truth values of files are returned by value: 1.10 as 1.1. A note counts the
    literals whose characters differ.

    \b
    Examples:
      yuqiao query 'SELECT ?p WHERE { ?p yq:foreignPartner o:novosibirsk }'
      yuqiao query 'SELECT ?p WHERE { ?p yq:foreignPartner ?u }' -p u=o:novosibirsk
      yuqiao query -f partners.rq --as csv -o partners.csv
      yuqiao query -f partners.rq --lint
    """
    from yuqiao.commands.query_input import query_text
    from yuqiao.graph.diagnostics.lint.unknown_terms import unknown_terms_in
    from yuqiao.graph.stores.open_store import open_store

    if prefixes:
        if diagnostics.wanted or delivery.output is not None:
            other = f"--{diagnostics.wanted}" if diagnostics.wanted else "-o"
            raise click.UsageError(f"--prefixes cannot be combined with {other}")
        for name, namespace in sorted(open_store(graph).prefixes.items()):
            print_line(f"PREFIX {name}: <{namespace}>")
        return
    text = query_text(sparql, file)
    store = open_as_of(graph, allow_hosts)
    bindings = _bindings(parameters, store)
    if diagnostics.wanted:
        diagnostics.deliver(store, text, bindings, delivery)
        return
    delivery.deliver(store.query(text, bindings), store.prefixes, _IF_EMPTY)
    for remark in unknown_terms_in(store, text):
        report(f"yuqiao: note: {remark}")


def _bindings(parameters: tuple[str, ...], store: Store) -> dict[str, Term]:
    if not parameters:
        return {}
    from yuqiao.commands.term_arguments import bound_terms

    return bound_terms(parameters, store.prefixes)


@command("ask")
@click.argument("name", metavar="QUESTION", shell_complete=complete_questions)
@questions_option
@parameters_option(
    "Set a parameter of the question; see 'yuqiao questions QUESTION'. May be repeated."
)
@lang_option
@diagnostics_options
@allow_host_option
@limit_options
@result_options
def ask_command(
    name: str,
    parameters: tuple[str, ...],
    lang: str,
    diagnostics: Diagnostics,
    allow_hosts: tuple[str, ...],
    graph: PlainName,
    delivery: Delivery,
) -> None:
    """Answer a predefined question.

    Entities are given by their name in English or Chinese, their slug or their IRI.

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
    if diagnostics.wanted:
        diagnostics.deliver(store, sparql, bindings, delivery)
    else:
        delivery.deliver(store.query(sparql, bindings), store.prefixes, _IF_EMPTY)


@command("questions")
@click.argument("name", metavar="[QUESTION]", required=False, shell_complete=complete_questions)
@questions_option
@lang_option
def questions_command(name: str | None, lang: str) -> None:
    """List the predefined questions, or show one.

    A single question is shown with its parameters and its SPARQL query.

    \b
    Examples:
      yuqiao questions
      yuqiao questions partnerships-by-country --lang zh
      yuqiao questions --questions my-questions
    """
    from yuqiao.exports.reports.questions import card, listing
    from yuqiao.graph.questions import catalogue

    if name is None:
        click.echo(listing(catalogue.questions(), lang).encode(), nl=False)
    else:
        click.echo(card(catalogue.find_question(name), lang).encode(), nl=False)
