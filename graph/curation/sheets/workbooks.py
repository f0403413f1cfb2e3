"""Workbooks: XLSX and ODS, read by calamine, which runs no macro and computes no formula.

What a workbook unpacks to is measured before it is read: a small file may hold gigabytes.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

from yuqiao.graph.curation.sheets.sheet import Sheet, SheetRow
from yuqiao.graph.errors import InputError
from yuqiao.graph.messages import counted

_LARGEST = 256 * 2**20  # bytes of all parts together
_MOST_TIMES = 250  # what a part may unpack to, in times of its packed size
_FREE = 10 * 2**20  # bytes of a part that are not measured so
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]|table:formula=")
_CELL = re.compile(rb'<(?:\w+:)?c r="([A-Z]{1,3}[0-9]{1,7})"[^>]*><(?:\w+:)?f[ >/]')
_MACROS = ("vbaproject.bin", "basic/script")


def workbook_sheet(path: Path, name: str | None = None) -> Sheet:
    """Open a sheet of a workbook.

    :param name: its name; the only one that is not empty, when none is given
    :raises InputError: when the file is no workbook, unpacks to too much, has no such sheet, or has
        several
    """
    try:
        import python_calamine
    except ImportError:
        raise InputError(
            f"{path.name}: reading workbooks takes one more package; run pip install"
            " 'yuqiao[sheets]', or save the sheet as CSV"
        ) from None
    notes = _checked_parts(path)
    try:
        workbook = python_calamine.load_workbook(path)
        names = [name] if name is not None else _filled(workbook)
        sheet = _chosen(path, names, workbook.sheet_names, name)
        found = workbook.get_sheet_by_name(sheet)
        merged = found.merged_cell_ranges or []
        start = found.start or (0, 0)
        rows = _rows(found.iter_rows(), start, merged)
    except python_calamine.PasswordError:
        raise InputError(f"{path.name}: has a password; save it without one") from None
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise InputError(f"{path.name}: not a workbook that can be read: {error}") from None
    return Sheet(path.name, sheet if len(workbook.sheet_names) > 1 else "", rows, notes)


def _checked_parts(path: Path) -> list[str]:
    """Return notes on a workbook whose parts are of a bearable size."""
    try:
        with zipfile.ZipFile(path) as parts:
            total = 0
            formulas, first, has_macros = 0, "", False
            for part in parts.infolist():
                total += part.file_size
                if total > _LARGEST or (
                    part.file_size > max(_FREE, part.compress_size * _MOST_TIMES)
                ):
                    raise InputError(
                        f"{path.name}: unpacks to more than {_LARGEST // 2**20} MB or"
                        f" {_MOST_TIMES} times its size; save the sheet as CSV"
                    )
                lower = part.filename.lower()
                has_macros = has_macros or lower.endswith(_MACROS[0]) or _MACROS[1] in lower
                if lower.startswith("xl/worksheets/sheet") or lower == "content.xml":
                    data = parts.read(part)
                    formulas += len(_FORMULA.findall(data))
                    cell = _CELL.search(data)
                    first = first or (cell[1].decode() if cell else "")
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        raise InputError(f"{path.name}: not a workbook that can be read: {error}") from None
    notes = []
    if formulas:
        where = f", the first in {first}" if first else ""
        notes.append(
            f"{path.name}: {counted(formulas, 'cell')} with formulas{where}; taken are the results"
            " that were last saved"
        )
    if has_macros:
        notes.append(f"{path.name}: holds macros, which are not run")
    return notes


def _filled(workbook: object) -> list[str]:
    names: list[str] = workbook.sheet_names  # type: ignore[attr-defined]
    return [
        name
        for name in names
        if workbook.get_sheet_by_name(name).height  # type: ignore[attr-defined]
    ]


def _chosen(path: Path, names: list[str], known: list[str], wanted: str | None) -> str:
    if wanted is not None and wanted not in known:
        raise InputError(
            f"{path.name}: has no sheet {wanted!r}; expected one of {', '.join(known)}"
        )
    if not names:
        raise InputError(f"{path.name}: empty; expected a head of titles and rows below it")
    if len(names) > 1:
        raise InputError(
            f"{path.name}: has {len(names)} sheets; name one of them: {', '.join(names)}"
        )
    return names[0]


def _rows(
    rows: Iterable[Sequence[object]],
    start: tuple[int, int],
    merged: list[tuple[tuple[int, int], tuple[int, int]]],
) -> Iterator[SheetRow]:
    """Yield rows in which every cell of a merged range has the text of its first."""
    first_row, first_column = start
    waiting = sorted(merged)
    held: list[tuple[tuple[int, int], tuple[int, int], str]] = []
    for number, record in enumerate(rows, first_row):
        cells = [""] * first_column + [_text(value) for value in record]
        while waiting and waiting[0][0][0] <= number:
            (top, left), end = waiting.pop(0)
            if top == number and left < len(cells):
                held.append(((top, left), end, cells[left]))
        held = [each for each in held if each[1][0] >= number]
        for (_, left), (_, right), text in held:
            for column in range(left, min(right + 1, len(cells))):
                cells[column] = cells[column] or text
        yield SheetRow(number + 1, tuple(cells))


def _text(value: object) -> str:
    """Return the text of a cell, as a curator sees it: whole numbers without a fraction."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value).strip()
