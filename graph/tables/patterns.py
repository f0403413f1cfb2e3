"""Regular expressions of metadata, matched in a time linear in the length of a value.

Python's own matching takes time without bound for an expression such as ``(a+)+b``. So the values
of a column are matched by the engine's REGEX, which never goes back. It has no assertions that look
around and no references to groups, and neither have the regular expressions of XML Schema.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import cast

import pyoxigraph
from pyoxigraph import Literal

_AT_ONCE = 10_000  # values in one query


def refuse_bad_pattern(pattern: str) -> None:
    """Check a regular expression.

    :raises ValueError: when it is malformed, or compiles to something large

    >>> refuse_bad_pattern("(?=a)")
    Traceback (most recent call last):
    ...
    ValueError: '(?=a)' is not a regular expression that can be matched in linear time
    """
    parts = (pattern, _whole(pattern))  # the first tells of a bracket that the second would balance
    known = " && ".join(f'REGEX("", {Literal(part)}) IN (true, false)' for part in parts)
    if not pyoxigraph.Store().query(f"ASK {{ FILTER({known}) }}"):
        raise ValueError(
            f"{pattern!r} is not a regular expression that can be matched in linear time"
        )


def matching(pattern: str, values: Collection[str]) -> set[str]:
    """Return the values that a regular expression matches as a whole.

    >>> sorted(matching("[A-Z]{2}", ["CN", "RU", "Russia"]))
    ['CN', 'RU']
    """
    found: set[str] = set()
    store, listed, whole = pyoxigraph.Store(), list(values), Literal(_whole(pattern))
    for start in range(0, len(listed), _AT_ONCE):
        literals = " ".join(str(Literal(value)) for value in listed[start : start + _AT_ONCE])
        rows = store.query(f"SELECT ?v {{ VALUES ?v {{ {literals} }} FILTER(REGEX(?v, {whole})) }}")
        found |= {row[0].value for row in cast("pyoxigraph.QuerySolutions", rows)}
    return found


def _whole(pattern: str) -> str:
    return f"^(?:{pattern})$"
