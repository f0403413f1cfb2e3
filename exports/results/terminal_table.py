"""A table of solutions a person reads: aligned in Chinese too, and safe whatever the data holds."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from yuqiao.exports.safe_text import harmless
from yuqiao.exports.text_layout import display_width, pad_text, wrap_text
from yuqiao.graph.rdf.prefixes import PrefixMap
from yuqiao.ontology.namespaces import XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.results import Solutions

_SAMPLE = 1000  # rows that decide the widths; the rest flows through without being kept
_GAP = "  "
_LEAST = 8  # columns a squeezed column keeps
_NUMBERS = tuple(f"{XSD}{name}" for name in ("integer", "decimal", "double", "float"))


def table_lines(
    solutions: Solutions, prefixes: Mapping[str, str], width: int | None
) -> Iterator[str]:
    """Return the lines of a table: names, a rule, and the rows; long cells go on below, indented.

    :param prefixes: for IRIs, written short where one fits
    :param width: columns of the terminal to fit in; None for no limit
    """
    short = Shortener(prefixes)
    rows = iter(solutions)
    sample = list(islice(rows, _SAMPLE))
    cells = [[short.cell(term) for term in row] for row in sample]
    wanted = [
        max(display_width(name), *(display_width(row[i]) for row in cells), 1)
        for i, name in enumerate(solutions.variables)
    ]
    widths = _squeezed(wanted, width)
    right = [_all_numbers(row[i] for row in sample) for i in range(len(widths))]
    yield from _lines(solutions.variables, widths, right)
    yield _GAP.join("─" * column for column in widths)
    for row in chain(cells, ([short.cell(term) for term in row] for row in rows)):
        yield from _lines(row, widths, right)


class Shortener:
    """Writes terms for a person: prefixed names for IRIs, literals plain.

    >>> Shortener({"ex": "http://example.org/"}).cell(NamedNode("http://example.org/a"))
    'ex:a'
    """

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._names = PrefixMap(prefixes)

    def cell(self, term: Term | None) -> str:
        """Return a term as one line of harmless text; nothing for an unbound variable."""
        if term is None:
            return ""
        if not isinstance(term, NamedNode):
            return harmless(term.value if isinstance(term, Literal) else str(term))
        return harmless(self._names.compress(term.value) or str(term))


def _squeezed(wanted: list[int], width: int | None) -> list[int]:
    """Cut the widest columns, all to one width, until the table fits."""
    if width is None or not wanted:
        return wanted
    room = width - len(_GAP) * (len(wanted) - 1)
    for most in range(max(wanted), _LEAST, -1):
        if sum(min(column, most) for column in wanted) <= room:
            return [min(column, most) for column in wanted]
    return [min(column, _LEAST) for column in wanted]


def _all_numbers(column: Iterable[Term | None]) -> bool:
    terms = [term for term in column if term is not None]
    return bool(terms) and all(
        isinstance(term, Literal) and term.datatype.value in _NUMBERS for term in terms
    )


def _lines(cells: Iterable[str], widths: list[int], right: list[bool]) -> Iterator[str]:
    broken = [wrap_text(cell, width) for cell, width in zip(cells, widths, strict=True)]
    for number in range(max(map(len, broken), default=0)):
        line = _GAP.join(
            pad_text(parts[number] if number < len(parts) else "", width, flush_right)
            for parts, width, flush_right in zip(broken, widths, right, strict=True)
        )
        yield line.rstrip()
