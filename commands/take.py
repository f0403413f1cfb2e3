"""Commands that write the graph for other tools: export, diff."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from yuqiao.commands.network_options import network_options
from yuqiao.commands.options import RDF_FORMATS, graph_option, limit_options, output_option

if TYPE_CHECKING:
    from os import PathLike

    from yuqiao.graph.network_query import NetworkQuery


@click.command()
@graph_option
@click.option(
    "--as",
    "form",
    metavar="FORMAT",
    help=f"For the graph: {RDF_FORMATS}; for a network: graphml, gexf, cytoscape, edges-csv or "
    "json-graph. If not given, FILE's extension decides, or else it is turtle.",
)
@output_option
@network_options
@limit_options
def export(
    graph: str | None, form: str | None, output: PathLike[str] | None, wanted: NetworkQuery
) -> None:
    """Write the graph as RDF, or a network of it.

    The same graph gives the same bytes, on every machine. The options that choose a network need a
    network format.

    \b
    Examples:
      yuqiao export -o chongqing.jsonld
      yuqiao export --as ntriples | sort
      yuqiao export --projection school-country -o countries.gexf
    """
    from yuqiao.exports.networks import network_format, refuse_unknown_format, write_network
    from yuqiao.exports.results import deliver
    from yuqiao.graph.answers import Triples
    from yuqiao.graph.opening import open_store

    refuse_unknown_format(form)
    network = network_format(form, output)
    if network is None:
        wanted.refuse_unless_whole()
    store = open_store(graph)
    if network is not None:
        write_network(wanted.network(store), network, output)
        return
    deliver(Triples(store.triples()), store.prefixes, form, output, ordered=True)


@click.command()
@click.argument("old")
@click.argument("new", required=False)
@click.option(
    "--as",
    "form",
    metavar="FORMAT",
    help="text, markdown, json or patch (an RDF Patch). If not given, FILE's extension decides "
    "(.txt, .md, .json, .rdfp), or else it is text.",
)
@output_option
@limit_options
def diff(old: str, new: str | None, form: str | None, output: PathLike[str] | None) -> None:
    """Tell what changed from one graph to another, thing by thing.

    OLD and NEW name graphs as --graph does; NEW is the bundled graph if not given. Blank nodes are
    compared by what is said of them. The exit code is 1 when the graphs differ, 0 when they are the
    same.

    \b
    Examples:
      yuqiao diff last-year.ttl this-year.ttl
      yuqiao diff old.nt new.trig -o changes.md
    """
    import sys

    from yuqiao.exports.differences import difference_format, written
    from yuqiao.exports.writing import open_atomically, standard_output
    from yuqiao.graph.differences import differences
    from yuqiao.graph.opening import open_store

    form = difference_format(form, output)
    before, after = open_store(old), open_store(new)
    found = differences(before, after)
    told = written(found, before, after, form)
    with standard_output() if output is None else open_atomically(output) as out:
        out.write(told)
    sys.exit(1 if found else 0)
