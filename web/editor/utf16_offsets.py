"""Offsets into a text as a browser counts them: in units of UTF-16."""

from __future__ import annotations

_BEYOND_ONE_UNIT = 0xFFFF


def utf16_offset(text: str, offset: int) -> int:
    """Return the offset of a browser for one of Python.

    >>> utf16_offset("a𠮷b", 2), utf16_offset("abc", 2)
    (3, 2)
    """
    return offset + sum(ord(character) > _BEYOND_ONE_UNIT for character in text[:offset])
