"""RDF literals as the Python values a script wants to compute with."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from yuqiao.ontology.namespaces import XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from yuqiao.graph.rdf.terms import Term

_MICROSECONDS = re.compile(r"[0-9]{4}-[0-9-]{5}T[0-9:]{8}(?:\.[0-9]{1,6})?(?:Z|[+-][0-9:]{5})?")


def _datetime(text: str) -> datetime:
    """Return a date and time; Python has no more than microseconds, and would truncate the rest."""
    if not _MICROSECONDS.fullmatch(text):
        raise ValueError(text)
    return datetime.fromisoformat(text)


_CONVERSIONS: dict[str, Callable[[str], object]] = {
    f"{XSD}integer": int,
    f"{XSD}decimal": Decimal,
    f"{XSD}double": float,
    f"{XSD}float": float,
    f"{XSD}date": date.fromisoformat,
    f"{XSD}dateTime": _datetime,
    f"{XSD}boolean": {"true": True, "1": True, "false": False, "0": False}.__getitem__,
}


def count_rewritten(statements: Iterable[Quad] | Iterable[Triple]) -> int:
    """Count the statements whose literal a store keeps by value, with other characters.

    :param statements: as a file has them

    >>> n = NamedNode("urn:n")
    >>> texts = ("1.10", "1.1", "7")
    >>> literals = [Literal(text, datatype=NamedNode(f"{XSD}decimal")) for text in texts]
    >>> count_rewritten([Triple(n, n, literal) for literal in literals])
    2
    """
    counts = Counter(
        statement.object
        for statement in statements
        if isinstance(statement.object, Literal)
        and statement.object.datatype.value.startswith(XSD)
        and statement.object.datatype.value != f"{XSD}string"
    )
    store = Store()
    some = NamedNode("urn:yuqiao:literal")
    store.extend(Quad(some, some, literal) for literal in counts)
    unchanged = {quad.object for quad in store}
    return sum(count for literal, count in counts.items() if literal not in unchanged)


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
        return term.value
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
    return f"{value.normalize():f}" if isinstance(value, Decimal) else term.value


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
