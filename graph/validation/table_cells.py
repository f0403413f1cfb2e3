"""The cells of curated tables that facts come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from yuqiao.graph.tables.build import metadata_text
from yuqiao.graph.tables.csvw import METADATA
from yuqiao.graph.tables.mapping import Reader
from yuqiao.graph.tables.metadata import read_metadata
from yuqiao.graph.tables.reader import Cell, TableRow, read_table
from yuqiao.ontology.namespaces import BASE

if TYPE_CHECKING:
    from pathlib import Path

    from yuqiao.graph.rdf.terms import Term


class TableCells:
    """Finds the cell of a fact, or the one it is missing from.

    :param folder: the tables, with their metadata
    :param base: the base IRI of the graph
    :raises yuqiao.graph.errors.InputError: when the metadata cannot be read
    """

    def __init__(self, folder: Path, base: str = BASE) -> None:
        self._rows: dict[Term, list[TableRow]] = {}
        self._cells: dict[tuple[Term, Term], list[tuple[Term, Cell]]] = {}
        group = read_metadata(metadata_text(folder, base), METADATA)
        mistakes: list[str] = []  # building the graph reports them
        reader = Reader(group, base, mistakes)
        for table in group.tables:
            for row in read_table(folder, table, mistakes) or ():
                self._add(reader, row)

    def _add(self, reader: Reader, row: TableRow) -> None:
        subject = reader.subject(row)
        if subject is None:
            return
        self._rows.setdefault(subject, []).append(row)
        for statement in reader.statements(row):
            key = (statement.subject, statement.predicate)
            self._cells.setdefault(key, []).append((statement.object, statement.cell))

    def place(self, thing: Term, predicate: NamedNode | None, value: Term | None) -> str:
        """Return ``file:row:column`` of a fact, ``file:row`` of its thing, or nothing."""
        found = self._cells.get((thing, predicate), []) if predicate is not None else []
        for stated, cell in found:
            if value is None or stated == value:
                return str(cell)
        if found:
            return str(found[0][1])
        rows = self._rows.get(thing, [])
        for row in rows:
            for column in row.table.columns:
                if predicate is not None and column.predicate == predicate.value:
                    return str(row.cell(column.name))
        return f"{rows[0].table.file}:{rows[0].number}" if rows else ""
