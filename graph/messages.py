"""Building blocks of messages: counts, quotations and positions."""

from __future__ import annotations

import unicodedata


def counted(count: int, noun: str) -> str:
    """Format a number with its noun.

    >>> counted(1, "triple"), counted(38908, "triple"), counted(0, "row")
    ('1 triple', '38,908 triples', '0 rows')
    """
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def printable(text: str) -> str:
    r"""Replace invisible and control characters of a text by spaces.

    >>> printable("a\tb\x1b[2J")
    'a b [2J'
    """
    return "".join(c if c.isprintable() else " " for c in text)


_SHOWN = 100  # columns of a long line


def caret_line(text: str, place: int) -> str:
    """Return the line of an offset, and a caret under it."""
    start = text.rfind("\n", 0, place) + 1
    end = text.find("\n", place)
    line = text[start : end if end >= 0 else len(text)]
    cut = max(0, place - start - _SHOWN * 2 // 3)
    before = ("…" if cut else "") + printable(line[cut + bool(cut) : place - start])
    after = printable(line[place - start : cut + _SHOWN])
    width = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in before)
    return f"{before}{after}".rstrip() + "\n" + " " * width + "^"


def brief(text: str, most: int = 40) -> str:
    """Return a text on one line, truncated when it is long.

    >>> brief("yq:chinesePartner", 10)
    'yq:chinese…'
    """
    return printable(text if len(text) <= most else text[:most] + "…")


def position_text(text: str, place: int, seen_from: int) -> str:
    r"""Format the position of an offset, with its line unless ``seen_from`` is on the same one.

    >>> position_text("a b", 2, 0), position_text("a\nb", 2, 0)
    ('column 3', 'line 2, column 1')
    """
    line, column = line_and_column(text, place)
    same = line_and_column(text, seen_from)[0] == line
    return f"column {column}" if same else f"line {line}, column {column}"


def line_and_column(text: str, place: int) -> tuple[int, int]:
    r"""Return the line and column of an offset, counted from one.

    >>> line_and_column("a\nbc", 3)
    (2, 2)
    """
    return text.count("\n", 0, place) + 1, place - (text.rfind("\n", 0, place) + 1) + 1
