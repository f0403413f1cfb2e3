"""Unique values: ids, names and the like of programmes, each of which occurs once in a register."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from yuqiao.graph.curation.bulk.digest_map import DigestMap
from yuqiao.graph.curation.bulk.programme_assessment import Assessment, unique_values
from yuqiao.graph.curation.bulk.programme_entry import PARTNERSHIPS, STATUSES
from yuqiao.graph.curation.register import Register
from yuqiao.graph.curation.revision import Revision


class UniqueValues:
    """What the partnerships of a register have, each of its own; kept as digests.

    :param register: the register, with the rows that are there
    :param columns: the columns of these values, such as the id
    """

    def __init__(self, register: Register, columns: Sequence[str]) -> None:
        self._register = register
        self._has_repeated = False
        self._columns = columns
        self._statuses = {row.get("id", "") for row in register.rows(STATUSES)}
        self._referred = set(_referred(register))
        self._seen = DigestMap()
        for row in register.rows(PARTNERSHIPS):
            for value in unique_values(row, self._columns):
                self._seen.add(value)

    def take(self, known: Assessment) -> bool:
        """Take the values of a programme; return whether nothing is said of it before it comes."""
        for value in known.unique:
            self._has_repeated |= not self._seen.add(value)
        return known.id not in self._referred and known.status not in self._statuses

    def has_repeated(self, revision: Revision) -> bool:
        """Return whether a value came that was there before, or comes with a row that changes."""
        if self._has_repeated:
            return True
        before = self._register.rows(PARTNERSHIPS)
        for number, row in revision.changed_rows(PARTNERSHIPS):
            fresh = set(unique_values(row, self._columns)) - set(
                unique_values(before[number], self._columns)
            )
            if any(value in self._seen for value in fresh):
                return True
        return False


def _referred(register: Register) -> Iterator[str]:
    """Yield the ids of partnerships of which rows of other tables say something."""
    for table in register.group.tables:
        columns = [
            column.name
            for column in table.columns
            if register.kind_of_link(column) == "id/partnership"
            or column.name == "thing"
            or (column.value_url or "").startswith("{+")
        ]
        for row in register.rows(table.file) if columns else ():
            for name in columns:
                for part in row.get(name, "").split(";"):
                    yield part.rpartition("/")[2]
