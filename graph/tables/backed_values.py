"""Backed values: what each source was recorded to give, so that no cell changes under its evidence.

A row of the table of backed values says that one source gave one value of one cell. The build keeps
this table: it records the values of new evidence, and nothing recorded is lost. A cell that no
longer has its recorded value is refused, unless new evidence is given for it, a curator confirms
that the source gives the new value, or the recorded value is marked as superseded, with day and
reason.
"""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from yuqiao.graph.messages import counted
from yuqiao.graph.tables.csvw import Table
from yuqiao.graph.tables.reader import Cell, TableRow

HEAD = "thing,column,source,value,superseded,reason\n"
"""The first line of the table."""


@dataclass(frozen=True)
class BackedValue:
    """One row of the table: what a source gave for a cell.

    :param thing: what the row of the cell is about: its address after the base
    :param column: the column of the cell
    :param source: the id of the source
    :param value: the text of the cell
    :param superseded: the day, month or year from which the value no longer stands, if there is one
    :param reason: why
    """

    thing: str
    column: str
    source: str
    value: str
    superseded: str = ""
    reason: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells the row from all others."""
        return self.thing, self.column, self.source

    @property
    def address(self) -> str:
        """The way a curator names the row."""
        return ":".join(self.key)


@dataclass(frozen=True)
class Backing:
    """A cell that a row of evidence names.

    :param given: what the source is to have given: the value of the cell as it stands
    :param cell: the position of the cell; none when it is empty
    :param accepted: whether the evidence is accepted
    :param date: the date of the evidence, or else that of its source
    """

    given: BackedValue
    cell: Cell | None
    accepted: bool
    date: str


@dataclass(frozen=True)
class BackedValues:
    """The table as it should be after a build, and what changed in it.

    :param file: the table
    :param values: its rows, in order
    :param revised: what is no longer as it was recorded, one line each
    :param recorded: how many values are new
    """

    file: str
    values: tuple[BackedValue, ...]
    revised: tuple[str, ...] = ()
    recorded: int = 0

    @property
    def changes(self) -> tuple[str, ...]:
        """What changed, one line each, for the curator."""
        if not self.recorded:
            return self.revised
        return (*self.revised, f"{self.file}: {counted(self.recorded, 'value')} recorded")

    @property
    def text(self) -> str:
        """The table as it is written."""
        return HEAD + backed_lines(self.values)

    def with_rest(
        self, others: Iterable[BackedValue], rest: Sequence[BackedValues]
    ) -> BackedValues:
        """Return the whole table, of which this is a part.

        :param others: the rows of no part
        :param rest: the other parts
        """
        parts = [self, *rest]
        values = [value for part in parts for value in part.values]
        return BackedValues(
            self.file,
            tuple(sorted([*values, *others], key=lambda value: value.key)),
            tuple(line for part in parts for line in part.revised),
            sum(part.recorded for part in parts),
        )


class Reconciliation:
    """Compares the cells that evidence names with what their sources were recorded to give.

    :param table: the table of backed values
    :param rows: its rows
    :param backings: the cells that evidence names
    """

    problems: list[str]
    """What does not agree."""

    def __init__(self, table: Table, rows: list[TableRow], backings: list[Backing]) -> None:
        self._table = table
        self.problems = []
        self._changed: defaultdict[tuple[str, str], list[BackedValue]] = defaultdict(list)
        self._cells = {row_value(row).key: row.cell("value") for row in rows}
        self._recorded = [row_value(row) for row in rows]
        self._backings = {backing.given.key: backing for backing in backings}
        known = self._cells
        self._new = {
            (given.thing, given.column): backing
            for backing in backings
            if (given := backing.given).key not in known and backing.cell and backing.accepted
        }

    def reconciled(self, confirmed: AbstractSet[str]) -> BackedValues:
        """Return the table with new evidence recorded; what does not agree becomes a problem.

        :param confirmed: the addresses of rows whose source gives the value that the cell now has
        """
        changes: list[str] = []
        kept = [self._kept(value, value.address in confirmed, changes) for value in self._recorded]
        self.problems += self._changed_cells()
        self.problems += self._nothing_to_confirm(confirmed)
        fresh = [
            backing.given
            for key, backing in self._backings.items()
            if key not in self._cells and backing.cell
        ]
        values = sorted([*kept, *fresh], key=lambda value: value.key)
        return BackedValues(self._table.file, tuple(values), tuple(changes), len(fresh))

    def _kept(self, value: BackedValue, confirmed: bool, changes: list[str]) -> BackedValue:
        backing = self._backings.get(value.key)
        if value.superseded or backing is None or backing.cell is None:
            return value
        now = backing.given.value
        if now == value.value:
            return value
        if confirmed:
            changes.append(f"{value.address}: confirmed: {now!r}, not {value.value!r}")
            return replace(value, value=now)
        newer = self._new.get((value.thing, value.column))
        if newer:
            changes.append(f"{value.address}: {value.value!r} superseded by {newer.given.source}")
            reason = f"{newer.given.source} gives {now}"
            return replace(value, superseded=newer.date, reason=reason)
        self._changed[f"{backing.cell}: {now!r}", value.value].append(value)
        return value

    def _changed_cells(self) -> Iterator[str]:
        """Yield an error for each cell that is not what its sources gave."""
        for (cell, gave), values in self._changed.items():
            sources = ", ".join(value.source for value in values)
            addresses = ", ".join(value.address for value in values)
            rows = ", ".join(str(self._cells[value.key]) for value in values)
            yield (
                f"{cell} is not what {sources} gave, {gave!r}; name a source of the new value in"
                f" the evidence table, or confirm {addresses}, or mark what it gave as superseded"
                f" ({rows})"
            )

    def _nothing_to_confirm(self, confirmed: AbstractSet[str]) -> Iterator[str]:
        changed = {
            value.address
            for value in self._recorded
            if not value.superseded
            and (backing := self._backings.get(value.key))
            and backing.given.value != value.value
        }
        for address in confirmed:
            if address not in changed:
                yield (
                    f"{address}: there is nothing to confirm; expected the row, column and source"
                    " of a value that has changed, such as id/organisation/cqu:founded:s-study-cq"
                )

    def check_for_losses(self, things: AbstractSet[str], replaced: AbstractSet[str]) -> None:
        """Report what was recorded and would vanish.

        :param things: what the tables describe: addresses after the base
        :param replaced: those that something else has replaced
        """
        present = things - replaced
        recorded = Counter(value.thing for value in self._recorded)
        for thing in sorted(recorded.keys() - things - replaced):
            self.problems.append(
                f"{self._table.file}: {thing} is in no table, and sources gave"
                f" {counted(recorded[thing], 'value')} for it; put its row back, or say in the"
                " table of replacements what replaced it: an address never vanishes"
            )
        for value in self._recorded:
            cell = self._cells[value.key]
            if value.superseded and not value.reason:
                self.problems.append(
                    f"{cell.file}:{cell.row}:reason: empty; expected why the value is superseded"
                )
            if value.thing in present and value.key not in self._backings:
                self.problems.append(
                    f"{cell}: no evidence names what {value.source} gave for {value.column} of"
                    f" {value.thing} ({value.value!r}); put the evidence back and mark the value as"
                    " superseded here, or delete this row if the source never gave it"
                )

    def problems_beside(self, others: list[str], suspect: AbstractSet[str]) -> list[str]:
        """Return the problems of cells of which nothing else is said already.

        :param others: what is said
        :param suspect: the places of cells that it may be about
        """
        wrong = suspect | {problem.partition(": ")[0] for problem in others}
        return [line for line in self.problems if line.partition(": ")[0] not in wrong]


def row_value(row: TableRow) -> BackedValue:
    """Return what a row of the table of backed values says."""
    return BackedValue(
        row.first("thing"),
        row.first("column"),
        row.first("source"),
        row.first("value"),
        row.first("superseded"),
        row.first("reason"),
    )


def backed_lines(values: Iterable[BackedValue]) -> str:
    """Return the rows of some values as they are written."""
    rows = ([*value.key, value.value, value.superseded, value.reason] for value in values)
    return csv_rows(rows)


def csv_rows(rows: Iterable[Sequence[str]]) -> str:
    """Return rows of the table as they are written."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()
