"""Commands that write the graph for other tools: export, convert, publish, diff."""

from __future__ import annotations

import sys
from os.path import isdir, isfile
from typing import TYPE_CHECKING

import click

from yuqiao.commands.delivery import limit_options
from yuqiao.commands.evidence.as_of import as_of_option, is_as_of, open_as_of
from yuqiao.commands.help import report
from yuqiao.commands.networks.options import network_options, report_query
from yuqiao.commands.options import (
    command,
    complete_files,
    expanded_option,
    graph_option,
    graphs_option,
    input_format_option,
    lang_option,
    max_size_option,
    option,
    output_format_option,
    output_option,
    output_path,
    questions_option,
    quiet_option,
    spreadsheet_option,
)
from yuqiao.exports.formats import DIFFERENCES, NETWORKS, RDF, TABLES, choose_format
from yuqiao.graph.translation import use_language

if TYPE_CHECKING:
    from os import PathLike

    from yuqiao.graph.network.spec import NetworkSpec
    from yuqiao.graph.stores.file_graph import FileGraph
    from yuqiao.graph.stores.union.graph_names import PlainName


@command("export")
@graph_option
@output_format_option(
    f"Output format. The graph: {RDF}. A network: {NETWORKS}. A folder of tables: parquet-folder. "
    "Default: by the extension of FILE, otherwise turtle.",
    (*RDF.names, *NETWORKS.names, *TABLES.names),
)
@output_option
@expanded_option
@option(
    "--reifiers",
    is_flag=True,
    help="Link each claim to its statement with rdf:reifies. RDF 1.2: turtle, ntriples, trig and "
    "nquads only.",
)
@option(
    "--canonical-hash",
    is_flag=True,
    help="Print the hash of the canonical form (RDFC-1.0) instead of the graph, named graphs "
    "included; equal graphs have equal hashes.",
)
@option(
    "--hash-algorithm",
    type=click.Choice(["sha256", "sha384"]),
    default="sha256",
    help="Hash function of --canonical-hash. Default: sha256.",
)
@network_options
@spreadsheet_option("edges-csv")
@as_of_option
@limit_options
def export_command(
    graph: PlainName,
    form: str | None,
    output: PathLike[str] | None,
    expanded: bool,
    reifiers: bool,
    canonical_hash: bool,
    hash_algorithm: str,
    wanted: NetworkSpec,
    spreadsheet: bool,
) -> None:
    """Export the graph as RDF, or a network as a graph file.

    Output is deterministic: the same graph gives the same bytes on every machine. TriG and N-Quads
    contain one named graph each for the vocabulary, the concept schemes, the dataset, the facts and
    the derived statements. Options that select a network require a network format. FILE may end in
    .gz, .bz2, .xz or .zst to be compressed.

    Literals of files keep their characters: 1.10 is not written as 1.1.

    \b
    Examples:
      yuqiao export -o chongqing.jsonld
      yuqiao export --as ntriples | sort
      yuqiao export --canonical-hash --graph mine.ttl
      yuqiao export --projection school-country -o countries.gexf
      yuqiao export --as parquet-folder -o tables
    """
    from yuqiao.exports.network.network_files import write_network
    from yuqiao.exports.rdf.conversion import conversion
    from yuqiao.graph.stores.open_store import open_files, stated_quads

    chosen = choose_format(form, output, RDF, NETWORKS, TABLES)
    if chosen in RDF or chosen in TABLES:
        if spreadsheet:
            raise click.UsageError("--spreadsheet requires --as edges-csv")
        wanted.require_whole_graph()
    if chosen in RDF:
        wanted_file = conversion(output, chosen, expanded=expanded, reified=reifiers)
    if reifiers and (chosen not in RDF or canonical_hash):
        raise click.UsageError("--reifiers requires --as turtle, ntriples, trig or nquads")
    if chosen in NETWORKS and not canonical_hash:
        network = wanted.network(open_as_of(graph))
        report_query(wanted, network)
        note = write_network(network, chosen, output, spreadsheet=spreadsheet)
        if note is not None:
            report(f"{output or 'yuqiao'}: {note}")
        return
    files = None if is_as_of() else open_files(graph)
    if chosen in TABLES and not canonical_hash:
        _write_tables(graph, files, output)
        return
    if canonical_hash:
        from yuqiao.graph.rdf.canonicalization import canonical_hash as hash_of

        quads = files.quads() if files else stated_quads(graph, open_as_of(graph))
        click.echo(hash_of(quads, hash_algorithm))
    else:
        wanted_file.write(files or open_as_of(graph))


