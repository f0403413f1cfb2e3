"""Lexical spaces of datatypes, language tags and IRIs.

Datatypes: https://www.w3.org/TR/xmlschema11-2/; language tags: RFC 5646, section 2.1 (well-formed,
not: registered); IRIs: RFC 3987, as the engine checks them.
"""

from __future__ import annotations

import re
from datetime import date

from pyoxigraph import NamedNode

from yuqiao.ontology.namespaces import XSD

_ZONE = r"(Z|[+-](0\d|1[0-3]):[0-5]\d|[+-]14:00)?"
_YEAR = r"-?([1-9]\d{3,}|0\d{3})"
_MONTH = r"(0[1-9]|1[0-2])"
_DAY = r"(0[1-9]|[12]\d|3[01])"
_TIME = r"((([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?)|24:00:00(\.0+)?)"
_FLOAT = r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?|[+-]?INF|NaN"
_DAYS_AND_TIME = r"(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?"
_SHAPES = {
    "boolean": r"true|false|1|0",
    "decimal": r"[+-]?(\d+(\.\d*)?|\.\d+)",
    "float": _FLOAT,
    "double": _FLOAT,
    "date": f"{_YEAR}-{_MONTH}-{_DAY}{_ZONE}",
    "time": _TIME + _ZONE,
    "dateTime": f"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}{_ZONE}",
    "dateTimeStamp": f"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}{_ZONE[:-1]}",
    "gYear": _YEAR + _ZONE,
    "gYearMonth": f"{_YEAR}-{_MONTH}{_ZONE}",
    "gMonthDay": f"--{_MONTH}-{_DAY}{_ZONE}",
    "gMonth": f"--{_MONTH}{_ZONE}",
    "gDay": f"---{_DAY}{_ZONE}",
    "duration": rf"-?P(?=[\dT])(\d+Y)?(\d+M)?{_DAYS_AND_TIME}",
    "yearMonthDuration": r"-?P(?=\d)(\d+Y)?(\d+M)?",
    "dayTimeDuration": rf"-?P(?=[\dT]){_DAYS_AND_TIME}",
    "hexBinary": r"([0-9A-Fa-f]{2})*",
    "base64Binary": r"(([A-Za-z0-9+/] ?){4})*(([A-Za-z0-9+/] ?){2}(= ?=|[A-Za-z0-9+/] ?=))?",
    "language": r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*",
}
_PATTERNS = {XSD + name: re.compile(shape) for name, shape in _SHAPES.items()}
_INTEGER = re.compile(r"[+-]?\d+")
_RANGES: dict[str, tuple[int | None, int | None]] = {
    "integer": (None, None),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    **{
        n: (-(2 ** (b - 1)), 2 ** (b - 1) - 1)
        for n, b in zip(("long", "int", "short", "byte"), (64, 32, 16, 8), strict=True)
    },
    **{
        f"unsigned{n}": (0, 2**b - 1)
        for n, b in zip(("Long", "Int", "Short", "Byte"), (64, 32, 16, 8), strict=True)
    },
}
INTEGER_TYPES = {XSD + name: bounds for name, bounds in _RANGES.items()}
_DATES = {XSD + "date", XSD + "dateTime", XSD + "dateTimeStamp"}
_TAG = re.compile(
    r"([a-z]{2,3}(-[a-z]{3}){0,3}|[a-z]{4,8})(-[a-z]{4})?(-([a-z]{2}|\d{3}))?"
    r"(-([a-z0-9]{5,8}|\d[a-z0-9]{3}))*(-[0-9a-wy-z](-[a-z0-9]{2,8})+)*(-x(-[a-z0-9]{1,8})+)?"
    r"|x(-[a-z0-9]{1,8})+|i-(ami|bnn|default|enochian|hak|klingon|lux|mingo|navajo|pwn|tao|tay|tsu)"
    r"|sgn-(be-fr|be-nl|ch-de)|en-gb-oed|art-lojban|cel-gaulish|no-(bok|nyn)|zh-(guoyu|hakka|min|"
    r"min-nan|xiang)",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def fits(text: str, datatype: str) -> bool:
    """Return whether a text is in the lexical space of a datatype; of an unknown one all are.

    >>> [fits(text, XSD + "date") for text in ("2024-02-29", "2025-02-29", "2025")]
    [True, False, False]
    >>> fits("256", XSD + "unsignedByte"), fits("1.5", XSD + "integer"), fits("x", "urn:own")
    (False, False, True)
    """
    text = text.strip(" \t\r\n")
    if datatype in INTEGER_TYPES:
        least, most = INTEGER_TYPES[datatype]
        if not _INTEGER.fullmatch(text):
            return False
        if len(text) > 25:  # beyond every bound
            return most is None if text[0] != "-" else least is None
        return (least is None or int(text) >= least) and (most is None or int(text) <= most)
    pattern = _PATTERNS.get(datatype)
    if pattern is None:
        return True
    return pattern.fullmatch(text) is not None and (datatype not in _DATES or _is_day(text))


def _is_day(text: str) -> bool:
    """Return whether the month has that day; 2000 replaces years that Python's calendar lacks."""
    year, month, day = text.lstrip("-")[: len(text.lstrip("-").partition("T")[0])].split("-")[:3]
    leap = int(year) % 4 == 0 and (int(year) % 100 != 0 or int(year) % 400 == 0)
    try:
        date(2000 if leap else 2001, int(month), int(day[:2]))
    except ValueError:
        return False
    return True


def is_language_tag(tag: str) -> bool:
    """Return whether a language tag is well-formed.

    >>> [is_language_tag(tag) for tag in ("zh-Hans", "zh_CN", "en-", "x-own")]
    [True, False, False, True]
    """
    return _TAG.fullmatch(tag) is not None


def is_iri(text: str) -> bool:
    """Return whether a text is an IRI, or a relative one.

    >>> [is_iri(text) for text in ("urn:a", "b/c", "http://example.org/a b", "http://a/%zz")]
    [True, True, False, False]
    """
    whole = text if _SCHEME.match(text) else "http://example.org/" + text.lstrip("/")
    try:
        NamedNode(whole)
    except ValueError:
        return False
    return True
