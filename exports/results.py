"""Answers as tables: for a person, and in the formats of the W3C.

CSV, TSV, JSON and XML are Oxigraph's own writers, row by row:
https://www.w3.org/TR/sparql11-results-csv-tsv/, https://www.w3.org/TR/sparql11-results-json/ and
https://www.w3.org/TR/rdf-sparql-XMLres/. The first two have no form for true and false, which are
then one word on a line.
"""

from __future__ import annotations

import os
import re
import sys
from typing import IO, TYPE_CHECKING

from pyoxigraph import QueryResultsFormat

from yuqiao.exports.writing import open_atomically, standard_output
from yuqiao.graph.answers import Solutions, Triples
from yuqiao.graph.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from yuqiao.exports.terminal import Shortener
    from yuqiao.graph.answers import Answer

_W3C = {
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
}
FORMATS = ("table", *_W3C, "markdown")
"""The formats for the rows of a SELECT and the answer of an ASK."""

_BY_EXTENSION = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".json": "json",
    ".srj": "json",
    ".xml": "xml",
    ".srx": "xml",
    ".md": "markdown",
    ".txt": "table",
}
_BOOLEANS = {
    "json": '{{"head":{{}},"boolean":{}}}',
    "xml": '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#">'
    "<head></head><boolean>{}</boolean></sparql>",
}


def deliver(
    answer: Answer,
    prefixes: Mapping[str, str],
    form: str | None = None,
    output: str | os.PathLike[str] | None = None,
) -> None:
    """Write an answer to a file, whole or not at all, or to standard output.

    Without a format, a file's extension decides; else triples are Turtle, and rows are a table on
    a terminal, TSV in a pipe.

    :param output: the file's path; None for standard output
    :raises OutputError: when it cannot be written, or not in that format
    """
    form = form or _default_form(answer, output)
    if output is not None:
        with open_atomically(output) as out:
            write_answer(answer, out, form, prefixes)
        return
    with standard_output() as out:
        write_answer(answer, out, form, prefixes, _columns() if sys.stdout.isatty() else None)


def _columns() -> int:
    from shutil import get_terminal_size

    return get_terminal_size().columns


def _default_form(answer: Answer, output: str | os.PathLike[str] | None) -> str:
    if isinstance(answer, Triples):
        from yuqiao.exports.rdf import format_of

        return format_of(output)
    extension = os.path.splitext(output or "")[1].lower()
    if extension and extension not in _BY_EXTENSION:
        raise OutputError(
            f"{output}: no table format has this extension; expected one of "
            f"{', '.join(_BY_EXTENSION)}, or name one with --as"
        )
    if output is not None:
        return _BY_EXTENSION.get(extension, "tsv")
    return "table" if sys.stdout.isatty() else "tsv"


def write_answer(
    answer: Answer,
    out: IO[bytes],
    form: str,
    prefixes: Mapping[str, str],
    width: int | None = None,
) -> None:
    r"""Write an answer.

    :param form: one of :data:`FORMATS`; for triples, one of those of :mod:`yuqiao.exports.rdf`
    :param prefixes: to write IRIs short, where the format can
    :param width: columns a ``table`` has to fit in; None for no limit
    :raises OutputError: when the format is not one for this kind of answer

    >>> import io, pyoxigraph
    >>> rows = Solutions(pyoxigraph.Store().query("SELECT * { VALUES ?n { 1 2 } }"))
    >>> out = io.BytesIO()
    >>> write_answer(rows, out, "csv", {})
    >>> out.getvalue()
    b'n\r\n1\r\n2\r\n'
    """
    if isinstance(answer, Triples):
        _write_triples(answer, out, form, prefixes)
    elif form not in FORMATS:
        raise OutputError(
            f"{form} is not a format for rows, true and false; expected one of {', '.join(FORMATS)}"
        )
    elif isinstance(answer, bool):
        word = "true" if answer else "false"
        out.write(_BOOLEANS.get(form, "{}").format(word).encode() + b"\n")
    elif form in _W3C:
        answer.native.serialize(out, _W3C[form])
        if form in {"json", "xml"}:
            out.write(b"\n")
    else:
        for line in _text_lines(answer, form, prefixes, width):
            out.write(line.encode() + b"\n")


def _text_lines(
    solutions: Solutions, form: str, prefixes: Mapping[str, str], width: int | None
) -> Iterator[str]:
    from yuqiao.exports.terminal import Shortener, table_lines

    if form == "table":
        return table_lines(solutions, prefixes, width)
    return _markdown_lines(solutions, Shortener(prefixes))


def _write_triples(
    triples: Triples, out: IO[bytes], form: str, prefixes: Mapping[str, str]
) -> None:
    from yuqiao.exports.rdf import FORMATS as RDF_FORMATS
    from yuqiao.exports.rdf import serialise

    if form not in RDF_FORMATS:
        raise OutputError(
            f"{form} is not a format for the triples of a CONSTRUCT or DESCRIBE; "
            f"expected one of {', '.join(RDF_FORMATS)}"
        )
    out.write(serialise(triples, form, prefixes))


def _markdown_lines(solutions: Solutions, short: Shortener) -> Iterator[str]:
    yield _markdown_row(solutions.variables)
    yield _markdown_row("---" for _ in solutions.variables)
    for row in solutions:
        yield _markdown_row(_escaped(short.cell(term)) for term in row)


def _markdown_row(cells: Iterator[str] | tuple[str, ...]) -> str:
    return "|" + "".join(f" {cell} |" for cell in cells)


def _escaped(text: str) -> str:
    """Keep a text as it is in a Markdown table: no markup, no cell border."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_\[\]|~])", r"\\\1", text)