def _write_tables(graph: PlainName, files: FileGraph | None, output: PathLike[str] | None) -> None:
    """Write the folder of tables, and say what is in it."""
    from yuqiao.exports.tables.folder import write_tables
    from yuqiao.graph.messages import counted

    if output is None:
        raise click.UsageError("--as parquet-folder requires -o DIR")
    written = write_tables(open_as_of(graph), output, files)
    tables = ", ".join(f"{name} {count:,}" for name, count in written.rows.items())
    report(f"{output}: {counted(len(written.rows), 'table')}, with these rows: {tables or 'none'}")


@command("convert")
@click.argument("graph", metavar="IN", shell_complete=complete_files)
@click.argument(
    "output",
    metavar="[OUT]",
    default="-",
    callback=output_path,
    shell_complete=complete_files,
)
@input_format_option("Input format. Required for standard input.")
@output_format_option(
    f"Output format: {RDF}. Default: by the extension of OUT, otherwise turtle.",
    RDF.names,
)
@expanded_option
@max_size_option
@limit_options
def convert_command(
    graph: str,
    output: PathLike[str] | None,
    data_format: str | None,
    form: str | None,
    expanded: bool,
) -> None:
    """Convert RDF from one format to another.

    IN is a file, - for standard input, or anything that --graph accepts; OUT is a file, or - for
    standard output. Both may be compressed: .gz, .bz2, .xz, .zst. The same IN gives the same bytes.

    Statements are sorted, except when more than 200,000 are written as N-Triples or N-Quads: these
    are streamed, with little memory. Formats without named graphs get the statements of all graphs
    of IN.

    \b
    Examples:
      yuqiao convert dump.nq.gz dump.trig
      yuqiao convert page.jsonld - --as ntriples | sort | head
      curl https://example.org/dump.rdf | yuqiao convert - dump.ttl --from rdfxml
    """
    from yuqiao.exports.rdf.conversion import conversion

    conversion(output, form, expanded=expanded).run(graph, data_format)


def _site_languages(_: click.Context, __: click.Parameter, tags: str | None) -> str | None:
    """Let help and messages follow the one language of a site, if they are in it."""
    if tags in {"en", "zh"}:
        use_language(tags)
    return tags


