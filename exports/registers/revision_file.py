"""A revision of a register: checked as by the build, then written with its graph."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from yuqiao.exports.registers.journal import Journal
from yuqiao.graph.curation.local_check import LocalCheck, UndecidedError
from yuqiao.graph.curation.revision import Revision, RowChange
from yuqiao.graph.errors import InputError, TableErrors
from yuqiao.graph.messages import counted
from yuqiao.graph.tables.backed_values import BackedValues
from yuqiao.graph.tables.build import CheckedTables, checked_tables
from yuqiao.graph.tables.csvw import METADATA


@dataclass(frozen=True)
class RevisionReport:
    """What a revision changes.

    :param changes: the rows that come, go or change
    :param notes: what becomes of the backed values, and of the graph, one line each
    """

    changes: tuple[RowChange, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class CheckedRevision:
    """A revision that the build accepts.

    :param report: what it changes
    :param files: the bytes of each file, by its path from the tables
    """

    report: RevisionReport
    files: dict[str, bytes]


def checked_revision(revision: Revision, base: str, *, renew: bool = True) -> CheckedRevision:
    """Return a revision with what else it changes: the backed values, and the graph of the tables.

    The graph is renewed where it stands beside the tables, as the build writes it.

    :param base: the base IRI of the register
    :param renew: whether to renew the graph; otherwise it is no longer that of the tables
    :raises TableErrors: when the tables would hold mistakes; all are listed
    """
    files = dict(revision.files())
    changes = tuple(revision.changes())
    if not files:
        return CheckedRevision(RevisionReport((), ()), {})
    graph = revision.register.folder.resolve().parent / f"{revision.register.group.name}.ttl"
    if renew and graph.is_file():
        checked = _checked(revision, files, base)
        from yuqiao.exports.rdf.turtle import turtle

        built = checked.graph()
        files[f"../{graph.name}"] = turtle(built.triples(), built.prefixes).encode()
        backed, notes = checked.backed, [f"{graph.name}: {counted(len(built.store), 'triple')}"]
    else:
        backed, notes = _backed(revision, files, base), []
    if backed and backed.changes:
        files[backed.file] = backed.text.encode()
        notes = [*backed.changes, *notes]
    return CheckedRevision(RevisionReport(changes, tuple(notes)), files)


def _backed(revision: Revision, files: dict[str, bytes], base: str) -> BackedValues | None:
    """Return the backed values after a revision without mistakes, found in the quickest way."""
    try:
        return LocalCheck(revision, base).backed()
    except UndecidedError:
        return _checked(revision, files, base).backed


def write_revision(journal: Journal, checked: CheckedRevision, what: str) -> None:
    """Write a revision that was checked, all of it or nothing.

    :param what: what was done, in a few words
    :raises OutputError: when it cannot be written
    """
    if checked.files:
        journal.commit(what, checked.files)


def _checked(revision: Revision, files: dict[str, bytes], base: str) -> CheckedTables:
    """Check the tables as they would be, in a folder of their own."""
    register = revision.register
    with tempfile.TemporaryDirectory(prefix="yuqiao-") as name:
        folder = Path(name)
        if (register.folder / METADATA).is_file():
            shutil.copyfile(register.folder / METADATA, folder / METADATA)
        for table in register.group.tables:
            data = files.get(table.file)
            path = folder / table.file
            path.parent.mkdir(parents=True, exist_ok=True)
            if data is None:
                data = register.text(table.file).to_bytes()
            path.write_bytes(data)
        try:
            return checked_tables(folder, base, frozenset(revision.confirmed))
        except TableErrors as errors:
            first = "nothing was written; with these rows the tables would hold mistakes:"
            raise TableErrors([first, *errors.problems]) from None
        except InputError as error:
            raise InputError(f"nothing was written: {error}") from None
