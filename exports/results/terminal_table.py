"""A table of solutions a person reads: aligned in Chinese too, and safe whatever the data holds."""

from __future__ import annotations

import unicodedata
from itertools import chain, islice
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from yuqiao.graph.rdf.prefixes import PrefixMap
from yuqiao.ontology.namespaces import XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.results import Solutions

_SAMPLE = 1000  # rows that decide the widths; the rest flows through without being kept
_GAP = "  "
_LEAST = 8  # columns a squeezed column keeps
_JOINERS = "\u200c\u200d"  # shape letters and emoji; they move nothing
_NUMBERS = tuple(f"{XSD}{name}" for name in ("integer", "decimal", "double", "float"))


def table_lines(
    solutions: Solutions, prefixes: Mapping[str, str], width: int | None
) -> Iterator[str]:
    """Give the lines of a table: names, a rule, and the rows; long cells go on below, indented.

    :param prefixes: for IRIs, written short where one fits
    :param width: columns of the terminal to fit in; None for no limit
    """
    short = Shortener(prefixes)
    rows = iter(solutions)
    sample = list(islice(rows, _SAMPLE))
    cells = [[short.cell(term) for term in row] for row in sample]
    wanted = [
        max(columns_of(name), *(columns_of(row[i]) for row in cells), 1)
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
        """Give a term as one line of harmless text; nothing for an unbound variable."""
        if term is None:
            return ""
        if not isinstance(term, NamedNode):
            return harmless(term.value if isinstance(term, Literal) else str(term))
        return harmless(self._names.of(term.value) or str(term))


def harmless(text: str) -> str:
    r"""Show what would move the cursor, change colours or turn the direction of text as escapes.

    >>> print(harmless("red \x1b[31m, turned \u202e, two\nlines"))
    red \x1b[31m, turned \u202e, two\nlines
    """
    if text.isprintable():
        return text
    return "".join(
        character
        if character.isprintable() or character in _JOINERS or character == "\u3000"
        else character.encode("unicode_escape").decode("ascii")
        for character in text
    )


def columns_of(text: str) -> int:
    """Count the terminal's columns that a text takes: two for a Chinese character.

    >>> columns_of("重庆 Chongqing")
    14
    """
    if text.isascii():
        return len(text)
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.east_asian_width(character) in "WF":
        return 2
    return 0 if unicodedata.category(character) in {"Mn", "Me", "Cf"} else 1


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
    broken = [wrapped(cell, width) for cell, width in zip(cells, widths, strict=True)]
    for number in range(max(map(len, broken), default=0)):
        line = _GAP.join(
            _padded(parts[number] if number < len(parts) else "", width, flush_right)
            for parts, width, flush_right in zip(broken, widths, right, strict=True)
        )
        yield line.rstrip()


def _padded(text: str, width: int, flush_right: bool) -> str:
    space = " " * (width - columns_of(text))
    return space + text if flush_right else text + space


def wrapped(text: str, width: int) -> list[str]:
    """Break a text into lines: at spaces where it can, and indented after the first.

    >>> wrapped("重庆 Chongqing University", 14)
    ['重庆 Chongqing', '  University']
    """
    lines = []
    indent = ""
    while text and columns_of(indent + text) > width:
        fits = _how_much_fits(text, width - len(indent))
        space = text.rfind(" ", 1, fits + 1)
        cut = space if space > 0 else fits
        lines.append(indent + text[:cut].rstrip())
        text = text[cut:].lstrip()
        indent = _GAP if width > _LEAST else ""
    return [*lines, indent + text] if text or not lines else lines


def _how_much_fits(text: str, width: int) -> int:
    used = 0
    for number, character in enumerate(text):
        used += _columns(character)
        if used > width:
            return max(number, 1)
    return len(text)
