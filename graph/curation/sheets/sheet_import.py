"""The import of a sheet: each row is new, changes one that is there, is the same, or is doubtful.

The rows are read in pieces and forgotten again, unless they are to be written: so a preview of any
length takes the memory of the register and of the ids it has met.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from yuqiao.graph.curation.additions import KINDS, Additions, proposals
from yuqiao.graph.curation.bulk.check_sample import CheckSample
from yuqiao.graph.curation.bulk.digest_map import DigestMap
from yuqiao.graph.curation.bulk.forked_stream import processors
from yuqiao.graph.curation.bulk.programme_assessment import ProgrammeAssessor
from yuqiao.graph.curation.bulk.programme_entry import PARTNERSHIPS
from yuqiao.graph.curation.fields import Fields
from yuqiao.graph.curation.id_proposals import free_id
from yuqiao.graph.curation.revision import Revision, RowChange
from yuqiao.graph.curation.sheets.cell_values import DATE_FORMS, plain_value
from yuqiao.graph.curation.sheets.column_mapping import ColumnMapping
from yuqiao.graph.curation.sheets.prepared_rows import (
    AT_ONCE,
    ComingRows,
    PreparedPiece,
    PreparedRow,
    RowPreparation,
    with_other_id,
)
from yuqiao.graph.curation.sheets.sheet import HeadedSheet, SheetRow
from yuqiao.graph.curation.table_text import TableRecord
from yuqiao.graph.entities.name_matching import folded
from yuqiao.graph.errors import InputError
from yuqiao.graph.tables.checks.plausibility import implausible_value
from yuqiao.graph.tables.csvw import Table, TableColumn
from yuqiao.graph.tables.patterns import matching
from yuqiao.graph.tables.reader import cell_faults

_SHOWN = 20  # rows of each kind in a report
_DATE_ADVICE = "expected a date: YYYY, YYYY-MM or YYYY-MM-DD"


@dataclass
class ImportReport:
    """What an import finds.

    :param counts: how many rows are ``new``, ``changed``, ``same`` and ``doubtful``
    :param changes: the first rows that come or change
    :param doubts: the first doubtful rows, one line each
    """

    counts: Counter[str] = field(default_factory=Counter)
    changes: list[RowChange] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    def add_new(self, records: Sequence[tuple[str, TableRecord]]) -> None:
        """Count a new row of the sheet, with the rows that come."""
        self.counts["new"] += 1
        room = _SHOWN - len(self.changes)
        if room > 0:
            self.changes += [
                RowChange(file, None, record.text.rstrip("\r\n")) for file, record in records[:room]
            ]


class SheetImport:
    """Brings the rows of a sheet into a revision.

    :param revision: where they come in
    :param mapping: which column of the sheet becomes which of the table
    :param source: the id of the source that gives the values; empty when there is none
    """

    def __init__(self, revision: Revision, mapping: ColumnMapping, source: str = "") -> None:
        self._revision = revision
        self._mapping = mapping
        self._source = source
        self._table = revision.register.table(mapping.table)
        self._additions = Additions(revision)
        self._columns = {c.name: c for c in self._table.columns}
        self._rows: dict[tuple[str, str], list[int]] = {}
        self._texts: dict[int, dict[str, str]] = {}
        self._values: dict[str, set[str]] = {}
        self._seen = DigestMap()
        self._titles: tuple[str, ...] = ()
        for number, row in revision.rows(mapping.table):
            self._texts[number] = row
            for key in _keys(self._table, row):
                self._rows.setdefault(key, []).append(number)

    def run(
        self,
        sheet: HeadedSheet,
        *,
        sample: CheckSample | None,
        again: Callable[[], HeadedSheet] | None = None,
    ) -> ImportReport:
        """Bring in the rows.

        :param sample: takes the rows that are to be checked; without it, the revision keeps none
        :param again: opens the same sheet once more, so that other processes can prepare its rows
        :raises InputError: when the sheet cannot be read to its end
        """
        report = ImportReport()
        rows = iter(sheet.rows)
        first = list(islice(rows, AT_ONCE))
        self._take_piece(first, None, sheet, report, sample)
        if sample is None or again is None or not self._can_prepare(sample, len(first)):
            while piece := list(islice(rows, AT_ONCE)):
                self._take_piece(piece, None, sheet, report, sample)
            return report
        scratch = SheetImport(Revision(self._revision.register), self._mapping, self._source)
        scratch._titles = sheet.titles
        scratch._additions.references.take_habits(self._additions.references)
        preparation = RowPreparation(scratch, sample.assessor)
        with preparation.pieces(rows, lambda: islice(again().rows, AT_ONCE, None)) as pieces:
            for piece, prepared in pieces:
                self._take_piece(piece, prepared, sheet, report, sample)
        return report

    def _can_prepare(self, sample: CheckSample, count: int) -> bool:
        """Return whether the rest of a sheet is worth several processes."""
        is_known = self._table.file == PARTNERSHIPS and sample.assessor.is_useful
        return is_known and count == AT_ONCE and hasattr(os, "fork") and processors() > 1

    def _take_piece(
        self,
        piece: list[SheetRow],
        prepared: PreparedPiece | None,
        sheet: HeadedSheet,
        report: ImportReport,
        sample: CheckSample | None,
    ) -> None:
        """Bring in rows, those that are prepared quickly, unless something has changed for them."""
        self._titles = sheet.titles
        known = prepared.rows if prepared else [None] * len(piece)
        others = [row for row, ready in zip(piece, known, strict=True) if ready is None]
        read = iter(self._read(others))
        for row, ready in zip(piece, known, strict=True):
            if (
                ready
                and prepared
                and sample
                and self._has_come(row, ready, prepared, report, sample)
            ):
                continue
            values, doubts = (ready.coming.values, []) if ready else next(read)[1:]
            self._take(row, values, doubts, sheet, report, sample)
        if sample is not None:
            sample.mark()
            self._additions.references.put_away()

    def coming(self, piece: list[SheetRow]) -> Iterator[ComingRows | None]:
        """Yield what comes with each row, and forget it; none when it is not simply new."""
        for _, values, doubts in self._read(piece):
            yield None if doubts else self._coming(values)

    def habits(self) -> dict[object, str]:
        """Return what was found to be common in the register."""
        return self._additions.references.habits()

    def _coming(self, values: dict[str, str]) -> ComingRows | None:
        revision, references = self._revision, self._additions.references
        rows, known = revision.size(), references.size()
        try:
            keys = self._keys_of(values)
            if not keys or any(key in self._rows for key in keys):
                return None
            self._add(values)
            return ComingRows(keys, values, revision.added_since(rows))
        except InputError:
            return None
        finally:
            revision.shrink(rows)
            references.shrink(known)

    def _has_come(
        self,
        row: SheetRow,
        ready: PreparedRow,
        prepared: PreparedPiece,
        report: ImportReport,
        sample: CheckSample,
    ) -> bool:
        """Bring in a row as it was prepared; return whether nothing speaks against it."""
        references = self._additions.references
        if not references.has_habits(prepared.habits) or references.has_other_rows:
            return False
        keys = ready.coming.keys
        if any(key in self._seen for key in keys) or references.knows_any(ready.assessment.names):
            return False
        own = self._with_free_id(ready, sample.assessor)
        if own is None:
            return False
        for key in keys:
            self._seen[key] = row.number
        for file, record in own.coming.records:
            references.add_record(file, record)
        sample.take(own.coming.records, own.assessment)
        report.add_new(own.coming.records)
        return True

    def _with_free_id(self, ready: PreparedRow, assessor: ProgrammeAssessor) -> PreparedRow | None:
        """Return a prepared row with an id that nobody has; none when it comes by no proposal."""
        references = self._additions.references
        taken, statuses = references.ids("id/partnership"), references.ids("id/status")
        if ready.assessment.id in taken:
            if "id" in ready.coming.values or not assessor.begins_with_ids:
                return None
            cells = next(r.cells for file, r in ready.coming.records if file == PARTNERSHIPS)
            header = self._revision.register.text(PARTNERSHIPS).header
            row = {**dict(zip(header, cells, strict=True)), "id": ""}
            other = with_other_id(ready, free_id(proposals(PARTNERSHIPS, row), taken))
            if other is None:
                return None
            ready = other
        return None if ready.assessment.status in statuses else ready

    def _read(self, piece: list[SheetRow]) -> Iterator[tuple[SheetRow, dict[str, str], list[str]]]:
        """Yield each row with its values as the table holds them, and what is doubtful of them."""
        places = {
            name: self._titles.index(title) for title, name in self._mapping.columns.items() if name
        }
        plain: dict[tuple[str, str], str] = {}
        given = [
            {
                name: self._plain(name, row.cells[place], plain)
                for name, place in places.items()
                if place < len(row.cells)
            }
            for row in piece
        ]
        fitting = {
            name: _fitting(self._columns[name], (cells[name] for cells in given if name in cells))
            for name in places
        }
        known: dict[tuple[str, str], list[str]] = {}
        for row, cells in zip(piece, given, strict=True):
            values = {name: text for name, text in cells.items() if text}
            doubts = []
            for name, text in values.items():
                if (name, text) not in known:
                    known[name, text] = list(self._doubts(name, text, fitting[name]))
                doubts += known[name, text]
            yield row, values, doubts

    def _plain(self, name: str, text: str, known: dict[tuple[str, str], str]) -> str:
        """Return a cell as the table holds it; what a text of a column gives is looked up once."""
        key = name, text
        if key not in known:
            known[key] = plain_value(self._columns[name], text)
        return known[key]

    def _doubts(self, name: str, text: str, fitting: set[str] | None) -> Iterator[str]:
        """Yield what is doubtful of a value."""
        column = self._columns[name]
        good, faults = cell_faults(column, text, fitting)
        for fault in faults:
            said = fault.replace(_DATE_ADVICE, f"expected a date such as {DATE_FORMS}")
            yield f"{name}: {said}"
        for value in good:
            expected = implausible_value(column, value)
            if expected and text not in self._standing(name):
                yield f"{name}: {value!r}: {expected}"

    def _standing(self, name: str) -> set[str]:
        """Return the values of a column that are there, which the build accepts."""
        if name not in self._values:
            self._values[name] = {row.get(name, "") for row in self._texts.values()}
        return self._values[name]

    def _take(
        self,
        row: SheetRow,
        values: dict[str, str],
        doubts: list[str],
        sheet: HeadedSheet,
        report: ImportReport,
        sample: CheckSample | None,
    ) -> None:
        revision, references = self._revision, self._additions.references
        rows, known = revision.size(), references.size()
        outcome = ""
        if not doubts:
            try:
                outcome = self._outcome(row, values, report, sample is not None)
            except InputError as error:
                doubts = str(error).split("\n")
        if doubts:
            outcome = "doubtful"
            room = max(_SHOWN - len(report.doubts), 0)
            place = f"{sheet.sheet.place}:{row.number}"
            report.doubts += [f"{place}: {doubt}" for doubt in doubts][:room]
        if outcome == "new":
            report.add_new(revision.added_since(rows))
        else:
            report.counts[outcome] += 1
        if outcome == "doubtful" or sample is None:
            revision.shrink(rows)
            references.shrink(known)
        elif outcome == "new":
            sample.take(revision.added_since(rows))
        else:
            sample.take_apart(revision.added_since(rows))

    def _outcome(
        self, row: SheetRow, values: dict[str, str], report: ImportReport, keep: bool
    ) -> str:
        """Bring one row in, and return what became of it."""
        keys = self._keys_of(values)
        if not keys:
            names = ", ".join(_telling(self._table))
            raise InputError(f"no value that tells the row from others; expected one of {names}")
        self._reject_repeated(row, keys)
        numbers = {number for key in keys for number in self._rows.get(key, ())}
        if len(numbers) > 1:
            raise InputError(f"could be any of {len(numbers)} rows that are there; give its id")
        if not numbers:
            self._add(values)
            return "new"
        return self._change(numbers.pop(), values, report, keep)

    def _keys_of(self, values: dict[str, str]) -> list[tuple[str, str]]:
        level = {name: values[name] for name in ("level",) if values.get(name)}
        resolved = self._additions.resolved_cells(self._table, level)
        return _keys(self._table, {**values, **resolved})

    def _reject_repeated(self, row: SheetRow, keys: list[tuple[str, str]]) -> None:
        first = next((number for key in keys if (number := self._seen.get(key)) is not None), None)
        if first is not None:
            raise InputError(f"says the same as row {first}; expected each only once")
        for key in keys:
            self._seen[key] = row.number

    def _add(self, values: dict[str, str]) -> None:
        fields = Fields("", dict(values))
        if self._source:
            fields.texts["source"] = self._source
        file = self._table.file
        kind = next((kind for kind, table in KINDS.items() if table == file), "source")
        if kind == "source":
            self._additions.add_row(file, fields)
        else:
            self._additions.add(kind, fields)

    def _change(self, number: int, values: dict[str, str], report: ImportReport, keep: bool) -> str:
        now = self._texts[number]
        resolved = self._additions.resolved_cells(self._table, values)
        changed = {
            name: value
            for name, value in resolved.items()
            if value != now.get(name, "") and name not in self._table.key
        }
        if not changed:
            return "same"
        changed |= self._no_longer_unknown(now, changed)
        backed = [name for name in changed if self._columns[name].evidence]
        if backed and not self._source:
            names = ", ".join(backed)
            raise InputError(f"{names}: would change; name the source that gives the new value")
        before = ",".join(f"{name}={now.get(name, '')}" for name in changed)
        after = ",".join(f"{name}={value}" for name, value in changed.items())
        if len(report.changes) < _SHOWN:
            shown = now.get(self._table.key[0], "")
            report.changes.append(
                RowChange(self._table.file, f"{shown}: {before}", f"{shown}: {after}")
            )
        if keep:
            row = {**now, **changed}
            self._revision.replace(self._table.file, number, row)
            self._texts[number] = row
            if backed:
                address = self._revision.register.address(self._table.file, row)
                self._additions.add_evidence(address, backed, self._source)
        return "changed"

    def _no_longer_unknown(self, now: dict[str, str], changed: dict[str, str]) -> dict[str, str]:
        """Return the cell of what is unknown without the columns that get a value."""
        unknown = self._table.with_role("unknown")
        if unknown is None or unknown.name in changed:
            return {}
        named = now.get(unknown.name, "").split(unknown.separator)
        left = [name for name in named if not changed.get(name)]
        return {unknown.name: (unknown.separator or "").join(left)} if left != named else {}


def _keys(table: Table, values: dict[str, str]) -> list[tuple[str, str]]:
    """Return what tells a row from all others: its key, and each value that occurs only once."""
    found = []
    if all(values.get(name) for name in table.key):
        found.append(("", "\0".join(values[name] for name in table.key)))
    for name in _telling(table):
        if values.get(name) and name not in table.key:
            found.append((name, folded(values[name])))
    level = values.get("level", "")
    for name in ("name_zh", "name_en") if level else ():  # a subject stands at several levels
        if values.get(name):
            found.append((f"{name} at {level}", folded(values[name])))
    return found


def _telling(table: Table) -> list[str]:
    names = [column.name for column in table.columns if column.unique]
    named = [column.name for column in table.columns if column.name in {"name_zh", "name_en"}]
    is_subject = table.column("level") is not None
    return list(dict.fromkeys([*table.key, *names, *([] if is_subject else named)]))


def _fitting(column: TableColumn, texts: Iterable[str]) -> set[str] | None:
    if column.format is None:
        return None
    parts = {
        part.strip()
        for text in texts
        for part in (text.split(column.separator) if column.separator else [text])
    }
    return matching(column.format, parts)
