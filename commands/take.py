"""Commands that write the graph for other tools: export, publish, diff."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from yuqiao.commands.network_options import network_options
from yuqiao.commands.options import (
    RDF_FORMATS,
    graph_option,
    limit_options,
    output_option,
    quiet_option,
)

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
@click.argument("folder", metavar="DIR")
@graph_option
@click.option(
    "--base",
    metavar="IRI",
    envvar="YUQIAO_BASE",
    help="The IRI that DIR stands for, if not the graph's own base; the graph's IRIs move to it.",
)
@click.option(
    "--site",
    metavar="URL",
    help="Where DIR will be served, if not at that base: when the base is at w3id.org, say.",
)
@quiet_option
@limit_options
def publish(
    folder: str, graph: str | None, base: str | None, site: str | None, quiet: bool
) -> None:
    """Write the graph as a static website, with its data.

    Every thing and every term has a page in English and in Chinese at the path of its IRI, and its
    Turtle, JSON-LD and N-Triples beside it. There are lists, a search, the questions with their
    answers, the vocabulary, the network, dumps, and rules for web servers. It works from disk and
    under any path. DIR is replaced as a whole, or not at all; a folder that holds anything that
    was not written so is refused. With the extra yuqiao[site], pyLODE documents the vocabulary too.

    \b
    Examples:
      yuqiao publish website
      yuqiao publish website --graph my-province.ttl --base https://example.org/register/
    """
    from yuqiao.exports.site.site import publish as publish_site
    from yuqiao.graph.opening import open_store
    from yuqiao.graph.wording import counted

    done = publish_site(open_store(graph), folder, base, site)
    if not quiet:
        made = f"{counted(done.pages, 'page')} in two languages, {done.things:,} of them of things"
        click.echo(f"{folder}: {made}", err=True)
    if not done.documented:
        click.echo("without pyLODE's documentation: pip install 'yuqiao[site]' for it", err=True)


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
