"""Commands that write the graph for other tools: export."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from yuqiao.commands.options import RDF_FORMATS, graph_option, limit_options, output_option

if TYPE_CHECKING:
    from os import PathLike


@click.command()
@graph_option
@click.option(
    "--as",
    "form",
    metavar="FORMAT",
    help=f"One of {RDF_FORMATS}. If not given, FILE's extension decides, or else it is turtle.",
)
@output_option
@limit_options
def export(graph: str | None, form: str | None, output: PathLike[str] | None) -> None:
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
    deliver(Triples(store.triples()), store.prefixes, form, output, ordered=True)
