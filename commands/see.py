"""Commands that show: view."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from yuqiao.commands.options import graph_option, lang_option, limit_options

if TYPE_CHECKING:
    from os import PathLike


@click.command()
@graph_option
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    default="yuqiao-network.html",
    show_default=True,
    help="Write the page to FILE, whole or not at all.",
)
@lang_option
@limit_options
def view(graph: str | None, output: str | PathLike[str], lang: str) -> None:
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
