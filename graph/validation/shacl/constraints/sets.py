"""Constraints on all values of a node together: their number, languages, and other properties."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from yuqiao.graph.validation.shacl.model import Checker, Constraint, ValueNodes, Violation
from yuqiao.graph.validation.shacl.shape_paths import PredicatePath
from yuqiao.graph.validation.shacl.value_space import comparison

if TYPE_CHECKING:
    from yuqiao.graph.rdf.terms import Term


class MinCountConstraint(Constraint):
    """There are at least so many values."""

    def violations(self, rows: ValueNodes, checker: Checker) -> Iterator[Violation]:
        """Yield each node with fewer."""
        least = int(self.parameter.value)
        return (Violation(focus) for focus, values in rows.values.items() if len(values) < least)


class MaxCountConstraint(Constraint):
    """There are at most so many values."""

    def violations(self, rows: ValueNodes, checker: Checker) -> Iterator[Violation]:
        """Yield each node with more."""
        most = int(self.parameter.value)
        return (Violation(focus) for focus, values in rows.values.items() if len(values) > most)


class UniqueLangConstraint(Constraint):
    """No language has two values."""

    def violations(self, rows: ValueNodes, checker: Checker) -> Iterator[Violation]:
        """Yield a node once for each language with several values."""
        for focus, values in rows.values.items():
            if len(values) < 2:
                continue
            tags = Counter(
                value.language.lower()
                for value in values
                if isinstance(value, Literal) and value.language
            )
            yield from (Violation(focus) for number in tags.values() if number > 1)


class HasValueConstraint(Constraint):
    """A certain value is among them."""

    def violations(self, rows: ValueNodes, checker: Checker) -> Iterator[Violation]:
        """Yield each node without it."""
        return (
            Violation(focus)
            for focus, values in rows.values.items()
            if self.parameter not in values
        )


class PropertyPairConstraint(Constraint):
    """The values are compared with those of another property."""

    def others(self, focus: Term, checker: Checker) -> tuple[Term, ...]:
        """Return the values of the other property."""
        assert isinstance(self.parameter, NamedNode)
        return checker.data.values(self.parameter).get(focus, ())


class EqualsConstraint(PropertyPairConstraint):
    """Both properties have the same values."""

    def violations(self, rows: ValueNodes, checker: Checker) -> Iterator[Violation]:
        """Yield each value of one that is none of the other."""
        for focus, values in rows.values.items():
            others = self.others(focus, checker)
            yield from (Violation(focus, value) for value in values if value not in others)
            yield from (Violation(focus, value) for value in others if value not in values)


class DisjointConstraint(PropertyPairConstraint):
    """The properties have no value in common."""

    def violations(self, rows: ValueNodes, checker: Checker) -> Iterator[Violation]:
        """Yield each common value."""
        for focus, values in rows.values.items():
            others = self.others(focus, checker)
            yield from (Violation(focus, value) for value in values if value in others)


@dataclass(frozen=True)
class LessThanConstraint(PropertyPairConstraint):
    """Each value is less than each of the other property, or equal to it."""

    accepted: frozenset[int]

    def violations(self, rows: ValueNodes, checker: Checker) -> Iterator[Violation]:
        """Yield a value once for each other that it is not less than."""
        for focus, values in rows.values.items():
            others = self.others(focus, checker)
            for value in values:
                for other in others:
                    if comparison(value, other) not in self.accepted:
                        yield Violation(focus, value)


@dataclass(frozen=True)
class ClosedConstraint(Constraint):
    """A node has no properties but some."""

    allowed: Collection[Term]

    def violations(self, rows: ValueNodes, checker: Checker) -> Iterator[Violation]:
        """Yield each value of another property, with that property as its path."""
        data = checker.data
        others = [(p, data.values(p)) for p in data.predicates() if p not in self.allowed]
        for focus, nodes in rows.values.items():
            for node in nodes:
                for predicate, column in others:
                    for value in column.get(node, ()):
                        yield Violation(focus, value, PredicatePath(predicate))
