"""Regular expressions of metadata, matched in a time linear in the length of a value.

Python's own matching takes time without bound for an expression such as ``(a+)+b``. So the values
of a column are matched by the engine's REGEX, which never goes back. It has no assertions that look
around and no references to groups, and neither have the regular expressions of XML Schema.
"""

from __future__ import annotations

import functools
from collections.abc import Collection
from typing import cast

import pyoxigraph
from pyoxigraph import Literal

_AT_ONCE = 10_000  # values in one query


@functools.cache
def reject_bad_pattern(pattern: str) -> None:
    """Check a regular expression.

    :raises ValueError: when it is malformed, or compiles to something large

    >>> reject_bad_pattern("(?=a)")
    Traceback (most recent call last):
    ...
    ValueError: '(?=a)' is not a regular expression that can be matched in linear time
    """
    if not (is_pattern(pattern) and is_pattern(_whole(pattern))):  # a bracket may balance there
        raise ValueError(
            f"{pattern!r} is not a regular expression that can be matched in linear time"
        )


def is_pattern(pattern: str, flags: str = "") -> bool:
    """Return whether the engine takes a text as a regular expression.

    >>> is_pattern("^a", "i"), is_pattern("(")
    (True, False)
    """
    known = f'REGEX("", {Literal(pattern)}, {Literal(flags)}) IN (true, false)'
    return bool(pyoxigraph.Store().query(f"ASK {{ FILTER({known}) }}"))


def matching(pattern: str, values: Collection[str]) -> set[str]:
    """Return the values that a regular expression matches as a whole.

    >>> sorted(matching("[A-Z]{2}", ["CN", "RU", "Russia"]))
    ['CN', 'RU']
    """
    return containing(_whole(pattern), "", values)


def containing(pattern: str, flags: str, values: Collection[str]) -> set[str]:
    """Return the values in which a regular expression has a match.

    :param flags: those of SPARQL's REGEX

    >>> sorted(containing("^c", "i", ["CN", "RU"]))
    ['CN']
    """
    found: set[str] = set()
    store, listed = pyoxigraph.Store(), list(values)
    test = f"FILTER(REGEX(?v, {Literal(pattern)}, {Literal(flags)}))"
    for start in range(0, len(listed), _AT_ONCE):
        literals = " ".join(str(Literal(value)) for value in listed[start : start + _AT_ONCE])
        rows = store.query(f"SELECT ?v {{ VALUES ?v {{ {literals} }} {test} }}")
        found |= {row[0].value for row in cast("pyoxigraph.QuerySolutions", rows)}
    return found


def _whole(pattern: str) -> str:
    return f"^(?:{pattern})$"
