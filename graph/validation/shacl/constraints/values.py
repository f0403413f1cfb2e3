"""Constraints on each value by itself: its kind, class, datatype, range, text and language."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode

from yuqiao.graph.tables.patterns import containing
from yuqiao.graph.validation.lexical_spaces import fits
from yuqiao.graph.validation.shacl.model import Checker, Constraint, ValueNodes, Violation
from yuqiao.graph.validation.shacl.value_space import comparison
from yuqiao.ontology.namespaces import SHACL

if TYPE_CHECKING:
    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.validation.shacl.columns import Columns

_RANGES = {
    "minInclusive": {0, 1},
    "minExclusive": {1},
    "maxInclusive": {0, -1},
    "maxExclusive": {-1},
}
_KINDS: dict[str, tuple[type, ...]] = {
    "IRI": (NamedNode,),
    "BlankNode": (BlankNode,),
    "Literal": (Literal,),
    "BlankNodeOrIRI": (BlankNode, NamedNode),
    "BlankNodeOrLiteral": (BlankNode, Literal),
    "IRIOrLiteral": (NamedNode, Literal),
}


@dataclass(frozen=True)
class ValueConstraint(Constraint):
    """A constraint that a value meets or not, whatever the others are."""

    def violations(self, rows: ValueNodes, checker: Checker) -> Iterator[Violation]:
        """Yield each value that does not meet it; a value is looked at once."""
        known: dict[Term, bool] = {}
        for focus, values in rows.values.items():
            for value in values:
                meets = known.get(value)
                if meets is None:
                    meets = known[value] = self.meets(value, checker.data)
                if not meets:
                    yield Violation(focus, value)

    def meets(self, value: Term, data: Columns) -> bool:
        """Return whether a value meets the constraint."""
        raise NotImplementedError


class ClassConstraint(ValueConstraint):
    """The value is an instance of a class."""

    def meets(self, value: Term, data: Columns) -> bool:
        """Return whether it is."""
        return value in data.instances(self.parameter)


class DatatypeConstraint(ValueConstraint):
    """The value is a well-formed literal of a datatype."""

    def meets(self, value: Term, data: Columns) -> bool:
        """Return whether it is."""
        return (
            isinstance(value, Literal)
            and value.datatype == self.parameter
            and fits(value.value, value.datatype.value)
        )


class NodeKindConstraint(ValueConstraint):
    """The value is an IRI, a blank node or a literal."""

    def meets(self, value: Term, data: Columns) -> bool:
        """Return whether it is."""
        return isinstance(value, _KINDS[self.parameter.value.removeprefix(SHACL)])


class RangeConstraint(ValueConstraint):
    """The value is not below or above another; one that has no order with it is neither."""

    def meets(self, value: Term, data: Columns) -> bool:
        """Return whether it is in the range."""
        name = self.component.value.removeprefix(SHACL).removesuffix("ConstraintComponent")
        return comparison(value, self.parameter) in _RANGES[name[0].lower() + name[1:]]


class LengthConstraint(ValueConstraint):
    """The text of the value has at least, or at most, so many characters."""

    def meets(self, value: Term, data: Columns) -> bool:
        """Return whether it does; a blank node has no text."""
        if not isinstance(value, NamedNode | Literal):
            return False
        length, bound = len(value.value), int(self.parameter.value)
        return length >= bound if "MinLength" in self.component.value else length <= bound


@dataclass(frozen=True)
class PatternConstraint(Constraint):
    """The text of the value has a match of a pattern; a blank node has no text.

    The engine matches: Python's own matching takes time without bound for some patterns.
    """

    flags: str

    def violations(self, rows: ValueNodes, checker: Checker) -> Iterator[Violation]:
        """Yield each value without a match."""
        nodes = {value for values in rows.values.values() for value in values}
        texts = {node.value for node in nodes if isinstance(node, NamedNode | Literal)}
        found = containing(self.parameter.value, self.flags, sorted(texts))
        for focus, values in rows.values.items():
            for value in values:
                if not isinstance(value, NamedNode | Literal) or value.value not in found:
                    yield Violation(focus, value)


@dataclass(frozen=True)
class LanguageInConstraint(ValueConstraint):
    """The value has one of some languages, or a more special one."""

    languages: tuple[str, ...]

    def meets(self, value: Term, data: Columns) -> bool:
        """Return whether it has."""
        if not isinstance(value, Literal) or value.language is None:
            return False
        tag = value.language.lower()
        return any(
            tag == each or tag.startswith(f"{each}-") or (each == "*" and tag != "")
            for each in self.languages
        )


@dataclass(frozen=True)
class InConstraint(ValueConstraint):
    """The value is one of a list."""

    members: Collection[Term]

    def meets(self, value: Term, data: Columns) -> bool:
        """Return whether it is."""
        return value in self.members
