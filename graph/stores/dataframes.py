"""Solutions as typed columns, for data frames, Arrow tables and Parquet files.

A column has one type for all its rows, derived from all its terms:

========= ==================================== =================== ====================
type      when every term is                   in Arrow            in pandas
========= ==================================== =================== ====================
integer   an xsd:integer of 64 bits            int64               Int64
number    xsd:integer, decimal, double, float  double              Float64
boolean   xsd:boolean                          bool                boolean
date      xsd:date without a time zone         date32              datetime64[s]
datetime  xsd:dateTime without a time zone     timestamp[us]       datetime64[us]
instant   xsd:dateTime with a time zone        timestamp[us, UTC]  datetime64[us, UTC]
text      anything else, or of several types   string              object of str
========= ==================================== =================== ====================

IRIs are their text. What a column does not show (whether it holds IRIs, and its datatype or
language where all rows agree) is in the Arrow field's metadata; languages that differ from row to
row are in a text column of their own, ``NAME@lang``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from importlib import import_module
from typing import TYPE_CHECKING, cast

from pyoxigraph import Literal, NamedNode

from yuqiao.graph.errors import InputError
from yuqiao.graph.language_tags import cased_language_tag
from yuqiao.graph.rdf.literals import python_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from types import ModuleType

    import pandas
    import polars
    import pyarrow

    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.rows import Row

_INT64 = range(-(2**63), 2**63)
_BATCH = 10_000  # rows taken at a time
_FROM_TEXT: dict[str, Callable[[str], object]] = {
    "integer": int,
    "number": float,
    "boolean": {"true": True, "1": True, "false": False, "0": False}.__getitem__,
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
    "instant": lambda text: datetime.fromisoformat(text).astimezone(UTC),
}
_IN_PANDAS = {
    "integer": "Int64",
    "number": "Float64",
    "boolean": "boolean",
    "date": "datetime64[s]",
    "datetime": "datetime64[us]",
    "instant": "datetime64[us, UTC]",
    "text": "object",
}


@dataclass
class TypedColumn:
    """The terms of one variable, as text, and what is known of their types.

    >>> column = TypedColumn("n")
    >>> column.add([Literal(1), Literal(2), None])
    >>> column.type, column.values()
    ('integer', [1, 2, None])
    >>> column.add([Literal(2.5)])
    >>> column.type, column.values()
    ('number', [1.0, 2.0, None, 2.5])
    """

    name: str
    texts: list[str | None] = field(default_factory=list)
    languages: list[str | None] = field(default_factory=list)
    _types: set[str] = field(default_factory=set)
    _kinds: set[str] = field(default_factory=set)
    _datatypes: set[str] = field(default_factory=set)
    _tags: set[str] = field(default_factory=set)

    def add(self, terms: Iterable[Term | None]) -> None:
        """Append the terms of more rows."""
        for term in terms:
            if isinstance(term, Literal):
                self._add_literal(term)
                continue
            self.languages.append(None)
            if term is None:
                self.texts.append(None)
                continue
            self.texts.append(getattr(term, "value", None) or str(term))
            self._types.add("text")
            self._kinds.add("iri" if isinstance(term, NamedNode) else "blank node")

    def _add_literal(self, literal: Literal) -> None:
        language = cased_language_tag(literal.language) if literal.language else None
        self.texts.append(literal.value)
        self.languages.append(language)
        self._types.add(_type_of(literal))
        self._kinds.add("literal")
        self._datatypes.add(literal.datatype.value)
        self._tags.add(language or "")

    @property
    def type(self) -> str:
        """The narrowest type that holds every term added so far."""
        if self._types <= {"integer", "number"} and self._types:
            return max(self._types)
        return next(iter(self._types)) if len(self._types) == 1 else "text"

    @property
    def has_languages(self) -> bool:
        """Whether languages differ from row to row, and need a column of their own."""
        return len(self._tags) > 1

    @property
    def metadata(self) -> dict[str, str]:
        """What all rows have in common and the values do not show."""
        common = {
            "kind": self._kinds,
            "datatype": self._datatypes,
            "language": self._tags - {""} if not self.has_languages else set(),
        }
        return {name: next(iter(found)) for name, found in common.items() if len(found) == 1}

    def values(self, texts: Sequence[str | None] | None = None) -> list[object]:
        """Return the rows as values of this column's type; None for one that is unbound.

        :param texts: rows that were added earlier, in place of those held now
        """
        texts = self.texts if texts is None else texts
        if self.type == "text":
            return list(texts)
        convert = _FROM_TEXT[self.type]
        return [None if text is None else convert(text) for text in texts]


def _type_of(literal: Literal) -> str:
    value = python_value(literal)
    if isinstance(value, str):
        return "text"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer" if value in _INT64 else "text"
    if isinstance(value, float | Decimal):
        return "number"
    if isinstance(value, datetime):
        return "datetime" if value.tzinfo is None else "instant"
    return "date" if isinstance(value, date) else "text"


def typed_columns(variables: Iterable[str], rows: Iterable[Row]) -> list[TypedColumn]:
    """Return the columns of rows, with the types that hold all their terms."""
    from itertools import islice

    columns = [TypedColumn(name) for name in variables]
    rows = iter(rows)
    while batch := list(islice(rows, _BATCH)):
        add_rows(columns, batch)
    return columns


def add_rows(columns: Sequence[TypedColumn], rows: Sequence[Row]) -> None:
    """Append rows to columns."""
    for column, terms in zip(columns, zip(*rows, strict=True), strict=True):
        column.add(terms)


def _library(name: str, what: str, extra: str) -> ModuleType:
    try:
        return import_module(name)
    except ImportError:
        raise InputError(f"{what} need {name}: pip install 'yuqiao[{extra}]'") from None


def arrow_library() -> ModuleType:
    """Return the pyarrow module, which is optional.

    :raises InputError: when it is not installed; with what to do
    """
    return _library("pyarrow", "Arrow tables", "arrow")


def arrow_schema(columns: Iterable[TypedColumn]) -> pyarrow.Schema:
    """Return the Arrow schema of columns; see the head of this module."""
    pyarrow = arrow_library()
    types = {
        "integer": pyarrow.int64(),
        "number": pyarrow.float64(),
        "boolean": pyarrow.bool_(),
        "date": pyarrow.date32(),
        "datetime": pyarrow.timestamp("us"),
        "instant": pyarrow.timestamp("us", tz="UTC"),
        "text": pyarrow.string(),
    }
    fields = []
    for column in columns:
        fields.append(pyarrow.field(column.name, types[column.type], metadata=column.metadata))
        if column.has_languages:
            fields.append(pyarrow.field(f"{column.name}@lang", pyarrow.string()))
    return pyarrow.schema(fields)


def arrow_table(columns: Sequence[TypedColumn]) -> pyarrow.Table:
    """Return columns as an Arrow table of :func:`arrow_schema`."""
    pyarrow = arrow_library()
    schema = arrow_schema(columns)
    found = _by_name(columns).values()
    arrays = [pyarrow.array(values, own.type) for values, own in zip(found, schema, strict=True)]
    batch = pyarrow.record_batch(arrays, schema=schema)
    return pyarrow.Table.from_batches([batch])


def pandas_frame(columns: Sequence[TypedColumn]) -> pandas.DataFrame:
    """Return columns as a pandas data frame, with the types in the head of this module."""
    library = _library("pandas", "data frames", "pandas")
    frame = cast("pandas.DataFrame", library.DataFrame(_by_name(columns), dtype="object"))
    for column in columns:
        found = frame[column.name]
        if column.type == "instant":
            found = library.to_datetime(found, utc=True)
        frame[column.name] = found.astype(_IN_PANDAS[column.type])
    return frame


def polars_frame(columns: Sequence[TypedColumn]) -> polars.DataFrame:
    """Return columns as a polars data frame; its types are those of Arrow."""
    library = _library("polars", "polars data frames", "polars")
    types = {
        "integer": library.Int64,
        "number": library.Float64,
        "boolean": library.Boolean,
        "date": library.Date,
        "datetime": library.Datetime("us"),
        "instant": library.Datetime("us", "UTC"),
        "text": library.String,
    }
    known = {column.name: types[column.type] for column in columns}
    values = _by_name(columns)
    schema = {name: known.get(name, library.String) for name in values}
    return cast("polars.DataFrame", library.DataFrame(values, schema=schema))


def _by_name(columns: Iterable[TypedColumn]) -> dict[str, list[object]]:
    found: dict[str, list[object]] = {}
    for column in columns:
        found[column.name] = column.values()
        if column.has_languages:
            found[f"{column.name}@lang"] = list(column.languages)
    return found
