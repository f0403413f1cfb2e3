"""Rows and triples as they arrive from a server, in constant memory.

An incomplete response is an error, never a short result: servers that fail in the middle close the
connection, or write an error message into the response (Oxigraph, QLever), and both are
distinguished from a regular end.
"""

from __future__ import annotations

import re
import warnings
from contextlib import contextmanager, nullcontext, suppress
from itertools import chain
from typing import IO, TYPE_CHECKING, cast

import pyoxigraph
from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat

from yuqiao.graph.errors import EndpointError, InputWarning, QueryError
from yuqiao.graph.rdf.sources import current_read_options
from yuqiao.graph.sparql.server_messages import last_message, shortened
from yuqiao.graph.stores.endpoint.csv_rows import csv_as_tsv
from yuqiao.graph.stores.endpoint.response import Body, BrokenOffError, SpoiltError, media_type
from yuqiao.graph.stores.endpoint.response_guards import response_guard
from yuqiao.graph.stores.endpoint.row_filter import good_rows
from yuqiao.graph.stores.endpoint.triple_filter import good_triples

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    import httpx
    from pyoxigraph import Quad, QuerySolution, Triple, Variable

RESULTS = (
    "application/sparql-results+json, application/sparql-results+xml;q=0.5, "
    "text/tab-separated-values;q=0.2, text/csv;q=0.1"
)
"""The Accept header for SELECT and ASK."""

TRIPLES = "application/n-triples, text/turtle;q=0.5"
"""The Accept header for CONSTRUCT and DESCRIBE."""

_JSON, _XML = QueryResultsFormat.JSON, QueryResultsFormat.XML
_TSV, _CSV = QueryResultsFormat.TSV, QueryResultsFormat.CSV
_RESULTS = {
    "application/sparql-results+json": _JSON,
    "application/json": _JSON,
    "application/sparql-results+xml": _XML,
    "application/xml": _XML,
    "text/xml": _XML,
    "text/tab-separated-values": _TSV,
    "text/csv": _CSV,
}
_TRIPLES = {
    "application/n-triples": RdfFormat.N_TRIPLES,
    "text/plain": RdfFormat.N_TRIPLES,
    "text/turtle": RdfFormat.TURTLE,
    "application/turtle": RdfFormat.TURTLE,
    "application/x-turtle": RdfFormat.TURTLE,
}
_ROW_MARKS = {  # what the engine writes once for each row, and how many more of it
    QueryResultsFormat.CSV: (b"\r\n", 1),
    QueryResultsFormat.TSV: (b"\n", 1),
    QueryResultsFormat.JSON: (b"}}", 0),
    QueryResultsFormat.XML: (b"<result>", 0),
}
_XML_END = re.compile(rb"</(?:[\w.-]+:)?sparql\s*>\s*(?:<!--[^>]*-->\s*)*$")
_JSON_END = re.compile(r"\]\s*\}\s*\}\s*$")
_MORE_FOLLOWS = re.compile(r"after the end|already contains one root|Extra XML")
_END_TOO_EARLY = re.compile(r"before end of input|Unexpected end\b")
_EXCUSE = re.compile(  # a comment, which a parser of triples skips
    rb"(?:^|\n)[ \t]*#[# \t]*"
    rb"([^\n]*(?:incomplete|cancel|time[ds]?[ -]?out|truncat|error\b)[^\n]*)\s*$",
    re.IGNORECASE,
)

_STATEMENT = re.compile(r"<|_:|\[|\(|@?(?:prefix|base)\b|[\w.-]*:[\w.-]+\s", re.IGNORECASE)


