"""A table as text: its records with the characters that they have in the file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from yuqiao.graph.errors import InputError

_QUOTED = re.compile('["\r\n]')
_MARK = "\ufeff"


class TableRecord(NamedTuple):
    """A record of a table: its cells, and the characters of the file that they were read from."""

    cells: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class TableText:
    """A table in CSV, record by record.

    :param file: its name, for messages
    :param records: its records; the first is the header
    :param newline: what ends its lines
    :param marked: whether it begins with a byte-order mark
    """

    file: str
    records: tuple[TableRecord, ...]
    newline: str = "\n"
    marked: bool = False

    @classmethod
    def parse(cls, file: str, data: bytes) -> TableText:
        r"""Parse the bytes of a table.

        :raises InputError: when they are not CSV in UTF-8

        >>> table = TableText.parse("a.csv", b'id,name\r\nx,"A, B"\r\n')
        >>> table.records[1].cells, table.records[1].text, table.newline
        (('x', 'A, B'), 'x,"A, B"\r\n', '\r\n')
        """
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            row = data[: error.start].count(b"\n") + 1
            raise InputError(f"{file}:{row}: not UTF-8; save it as CSV UTF-8") from None
        records: list[TableRecord] = []
        try:
            records.extend(table_records(io.StringIO(text.removeprefix(_MARK), newline="")))
        except csv.Error as error:
            raise InputError(f"{file}:{len(records) + 1}: not CSV: {error}") from None
        if not records:
            raise InputError(f"{file}: empty; expected a header row")
        first = io.StringIO(records[0].text, newline="").readline()
        newline = first[len(first.rstrip("\r\n")) :] or "\n"
        return cls(file, tuple(records), newline, text.startswith(_MARK))

    @cached_property
    def header(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(name.strip() for name in self.records[0].cells)

    @cached_property
    def columns(self) -> frozenset[str]:
        """The names of the columns, in no order."""
        return frozenset(self.header)

    def values(self, record: TableRecord) -> dict[str, str]:
        """Return the cells of a record by the names of their columns."""
        return dict(zip(self.header, (cell.strip() for cell in record.cells), strict=False))

    def record(self, values: Mapping[str, str]) -> TableRecord:
        """Return a record with some values, as it is written into this table."""
        cells = tuple([values.get(name, "") for name in self.header])
        return TableRecord(cells, csv_line(cells, self.newline))

    def with_records(self, records: Sequence[TableRecord]) -> TableText:
        """Return the table with other records after its header."""
        return TableText(self.file, (self.records[0], *records), self.newline, self.marked)

    def to_bytes(self, *, ended: bool = False) -> bytes:
        """Return the bytes of the table; a last line that was never ended is ended first.

        :param ended: whether other lines follow, so that the last one is ended, too
        """
        texts = [record.text for record in self.records]
        last = len(texts) + ended
        whole = [
            text if text.endswith(("\n", "\r")) or number == last else text + self.newline
            for number, text in enumerate(texts, 1)
        ]
        return ((_MARK if self.marked else "") + "".join(whole)).encode()


def table_records(lines: Iterable[str]) -> Iterator[TableRecord]:
    """Yield the records of lines of CSV, each of which has its end.

    :raises csv.Error: when they are not CSV
    """
    taken: list[str] = []

    def seen() -> Iterator[str]:
        for line in lines:
            taken.append(line)
            yield line

    for cells in csv.reader(seen(), strict=True):
        yield TableRecord(tuple(cells), "".join(taken))
        taken.clear()


def csv_line(cells: Sequence[str], newline: str = "\n") -> str:
    r"""Return a line of CSV.

    >>> csv_line(["a", 'b "c", d'])
    'a,"b ""c"", d"\n'
    """
    plain = ",".join(cells)
    if not _QUOTED.search(plain) and plain.count(",") + 1 == len(cells) > 1:
        return plain + newline  # as csv writes it, and quicker
    text = io.StringIO()
    left = "\r" if "\n" in newline else "\r\n"  # which csv may leave without quotes
    has_returns = any(end in cell for cell in cells for end in left)
    if has_returns:
        csv.writer(text, lineterminator=newline, quoting=csv.QUOTE_ALL).writerow(cells)
    else:
        csv.writer(text, lineterminator=newline).writerow(cells)
    return text.getvalue()
