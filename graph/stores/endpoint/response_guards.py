"""What would harm the engine in a response.

Triple terms may be nested too deep for its stack, and columns be so many that it takes hours to
compare the name of each with all others.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pyoxigraph import QueryResultsFormat, RdfFormat

from yuqiao.graph.errors import InputError
from yuqiao.graph.rdf.input_guards import MOST_NESTED, guard_for

if TYPE_CHECKING:
    from yuqiao.graph.rdf.input_guards import Guard


MOST_COLUMNS = 10_000
"""Columns that the rows of a response may have."""

_COLUMNS = re.compile(rb'"vars"\s*:\s*\[([^\]]*)(\]?)')
_HEAD_ENDS = re.compile(rb"<(?:[\w.-]+:)?(?:results|boolean)\b")


def response_guard(form: QueryResultsFormat | RdfFormat) -> Guard:
    """Return the guard for a response in a format, which examines it piece by piece.

    >>> response_guard(QueryResultsFormat.XML).look(b"<triple><subject>" * 1001)
    Traceback (most recent call last):
    ...
    yuqiao.graph.errors.InputError: it nests more than 1000 triple terms; no RDF needs that
    """
    if isinstance(form, RdfFormat):
        return guard_for(form)
    return _JsonResults() if form is QueryResultsFormat.JSON else _XmlResults()


class _JsonResults:
    """Examine JSON results from the first key on that little but triple terms contains.

    Following every bracket takes half as long as parsing, and most results have no triple terms.
    Whether that key is in a string is not known, so both cases are followed.
    """

    _WORDS = (b"subject", b"object", b"\\u00")

    def __init__(self) -> None:
        self._end = b""
        self._both: tuple[Guard, Guard] | None = None
        self._columns: _Columns | None = _Columns()

    def look(self, piece: bytes) -> None:
        """Examine the next piece."""
        if self._columns is not None and self._columns.end_in(piece):
            self._columns = None
        if self._both is None:
            seen = self._end + piece
            self._end = seen[-8:]
            if not any(word in seen for word in self._WORDS):
                return
            self._both = guard_for(RdfFormat.JSON_LD), guard_for(RdfFormat.JSON_LD)
            self._both[1].look(b'"')
        for guard in self._both:
            guard.look(piece)


class _Columns:
    """Count the columns that JSON results name."""

    def __init__(self) -> None:
        self._end = b""
        self._count = 0
        self._within = False

    def end_in(self, piece: bytes) -> bool:
        """Return whether the list of names ends in the next piece."""
        seen = b'"vars":[' + piece if self._within else self._end + piece
        found = _COLUMNS.search(seen)
        if found is None:
            self._end = seen[-64:]
            return False
        self._count += found[1].count(b",")
        _reject_columns(self._count)
        self._within = True
        return bool(found[2])


def _reject_columns(count: int) -> None:
    if count > MOST_COLUMNS:
        raise InputError(f"it has more than {MOST_COLUMNS:,} columns")


class _XmlResults:
    """Count the columns of XML results, and the triple terms that are open in them."""

    def __init__(self) -> None:
        self._end = b""
        self._depth = 0
        self._columns = 0
        self._in_head = True

    def look(self, piece: bytes) -> None:
        """Examine the next piece."""
        seen = self._end + piece
        cut = seen.rfind(b"<") if b"<" in seen[-64:] else len(seen)
        seen, self._end = seen[:cut], seen[cut:]
        if self._in_head:
            head_end = _HEAD_ENDS.search(seen)
            self._columns += seen.count(b"name=", 0, head_end.start() if head_end else len(seen))
            self._in_head = head_end is None
            _reject_columns(self._columns)
        if b"triple" not in seen:
            return
        for part in seen.split(b"<")[1:]:
            name = part[:64].partition(b">")[0]
            local = name.removeprefix(b"/").rpartition(b":")[2]
            if local.startswith(b"triple"):
                self._depth += -1 if name.startswith(b"/") else 1
            if self._depth > MOST_NESTED:
                raise InputError(
                    f"it nests more than {MOST_NESTED} triple terms; no RDF needs that"
                )
