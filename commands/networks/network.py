"""Commands that draw and analyze networks: view, measure, path."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from yuqiao.commands.delivery import Delivery, limit_options, result_options
from yuqiao.commands.evidence.as_of import as_of_option, open_as_of
from yuqiao.commands.help import report
from yuqiao.commands.networks.options import network_options, report_query
from yuqiao.commands.options import (
    command,
    complete_files,
    graph_option,
    lang_option,
    option,
    output_format_option,
    output_path,
)
from yuqiao.exports.formats import VIEWS, choose_format

if TYPE_CHECKING:
    from os import PathLike
    from typing import Any

    from yuqiao.graph.network.model import Network
    from yuqiao.graph.network.spec import NetworkSpec
    from yuqiao.graph.stores.union.graph_names import PlainName


_DRAWN = ("null-model", "cohesion")  # that compare with random networks


def _view_path(context: click.Context, option: click.Parameter, path: str | None) -> str | None:
    """Return the file to write: by default one whose extension is its format."""
    if path is None:
        path = f"yuqiao-network.{(context.params['form'] or 'html').lower()}"
    return output_path(context, option, path)


@command("view")
@graph_option
@output_format_option(
    "Output format: html for an interactive page; svg, png or pdf for a figure; pptx for a slide. "
    "Default: by the extension of FILE.",
    VIEWS.names,
    eager=True,  # it decides the default of -o
)
@option(
    "-o",
    "--output",
    metavar="FILE",
    callback=_view_path,
    shell_complete=complete_files,
    help="Write to FILE; - for standard output. FILE is replaced only when complete. Default: "
    "yuqiao-network.html.",
)
@option("--title", metavar="TEXT", help="Title of the page or figure.")
@option("--note", metavar="TEXT", help="A note below the title.")
@option(
    "--compare",
    nargs=2,
    metavar="A B",
    help="Open the page with A and B compared: two years, such as 2015 2025; two names, such as "
    "Russia Germany; or two graphs, the older one first.",
)
@option(
    "--year",
    metavar="PROPERTY",
    help="The property with the year of a node, for a chart of a graph in another vocabulary.",
)
@option(
    "--place",
    metavar="PROPERTY",
    help="The property from a node to a place with coordinates, for the map of such a graph.",
)
@option(
    "--state",
    metavar="FILE",
    shell_complete=complete_files,
    help="Show the network as in FILE, a view saved by the network page: its filters, language, "
    "selection, moved nodes, and the part that is seen.",
)
@network_options
@lang_option
@as_of_option
@limit_options
def view_command(
    graph: PlainName,
    form: str | None,
    output: PathLike[str] | None,
    title: str | None,
    note: str | None,
    compare: tuple[str, str] | None,
    year: str | None,
    place: str | None,
    state: str | None,
    wanted: NetworkSpec,
    lang: str,
) -> None:
    """Draw a network as an interactive web page or as a figure.

    The network shows schools, foreign universities, countries and fields of study, with the
    partnerships and sources behind every edge; or a projection, a selection, or the result of a
    query. Of a graph in another vocabulary it shows the links, or the classes and how they are
    linked, and the query used is printed. The page works offline. Its language can be switched;
    --lang sets the initial one.

    \b
    Examples:
      yuqiao view
      yuqiao view --projection school-country --status active -o countries.html
      yuqiao view --focus Russia --lang zh -o russia.html
      yuqiao view --projection school-country -o figure.pdf
      yuqiao view --state "My view.json" -o figure.png
      yuqiao view --compare Russia Germany -o compared.html
    """
    import gc
    from functools import partial
    from pathlib import Path

    from yuqiao.exports.network.page.document import write_page
    from yuqiao.exports.network.picture.export import write_picture
    from yuqiao.exports.network.saved_view import read_view, unknown_parts, view_network
    from yuqiao.exports.network.slides.slide import write_slide

    gc.disable()  # a network is in use to the end: searching it for garbage takes an eighth longer
    chosen = choose_format(form, output, VIEWS)
    wanted = replace(wanted, title=title, note=note, year=year, place=place)
    if compare:
        compared = _compared(wanted, graph, compare, (chosen, state))
        write_page(compared[0], output, lang=lang, view=compared[1])
        report(f"{output or 'standard output'}: {_size(compared[0])}")
        if compared[0].editions and (limits := compared[0].editions.limits.text(lang)):
            report(limits)
        return
    view = read_view(Path(state)) if state else None
    if view:
        lang = view.state.get("lang", lang)
    viewed = None
    if view and chosen != "html":
        viewed = view_network(wanted, open_as_of(graph), view)
    network = viewed.network if viewed else wanted.drawing(open_as_of(graph))
    where = output or "standard output"
    report_query(wanted, network)
    if network.notice:
        report(f"{where}: {network.notice.text(lang)}")
    warnings = list(viewed.warnings) if viewed else []
    if chosen == "html":
        warnings += unknown_parts(network, view) if view else []
        write_page(network, output, lang=lang, view=view.data if view else None)
    else:
        scene = viewed.scene if viewed else None
        write = write_slide if chosen == "pptx" else partial(write_picture, form=chosen)
        warning = write(network, output, lang=lang, scene=scene)
        warnings += [warning] if warning else []
    report(f"{where}: {_size(network)}")
    for warning in warnings:
        report(f"{where}: {warning}")


def _size(network: Network) -> str:
    from yuqiao.graph.messages import counted
    from yuqiao.graph.network.measures import edge_count

    edges = counted(edge_count(network.graph), "edge")
    return f"{counted(len(network), 'node')}, {edges}"


def _compared(
    wanted: NetworkSpec,
    graph: PlainName,
    sides: tuple[str, str],
    other: tuple[str, str | None],
) -> tuple[Network, dict[str, Any]]:
    """Return the network of a comparison, and the view in which its page opens."""
    from pathlib import Path

    from yuqiao.exports.network.page.comparison import comparison_view, editions_view
    from yuqiao.graph.entities.search import find
    from yuqiao.graph.errors import QueryError
    from yuqiao.graph.labels import Label
    from yuqiao.graph.network.comparison.editions import both_editions, drawn_alike
    from yuqiao.graph.stores.open_store import open_store

    form, state = other
    if form != "html" or state is not None:
        raise click.UsageError("--compare makes a page: it goes with neither --state nor a figure")
    files = [side for side in sides if Path(side).exists()]
    if len(files) == 1 and Path(files[0]).suffix:
        missing = next(side for side in sides if side not in files)
        raise QueryError(
            f"{missing}: no such file; {files[0]} is one, and a graph is compared with another "
            "graph"
        )
    if len(files) < 2:
        store = open_store(graph)
        network = wanted.drawing(store)
        named = {side: entity.value for side in sides for entity in find(store, side)[:1]}
        return network, comparison_view(network, *sides, named)
    if graph is not None:
        raise click.UsageError("--compare with two graphs goes without --graph")
    old, new = drawn_alike(wanted, open_store(sides[0]), open_store(sides[1]))
    names = [Path(side).name for side in sides]
    if names[0] == names[1]:
        names = [f"{Path(side).absolute().parent.name}/{Path(side).name}" for side in sides]
    first, second = (Label(name, name) for name in names)
    network = both_editions(old, new, (first, second))
    return network, editions_view(*names)


@command("measure")
@click.argument("name", metavar="[MEASURE]", required=False)
@option(
    "--draws",
    metavar="N",
    type=click.IntRange(min=1),
    help="Random networks that null-model and cohesion compare with. Default: 1000.",
)
@option(
    "--seed",
    metavar="N",
    type=click.IntRange(min=0),
    help="Seed of their random numbers. The same seed gives the same result.",
)
@network_options
@lang_option
@limit_options
@result_options
def measure_command(
    name: str | None,
    draws: int | None,
    seed: int | None,
    wanted: NetworkSpec,
    lang: str,
    graph: PlainName,
    delivery: Delivery,
) -> None:
    """Compute a network measure, such as centrality or brokerage.

    Without MEASURE, summarize the network and list the available measures. The method of a measure
    is described on standard error.

    \b
    Examples:
      yuqiao measure
      yuqiao measure betweenness --limit-rows 10
      yuqiao measure bridges -o bridges.csv
      yuqiao measure degree --projection school-country --country Russia --as csv
      yuqiao measure null-model --projection school-country --draws 200
    """
    from yuqiao.exports.reports.network_summary import summary_lines
    from yuqiao.exports.results.measures import measured
    from yuqiao.graph.errors import QueryError
    from yuqiao.graph.stores.open_store import open_store

    if name is None and delivery != Delivery(None, None, None, False):
        raise click.UsageError("--as, -o, --spreadsheet and --limit-rows require a MEASURE")
    store = open_store(graph)
    network = wanted.network(store)
    report_query(wanted, network)
    if not network and network.notice:
        report(network.notice.text(lang))
    if name is None:
        click.echo("\n".join(summary_lines(network, lang)))
        return
    chance = {"draws": draws, "seed": seed}
    given = {option: value for option, value in chance.items() if value is not None}
    if given and name not in _DRAWN:
        raise click.UsageError(f"--draws and --seed apply to {' and '.join(_DRAWN)} only")
    try:
        method, rows = measured(network, name, lang, store.prefixes, **given)
    except QueryError as error:
        if name not in _DRAWN or network.modes:
            raise
        raise QueryError(f"{error}; choose two kinds with --projection") from None
    report(method.text(lang))
    delivery.deliver(rows, store.prefixes)


@command("path")
@click.argument("start", metavar="A")
@click.argument("end", metavar="B")
@option(
    "--max-hops",
    old=("--longest",),
    metavar="N",
    type=click.IntRange(min=1),
    help="Show all paths of at most N hops instead of the shortest ones.",
)
@network_options
@lang_option
@limit_options
@graph_option
def path_command(
    start: str,
    end: str,
    max_hops: int | None,
    wanted: NetworkSpec,
    lang: str,
    graph: PlainName,
) -> None:
    """Find the shortest paths between two entities.

    Each step is shown with the partnerships behind it. A and B are names in English or Chinese,
    abbreviations, slugs or IRIs. The exit status is 1 if there is no path.

    \b
    Examples:
      yuqiao path SWU Novosibirsk
      yuqiao path 西南大学 俄罗斯 --max-hops 3 --lang zh
    """
    from yuqiao.exports.reports.paths import path_lines
    from yuqiao.graph.messages import counted
    from yuqiao.graph.network.paths import shortest_paths, simple_paths
    from yuqiao.graph.network.spec import find_node
    from yuqiao.graph.stores.open_store import open_store

    store = open_store(graph)
    network = wanted.network(store)
    report_query(wanted, network)
    nodes = network.graph
    ends = find_node(store, nodes, start), find_node(store, nodes, end)
    found = simple_paths(nodes, *ends, max_hops) if max_hops else shortest_paths(nodes, *ends)
    if not found:
        within = f"of at most {counted(max_hops, 'hop')} " if max_hops else ""
        report(f"no path {within}was found")
        sys.exit(1)
    for line in path_lines(network, found, lang):
        click.echo(line)
