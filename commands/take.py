"""Commands that write the graph for other tools: export."""

from __future__ import annotations

import click

from yuqiao.commands.options import RDF_FORMATS, graph_option, output_option


@click.command()
@graph_option
@click.option(
    "--as",
    "form",
    metavar="FORMAT",
    help=f"One of {RDF_FORMATS}. If not given, FILE's extension decides, or else it is turtle.",
)
@output_option
def export(graph: str | None, form: str | None, output: str | None) -> None:
    """Write the whole graph as RDF.

    The same graph gives the same bytes, on every machine.

    \b
    Examples:
      yuqiao export -o chongqing.jsonld
      yuqiao export --as ntriples | sort
    """
    from yuqiao.exports.results import deliver
    from yuqiao.graph.answers import Triples
    from yuqiao.graph.opening import open_store

    store = open_store(graph)
    deliver(Triples(store.triples()), store.prefixes, form, output)
