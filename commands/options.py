"""The options that several commands share; spelled the same everywhere."""

from __future__ import annotations

import functools
import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from yuqiao.exports.formats import RDF, ROWS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from os import PathLike

    from yuqiao.graph.limits import Limits
    from yuqiao.graph.stores.results import Answer

_STOPPED = 3  # the exit code of an answer that a limit cut short


@dataclass(frozen=True)
class Delivery:
    """How and where an answer is wanted.

    :param rows: how many at most; None for all
    :param spreadsheet: whether CSV is made safe to open in a spreadsheet
    """

    form: str | None
    output: PathLike[str] | None
    rows: int | None
    spreadsheet: bool

    def deliver(
        self, answer: Answer, prefixes: Mapping[str, str], if_empty: str | None = None
    ) -> None:
        """Write an answer; end with exit code 3 when it was cut.

        :param if_empty: what to do about an empty table on a terminal
        """
        from yuqiao.exports.results.write import NO_ROWS, deliver
        from yuqiao.graph.messages import counted
        from yuqiao.graph.stores.results import Triples

        if self.rows is not None and not isinstance(answer, bool):
            answer = answer.limit(self.rows)
        remark = deliver(answer, prefixes, self.form, self.output, spreadsheet=self.spreadsheet)
        where = f"{self.output}: " if self.output is not None else "yuqiao: "
        if remark is not None:
            hint = f"; {if_empty}" if remark == NO_ROWS and if_empty else ""
            click.echo(where + remark + hint, err=True)
        if self.rows is not None and not isinstance(answer, bool) and answer.truncated:
            what = "triple" if isinstance(answer, Triples) else "row"
            click.echo(f"{where}cut at {counted(self.rows, what)}", err=True)
            sys.exit(_STOPPED)


def graph_option(command: Callable[..., None]) -> Callable[..., None]:
    """Let a command name the graph it reads."""
    return click.option(
        "--graph",
        metavar="GRAPH",
        envvar="YUQIAO_GRAPH",
        help="An RDF file or folder, a directory made by load, or a SPARQL endpoint; the bundled "
        "graph if not given.",
    )(command)


def output_option(command: Callable[..., None]) -> Callable[..., None]:
    """Let a command write to a file."""
    return click.option(
        "-o",
        "--output",
        metavar="FILE",
        callback=output_path,
        help="Write to FILE, whole or not at all; else, or as -, to standard output.",
    )(command)


def output_path(_: click.Context, __: click.Parameter, path: str | None) -> str | None:
    """Give None for standard output."""
    if path == "":
        from yuqiao.graph.errors import OutputError

        raise OutputError("-o has an empty name; name a file, or - for standard output")
    return None if path == "-" else path


def expanded_option(command: Callable[..., None]) -> Callable[..., None]:
    """Let a command write JSON-LD without a context."""
    return click.option(
        "--expanded", is_flag=True, help="With --as jsonld: write whole IRIs, without a context."
    )(command)


def unpack_option(command: Callable[..., None]) -> Callable[..., None]:
    """Let a command read compressed files that unpack to very much."""
    return click.option(
        "--unpack",
        metavar="SIZE",
        expose_value=False,
        callback=_allow_unpacking,
        help="Let a compressed file unpack to SIZE, such as 500G, whatever its own size; if not "
        "given, to 100G, and to 250 times its size. YUQIAO_UNPACK does the same.",
    )(command)


def _allow_unpacking(_: click.Context, __: click.Parameter, size: str | None) -> None:
    if size is not None:
        from yuqiao.graph.rdf.compression import ALLOWED, decompression_limit

        decompression_limit(size)  # a mistake is reported before any work is done
        os.environ[ALLOWED] = size


def lang_option(command: Callable[..., None]) -> Callable[..., None]:
    """Let a command speak English or Chinese."""
    return click.option(
        "--lang", metavar="LANG", default="en", show_default=True, help="Language: en or zh."
    )(command)


def quiet_option(command: Callable[..., None]) -> Callable[..., None]:
    """Let a command be told to say nothing but what goes wrong."""
    return click.option("--quiet", is_flag=True, help="Say nothing unless something is wrong.")(
        command
    )


def answer_options(command: Callable[..., None]) -> Callable[..., None]:
    """Let a command name its graph, and the form and place of its answer: its ``delivery``."""

    @graph_option
    @click.option(
        "--as",
        "form",
        metavar="FORMAT",
        callback=_known_format,
        help=f"For rows, true and false: {ROWS}; for triples: edges, {RDF}. If not "
        "given, FILE's extension decides, or else rows are a table on a terminal and TSV in a "
        "pipe.",
    )
    @output_option
    @click.option(
        "--spreadsheet",
        is_flag=True,
        help="With --as csv: keep cells from running as formulas, and say how many.",
    )
    @click.option(
        "--limit-rows",
        metavar="N",
        type=click.IntRange(min=1),
        help="Give N rows or triples at most; exit code 3 when there are more.",
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
        from yuqiao.exports.formats import TRIPLES, known_format

        known_format(form, ROWS, TRIPLES)
    return form


def allow_host_option(command: Callable[..., None]) -> Callable[..., None]:
    """Let a command name the hosts that SERVICE may call."""
    return click.option(
        "--allow-host",
        "allow_hosts",
        metavar="HOST",
        multiple=True,
        help="Let SERVICE call HOST, such as query.wikidata.org or localhost:7878; more than one "
        "may be named. Without, a query of a local graph calls nobody.",
    )(command)


def limit_options(command: Callable[..., None]) -> Callable[..., None]:
    """Let a command be stopped: by a limit on time or memory, and by Ctrl-C at any moment.

    With a limit or a file to write, the command runs in a child process that can be killed, and
    its ``output`` is a draft that takes its place when the child has ended well; without, Ctrl-C
    simply ends this process.
    """

    @click.option(
        "--timeout", metavar="SECONDS", help="Stop after SECONDS, such as 5 or 0.5 (exit code 3)."
    )
    @click.option(
        "--memory",
        metavar="SIZE",
        help="Stop when more memory is held than SIZE, such as 500M or 2G (exit code 3).",
    )
    @functools.wraps(command)
    def limited(timeout: str | None, memory: str | None, **options: Any) -> None:
        path = options.get("output")
        if timeout is None and memory is None and not (path and hasattr(os, "fork")):
            if path is None:
                _end_at_interrupt()
            command(**options)
            return
        sys.exit(_run_limited(command, limits_of(timeout, memory), options))

    return limited


def limits_of(timeout: str | None, memory: str | None) -> Limits:
    """Read the limits as they are given."""
    from yuqiao.graph.limits import Limits, memory_of, seconds_of

    return Limits(
        None if timeout is None else seconds_of(timeout),
        None if memory is None else memory_of(memory),
    )


def _run_limited(command: Callable[..., None], limits: Limits, options: dict[str, Any]) -> int:
    from yuqiao.graph.limits import refuse_where_impossible, run_limited

    refuse_where_impossible(limits)
    path = options.get("output")
    if path is None:
        return run_limited(lambda: command(**options), limits)
    from yuqiao.exports.output import Draft, open_atomically

    with open_atomically(path) as stream:
        draft = Draft(path, stream)
        return run_limited(lambda: command(**{**options, "output": draft}), limits)


def _end_at_interrupt() -> None:
    """Let Ctrl-C end the process at once: the engine, at work, does not hear Python's own handler.

    Only for commands that leave no draft of a file behind.
    """
    import signal

    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:  # as for a job in the background
        signal.signal(signal.SIGINT, signal.SIG_DFL)
