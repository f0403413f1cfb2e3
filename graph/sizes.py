"""Sizes as people write them, such as 500M or 1.5 GB."""

from __future__ import annotations

import re

_SIZE = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*([KMGT]?)(?:i?B)?", re.IGNORECASE)
_UNITS = {"": 1, "K": 2**10, "M": 2**20, "G": 2**30, "T": 2**40}


def parse_size(text: str) -> int | None:
    """Return a size in bytes; its units are K, M, G and T, each 1,024 of the one before.

    :return: None when the text is no size

    >>> parse_size("500M"), parse_size("1.5 GB"), parse_size("much")
    (524288000, 1610612736, None)
    """
    found = _SIZE.fullmatch(text.strip())
    return int(float(found[1]) * _UNITS[found[2].upper()]) if found else None
