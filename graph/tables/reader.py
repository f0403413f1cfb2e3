"""Read the curated tables: CSV into rows of values, with the position of every error.

Rows are numbered as a spreadsheet shows them: the header is row 1. Files are UTF-8, with or without
a byte-order mark (spreadsheets like to add one), as RFC 4180 and the CSVW recommendation have them.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from yuqiao.graph.messages import printable
from yuqiao.graph.tables.characters import is_placeholder, wrong_characters
from yuqiao.graph.tables.check_digits import ror_check_digits
from yuqiao.graph.tables.csvw import Table, TableColumn
from yuqiao.graph.tables.patterns import matching

_LONGEST_NAME = 60  # characters of a column's name in a message

_Checked = tuple[tuple[str, ...], list[str]]
"""The valid values of a cell, and what is wrong with the others."""


@dataclass(frozen=True)
class Cell:
    """The position of a value: file, row as a spreadsheet counts, column."""

    file: str
    row: int
    column: str

    def __str__(self) -> str:
        return f"{self.file}:{self.row}:{self.column}"


@dataclass(frozen=True)
class TableRow:
    """One row: the values of each column, split where the column is a list."""

    table: Table
    number: int
    values: dict[str, tuple[str, ...]]
    flawed: set[str] = field(default_factory=set)  # columns whose cell was reported as wrong

    def first(self, name: str) -> str:
        """Return the value of a cell, or an empty string."""
        return next(iter(self.values.get(name, ())), "")

    def cell(self, column: str) -> Cell:
        """Return the place of one of its cells."""
        return Cell(self.table.file, self.number, column)


def read_table(folder: Path, table: Table, problems: list[str]) -> list[TableRow] | None:
    """Read one table; errors go to ``problems``, one line each, and reading continues.

    :param folder: where the file is
    :param problems: the list to which messages are added: ``file:row:column: what is wrong``
    :return: its rows, in order, without those of a broken shape; none when the file cannot be read
        as the table it should be
    """
    if table.optional and not (folder / table.file).exists():
        return []
    text = _decoded(folder, table.file, problems)
    records = _records(text, table, problems) if text is not None else []
    header = _checked_header(records[0], table, problems) if records else None
    if header is None:
        return None
    numbered = [
        (number, record)
        for number, record in enumerate(records[1:], 2)
        if any(value.strip() for value in record)
    ]
    rows = read_rows(table, header, numbered, problems)
    return _with_keys(table, rows, problems)


def read_rows(
    table: Table,
    header: Sequence[str],
    records: Sequence[tuple[int, Sequence[str]]],
    problems: list[str],
) -> list[TableRow]:
    """Read rows of a table; errors go to ``problems``, one line each, and reading continues.

    :param header: the names of the columns, which are those of the table
    :param records: the number and the cells of each row
    :return: the rows without those of a broken shape
    """
    fitting = {
        column.name: _fitting(column, records, header.index(column.name))
        for column in table.columns
    }
    rows = []
    known: dict[tuple[str, str], _Checked] = {}
    for number, record in records:
        if len(record) != len(header):
            problems.append(
                f"{table.file}:{number}: {len(record)} cells, expected {len(header)} as in the"
                " header; check for a comma that should be inside quotes"
            )
            continue
        row = dict(zip(header, record, strict=True))
        rows.append(_row(table, number, row, fitting, known, problems))
    _check_unknowns(table, rows, problems)
    return rows


def _decoded(folder: Path, file: str, problems: list[str]) -> str | None:
    path = folder / file
    if not path.resolve().is_relative_to(folder.resolve()):
        problems.append(f"{file}: a link that leads out of {folder}; expected the table itself")
        return None
    if path.exists() and not path.is_file():
        problems.append(f"{file}: not a file; expected a table in CSV")
        return None
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        problems.append(f"{file}: the table is missing; expected it in {folder}")
        return None
    except OSError as error:
        problems.append(f"{file}: cannot be read: {error.strerror}")
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data[: error.start].count(b"\n") + 1
        problems.append(
            f"{file}:{row}: not UTF-8 (byte 0x{data[error.start]:02x});"
            " save it as CSV UTF-8 in the spreadsheet"
        )
        return None


def _records(text: str, table: Table, problems: list[str]) -> list[list[str]]:
    records: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        records.extend(reader)  # what came before a mistake stays, and tells the row
    except csv.Error as error:
        problems.append(f"{table.file}:{len(records) + 1}: not CSV: {error}")
        return []
    if not records:
        problems.append(f"{table.file}: empty; expected a header row")
    return records


def _checked_header(header: list[str], table: Table, problems: list[str]) -> list[str] | None:
    header = [name.strip() for name in header]
    other = next((mark for mark in ";\t" if len(header) == 1 and mark in header[0]), None)
    if other:
        problems.append(f"{table.file}:1: cells separated by {other!r}; save it with commas")
        return None
    expected = [column.name for column in table.columns]
    stray = [name for name in header if name not in expected]
    if 2 * len(stray) > max(len(header), 2):
        problems.append(
            f"{table.file}:1:{_shown(stray[0])}: not the header of this table; expected"
            f" {', '.join(expected)}; give the columns these names, or import the file as a sheet"
        )
        return None
    wrong = [
        f"{table.file}:1:{_shown(name)}: stray column; expected {', '.join(expected)}"
        for name in stray
    ]
    wrong += [
        f"{table.file}:1:{name}: the column is missing" for name in expected if name not in header
    ]
    wrong += [
        f"{table.file}:1:{name}: the column occurs {count} times"
        for name, count in Counter(header).items()
        if count > 1 and name in expected
    ]
    problems += wrong
    return None if wrong else header


def _shown(name: str) -> str:
    """Return the name of a column that is not expected, which may be anything, for a message."""
    return printable(name)[:_LONGEST_NAME].strip() or "(no name)"


def _fitting(
    column: TableColumn, records: Sequence[tuple[int, Sequence[str]]], place: int
) -> set[str] | None:
    """Return the values that have the form of a column; None when it demands none."""
    if column.format is None:
        return None
    cells = {record[place].strip() for _, record in records if len(record) > place}
    return matching(column.format, {part for cell in cells for part in _parts(column, cell)})


def _parts(column: TableColumn, cell: str) -> list[str]:
    return [part.strip() for part in cell.split(column.separator)] if column.separator else [cell]


def cell_faults(
    column: TableColumn, text: str, fitting: set[str] | None
) -> tuple[tuple[str, ...], list[str]]:
    """Return the valid values of a cell, and what is wrong with the others.

    :param text: the cell, without spaces around it
    :param fitting: the values that have the form of the column; none when it demands none

    >>> cell_faults(TableColumn("founded", any_date=True), "1929-13", None)
    ((), ["'1929-13': expected a date: YYYY, YYYY-MM or YYYY-MM-DD"])
    """
    return _values(column, text, fitting)


def _row(
    table: Table,
    number: int,
    record: dict[str, str],
    fitting: dict[str, set[str] | None],
    known: dict[tuple[str, str], _Checked],
    problems: list[str],
) -> TableRow:
    """Return a row; what a text of a column gives is looked up once."""
    row = TableRow(table, number, {})
    for column in table.columns:
        name = column.name
        key = name, record[name]
        if key not in known:
            known[key] = _values(column, record[name].strip(), fitting[name])
        values, wrong = known[key]
        row.values[name] = values
        if wrong:
            problems += [f"{row.cell(name)}: {message}" for message in wrong]
            row.flawed.add(name)
    return row


def _values(
    column: TableColumn, text: str, fitting: set[str] | None
) -> tuple[tuple[str, ...], list[str]]:
    """Split and check a cell; return its valid values, and the errors of the others."""
    if not text:
        return (), ["empty; a value is required"] if column.required else []
    parts = _parts(column, text)
    is_list = ";" in text and column.value_url and column.datatype != "anyURI"
    if is_list and not column.separator:
        count = text.count(";") + 1
        return (), [f"{text!r}: {count} parts joined by ';'; expected a single value"]
    wrong = [
        f"{text!r}: an empty part between ';'; expected a value on each side"
        for part in parts[:1]
        if "" in parts
    ]
    wrong += [
        f"{text!r}: {part!r} occurs {count} times"
        for part, count in (Counter(parts).items() if len(parts) > 1 else ())
        if count > 1 and part
    ]
    good = []
    for part in dict.fromkeys(part for part in parts if part):
        expected = _expected(column, part, fitting)
        if expected:
            wrong.append(f"{part!r}: expected {expected}")
        else:
            good.append(part)
    return tuple(good), wrong


def _expected(column: TableColumn, value: str, fitting: set[str] | None) -> str | None:
    """Return what was expected of a value, or None when it is valid."""
    characters = wrong_characters(value)
    if characters:
        return characters
    if column.value_url is None and is_placeholder(value):
        return "a value, or an empty cell where there is none yet"
    if column.any_date:
        return None if is_date(value) else "a date: YYYY, YYYY-MM or YYYY-MM-DD"
    if fitting is not None and value not in fitting:
        return f"the form {column.format}"
    if column.datatype in {"integer", "decimal", "number"} and not _is_number(column, value):
        return {"integer": "a whole number"}.get(column.datatype, "a number such as 4 or 3.5")
    if column.minimum is not None and Decimal(value) < column.minimum:
        return f"{column.minimum} or more"
    if column.maximum is not None and Decimal(value) > column.maximum:
        return f"{column.maximum} or less"
    if column.check_digits and value[-2:] != (digits := ror_check_digits(value)):
        return f"{value[:-2]}{digits} by its check digits; a letter or digit is wrong"
    if column.datatype == "boolean" and value not in {"true", "false"}:
        return "true or false"
    if column.datatype == "anyURI" and not re.match(r"https?://[^/?#\s]", value):
        return "an address that begins with http:// or https://"
    return None


def is_date(value: str) -> bool:
    """Return whether a text is a year, a month or a day that the calendar has.

    >>> [is_date(value) for value in ("2025", "2025-05", "2025-02-30", "May 2025")]
    [True, True, False, False]
    """
    parts = value.split("-")
    if [len(part) for part in parts] not in ([4], [4, 2], [4, 2, 2]):
        return False
    if not (value.isascii() and all(part.isdigit() for part in parts)):
        return False
    numbers = [int(part) for part in parts] + [1, 1]
    try:
        date(numbers[0], numbers[1], numbers[2])
    except ValueError:
        return False
    return True


def _is_number(column: TableColumn, value: str) -> bool:
    if column.datatype == "integer":
        return value.isascii() and value.removeprefix("-").isdigit()
    try:
        number = Decimal(value)
    except InvalidOperation:
        return False
    return number.is_finite() and "e" not in value.lower()


def _check_unknowns(table: Table, rows: list[TableRow], problems: list[str]) -> None:
    """Check that what must be there is there, or said to be unknown."""
    unknown = table.with_role("unknown")
    for column in table.columns if unknown else ():
        for row in rows if column.or_unknown else ():
            named = row.values[unknown.name] if unknown else ()
            if not row.values[column.name] and column.name not in row.flawed | set(named):
                problems.append(
                    f"{row.cell(column.name)}: empty; expected a value, or {column.name!r} in the"
                    " column of what is unknown"
                )


def _with_keys(table: Table, rows: list[TableRow], problems: list[str]) -> list[TableRow]:
    """Return the rows without those whose key has occurred."""
    kept: list[TableRow] = []
    seen: dict[tuple[tuple[str, ...], ...], int] = {}
    for row in rows:
        key = tuple(row.values.get(name, ()) for name in table.key)
        if key not in seen:
            seen[key] = row.number
            kept.append(row)
            continue
        shown = "+".join(";".join(part) for part in key)
        problems.append(
            f"{row.cell('+'.join(table.key))}: {shown!r} is already in row {seen[key]};"
            " expected each only once"
        )
    return kept
