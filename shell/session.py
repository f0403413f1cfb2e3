"""A session with a graph: its settings, and how queries are run and shown in it."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field, replace
from shutil import get_terminal_size
from typing import IO, TYPE_CHECKING, cast

from yuqiao.exports.formats import ROWS, TRIPLES, known_format
from yuqiao.exports.safe_text import harmless
from yuqiao.exports.terminal_output import TerminalOutput
from yuqiao.exports.text_layout import wrap_text
from yuqiao.graph.limits import Limits
from yuqiao.graph.translation import translate
from yuqiao.shell.diagnostics import first_warnings
from yuqiao.shell.execution import Forms, ShellQuery, write_answered, write_to_file
from yuqiao.shell.pager import paged
from yuqiao.shell.styles import alarming, faint

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yuqiao.graph.rdf.terms import Term
    from yuqiao.shell.execution import QueryReport
    from yuqiao.shell.graph_handle import OpenedGraph


@dataclass
class Session:
    """The graph that is queried, and how results are shown.

    :param lang: language of labels and questions, ``en`` or ``zh``
    :param forms: formats of results
    :param seconds: time limit of a query; None for no limit
    :param rows: largest number of rows of a result; None for all
    :param warnings: whether a query is checked before it is run
    :param labels: whether tables show labels next to IRIs
    :param output: file for the next result
    :param last: the last query
    :param by_hand: whether both input and output are a terminal
    :param failed: whether anything that was entered was wrong
    :param reading: how many files are being read, one from another
    """

    graph: OpenedGraph
    lang: str = "en"
    forms: Forms = field(default_factory=Forms)
    seconds: float | None = None
    rows: int | None = None
    warnings: bool = True
    labels: bool = False
    output: str | None = None
    last: ShellQuery | None = None
    by_hand: bool = False
    failed: bool = False
    reading: int = 0

    @property
    def limits(self) -> Limits:
        """The limits of a query."""
        return Limits(self.seconds)

    def run_query(self, sparql: str, bindings: Mapping[str, Term]) -> None:
        """Run a query, and write its result to the terminal or to the file set by ``.output``."""
        asked = self.last = self.prepare(sparql, bindings)
        for warning in first_warnings(asked, self.graph) if self.warnings else ():
            self.note(_filled(warning))
        path, self.output = self.output, None
        if path is None:
            report = self._answer_here(asked)
        else:
            report = write_to_file(asked, self.graph, path, self.forms, self.limits)
        if report is None:
            return
        if report.remark:
            self.note(report.remark)
        into = f", into {path}" if path else ""
        why = "; .why explains it" if report.empty else ""
        self.note(f"{report}{into}{why}")

    def prepare(self, sparql: str, bindings: Mapping[str, Term]) -> ShellQuery:
        """Return a query with the settings of this session."""
        return ShellQuery(sparql, bindings, self.rows)

    def _answer_here(self, asked: ShellQuery) -> QueryReport | None:
        columns, lines = get_terminal_size()
        try:
            labels = self.lang if self.labels else None
            width = columns if sys.stdout.isatty() else None
            forms = replace(self.forms, width=width, labels=labels)
            if not self.by_hand:
                out = sys.stdout.buffer
                return write_answered(asked, self.graph, out, forms, self.limits)
            with paged(lines) as stream:
                out = cast("IO[bytes]", TerminalOutput(stream))
                return write_answered(asked, self.graph, out, forms, self.limits)
        except BrokenPipeError:
            if not self.by_hand:
                raise
            return None  # the pager was closed before the end

    def answer_as(self, form: str) -> None:
        """Set the format: ``auto``, one for rows, or one for triples.

        :raises OutputError: if there is no such format
        """
        form = form.lower()
        if form != "auto":
            known_format(form, ROWS, TRIPLES)
        usual = Forms() if sys.stdout.isatty() else Forms("tsv")
        rows = form if form in ROWS else self.forms.rows
        triples = form if form in TRIPLES else self.forms.triples
        self.forms = usual if form == "auto" else Forms(rows, triples)

    def show(self, text: str) -> None:
        """Print a text on standard output, through a pager if it is long."""
        if not self.by_hand:
            sys.stdout.write(text)
            return
        with paged(get_terminal_size().lines) as out:
            out.write(text.encode(errors="replace"))

    def report_cancelled(self) -> None:
        """QueryReport that Ctrl-C has cancelled the query."""
        self.report("")  # the terminal has shown ^C
        self.note("cancelled")

    def report_mistake(self, message: str) -> None:
        """Print an error."""
        self.failed = True
        first, *below = map(harmless, translate(message, self.lang).split("\n"))
        self._print("\n".join([alarming(_filled(first)), *below]))  # a line of the query is below

    def note(self, text: str) -> None:
        """Print a remark next to the result."""
        self._print(faint(self._shown(text)))

    def report(self, text: str) -> None:
        """Print a message."""
        self._print(self._shown(text))

    def _shown(self, text: str) -> str:
        """Return a message in the language of the session; the name of a file may hold anything."""
        return "\n".join(map(harmless, translate(text, self.lang).split("\n")))

    def _print(self, text: str) -> None:
        """Print below the result on a terminal, otherwise on standard error."""
        stream = sys.stdout if self.by_hand else sys.stderr
        stream.write(text + "\n")
        stream.flush()


def _filled(line: str) -> str:
    """Wrap a line at spaces on a terminal."""
    if not sys.stdout.isatty():
        return line
    return "\n".join(wrap_text(line, get_terminal_size().columns))
