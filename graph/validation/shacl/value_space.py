"""Literals compared by value, as SPARQL's ``<`` compares them, and without rounding."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from pyoxigraph import Literal

from yuqiao.graph.validation.lexical_spaces import INTEGER_TYPES, fits
from yuqiao.ontology.namespaces import XSD

if TYPE_CHECKING:
    from yuqiao.graph.rdf.terms import Term

_ZONE = re.compile(r"(Z|[+-]\d\d:\d\d)$")
_DATE = re.compile(r"(-?\d{4,})-(\d\d)-(\d\d)")
_DURATION = re.compile(
    r"(-?)P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?"
)
_DAY = 86_400
_WIDEST_ZONE = 14 * 3_600  # seconds; a time without zone may lie that far either way
_DURATIONS = {XSD + name for name in ("duration", "yearMonthDuration", "dayTimeDuration")}
_KINDS = {
    XSD + name: name
    for name in (
        *("date", "time", "gYear", "gYearMonth", "gMonthDay", "gMonth", "gDay"),
        *("string", "boolean", "dateTime"),
    )
} | {XSD + "dateTimeStamp": "dateTime"}


def comparison(one: Term, other: Term) -> int | None:
    """Compare two terms: -1, 0 or 1; None when they have no order.

    >>> number = lambda text, name: Literal(text, datatype=NamedNode(XSD + name))
    >>> from pyoxigraph import NamedNode
    >>> comparison(number("1.0", "decimal"), number("1", "byte"))
    0
    >>> comparison(number("2024-01-01", "date"), Literal("2024-01-02")) is None
    True
    """
    if not isinstance(one, Literal) or not isinstance(other, Literal):
        return None
    left, right = _value(one), _value(other)
    if left is None or right is None or left[0] != right[0]:
        return None
    kind, first, first_zone = left
    _, second, second_zone = right
    if "nan" in (str(first), str(second)):
        return None
    if kind in _TIMES and first_zone != second_zone:
        return _without_zone(first, second)
    return int(first > second) - int(first < second)  # type: ignore[operator]


def _without_zone(first: object, second: object) -> int | None:
    """Compare a time with a zone to one without: they have an order when it is one in any zone."""
    assert isinstance(first, Fraction)
    assert isinstance(second, Fraction)
    if abs(first - second) <= _WIDEST_ZONE:
        return None
    return 1 if first > second else -1


_TIMES = {"dateTime", "date", "gYear", "gYearMonth", "time", "gMonthDay", "gMonth", "gDay"}


def _value(literal: Literal) -> tuple[str, object, bool] | None:
    """Return the kind, the value and whether there is a time zone; None when there is no order."""
    datatype = literal.datatype.value
    text = literal.value.strip(" \t\r\n")
    if literal.language is not None or not fits(literal.value, datatype):
        return None
    if datatype == XSD + "string":
        return "string", literal.value, False
    if datatype == XSD + "boolean":
        return "boolean", text in {"true", "1"}, False
    if datatype in INTEGER_TYPES or datatype == XSD + "decimal":
        return "number", _exact(text), False
    if datatype in {XSD + "double", XSD + "float"}:
        return "number", float(text), False
    if datatype in _DURATIONS:
        return _duration(text)
    kind = _KINDS.get(datatype)
    return None if kind is None else (kind, *_moment(kind, text))


def _exact(text: str) -> Fraction:
    return Fraction(Decimal(text)) if len(text) < 4_000 else Fraction(text)


def _duration(text: str) -> tuple[str, object, bool] | None:
    found = _DURATION.fullmatch(text)
    if found is None:
        return None
    sign = -1 if found[1] else 1
    months = int(found[2] or 0) * 12 + int(found[3] or 0)
    days, hours, minutes = (int(found[place] or 0) for place in (4, 5, 6))
    seconds = Fraction(found[7] or 0) + 60 * (minutes + 60 * (hours + 24 * days))
    if months and seconds:
        return None  # a month has no fixed number of days
    if months:
        return "months", sign * months, False
    return "seconds", sign * seconds, False


def _moment(kind: str, text: str) -> tuple[Fraction, bool]:
    """Return a date or time in seconds, and whether it has a zone."""
    found = _ZONE.search(text) if len(text) > 1 else None
    has_zone = found is not None and (kind != "gYear" or ":" in found[0] or found[0] == "Z")
    zone = found[0] if found is not None and has_zone else ""
    plain = text[: len(text) - len(zone)]
    offset = 0
    if zone not in {"", "Z"}:
        hours, minutes = int(zone[1:3]), int(zone[4:6])
        offset = (hours * 60 + minutes) * 60 * (-1 if zone[0] == "-" else 1)
    day, clock = _full(kind, plain)
    return Fraction(day * _DAY) + clock - offset, has_zone


def _full(kind: str, text: str) -> tuple[int, Fraction]:
    """Return the day, counted from one fixed day, and the seconds of it."""
    clock = Fraction(0)
    if kind in {"dateTime", "time"}:
        text, _, time = text.rpartition("T")
        hours, minutes, seconds = time.split(":")
        clock = Fraction(seconds) + 60 * (int(minutes) + 60 * int(hours))
    whole = {
        "dateTime": text,
        "date": text,
        "time": "1972-12-31",
        "gYear": f"{text}-01-01",
        "gYearMonth": f"{text}-01",
        "gMonthDay": f"1972{text[1:]}",
        "gMonth": f"1972{text[1:]}-01",
        "gDay": f"1972-12{text[2:]}",
    }[kind]
    found = _DATE.fullmatch(whole)
    assert found is not None, "its characters were checked"
    return _day_number(int(found[1]), int(found[2]), int(found[3])), clock


def _day_number(year: int, month: int, day: int) -> int:
    """Return the number of a day of the calendar that is extended both ways."""
    if month <= 2:
        year -= 1
    era, of_era = divmod(year, 400)
    of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    return era * 146_097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year
