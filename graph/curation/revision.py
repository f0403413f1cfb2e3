"""A revision: the changes of rows that belong together, to be written all or none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sized
from dataclasses import dataclass
from itertools import islice, pairwise

from yuqiao.graph.curation.bulk.added_rows import AddedRows
from yuqiao.graph.curation.register import Register
from yuqiao.graph.curation.table_text import TableRecord, TableText
from yuqiao.graph.errors import InputError


@dataclass(frozen=True)
class RowChange:
    """A row that comes, goes or changes.

    :param file: its table
    :param before: the line as it stands; none when it comes
    :param after: the line as it will stand; none when it goes
    """

    file: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class RevisedTable:
    """The content of a table after a revision, piece by piece.

    :param text: the table as it was
    :param changed: the rows that change or go, by their number below the header
    :param added: the rows that come
    """

    text: TableText
    changed: Mapping[int, TableRecord | None]
    added: AddedRows | None

    def __iter__(self) -> Iterator[bytes]:
        rows = enumerate(self.text.records[1:])
        kept = [now for number, row in rows if (now := self.changed.get(number, row)) is not None]
        whole = self.text.with_records(kept)
        if not self.added:
            yield whole.to_bytes()
            return
        yield whole.to_bytes(ended=True)
        yield from self.added.chunks()


class Revision:
    """Changes of rows of a register; every row that they do not touch keeps its bytes.

    :param register: the register to change
    """

    confirmed: set[str]
    """The addresses of backed values whose source gives the value that the cell has now."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self.confirmed = set()
        self._changed: dict[str, dict[int, TableRecord | None]] = {}
        self._added: dict[str, AddedRows] = {}
        self._marks: list[dict[str, tuple[int, int]]] = [{}]

    def add(self, file: str, row: Mapping[str, str]) -> None:
        """Add a row at the end of a table.

        :raises InputError: when the table has no column of some name
        """
        self._rows_of(file).append(self._record(file, row))

    def _rows_of(self, file: str) -> AddedRows:
        if file not in self._added:
            self._added[file] = AddedRows()
        return self._added[file]

    def size(self) -> dict[str, int]:
        """Return how many rows come into each table, to go back to."""
        return {file: len(records) for file, records in self._added.items()}

    def shrink(self, size: dict[str, int]) -> None:
        """Go back to a size: the rows that were added since do not come."""
        for file, records in self._added.items():
            records.truncate(size.get(file, 0))

    def added_since(self, size: dict[str, int]) -> list[tuple[str, TableRecord]]:
        """Return the rows that were added since, each with its table."""
        return [
            (file, record)
            for file, records in self._added.items()
            for record in records.since(size.get(file, 0))
        ]

    def rest(self) -> Revision:
        """Return another revision of the register with the same changes, to which no row comes."""
        other = Revision(self.register)
        other.confirmed, other._changed = self.confirmed, self._changed
        return other

    def add_record(self, file: str, record: TableRecord) -> None:
        """Add a row of a table as another revision has it."""
        self._rows_of(file).append(record)

    def last_record(self, file: str) -> TableRecord:
        """Return the last row that came into a table."""
        rows = self._added[file]
        return rows.since(len(rows) - 1)[0]

    def put_away(self) -> dict[str, list[int]]:
        """Keep the rows that come on disk; from now on they stay.

        :returns: where each of the rows is, by table; no table of which there are but a few
        """
        return {file: records.put_away() for file, records in self._added.items()}

    def row_at(self, file: str, place: int) -> dict[str, str]:
        """Return the row that was put away at a place."""
        return self.register.text(file).values(self._added[file].at(place))

    def replace(self, file: str, number: int, row: Mapping[str, str]) -> None:
        """Replace a row of a table.

        :param number: the row, as counted from 0 below the header
        """
        record = self._record(file, row)
        before = self.register.text(file).records[number + 1]
        if tuple(cell.strip() for cell in before.cells) != record.cells:
            self._changed.setdefault(file, {})[number] = record
        else:
            self._changed.get(file, {}).pop(number, None)

    def remove(self, file: str, number: int) -> None:
        """Remove a row of a table."""
        self._changed.setdefault(file, {})[number] = None

    def rows(self, file: str) -> Iterator[tuple[int, dict[str, str]]]:
        """Yield the number and row of each row that was there and stays, as it will stand."""
        text = self.register.text(file)
        changed = self._changed.get(file, {})
        for number, record in enumerate(text.records[1:]):
            now = changed.get(number, record)
            if now is not None:
                yield number, text.values(now)

    def changed_rows(self, file: str) -> Iterator[tuple[int, dict[str, str]]]:
        """Yield the number and row of each row that was there and changes, as it will stand."""
        text = self.register.text(file)
        for number, record in self._changed.get(file, {}).items():
            if record is not None:
                yield number, text.values(record)

    def all_rows(self, file: str) -> Iterator[dict[str, str]]:
        """Yield every row of a table as it will be, those that come included."""
        text = self.register.text(file)
        yield from (row for _, row in self.rows(file))
        yield from (text.values(record) for record in self._added.get(file, ()))

    def mark(self) -> None:
        """End a piece of the revision: what belongs together is in one piece."""
        self._marks.append(
            {
                file: (len(self._changed.get(file, ())), len(self._added.get(file, ())))
                for file in self.changed_files
            }
        )

    def pieces(self) -> Iterator[list[tuple[str, int]]]:
        """Yield the file and number of the rows of each piece; no row may go.

        The rows are counted from 1, as a spreadsheet does.
        """
        self.mark()
        for start, end in pairwise(self._marks):
            places = []
            for file, (changed, added) in end.items():
                before, there = start.get(file, (0, 0)), len(self.register.text(file).records)
                numbers = islice(self._changed.get(file, ()), before[0], changed)
                places += [(file, number + 2) for number in numbers]
                places += [(file, there + number + 1) for number in range(before[1], added)]
            if places:
                yield places

    @property
    def removes(self) -> bool:
        """Whether a row goes."""
        return any(None in changed.values() for changed in self._changed.values())

    @property
    def changed_files(self) -> list[str]:
        """The tables in which rows come, go or change."""
        return list(dict.fromkeys([*self._changed, *self._added]))

    def records(self, file: str) -> Iterator[tuple[TableRecord, bool]]:
        """Yield each row of a table as it will stand, and whether it comes or changes."""
        changed = self._changed.get(file, {})
        for number, record in enumerate(self.register.text(file).records[1:]):
            now = changed.get(number, record)
            if now is not None:
                yield now, now is not record
        yield from ((record, True) for record in self._added.get(file, ()))

    @property
    def count(self) -> int:
        """How many rows come, go or change."""
        parts: list[Sized] = [*self._changed.values(), *self._added.values()]
        return sum(map(len, parts))

    def changes(self) -> Iterator[RowChange]:
        """Yield the changes, table by table in the order of the register."""
        for table in self.register.group.tables:
            if table.file not in self._changed and table.file not in self._added:
                continue
            records = self.register.text(table.file).records
            for number, after in sorted(self._changed.get(table.file, {}).items()):
                now = after.text.rstrip("\r\n") if after else None
                yield RowChange(table.file, records[number + 1].text.rstrip("\r\n"), now)
            for record in self._added.get(table.file, ()):
                yield RowChange(table.file, None, record.text.rstrip("\r\n"))

    def files(self) -> dict[str, RevisedTable]:
        """Return the new content of each table that changes."""
        return {
            file: RevisedTable(
                self.register.text(file), self._changed.get(file, {}), self._added.get(file)
            )
            for file in self.changed_files
            if self._changed.get(file) or self._added.get(file)
        }

    def _record(self, file: str, row: Mapping[str, str]) -> TableRecord:
        text = self.register.text(file)
        if not row.keys() <= text.columns:
            stray = next(name for name in row if name not in text.columns)
            known = ", ".join(text.header)
            raise InputError(f"{file}: has no column {stray!r}; expected one of {known}")
        record = text.record(row)
        if "\0" in record.text:
            name = next(name for name, value in row.items() if "\0" in value)
            raise InputError(f"{file}:{name}: holds the character U+0000; expected text")
        return record
