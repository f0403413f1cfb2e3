"""Commands that show: view."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from yuqiao.commands.network_options import network_options
from yuqiao.commands.options import graph_option, lang_option, limit_options, output_path

if TYPE_CHECKING:
    from os import PathLike

    from yuqiao.graph.network_query import NetworkQuery


@click.command()
@graph_option
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    default="yuqiao-network.html",
    show_default=True,
    callback=output_path,
    help="Write the page to FILE, whole or not at all; as -, to standard output.",
)
@network_options
@lang_option
@limit_options
def view(graph: str | None, output: PathLike[str] | None, wanted: NetworkQuery, lang: str) -> None:
    """Write a network as one HTML page that opens offline.

    It shows schools, foreign universities, countries and fields of study, with the partnerships
    and sources behind every line; or a projection, a selection, or the network of a query. The
    language can be switched on the page; --lang says which one it opens in.

    \b
    Examples:
      yuqiao view
      yuqiao view --projection school-country --status active -o countries.html
      yuqiao view --focus Russia --lang zh -o russia.html
    """
    from yuqiao.exports.page.page import write_page
    from yuqiao.graph.claims import add_claims
    from yuqiao.graph.opening import open_store

    store = open_store(graph)
    network = add_claims(wanted.network(store), store)
    write_page(network, output, lang=lang)
    count = f"{network.number_of_nodes()} nodes, {network.number_of_edges()} edges"
    click.echo(f"{output or 'standard output'}: {count}", err=True)
