"""The options that several commands share; spelled the same everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable

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
        help="Write to FILE, whole or not at all; else to standard output.",
    )(command)


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


def end_at_interrupt() -> None:
    """Let Ctrl-C end the process at once: the engine, at work, does not hear Python's own handler.

    Only for commands that leave no draft of a file behind.
    """
    import signal

    signal.signal(signal.SIGINT, signal.SIG_DFL)
