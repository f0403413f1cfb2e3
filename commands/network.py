"""Commands that show: view."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from yuqiao.commands.network_options import network_options
from yuqiao.commands.options import graph_option, lang_option, limit_options, output_path

if TYPE_CHECKING:
    from os import PathLike

    from yuqiao.graph.network.spec import NetworkSpec


def _view_path(context: click.Context, option: click.Parameter, path: str | None) -> str | None:
    """Give the file to write: by default one whose name tells its form."""
    if path is None:
        path = f"yuqiao-network.{(context.params['form'] or 'html').lower()}"
    return output_path(context, option, path)


@click.command()
@graph_option
@click.option(
    "--as",
    "form",
    metavar="FORMAT",
    is_eager=True,
    help="html, or a picture for a paper: svg, png or pdf. If not given, FILE's extension decides.",
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    show_default="yuqiao-network.html",
    callback=_view_path,
    help="Write to FILE, whole or not at all; as -, to standard output.",
)
@network_options
@lang_option
@limit_options
def view(
    graph: str | None,
    form: str | None,
    output: PathLike[str] | None,
    wanted: NetworkSpec,
    lang: str,
) -> None:
    """Write a network as one HTML page that opens offline, or as a picture.

    It shows schools, foreign universities, countries and fields of study, with the partnerships
    and sources behind every line; or a projection, a selection, or the network of a query. The
    language can be switched on the page; --lang says which one it opens in.

    \b
    Examples:
      yuqiao view
      yuqiao view --projection school-country --status active -o countries.html
      yuqiao view --focus Russia --lang zh -o russia.html
      yuqiao view --projection school-country -o figure.pdf
    """
    from yuqiao.exports.formats import VIEWS, choose_format
    from yuqiao.exports.network.page.document import write_page
    from yuqiao.exports.network.picture.export import write_picture
    from yuqiao.exports.safe_text import harmless
    from yuqiao.graph.labels import language_tag
    from yuqiao.graph.messages import counted
    from yuqiao.graph.stores.open_store import open_store

    language_tag(lang)
    chosen = choose_format(form, output, VIEWS)
    network = wanted.drawing(open_store(graph))
    where = output or "standard output"
    for told in (network.graph.get("empty"), network.graph.get("cut")):
        if told is not None:
            click.echo(harmless(f"{where}: {told.zh if lang == 'zh' else told.en}"), err=True)
    remark = None
    if chosen == "html":
        write_page(network, output, lang=lang)
    else:
        remark = write_picture(network, output, chosen, lang=lang)
    nodes = counted(network.number_of_nodes(), "node")
    click.echo(f"{where}: {nodes}, {counted(network.number_of_edges(), 'edge')}", err=True)
    if remark is not None:
        click.echo(f"{where}: {remark}", err=True)