class Rows:
    """The rows of a response, in place of pyoxigraph's own solutions.

    :param solutions: those that pyoxigraph parses from the body
    :param body: the body; the end of XML is checked, which pyoxigraph does not do
    :param address: the endpoint's, for messages
    :param hidden: a context that removes secrets from an error's message
    """

    def __init__(
        self,
        solutions: QuerySolutions,
        body: Body,
        address: str,
        hidden: Callable[[], AbstractContextManager[None]] = nullcontext,
        *,
        is_xml: bool = False,
    ) -> None:
        self.variables: list[Variable] = solutions.variables
        self._solutions: QuerySolutions | None = solutions
        self._body = body
        self._address = address
        self._hidden = hidden
        self._is_xml = is_xml
        self._count = 0

    def __iter__(self) -> Iterator[QuerySolution]:
        with self._hidden(), self._failures_reported():
            for solution in self._taken():
                self._count += 1
                self._body.gained()
                yield solution
            self._make_sure_of_the_end()

    def serialize(self, out: IO[bytes], form: QueryResultsFormat) -> None:
        """Write the rows in a format of the W3C as they arrive."""
        written = _Written(out, *_ROW_MARKS[form], self._body)
        with self._hidden(), self._failures_reported(written):
            self._taken().serialize(cast("IO[bytes]", written), form)
            self._make_sure_of_the_end()

    @contextmanager
    def _failures_reported(self, written: _Written | None = None) -> Iterator[None]:
        try:
            yield
        except (BrokenOffError, MemoryError, SyntaxError) as error:
            count = self._count if written is None else written.rows
            # No name holds the new error: its traceback, which holds the rows, would hold itself.
            try:
                raise _Failure(self._address, count, "row").of_rows(error, self._body) from error
            finally:
                self._body.close()

    def _taken(self) -> QuerySolutions:
        """Return the solutions and drop our reference: an error's traceback must not hold them.

        They may only be freed in the thread that created them, while an error may be freed in any.
        """
        taken, self._solutions = self._solutions, None
        if taken is None:
            raise QueryError("the rows of this result have already been read; run the query again")
        return taken

    def _make_sure_of_the_end(self) -> None:
        self._body.read_out()
        if self._is_xml and not _XML_END.search(self._body.tail):
            raise BrokenOffError("its last tag is missing")


class _Written:
    """A stream that counts the rows written to it.

    :param mark: the bytes that occur once for each row
    :param besides: how many more of them there are than rows
    :param body: the body that the rows are read from
    """

    def __init__(self, out: IO[bytes], mark: bytes, besides: int, body: Body) -> None:
        self._out = out
        self._body = body
        self._mark = mark
        self._count = -besides
        self._end = b""

    @property
    def rows(self) -> int:
        """The number of rows written."""
        return max(0, self._count)

    def write(self, data: bytes) -> int:
        """Write to the stream."""
        self._body.gained()
        seen = self._end + data
        self._count += seen.count(self._mark)
        self._end = seen[-len(self._mark) + 1 :] if len(self._mark) > 1 else b""
        return self._out.write(data)

    def flush(self) -> None:
        """Flush the stream."""
        self._out.flush()


