"""Triple terms nested so deep in a response that the engine's stack would overflow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import QueryResultsFormat, RdfFormat

from yuqiao.graph.errors import InputError
from yuqiao.graph.rdf.input_guards import MOST_NESTED, guard_for

if TYPE_CHECKING:
    from yuqiao.graph.rdf.input_guards import Guard


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

    def look(self, piece: bytes) -> None:
        """Examine the next piece."""
        if self._both is None:
            seen = self._end + piece
            self._end = seen[-8:]
            if not any(word in seen for word in self._WORDS):
                return
            self._both = guard_for(RdfFormat.JSON_LD), guard_for(RdfFormat.JSON_LD)
            self._both[1].look(b'"')
        for guard in self._both:
            guard.look(piece)


class _XmlResults:
    """Count the triple terms that are open in XML results."""

    def __init__(self) -> None:
        self._end = b""
        self._depth = 0

    def look(self, piece: bytes) -> None:
        """Examine the next piece."""
        seen = self._end + piece
        cut = seen.rfind(b"<") if b"<" in seen[-64:] else len(seen)
        seen, self._end = seen[:cut], seen[cut:]
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
