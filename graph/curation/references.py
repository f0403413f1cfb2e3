"""References: which row a curator means who gives a name instead of an id."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from functools import cache, cached_property
from typing import NamedTuple

from yuqiao.graph.curation.bulk.known_rows import KnownRows, TakenIds
from yuqiao.graph.curation.revision import Revision
from yuqiao.graph.curation.table_text import TableRecord
from yuqiao.graph.entities.name_matching import folded
from yuqiao.graph.errors import InputError
from yuqiao.ontology.namespaces import BASE

_REMEMBERED = 10_000  # names
_FILED = ("id/partnership", "id/status")
"""The kinds to which hardly another row refers, so that many of them need no memory."""


class UnknownNameError(InputError):
    """A field names what has no row.

    :param field: the field, such as ``foreign_partner``
    :param kind: the kind of entity it refers to
    :param name: what it says
    :param near: a name near to it, with its id; empty when there is none
    """

    def __init__(self, field: str, kind: str, name: str, near: str) -> None:
        self.field, self.kind, self.name, self.near = field, kind, name, near
        example = "title" if kind == "id/source" else "name_en"
        new = f"to add it, give its fields, such as {field}.{example}=..."
        advice = f"did you mean {near}? Otherwise, {new}" if near else new
        super().__init__(f"{field}: {name!r} is unknown; {advice}")


class _Counted(NamedTuple):
    """Which cells are counted: those of a column, in the rows of a table that hold something."""

    file: str
    column: str
    also: tuple[tuple[str, str], ...]

    def value(self, row: dict[str, str]) -> str:
        """Return the cell of a row; empty when the row does not count."""
        counts = all(row.get(name) == value for name, value in self.also)
        return row.get(self.column, "") if counts else ""


def _having(known: KnownRows, name: str, also: dict[str, str]) -> list[str]:
    """Return the ids of the rows that have a name, and hold something in other columns."""
    return [
        one
        for one in dict.fromkeys(known.named(folded(name)))
        if all(known.row(one).get(column, "") == value for column, value in also.items() if value)
    ]


class References:
    """Finds rows by id or name, those that a revision adds included.

    :param revision: the revision
    """

    revision: Revision
    """The revision that they are of."""

    def __init__(self, revision: Revision) -> None:
        self.revision = revision
        self._register = revision.register
        self._known: dict[str, KnownRows] = {}
        self._named: dict[tuple[str, ...], tuple[int, list[str]]] = {}
        self._commonest: dict[_Counted, str] = {}

    def add(self, file: str, row: dict[str, str]) -> None:
        """Add a row to a table of the revision, so that it is found from now on."""
        self.revision.add(file, row)
        self._recount(file, row)
        for kind in self.kinds_of(file):
            self._entities(kind).add(file, row)

    def add_record(self, file: str, record: TableRecord) -> None:
        """Add a row as another revision of the register has it."""
        self.revision.add_record(file, record)
        kinds = self.kinds_of(file)
        nothing = (each.file for each, value in self._commonest.items() if not value)
        if kinds or file in nothing:
            record = record if record.cells else self.revision.last_record(file)
            row = self._register.text(file).values(record)
            self._recount(file, row)
            for kind in kinds:
                self._entities(kind).add(file, row)

    def habits(self) -> dict[object, str]:
        """Return what was found to be common in the register."""
        return {each: value for each, value in self._commonest.items()}  # noqa: C416  other type

    def has_habits(self, habits: dict[object, str]) -> bool:
        """Return whether the same was found to be common."""
        return habits.items() <= self._commonest.items()

    def take_habits(self, other: References) -> None:
        """Take what others found to be common, as if it was counted here."""
        self._commonest.update(other._commonest)

    @property
    def has_other_rows(self) -> bool:
        """Whether rows came to which new programmes may refer."""
        return any(known.has_more for kind, known in self._known.items() if kind not in _FILED)

    def knows_any(self, names: Iterable[str]) -> bool:
        """Return whether a partnership has one of some names."""
        partnerships = self._entities("id/partnership")
        return any(partnerships.named(folded(said)) for said in names)

    def size(self) -> dict[str, int]:
        """Return how many entities of each kind there are, to go back to."""
        return {kind: len(known) for kind, known in self._known.items()}

    def shrink(self, size: dict[str, int]) -> None:
        """Go back to a size: what was added since is no longer found."""
        for kind, known in self._known.items():
            known.shrink(size.get(kind))

    def put_away(self) -> None:
        """Keep the rows that come on disk; from now on they stay."""
        places = self.revision.put_away()
        for kind in _FILED:
            files = self._register.kinds.get(kind, [])
            if kind in self._known and len(files) == 1:
                self._known[kind].put_away(places.get(files[0], []))

    def rows(self, kind: str) -> Iterator[tuple[str, dict[str, str]]]:
        """Yield the file and row of each entity of a kind, as they will be."""
        yield from self._entities(kind).rows()

    def ids(self, kind: str) -> Collection[str]:
        """Return the ids that are taken: those of replaced addresses are."""
        return TakenIds(self._entities(kind))

    def row(self, kind: str, name: str) -> dict[str, str]:
        """Return the row of an id; an empty one when there is none."""
        return self._entities(kind).row(name)

    def named(self, kind: str, name: str, **also: str) -> list[str]:
        """Return the ids of the entities that have a name, exactly but for case and accents.

        :param also: what other columns must hold
        """
        if not name:
            return []
        known = self._entities(kind)
        key = kind, name, *also.values()
        found = self._named.get(key)
        if found is None or found[0] != known.version:
            found = known.version, _having(known, name, also)
            if kind not in _FILED and len(self._named) < _REMEMBERED:
                self._named[key] = found
        return found[1]

    def resolved(self, kind: str, name: str, field: str, **also: str) -> str:
        """Return the id of an entity that is given by id or name.

        :param field: the name of the field, for messages
        :raises InputError: when nothing has that name, or several have
        """
        if self.row(kind, name):
            return name
        found = self.named(kind, name, **also)
        if len(found) == 1:
            return found[0]
        if found:
            raise InputError(
                f"{field}: {name!r} is the name of {len(found)}; expected one of the ids"
                f" {', '.join(found)}"
            )
        raise UnknownNameError(field, kind, name, self.near(kind, name))

    def near(self, kind: str, name: str) -> str:
        """Return the name nearest to one, with its id; empty when none is near."""
        from yuqiao.graph.spelling import nearest

        known = {
            row[column]: row["id"]
            for _, row in self.rows(kind)
            for column in ("id", "name_en", "name_zh")
            if row.get(column)
        }
        found = nearest(name, known)
        return f"{found[0]!r} ({known[found[0]]})" if found else ""

    def _entities(self, kind: str) -> KnownRows:
        if kind not in self._known:
            known = KnownRows(self.revision, self._register.kinds.get(kind, []))
            start = f"{kind}/"
            replaced = [row.get("thing", "") for row in self.all_rows("replacements.csv")]
            names = [
                (row["thing"].removeprefix(start), row.get("name", ""))
                for row in self.all_rows("names.csv")
                if row.get("thing", "").startswith(start)
            ]
            known.complete(
                [thing.removeprefix(start) for thing in replaced if thing.startswith(start)], names
            )
            self._known[kind] = known
        return self._known[kind]

    def kinds_of(self, file: str) -> list[str]:
        """Return the kind of the entities of a table, as a list of one; empty without the table."""
        return self._kinds_of.get(file, [])

    @cached_property
    def _kinds_of(self) -> dict[str, list[str]]:
        kinds = self._register.kinds.items()
        return {file: [kind] for kind, files in reversed(kinds) for file in files}

    def all_rows(self, file: str) -> Iterator[dict[str, str]]:
        """Yield the rows of a table as they will be; none when the register has no such table."""
        if self._register.has(file):
            yield from self.revision.all_rows(file)

    def commonest(self, file: str, column: str, **also: str) -> str:
        """Return the value that most rows of a table have, counted once; empty when none has any.

        :param also: what other columns of the rows must hold
        """
        counted = _Counted(file, column, tuple(also.items()))
        if counted not in self._commonest:
            values = (counted.value(row) for row in self.all_rows(file))
            most = Counter(filter(None, values)).most_common(1)
            self._commonest[counted] = most[0][0] if most else ""
        return self._commonest[counted]

    def _recount(self, file: str, row: dict[str, str]) -> None:
        """Have counted again what no row had, where a row that comes has it."""
        for counted in [each for each, value in self._commonest.items() if not value]:
            if counted.file == file and counted.value(row):
                del self._commonest[counted]

    def concepts(self, kind: str) -> dict[str, tuple[str, ...]]:
        """Return the labels of the concepts of a scheme, by their ids; none for other kinds."""
        return _concepts().get(kind, {})


@cache
def _concepts() -> dict[str, dict[str, tuple[str, ...]]]:
    """Return the ids and labels of the concepts of the schemes of the ontology."""
    from pyoxigraph import RdfFormat, parse

    from yuqiao.ontology import files as terms

    label = "http://www.w3.org/2004/02/skos/core#prefLabel"
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for quad in parse(terms.read("schemes.ttl", BASE), format=RdfFormat.TURTLE):
        if quad.predicate.value == label and quad.subject.value.startswith(BASE):
            kind, _, name = quad.subject.value.removeprefix(BASE).rpartition("/")
            own = found.setdefault(kind, {})
            own[name] = (*own.get(name, ()), quad.object.value)
    return found
