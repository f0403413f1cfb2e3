"""The options that several commands share; spelled the same everywhere."""

from __future__ import annotations

import functools
import os
import sys
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from yuqiao.graph.limits import Limits

FORMATS = "table, csv, tsv, json, xml or markdown"
RDF_FORMATS = "turtle, ntriples, rdfxml, jsonld, trig or nquads"


def graph_option(command: Callable[..., None]) -> Callable[..., None]:
    """Let a command name the graph it reads."""
    return click.option(
        "--graph",
        metavar="GRAPH",
        envvar="YUQIAO_GRAPH",
        help="An RDF file or folder, or a SPARQL endpoint; the bundled graph if not given.",
    )(command)


def output_option(command: Callable[..., None]) -> Callable[..., None]:
    """Let a command write to a file."""
    return click.option(
        "-o",
        "--output",
        metavar="FILE",
        callback=_output_path,
        help="Write to FILE, whole or not at all; else, or as -, to standard output.",
    )(command)


def _output_path(_: click.Context, __: click.Parameter, path: str | None) -> str | None:
    if path == "":
        from yuqiao.graph.errors import OutputError

        raise OutputError("-o has an empty name; name a file, or - for standard output")
    return None if path == "-" else path


def lang_option(command: Callable[..., None]) -> Callable[..., None]:
    """Let a command speak English or Chinese."""
    return click.option(
        "--lang", metavar="LANG", default="en", show_default=True, help="Language: en or zh."
    )(command)


def answer_options(command: Callable[..., None]) -> Callable[..., None]:
    """Let a command name its graph, and the form and place of its answer."""
    form = click.option(
        "--as",
        "form",
        metavar="FORMAT",
        help=f"For rows, true and false: {FORMATS}; for triples: {RDF_FORMATS}. If not given, "
        "FILE's extension decides, or else rows are a table on a terminal and TSV in a pipe.",
    )
    return graph_option(form(output_option(command)))


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
        from yuqiao.graph.limits import Limits, bytes_of, seconds_of

        limits = Limits(
            None if timeout is None else seconds_of(timeout),
            None if memory is None else bytes_of(memory),
        )
        sys.exit(_run_limited(command, limits, options))

    return limited


def _run_limited(command: Callable[..., None], limits: Limits, options: dict[str, Any]) -> int:
    from yuqiao.graph.limits import refuse_where_impossible, run_limited

    refuse_where_impossible(limits)
    path = options.get("output")
    if path is None:
        return run_limited(lambda: command(**options), limits)
    from yuqiao.exports.writing import Draft, open_atomically

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
