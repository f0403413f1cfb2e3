"""Words of the messages that depend on numbers."""

from __future__ import annotations


def counted(count: int, noun: str) -> str:
    """Give a number and what is counted.

    >>> counted(1, "triple"), counted(38908, "triple"), counted(0, "row")
    ('1 triple', '38,908 triples', '0 rows')
    """
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