@command("publish")
@click.argument("folder", metavar="DIR", shell_complete=complete_files)
@graph_option
@option(
    "--base",
    metavar="IRI",
    envvar="YUQIAO_BASE",
    help="Base IRI of the site, to which the IRIs of the graph are moved. Default: the graph's "
    "own.",
)
@option(
    "--site",
    metavar="URL",
    help="URL at which DIR is served, if it differs from the base IRI, as with w3id.org.",
)
@questions_option
@option(
    "--title",
    metavar="TEXT",
    default="",
    help="Title of the site. Default: what the graph calls itself.",
)
@option(
    "--lang",
    "languages",
    metavar="LANG[,LANG]",
    is_eager=True,
    callback=_site_languages,
    shell_complete=lambda *_: [],
    help="Languages of the pages, such as en or de,fr; the first is that of the start page. "
    "Default: en,zh for a register, otherwise those of most names in the graph.",
)
@option(
    "--mistakes",
    metavar="URL",
    envvar="YUQIAO_MISTAKES",
    default="",
    help="Where readers report mistakes: https:// or mailto:, linked on each page; {iri} in it is "
    "replaced by the IRI of the page.",
)
@option(
    "--no-pylode",
    old=("--without-pylode",),
    is_flag=True,
    help="Skip the vocabulary documentation by pyLODE, which takes seconds.",
)
@quiet_option
@limit_options
def publish_command(
    folder: str,
    graph: PlainName,
    base: str | None,
    site: str | None,
    title: str,
    languages: str | None,
    mistakes: str,
    no_pylode: bool,
    quiet: bool,
) -> None:
    """Publish the graph as a static website.

    Every entity and every vocabulary term gets a page in each language at the path of its IRI, and
    its data as Turtle, JSON-LD, N-Triples and RDF/XML. The site of a register has lists, search,
    the predefined questions with their answers, the vocabulary, the network, data dumps, and rules
    for web servers; that of any other graph has lists by class and name and the hierarchy of its
    concepts in place of questions and vocabulary. It works from disk and under any path. DIR is
    replaced in one step; Yuqiao refuses to replace a folder that contains files it did not write.
    With the extra yuqiao[site], the vocabulary is also documented by pyLODE.

    Literals of files keep their characters: 1.10 is not written as 1.1.

    \b
    Examples:
      yuqiao publish website
      yuqiao publish website --graph my-province.ttl --base https://example.org/register/
    """
    from yuqiao.exports.site.publish import write_site
    from yuqiao.exports.site.scope import (
        SiteSettings,
        check_mistakes_address,
        language_tags,
    )
    from yuqiao.graph.messages import counted
    from yuqiao.graph.questions.catalogue import current_catalogue, questions
    from yuqiao.graph.stores.open_store import open_files, open_store

    settings = SiteSettings(
        title=title.strip(),
        languages=language_tags(languages) if languages is not None else (),
        mistakes=check_mistakes_address(mistakes) if mistakes else "",
        questions=tuple(questions()) if current_catalogue() is not None else None,
    )
    store = open_store(graph)
    names = (graph,) if isinstance(graph, str) else graph or ()
    twice = all(isfile(name) or isdir(name) for name in names)  # a pipe is read once
    files = open_files(graph) if names and twice else None
    done = write_site(
        store, folder, base, site, documented=not no_pylode, files=files, settings=settings
    )
    if not quiet:
        spoken = "two languages" if done.languages == ("en", "zh") else ", ".join(done.languages)
        report(
            f"{folder}: {counted(done.pages, 'page')} in {spoken}, {done.things:,} of them about "
            "entities"
        )
    if done.documented is False and not no_pylode:
        report("skipped the documentation by pyLODE; to include it, pip install 'yuqiao[site]'")


@command("diff")
@click.argument("old", shell_complete=complete_files)
@click.argument("new", required=False, shell_complete=complete_files)
@output_format_option(
    f"Output format: {DIFFERENCES} (RDF Patch). Default: by the extension of FILE (.txt, .md, "
    ".json, .rdfp), otherwise text.",
    DIFFERENCES.names,
)
@output_option
@lang_option
@graphs_option(
    "Graph to compare OLD with, in place of NEW. May be repeated: several are one graph."
)
@limit_options
def diff_command(
    old: str,
    new: str | None,
    form: str | None,
    output: PathLike[str] | None,
    lang: str,
    graph: PlainName,
) -> None:
    """Show the differences between two graphs, entity by entity.

    OLD and NEW are graphs as for --graph; NEW is the bundled graph by default. Blank nodes are
    compared by their statements, named graphs by their names. The exit status is 1 if the graphs
    differ, 0 if they are equal.

    \b
    Examples:
      yuqiao diff last-year.ttl this-year.ttl
      yuqiao diff old.nt new.trig -o changes.md
      yuqiao diff whole.ttl --graph a.ttl --graph http://localhost:7878/query
    """
    from yuqiao.exports.output import open_output
    from yuqiao.exports.reports.graph_diff import format_diff
    from yuqiao.graph.diff.graphs import differences
    from yuqiao.graph.stores.open_store import open_store, stated_quads

    form = choose_format(form, output, DIFFERENCES)
    if new is not None and graph is not None:
        raise click.UsageError("--graph cannot be combined with NEW")
    newer = graph if new is None else new
    before, after = open_store(old), open_store(newer)
    found = differences(before, after, stated_quads(old, before), stated_quads(newer, after))
    text = format_diff(found, before, after, form, lang)
    with open_output(output) as out:
        out.write(text)
    sys.exit(1 if found else 0)
