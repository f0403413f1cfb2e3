"""Text that is safe where it is shown: one table of unsafe characters for each medium.

A name must not pass for another, move a cursor or make a file unreadable. The reading order is
turned by the characters of UAX #9 (https://www.unicode.org/reports/tr9/). In RDF files nothing is
replaced: Turtle escapes what a terminal obeys (:mod:`yuqiao.exports.rdf.turtle`), and RDF/XML
rejects what XML cannot hold (:mod:`yuqiao.exports.xml_characters`).
"""

from __future__ import annotations

import re

_NOT_IN_XML = (*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF)
_CONTROLS = range(0x7F, 0xA0)
_TURNING = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

UNSEEN = dict.fromkeys((*_NOT_IN_XML, *_CONTROLS, *_TURNING), _REPLACEMENT)
"""What is not shown on a page or in a picture, for :meth:`str.translate`."""

_UNSEEN = re.compile(f"[{''.join(map(chr, UNSEEN))}]")
_IN_XML = dict.fromkeys(_NOT_IN_XML, _REPLACEMENT)  # section 2.2 of XML 1.0
_JOINERS = "\u200c\u200d"  # shape letters and emoji; they move nothing


def visible(text: str) -> str:
    r"""Replace what cannot be seen on a page, or hides or turns what can.

    >>> visible("admin\N{RIGHT-TO-LEFT OVERRIDE}gnp.exe") == "admin\N{REPLACEMENT CHARACTER}gnp.exe"
    True
    >>> visible("西南大学"), visible("a\tb\n")
    ('西南大学', 'a\tb\n')
    """
    return text if text.isprintable() else _UNSEEN.sub(_REPLACEMENT, text)


def xml_text(text: str) -> str:
    r"""Replace what no XML file can hold.

    >>> xml_text("a\x00b\n") == "a\N{REPLACEMENT CHARACTER}b\n"
    True
    """
    return text if text.isprintable() else text.translate(_IN_XML)


def harmless(text: str) -> str:
    r"""Escape what would move a terminal's cursor, change colours or turn the direction of text.

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
