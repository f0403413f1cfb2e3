"""Files of sheets: which reader a file takes, by its content and its extension."""

from __future__ import annotations

import codecs
from pathlib import Path

from yuqiao.graph.curation.sheets.sheet import Sheet
from yuqiao.graph.curation.sheets.text_sheets import delimited_sheet, json_sheet
from yuqiao.graph.curation.sheets.workbooks import workbook_sheet
from yuqiao.graph.errors import InputError

_ACCEPTED = "CSV, TSV, XLSX, ODS, JSON or JSON Lines"
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"


def open_sheet(path: Path, name: str | None = None, encoding: str | None = None) -> Sheet:
    """Open a sheet.

    :param path: the file
    :param name: the name of the sheet, in a workbook
    :param encoding: the encoding, of a text file
    :raises InputError: when it cannot be read as a sheet
    """
    if encoding is not None:
        try:
            codecs.lookup(encoding)
        except LookupError:
            raise InputError(f"{encoding!r} is no encoding; expected one such as gb18030") from None
    try:
        if path.is_dir():
            raise InputError(f"{path}: a folder; expected a file of {_ACCEPTED}")
        with path.open("rb") as stream:
            start = stream.read(8)
        if start.startswith(b"PK"):
            return workbook_sheet(path, name)
        if start.startswith(_OLD_WORKBOOK):
            raise InputError(
                f"{path.name}: an old workbook, or one with a password; save it as XLSX without one"
            )
        if name is not None:
            raise InputError(f"{path.name}: not a workbook, so that it has no sheet {name!r}")
        if path.suffix.lower() in {".json", ".jsonl", ".ndjson"}:
            return json_sheet(path)
        if start.startswith(b"%PDF"):
            raise InputError(f"{path.name}: a PDF; expected {_ACCEPTED}")
        return delimited_sheet(path, encoding)
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from None
