"""From a folder of tables to the Turtle file of its graph: written, or compared with one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from yuqiao import data
from yuqiao.exports.output import write_atomically
from yuqiao.exports.rdf.triple_diff import triple_diff
from yuqiao.exports.rdf.turtle import turtle
from yuqiao.graph.errors import InputError
from yuqiao.graph.tables.build import build_graph
from yuqiao.ontology.namespaces import BASE


@dataclass(frozen=True)
class BuildReport:
    """What a build did: a line that sums it up, and the differences that a check found."""

    summary: str
    differences: tuple[str, ...] = ()


def build_file(
    tables: str | None = None,
    output: str | None = None,
    *,
    check: bool = False,
    base: str | None = None,
) -> BuildReport:
    """Build the graph of a folder of tables into one Turtle file.

    :param tables: the folder; the bundled tables if none is given
    :param output: the file; beside the folder of tables if none is given, under the name of the
        dataset, such as ``chongqing.ttl``
    :param check: write nothing, and compare the file with the graph of the tables
    :param base: another base IRI for everything that is ours
    :raises TableErrors: when the tables hold mistakes; all are listed, and nothing is written
    :raises InputError: when the folder or the file to check cannot be read
    :raises OutputError: when the file cannot be written

    >>> print(build_file(check=True).summary.partition(":")[2])
     up to date with its tables
    """
    folder = Path(tables) if tables else Path(next(iter(data.__path__))) / "tables"
    built = build_graph(folder, base or BASE)
    file = Path(output) if output else folder.resolve().parent / f"{built.name}.ttl"
    written = turtle(built.triples(), built.prefixes).encode()
    shown = _shown(file)
    if check:
        differences = triple_diff(_read(file), written, built.prefixes)
        if differences:
            return BuildReport(f"{shown}: not up to date with its tables", tuple(differences))
        return BuildReport(f"{shown}: up to date with its tables")
    write_atomically(file, written)
    return BuildReport(f"{shown}: {len(built.store):,} triples")


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
