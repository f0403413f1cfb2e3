"""A revision of a register: checked as by the build, then written with its graph."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from yuqiao.exports.registers.journal import Journal
from yuqiao.graph.curation.bulk.backed_blocks import BackedBlocks
from yuqiao.graph.curation.bulk.check_sample import CheckSample
from yuqiao.graph.curation.local_check import LocalCheck, UndecidedError
from yuqiao.graph.curation.revision import Revision, RowChange
from yuqiao.graph.errors import InputError, TableErrors
from yuqiao.graph.messages import counted
from yuqiao.graph.tables.backed_values import BackedValues
from yuqiao.graph.tables.build import CheckedTables, checked_tables
from yuqiao.graph.tables.csvw import METADATA

_SHOWN = 200  # rows of a report


@dataclass(frozen=True)
class RevisionReport:
    """What a revision changes.

    :param changes: the first rows that come, go or change
    :param count: how many there are
    :param notes: what becomes of the backed values, and of the graph, one line each
    """

    changes: tuple[RowChange, ...]
    count: int
    notes: tuple[str, ...]


@dataclass(frozen=True)
class CheckedRevision:
    """A revision that the build accepts.

    :param report: what it changes
    :param files: the content of each file, piece by piece, by its path from the tables
    """

    report: RevisionReport
    files: dict[str, Iterable[bytes]]


@dataclass(frozen=True)
class _BackedTable:
    """The table of backed values, of which those of new things may be on disk."""

    known: BackedValues
    fresh: BackedBlocks | None = None

    def __iter__(self) -> Iterator[bytes]:
        return (self.fresh or BackedBlocks()).merged(self.known.values)

    @property
    def changes(self) -> tuple[str, ...]:
        """What changes, one line each."""
        recorded = self.known.recorded + (self.fresh.recorded if self.fresh else 0)
        return replace(self.known, recorded=recorded).changes


def checked_revision(
    revision: Revision, base: str, *, renew: bool = True, sample: CheckSample | None = None
) -> CheckedRevision:
    """Return a revision with what else it changes: the backed values, and the graph of the tables.

    The graph is renewed where it stands beside the tables, as the build writes it.

    :param base: the base IRI of the register
    :param renew: whether to renew the graph; otherwise it is no longer that of the tables
    :param sample: the rows whose check is enough, when there are others like them
    :raises TableErrors: when the tables would hold mistakes; all are listed
    """
    files: dict[str, Iterable[bytes]] = dict(revision.files())
    if not files:
        return CheckedRevision(RevisionReport((), 0, ()), {})
    changes = tuple(islice(revision.changes(), _SHOWN))
    graph = revision.register.folder.resolve().parent / f"{revision.register.group.name}.ttl"
    notes: list[str] = []
    if renew and graph.is_file():
        checked = _checked(revision, files, base)
        from yuqiao.exports.rdf.turtle import turtle

        built = checked.graph()
        files[f"../{graph.name}"] = [turtle(built.triples(), built.prefixes).encode()]
        notes.append(f"{graph.name}: {counted(len(built.store), 'triple')}")
        backed = _BackedTable(checked.backed) if checked.backed else None
    else:
        backed = _backed(revision, files, base, sample)
    if backed and backed.changes:
        files[backed.known.file] = backed
        notes = [*backed.changes, *notes]
    return CheckedRevision(RevisionReport(changes, revision.count, tuple(notes)), files)


def _backed(
    revision: Revision, files: dict[str, Iterable[bytes]], base: str, sample: CheckSample | None
) -> _BackedTable | None:
    """Return the backed values after a revision without mistakes, found in the quickest way."""
    try:
        if sample is None:
            found, fresh = LocalCheck(revision, base).backed(), None
        elif sample.has_repeated():
            raise UndecidedError
        else:
            found, fresh = LocalCheck(sample.rest, base).backed(), sample.backed
    except UndecidedError:
        found, fresh = _checked(revision, files, base).backed, None
    return _BackedTable(found, fresh) if found else None


def write_revision(journal: Journal, checked: CheckedRevision, what: str) -> None:
    """Write a revision that was checked, all of it or nothing.

    :param what: what was done, in a few words
    :raises OutputError: when it cannot be written
    """
    if checked.files:
        journal.commit(what, checked.files)


def _checked(revision: Revision, files: dict[str, Iterable[bytes]], base: str) -> CheckedTables:
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
            with path.open("wb") as out:
                out.writelines(data or [register.text(table.file).to_bytes()])
        try:
            return checked_tables(folder, base, frozenset(revision.confirmed))
        except TableErrors as errors:
            first = "nothing was written; with these rows the tables would hold mistakes:"
            raise TableErrors([first, *errors.problems]) from None
        except InputError as error:
            raise InputError(f"nothing was written: {error}") from None
