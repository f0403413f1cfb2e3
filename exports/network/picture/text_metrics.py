"""How wide a text is drawn, and how it is broken into lines, when no font is at hand.

An SVG file is drawn with the fonts of whoever opens it. Widths are therefore reckoned, from those
of common sans-serif letters in ems, and rather too large than too small.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_NARROW = frozenset("iljtfrI.,:;'|!()[]{}-/\\\"` ")
_BROAD = frozenset("mwMW@%&")
_LONGEST = 300
"""Characters at most of a name that are looked at: more are never drawn."""

# What a line may end after: a word with the space behind it, or any Chinese character.
_PARTS = re.compile(r"[^\s\u2e80-\u9fff\uff00-\uffef]+\s*|[\u2e80-\u9fff\uff00-\uffef]|\s+")


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Give the width of a text at a size, in the unit of the size.

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


def shortened(text: str, size: float, room: float) -> str:
    """Cut a text to the room there is, with an ellipsis where something is left out.

    >>> shortened("Southwest University", 10, 70)
    'Southwest U…'
    """
    if len(text) <= _LONGEST and width_of(text, size) <= room:
        return text
    kept = text[:_LONGEST]
    while len(kept) > 1 and width_of(f"{kept}…", size) > room:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def lines_of(text: str, size: float, widest: float, most: int) -> tuple[str, ...]:
    """Break a text into few even lines, at spaces or between Chinese characters.

    :param widest: how wide a line may be
    :param most: how many lines there may be; what does not fit is cut

    >>> lines_of("Chongqing University of Posts and Telecommunications", 12, 138, 3)
    ('Chongqing University of', 'Posts and', 'Telecommunications')
    """
    start = text[:_LONGEST]
    whole = width_of(start, size)
    if whole <= widest:
        return (start.strip(),)
    count = min(most, int(whole / widest) + 1)
    lines = _broken(start, size, min(widest, whole / count + size))
    if len(lines) > count:
        lines = _broken(start, size, widest)
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return tuple(shortened(line, size, widest) for line in lines)


def paragraph(text: str, size: float, widest: float) -> list[str]:
    """Break a text into as many lines as it takes.

    >>> paragraph("one two three", 10, 45)
    ['one two', 'three']
    """
    return [shortened(line, size, widest) for line in _broken(text, size, widest)]


def _broken(text: str, size: float, widest: float) -> list[str]:
    lines = [""]
    for part in _PARTS.findall(text):
        joined = lines[-1] + part
        if lines[-1] and width_of(joined.rstrip(), size) > widest:
            lines.append(part)
        else:
            lines[-1] = joined
    return [line.strip() for line in lines]
