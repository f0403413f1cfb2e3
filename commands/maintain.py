"""Commands that maintain the graph: build, load, update, check-disk, import-check, validate."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from yuqiao.commands.delivery import limit_options, limits_of
from yuqiao.commands.help import print_line, report
from yuqiao.commands.options import (
    allow_host_option,
    command,
    complete_files,
    graph_option,
    input_format_option,
    lang_option,
    max_size_option,
    memory_option,
    option,
    output_format_option,
    output_option,
    parameters_option,
    quiet_option,
    report_format_option,
    timeout_option,
)
from yuqiao.exports.formats import RDF, VALIDATIONS, choose_format
from yuqiao.graph.translation import translate

if TYPE_CHECKING:
    from os import PathLike

    from yuqiao.graph.stores.union.graph_names import PlainName


@command("build")
@click.argument("tables", required=False, shell_complete=complete_files)
@option(
    "-o",
    "--output",
    metavar="FILE",
    shell_complete=complete_files,
    help="Write to FILE. Default: named after the dataset, next to the folder of tables.",
)
@option(
    "--check",
    is_flag=True,
    help="Write nothing; check whether FILE is up to date (exit status 1 if not).",
)
@option(
    "--base",
    metavar="IRI",
    envvar="YUQIAO_BASE",
    help="Base IRI of the graph. Default: https://w3id.org/yuqiao/.",
)
@option(
    "--confirm",
    "confirmed",
    metavar="THING:COLUMN:SOURCE",
    multiple=True,
    help="Confirm that SOURCE gives the value that the cell now has. May be repeated.",
)
def build_command(
    tables: str | None,
    output: str | None,
    check: bool,
    base: str | None,
    confirmed: tuple[str, ...],
) -> None:
    """Build the graph from the curated tables.

    TABLES is a folder of CSV tables described by csv-metadata.json; the bundled tables by default.
    All errors in the tables are reported together, and nothing is written if there are any. With
    --check, the differences between FILE and the tables are shown.

    The value that a source gave for a cell is recorded in backed.csv. A cell that changes without
    new evidence is an error; --confirm says that the old evidence gives the new value.

    \b
    Examples:
      yuqiao build my-tables -o my-province.ttl
      yuqiao build --confirm id/organisation/cqu:founded:s-study-cq
    """
    from yuqiao.exports.rdf.build_file import build_file
    from yuqiao.graph.tables.checks.all_checks import noteworthy

    built = build_file(tables, output, check=check, base=base, confirmed=confirmed)
    for line in noteworthy(built.facts, _latest_day_on_earth()) if built.facts else ():
        report(f"yuqiao: note: {line}")
    for line in built.changes:
        report(line)
    for line in built.differences:
        is_data = line.startswith(("+ ", "- "))
        print_line(line if is_data else translate(line))
    report(built.summary)
    sys.exit(1 if built.differences or (check and built.changes) else 0)


def _latest_day_on_earth() -> str:
    """Return the day it is now where it is latest, as a curator may be there."""
    from datetime import datetime, timedelta, timezone

    return datetime.now(timezone(timedelta(hours=14))).date().isoformat()


@command("load")
@click.argument("files", nargs=-1, required=True, shell_complete=complete_files)
@option(
    "--into",
    metavar="DIR",
    required=True,
    shell_complete=complete_files,
    help="Directory of the graph; created if missing.",
)
@option("--add", is_flag=True, help="Add to the graph in DIR instead of replacing it.")
@option(
    "--graph-names",
    metavar="IRI",
    help="Also load each file into a named graph: IRI followed by the name of the file.",
)
@input_format_option("Input format of all FILES. Required for standard input.", old=("--as",))
@max_size_option
@quiet_option
def load_command(
    files: tuple[str, ...],
    into: str,
    add: bool,
    graph_names: str | None,
    data_format: str | None,
    quiet: bool,
) -> None:
    """Load RDF files into a graph on disk.

    FILES are RDF files, which may be compressed (.gz, .bz2, .xz, .zst), folders of them, or - for
    standard input. Pass DIR as --graph to any command. A graph on disk opens at once, need not fit
    into memory, and can be read by several processes. The existing graph in DIR stays in use until
    the load has succeeded.

    Numbers, dates and truth values are stored by value: 1.10 as 1.1. A note counts the literals
    whose characters differ.

    \b
    Examples:
      yuqiao load dump.nt.gz more.ttl --into mygraph
      yuqiao query 'SELECT (COUNT(*) AS ?n) { ?s ?p ?o }' --graph mygraph
      curl https://example.org/dump.nt | yuqiao load - --from ntriples --into mygraph
    """
    from yuqiao.commands.progress import loaded_line, shown_on
    from yuqiao.graph.limits import run_writing
    from yuqiao.graph.rdf.formats import rdf_format
    from yuqiao.graph.stores.disk.bulk_load import bulk_load
    from yuqiao.graph.stores.disk.generations import tidied

    known_format = rdf_format(data_format).engine if data_format else None

    def work() -> None:
        with shown_on(sys.stderr, quiet=quiet) as progress:
            done = bulk_load(
                files,
                into,
                add=add,
                graph_names=graph_names,
                data_format=known_format,
                progress=progress.show if progress.wanted else None,
            )
        if not quiet:
            report(loaded_line(into, done, progress.seconds, add=add))

    with tidied(into):
        sys.exit(run_writing(work))


@command("update")
@click.argument("sparql", metavar="[UPDATE]", required=False)
@option(
    "-f",
    "--file",
    metavar="FILE",
    shell_complete=complete_files,
    help="Read the update from FILE; - for standard input.",
)
@option(
    "--graph",
    metavar="DIR",
    envvar="YUQIAO_GRAPH",
    shell_complete=complete_files,
    help="Directory of the graph to change, made by 'yuqiao load'.",
)
@parameters_option("Bind ?NAME to a term, as in 'yuqiao query'. May be repeated.")
@allow_host_option
@timeout_option
@memory_option
@quiet_option
def update_command(
    sparql: str | None,
    file: str | None,
    graph: str | None,
    parameters: tuple[str, ...],
    allow_hosts: tuple[str, ...],
    timeout: str | None,
    memory: str | None,
    quiet: bool,
) -> None:
    """Change a graph on disk with a SPARQL update.

    The update is read from the argument, from a file, or from standard input (-). It is applied
    completely or not at all; concurrent readers see the previous graph until then. Only graphs made
    by 'yuqiao load' can be changed: not the bundled graph, files or servers.

    \b
    Examples:
      yuqiao update --graph mygraph 'DELETE WHERE { o:swu skos:altLabel ?name }'
      yuqiao update --graph mygraph -f changes.ru
    """
    from yuqiao.commands.query_input import update_text
    from yuqiao.commands.term_arguments import bound_terms
    from yuqiao.graph.limits import run_writing
    from yuqiao.graph.messages import counted
    from yuqiao.graph.stores.disk.generations import tidied

    folder = _changeable(graph)
    limits = limits_of(timeout, memory)

    def work() -> None:
        from yuqiao.graph.stores.open_store import open_store

        text = update_text(sparql, file)
        store = open_store(folder, allow_hosts)
        before = len(store)
        store.update(text, bound_terms(parameters, store.prefixes))
        if not quiet:
            report(f"{folder}: {counted(before, 'triple')} before, {len(store):,} now")

    with tidied(folder):
        sys.exit(run_writing(work, limits))


def _changeable(graph: str | None) -> str:
    """Return the directory whose graph is to be changed; nothing else is ever changed.

    :param graph: its name
    :raises yuqiao.graph.errors.InputError: when it is no directory that ``yuqiao load`` made; with
        what to do
    """
    import os

    from yuqiao.graph.errors import InputError
    from yuqiao.graph.stores.disk.generations import is_ours

    if graph is None:
        raise InputError(
            "name the directory to change; the bundled graph is not changed, but a copy can be: "
            "yuqiao export -o chongqing.ttl, then yuqiao load chongqing.ttl --into DIR"
        )
    if graph.lower().startswith(("http://", "https://")):
        raise InputError(
            f"{graph}: a server's graph is not changed from here; send the update to its own "
            "address for updates"
        )
    if os.path.isdir(graph) and is_ours(graph):
        return graph
    if not os.path.exists(graph):
        raise InputError(f"{graph}: there is no such directory; make it with yuqiao load")
    what = "a folder that yuqiao load did not make" if os.path.isdir(graph) else "a file"
    raise InputError(
        f"{graph}: {what} is not changed; load it first: yuqiao load {graph} --into DIR"
    )


@command("check-disk")
@click.argument("folder", metavar="DIR", shell_complete=complete_files)
@quiet_option
def check_disk_command(folder: str, quiet: bool) -> None:
    """Check a graph on disk for damage.

    Every file in DIR is compared with the checksum recorded when it was written, which takes as
    long as reading the whole graph. Opening a graph compares only sizes, and the content of small
    files.

    \b
    Example:
      yuqiao check-disk mygraph
    """
    check_files(folder, quiet=quiet)


def check_files(folder: str, *, quiet: bool) -> None:
    """Compare the files of a graph on disk with their checksums, and report the result.

    :raises yuqiao.graph.errors.InputError: when it is no directory made by ``yuqiao load``
    """
    from yuqiao.graph.messages import counted
    from yuqiao.graph.stores.disk.generations import check_generation, is_ours

    if not is_ours(folder):
        from yuqiao.graph.errors import InputError

        raise InputError(f"{folder}: not a directory made by yuqiao load")
    manifest = check_generation(folder)
    if not quiet:
        files, triples = counted(len(manifest.files), "file"), counted(manifest.triples, "triple")
        report(f"{folder}: {files} intact, {triples}")


@command("import-check")
@click.argument("file", shell_complete=complete_files)
@input_format_option("Format of FILE. Default: by its extension.")
@report_format_option
@max_size_option
@limit_options
def import_check_command(file: str, data_format: str | None, form: str) -> None:
    """Check an RDF file for likely mistakes.

    Shows the format of the file, its triples, and the vocabulary terms it uses. Reports undeclared
    prefixes, invalid IRIs, values outside their datatype, malformed language tags, unknown terms of
    the Yuqiao vocabulary, and schema.org under both http and https, each with its line and column.
    The exit status is 1 if anything is found.

    \b
    Example:
      yuqiao import-check from-elsewhere.ttl
    """
    from os.path import basename

    from yuqiao.exports.reports.file_check import as_json, text_lines
    from yuqiao.exports.terminal_output import json_for_terminal
    from yuqiao.graph.rdf.formats import rdf_format
    from yuqiao.graph.rdf.sources import RdfSource, file_source
    from yuqiao.graph.validation.file_check import check_file

    known = RdfSource(file, basename(file), rdf_format(data_format).engine) if data_format else None
    checked = check_file(known or file_source(file))
    if form == "json":
        shown = as_json(file, checked)
        click.echo(json_for_terminal(shown) if sys.stdout.isatty() else shown)
    else:
        for line in text_lines(file, checked):
            print_line(translate(line))
    sys.exit(1 if checked.findings else 0)


@command("validate")
@option(
    "--shapes",
    metavar="FILE",
    multiple=True,
    shell_complete=complete_files,
    help="Validate against the SHACL shapes of FILE, or of any graph as for --graph, instead of "
    "those of the vocabulary. May be repeated.",
)
@output_format_option(
    f"Output format: {VALIDATIONS}, or an RDF format for the standard report of SHACL. Default: by "
    "the extension of FILE, otherwise text.",
    (*VALIDATIONS.names, *RDF.names),
)
@output_option
@lang_option
@graph_option
@option(
    "--tables",
    metavar="DIR",
    shell_complete=complete_files,
    help="Folder of the tables the graph was built from, to name the cell of each finding. "
    "Default: the folder 'tables' beside the graph.",
)
@option(
    "--register-base",
    metavar="IRI",
    envvar="YUQIAO_BASE",
    help="Base IRI of the register, as for build. Default: https://w3id.org/yuqiao/.",
)
@limit_options
def validate_command(
    shapes: tuple[str, ...],
    form: str | None,
    output: PathLike[str] | None,
    lang: str,
    graph: PlainName,
    tables: str | None,
    register_base: str | None,
) -> None:
    """Validate a graph against SHACL shapes.

    Each finding says how to resolve it, and where the fact is in the tables. Shapes that match
    nothing in the graph are named. The exit status is 1 if there is a violation; warnings alone do
    not change it.

    \b
    Examples:
      yuqiao validate --graph my-province.ttl --lang zh
      yuqiao validate --graph data.ttl --shapes shapes.ttl --as turtle
    """
    from yuqiao.exports.output import open_output
    from yuqiao.exports.reports.validation.text import coverage_lines, report_summary
    from yuqiao.exports.reports.validation.write import format_validation
    from yuqiao.graph.labels import label_language
    from yuqiao.graph.validation.validator import joined_data, named_data, validate
    from yuqiao.ontology.namespaces import BASE

    form = choose_format(form, output, VALIDATIONS, RDF)
    found = validate(
        named_data(graph, tables),
        joined_data(map(named_data, shapes)) if shapes else None,
        label_language(lang),
        register_base or BASE,
    )
    text = format_validation(found, form, _shown(graph), lang)
    with open_output(output) as out:
        out.write(text)
    for line in coverage_lines(found, lang, most=8):
        report(line)
    report(report_summary(found, lang))
    sys.exit(1 if found.has_violations else 0)


def _shown(graph: PlainName) -> str:
    """Return what a graph is called in a report: its name, where it has one."""
    from yuqiao.graph.stores.open_store import title_of

    return graph if isinstance(graph, str) else title_of(graph)
