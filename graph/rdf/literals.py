"""RDF literals: as Python values a script can compute with, and as the engine stores them.

The engine stores numbers, dates and truth values by value: it returns 1.1 for 1.10, and an
xsd:integer for an xsd:nonNegativeInteger.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, cast

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, Triple

from yuqiao.graph.rdf.terms import term_text
from yuqiao.ontology.namespaces import XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from yuqiao.graph.rdf.terms import Term

_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")


def _decimal(text: str) -> Decimal:
    """Parse a decimal as XML Schema defines it, which knows neither exponents nor NaN."""
    if not _DECIMAL.fullmatch(text):
        raise ValueError(text)
    return Decimal(text)


_MICROSECONDS = re.compile(r"[0-9]{4}-[0-9-]{5}T[0-9:]{8}(?:\.[0-9]{1,6})?(?:Z|[+-][0-9:]{5})?")


def _datetime(text: str) -> datetime:
    """Return a date and time; Python has no more than microseconds, and would truncate the rest."""
    if not _MICROSECONDS.fullmatch(text):
        raise ValueError(text)
    return datetime.fromisoformat(text)


_CONVERSIONS: dict[str, Callable[[str], object]] = {
    f"{XSD}integer": int,
    f"{XSD}decimal": _decimal,
    f"{XSD}double": float,
    f"{XSD}float": float,
    f"{XSD}date": date.fromisoformat,
    f"{XSD}dateTime": _datetime,
    f"{XSD}boolean": {"true": True, "1": True, "false": False, "0": False}.__getitem__,
}


_XSD = rb"(?:xsd?:|<http://www\.w3\.org/2001/XMLSchema#)"
_USUAL = {
    rb"integer": rb"(?:0|-?[1-9]\d{0,14})",
    rb"(?:decimal|double)": rb"(?:0|-?[1-9]\d{0,7}|-?(?:0|[1-9]\d{0,7})\.\d{0,6}[1-9])",
    rb"float": rb"(?:0|-?[1-9]\d{0,4}|-?(?:0|[1-9]\d{0,2})\.\d{0,2}[1-9])",
    rb"date": rb"\d{4}-\d\d-\d\dZ?",
    rb"dateTime": rb"\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):\d\d:\d\dZ?",
    rb"g(?:Year|YearMonth)": rb"\d{4}(?:-\d\d)?",
}
"""The usual literals of each datatype, which the engine leaves as they are."""

_TYPED = rb"(?=[-+.\dPiInN\\])(?!%s)[^\"'\n]*[\"']\s*\^\^" % b"|".join(
    rb"%s[\"']\^\^%s%s\b" % (text, _XSD, datatype) for datatype, text in _USUAL.items()
)
_TYPED_PATTERNS = re.compile(b'"' + _TYPED), re.compile(b"'" + _TYPED)


@cache
def _xml_pattern() -> re.Pattern[bytes]:
    """Return what matches an unusual literal of RDF/XML; compiling it takes some milliseconds."""
    usual = b"|".join(rb"%s[\"'][^<>]*>%s<" % (name, text) for name, text in _USUAL.items())
    return re.compile(
        rb"datatype\s*=\s*[\"'](?![^\"'<>]*?[#;](?:%s))[^\"'<>]*[\"'][^<>]*>\s*(?:[-+.\dPiInN&]|<!)"
        % usual
    )


@cache
def _json_patterns() -> tuple[re.Pattern[bytes], ...]:
    """Return what matches unusual literals of JSON-LD."""
    return (
        re.compile(
            rb"\"(?=[-+.PTU\\]*\d|[-+]?[iInN])(?!(?:%s)\")"
            rb"(?i:[-+.:\dTZPYMDHSEU\\]+|[-+]?(?:inf(?:inity)?|nan))\"" % b"|".join(_USUAL.values())
        ),
        *(re.compile(rb"%s\s*-?\d+[.eE][-+\d]" % mark) for mark in (b":", b",", rb"\[")),
    )


_JSON_TYPES = (
    *(b"boolean", b"Stamp", b"float", b"nteger", b"nsigned", b"byte", b"short", b"long"),
    *(b"#int", b":int"),
)

# A Turtle file with its characters by kind, in which numbers without quotes are found fast.
_KINDS = bytes.maketrans(b"23456789E\t\r\n,>([;", b"11111111e        ")
_UNUSUAL_NUMBERS = (b" +", b" 00", b" 01", b" -0", b"0e", b"1e", b".e")
_POINT = re.compile(
    rb"\.(?:(?<=\d\.)\d*0(?=[\s,;)\]}#<\"'~{|]|\.(?!\d)|>>|$)|\d(?<=[\s,>(\[;+-]\.\d))"
)
_MANTISSA = re.compile(rb"(?:^|[\s,>(\[;])[-+]?[\d.]+$")


def may_be_rewritten(text: bytes, data_format: RdfFormat) -> bool:
    r"""Return whether a part of a file may have a literal that the engine rewrites.

    It is true wherever the engine rewrites one, and sometimes where it does not; parsing the file
    decides.

    >>> may_be_rewritten(b"<a> <b> 1.10 .", RdfFormat.TURTLE)
    True
    >>> may_be_rewritten(b'\n<a> <b> 1.1, 10, "version 1.10" .', RdfFormat.TURTLE)
    False
    """
    if data_format is RdfFormat.RDF_XML:
        return _xml_pattern().search(text) is not None
    if data_format is RdfFormat.JSON_LD:
        known = text.replace(b"#integer", b"").replace(b":integer", b"")
        return any(name in known for name in _JSON_TYPES) or any(
            pattern.search(text) for pattern in _json_patterns()
        )
    if any(pattern.search(text) for pattern in _TYPED_PATTERNS):
        return True
    if data_format in {RdfFormat.N_TRIPLES, RdfFormat.N_QUADS}:
        return False
    return any(not _is_in_text(text, place) for place in _unusual_numbers(text))


def _unusual_numbers(text: bytes) -> Iterator[int]:
    """Yield where there is a number in unusual characters, or what looks like one."""
    kinds = text.translate(_KINDS)
    for mark in _UNUSUAL_NUMBERS:
        place = kinds.find(mark)
        while place >= 0:
            is_exponent = mark.endswith(b"e")
            if is_exponent:
                found = _MANTISSA.search(text[max(0, place - 60) : place + 1]) is not None
            else:
                found = mark != b" -0" or kinds[place + 3 : place + 5] not in {b".0", b".1"}
            if found:
                yield place
            place = kinds.find(mark, place + 1)
    yield from (found.start() for found in _POINT.finditer(text))


def _is_in_text(text: bytes, place: int) -> bool:
    """Return whether a place is surely within a string in double quotes on one line."""
    begin = text.rfind(b"\n", 0, place) + 1
    line = text[begin:place].replace(b"\\\\", b"")
    if begin == 0 or b"'" in line or b'"""' in line:
        return False
    return (line.count(b'"') - line.count(b'\\"')) % 2 == 1


