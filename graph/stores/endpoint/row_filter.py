"""Rows of a response that hold what is no RDF, left out on request before the engine reads them.

The engine cannot go on after such a row. So the rows are told apart here, and each is examined.
"""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING, cast

from pyoxigraph import Literal, NamedNode, QueryResultsFormat, parse_query_results

from yuqiao.graph.messages import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pyoxigraph import QuerySolutions

_ROWS_BEGIN = re.compile(rb'"bindings"\s*:\s*\[')
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*("?)|[{}\]]', re.DOTALL)
_RESULT = re.compile(rb"<((?:[\w.-]+:)?)result\s*>.*?</\1result\s*>", re.DOTALL)
_XML_IRI = re.compile(r"<(?:[\w.-]+:)?uri>([^<]*)<|\bdatatype\s*=\s*[\"']([^\"']*)[\"']")
_XML_TAG = re.compile(r"\bxml:lang\s*=\s*[\"']([^\"']*)[\"']")
_CELL = re.compile(rb"(?:[<\"'_+.0-9-].*|true|false)?")
_LONGEST = 200  # characters of a value in a message


def good_rows(
    pieces: Iterator[bytes], form: QueryResultsFormat, address: str, skip: Callable[[str], None]
) -> Iterator[bytes]:
    """Yield a response without the rows that hold an invalid IRI or language tag.

    :param skip: called with place and reason of each row that is left out

    >>> body = b'{"results":{"bindings":[{"s":{"type":"uri","value":"a b"}}]}}'
    >>> b"".join(good_rows(iter([body]), QueryResultsFormat.JSON, "http://e/", print))
    http://e/: row 1: "a b" is not an IRI (Invalid IRI code point ' ')
    b'{"results":{"bindings":[]}}'
    """
    if form is QueryResultsFormat.JSON:
        return _good_json(pieces, _Report(address, skip))
    if form is QueryResultsFormat.TSV:
        return _good_tsv(pieces, _Report(address, skip))
    return _good_xml(pieces, _Report(address, skip))


class _Report:
    """Counts rows, and reports those that are left out."""

    def __init__(self, address: str, skip: Callable[[str], None]) -> None:
        self._address = address
        self._skip = skip
        self._count = 0

    def is_good(self, mistake: str) -> bool:
        """Report a row unless it has no mistake."""
        self._count += 1
        if mistake:
            self._skip(f"{self._address}: row {self._count:,}: {mistake}")
        return not mistake


def _good_json(pieces: Iterator[bytes], report: _Report) -> Iterator[bytes]:
    held = b""
    for piece in pieces:
        held += piece
        begin = _ROWS_BEGIN.search(held)
        if begin:
            yield held[: begin.end()]
            held = held[begin.end() :]
            break
        yield held[:-64]
        held = held[-64:]
    place = depth = start = end = 0  # a row begins at the start; the one before it ended at the end
    given = False
    while True:
        found = _TOKEN.search(held, place)
        if found is None or found[1] == b"":  # it may be the begin of a string
            piece = next(pieces, b"")
            if not piece:
                break
            held, place, start, end = held[end:] + piece, place - end, start - end, 0
            continue
        place = found.end()
        if depth == 0:
            start = found.start()
            if found[0] != b"{" or held[end:start].strip() not in {b"", b","}:
                break  # the end, or what the parser will refuse
        depth += {b"{": 1, b"}": -1}.get(found[0], 0)
        if depth == 0:
            row, end = held[start:place], place
            if report.is_good(_json_mistake(row)):
                yield b"," + row if given else row
                given = True
    yield held[end:]
    yield from pieces


def _json_mistake(row: bytes) -> str:
    """Return what is wrong with a row; nothing also where the engine will refuse it."""
    try:
        terms = list(json.loads(row).values())
        while terms:
            term = terms.pop()
            value, kind = term["value"], term["type"]
            if kind == "triple":
                terms += value.values()
            mistake = _iri_mistake(value) if kind == "uri" else ""
            mistake = mistake or _iri_mistake(term.get("datatype"))
            mistake = mistake or _tag_mistake(term.get("xml:lang"))
            if mistake:
                return mistake
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError):
        return ""
    return ""


def _good_xml(pieces: Iterator[bytes], report: _Report) -> Iterator[bytes]:
    held = b""
    for piece in pieces:
        held += piece
        copied = 0
        for found in _RESULT.finditer(held):
            yield held[copied : found.start()]
            if report.is_good(_xml_mistake(found[0])):
                yield found[0]
            copied = found.end()
        held = held[copied:]
    yield held


def _xml_mistake(row: bytes) -> str:
    text = row.decode("utf-8", "replace")
    for iris in _XML_IRI.findall(text):
        if mistake := _iri_mistake(unescape("".join(iris))):
            return mistake
    return next(filter(None, map(_tag_mistake, _XML_TAG.findall(text))), "")


def _iri_mistake(iri: str | None) -> str:
    try:
        if iri is not None:
            NamedNode(iri)
    except ValueError as error:
        return f'"{_brief(iri)}" is not an IRI ({printable(str(error))})'
    return ""


def _tag_mistake(tag: str | None) -> str:
    try:
        Literal("", language=tag)
    except ValueError as error:
        return f'"{_brief(tag)}" is not a language tag ({printable(str(error))})'
    return ""


def _brief(text: str | None) -> str:
    return printable((text or "")[:_LONGEST])


def _good_tsv(pieces: Iterator[bytes], report: _Report) -> Iterator[bytes]:
    """Yield the rows of a table that can be read; what is no row is left to the engine."""
    head = b""
    for line in _lines(pieces):
        if not head:
            head = line
            yield line
        elif not _is_row(head, line) or report.is_good(_mistake_in(head, line)):
            yield line


def _is_row(head: bytes, line: bytes) -> bool:
    """Return whether a line has a cell for each column, and each cell begins as a term does."""
    cells = line.rstrip(b"\r\n").split(b"\t")
    return len(cells) == head.count(b"\t") + 1 and all(map(_CELL.fullmatch, cells))


def _lines(pieces: Iterator[bytes]) -> Iterator[bytes]:
    rest = b""
    for piece in pieces:
        *whole, rest = (rest + piece).split(b"\n")
        yield from (line + b"\n" for line in whole)
    if rest:
        yield rest


def _mistake_in(head: bytes, line: bytes) -> str:
    """Return why a row of a table cannot be read; nothing when it can."""
    try:
        list(cast("QuerySolutions", parse_query_results(head + line, QueryResultsFormat.TSV)))
    except (SyntaxError, ValueError) as error:
        said = re.sub(r"^Error (?=Error )| in line \d+| \(line \d+\)$", "", str(error))
        return printable(said[:_LONGEST])
    return ""
