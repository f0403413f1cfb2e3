"""From a folder of tables to the Turtle file of its graph: written, or compared with one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from yuqiao import data
from yuqiao.exports.output import write_atomically
from yuqiao.exports.rdf.triple_diff import triple_diff
from yuqiao.exports.rdf.turtle import turtle
from yuqiao.exports.registers.journal import open_journal
from yuqiao.graph.errors import InputError
from yuqiao.graph.tables.build import build_graph
from yuqiao.graph.tables.checks.faults import FactIndex
from yuqiao.ontology.namespaces import BASE


@dataclass(frozen=True)
class BuildReport:
    """What a build did, and what a check found.

    :param summary: the line that sums it up
    :param differences: what a check found to differ, one line each
    :param changes: what became of the table of backed values, one line each
    :param facts: what the tables state, in which notes are looked for
    """

    summary: str
    differences: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    facts: FactIndex | None = None


def build_file(
    tables: str | None = None,
    output: str | None = None,
    *,
    check: bool = False,
    base: str | None = None,
    confirmed: Collection[str] = (),
) -> BuildReport:
    """Build the graph of a folder of tables into one Turtle file.

    The table of backed values is brought up to date with the evidence.

    :param tables: the folder; the bundled tables if none is given
    :param output: the file; beside the folder of tables if none is given, under the name of the
        dataset, such as ``chongqing.ttl``
    :param check: write nothing, and compare the file with the graph of the tables
    :param base: another base IRI for everything that is ours
    :param confirmed: changed values that their source does give: ``THING:COLUMN:SOURCE``
    :raises TableErrors: when the tables hold mistakes; all are listed, and nothing is written
    :raises InputError: when the folder or the file to check cannot be read
    :raises OutputError: when the file cannot be written, or another process changes the tables

    >>> print(build_file(check=True).summary.partition(":")[2])
     up to date with its tables
    """
    folder = Path(tables) if tables else Path(next(iter(data.__path__))) / "tables"
    if check or not folder.is_dir():
        return _built(folder, output, check, base or BASE, confirmed)
    with open_journal(folder):  # whatever is read and written here, no other process changes
        return _built(folder, output, check, base or BASE, confirmed)


def _built(
    folder: Path, output: str | None, check: bool, base: str, confirmed: Collection[str]
) -> BuildReport:
    built = build_graph(folder, base, frozenset(confirmed))
    file = Path(output) if output else folder.resolve().parent / f"{built.name}.ttl"
    written = turtle(built.triples(), built.prefixes).encode()
    shown = _shown(file)
    changes = built.backed.changes if built.backed else ()
    if check:
        differences = tuple(triple_diff(_read(file), written, built.prefixes))
        state = "not up to date" if differences or changes else "up to date"
        summary = f"{shown}: {state} with its tables"
        return BuildReport(summary, differences, changes, built.facts)
    if built.backed and changes:
        write_atomically(folder / built.backed.file, built.backed.text)
    write_atomically(file, written)
    summary = f"{shown}: {len(built.store):,} triples"
    return BuildReport(summary, changes=changes, facts=built.facts)


def _shown(file: Path) -> str:
    """Return the path as a person would type it here."""
    here = Path.cwd()
    return str(file.relative_to(here) if file.is_relative_to(here) else file)


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"{file}: cannot be compared: {reason}") from None
