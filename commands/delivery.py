"""How and where a result is written, and the limits on finding it."""

from __future__ import annotations

import functools
import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from yuqiao.commands.help import report
from yuqiao.commands.options import (
    graph_option,
    memory_option,
    option,
    output_format_option,
    output_option,
    spreadsheet_option,
    timeout_option,
)
from yuqiao.exports.formats import ROWS, TRIPLES, known_format

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from os import PathLike

    from yuqiao.graph.limits import Limits
    from yuqiao.graph.stores.results import Answer

_LIMIT_REACHED = 3  # exit status


@dataclass(frozen=True)
class Delivery:
    """How and where a result is written.

    :param rows: largest number of rows; None for all
    :param spreadsheet: whether CSV or TSV is made safe to open in a spreadsheet
    """

    form: str | None
    output: PathLike[str] | None
    rows: int | None
    spreadsheet: bool

    def deliver(
        self, answer: Answer, prefixes: Mapping[str, str], if_empty: str | None = None
    ) -> None:
        """Write a result; exit with status 3 when it was truncated.

        :param if_empty: a hint for an empty table on a terminal
        """
        from yuqiao.exports.results.write import NO_ROWS, deliver
        from yuqiao.graph.messages import counted
        from yuqiao.graph.stores.results import Triples

        if self.rows is not None and not isinstance(answer, bool):
            answer = answer.limit(self.rows)
        note = deliver(answer, prefixes, self.form, self.output, spreadsheet=self.spreadsheet)
        where = f"{self.output}: " if self.output is not None else "yuqiao: "
        if note is not None:
            hint = f"; {if_empty}" if note == NO_ROWS and if_empty else ""
            report(where + note + hint)
        if self.rows is not None and not isinstance(answer, bool) and answer.truncated:
            what = "triple" if isinstance(answer, Triples) else "row"
            report(f"{where}truncated to {counted(self.rows, what)}")
            sys.exit(_LIMIT_REACHED)


def result_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options for the graph and for the result: the command gets a ``delivery``."""

    @graph_option
    @output_format_option(
        f"Output format. Rows: {ROWS}. Triples: {TRIPLES}. "
        "Default: by the extension of FILE; otherwise a table on a terminal, TSV in a pipe, and "
        "Turtle for triples.",
        tuple(dict.fromkeys((*ROWS.names, *TRIPLES.names))),
        _known_format,
    )
    @output_option
    @spreadsheet_option("csv or tsv")
    @option(
        "--limit-rows",
        metavar="N",
        type=click.IntRange(min=1),
        help="Write at most N rows or triples (exit status 3 if there are more).",
    )
    @functools.wraps(command)
    def delivering(
        form: str | None,
        output: PathLike[str] | None,
        spreadsheet: bool,
        limit_rows: int | None,
        **options: Any,
    ) -> None:
        command(delivery=Delivery(form, output, limit_rows, spreadsheet), **options)

    return delivering


def _known_format(_: click.Context, __: click.Parameter, form: str | None) -> str | None:
    if form is not None:
        known_format(form, ROWS, TRIPLES)
    return form


def limit_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add limits on time and memory, and let Ctrl-C stop the command at any moment.

    With a limit or an output file, the command runs in a child process that can be killed, and its
    ``output`` is a draft that becomes the file when the child has succeeded; otherwise Ctrl-C ends
    this process.
    """

    @timeout_option
    @memory_option
    @functools.wraps(command)
    def limited(timeout: str | None, memory: str | None, **options: Any) -> None:
        path = None if _writes_folder(options) else options.get("output")
        if timeout is None and memory is None and not (path and hasattr(os, "fork")):
            if options.get("output") is None:
                _end_at_interrupt()
            command(**options)
            return
        sys.exit(_run_limited(command, limits_of(timeout, memory), options))

    return limited


def limits_of(timeout: str | None, memory: str | None) -> Limits:
    """Return the limits that two options set."""
    from yuqiao.graph.limits import Limits, memory_of, seconds_of

    return Limits(
        None if timeout is None else seconds_of(timeout),
        None if memory is None else memory_of(memory),
    )


def _run_limited(command: Callable[..., None], limits: Limits, options: dict[str, Any]) -> int:
    from yuqiao.graph.limits import reject_where_impossible, run_limited

    reject_where_impossible(limits)
    path = options.get("output")
    if path is None or _writes_folder(options) or _is_pipe(path):
        return run_limited(lambda: command(**options), limits)
    from yuqiao.exports.output import Draft, open_atomically

    with open_atomically(path) as stream:
        draft = Draft(path, stream)
        return run_limited(lambda: command(**{**options, "output": draft}), limits)


def _writes_folder(options: dict[str, Any]) -> bool:
    """Return whether the output is a folder, which is replaced as a whole where it is written."""
    from yuqiao.exports.formats import TABLES

    return str(options.get("form")).lower() in TABLES


def _is_pipe(path: str) -> bool:
    """Return whether a path is a FIFO, which the child opens: that waits for the reader."""
    import stat

    try:
        return stat.S_ISFIFO(os.stat(path).st_mode)
    except (OSError, ValueError):
        return False


def _end_at_interrupt() -> None:
    """Make Ctrl-C end the process at once: the engine, at work, does not call Python's own handler.

    Only for commands that leave no draft of a file behind.
    """
    import signal

    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:  # as for a job in the background
        signal.signal(signal.SIGINT, signal.SIG_DFL)
