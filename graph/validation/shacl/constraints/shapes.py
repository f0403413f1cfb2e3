"""Constraints that refer to other shapes: logical ones, nested shapes, and numbers of values."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from yuqiao.graph.validation.shacl.model import (
    Checker,
    Constraint,
    Result,
    Shape,
    ValueNodes,
    Violation,
)
from yuqiao.graph.validation.shacl.shape_paths import path_text

if TYPE_CHECKING:
    from yuqiao.graph.rdf.terms import Term


@dataclass(frozen=True)
class ShapeConstraint(Constraint):
    """A constraint that refers to shapes.

    :param others: the shapes, which may not be read yet when it is made
    """

    others: tuple[Shape, ...]

    def shapes(self) -> tuple[Shape, ...]:
        """Return the shapes it refers to."""
        return self.others

    def failing(self, rows: ValueNodes, checker: Checker) -> Iterator[Collection[Term]]:
        """Yield, for each of the shapes, the value nodes that do not conform to it."""
        nodes, pattern = value_nodes(rows), value_pattern(rows)
        return (checker.failing(shape, nodes, pattern) for shape in self.others)


def value_nodes(rows: ValueNodes) -> dict[Term, None]:
    """Return all value nodes, each once."""
    return {value: None for values in rows.values.values() for value in values}


def value_pattern(rows: ValueNodes) -> str:
    """Return a SPARQL pattern for ``?this`` that all value nodes match."""
    if rows.path is None:
        return rows.pattern
    start = f"{{ SELECT (?this AS ?start) {{ {rows.pattern} }} }}"
    inside = f"{start} ?start {path_text(rows.path)} ?end"
    return f"{{ SELECT DISTINCT (?end AS ?this) {{ {inside} }} }}"


def _each(rows: ValueNodes, wrong: Collection[Term]) -> Iterator[Violation]:
    for focus, values in rows.values.items():
        yield from (Violation(focus, value) for value in values if value in wrong)


class AndConstraint(ShapeConstraint):
    """The value conforms to all of some shapes; ``sh:node`` has one."""

    def violations(self, rows: ValueNodes, checker: Checker) -> Iterator[Violation]:
        """Yield each value that does not."""
        return _each(rows, set().union(*self.failing(rows, checker)))


class OrConstraint(ShapeConstraint):
    """The value conforms to one of some shapes at least."""

    def violations(self, rows: ValueNodes, checker: Checker) -> Iterator[Violation]:
        """Yield each value that does not."""
        wrong: Collection[Term] = value_nodes(rows)
        for shape in self.others:
            if not wrong:
                break
            wrong = set(checker.failing(shape, wrong, value_pattern(rows)))
        return _each(rows, wrong)


class NotConstraint(ShapeConstraint):
    """The value does not conform to a shape."""

    def violations(self, rows: ValueNodes, checker: Checker) -> Iterator[Violation]:
        """Yield each value that does."""
        (failing,) = self.failing(rows, checker)
        return _each(rows, value_nodes(rows).keys() - set(failing))


class XoneConstraint(ShapeConstraint):
    """The value conforms to exactly one of some shapes."""

    def violations(self, rows: ValueNodes, checker: Checker) -> Iterator[Violation]:
        """Yield each value that conforms to none or several."""
        number = dict.fromkeys(value_nodes(rows), len(self.others))
        for failing in self.failing(rows, checker):
            for value in failing:
                number[value] -= 1
        return _each(rows, {value for value, conforming in number.items() if conforming != 1})


class PropertyConstraint(ShapeConstraint):
    """The value conforms to a property shape, whose results are reported themselves."""

    def results(self, rows: ValueNodes, checker: Checker) -> Iterator[tuple[Term, Result]]:
        """Yield each result of the property shape, with the node that it is reported for."""
        found: Mapping[Term, list[Result]] = {}
        for shape in self.others:
            found = checker.results_by_node(shape, value_nodes(rows), value_pattern(rows))
        if not found:
            return
        for focus, values in rows.values.items():
            for value in values:
                for result in found.get(value, ()):
                    yield focus, result


@dataclass(frozen=True)
class QualifiedConstraint(ShapeConstraint):
    """At least, or at most, so many values conform to a shape.

    :param siblings: shapes to which a value may not conform if it is to count; filled later
    """

    least: int | None
    most: int | None
    siblings: list[Shape] = field(default_factory=list, hash=False, compare=False)

    def shapes(self) -> tuple[Shape, ...]:
        """Return the shapes it refers to."""
        return (*self.others, *self.siblings)

    def violations(self, rows: ValueNodes, checker: Checker) -> Iterator[Violation]:
        """Yield each node with too few or too many of them."""
        nodes = value_nodes(rows)
        (failing,) = self.failing(rows, checker)
        counted = nodes.keys() - set(failing)
        for sibling in self.siblings:
            counted &= set(checker.failing(sibling, nodes, value_pattern(rows)))
        for focus, values in rows.values.items():
            number = sum(value in counted for value in values)
            if (self.least is not None and number < self.least) or (
                self.most is not None and number > self.most
            ):
                yield Violation(focus)
