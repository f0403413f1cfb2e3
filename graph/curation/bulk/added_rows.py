"""Rows that come into a table: the last ones in memory, those before in a file without a name."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import accumulate
from typing import IO, TYPE_CHECKING

from yuqiao.graph.curation.bulk.temporary_file import temporary_file
from yuqiao.graph.curation.table_text import TableRecord, table_records

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_AT_ONCE = 2**18  # bytes that are read together
_ROW = 2**11  # bytes of a row, as a rule
_IN_MEMORY = 1_000  # rows: fewer are not worth a file


class AddedRows:
    """The rows that come into a table, in order."""

    def __init__(self) -> None:
        self._last: list[TableRecord] = []
        self._file: IO[bytes] | None = None
        self._filed = 0
        self._end = 0

    def __del__(self) -> None:
        if self._file is not None:
            self._file.close()

    def __len__(self) -> int:
        return self._filed + len(self._last)

    def append(self, record: TableRecord) -> None:
        """Add a row at the end; one without cells is read from its text when it is asked for."""
        self._last.append(record)

    def truncate(self, size: int) -> None:
        """Go back to a size, of the rows that have not been put away."""
        del self._last[max(size - self._filed, 0) :]

    def since(self, size: int) -> list[TableRecord]:
        """Return the rows after some number of them, which have not been put away."""
        return list(map(_whole, self._last[max(size - self._filed, 0) :]))

    def put_away(self) -> list[int]:
        """Keep the rows in a file, when they are many; return where each of them stands there.

        :raises OutputError: when the disk is full
        """
        if len(self._last) < _IN_MEMORY:
            return []
        texts = [record.text.encode() for record in self._last]
        with temporary_file(self._file) as self._file:
            self._file.write(b"".join(texts))
        places = list(accumulate(map(len, texts), initial=self._end))
        self._end = places.pop()
        self._filed += len(self._last)
        self._last = []
        return places

    def at(self, place: int) -> TableRecord:
        """Return the row that stands at some place of the file."""
        assert self._file is not None
        filed = io.BufferedReader(_Filed(self._file, place), _ROW)
        return next(table_records(io.TextIOWrapper(filed, "utf-8", newline="")))

    def __iter__(self) -> Iterator[TableRecord]:
        if self._file is not None:
            filed = io.BufferedReader(_Filed(self._file), _AT_ONCE)
            yield from table_records(io.TextIOWrapper(filed, "utf-8", newline=""))
        yield from map(_whole, self._last)

    def chunks(self) -> Iterator[bytes]:
        """Yield the bytes of the rows, as they stand in a table."""
        if self._file is not None:
            filed = _Filed(self._file)
            yield from iter(lambda: filed.read(_AT_ONCE), b"")
        yield "".join(record.text for record in self._last).encode()


def _whole(record: TableRecord) -> TableRecord:
    return record if record.cells else next(table_records(io.StringIO(record.text, newline="")))


class _Filed(io.RawIOBase):
    """A reader of a file that is written at its end meanwhile."""

    def __init__(self, file: IO[bytes], place: int = 0) -> None:
        self._file = file
        self._place = place

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        self._file.seek(self._place)
        data = self._file.read(len(memoryview(buffer)))
        memoryview(buffer)[: len(data)] = data
        self._place += len(data)
        return len(data)
