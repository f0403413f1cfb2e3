"""A person's session with a graph: its settings, and what becomes of each thing that is entered."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field, replace
from shutil import get_terminal_size
from typing import TYPE_CHECKING

from yuqiao.exports.formats import ROWS, TRIPLES, known_format
from yuqiao.exports.text_layout import wrap_text
from yuqiao.graph.errors import YuqiaoError
from yuqiao.graph.limits import Limits
from yuqiao.graph.sparql.lexer import tokens
from yuqiao.shell.execution import Asked, Forms, write_answered, write_to_file
from yuqiao.shell.pager import paged
from yuqiao.shell.styles import alarming, faint

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yuqiao.graph.rdf.terms import Term
    from yuqiao.shell.execution import Report
    from yuqiao.shell.graph_handle import OpenedGraph


@dataclass
class Session:
    """What is asked, and how answers are shown.

    :param lang: of labels and questions, ``en`` or ``zh``
    :param forms: how answers are written
    :param seconds: that a query may take; None for as long as it takes
    :param rows: that an answer may have; None for all there are
    :param remarks: whether a query is looked through before it is asked
    :param output: the file the next answer goes to
    :param last: the last query that was asked
    :param by_hand: whether a person types at a terminal, and reads there
    :param failed: whether anything that was entered was wrong
    """

    graph: OpenedGraph
    lang: str = "en"
    forms: Forms = field(default_factory=Forms)
    seconds: float | None = None
    rows: int | None = None
    remarks: bool = True
    output: str | None = None
    last: Asked | None = None
    by_hand: bool = False
    failed: bool = False

    @property
    def limits(self) -> Limits:
        """The limits of a query."""
        return Limits(self.seconds)

    def enter(self, text: str) -> bool:
        """Do what a person entered: answer a query, or obey a dot command.

        Errors are told.

        :return: whether the session goes on
        :raises KeyboardInterrupt: when it was cancelled
        """
        try:
            if text.lstrip().startswith("."):
                from yuqiao.shell.dot_commands import obey

                return obey(self, text.strip())
            if tokens(text):
                self.ask(text, {})
        except YuqiaoError as error:
            self.failed = True
            self._tell_mistake(str(error))
        return True

    def ask(self, sparql: str, bindings: Mapping[str, Term]) -> None:
        """Answer a query on the terminal, or in the file that was named for it."""
        asked = self.last = self.asking(sparql, bindings)
        if self.remarks:
            self._remark_on(asked)
        path, self.output = self.output, None
        if path is None:
            report = self._answer_here(asked)
        else:
            report = write_to_file(asked, self.graph, path, self.forms, self.limits)
        if report is None:
            return
        if report.remark:
            self.tell(faint(report.remark))
        into = f", into {path}" if path else ""
        why = "; .why tells why" if report.empty else ""
        self.tell(faint(f"{report}{into}{why}"))

    def _remark_on(self, asked: Asked) -> None:
        from yuqiao.shell.diagnostics import first_remarks

        for remark in first_remarks(asked, self.graph):
            self.tell(faint(_filled(remark)))

    def asking(self, sparql: str, bindings: Mapping[str, Term]) -> Asked:
        """Give a query as it is asked in this session."""
        return Asked(sparql, bindings, self.rows)

    def _answer_here(self, asked: Asked) -> Report | None:
        columns, lines = get_terminal_size()
        try:
            forms = replace(self.forms, width=columns) if sys.stdout.isatty() else self.forms
            if not self.by_hand:
                out = sys.stdout.buffer
                return write_answered(asked, self.graph, out, forms, self.limits)
            with paged(lines) as out:
                return write_answered(asked, self.graph, out, forms, self.limits)
        except BrokenPipeError:
            if not self.by_hand:
                raise
            return None  # the reader left the pager before the end

    def answer_as(self, form: str) -> None:
        """Choose a format: ``auto``, or one of those for rows, or of those for triples.

        :raises OutputError: when there is no such format
        """
        form = form.lower()
        if form != "auto":
            known_format(form, ROWS, TRIPLES)
        usual = Forms() if sys.stdout.isatty() else Forms("tsv")
        rows = form if form in ROWS else self.forms.rows
        triples = form if form in TRIPLES else self.forms.triples
        self.forms = usual if form == "auto" else Forms(rows, triples)

    def show(self, text: str) -> None:
        """Show a text on standard output, with a pager when it is long."""
        if not self.by_hand:
            sys.stdout.write(text)
            return
        with paged(get_terminal_size().lines) as out:
            out.write(text.encode(errors="replace"))

    def tell_cancelled(self) -> None:
        """Say that Ctrl-C has ended what was begun."""
        self.tell("\n" + faint("cancelled"))  # the terminal has shown ^C

    def _tell_mistake(self, message: str) -> None:
        first, newline, below = message.partition("\n")  # below it, a piece of the query stands
        self.tell(alarming(_filled(first)) + newline + below)

    def tell(self, text: str) -> None:
        """Say something that is no answer: below it on a terminal, else on standard error."""
        stream = sys.stdout if self.by_hand else sys.stderr
        stream.write(text + "\n")
        stream.flush()


def _filled(line: str) -> str:
    """Break a line at spaces where the terminal would break it anywhere."""
    if not sys.stdout.isatty():
        return line
    return "\n".join(wrap_text(line, get_terminal_size().columns))
