"""Sheets in text: CSV and TSV in UTF-8, UTF-16 or GB18030, read line by line; and JSON."""

from __future__ import annotations

import codecs
import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO, AnyStr

from yuqiao.graph.curation.sheets.sheet import Sheet, SheetRow
from yuqiao.graph.errors import InputError

_LARGEST_JSON = 100 * 2**20  # bytes; a line of JSON Lines may be as long, too
_LONGEST_LINE = 16 * 2**20  # characters of a line of a table
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_CHINESE = re.compile("[\u4e00-\u9fff]")
_DELIMITERS = (",", "\t", ";")


def delimited_sheet(path: Path, encoding: str | None = None) -> Sheet:
    """Open a file of CSV or TSV; its encoding and delimiter are found out.

    :param encoding: its encoding, where it is known
    :raises InputError: when it is in no encoding that is read, or in two
    """
    encoding = encoding or text_encoding(path)
    sheet = Sheet(path.name, "", ())
    if encoding not in {"utf-8", "utf-8-sig"}:
        sheet.notes.append(f"{path.name}: read as {encoding.upper()}")
    sheet.rows = _rows(path, encoding)
    return sheet


def text_encoding(path: Path) -> str:
    """Return the encoding of a text file: by its mark, else UTF-8, else GB18030.

    :raises InputError: when it is in none of them, or some lines are in one and some in another
    """
    with path.open("rb") as stream:
        start = stream.read(4)
        for mark, encoding in _MARKS.items():
            if start.startswith(mark):
                return encoding
        stream.seek(0)
        utf8, others, unread = 0, 0, 0
        for number, line in enumerate(bounded_lines(stream, path.name), 1):
            if b"\0" in line:
                raise InputError(f"{path.name}:{number}: holds zero bytes; expected text")
            if line.isascii():
                continue
            try:
                if _CHINESE.search(line.decode("utf-8")):
                    utf8 = utf8 or number
            except UnicodeDecodeError:
                others = others or number
                try:
                    line.decode("gb18030")
                except UnicodeDecodeError:
                    unread = unread or number
    if others and utf8:
        raise InputError(
            f"{path.name}:{max(utf8, others)}: in another encoding than line {min(utf8, others)};"
            " expected one encoding, UTF-8 or GB18030, throughout"
        )
    if unread:
        raise InputError(f"{path.name}:{unread}: neither UTF-8 nor GB18030; save it as CSV UTF-8")
    return "gb18030" if others else "utf-8"


def bounded_lines(stream: IO[AnyStr], name: str) -> Iterator[AnyStr]:
    """Yield the lines of a file, of which none may take all memory.

    :raises InputError: when one is longer than any row of a table
    """
    number = 0
    while line := stream.readline(_LONGEST_LINE):
        number += 1
        if len(line) == _LONGEST_LINE:
            raise InputError(
                f"{name}:{number}: a line of more than {_LONGEST_LINE // 2**20} MB; expected a row"
                " of cells"
            )
        yield line


def _rows(path: Path, encoding: str) -> Iterator[SheetRow]:
    try:
        with path.open(encoding=encoding, newline="") as stream:
            head = stream.readline(1_000_000)
            delimiter = _delimiter(head, path)
            stream.seek(0)
            reader = csv.reader(bounded_lines(stream, path.name), delimiter=delimiter, strict=True)
            width = start = 0
            while True:
                start = reader.line_num + 1
                try:
                    record = next(reader)
                except StopIteration:
                    return
                if len(record) > width > 1 and any(record[width:]):
                    raise InputError(
                        f"{path.name}:{start}: {len(record)} cells, expected {width} as in the rows"
                        " above; check for a comma that should be inside quotes"
                    )
                width = max(width, len(record))
                yield SheetRow(start, tuple(cell.strip() for cell in record))
    except csv.Error as error:
        raise InputError(f"{path.name}:{start}: not CSV: {error}; check its quotes") from None
    except UnicodeError:
        raise InputError(f"{path.name}: not {encoding.upper()} throughout") from None


def _delimiter(head: str, path: Path) -> str:
    if path.suffix.lower() in {".tsv", ".tab"}:
        return "\t"
    bare = re.sub('"[^"]*"', "", head)
    return max(_DELIMITERS, key=bare.count)


def json_sheet(path: Path) -> Sheet:
    """Open a JSON file: a list of objects, or an object a line (JSON Lines).

    :raises InputError: when it is neither
    """
    with path.open("rb") as stream:
        start = stream.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    objects = _listed(path) if start == b"[" else _lines(path)
    return Sheet(path.name, "", _object_rows(objects, path))


def _listed(path: Path) -> Iterator[tuple[int, object]]:
    if path.stat().st_size > _LARGEST_JSON:
        raise InputError(
            f"{path.name}: a list of more than {_LARGEST_JSON // 2**20} MB; expected JSON Lines, an"
            " object a line"
        )
    said = _parsed(path.read_bytes(), path.name)
    if not isinstance(said, list):
        raise InputError(f"{path.name}: expected a list of objects")
    yield from enumerate(said, 1)


def _lines(path: Path) -> Iterator[tuple[int, object]]:
    with path.open("rb") as stream:
        number = 0
        while line := stream.readline(_LARGEST_JSON):
            number += 1
            if line.strip():
                yield number, _parsed(line, f"{path.name}:{number}")


def _parsed(data: bytes, place: str) -> object:
    try:
        return json.loads(data.decode("utf-8-sig"), parse_int=str, parse_float=str)
    except UnicodeDecodeError:
        raise InputError(f"{place}: not UTF-8; save it as UTF-8") from None
    except json.JSONDecodeError as error:
        raise InputError(f"{place}: not JSON: {error.msg}; expected objects") from None
    except RecursionError:
        raise InputError(f"{place}: brackets nested too deep; expected objects of texts") from None


def _object_rows(objects: Iterator[tuple[int, object]], path: Path) -> Iterator[SheetRow]:
    """Yield the head, which the first object gives, and a row for each object."""
    titles: list[str] = []
    for number, said in objects:
        if not isinstance(said, dict):
            raise InputError(f"{path.name}:{number}: expected an object")
        if not titles:
            titles = list(said)
            yield SheetRow(0, tuple(titles))
        stray = [name for name in said if name not in titles]
        if stray:
            raise InputError(
                f"{path.name}:{number}: {stray[0]!r} is not in the first object; expected the same"
                " names in all, with null where there is no value"
            )
        yield SheetRow(number, tuple(_text(said.get(title), path, number) for title in titles))


def _text(value: object, path: Path, number: int) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return ";".join(value)
    if isinstance(value, str):
        return value.strip()
    raise InputError(f"{path.name}:{number}: expected texts, numbers and lists of texts as values")
