"""Rows in CSV rewritten as TSV, which says what each value is.

SPARQL 1.1 Query Results CSV and TSV Formats, section 3: CSV has no mark for the kind of a value
(https://www.w3.org/TR/sparql11-results-csv-tsv/#csv).
"""

from __future__ import annotations

import codecs
import csv
import re
from contextlib import suppress
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterator

_ADDRESS = re.compile(r"(?:https?://|urn:[A-Za-z0-9])\S*")
_BLANK = re.compile(r"_:[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")


def csv_as_tsv(pieces: Iterator[bytes]) -> Iterator[bytes]:
    r"""Yield rows in CSV as TSV, web addresses and URNs as IRIs and all else as text.

    :raises SyntaxError: when they are not UTF-8, have no line of names, or end within quotes

    >>> [row.decode() for row in csv_as_tsv(iter([b"s,n\nhttp://e/a,", b'"x,y"\n_:b,\n']))]
    ['?s\t?n\n', '<http://e/a>\t"x,y"\n', '_:b\t\n']
    """
    rows = csv.reader(_lines(pieces), strict=True)
    try:
        names = next(rows, None)
        if names is None:
            raise SyntaxError("it has no line with the names of its columns")
        yield "\t".join(f"?{name.lstrip('?')}" for name in names).encode() + b"\n"
        for row in rows:
            yield "\t".join(map(_term, row)).encode() + b"\n"
    except (csv.Error, UnicodeDecodeError) as error:
        raise SyntaxError(str(error)) from error


def _lines(pieces: Iterator[bytes]) -> Iterator[str]:
    """Yield lines with their ends, which may lie within a quoted value."""
    decoder, rest = codecs.getincrementaldecoder("utf-8-sig")(), ""
    for piece in pieces:
        *whole, rest = (rest + decoder.decode(piece)).split("\n")
        yield from (f"{line}\n" for line in whole)
    rest += decoder.decode(b"", final=True)
    if rest:
        yield rest


def _term(cell: str) -> str:
    if not cell or _BLANK.fullmatch(cell):
        return cell
    if _ADDRESS.fullmatch(cell):
        with suppress(ValueError):
            return str(NamedNode(cell))
    return str(Literal(cell))
