"""Shapes as data: what they target, what they require, and what is reported when it is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from pyoxigraph import Literal, NamedNode

from yuqiao.ontology.namespaces import SHACL

if TYPE_CHECKING:
    from collections.abc import Collection

    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.validation.shacl.columns import Columns
    from yuqiao.graph.validation.shacl.shape_paths import Path


def sh(name: str) -> NamedNode:
    """Return a term of SHACL.

    >>> sh("path").value
    'http://www.w3.org/ns/shacl#path'
    """
    return NamedNode(SHACL + name)


@dataclass(frozen=True)
class Target:
    """What a shape checks.

    :param kind: ``class``, ``node``, ``subjectsOf``, ``objectsOf`` or ``select``
    :param value: the class, node or property; of ``select`` the text of a query for ``?this``
    """

    kind: str
    value: Term


@dataclass(frozen=True)
class Violation:
    """A value that does not meet a constraint; of a count or a set, no one value.

    :param path: when a query gives another path than that of the shape
    :param messages: when a query or a component gives its own
    """

    focus: Term
    value: Term | None = None
    path: Path | None = None
    messages: tuple[Literal, ...] = ()


@dataclass(frozen=True)
class ValueNodes:
    """The value nodes of the focus nodes of a shape.

    :param pattern: a SPARQL pattern for ``?this`` that at least all focus nodes match
    """

    values: Mapping[Term, Collection[Term]]
    pattern: str
    path: Path | None


class Checker(Protocol):
    """What a constraint asks of the engine."""

    data: Columns

    def failing(self, shape: Shape, nodes: Collection[Term], pattern: str) -> Collection[Term]:
        """Return those of some nodes that do not conform to a shape."""

    def results_by_node(
        self, shape: Shape, nodes: Collection[Term], pattern: str
    ) -> Mapping[Term, list[Result]]:
        """Return the results of a shape for some nodes."""

    def select(self, query: str) -> Iterator[Mapping[str, Term]]:
        """Return the solutions of a query over the graph."""

    def stored(self, term: Term) -> Term:
        """Return a term as a query returns it."""

    def written(self, term: Term) -> Term:
        """Return a term that a query returned as the graph has it."""


@dataclass(frozen=True)
class Constraint:
    """One requirement of a shape; each component of SHACL is a class of its own.

    :param component: the IRI of the component
    :param parameter: the value of its parameter
    """

    component: NamedNode
    parameter: Term

    def violations(self, rows: ValueNodes, checker: Checker) -> Iterator[Violation]:
        """Yield what does not meet the requirement."""
        raise NotImplementedError

    def shapes(self) -> tuple[Shape, ...]:
        """Return the shapes it refers to."""
        return ()

    @property
    def source(self) -> Term | None:
        """The node of a constraint that is a query; None for the others."""
        return None


@dataclass(eq=False)
class Shape:
    """A node shape, or a property shape when it has a path."""

    node: Term
    path: Path | None = None
    path_node: Term | None = None
    severity: NamedNode = field(default_factory=lambda: sh("Violation"))
    messages: tuple[Literal, ...] = ()
    is_deactivated: bool = False
    targets: tuple[Target, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    names: tuple[Literal, ...] = ()


@dataclass(frozen=True)
class Result:
    """A result of validation, as SHACL defines it."""

    focus: Term
    shape: Shape
    constraint: Constraint
    severity: NamedNode
    value: Term | None
    path: Path | None
    messages: tuple[Literal, ...]
