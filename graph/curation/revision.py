"""A revision: the changes of rows that belong together, to be written all or none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, pairwise

from yuqiao.graph.curation.register import Register
from yuqiao.graph.curation.table_text import TableRecord
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
        self._added: dict[str, list[TableRecord]] = {}
        self._marks: list[dict[str, tuple[int, int]]] = [{}]

    def add(self, file: str, row: Mapping[str, str]) -> None:
        """Add a row at the end of a table.

        :raises InputError: when the table has no column of some name
        """
        self._added.setdefault(file, []).append(self._record(file, row))

    def size(self) -> dict[str, int]:
        """Return how many rows come into each table, to go back to."""
        return {file: len(records) for file, records in self._added.items()}

    def shrink(self, size: dict[str, int]) -> None:
        """Go back to a size: the rows that were added since do not come."""
        for file, records in self._added.items():
            del records[size.get(file, 0) :]

    def added_since(self, size: dict[str, int]) -> Iterator[RowChange]:
        """Yield the rows that were added since."""
        for file, records in self._added.items():
            for record in records[size.get(file, 0) :]:
                yield RowChange(file, None, record.text.rstrip("\r\n"))

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

    def files(self) -> dict[str, bytes]:
        """Return the bytes of each table that changes."""
        found = {}
        for file in self.changed_files:
            text = self.register.text(file)
            whole = text.with_records([record for record, _ in self.records(file)])
            if whole != text:
                found[file] = whole.to_bytes()
        return found

    def _record(self, file: str, row: Mapping[str, str]) -> TableRecord:
        text = self.register.text(file)
        stray = [name for name in row if name not in text.header]
        if stray:
            known = ", ".join(text.header)
            raise InputError(f"{file}: has no column {stray[0]!r}; expected one of {known}")
        for name, value in row.items():
            if "\0" in value:
                raise InputError(f"{file}:{name}: holds the character U+0000; expected text")
        return text.record(row)
