"""A register: the folder of its tables as a curator has them, with the meaning of each column."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

from yuqiao.graph.curation.table_text import TableText
from yuqiao.graph.errors import InputError
from yuqiao.graph.tables.build import metadata_text
from yuqiao.graph.tables.csvw import METADATA, Table, TableColumn, TableGroup
from yuqiao.graph.tables.metadata import read_metadata
from yuqiao.ontology.namespaces import BASE


@dataclass(frozen=True)
class Register:
    """The tables of a folder, read as they are needed, row by row and unchecked.

    :param folder: where the tables are
    :param group: what their columns mean
    """

    folder: Path
    group: TableGroup
    _texts: dict[str, TableText] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def open(cls, folder: Path) -> Register:
        """Open the register of a folder of tables.

        :raises InputError: when there is no such folder, or its metadata cannot be read
        """
        if not folder.is_dir():
            raise InputError(f"{folder}: no such folder; expected a folder of CSV tables")
        return cls(folder, read_metadata(metadata_text(folder, BASE), METADATA))

    @cached_property
    def _tables(self) -> dict[str, Table]:
        return {table.file: table for table in self.group.tables}

    def table(self, file: str) -> Table:
        """Return the description of a table.

        :raises InputError: when the register has none of that name
        """
        found = self._tables.get(file)
        if found is None:
            raise InputError(f"{self.folder}: this register has no table {file}; see {METADATA}")
        return found

    def has(self, file: str) -> bool:
        """Return whether the register has a table of that name."""
        return file in self._tables

    def text(self, file: str) -> TableText:
        """Return the text of a table.

        :raises InputError: when it cannot be read
        """
        if file not in self._texts:
            self.table(file)
            path = self.folder / file
            if not path.resolve().is_relative_to(self.folder.resolve()):
                raise InputError(f"{file}: a link that leads out of {self.folder}")
            try:
                data = path.read_bytes()
            except OSError as error:
                reason = error.strerror or str(error)
                raise InputError(f"{path}: cannot be read: {reason}") from None
            self._texts[file] = TableText.parse(file, data)
        return self._texts[file]

    def rows(self, file: str) -> list[dict[str, str]]:
        """Return the rows of a table: the text of each cell by its column."""
        text = self.text(file)
        return [text.values(record) for record in text.records[1:]]

    @cached_property
    def kinds(self) -> dict[str, list[str]]:
        """The tables whose rows have an id of their own, by the kind of their address."""
        kinds: dict[str, list[str]] = {}
        for table in self.group.tables:
            kind, _, last = table.about_url.removeprefix(BASE).rpartition("/")
            if table.role is None and last == "{id}":
                kinds.setdefault(kind, []).append(table.file)
        return kinds

    def entities(self, kind: str) -> Iterator[tuple[str, dict[str, str]]]:
        """Yield the file and row of each entity of a kind, such as ``id/organisation``."""
        for file in self.kinds.get(kind, ()):
            for row in self.rows(file):
                yield file, row

    def kind_of_link(self, column: TableColumn) -> str | None:
        """Return the kind of entity that a column refers to by id; none when it does not."""
        return _kind_of_link(column.value_url, column.name) if column.value_url else None

    def address(self, file: str, row: dict[str, str]) -> str:
        """Return the address after the base of what a row is about."""
        address = self.table(file).about_url.removeprefix(BASE)
        for name, value in row.items():
            address = address.replace(f"{{{name}}}", value).replace(f"{{+{name}}}", value)
        return address

    def located(self, thing: str) -> tuple[str, int, dict[str, str]]:
        """Return the file, number and row of an entity.

        :param thing: its address after the base, or its id alone where only one kind has it
        :raises InputError: when nothing has that address, or several things have that id
        """
        found = [
            (file, number, row)
            for kind in self.kinds
            for file in self.kinds[kind]
            for number, row in enumerate(self.rows(file))
            if thing in {row.get("id", ""), f"{kind}/{row.get('id', '')}"}
        ]
        if not found:
            advice = self._advice(thing)
            raise InputError(f"{thing}: no table has a row of this id; {advice}")
        if len(found) > 1:
            shown = ", ".join(self.address(file, row) for file, _, row in found)
            raise InputError(f"{thing}: several things have this id; name one of {shown}")
        return found[0]

    def _advice(self, thing: str) -> str:
        from yuqiao.graph.spelling import nearest

        ids = [row.get("id", "") for kind in self.kinds for _, row in self.entities(kind)]
        near = nearest(thing.rpartition("/")[2], ids)
        return f"did you mean {near[0]}?" if near else "expected an id such as id/organisation/cqu"


@lru_cache(maxsize=1_000)
def _kind_of_link(template: str, name: str) -> str | None:
    kind, _, last = template.removeprefix(BASE).rpartition("/")
    return kind if last == f"{{{name}}}" and "{+" not in template else None
