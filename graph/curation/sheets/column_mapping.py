"""Column mappings: which column of a sheet becomes which column of a table."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from yuqiao.graph.curation.sheets.sheet import folded_title
from yuqiao.graph.errors import InputError
from yuqiao.graph.tables.csvw import Table, TableColumn
from yuqiao.graph.tables.json_object import JsonObject

_NEAR = 0.75  # the least share of letters that a guessed title has in common


@dataclass(frozen=True)
class ColumnMapping:
    """Which column of a sheet becomes which column of a table.

    :param table: the file of the table
    :param columns: the column of the table by the title in the sheet; empty for one left out
    :param guessed: the titles of which the column is a guess
    """

    table: str
    columns: dict[str, str]
    guessed: tuple[str, ...] = ()

    @classmethod
    def suggest(cls, titles: Sequence[str], tables: Sequence[Table]) -> ColumnMapping:
        """Suggest the mapping for the titles of a sheet: that of the table that knows most of them.

        :param tables: the tables that come into question; there must be one
        :raises InputError: when no table knows any of the titles
        """
        found = [_suggested(titles, table) for table in tables]
        best = max(found, key=lambda each: each.certain)
        alike = [each.table for each in found if each.certain == best.certain > 0]
        if len(alike) > 1:
            raise InputError(f"the titles fit several tables; name one of them: {', '.join(alike)}")
        if not any(best.columns.values()):
            names = ", ".join(table.file for table in tables)
            raise InputError(
                f"no title of the sheet is that of a column ({', '.join(titles)}); name the columns"
                f" in a mapping, or use the titles of one of {names}"
            )
        return best

    @classmethod
    def parse(cls, text: str, file: str) -> ColumnMapping:
        """Parse a mapping that was saved.

        :raises InputError: when it is no mapping
        """
        try:
            said = JsonObject.parse(text)
            columns = said.object("columns")
            names = json.loads(text)["columns"]
            return cls(
                said.required_text("table"),
                {name: columns.text(name) or "" for name in names},
            )
        except json.JSONDecodeError as error:
            place = f"{file}:{error.lineno}:{error.colno}"
            raise InputError(f"{place}: not JSON: {error.msg}") from None
        except (TypeError, ValueError, RecursionError) as error:
            raise InputError(f"{file}: not a mapping of columns: {error}") from None

    def to_json(self) -> str:
        """Return the mapping as it is saved."""
        said = {"table": self.table, "columns": self.columns}
        return json.dumps(said, ensure_ascii=False, indent=2) + "\n"

    @property
    def certain(self) -> int:
        """The number of columns that are no guess."""
        return sum(bool(name) for name in self.columns.values()) - len(self.guessed)

    def checked(self, titles: Sequence[str], table: Table) -> ColumnMapping:
        """Return the mapping, which fits a sheet and a table.

        :raises InputError: when it names a column that one of them does not have
        """
        names = [column.name for column in table.columns]
        for title, name in self.columns.items():
            if title not in titles:
                raise InputError(
                    f"the mapping names {title!r}, which is no title of the sheet; expected one of"
                    f" {', '.join(titles)}"
                )
            if name and name not in names:
                raise InputError(
                    f"the mapping names {name!r}, which is no column of {table.file}; expected one"
                    f" of {', '.join(names)}"
                )
        taken = [name for name in self.columns.values() if name]
        twice = next((name for name in taken if taken.count(name) > 1), None)
        if twice is not None:
            raise InputError(f"the mapping fills {twice!r} from several titles; expected one")
        return self


def titles_of(column: TableColumn) -> tuple[str, ...]:
    """Return what a sheet may call a column."""
    return (column.name, *column.titles)


def _suggested(titles: Sequence[str], table: Table) -> ColumnMapping:
    columns: dict[str, str] = dict.fromkeys((title for title in titles if title), "")
    left = {column.name: column for column in table.columns}
    for title in columns:
        wanted = folded_title(title)
        name = next(
            (
                name
                for name, column in left.items()
                if wanted in {folded_title(known) for known in titles_of(column)}
            ),
            "",
        )
        columns[title] = name
        left.pop(name, None)
    guessed = []
    for title, name in columns.items():
        near = "" if name else _nearest(title, list(left.values()))
        if near:
            columns[title] = near
            guessed.append(title)
            del left[near]
    return ColumnMapping(table.file, columns, tuple(guessed))


def _nearest(title: str, columns: list[TableColumn]) -> str:
    """Return the column whose title has most letters in common with one; or none."""
    from difflib import SequenceMatcher

    wanted = folded_title(title)
    ranked = sorted(
        (
            (-SequenceMatcher(None, wanted, folded_title(known)).ratio(), column.name)
            for column in columns
            for known in titles_of(column)
        ),
    )
    return ranked[0][1] if ranked and -ranked[0][0] >= _NEAR and wanted else ""
