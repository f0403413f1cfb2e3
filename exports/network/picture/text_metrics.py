"""Estimate the width of a text and break it into lines, without a font.

An SVG file is drawn with the fonts of the reader's machine. Widths are therefore estimated from
those of common sans-serif letters in ems, and rather too large than too small.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_NARROW = frozenset("iljtfrI.,:;'|!()[]{}-/\\\"` ")
_BROAD = frozenset("mwMW@%&")
LONGEST = 5000
"""Characters of a name that are drawn at most: what is longer is no name."""

# A line may end after a word with the space behind it, or after any Chinese character.
_PARTS = re.compile(r"[^\s\u2e80-\u9fff\uff00-\uffef]+\s*|[\u2e80-\u9fff\uff00-\uffef]|\s+")


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of a text at a size, in the unit of the size.

    >>> width_of("渝桥", 12), width_of("m\N{COMBINING ACUTE ACCENT}", 10)
    (24.0, 9.5)
    """
    return sum(map(_em, text)) * size * (1.08 if bold else 1)


@lru_cache(maxsize=4096)
def _em(character: str) -> float:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0.0
    if unicodedata.east_asian_width(character) in "WF":
        return 1.0
    if character in _NARROW:
        return 0.33
    if character in _BROAD:
        return 0.95
    return 0.68 if character.isupper() else 0.57


def truncate_text(text: str, size: float, room: float) -> str:
    """Truncate a text to a width, with an ellipsis if something is left out.

    >>> truncate_text("Southwest University", 10, 70)
    'Southwest U…'
    """
    kept, wide = 1, 0.0
    for count, character in enumerate(text, 1):
        wide += _em(character)
        if (wide + _em("…")) * size <= room:
            kept = count
        if wide * size > room:
            return f"{text[:kept].rstrip()}…"
    return text


def lines_of(text: str, size: float, widest: float, most: int) -> tuple[str, ...]:
    """Break a text into few even lines, at spaces or between Chinese characters.

    :param widest: the largest width of a line
    :param most: the largest number of lines; the last is truncated if necessary

    >>> lines_of("Chongqing University of Posts and Telecommunications", 12, 138, 3)
    ('Chongqing University of', 'Posts and', 'Telecommunications')
    """
    start = text[:LONGEST]
    whole = width_of(start, size)
    if whole <= widest:
        return (start.strip(),)
    count = min(most, int(whole / widest) + 1)
    lines = _broken(start, size, min(widest, whole / count + size))
    if len(lines) > count:
        lines = _broken(start, size, widest)
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return tuple(truncate_text(line, size, widest) for line in lines)


def paragraph(text: str, size: float, widest: float) -> list[str]:
    """Break a text into as many lines as necessary; a word wider than a line is divided.

    >>> paragraph("one two three", 10, 45), paragraph("unbreakable", 10, 45)
    (['one two', 'three'], ['unbreaka', 'ble'])
    """
    return [piece for line in _broken(text, size, widest) for piece in _divided(line, size, widest)]


def _divided(line: str, size: float, widest: float) -> list[str]:
    pieces, room = [""], widest
    for character in line:
        width = width_of(character, size)
        if width > room and pieces[-1]:
            pieces.append("")
            room = widest
        pieces[-1] += character
        room -= width
    return pieces


def _broken(text: str, size: float, widest: float) -> list[str]:
    lines = [""]
    for part in _PARTS.findall(text):
        joined = lines[-1] + part
        if lines[-1] and width_of(joined.rstrip(), size) > widest:
            lines.append(part)
        else:
            lines[-1] = joined
    return [line.strip() for line in lines]
