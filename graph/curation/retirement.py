"""Retirement: a row goes, and its address stays, saying what replaced it, on which day and why.

What sources gave for the old row is not lost: its names become names of the new one, empty cells of
the new one are filled, and the table of backed values keeps the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from yuqiao.graph.curation.id_proposals import free_id
from yuqiao.graph.curation.revision import Revision
from yuqiao.graph.errors import InputError, TableErrors
from yuqiao.graph.tables.csvw import Table, TableColumn

_REPLACEMENTS = "replacements.csv"
_EVIDENCE = "evidence.csv"
_NAMES = "names.csv"
_MERGED = ("id/organisation", "id/place", "scheme/discipline", "id/source", "id/batch")


@dataclass(frozen=True)
class RowOccurrence:
    """A cell that refers to an entity.

    :param table: its table
    :param number: its row, as a spreadsheet counts
    :param column: its column
    """

    table: Table
    number: int
    column: TableColumn

    def __str__(self) -> str:
        return f"{self.table.file}:{self.number}:{self.column.name}"


class Retirement:
    """Takes an entity out of the tables of a revision.

    :param revision: the revision
    :param thing: the entity: its id, or its address after the base
    :raises InputError: when there is no such entity
    """

    notes: list[str]
    """What was not carried over, one line each."""

    def __init__(self, revision: Revision, thing: str) -> None:
        self._revision = revision
        self._register = revision.register
        self._file, self._number, self._row = self._register.located(thing)
        self._address = self._register.address(self._file, self._row)
        self._kind, _, self._id = self._address.rpartition("/")
        self.notes = []

    def retire(self, date: str, reason: str) -> None:
        """Retire the entity without a successor.

        :raises TableErrors: when other rows refer to it; each is named
        """
        own = list(self._own_records())
        occurrences = [
            str(occurrence)
            for occurrence in self._occurrences()
            if (occurrence.table.file, occurrence.number - 2) not in own
        ]
        if occurrences:
            first = (
                f"{self._address}: {len(occurrences)} cells refer to it; change them first, or name"
                " what replaced it:"
            )
            raise TableErrors([first, *occurrences[:20]])
        for file, number in own:
            row = dict(self._register.rows(file)[number])
            self._remove(file, number, self._register.address(file, row), "", date, reason)
        self._remove(self._file, self._number, self._address, "", date, reason)

    def merge_into(self, other: str, date: str, reason: str) -> None:
        """Retire the entity in favour of another, to which all references lead from now on.

        :raises InputError: when the two are of different kinds, or of one that is not merged
        """
        file, number, row = self._register.located(other)
        address = self._register.address(file, row)
        if address == self._address:
            raise InputError(f"{other}: an entity is not merged with itself; name two")
        if address.rpartition("/")[0] != self._kind:
            raise InputError(f"{self._address}, {address}: of different kinds; expected two of one")
        if self._kind not in _MERGED:
            kinds = ", ".join(kind.rpartition("/")[2] for kind in _MERGED)
            raise InputError(f"{self._address}: not merged; expected one of the kinds {kinds}")
        self._lead_to(address)
        self._carry_over(file, number, row, address)
        self._remove(self._file, self._number, self._address, address, date, reason)

    def _occurrences(self) -> Iterator[RowOccurrence]:
        """Yield the cells that refer to the entity, but for those of evidence and backed values."""
        for table in self._register.group.tables:
            if table.role is not None or table.file == _REPLACEMENTS:
                continue
            for column in table.columns:
                for number, row in enumerate(self._register.rows(table.file), 2):
                    if self._is_meant(column, row.get(column.name, "")):
                        yield RowOccurrence(table, number, column)

    def _is_meant(self, column: TableColumn, text: str) -> bool:
        if not text:
            return False
        if column.value_url and "{+" in column.value_url:
            return text == self._address
        parts = text.split(column.separator) if column.separator else [text]
        return self._register.kind_of_link(column) == self._kind and self._id in parts

    def _own_records(self) -> Iterator[tuple[str, int]]:
        """Yield the rows that are records of the entity alone: of a partnership, its approval."""
        for table in self._register.group.tables:
            name = self._kind.rpartition("/")[2]
            if table.role is not None or table.column(name) is None:
                continue
            for number, row in enumerate(self._register.rows(table.file)):
                if row.get(name) == self._id:
                    yield table.file, number
        for number, row in enumerate(self._register.rows(_NAMES)):
            if row.get("thing") == self._address:
                yield _NAMES, number

    def _lead_to(self, address: str) -> None:
        """Make every cell that refers to the entity refer to another one."""
        new = address.rpartition("/")[2]
        for occurrence in self._occurrences():
            table, column = occurrence.table, occurrence.column
            if column.name in table.key:
                raise InputError(
                    f"{occurrence}: is part of the address of its row; change that row first"
                )
            number = occurrence.number - 2
            row = dict(self._revision.rows(table.file))[number]
            text = row[column.name]
            if column.value_url and "{+" in column.value_url:
                changed = address
            else:
                parts = text.split(column.separator) if column.separator else [text]
                led = [new if part == self._id else part for part in parts]
                changed = (column.separator or "").join(dict.fromkeys(led))
            self._revision.replace(table.file, number, {**row, column.name: changed})
            self._confirm(self._register.address(table.file, row), column.name, text)

    def _confirm(self, thing: str, column: str, before: str) -> None:
        """Confirm that the sources of a cell give the new id, which stands for the same."""
        for row in self._register.rows("backed.csv") if self._register.has("backed.csv") else ():
            is_it = (row.get("thing"), row.get("column"), row.get("value")) == (
                thing,
                column,
                before,
            )
            if is_it and not row.get("superseded"):
                self._revision.confirmed.add(f"{thing}:{column}:{row['source']}")

    def _carry_over(self, file: str, number: int, row: dict[str, str], address: str) -> None:
        table = self._register.table(file)
        now = dict(row)
        backed = {
            (each["thing"], name, each["source"])
            for _, each in self._revision.rows(_EVIDENCE)
            for name in each["columns"].split(";")
        }
        for _, evidence in list(self._revision.rows(_EVIDENCE)):
            if evidence["thing"] != self._address:
                continue
            kept = []
            for name in evidence["columns"].split(";"):
                value, column = self._row.get(name, ""), table.column(name)
                if column is None or not value:
                    continue
                now[name] = now.get(name) or value
                if now[name] == value:
                    if (address, name, evidence["source"]) not in backed:
                        kept.append(name)
                elif name in {"name_en", "name_zh"}:
                    self._add_name(address, now, column, value, evidence)
                else:
                    self.notes.append(f"{self._address}: {name} {value!r} is not carried over")
            if kept:
                self._revision.add(
                    _EVIDENCE, {**evidence, "thing": address, "columns": ";".join(kept)}
                )
        self._revision.replace(file, number, now)

    def _add_name(
        self,
        address: str,
        row: dict[str, str],
        column: TableColumn,
        name: str,
        evidence: dict[str, str],
    ) -> None:
        known = {
            each["name"] for each in self._revision.all_rows(_NAMES) if each["thing"] == address
        }
        if name in known | {row.get("name_en"), row.get("name_zh")}:
            return
        taken = {each["id"] for each in self._revision.all_rows(_NAMES)}
        start = f"{row['id']}-name"
        wanted = free_id([f"{start}-{number}" for number in range(1, 100)], taken)
        self._revision.add(
            _NAMES,
            {
                "id": wanted,
                "thing": address,
                "name": name,
                "language": column.language or "",
                "kind": "other",
                "source": evidence["source"],
                "basis": evidence["basis"],
                "note": evidence["note"],
            },
        )

    def _remove(
        self, file: str, number: int, address: str, by: str, date: str, reason: str
    ) -> None:
        self._revision.remove(file, number)
        for name in (_EVIDENCE, "exceptions.csv"):
            if self._register.has(name):
                for place, row in list(self._revision.rows(name)):
                    if row.get("thing") == address:
                        self._revision.remove(name, place)
        has_values = any(
            row.get("thing") == address
            for row in (
                self._register.rows("backed.csv") if self._register.has("backed.csv") else ()
            )
        )
        if has_values or address == self._address:
            self._revision.add(
                _REPLACEMENTS,
                {"thing": address, "replaced_by": by, "date": date, "reason": reason},
            )


def rename(
    revision: Revision, thing: str, names: dict[str, str], source: str, note: str = ""
) -> None:
    """Give an entity another name; the former one stays among its names.

    :param thing: the entity: its id, or its address after the base
    :param names: the new names by their columns: ``name_en``, ``name_zh``
    :param source: the id of the source that gives them
    :param note: what to say of the former name, such as until when it was used
    :raises InputError: when there is no such entity, or it has the name already
    """
    from yuqiao.graph.curation.additions import Additions

    register = revision.register
    file, number, row = register.located(thing)
    table, address = register.table(file), register.address(file, row)
    for name, value in names.items():
        column = table.column(name)
        if column is None:
            raise InputError(f"{address}: a row of {file} has no {name}")
        before = row.get(name, "")
        if value == before:
            raise InputError(f"{address}: {name} is {value!r} already; expected another name")
        if before:
            taken = {each["id"] for each in revision.all_rows(_NAMES)}
            former = {
                "id": free_id([f"{row['id']}-former-{n}" for n in range(1, 100)], taken),
                "thing": address,
                "name": before,
                "language": column.language or "",
                "kind": "former",
                "source": _first_source(revision, address, name) or source,
                "basis": "reported",
                "note": note,
            }
            revision.add(_NAMES, former)
    revision.replace(file, number, {**row, **names})
    backed = [name for name in names if (column := table.column(name)) and column.evidence]
    if backed:
        Additions(revision).add_evidence(address, backed, source)


def _first_source(revision: Revision, thing: str, column: str) -> str:
    rows = (row for _, row in revision.rows(_EVIDENCE))
    found = (r["source"] for r in rows if r["thing"] == thing and column in r["columns"].split(";"))
    return next(found, "")