def read_results(
    answer: httpx.Response,
    address: str,
    hidden: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> Rows | bool:
    """Parse the response to a SELECT or an ASK.

    :param hidden: a context that removes secrets from an error's message

    :raises EndpointError: when it is neither SPARQL JSON nor XML results
    """
    kind = media_type(answer)
    body = Body(answer, results=_RESULTS.get(kind, _JSON))
    try:
        syntax = _syntax_of(kind, body)
        skip = current_read_options().skip
        if skip is not None and syntax is not _CSV:  # where every value is text
            report = _without_secrets(skip, hidden)
            body.change(lambda pieces: good_rows(pieces, syntax, address, report))
        if syntax in {_TSV, _CSV}:
            return _read_table(syntax, body, address, hidden)
        body.guard(response_guard(syntax))
        found = pyoxigraph.parse_query_results(cast("IO[bytes]", body), syntax)
        if isinstance(found, QuerySolutions):
            return Rows(found, body, address, hidden, is_xml=syntax is _XML)
        body.read_out()
    except (BrokenOffError, MemoryError) as error:
        answer.close()
        raise _Failure(address, 0, "row").of_rows(error, body) from error
    except (SyntaxError, ValueError) as error:
        answer.close()
        raise _unreadable(body, kind, address, "SPARQL results in JSON or XML") from error
    return bool(found)


def _read_table(
    syntax: QueryResultsFormat,
    body: Body,
    address: str,
    hidden: Callable[[], AbstractContextManager[None]],
) -> Rows:
    """Parse rows in TSV or CSV, whose end no mark shows.

    :raises EndpointError: when truncation could not be detected
    """
    if not body.ends_visibly:
        body.close()
        raise EndpointError(
            f"{address}: its table comes without a length and not in chunks, so that a cut could "
            "not be told from the end"
        )
    if syntax is _CSV:
        warnings.warn(
            f"{address}: answered in CSV, which does not tell numbers, languages and IRIs from "
            "text; web addresses are taken for IRIs, all else for text",
            InputWarning,
            stacklevel=2,
        )
        body.change(csv_as_tsv)
    body.guard(response_guard(RdfFormat.N_TRIPLES))  # which nests triple terms as TSV does
    found = pyoxigraph.parse_query_results(cast("IO[bytes]", body), _TSV)
    assert isinstance(found, QuerySolutions)
    return Rows(found, body, address, hidden)


def _without_secrets(
    skip: Callable[[str], None], hidden: Callable[[], AbstractContextManager[None]]
) -> Callable[[str], None]:
    """Return a report of what a server wrote that passes the filter of errors."""

    def report(message: str) -> None:
        try:
            with hidden():
                raise EndpointError(message)
        except EndpointError as error:
            skip(str(error))

    return report


def _syntax_of(kind: str, body: Body) -> QueryResultsFormat:
    if kind in _RESULTS:
        return _RESULTS[kind]
    first = body.peek()[:1]
    if first not in {b"{", b"<"}:
        raise ValueError(kind)
    return _JSON if first == b"{" else _XML


def read_triples(
    answer: httpx.Response,
    address: str,
    hidden: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> Iterator[Triple]:
    """Parse the response to a CONSTRUCT or a DESCRIBE.

    :param hidden: a context that removes secrets from what is reported of the server
    :raises EndpointError: when it is neither N-Triples nor Turtle, or when truncation could not
        be detected; while the triples are read, when it is truncated
    """
    kind = media_type(answer)
    body = Body(answer)
    if kind in _TRIPLES:
        body.guard(response_guard(_TRIPLES[kind]))
    if kind in _TRIPLES and not body.ends_visibly:
        answer.close()
        raise EndpointError(
            f"{address}: its triples come without a length and not in chunks, so that a cut could "
            "not be told from the end; ask for rows with SELECT instead"
        )
    if kind not in _TRIPLES:
        answer.close()
        raise _unreadable(body, kind, address, "N-Triples or Turtle")
    skip = current_read_options().skip
    report = None if skip is None else _without_secrets(skip, hidden)
    found = _triples(body, _TRIPLES[kind], address, kind, report)
    first = next(found, None)  # an error at the beginning is reported at once
    return iter(()) if first is None else chain([first], found)


def _triples(
    body: Body, syntax: RdfFormat, address: str, kind: str, skip: Callable[[str], None] | None
) -> Iterator[Triple]:
    count = 0
    quads: Iterator[Quad] = pyoxigraph.parse(cast("IO[bytes]", body), syntax)
    if skip is not None:
        quads = good_triples(quads, address, skip, lambda: not _ends_whole(body))
    try:
        for quad in quads:
            count += 1
            body.gained()
            yield quad.triple
        body.read_out()
        excuse = _EXCUSE.search(body.tail)
    except (BrokenOffError, MemoryError) as error:
        body.close()
        raise _Failure(address, count, "triple").of_what_came(error) from error
    except (SyntaxError, ValueError) as error:
        if count == 0:
            raise _unreadable(body, kind, address, "N-Triples or Turtle") from error
        raise _Failure(address, count, "triple").of_triples(error, body) from error
    if excuse is not None:
        said = f": {excuse[1].decode('utf-8', 'replace').rstrip('# ')}"
        raise _Failure(address, count, "triple").of_the_server(said)


def _ends_whole(body: Body) -> bool:
    """Return whether a response ends with a statement, right or wrong: not cut, nor in words."""
    text = _ending(body).rstrip()
    last = re.split(r"\.\s*\n", text)[-1].lstrip()
    return text.endswith(".") and _STATEMENT.match(last) is not None


class _Failure:
    """Errors in the middle of a response.

    :param count: the number of rows or triples before the error
    :param what: row or triple
    """

    def __init__(self, address: str, count: int, what: str) -> None:
        self._address = address
        self._next = f"{what} {count + 1:,} of the answer"
        self._some = f"{count:,} {what}{'' if count == 1 else 's'}"

    def of_rows(self, error: Exception, body: Body) -> EndpointError:
        """Explain why the rest of the rows cannot be read."""
        if not isinstance(error, SyntaxError):
            return self.of_what_came(error)
        said = str(error.msg)
        if body.head.startswith(b"?"):  # a table: its last line is a row, or the server's words
            words = last_message(_ending(body).rstrip(), r"\n")
            return self.of_the_server(words) if words else self._of_the_next(said)
        if error.lineno is None and not (_MORE_FOLLOWS.search(said) or _END_TOO_EARLY.search(said)):
            return self._of_the_next(said)
        ending = _ending(body)
        if _MORE_FOLLOWS.search(said):
            words = last_message(ending, r"[{}\[\]]")
            return self._error(f"more follows the end of the answer, after {self._some}{words}")
        if _JSON_END.search(ending):
            half = r"an escape in it is half of a character (such as \ud800), or incomplete"
            return self._of_the_next(half if _END_TOO_EARLY.search(said) else said)
        words = last_message(ending, r"[{}\[\]]")
        return self.of_the_server(words) if words else self._truncated("")

    def of_triples(self, error: Exception, body: Body) -> EndpointError:
        """Explain why the rest of the triples cannot be read."""
        words = last_message(_ending(body), r"\.\s*\n")
        if words:
            return self.of_the_server(words)
        return (
            self._truncated("")
            if _END_TOO_EARLY.search(str(error))
            else self._of_the_next(str(error))
        )

    def of_what_came(self, error: Exception) -> EndpointError:
        """Explain what is wrong with the bytes themselves."""
        if isinstance(error, MemoryError):  # the parser's own limit, not the machine's
            return self._error(f"{self._next} is too large to be read; a term may have 7 MiB")
        if isinstance(error, SpoiltError):
            return self._error(f"the answer cannot be read beyond {self._some}: {error}")
        return self._truncated(f": {error}")

    def of_the_server(self, words: str) -> EndpointError:
        """Return what the server wrote in place of the rest."""
        return self._error(f"the server stopped after {self._some} and wrote{words}")

    def _of_the_next(self, said: str) -> EndpointError:
        said = re.sub(r"^Parser error at line .*?: |^Error (?=Error )| in line \d+|"
                      r" \(line \d+\)$", "", said)  # fmt: skip
        return self._error(f"{self._next} cannot be read{shortened(said)}")

    def _truncated(self, reason: str) -> EndpointError:
        return self._error(f"the answer was cut short after {self._some}{reason}")

    def _error(self, said: str) -> EndpointError:
        return EndpointError(f"{self._address}: {said}")


def _unreadable(body: Body, kind: str, address: str, expected: str) -> EndpointError:
    words = shortened(body.head.decode("utf-8", "replace"))
    return EndpointError(
        f"{address}: its answer ({kind or 'no type'}) cannot be read as {expected}{words}"
    )


def _ending(body: Body) -> str:
    """Return the end of the response, which may contain the server's message."""
    with suppress(BrokenOffError):
        body.read_out()
    return body.tail.decode("utf-8", "replace")