def rewritten_literals(statements: Iterable[Quad] | Iterable[Triple]) -> dict[Literal, int]:
    """Return the literals that a store keeps by value, with other characters, and their numbers.

    :param statements: as a file has them

    >>> n = NamedNode("urn:n")
    >>> texts = ("1.10", "1.1", "7")
    >>> literals = [Literal(text, datatype=NamedNode(f"{XSD}decimal")) for text in texts]
    >>> statements = [Triple(n, n, Triple(n, n, each)) for each in literals]
    >>> [literal.value for literal in rewritten_literals(statements)]
    ['1.10']
    """
    counts = Counter(
        term
        for term in map(_last_term, statements)
        if isinstance(term, Literal)
        and term.datatype.value.startswith(XSD)
        and term.datatype.value != f"{XSD}string"
    )
    store = Store()
    some = NamedNode("urn:yuqiao:literal")
    store.extend(Quad(some, some, literal) for literal in counts)
    unchanged = {quad.object for quad in store}
    return {literal: count for literal, count in counts.items() if literal not in unchanged}


def _last_term(statement: Quad | Triple) -> Term:
    """Return the object of a statement, or of the triple term that is its object."""
    term = statement.object
    while isinstance(term, Triple):
        term = term.object
    return term


def stored_literal(literal: Literal) -> Literal:
    """Return a literal as a store returns it.

    >>> stored_literal(Literal("01", datatype=NamedNode(f"{XSD}byte"))).value
    '1'
    """
    store = Store()
    some = NamedNode("urn:yuqiao:literal")
    store.add(Quad(some, some, literal))
    return cast("Literal", next(iter(store)).object)


def python_value(term: Term) -> object:
    """Return a term as int, Decimal, float, date, datetime, bool or str; an IRI as its text.

    What Python cannot hold (a year alone, a date with a time zone, a malformed number) stays text.

    >>> python_value(Literal("2025-06-01", datatype=NamedNode(f"{XSD}date")))
    datetime.date(2025, 6, 1)
    >>> python_value(Literal("重庆", language="zh-Hans"))
    '重庆'
    """
    convert = _CONVERSIONS.get(term.datatype.value) if isinstance(term, Literal) else None
    if convert is None:
        return term_text(term) if isinstance(term, Triple) else term.value
    try:
        return convert(term.value)
    except (ValueError, ArithmeticError, KeyError):
        return term.value


def literal_text(term: Term | None) -> str:
    """Return the text of a literal; nothing for an IRI, a blank node or an unbound variable.

    A decimal number or a truth value is written in one way, whatever the server: Fuseki returns 5
    as 5.0, and Virtuoso returns true as 1.

    >>> literal_text(Literal("75")), literal_text(None)
    ('75', '')
    >>> literal_text(Literal("5.0", datatype=NamedNode(f"{XSD}decimal")))
    '5'
    """
    if not isinstance(term, Literal):
        return ""
    if term.datatype.value not in {f"{XSD}decimal", f"{XSD}boolean"}:
        return term.value
    value = python_value(term)
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, Decimal):
        return term.value
    text = f"{value:f}"  # exact, where normalize() rounds to 28 digits
    return text.rstrip("0").rstrip(".") if "." in text else text


def is_text(value: str) -> bool:
    r"""Return whether a text can be a literal: it has no unpaired surrogates.

    >>> is_text("重庆"), is_text("\udcff")
    (True, False)
    """
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
