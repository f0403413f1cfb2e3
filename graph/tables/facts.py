"""Facts: what the tables state, cell by cell, before it is joined with its evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import NamedNode

from yuqiao.graph.tables.backed_values import BackedValue, Backing
from yuqiao.graph.tables.mapping import Reader, Statement
from yuqiao.graph.tables.reader import TableRow
from yuqiao.ontology.namespaces import prefixes


@dataclass(frozen=True)
class EvidenceRow:
    """One row of the evidence table, and the statements it makes about the entity it backs."""

    row: TableRow
    statements: tuple[Statement, ...]

    @property
    def thing(self) -> NamedNode:
        """The entity of which the row backs some columns."""
        return self.statements[0].subject

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of these columns."""
        named = self.row.table.with_role("columns")
        return self.row.values[named.name] if named else ()


@dataclass(frozen=True)
class SupersededValue:
    """What a source gave for a cell before: the row that records it, and what it would state."""

    value: BackedValue
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class Facts:
    """The statements of all tables but those of evidence.

    :param rows: the rows, by the IRI of what they are about
    :param statements: what they state
    :param flawed: cells already reported as wrong, by the IRI of their entity and their column
    """

    rows: dict[str, list[TableRow]]
    statements: list[Statement]
    flawed: set[tuple[str, str]]

    @classmethod
    def of(cls, rows: list[TableRow], reader: Reader) -> Facts:
        """Read the statements of rows."""
        statements = [statement for row in rows for statement in reader.statements(row)]
        by_thing: dict[str, list[TableRow]] = {}
        for row in rows:
            if subject := reader.subject(row):
                by_thing.setdefault(subject.value, []).append(row)
        flawed = {
            (subject.value, column)
            for row in rows
            if row.flawed and (subject := reader.subject(row))
            for column in row.flawed
        }
        return cls(by_thing, statements, flawed)

    @cached_property
    def things(self) -> set[NamedNode]:
        """The entities of which something is stated."""
        return {statement.subject for statement in self.statements}

    @cached_property
    def cells(self) -> dict[tuple[str, str], list[Statement]]:
        """The statements of the cells that take evidence, by the IRI of their entity and column."""
        cells: dict[tuple[str, str], list[Statement]] = {}
        for statement in self.statements:
            if statement.column.evidence:
                key = (statement.subject.value, statement.column.name)
                cells.setdefault(key, []).append(statement)
        return cells

    @property
    def misnamed(self) -> list[NamedNode]:
        """The entities whose address comes from a cell that is wrong."""
        return [
            NamedNode(thing)
            for thing, rows in self.rows.items()
            if any((thing, name) in self.flawed for row in rows for name in row.table.key)
        ]

    @property
    def misnamed_columns(self) -> set[str]:
        """The columns of the tables of such entities."""
        rows = [row for thing in self.misnamed for row in self.rows[thing.value]]
        return {column.name for row in rows for column in row.table.columns}

    def addresses(self, base: str) -> set[str]:
        """Return the addresses of the entities after the base."""
        return {thing.value.removeprefix(base) for thing in self.things}

    def replaced(self, base: str) -> set[str]:
        """Return the addresses that are out of use."""
        superseded_on = prefixes(base)["yq"] + "supersededOn"
        found = [s.subject for s in self.statements if s.predicate.value == superseded_on]
        return {subject.value.removeprefix(base) for subject in found}

    def backings(self, evidence: EvidenceRow, base: str) -> Iterator[Backing]:
        """Yield each cell that a row of evidence names, with the value that it has now."""
        row = evidence.row
        thing, source = row.first("thing"), row.first("source")
        date = row.first("as_of") or self._date(base + "id/source/" + source, base)
        for column in evidence.columns:
            key = (evidence.thing.value, column)
            found = self.cells.get(key, []) if key not in self.flawed else []
            text = (found[0].column.separator or "").join(s.written for s in found) if found else ""
            yield Backing(
                BackedValue(thing, column, source, text),
                found[0].cell if found else None,
                row.first("review") == "accepted",
                date,
            )

    def _date(self, source: str, base: str) -> str:
        """Return the day a source was published, or else read; as a claim without a date has it."""
        known = prefixes(base)
        order = (known["schema"] + "datePublished", known["pav"] + "retrievedOn")
        dates = self._dates.get(source, {})
        return next((dates[predicate] for predicate in order if predicate in dates), "")

    @cached_property
    def _dates(self) -> dict[str, dict[str, str]]:
        dates: dict[str, dict[str, str]] = {}
        for statement in self.statements:
            if statement.column.any_date:
                dates.setdefault(statement.subject.value, {})[statement.predicate.value] = (
                    statement.written
                )
        return dates

    def superseded(
        self, values: Iterable[BackedValue], reader: Reader, base: str
    ) -> dict[tuple[str, str, str], SupersededValue]:
        """Return what sources gave before, by the address of the thing, the column and source."""
        found = {}
        for value in values:
            for row in self.rows.get(base + value.thing, ()) if value.superseded else ():
                column = row.table.column(value.column)
                if column:
                    stated = reader.cell_statements(row, column, value.value)
                    found[value.key] = SupersededValue(value, tuple(stated))
        return found
