"""Commands that ask about networks: measure, path."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from yuqiao.commands.network_options import network_options
from yuqiao.commands.options import (
    Delivery,
    answer_options,
    graph_option,
    lang_option,
    limit_options,
)

if TYPE_CHECKING:
    from yuqiao.graph.network.spec import NetworkSpec


@click.command()
@click.argument("name", metavar="[NAME]", required=False)
@network_options
@lang_option
@limit_options
@answer_options
def measure(
    name: str | None, wanted: NetworkSpec, lang: str, graph: str | None, delivery: Delivery
) -> None:
    """Measure a network: who is central, who brokers, what holds it together.

    Without NAME, the network is described in a few lines to read, with the measures there are. How
    a measure was found is said on standard error.

    \b
    Examples:
      yuqiao measure
      yuqiao measure betweenness --limit-rows 10
      yuqiao measure bridges -o bridges.csv
      yuqiao measure degree --projection school-country --country Russia --as csv
    """
    from yuqiao.exports.results.measures import measured, summary_lines
    from yuqiao.exports.safe_text import harmless
    from yuqiao.graph.errors import OutputError
    from yuqiao.graph.labels import language_tag
    from yuqiao.graph.stores.open_store import open_store

    language_tag(lang)
    if name is None and delivery != Delivery(None, None, None, False):
        raise OutputError("--as, -o, --spreadsheet and --limit-rows are for a measure; name one")
    store = open_store(graph)
    network = wanted.network(store)
    if (empty := network.graph.get("empty")) is not None:
        click.echo(harmless(empty.zh if lang == "zh" else empty.en), err=True)
    if name is None:
        click.echo("\n".join(summary_lines(network)))
        return
    method, rows = measured(network, name, lang, store.prefixes)
    click.echo(method.zh if lang == "zh" else method.en, err=True)
    delivery.deliver(rows, store.prefixes)


@click.command()
@click.argument("start", metavar="A")
@click.argument("end", metavar="B")
@click.option(
    "--longest",
    metavar="N",
    type=click.IntRange(min=1),
    help="All paths of up to N hops, not just the shortest.",
)
@network_options
@lang_option
@limit_options
@graph_option
def path(
    start: str,
    end: str,
    longest: int | None,
    wanted: NetworkSpec,
    lang: str,
    graph: str | None,
) -> None:
    """Show how two things are linked.

    The shortest paths are shown, with the partnerships behind each step. A and B are names in
    English or Chinese, abbreviations, slugs or IRIs. The exit code is 1 when there is no path.

    \b
    Examples:
      yuqiao path SWU Novosibirsk
      yuqiao path 西南大学 俄罗斯 --longest 3 --lang zh
    """
    import sys

    from yuqiao.exports.reports.paths import path_lines
    from yuqiao.graph.labels import language_tag
    from yuqiao.graph.messages import counted
    from yuqiao.graph.network.paths import shortest_paths, simple_paths
    from yuqiao.graph.network.spec import node_named
    from yuqiao.graph.stores.open_store import open_store

    language_tag(lang)
    store = open_store(graph)
    network = wanted.network(store)
    ends = node_named(store, network, start), node_named(store, network, end)
    found = simple_paths(network, *ends, longest) if longest else shortest_paths(network, *ends)
    if not found:
        within = f"of up to {counted(longest, 'hop')} " if longest else ""
        click.echo(f"there is no path {within}between them", err=True)
        sys.exit(1)
    for line in path_lines(network, found, lang):
        click.echo(line)
