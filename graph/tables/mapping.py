"""Mapping of rows to statements: each cell becomes a triple, with the position it came from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode

from yuqiao.graph.tables.csvw import TableColumn, TableGroup
from yuqiao.graph.tables.reader import Cell, TableRow, is_date
from yuqiao.ontology.namespaces import XSD, prefixes

_DATE_TYPES = {4: "gYear", 7: "gYearMonth", 10: "date"}


@dataclass(frozen=True)
class Statement:
    """A triple, the position it came from, and the value as it was written there."""

    subject: NamedNode
    predicate: NamedNode
    object: NamedNode | Literal
    cell: Cell
    written: str
    column: TableColumn


def date_literal(value: str) -> Literal:
    """Return a date the datatype of its length: a year, a month or a day.

    >>> str(date_literal("2025-05"))
    '"2025-05"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>'
    """
    return Literal(value, datatype=NamedNode(XSD + _DATE_TYPES[len(value)]))


class Reader:
    """Makes statements of rows, as the metadata of a group of tables describes them.

    :param group: the tables' metadata, on the base IRI
    :param base: the base IRI of what is made
    :param problems: the list to which messages are added
    """

    def __init__(self, group: TableGroup, base: str, problems: list[str]) -> None:
        self._group = group
        self._base = base
        self._problems = problems
        self._prefixes = prefixes(base)
        self._unknown = NamedNode(self._prefixes["yq"] + "unknownValueFor")

    @cached_property
    def _columns_by_property(self) -> dict[str, TableColumn]:
        """Map each property to its first column, which types values of claims about it."""
        columns = [column for table in self._group.tables for column in table.columns]
        return {
            column.predicate: column for column in reversed(columns) if column.predicate is not None
        }

    def subject(self, row: TableRow) -> NamedNode | None:
        """Return the IRI of what a row is about; none when it cannot be made."""
        names = _names(row.table.about_url)
        if not all(row.first(name) for name in names):
            return None
        return self._iri(row.table.about_url, row, None, row.cell("+".join(names)))

    def statements(self, row: TableRow) -> Iterator[Statement]:
        """Yield the statements of a row: its cells, its constant columns, its unknown values."""
        subject = self.subject(row)
        if subject is None:
            return
        for column in row.table.columns:
            for value in row.values[column.name]:
                if column.role == "unknown":
                    yield from self._unknown_value(row, subject, column, value)
                elif column.predicate:
                    yield from self._statement(row, subject, column, value)
        for column in row.table.virtual:
            yield from self._statement(row, subject, column, "")

    def cell_statements(self, row: TableRow, column: TableColumn, text: str) -> list[Statement]:
        """Return what a cell of a row would state if it had another text."""
        parts = text.split(column.separator) if column.separator else [text]
        values = {**row.values, column.name: tuple(parts)}
        other = TableRow(row.table, row.number, values)
        return [s for s in self.statements(other) if s.column == column]

    def _statement(
        self, row: TableRow, subject: NamedNode, column: TableColumn, value: str
    ) -> Iterator[Statement]:
        assert column.predicate is not None
        cell = row.cell(column.name)
        about = self._iri(column.about_url, row, value, cell) if column.about_url else subject
        term = self._term(row, column, value, cell)
        if about is not None and term is not None:
            yield Statement(about, NamedNode(column.predicate), term, cell, value, column)

    def _unknown_value(
        self, row: TableRow, subject: NamedNode, column: TableColumn, name: str
    ) -> Iterator[Statement]:
        cell = row.cell(column.name)
        looked_for = row.table.column(name)
        if looked_for is None or looked_for.predicate is None:
            known = ", ".join(c.name for c in row.table.columns if c.predicate)
            self._problems.append(f"{cell}: {name!r} is no column here; expected one of {known}")
            return
        if row.values[name]:
            self._problems.append(
                f"{cell}: {name!r} is named as unknown but has a value; remove one of the two"
            )
            return
        yield Statement(subject, self._unknown, NamedNode(looked_for.predicate), cell, name, column)

    def _term(
        self, row: TableRow, column: TableColumn, value: str, cell: Cell
    ) -> NamedNode | Literal | None:
        if column.datatype == "QName":
            return self._named(value, cell)
        if column.value_url:
            return self._iri(column.value_url, row, value, cell)
        language = row.first(column.language_column) if column.language_column else column.language
        if language:
            return self._tagged(value, language, cell)
        if column.language_column:
            return self._claimed(row, column, value)
        return _literal(column, value)

    def _tagged(self, value: str, language: str, cell: Cell) -> Literal | None:
        try:
            return Literal(value, language=language)
        except ValueError:
            self._problems.append(
                f"{cell}: {language!r} is not a language tag; expected one such as en or zh-Hans"
            )
            return None

    def _claimed(self, row: TableRow, column: TableColumn, value: str) -> Literal:
        """Type the value of a claim as the column for the property it is about would be typed."""
        about = next((c for c in row.table.columns if c.datatype == "QName"), None)
        named = self._named(row.first(about.name), row.cell(about.name)) if about else None
        typed_as = self._columns_by_property.get(named.value, column) if named else column
        if typed_as.any_date and is_date(value):
            return date_literal(value)
        return _literal(typed_as, value)

    def _named(self, value: str, cell: Cell) -> NamedNode | None:
        prefix, colon, local = value.partition(":")
        if not value:
            return None
        if not colon or prefix not in self._prefixes:
            self._problems.append(f"{cell}: {value!r}: expected a prefixed name such as yq:form")
            return None
        try:
            return NamedNode(self._prefixes[prefix] + local)
        except ValueError:
            self._problems.append(f"{cell}: {value!r} does not make an IRI")
            return None

    def _iri(self, template: str, row: TableRow, value: str | None, cell: Cell) -> NamedNode | None:
        """Expand a URI template (RFC 6570, levels 1 and 2) with the values of a row."""
        if value and "{+" in template and value.startswith(("http://", "https://")):
            expanded = value
        else:
            start, *places = _places(template)
            expanded = start
            for reserved, name, after in zip(places[::3], places[1::3], places[2::3], strict=True):
                given = row.first(name) if value is None or name != cell.column else value
                expanded += _quoted(given, bool(reserved)) + after
        try:
            return NamedNode(expanded)
        except ValueError:
            self._problems.append(f"{cell}: {expanded!r} is not an IRI")
            row.flawed.add(cell.column)
            return None


@lru_cache(maxsize=1_000)
def _names(template: str) -> list[str]:
    """Return the names of the columns in a template."""
    return re.findall(r"\w+(?=\})", template)


@lru_cache(maxsize=1_000)
def _places(template: str) -> list[str]:
    """Return a template cut at its expressions: a text, then operator, name and text of each."""
    return re.split(r"\{(\+?)(\w+)\}", template)


@lru_cache(maxsize=10_000)
def _quoted(text: str, reserved: bool) -> str:
    return quote(text, safe=":/?#[]@!$&'()*+,;=%" if reserved else "")


def _literal(column: TableColumn, value: str) -> Literal:
    if column.any_date and is_date(value):
        return date_literal(value)
    datatype = column.datatype
    if datatype == "number":
        datatype = "decimal" if "." in value else "integer"
    if datatype == "string":
        return Literal(value)
    return Literal(value, datatype=NamedNode(XSD + datatype))
