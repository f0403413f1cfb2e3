"""The table of statements: one row each, with the value of a literal in a column of its type."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from functools import cache

from pyoxigraph import Literal, NamedNode

from yuqiao.exports.tables.typed_columns import Row, TableLayout
from yuqiao.graph.rdf.literals import python_value
from yuqiao.graph.rdf.nquads import literal_of, parts_of
from yuqiao.ontology.namespaces import XSD

STATEMENTS = TableLayout(
    "statements",
    {
        "subject": "text",
        "predicate": "text",
        "object": "text",
        "object_kind": "text",
        "datatype": "text",
        "language": "text",
        "integer": "integer",
        "number": "number",
        "boolean": "boolean",
        "date": "date",
        "datetime": "datetime",
        "instant": "instant",
        "year": "integer",
        "graph": "text",
    },
)
"""Of an object: its text, whether it is an ``iri``, a ``blank`` node, a ``literal`` or a
``triple``, and its value as far as a column has its type. ``year`` is that of any date or year."""

_INT64 = range(-(2**63), 2**63)
_DATED = {XSD + name for name in ("date", "dateTime", "gYear", "gYearMonth")}
_YEAR = re.compile(r"[0-9]{4}(?![0-9])")
_INTEGERS = {
    XSD + name
    for name in (
        *("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger"),
        *("nonPositiveInteger", "negativeInteger", "unsignedLong", "unsignedInt"),
        *("unsignedShort", "unsignedByte"),
    )
}


def statement(line: bytes) -> dict[str, object]:
    """Return the row of a statement, given as a line of N-Quads without its end.

    >>> row = statement(b'<urn:a> <urn:p> "2025-06"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>')
    >>> row["subject"], row["object"], row["object_kind"], row["year"]
    ('urn:a', '2025-06', 'literal', 2025)
    """
    subject, predicate, value, graph = parts_of(line)
    return {
        "subject": token_text(subject),
        "predicate": token_text(predicate),
        **_object(value),
        "graph": token_text(graph) if graph else None,
    }


def token_text(token: bytes) -> str:
    """Return the text of an IRI, of a blank node with its mark, or of a literal or triple term."""
    if token[:1] == b"<" and token[:2] != b"<<":
        return token[1:-1].decode()
    if token[:1] == b'"':
        return literal_of(token)[0]
    return token.decode()


def _object(token: bytes) -> dict[str, object]:
    if token[:1] != b'"':
        kind = "triple" if token[:2] == b"<<" else "iri" if token[:1] == b"<" else "blank"
        return {"object": token_text(token), "object_kind": kind}
    text, language, datatype = literal_of(token)
    found: dict[str, object] = {"object": text, "object_kind": "literal"}
    if language:
        return {**found, "language": language}
    return {**found, "datatype": datatype, **typed_value(text, datatype)}


@cache
def _datatype(iri: str) -> NamedNode:
    return NamedNode(XSD + "integer" if iri in _INTEGERS else iri)


def typed_value(text: str, datatype: str) -> dict[str, object]:
    """Return the columns of a literal's value; none for a text, or one that is not of its type.

    >>> typed_value("42", XSD + "nonNegativeInteger")
    {'integer': 42, 'number': 42.0}
    >>> typed_value("about 42", XSD + "integer")
    {}
    """
    if not datatype.startswith(XSD) or datatype == XSD + "string":
        return {}
    year: dict[str, object] = (
        {"year": int(text[:4])} if datatype in _DATED and _YEAR.match(text) else {}
    )
    value = python_value(Literal(text, datatype=_datatype(datatype)))
    if isinstance(value, bool):
        return {"boolean": value}
    if isinstance(value, int):
        return {"integer": value if value in _INT64 else None, **_number(value)}
    if isinstance(value, float | Decimal):
        return _number(value)
    if isinstance(value, datetime):
        return {"datetime" if value.tzinfo is None else "instant": value, **year}
    return {"date": value, **year} if isinstance(value, date) else year


def _number(value: float | Decimal) -> dict[str, object]:
    with suppress(OverflowError):  # more than a double holds: the text alone tells it
        return {"number": float(value)}
    return {}


def predicate_first(row: Row) -> tuple[str, str, str, str, str, str]:
    """Return what the rows of a part are ordered by, so that a reader finds a predicate's rows."""
    ordered = ("predicate", "subject", "object", "datatype", "language", "graph")
    return tuple(str(row.get(name) or "") for name in ordered)  # type: ignore[return-value]
