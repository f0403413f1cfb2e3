"""Rows and triples as they arrive from a server, in constant memory.

A broken-off answer is an error, never a short result: servers that fail in the middle close the
connection, or write their excuse into the answer (Oxigraph, QLever), and both are told apart from
an end.
"""

from __future__ import annotations

import re
from contextlib import contextmanager, suppress
from itertools import chain
from typing import IO, TYPE_CHECKING, cast

import pyoxigraph
from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat

from yuqiao.graph.errors import EndpointError, QueryError
from yuqiao.graph.remote.body import Body, BrokenOffError, media_type
from yuqiao.graph.remote.server_words import last_words, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx
    from pyoxigraph import QuerySolution, Triple, Variable

RESULTS = "application/sparql-results+json, application/sparql-results+xml;q=0.5"
"""What is asked for with SELECT and ASK."""

TRIPLES = "application/n-triples, text/turtle;q=0.5"
"""What is asked for with CONSTRUCT and DESCRIBE."""

_JSON, _XML = QueryResultsFormat.JSON, QueryResultsFormat.XML
_RESULTS = {
    "application/sparql-results+json": _JSON,
    "application/json": _JSON,
    "application/sparql-results+xml": _XML,
    "application/xml": _XML,
    "text/xml": _XML,
}
_TRIPLES = {
    "application/n-triples": RdfFormat.N_TRIPLES,
    "text/plain": RdfFormat.N_TRIPLES,
    "text/turtle": RdfFormat.TURTLE,
    "application/turtle": RdfFormat.TURTLE,
    "application/x-turtle": RdfFormat.TURTLE,
}
_ROW_MARKS = {  # what the engine writes for each row, and how many it writes of it besides
    QueryResultsFormat.CSV: (b"\r\n", 1),
    QueryResultsFormat.TSV: (b"\n", 1),
    QueryResultsFormat.JSON: (b"}}", 0),
    QueryResultsFormat.XML: (b"<result>", 0),
}
_XML_END = re.compile(rb"</(?:[\w.-]+:)?sparql\s*>\s*(?:<!--[^>]*-->\s*)*$")
_EXCUSE = re.compile(  # a comment, which a parser of triples passes over
    rb"(?:^|\n)[ \t]*#[# \t]*"
    rb"([^\n]*(?:incomplete|cancel|time[ds]?[ -]?out|truncat|error\b)[^\n]*)\s*$",
    re.IGNORECASE,
)


class Rows:
    """The rows of an answer, in place of pyoxigraph's own solutions.

    :param solutions: what pyoxigraph reads from the body
    :param body: XML must show its end, which pyoxigraph does not look for
    :param address: the endpoint's, for messages
    """

    def __init__(
        self, solutions: QuerySolutions, body: Body, address: str, *, is_xml: bool = False
    ) -> None:
        self.variables: list[Variable] = solutions.variables
        self._solutions: QuerySolutions | None = solutions
        self._body = body
        self._address = address
        self._is_xml = is_xml
        self._count = 0

    def __iter__(self) -> Iterator[QuerySolution]:
        with self._failures_told():
            for solution in self._taken():
                self._count += 1
                yield solution
            self._make_sure_of_the_end()

    def serialize(self, out: IO[bytes], form: QueryResultsFormat) -> None:
        """Write the rows in a format of the W3C as they arrive."""
        written = _Written(out, *_ROW_MARKS[form])
        with self._failures_told(written):
            self._taken().serialize(cast("IO[bytes]", written), form)
            self._make_sure_of_the_end()

    @contextmanager
    def _failures_told(self, written: _Written | None = None) -> Iterator[None]:
        try:
            yield
        except BrokenOffError as error:
            raise self._cut(written, f": {error}") from error
        except SyntaxError as error:
            if error.lineno is None and "after the end" not in str(error):
                raise EndpointError(
                    f"{self._address}: row {self._rows(written) + 1:,} of the answer cannot be "
                    f"read: {error.msg}"
                ) from error
            said = last_words(_ending(self._body), r"[{}\[\]]")
            raise self._cut(written, said) from error

    def _taken(self) -> QuerySolutions:
        """Give the solutions away: an error's traceback must not keep them.

        They may only be dropped in the thread they were made in, and whoever keeps the error may
        drop it anywhere.
        """
        taken, self._solutions = self._solutions, None
        if taken is None:
            raise QueryError("the rows of this answer have been read; ask again")
        return taken

    def _make_sure_of_the_end(self) -> None:
        self._body.read_out()
        if self._is_xml and not _XML_END.search(self._body.tail):
            raise BrokenOffError("its last tag is missing")

    def _rows(self, written: _Written | None) -> int:
        return self._count if written is None else written.rows

    def _cut(self, written: _Written | None, reason: str) -> EndpointError:
        rows = self._rows(written)
        some = f"{rows:,} row{'' if rows == 1 else 's'}"
        return EndpointError(f"{self._address}: the answer was cut short after {some}{reason}")


