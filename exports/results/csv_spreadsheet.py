"""CSV and TSV for a spreadsheet: what it would take for a formula is kept as text.

A cell that begins with one of the characters below is run as a formula by Excel, LibreOffice and
others, and can send data away: https://owasp.org/www-community/attacks/CSV_Injection. So an
apostrophe is put before it, also within a cell after a character that some take for the end of one.
Numbers stay as they are. A byte order mark stands at the head, without which Excel takes UTF-8, and
so Chinese, for something else. Else it is the CSV of the W3C; TSV has tabs for its commas.
"""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING

from pyoxigraph import BlankNode, Literal

from yuqiao.ontology.namespaces import XSD

if TYPE_CHECKING:
    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.results import Solutions

_DANGEROUS = re.compile(r"(?:\A|(?<=[;\t\r\n]))(?=[=+\-@\t\r\n＝＋－＠])")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_NUMERIC = frozenset(
    f"{XSD}{name}"
    for name in (
        *("integer", "decimal", "double", "float", "int", "long", "short", "byte"),
        *("negativeInteger", "nonPositiveInteger", "positiveInteger", "nonNegativeInteger"),
    )
)


def write_for_spreadsheet(solutions: Solutions, out: IO[bytes], delimiter: str = ",") -> str:
    r"""Write rows as CSV without formulas, and say how many cells were changed.

    :param delimiter: what separates the cells of a row

    >>> import io, pyoxigraph
    >>> from yuqiao.graph.stores.results import Solutions
    >>> rows = Solutions(pyoxigraph.Store().query("SELECT ('=1+1' AS ?a) (-5 AS ?b) {}"))
    >>> out = io.BytesIO()
    >>> write_for_spreadsheet(rows, out)
    'changed 1 cell that a spreadsheet would take for a formula'
    >>> out.getvalue().decode("utf-8-sig")
    "a,b\r\n'=1+1,-5\r\n"
    """
    changed = 0
    out.write("\ufeff".encode())
    out.write(_line(solutions.variables, delimiter))
    for row in solutions:
        texts = [_text(term) for term in row]
        cells = [
            text if _is_number(text, term) else without_formula(text)
            for text, term in zip(texts, row, strict=True)
        ]
        changed += sum(cell != text for cell, text in zip(cells, texts, strict=True))
        out.write(_line(cells, delimiter))
    return changed_cells(changed)


def without_formula(text: str) -> str:
    """Return the text of a cell so that no spreadsheet takes it for a formula.

    >>> without_formula("=1+1"), without_formula("1+1=2")
    ("'=1+1", '1+1=2')
    """
    return _DANGEROUS.sub("'", text)


def changed_cells(changed: int) -> str:
    """Return the remark on how many cells were changed."""
    if changed == 1:
        return "changed 1 cell that a spreadsheet would take for a formula"
    return f"changed {changed:,} cells that a spreadsheet would take for formulas"


def _text(term: Term | None) -> str:
    if term is None:
        return ""
    return f"_:{term.value}" if isinstance(term, BlankNode) else term.value


def _is_number(text: str, term: Term | None) -> bool:
    return (
        isinstance(term, Literal)
        and term.datatype.value in _NUMERIC
        and _NUMBER.fullmatch(text) is not None
    )


def _line(cells: list[str] | tuple[str, ...], delimiter: str) -> bytes:
    quoted = frozenset('"\r\n' + delimiter)
    written = (
        '"' + cell.replace('"', '""') + '"' if quoted.intersection(cell) else cell for cell in cells
    )
    return (delimiter.join(written) + "\r\n").encode()
