"""An answer that ends after so many rows, or triples: what is beyond is not computed."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, TypeVar, cast

import pyoxigraph
from pyoxigraph import QueryResultsFormat

from yuqiao.graph.messages import counted
from yuqiao.graph.stores.results import Solutions, Triples

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pyoxigraph import QuerySolutions

    from yuqiao.graph.stores.results import Answer

_T = TypeVar("_T")


class Cut:
    """The first rows of an answer.

    :param answer: what is cut; true and false never are
    :param count: how many rows or triples are left at most
    :param prefixes: to show IRIs short, in a notebook

    >>> rows = pyoxigraph.Store().query("SELECT * { VALUES ?n { 1 2 3 } }")
    >>> cut = Cut(Solutions(rows), 2)
    >>> list(cut.answer.values()), cut.happened
    ([(1,), (2,)], True)
    """

    def __init__(
        self, answer: Answer, count: int, prefixes: Mapping[str, str] | None = None
    ) -> None:
        self.happened = False
        one = "triple" if isinstance(answer, Triples) else "row"
        self.remark = f"cut at {counted(count, one)}"
        self.answer: Answer = answer
        if isinstance(answer, Solutions):
            text = cast("IO[bytes]", _Text(self._written(answer, count)))
            rows = pyoxigraph.parse_query_results(text, QueryResultsFormat.TSV)
            self.answer = Solutions(cast("QuerySolutions", rows), prefixes)
        elif isinstance(answer, Triples):
            self.answer = Triples(self._first(answer, count), prefixes)

    def _written(self, rows: Solutions, count: int) -> Iterator[bytes]:
        """Write the first rows as TSV, from which the engine makes rows that it can write again."""
        yield "\t".join(f"?{name}" for name in rows.variables).encode() + b"\n"
        for row in self._first(rows, count):
            yield "\t".join("" if term is None else str(term) for term in row).encode() + b"\n"

    def _first(self, found: Iterable[_T], count: int) -> Iterator[_T]:
        for number, one in enumerate(found):
            if number == count:
                self.happened = True
                return
            yield one


class _Text:
    """Pieces of text as a file that is read."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._left = b""

    def read(self, size: int) -> bytes:
        """Give so many bytes, or fewer."""
        if not self._left:
            self._left = next(self._pieces, b"")
        given, self._left = self._left[:size], self._left[size:]
        return given
