"""Words of the messages: counted things, and texts from elsewhere."""

from __future__ import annotations


def counted(count: int, noun: str) -> str:
    """Give a number and what is counted.

    >>> counted(1, "triple"), counted(38908, "triple"), counted(0, "row")
    ('1 triple', '38,908 triples', '0 rows')
    """
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def printable(text: str) -> str:
    r"""Give a text with spaces for what cannot be seen or would move the cursor.

    >>> printable("a\tb\x1b[2J")
    'a b [2J'
    """
    return "".join(c if c.isprintable() else " " for c in text)
