"""Commands that write the graph for other tools: export, convert, publish, diff."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from yuqiao.commands.network_options import network_options
from yuqiao.commands.options import (
    expanded_option,
    graph_option,
    limit_options,
    output_option,
    output_path,
    quiet_option,
    unpack_option,
)
from yuqiao.exports.formats import DIFFERENCES, NETWORKS, RDF, choose_format

if TYPE_CHECKING:
    from os import PathLike

    from yuqiao.graph.network.spec import NetworkSpec


@click.command()
@graph_option
@click.option(
    "--as",
    "form",
    metavar="FORMAT",
    help=f"For the graph: {RDF}; for a network: {NETWORKS}. If not given, FILE's extension "
    "decides, or else it is turtle.",
)
@output_option
@expanded_option
@click.option(
    "--canonical-hash",
    is_flag=True,
    help="Print the hash of the canonical form (RDFC-1.0) instead, named graphs included: the same "
    "for equal graphs.",
)
@click.option(
    "--hash-algorithm",
    type=click.Choice(["sha256", "sha384"]),
    default="sha256",
    help="The hash function of --canonical-hash.",
)
@network_options
@limit_options
def export(
    graph: str | None,
    form: str | None,
    output: PathLike[str] | None,
    expanded: bool,
    canonical_hash: bool,
    hash_algorithm: str,
    wanted: NetworkSpec,
) -> None:
    """Write the graph as RDF, or a network of it.

    The same graph gives the same bytes, on every machine. TriG and N-Quads have a named graph for
    each part: the vocabulary, the concept schemes, the dataset, the facts, and what is derived from
    them. The options that choose a network need a network format. FILE may end in .gz, .bz2, .xz or
    .zst.

    \b
    Examples:
      yuqiao export -o chongqing.jsonld
      yuqiao export --as ntriples | sort
      yuqiao export --canonical-hash --graph mine.ttl
      yuqiao export --projection school-country -o countries.gexf
    """
    from yuqiao.exports.network.files import write_network
    from yuqiao.exports.rdf.conversion import conversion
    from yuqiao.graph.stores.open_store import open_files, open_store, stated_quads

    chosen = choose_format(form, output, RDF, NETWORKS)
    if chosen in RDF:
        wanted.refuse_unless_whole()
        wanted_file = conversion(output, chosen, expanded=expanded)
    if chosen in NETWORKS and not canonical_hash:
        write_network(wanted.network(open_store(graph)), chosen, output)
        return
    files = open_files(graph)
    if canonical_hash:
        from yuqiao.graph.rdf.canonicalization import canonical_hash as hash_of

        quads = files.quads() if files else stated_quads(graph, open_store(graph))
        click.echo(hash_of(quads, hash_algorithm))
    else:
        wanted_file.write(files or open_store(graph))


@click.command()
@click.argument("graph", metavar="IN")
@click.argument("output", metavar="[OUT]", default="-", callback=output_path)
@click.option(
    "--from",
    "data_format",
    metavar="FORMAT",
    help=f"What IN is, whatever its name: {RDF}. Needed for standard input.",
)
@click.option(
    "--as",
    "form",
    metavar="FORMAT",
    help=f"What OUT is to be: {RDF}. If not given, OUT's extension decides, or else it is turtle.",
)
@expanded_option
@unpack_option
@limit_options
def convert(
    graph: str,
    output: PathLike[str] | None,
    data_format: str | None,
    form: str | None,
    expanded: bool,
) -> None:
    """Convert RDF from any format to any other.

    IN is a file, or - for standard input, or whatever --graph can name; OUT is a file, or - for
    standard output. Both may be compressed: .gz, .bz2, .xz, .zst. The same IN gives the same bytes.

    Statements are put in order, except when more than 200,000 become N-Triples or N-Quads: these
    are written as they are read, in the memory of a few, however many there are. A format with one
    graph takes the statements of all named graphs of IN.

    \b
    Examples:
      yuqiao convert dump.nq.gz dump.trig
      yuqiao convert page.jsonld - --as ntriples | sort | head
      curl https://example.org/dump.rdf | yuqiao convert - dump.ttl --from rdfxml
    """
    from yuqiao.exports.rdf.conversion import conversion

    conversion(output, form, expanded=expanded).run(graph, data_format)


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
@click.option(
    "--without-pylode", is_flag=True, help="Leave out the vocabulary's page by pyLODE (seconds)."
)
@quiet_option
@limit_options
def publish(
    folder: str,
    graph: str | None,
    base: str | None,
    site: str | None,
    without_pylode: bool,
    quiet: bool,
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
    from yuqiao.exports.site.publish import publish as publish_site
    from yuqiao.graph.messages import counted
    from yuqiao.graph.stores.open_store import open_store

    store = open_store(graph)
    done = publish_site(store, folder, base, site, documented=not without_pylode)
    if not quiet:
        made = f"{counted(done.pages, 'page')} in two languages, {done.things:,} of them of things"
        click.echo(f"{folder}: {made}", err=True)
    if not done.documented and not without_pylode:
        click.echo("without pyLODE's documentation: pip install 'yuqiao[site]' for it", err=True)


@click.command()
@click.argument("old")
@click.argument("new", required=False)
@click.option(
    "--as",
    "form",
    metavar="FORMAT",
    help=f"{DIFFERENCES} (an RDF Patch). If not given, FILE's extension decides "
    "(.txt, .md, .json, .rdfp), or else it is text.",
)
@output_option
@limit_options
def diff(old: str, new: str | None, form: str | None, output: PathLike[str] | None) -> None:
    """Tell what changed from one graph to another, thing by thing.

    OLD and NEW name graphs as --graph does; NEW is the bundled graph if not given. Blank nodes are
    compared by what is said of them, named graphs by their names. The exit code is 1 when the
    graphs differ, 0 when they are the same.

    \b
    Examples:
      yuqiao diff last-year.ttl this-year.ttl
      yuqiao diff old.nt new.trig -o changes.md
    """
    import sys

    from yuqiao.exports.output import open_output
    from yuqiao.exports.reports.graph_diff import format_diff
    from yuqiao.graph.diff.graphs import differences
    from yuqiao.graph.stores.open_store import open_store, stated_quads

    form = choose_format(form, output, DIFFERENCES)
    before, after = open_store(old), open_store(new)
    found = differences(before, after, stated_quads(old, before), stated_quads(new, after))
    report = format_diff(found, before, after, form)
    with open_output(output) as out:
        out.write(report)
    sys.exit(1 if found else 0)
