"""Faults that checks find, and the facts they are looked for in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import NamedNode

from yuqiao.graph.tables.mapping import Statement
from yuqiao.ontology.namespaces import prefixes


@dataclass(frozen=True)
class Fault:
    """Something impossible or unlikely in one row.

    :param statements: the cells that are wrong, of one row
    :param message: what is wrong and what was expected
    :param doubtful: other cells that may be the wrong ones instead
    """

    statements: tuple[Statement, ...]
    message: str
    doubtful: tuple[Statement, ...] = ()

    @property
    def place(self) -> str:
        """Its file, row and columns."""
        cell = self.statements[0].cell
        columns = dict.fromkeys(statement.cell.column for statement in self.statements)
        return f"{cell.file}:{cell.row}:{'+'.join(columns)}"

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


class FactIndex:
    """The statements of the tables, by their subject and property, without the faulty ones.

    :param statements: all of them
    :param base: the base IRI
    :param flawed: what is wrong already: pairs of a subject's IRI and a column
    :param boxes: the south, west, north and east of each country, by its IRI
    """

    def __init__(
        self,
        statements: Iterable[Statement],
        base: str,
        flawed: set[tuple[str, str]],
        boxes: dict[str, str],
    ) -> None:
        self.boxes = boxes
        self._prefixes = prefixes(base)
        self.flawed = flawed
        self.suspect: set[str] = set()  # the places of cells of which one is wrong, and reported
        self.statements = list(statements)

    @cached_property
    def _by_predicate(self) -> dict[str, list[Statement]]:
        found = defaultdict(list)
        for statement in self.statements:
            found[statement.predicate.value].append(statement)
        return found

    @cached_property
    def _by_object(self) -> dict[tuple[str, str], list[Statement]]:
        found = defaultdict(list)
        for statement in self.statements:
            found[statement.object.value, statement.predicate.value].append(statement)
        return found

    @cached_property
    def _by_subject(self) -> dict[tuple[str, str], list[Statement]]:
        found = defaultdict(list)
        for statement in self.statements:
            found[statement.subject.value, statement.predicate.value].append(statement)
        return found

    def flag(self, fault: Fault) -> None:
        """Leave the cells of a fault out of what follows."""
        cells = (*fault.statements, *fault.doubtful)
        self.flawed |= {(statement.subject.value, statement.cell.column) for statement in cells}

    def sound(self) -> Iterator[Statement]:
        """Yield the statements whose cells are not wrong already, in the order of the tables."""
        flawed = self.flawed  # which is empty but for mistakes: most statements need no look
        return (each for each in self.statements if not flawed or not self.is_flawed(each))

    def of(self, name: str) -> Iterator[Statement]:
        """Yield the statements with a property, by its prefixed name, in table order."""
        for statement in self._by_predicate.get(self._iri(name), ()):
            if not self.flawed or not self.is_flawed(statement):
                yield statement

    def values(self, subject: object, *path: str) -> list[Statement]:
        """Return the last statements of a path of properties that begins at a subject.

        A property with ``^`` is followed from its object to its subject.
        """
        subjects, found = [subject], list[Statement]()
        for name in path:
            iri, inverse = self._iri(name.removeprefix("^")), name.startswith("^")
            known = self._by_object if inverse else self._by_subject
            found = [
                statement
                for each in subjects
                if isinstance(each, NamedNode)
                for statement in known.get((each.value, iri), ())
                if not self.flawed or not self.is_flawed(statement)
            ]
            subjects = [s.subject if inverse else s.object for s in found]
        return found

    def is_flawed(self, statement: Statement) -> bool:
        """Return whether the cell of a statement is wrong already."""
        return (statement.subject.value, statement.cell.column) in self.flawed

    def has_flaws(self, subject: NamedNode) -> bool:
        """Return whether anything that is said of a subject is wrong already."""
        return any(subject.value == flawed for flawed, _ in self.flawed)

    def _iri(self, name: str) -> str:
        prefix, _, local = name.partition(":")
        return self._prefixes[prefix] + local


def name_of(term: object) -> str:
    """Return the last part of an IRI, or a literal's text.

    >>> name_of(NamedNode("https://example.org/id/cqu"))
    'cqu'
    """
    return getattr(term, "value", "").rpartition("/")[2]
