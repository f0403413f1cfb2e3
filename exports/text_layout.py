"""Text in the columns of a terminal: width, padding, wrapping and alignment, in Chinese too.

The width of a character is that of Unicode's East_Asian_Width. The package wcwidth knows emoji of
several characters better, but takes 50 ms to import, which every table would pay.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_INDENT = "  "
_PIECE = re.compile(r"\s+|[（［《「“\[(]*(?:[!-~¡-ɏ]+|.)[，。；：、？！）］》」”]*")
_LEAST = 8  # columns of a text whose further lines are not indented
_PAGE = 100  # columns of aligned lines
_MOST_FIRST = 34  # of these, columns of the first text


def display_width(text: str) -> int:
    """Return how many columns of a terminal a text takes: two for a Chinese character.

    >>> display_width("重庆 Chongqing")
    14
    """
    if text.isascii():
        return len(text)
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.east_asian_width(character) in "WF":
        return 2
    return 0 if unicodedata.category(character) in {"Mn", "Me", "Cf"} else 1


def pad_text(text: str, width: int, flush_right: bool = False) -> str:
    """Fill a text with spaces to a width in columns, after it or before it."""
    space = " " * (width - display_width(text))
    return space + text if flush_right else text + space


def wrap_text(text: str, width: int) -> list[str]:
    """Break a text into lines: at spaces where possible, and indented after the first.

    >>> wrap_text("重庆 Chongqing University", 14)
    ['重庆 Chongqing', '  University']
    """
    lines = []
    indent = ""
    while text and display_width(indent + text) > width:
        fits = _how_much_fits(text, width - len(indent))
        space = text.rfind(" ", 1, fits + 1)
        cut = space if space > 0 else fits
        lines.append(indent + text[:cut].rstrip())
        text = text[cut:].lstrip()
        indent = _INDENT if width > _LEAST else ""
    return [*lines, indent + text] if text or not lines else lines


def wrap_prose(text: str, width: int) -> Iterator[str]:
    """Break a text into lines between Chinese characters or words, never before a closing mark.

    >>> list(wrap_prose("查询图谱（SPARQL）。", 12))
    ['查询图谱', '（SPARQL）。']
    """
    line = ""
    for piece in _PIECE.findall(" ".join(text.split())):
        if line and display_width(line + piece.rstrip()) > width:
            yield line.rstrip()
            line = piece.lstrip()
        else:
            line += piece
    if line:
        yield line.rstrip()


def _how_much_fits(text: str, width: int) -> int:
    used = 0
    for number, character in enumerate(text):
        used += _columns(character)
        if used > width:
            return max(number, 1)
    return len(text)


def align_pairs(rows: list[tuple[str, str]]) -> Iterator[str]:
    """Align the first texts in a column, and wrap the second beside it.

    >>> list(align_pairs([("level", "Bachelor"), ("country", "Russia")]))
    ['  level    Bachelor', '  country  Russia']
    """
    width = min(max(display_width(first) for first, _ in rows), _MOST_FIRST)
    for first, second in rows:
        if not second:
            yield _INDENT + first
            continue
        room = _PAGE - width - 2 * len(_INDENT)
        fits = display_width(second) <= room
        lines = [second] if fits else list(wrap_prose(second, room))
        yield f"{_INDENT}{pad_text(first, width)}{_INDENT}{lines[0]}"
        yield from (" " * (width + 2 * len(_INDENT)) + line for line in lines[1:])
