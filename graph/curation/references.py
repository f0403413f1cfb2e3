"""References: which row a curator means who gives a name instead of an id."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from yuqiao.graph.curation.revision import Revision
from yuqiao.graph.entities.name_matching import folded
from yuqiao.graph.errors import InputError
from yuqiao.ontology.namespaces import BASE

_NAMES = ("name_en", "name_zh", "title", "code", "url")


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


class References:
    """Finds rows by id or name, those that a revision adds included.

    :param revision: the revision
    """

    revision: Revision
    """The revision that they are of."""

    def __init__(self, revision: Revision) -> None:
        self.revision = revision
        self._register = revision.register

    def rows(self, kind: str) -> Iterator[tuple[str, dict[str, str]]]:
        """Yield the file and row of each entity of a kind, as they will be."""
        for file in self._register.kinds.get(kind, ()):
            for row in self.revision.all_rows(file):
                yield file, row

    def ids(self, kind: str) -> set[str]:
        """Return the ids that are taken: those of replaced addresses are."""
        found = {row.get("id", "") for _, row in self.rows(kind)}
        gone = (row.get("thing", "") for row in self.all_rows("replacements.csv"))
        start = f"{kind}/"
        return found | {thing.removeprefix(start) for thing in gone if thing.startswith(start)}

    def row(self, kind: str, name: str) -> dict[str, str]:
        """Return the row of an id; an empty one when there is none."""
        return next((row for _, row in self.rows(kind) if row.get("id") == name), {})

    def named(self, kind: str, name: str, **also: str) -> list[str]:
        """Return the ids of the entities that have a name, exactly but for case and accents.

        :param also: what other columns must hold
        """
        wanted = folded(name)
        found = [
            row["id"]
            for _, row in self.rows(kind)
            if wanted in {folded(row.get(column, "")) for column in _NAMES if row.get(column)}
            and all(row.get(column, "") == value for column, value in also.items() if value)
        ]
        if not found:
            start = f"{kind}/"
            found = [
                row["thing"].removeprefix(start)
                for row in self.all_rows("names.csv")
                if row.get("thing", "").startswith(start) and folded(row.get("name", "")) == wanted
            ]
        return list(dict.fromkeys(found))

    def resolved(self, kind: str, name: str, field: str, **also: str) -> str:
        """Return the id of an entity that is given by id or name.

        :param field: the name of the field, for messages
        :raises InputError: when nothing has that name, or several have
        """
        if any(row.get("id") == name for _, row in self.rows(kind)):
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

    def kinds_of(self, file: str) -> list[str]:
        """Return the kind of the entities of a table, as a list of one; empty without the table."""
        return [kind for kind, files in self._register.kinds.items() if file in files]

    def all_rows(self, file: str) -> Iterator[dict[str, str]]:
        """Yield the rows of a table as they will be; none when the register has no such table."""
        if self._register.has(file):
            yield from self.revision.all_rows(file)

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
