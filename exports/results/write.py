"""Answers as tables: for a person, in the formats of the W3C, and for other tools.

CSV, TSV, JSON and XML are Oxigraph's own writers, row by row:
https://www.w3.org/TR/sparql11-results-csv-tsv/, https://www.w3.org/TR/sparql11-results-json/ and
https://www.w3.org/TR/rdf-sparql-XMLres/. The first two have no form for true and false, which are
then one word on a line. All formats are written while rows still come, however many they are.
"""

from __future__ import annotations

import re
import sys
from typing import IO, TYPE_CHECKING, cast

from pyoxigraph import QueryResultsFormat

from yuqiao.exports.formats import (
    ROWS,
    ROWS_ALONE,
    SPREADSHEETS,
    TRIPLES,
    choose_format,
    known_format,
)
from yuqiao.exports.output import open_output
from yuqiao.graph.errors import OutputError
from yuqiao.graph.stores.results import Solutions, Triples

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping

    from yuqiao.exports.results.terminal_table import Shortener
    from yuqiao.graph.stores.results import Answer

_W3C = {
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
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
    *,
    spreadsheet: bool = False,
    ordered: bool = False,
) -> str | None:
    """Write an answer to a file, whole or not at all, or to standard output.

    Without a format, a file's extension decides; else triples are Turtle, and rows are a table on
    a terminal, TSV in a pipe.

    :param output: the file's path; None for standard output
    :param spreadsheet: whether CSV or TSV is made safe to open in a spreadsheet
    :param ordered: whether triples are put in order, however many they are
    :return: a remark on what was written, if there is one
    :raises OutputError: when it cannot be written, or not in that format
    """
    form = _form(answer, form, output)
    if spreadsheet:
        form = _for_spreadsheet(form)
    width = _columns() if output is None and sys.stdout.isatty() else None
    noted = width is not None
    with open_output(output) as out:
        return write_answer(
            answer, out, form, prefixes, width, ordered=ordered, empty_is_noted=noted
        )


def _for_spreadsheet(form: str) -> str:
    if form not in SPREADSHEETS:
        raise OutputError(
            f"spreadsheet-safe output is for csv and tsv, not for {form}; choose one of these"
        )
    return SPREADSHEETS[form]


def _columns() -> int:
    from shutil import get_terminal_size

    return get_terminal_size().columns


def _form(answer: Answer, name: str | None, output: str | os.PathLike[str] | None) -> str:
    if name is None and output is None and sys.stdout.isatty() and not isinstance(answer, Triples):
        return "table"
    return choose_format(name, output, TRIPLES if isinstance(answer, Triples) else ROWS)


NO_ROWS = "no rows"
"""The note on an empty table on a terminal."""


def write_answer(
    answer: Answer,
    out: IO[bytes],
    form: str,
    prefixes: Mapping[str, str],
    width: int | None = None,
    *,
    ordered: bool = False,
    empty_is_noted: bool = False,
) -> str | None:
    r"""Write an answer.

    :param form: one of :data:`yuqiao.exports.formats.ROWS` or of
        :data:`yuqiao.exports.formats.SPREADSHEETS`; for triples, one of
        :data:`yuqiao.exports.formats.TRIPLES`
    :param prefixes: to write IRIs short, where the format can
    :param width: columns a ``table`` has to fit in; None for no limit
    :param ordered: whether triples are put in order, however many they are
    :param empty_is_noted: whether an empty table returns the note ``NO_ROWS``
    :return: a remark on what was written, if there is one
    :raises OutputError: when the format is not one for this kind of answer

    >>> import io, pyoxigraph
    >>> rows = Solutions(pyoxigraph.Store().query("SELECT * { VALUES ?n { 1 2 } }"))
    >>> out = io.BytesIO()
    >>> write_answer(rows, out, "csv", {})
    >>> out.getvalue()
    b'n\r\n1\r\n2\r\n'
    """
    if isinstance(answer, Triples):
        return _write_triples(answer, out, form, prefixes, ordered=ordered)
    if form not in SPREADSHEETS.values():
        known_format(form, ROWS)
    if isinstance(answer, bool):
        _write_boolean(answer, out, form)
    elif form in ROWS_ALONE or form in SPREADSHEETS.values():
        return _write_for_tools(answer, out, form)
    elif form in _W3C:
        _write_w3c(answer, out, form)
    else:
        line = ""
        for line in _text_lines(answer, form, prefixes, width):
            out.write(line.encode() + b"\n")
        if empty_is_noted and "─" in line and not line.strip("─ "):  # the rule under the names
            return NO_ROWS
    return None


