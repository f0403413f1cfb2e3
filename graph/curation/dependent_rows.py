"""DependentRows: the rows with which the mistakes of some rows are seen, out of a whole register.

They are what the rows refer to, and what that refers to, and so on; what refers to them, where they
were there before; and what is said of the same in the same table. No check of
:mod:`yuqiao.graph.tables.checks` looks further for a mistake that the rows bring, but for values
that may occur only once: see :meth:`DependentRows.repeated`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from yuqiao.graph.curation.revision import Revision
from yuqiao.graph.tables.csvw import Table
from yuqiao.ontology.namespaces import BASE, prefixes

Place = tuple[str, int]
"""The file and the number of a row, as a spreadsheet counts."""

_ABOUT = prefixes(BASE)["schema"] + "about"
_ORGANISATIONS = BASE + "id/organisation/"
_BY_THING = {"evidence", "exceptions", "backed-values"}
"""The roles of tables whose rows belong to the thing that they name."""


class _Template:
    """A template of addresses, expanded with the cells of a row."""

    def __init__(self, template: str, header: Sequence[str]) -> None:
        parts = re.split(r"\{\+?(\w+)\}", template)
        self._texts = parts[::2]
        self._columns = [header.index(name) for name in parts[1::2]]

    def address(self, cells: Sequence[str]) -> str:
        """Return the address; an empty text when one of the cells is empty."""
        values = [cells[column].strip() for column in self._columns]
        if not all(values):
            return ""
        rest = (value + text for value, text in zip(values, self._texts[1:], strict=True))
        return self._texts[0] + "".join(rest)


@dataclass(frozen=True)
class _Link:
    """A column that refers to other rows."""

    template: _Template
    column: int
    separator: str | None

    def targets(self, cells: Sequence[str]) -> Iterator[str]:
        text = cells[self.column]
        if not text:
            return
        if self.separator is None or self.separator not in text:
            yield self.template.address(cells)
            return
        changed = list(cells)
        for part in text.split(self.separator):
            changed[self.column] = part
            yield self.template.address(changed)


class _Layout:
    """Where the rows of a table say what they are about, and what they refer to."""

    def __init__(self, table: Table, header: Sequence[str]) -> None:
        self.header = header
        about = [table.about_url, *(c.about_url for c in table.columns if c.about_url)]
        columns = [c for c in table.columns if c.value_url and not c.value_url.startswith("{")]
        links = [
            _Link(_Template(c.value_url or "", header), header.index(c.name), c.separator)
            for c in columns
        ]
        self.subjects = [_Template(template, header) for template in about]
        self.links = links
        self.about = [link for c, link in zip(columns, links, strict=True) if c.predicate == _ABOUT]

    def addresses(self, cells: Sequence[str]) -> list[str]:
        """Return the addresses of what a row is about."""
        return [address for each in self.subjects if (address := each.address(cells))]

    def targets(self, cells: Sequence[str]) -> Iterator[str]:
        """Yield the addresses that a row refers to."""
        for link in self.links:
            yield from link.targets(cells)

    def things(self, cells: Sequence[str]) -> Iterator[str]:
        """Yield the address of what a claim is about."""
        for link in self.about:
            yield from link.targets(cells)


@dataclass(frozen=True)
class RowContext:
    """Some rows, and those that belong to them.

    :param own: the rows that come or change, and those whose facts follow from them
    :param rows: all rows, by table and number
    """

    own: frozenset[Place]
    rows: dict[str, dict[int, tuple[str, ...]]]


class DependentRows:
    """The rows of a register as a revision will leave them, and how they belong together.

    :param revision: the revision, which removes no row
    """

    changed: list[Place]
    """The rows that come or change, in order."""
    is_regular: bool
    """Whether each row has as many cells as the header of its table."""

    def __init__(self, revision: Revision) -> None:
        self._tables = {table.file: table for table in revision.register.group.tables}
        self._layouts: dict[str, _Layout] = {}
        self._cells: dict[str, list[tuple[str, ...]]] = {}
        self._before: dict[str, int] = {}
        self._subjects: dict[str, list[Place]] = defaultdict(list)
        self._about: dict[str, list[Place]] = defaultdict(list)
        self._by_thing: dict[str, list[Place]] = defaultdict(list)
        self.changed = []
        self.is_regular = True
        for table in self._tables.values():
            self._read(table, revision)

    def _read(self, table: Table, revision: Revision) -> None:
        text = revision.register.text(table.file)
        layout = self._layouts[table.file] = _Layout(table, text.header)
        self._before[table.file] = len(text.records)
        cells = self._cells[table.file] = []
        for number, (record, is_changed) in enumerate(revision.records(table.file), 2):
            cells.append(record.cells)
            if is_changed:
                self.changed.append((table.file, number))
            if not _is_filled(record.cells):
                continue
            if len(record.cells) != len(text.header):
                self.is_regular = False
            elif table.role is None:
                for address in layout.addresses(record.cells):
                    self._subjects[address].append((table.file, number))
                for address in layout.things(record.cells):
                    self._about[address].append((table.file, number))
            elif table.role in _BY_THING:
                for address in layout.addresses(record.cells):
                    self._by_thing[address].append((table.file, number))

    def of(self, places: Iterable[Place]) -> RowContext:
        """Return some rows with those that belong to them."""
        own, subjects = self._own(places)
        near = set(own)
        for file, number in own:
            for thing in self._layouts[file].things(self._row(file, number)):
                near.update(place for place in self._about[thing] if place[0] == file)
        self._follow(near)
        for subject in subjects:
            near.update(self._by_thing.get(subject, ()))
        self._follow(near)
        rows: dict[str, dict[int, tuple[str, ...]]] = {file: {} for file in self._tables}
        for file, number in sorted(near):
            rows[file][number] = self._row(file, number)
        return RowContext(frozenset(own), rows)

    def repeated(self) -> bool:
        """Return whether a table that changes has a key, address or value twice."""
        files = dict.fromkeys(file for file, _ in self.changed)
        return (
            any(map(self._repeats_keys, files))
            or any(self._is_taken(file, number) for file, number in self.changed)
            or any(map(self._repeats_values, {self._kind(file) for file in files}))
        )

    def _own(self, places: Iterable[Place]) -> tuple[set[Place], set[str]]:
        """Return rows, those about the same, and those that refer to what was there before."""
        own: set[Place] = set()
        subjects: set[str] = set()
        waiting = list(places)
        while waiting:
            file, number = waiting.pop()
            own.add((file, number))
            for subject in self._layouts[file].addresses(self._row(file, number)):
                if subject in subjects:
                    continue
                subjects.add(subject)
                known = self._subjects.get(subject, ())
                waiting += known
                if any(number <= self._before[file] for file, number in known):
                    waiting += self._referring.get(subject, ())
        return own, subjects

    @cached_property
    def _referring(self) -> dict[str, list[Place]]:
        """The rows that refer to each address."""
        found: dict[str, list[Place]] = defaultdict(list)
        for file, layout in self._layouts.items():
            if self._tables[file].role is None:
                for number, cells in enumerate(self._cells[file], 2):
                    for address in layout.targets(cells) if _is_filled(cells) else ():
                        found[address].append((file, number))
        return found

    def _follow(self, near: set[Place]) -> None:
        """Add what rows refer to, and so on, and the other names of organisations."""
        waiting, seen = list(near), set[str]()
        while waiting:
            file, number = waiting.pop()
            for address in self._layouts[file].targets(self._row(file, number)):
                if address in seen:
                    continue
                seen.add(address)
                found = list(self._subjects.get(address, ()))
                if address.startswith(_ORGANISATIONS):
                    found += self._about.get(address, ())
                waiting += [place for place in found if place not in near]
                near.update(found)

    def _row(self, file: str, number: int) -> tuple[str, ...]:
        return self._cells[file][number - 2]

    def _repeats_keys(self, file: str) -> bool:
        header = self._layouts[file].header
        columns = [header.index(name) for name in self._tables[file].key]
        rows = [cells for cells in self._cells[file] if _is_filled(cells)]
        return len({tuple(cells[c].strip() for c in columns) for cells in rows}) < len(rows)

    def _is_taken(self, file: str, number: int) -> bool:
        """Return whether a row of another table is about the same."""
        if not self._has_own_address(file):
            return False
        address = self._address(file, number)
        return any(
            other != file
            and self._has_own_address(other)
            and self._address(other, place) == address
            for other, place in self._subjects.get(address, ())
        )

    def _has_own_address(self, file: str) -> bool:
        table = self._tables[file]
        return table.role is None and table.continues is None

    def _address(self, file: str, number: int) -> str:
        return self._layouts[file].subjects[0].address(self._row(file, number))

    def _kind(self, file: str) -> str:
        return self._tables[file].about_url.rpartition("/")[0]

    def _repeats_values(self, kind: str) -> bool:
        """Return whether things of a kind have the same value where each has its own."""
        seen: dict[str, set[str]] = defaultdict(set)
        for file, table in self._tables.items():
            unique = [column.name for column in table.columns if column.unique]
            if not unique or table.role is not None or self._kind(file) != kind:
                continue
            header = self._layouts[file].header
            for name in unique:
                column = header.index(name)
                rows = filter(_is_filled, self._cells[file])
                given = [value for cells in rows if (value := cells[column].strip().casefold())]
                known = seen[name]
                size = len(known) + len(given)
                known.update(given)
                if len(known) < size:
                    return True
        return False


def _is_filled(cells: Sequence[str]) -> bool:
    return any(map(str.strip, cells))
