"""Commands that keep the graph: build, load, update, import-check, validate."""

from __future__ import annotations

import sys

import click

from yuqiao.commands.options import (
    allow_host_option,
    graph_option,
    lang_option,
    limit_options,
    limits_of,
    quiet_option,
    unpack_option,
)
from yuqiao.exports.formats import RDF


@click.command()
@click.argument("tables", required=False)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="Where to write; by default beside the folder of tables, as chongqing.ttl.",
)
@click.option("--check", is_flag=True, help="Write nothing; tell whether FILE is up to date.")
@click.option(
    "--base",
    metavar="IRI",
    envvar="YUQIAO_BASE",
    help="The base of all our IRIs, if not https://w3id.org/yuqiao/.",
)
def build(tables: str | None, output: str | None, check: bool, base: str | None) -> None:
    """Build the graph from the curated tables.

    TABLES is a folder of CSV tables with their csv-metadata.json; the bundled tables if not given.
    All mistakes in them are shown at once, and nothing is written when there is one. With --check
    the differences are shown and the exit code is 1 when FILE is not what the tables give.

    Example: yuqiao build my-tables -o my-province.ttl
    """
    from yuqiao.exports.rdf.build_file import build_file

    report = build_file(tables, output, check=check, base=base)
    for line in report.differences:
        click.echo(line)
    click.echo(report.summary, err=True)
    sys.exit(1 if report.differences else 0)


@click.command()
@click.argument("files", nargs=-1, required=True)
@click.option("--into", metavar="DIR", required=True, help="The directory; made if need be.")
@click.option("--add", is_flag=True, help="Add to what DIR holds; if not given, replace it.")
@click.option(
    "--graph-names",
    metavar="IRI",
    help="Keep each file also as a graph of its own, named by IRI followed by the file's name.",
)
@click.option(
    "--as",
    "form",
    metavar="FORMAT",
    help=f"What standard input and the FILES are, whatever their names: {RDF}.",
)
@unpack_option
@quiet_option
def load(
    files: tuple[str, ...],
    into: str,
    add: bool,
    graph_names: str | None,
    form: str | None,
    quiet: bool,
) -> None:
    """Load RDF files into a directory that every command can read.

    FILES are RDF files, which may be compressed (.gz, .bz2, .xz, .zst), folders of them, or - for
    standard input. A graph on disk opens at once, need not fit into memory, and is read by many at
    a time. Until all is loaded, and when anything fails, DIR answers with what it held before.

    \b
    Examples:
      yuqiao load dump.nt.gz more.ttl --into mygraph
      yuqiao query 'SELECT (COUNT(*) AS ?n) { ?s ?p ?o }' --graph mygraph
      curl https://example.org/dump.nt | yuqiao load - --as ntriples --into mygraph
    """
    from yuqiao.commands.progress import loaded_line, shown_on
    from yuqiao.graph.limits import run_limited
    from yuqiao.graph.rdf.formats import rdf_format
    from yuqiao.graph.stores.disk.bulk_load import bulk_load
    from yuqiao.graph.stores.disk.generations import tidied

    data_format = rdf_format(form).engine if form else None

    def work() -> None:
        with shown_on(sys.stderr, quiet=quiet) as progress:
            done = bulk_load(
                files,
                into,
                add=add,
                graph_names=graph_names,
                data_format=data_format,
                progress=progress.show if progress.wanted else None,
            )
        if not quiet:
            click.echo(loaded_line(into, done, progress.seconds, add=add), err=True)

    with tidied(into):
        sys.exit(run_limited(work))