def _write_boolean(answer: bool, out: IO[bytes], form: str) -> None:
    if form in ROWS_ALONE:
        raise OutputError(
            f"{form} holds rows, and the answer is true or false; leave out the format"
        )
    word = "true" if answer else "false"
    out.write(_BOOLEANS.get(form, "{}").format(word).encode() + b"\n")


def _write_w3c(solutions: Solutions, out: IO[bytes], form: str) -> None:
    from yuqiao.exports.xml_characters import XmlText
    from yuqiao.graph.language_tags import CasedResults

    checked = cast("IO[bytes]", XmlText(out, "JSON")) if form == "xml" else out
    cased = CasedResults(checked, form) if form != "csv" else None
    target = cast("IO[bytes]", cased or checked)
    by_engine = form != "csv" or not solutions.may_have_triple_terms()
    rows = solutions.engine_rows() if by_engine else None
    if rows is None:
        from yuqiao.exports.results.w3c import w3c_pieces

        for piece in w3c_pieces(solutions, form):
            target.write(piece)
    else:
        rows.serialize(target, _W3C[form])
        if form in {"json", "xml"}:
            target.write(b"\n")
    if cased is not None:
        cased.close()


def _write_for_tools(solutions: Solutions, out: IO[bytes], form: str) -> str | None:
    if form == "edges":
        from yuqiao.exports.results.edge_list import write_row_edges

        return write_row_edges(solutions, out)
    if form in SPREADSHEETS.values():
        from yuqiao.exports.results.csv_spreadsheet import write_for_spreadsheet

        return write_for_spreadsheet(solutions, out, "," if form == SPREADSHEETS["csv"] else "\t")
    from yuqiao.exports.results.arrow import write_columns

    write_columns(solutions, out, form)
    return None


def _text_lines(
    solutions: Solutions, form: str, prefixes: Mapping[str, str], width: int | None
) -> Iterator[str]:
    from yuqiao.exports.results.terminal_table import Shortener, table_lines

    if form == "table":
        return table_lines(solutions, prefixes, width)
    return _markdown_lines(solutions, Shortener(prefixes))


def _write_triples(
    triples: Triples, out: IO[bytes], form: str, prefixes: Mapping[str, str], *, ordered: bool
) -> str | None:
    known_format(form, TRIPLES)
    if form == "edges":
        from yuqiao.exports.results.edge_list import write_triple_edges

        return write_triple_edges(triples, out, prefixes)
    from yuqiao.exports.rdf.write import write_triples

    write_triples(triples, out, form, prefixes, ordered=ordered)
    return None


def _markdown_lines(solutions: Solutions, short: Shortener) -> Iterator[str]:
    yield _markdown_row(solutions.variables)
    yield _markdown_row("---" for _ in solutions.variables)
    for row in solutions:
        yield _markdown_row(_escaped(short.cell(term)) for term in row)


def _markdown_row(cells: Iterator[str] | tuple[str, ...]) -> str:
    return "|" + "".join(f" {cell} |" for cell in cells)


def _escaped(text: str) -> str:
    """Escape a text for a Markdown table: no markup, no cell border."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_\[\]|~])", r"\\\1", text)
