"""The check of what a revision brings, without all that was there: quick in a large register.

It finds every mistake that rows bring which come or change. The check of the whole tables is for
what it cannot judge, such as rows that go, and for what it finds wrong: only the whole tells all
that is wrong, and what is near to an unknown id.
"""

from __future__ import annotations

from functools import cached_property

from yuqiao.graph.curation.dependent_rows import DependentRows, Place, RowContext
from yuqiao.graph.curation.revision import Revision
from yuqiao.graph.tables.backed_values import BackedValue, BackedValues
from yuqiao.graph.tables.build import described_iris, metadata_text, vocabulary_quads
from yuqiao.graph.tables.csvw import METADATA, TableGroup
from yuqiao.graph.tables.fact_check import TableRows, checked_facts
from yuqiao.graph.tables.metadata import read_metadata
from yuqiao.graph.tables.reader import TableRow, read_rows
from yuqiao.graph.tables.translations import wrong_translations
from yuqiao.ontology.namespaces import BASE

_JUDGED = {None, "evidence", "translations", "reviews"}
"""The roles of tables of which a new row changes nothing but what it says itself."""


class UndecidedError(Exception):
    """The check cannot tell whether the revision brings a mistake."""


class LocalCheck:
    """Checks the rows of a revision.

    :param revision: the revision
    :param base: the base IRI of the register
    """

    def __init__(self, revision: Revision, base: str) -> None:
        self._revision = revision
        self._register = revision.register
        self._base = base
        self._read: dict[Place, TableRow] = {}

    def backed(self) -> BackedValues | None:
        """Return the backed values as the revision leaves them; none when the tables have none.

        :raises UndecidedError: when the whole tables must be checked
        """
        self._reject_undecidable()
        near = DependentRows(self._revision)
        if not near.is_regular or near.repeated():
            raise UndecidedError
        parts = [self._checked(near.of(places)) for places in self._revision.pieces()]
        return self._joined(parts)

    def _reject_undecidable(self) -> None:
        register = self._register
        roles = {table.file: table.role for table in register.group.tables}
        files = self._revision.changed_files
        if self._revision.removes or "replacements.csv" in files:
            raise UndecidedError
        if any(roles[file] not in _JUDGED for file in files):
            raise UndecidedError
        for table in register.group.tables:
            expected = [column.name for column in table.columns]
            if sorted(register.text(table.file).header) != sorted(expected):
                raise UndecidedError

    def _checked(self, part: RowContext) -> BackedValues | None:
        problems: list[str] = []
        rows = {file: self._rows(file, cells, problems) for file, cells in part.rows.items()}
        tables = TableRows(self._group, rows, part.own)
        things = {row.first("thing") for row in tables.with_role("evidence")}
        confirmed = {said for said in self._revision.confirmed if said.partition(":")[0] in things}
        found = checked_facts(tables, self._vocabulary, self._base, confirmed, problems)
        problems += wrong_translations(tables.with_role("translations"))
        if problems:
            raise UndecidedError
        for place in part.own:  # which no other part needs often
            del self._read[place]
        return found.backed

    def _rows(
        self, file: str, cells: dict[int, tuple[str, ...]], problems: list[str]
    ) -> list[TableRow]:
        """Return rows as values; those that several parts need are read once."""
        fresh = [(number, row) for number, row in cells.items() if (file, number) not in self._read]
        table = next(table for table in self._group.tables if table.file == file)
        header = self._register.text(file).header
        for row in read_rows(table, header, fresh, problems):
            self._read[file, row.number] = row
        return [self._read[file, number] for number in cells if (file, number) in self._read]

    def _joined(self, parts: list[BackedValues | None]) -> BackedValues | None:
        """Return the whole table of backed values."""
        known = [part for part in parts if part is not None]
        table = self._group.with_role("backed-values")
        if table is None or not known:
            return None
        taken = {value.key for part in known for value in part.values}
        recorded = self._register.rows(table.file)
        others = [value for row in recorded if (value := BackedValue(**row)).key not in taken]
        return known[0].with_rest(others, known[1:])

    @cached_property
    def _vocabulary(self) -> set[str]:
        return described_iris(vocabulary_quads(self._base))

    @cached_property
    def _group(self) -> TableGroup:
        if self._base == BASE:
            return self._register.group
        return read_metadata(metadata_text(self._register.folder, self._base), METADATA)
