"""Run a query in a child process, which Ctrl-C or a time limit kills; the shell continues."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, cast

from yuqiao.exports.output import Draft, open_atomically

# The writers are imported here once: what a child imports is lost for the next one.
from yuqiao.exports.rdf import turtle, write  # noqa: F401
from yuqiao.exports.results import terminal_table  # noqa: F401
from yuqiao.exports.results.write import deliver, write_answer
from yuqiao.graph.errors import OutputError
from yuqiao.graph.messages import counted
from yuqiao.graph.stores.results import Solutions, Triples
from yuqiao.shell.graph_handle import computed
from yuqiao.shell.labels import with_labels

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yuqiao.graph.limits import Limits
    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.results import Answer
    from yuqiao.shell.graph_handle import OpenedGraph

_BINARY = ("parquet", "arrow")
_FOR_READING = ("table", "markdown")


@dataclass(frozen=True)
class ShellQuery:
    """A query, the terms bound in it, and the maximum number of rows."""

    sparql: str
    bindings: Mapping[str, Term]
    rows: int | None = None


@dataclass(frozen=True)
class Forms:
    """How answers are written.

    :param rows: the format of rows, true and false
    :param triples: the format of triples
    :param width: columns a table has to fit in; None for no limit
    :param labels: language of the labels next to IRIs in tables; None for no labels
    """

    rows: str = "table"
    triples: str = "turtle"
    width: int | None = None
    labels: str | None = None

    def of(self, answer: Answer) -> str:
        """Return the format for an answer."""
        return self.triples if isinstance(answer, Triples) else self.rows


@dataclass(frozen=True)
class QueryReport:
    """The report after a result.

    :param count: rows or triples; None for true and false, and for rows the engine itself writes
    :param what: ``row`` or ``triple``
    :param cut: whether the result was truncated
    :param remark: a note on the format; None for none
    :param seconds: the time it took, without the time a reader took to page through it
    """

    count: int | None
    what: str
    cut: bool
    seconds: float
    remark: str | None

    @property
    def empty(self) -> bool:
        """Whether there were no rows, or no triples."""
        return self.count == 0

    def __str__(self) -> str:
        took = f"{self.seconds:.1f} s" if self.seconds >= 1 else f"{1000 * self.seconds:.0f} ms"
        if self.count is None:
            return f"finished in {took}"
        given = counted(self.count, self.what)
        return f"truncated to {given} (.limit), after {took}" if self.cut else f"{given} in {took}"


def write_answered(
    asked: ShellQuery, graph: OpenedGraph, out: IO[bytes], forms: Forms, limits: Limits | None
) -> QueryReport:
    """Answer a query in a child process, onto a stream.

    :raises yuqiao.graph.errors.YuqiaoError: when the query is wrong, or a limit was reached
    :raises KeyboardInterrupt: when it was cancelled
    :raises BrokenPipeError: when the reader has gone
    """
    return computed(lambda: _answer(asked, graph, out, forms), limits)


def write_to_file(
    asked: ShellQuery, graph: OpenedGraph, path: str, forms: Forms, limits: Limits | None
) -> QueryReport:
    """Answer a query in a child process into a file, which is written whole or not at all.

    :param forms: for a file name without an extension, which otherwise decides the format
    :raises yuqiao.graph.errors.YuqiaoError: as :func:`write_answered`, or when it cannot be written
    """
    with open_atomically(path) as stream:
        draft = Draft(path, stream)

        def work() -> QueryReport:
            answered = _Answered(asked, graph)
            form = None if os.path.splitext(path)[1] else forms.of(answered.answer)
            remark = deliver(answered.answer, graph.prefixes, form, draft)
            return answered.report(0, remark)

        return computed(work, limits)


def _answer(asked: ShellQuery, graph: OpenedGraph, out: IO[bytes], forms: Forms) -> QueryReport:
    answered = _Answered(asked, graph)
    timed = _TimedStream(out)
    form = forms.of(answered.answer)
    _reject_on_a_terminal(form, forms)
    shown = answered.answer
    if forms.labels and form in _FOR_READING and isinstance(shown, Solutions):
        shown = with_labels(shown, graph.store(), forms.labels, graph.prefixes)
    remark = write_answer(shown, cast("IO[bytes]", timed), form, graph.prefixes, forms.width)
    timed.flush()
    return answered.report(timed.waited, remark)


def _reject_on_a_terminal(form: str, forms: Forms) -> None:
    if form in _BINARY and forms.width is not None:
        raise OutputError(f"{form} is not text; name a file first: .output FILE")


class _Answered:
    """An answer, and its report once it has been written."""

    def __init__(self, asked: ShellQuery, graph: OpenedGraph) -> None:
        self._began = time.monotonic()
        answer = graph.store().query(asked.sparql, asked.bindings)
        if asked.rows is not None and not isinstance(answer, bool):
            answer = answer.limit(asked.rows)
        self.answer = answer

    def report(self, waited: float, remark: str | None) -> QueryReport:
        seconds = time.monotonic() - self._began - waited
        if isinstance(self.answer, bool):
            return QueryReport(None, "", False, seconds, remark)
        what = "triple" if isinstance(self.answer, Triples) else "row"
        return QueryReport(self.answer.count, what, self.answer.truncated, seconds, remark)


class _TimedStream:
    """A stream that measures how long writes to it waited: a reader takes time to page."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.waited = 0.0

    def write(self, data: bytes) -> int:
        """Write to the stream."""
        began = time.monotonic()
        written = self._stream.write(data)
        self.waited += time.monotonic() - began
        return written

    def flush(self) -> None:
        """Flush the stream."""
        began = time.monotonic()
        self._stream.flush()
        self.waited += time.monotonic() - began