@click.command()
@click.argument("sparql", metavar="[UPDATE]", required=False)
@click.option("-f", "--file", metavar="FILE", help="Read the update from FILE.")
@click.option(
    "--graph",
    metavar="DIR",
    envvar="YUQIAO_GRAPH",
    help="The directory, made by load, whose graph is to be changed.",
)
@click.option(
    "-p",
    "parameters",
    metavar="NAME=VALUE",
    multiple=True,
    help="Bind ?NAME to a term, as in a query.",
)
@allow_host_option
@click.option("--timeout", metavar="SECONDS", help="Stop after SECONDS (exit code 3).")
@click.option("--memory", metavar="SIZE", help="Stop beyond SIZE, such as 2G (exit code 3).")
@quiet_option
def update(
    sparql: str | None,
    file: str | None,
    graph: str | None,
    parameters: tuple[str, ...],
    allow_hosts: tuple[str, ...],
    timeout: str | None,
    memory: str | None,
    quiet: bool,
) -> None:
    """Change a graph on disk by a SPARQL update.

    The update is the argument, or in a file, or comes on standard input. It is done wholly or not
    at all, and whoever asks meanwhile is answered from the graph as it was. Only a directory made
    by load is changed: never the bundled graph, a file or a server.

    \b
    Examples:
      yuqiao update --graph mygraph 'DELETE WHERE { o:swu skos:altLabel ?name }'
      yuqiao update --graph mygraph -f changes.ru
    """
    from yuqiao.commands.query_input import update_text
    from yuqiao.commands.term_arguments import bound_terms
    from yuqiao.graph.limits import run_limited
    from yuqiao.graph.messages import counted
    from yuqiao.graph.stores.disk.directory import changeable
    from yuqiao.graph.stores.disk.generations import tidied

    folder = changeable(graph)
    text = update_text(sparql, file)
    limits = limits_of(timeout, memory)

    def work() -> None:
        from yuqiao.graph.stores.open_store import open_store

        store = open_store(folder, allow_hosts)
        before = len(store)
        store.update(text, bound_terms(parameters, store.prefixes))
        if not quiet:
            click.echo(
                f"{folder}: {counted(before, 'triple')} before, {len(store):,} now", err=True
            )

    with tidied(folder):
        sys.exit(run_limited(work, limits))


@click.command()
@click.argument("file")
@click.option(
    "--from",
    "data_format",
    metavar="FORMAT",
    help=f"What FILE is, whatever its name: {RDF}.",
)
@click.option("--as", "form", type=click.Choice(["text", "json"]), default="text")
@unpack_option
@limit_options
def import_check(file: str, data_format: str | None, form: str) -> None:
    """Tell what an RDF file is, and what in it is not as it was meant.

    Its format, its triples, the terms of our vocabulary and of others; prefixes that are not
    declared, IRIs that are none, values outside their datatype, language tags that are not
    well-formed, terms that our vocabulary does not have, and schema.org both as http and https:
    each with its line and column. The exit code is 1 when there is a finding.

    \b
    Example:
      yuqiao import-check from-elsewhere.ttl
    """
    from os.path import basename

    from yuqiao.exports.reports.file_check import as_json, text_lines
    from yuqiao.graph.rdf.formats import rdf_format
    from yuqiao.graph.rdf.sources import RdfSource, file_source
    from yuqiao.graph.validation.file_check import check_file

    known = RdfSource(file, basename(file), rdf_format(data_format).engine) if data_format else None
    checked = check_file(known or file_source(file))
    if form == "json":
        click.echo(as_json(file, checked))
    else:
        for line in text_lines(file, checked):
            click.echo(line)
    sys.exit(1 if checked.findings else 0)


@click.command()
@lang_option
@graph_option
@click.option(
    "--register-base",
    metavar="IRI",
    envvar="YUQIAO_BASE",
    help="The base of the register's IRIs, as for build, if not https://w3id.org/yuqiao/.",
)
@limit_options
def validate(lang: str, graph: str | None, register_base: str | None) -> None:
    """Check a graph against the shapes of the vocabulary.

    Each finding says what to do. The exit code is 1 when there is a violation; warnings alone ask
    for a look. It takes about half a minute for the bundled graph, and needs pySHACL (the extra
    yuqiao[validate]).

    \b
    Example:
      yuqiao validate --graph my-province.ttl --lang zh
    """
    from yuqiao.graph.labels import language_tag
    from yuqiao.graph.messages import counted
    from yuqiao.graph.stores.open_store import open_store
    from yuqiao.graph.validation.shacl import findings
    from yuqiao.ontology.namespaces import BASE

    base = register_base or BASE
    found = findings(open_store(graph), language_tag(lang), base)
    for finding in found:
        parts = (finding.severity, finding.thing, finding.value, finding.message)
        click.echo("\t".join(part for part in parts if part))
    click.echo(counted(len(found), "finding"), err=True)
    sys.exit(1 if any(finding.severity == "Violation" for finding in found) else 0)
