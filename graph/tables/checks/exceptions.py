"""Exceptions: values that a check finds unlikely and that are true, each with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from yuqiao.graph.tables.checks.faults import Fault
from yuqiao.graph.tables.mapping import Reader
from yuqiao.graph.tables.reader import TableRow


class Exceptions:
    """The rows of the table of exceptions, if there is one.

    :param rows: its rows: a thing, a column, the value that is there, and the reason
    :param reader: makes the IRIs of their things
    """

    def __init__(self, rows: Iterable[TableRow], reader: Reader) -> None:
        self._file = ""
        self._rows: dict[tuple[str, str, str], TableRow] = {}
        for row in rows:
            self._file = row.table.file
            subject = reader.subject(row)
            if subject is not None:
                key = (subject.value, row.first("column"), row.first("value"))
                self._rows[key] = row
        self._used: set[tuple[str, str, str]] = set()

    def excuse(self, fault: Fault) -> bool:
        """Return whether a value of a fault is an exception."""
        keys = {(s.subject.value, s.cell.column, s.written) for s in fault.statements}
        found = keys & self._rows.keys()
        self._used |= found
        return bool(found)

    def unused(self) -> Iterator[str]:
        """Yield an error for each row that excuses nothing."""
        for key, row in self._rows.items():
            if key not in self._used:
                yield (
                    f"{row.cell('value')}: {key[2]!r} is not there or nothing unusual; remove the"
                    " exception, or name the value that is there"
                )