class _Written:
    """A stream that counts the rows written to it.

    :param mark: what stands for a row
    :param besides: how many more there are of it than of rows
    """

    def __init__(self, out: IO[bytes], mark: bytes, besides: int) -> None:
        self._out = out
        self._mark = mark
        self._count = -besides
        self._end = b""

    @property
    def rows(self) -> int:
        """How many rows have been written."""
        return max(0, self._count)

    def write(self, data: bytes) -> int:
        """Write to the stream."""
        seen = self._end + data
        self._count += seen.count(self._mark)
        self._end = seen[-len(self._mark) + 1 :] if len(self._mark) > 1 else b""
        return self._out.write(data)

    def flush(self) -> None:
        """Send on what is held back."""
        self._out.flush()


def read_results(answer: httpx.Response, address: str) -> Rows | bool:
    """Read the answer to a SELECT or an ASK.

    :raises EndpointError: when it is neither JSON nor XML as SPARQL has them
    """
    kind = media_type(answer)
    body = Body(answer, results=_RESULTS.get(kind) is not _XML)
    try:
        syntax = _syntax_of(kind, body)
        found = pyoxigraph.parse_query_results(cast("IO[bytes]", body), syntax)
        if isinstance(found, QuerySolutions):
            return Rows(found, body, address, is_xml=syntax is _XML)
        body.read_out()
    except BrokenOffError as error:
        raise EndpointError(f"{address}: the answer was cut short after 0 rows: {error}") from error
    except (SyntaxError, ValueError) as error:
        answer.close()
        raise _unreadable(body, kind, address, "SPARQL results in JSON or XML") from error
    return bool(found)


def _syntax_of(kind: str, body: Body) -> QueryResultsFormat:
    if kind in _RESULTS:
        return _RESULTS[kind]
    first = body.peek()[:1]
    if kind in {"text/csv", "text/tab-separated-values"} or first not in {b"{", b"<"}:
        raise ValueError(kind)
    return _JSON if first == b"{" else _XML


def read_triples(answer: httpx.Response, address: str) -> Iterator[Triple]:
    """Read the answer to a CONSTRUCT or a DESCRIBE.

    :raises EndpointError: when it is neither N-Triples nor Turtle, or when its end could not be
        told from a cut; while the triples are read, when it is cut
    """
    kind = media_type(answer)
    body = Body(answer)
    if kind in _TRIPLES and not body.ends_visibly:
        answer.close()
        raise EndpointError(
            f"{address}: its triples come without a length and not in chunks, so that a cut could "
            "not be told from the end; ask for rows with SELECT instead"
        )
    if kind not in _TRIPLES:
        answer.close()
        raise _unreadable(body, kind, address, "N-Triples or Turtle")
    found = _triples(body, _TRIPLES[kind], address, kind)
    first = next(found, None)  # what is wrong from the beginning is told at once
    return iter(()) if first is None else chain([first], found)


def _triples(body: Body, syntax: RdfFormat, address: str, kind: str) -> Iterator[Triple]:
    count = 0
    try:
        for quad in pyoxigraph.parse(cast("IO[bytes]", body), syntax):
            count += 1
            yield quad.triple
        body.read_out()
        excuse = _EXCUSE.search(body.tail)
        if excuse is not None:
            raise BrokenOffError(excuse[1].decode("utf-8", "replace").rstrip("# "))
    except BrokenOffError as error:
        raise _cut_triples(address, count, f": {error}") from error
    except (SyntaxError, ValueError) as error:
        if count == 0:
            raise _unreadable(body, kind, address, "N-Triples or Turtle") from error
        said = last_words(_ending(body), r"\.\s*\n")
        raise _cut_triples(address, count, said) from error


def _cut_triples(address: str, count: int, reason: str) -> EndpointError:
    some = f"{count:,} triple{'' if count == 1 else 's'}"
    return EndpointError(f"{address}: the answer was cut short after {some}{reason}")


def _unreadable(body: Body, kind: str, address: str, expected: str) -> EndpointError:
    words = shortened(body.head.decode("utf-8", "replace"))
    return EndpointError(
        f"{address}: its answer ({kind or 'no type'}) cannot be read as {expected}{words}"
    )


def _ending(body: Body) -> str:
    """Give the end of what came, for the words of a server in it."""
    with suppress(BrokenOffError):
        body.read_out()
    return body.tail.decode("utf-8", "replace")
