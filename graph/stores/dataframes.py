"""Solutions as typed columns: what a data frame, an Arrow table or a Parquet file wants.

A column has one type for all its rows, found from all its terms:

========= ==================================== ======================== ==================
type      when every term is                   in Arrow                 in pandas
========= ==================================== ======================== ==================
integer   an xsd:integer of 64 bits            int64                    Int64
number    xsd:integer, decimal, double, float  double                   Float64
boolean   xsd:boolean                          bool                     boolean
date      xsd:date without a time zone         date32                   datetime64[s]
text      anything else, or of several types   string                   object of str
========= ==================================== ======================== ==================

IRIs are their text. What a column does not show (whether it holds IRIs, and its datatype or
language where all rows agree) is in the Arrow field's metadata; languages that differ from row to
row stand in a text column of their own, ``NAME@lang``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, cast

from pyoxigraph import Literal, NamedNode

from yuqiao.graph.errors import InputError
from yuqiao.graph.rdf.literals import python_value

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import ModuleType

    import pandas
    import pyarrow

    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.results import Row

_INT64 = range(-(2**63), 2**63)


@dataclass
class Column:
    """What is known of one variable's terms.

    >>> column = Column("n")
    >>> for text in ("1", "2"):
    ...     column.note(Literal(int(text)))
    >>> column.type
    'integer'
    >>> column.note(Literal(2.5))
    >>> column.type
    'number'
    """

    name: str
    _types: set[str] = field(default_factory=set)
    _kinds: set[str] = field(default_factory=set)
    _datatypes: set[str] = field(default_factory=set)
    _languages: set[str] = field(default_factory=set)

    def note(self, term: Term | None) -> None:
        """Take one more term into account."""
        if term is None:
            return
        if not isinstance(term, Literal):
            self._types.add("text")
            self._kinds.add("iri" if isinstance(term, NamedNode) else "blank node")
            return
        self._types.add(_type_of(term))
        self._kinds.add("literal")
        self._datatypes.add(term.datatype.value)
        self._languages.add(term.language or "")

    @property
    def type(self) -> str:
        """The narrowest type that holds every term noted so far."""
        if self._types <= {"integer", "number"} and self._types:
            return max(self._types)
        return next(iter(self._types)) if len(self._types) == 1 else "text"

    @property
    def tells_languages(self) -> bool:
        """Whether languages differ from row to row, and need a column of their own."""
        return len(self._languages) > 1

    @property
    def metadata(self) -> dict[str, str]:
        """What all rows have in common and the values do not show."""
        common = {
            "kind": self._kinds,
            "datatype": self._datatypes,
            "language": self._languages - {""} if not self.tells_languages else set(),
        }
        return {name: next(iter(found)) for name, found in common.items() if len(found) == 1}

    def values(self, terms: Iterable[Term | None]) -> list[object]:
        """Give terms as values of this column's type; None for one that is unbound."""
        if self.type == "text":
            return [None if term is None else term.value for term in terms]
        values = [None if term is None else python_value(term) for term in terms]
        if self.type != "number":
            return values
        return [float(value) if isinstance(value, int | Decimal) else value for value in values]


def columns_of(variables: Iterable[str], rows: Iterable[Row]) -> list[Column]:
    """Give the columns of rows, with the types that hold all their terms."""
    columns = [Column(name) for name in variables]
    for row in rows:
        for column, term in zip(columns, row, strict=True):
            column.note(term)
    return columns


def arrow_library() -> ModuleType:
    """Give the pyarrow module, which not every installation has.

    :raises InputError: when it is not installed; with what to do
    """
    try:
        import pyarrow
    except ImportError:
        raise InputError("Arrow tables need pyarrow: pip install 'yuqiao[arrow]'") from None
    return cast("ModuleType", pyarrow)


def arrow_schema(columns: Iterable[Column]) -> pyarrow.Schema:
    """Give the Arrow schema of columns; see the head of this module."""
    pyarrow = arrow_library()
    types = {
        "integer": pyarrow.int64(),
        "number": pyarrow.float64(),
        "boolean": pyarrow.bool_(),
        "date": pyarrow.date32(),
        "text": pyarrow.string(),
    }
    fields = []
    for column in columns:
        fields.append(pyarrow.field(column.name, types[column.type], metadata=column.metadata))
        if column.tells_languages:
            fields.append(pyarrow.field(f"{column.name}@lang", pyarrow.string()))
    return pyarrow.schema(fields)


def record_batch(columns: list[Column], rows: list[Row]) -> pyarrow.RecordBatch:
    """Give rows as an Arrow record batch of :func:`arrow_schema`."""
    pyarrow = arrow_library()
    schema = arrow_schema(columns)
    values = _values(columns, rows).values()
    arrays = [pyarrow.array(found, place.type) for found, place in zip(values, schema, strict=True)]
    return pyarrow.record_batch(arrays, schema=schema)


def data_frame(columns: list[Column], rows: list[Row]) -> pandas.DataFrame:
    """Give rows as a pandas data frame, with the types in the head of this module."""
    try:
        import pandas
    except ImportError:
        raise InputError("data frames need pandas: pip install 'yuqiao[pandas]'") from None

    kinds = {"integer": "Int64", "number": "Float64", "boolean": "boolean", "text": "object"}
    frame = pandas.DataFrame(_values(columns, rows), dtype="object")
    for column in columns:
        if column.type == "date":
            frame[column.name] = frame[column.name].astype("datetime64[s]")
        else:
            frame[column.name] = frame[column.name].astype(kinds[column.type])
    return frame


def _values(columns: list[Column], rows: list[Row]) -> dict[str, list[object]]:
    found: dict[str, list[object]] = {}
    for index, column in enumerate(columns):
        found[column.name] = column.values(row[index] for row in rows)
        if column.tells_languages:
            found[f"{column.name}@lang"] = [_language(row[index]) for row in rows]
    return found


def _language(term: Term | None) -> str | None:
    return term.language if isinstance(term, Literal) else None


def _type_of(literal: Literal) -> str:
    value = python_value(literal)
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer" if value in _INT64 else "text"
    if isinstance(value, float | Decimal):
        return "number"
    return "date" if isinstance(value, date) else "text"
