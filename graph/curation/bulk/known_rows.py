"""The rows of a kind by id and by name; of many that come, those on disk are found there."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from yuqiao.graph.curation.bulk.digest_map import DigestMap
from yuqiao.graph.curation.revision import Revision
from yuqiao.graph.entities.name_matching import folded

_NAMES = ("name_en", "name_zh", "title", "code", "url")

Row = dict[str, str]


class KnownRows:
    """The rows of a kind, in the order in which they came.

    :param revision: where the rows on disk are
    :param files: the tables of the kind
    """

    version: int
    """A number that changes with the rows."""

    def __init__(self, revision: Revision, files: Sequence[str]) -> None:
        self.version = 0
        self._revision = revision
        self._files = files
        self._rows: list[tuple[str, Row]] = []
        self._by_id: dict[str, Row] = {}
        self._by_name: dict[str, list[str]] = {}
        self._first = 0
        self._replaced: set[str] = set()
        self._filed: DigestMap | None = None
        for file in files:
            for row in revision.all_rows(file):
                self.add(file, row)

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def has_more(self) -> bool:
        """Whether rows came to those that were there."""
        return len(self._rows) > self._first or self._filed is not None

    def add(self, file: str, row: Row) -> None:
        """Add a row."""
        self.version += 1
        name = row.get("id", "")
        self._rows.append((file, row))
        self._by_id[name] = row
        for said in _names(row):
            self._by_name.setdefault(said, []).append(name)

    def complete(self, replaced: Collection[str], names: Sequence[tuple[str, str]]) -> None:
        """End the rows that were there: none of them is taken back.

        :param replaced: ids that are out of use
        :param names: the id and the name of each other name of a row
        """
        self._replaced.update(replaced)
        for name, said in names:
            if name in self._by_id:
                self._by_name.setdefault(folded(said), []).append(name)
        self._first = len(self._rows)

    def shrink(self, size: int | None) -> None:
        """Go back to a size, or to what was there when there is none."""
        while len(self._rows) > (self._first if size is None else size):
            _, row = self._rows.pop()
            self._forget(row)

    def put_away(self, places: Sequence[int]) -> None:
        """Forget rows that came, which are on disk from now on; there is one table.

        :param places: where each of them is
        """
        came = self._rows[self._first :]
        if not places or len(places) != len(came):
            return
        filed = self._filed = self._filed or DigestMap()
        for (_, row), place in zip(came, places, strict=True):
            self._forget(row)
            filed[_key(row["id"])] = place
            for said in _names(row):
                filed[said] = place
        del self._rows[self._first :]

    def _forget(self, row: Row) -> None:
        self.version += 1
        name = row["id"]
        self._by_id.pop(name, None)
        for said in _names(row):
            own = self._by_name[said]
            own.remove(name)
            if not own:
                del self._by_name[said]

    def rows(self) -> Iterator[tuple[str, Row]]:
        """Yield the table of each row, and the row."""
        if self._filed is None:
            yield from self._rows
            return
        for file in self._files:
            yield from ((file, row) for row in self._revision.all_rows(file))

    def row(self, name: str) -> Row:
        """Return the row of an id; an empty one when there is none."""
        known = self._by_id.get(name)
        if known is None and self._filed is not None:
            found = self._on_disk(_key(name))
            known = found if found.get("id") == name else None
        return known or {}

    def is_taken(self, name: str) -> bool:
        """Return whether an id is that of a row, or was one."""
        return name in self._by_id or name in self._replaced or bool(self.row(name))

    def named(self, said: str) -> list[str]:
        """Return the ids of the rows with a folded name."""
        found = self._by_name.get(said, [])
        if self._filed is not None:
            row = self._on_disk(said)
            found = [*found, row["id"]] if said in _names(row) else found
        return found

    def _on_disk(self, key: str) -> Row:
        place = self._filed.get(key) if self._filed is not None else None
        return {} if place is None else self._revision.row_at(self._files[0], place)


class TakenIds(Collection[str]):
    """The ids of a kind that are taken.

    :param rows: the rows of the kind
    """

    def __init__(self, rows: KnownRows) -> None:
        self._rows = rows

    def __contains__(self, name: object) -> bool:
        return self._rows.is_taken(str(name))

    def __iter__(self) -> Iterator[str]:
        return (row.get("id", "") for _, row in self._rows.rows())

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _names(row: Row) -> list[str]:
    return list(dict.fromkeys([folded(row[column]) for column in _NAMES if row.get(column)]))


def _key(name: str) -> str:
    """Return what an id is looked up by, which no name is."""
    return f"\0{name}"
