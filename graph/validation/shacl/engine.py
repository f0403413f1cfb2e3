"""The engine: a graph checked against shapes, set by set.

Each shape takes all its focus nodes at once. What SHACL Core asks is answered from the columns of
the graph; what is written as SPARQL runs as one query for all focus nodes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import Literal, NamedNode, Quad, Triple

from yuqiao.graph.errors import InputError, QueryError
from yuqiao.graph.rdf.literals import rewritten_literals, stored_literal
from yuqiao.graph.stores.memory import MemoryStore
from yuqiao.graph.validation.shacl.antijoin import with_antijoins
from yuqiao.graph.validation.shacl.columns import SUBCLASS, TYPE
from yuqiao.graph.validation.shacl.constraints.shapes import PropertyConstraint
from yuqiao.graph.validation.shacl.model import (
    Constraint,
    Result,
    Shape,
    Target,
    ValueNodes,
    Violation,
)
from yuqiao.graph.validation.shacl.shape_paths import follow
from yuqiao.graph.validation.shacl.star_join import with_star_joins

if TYPE_CHECKING:
    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.validation.shacl.columns import Columns
    from yuqiao.graph.validation.shacl.reader import ShapesGraph

SHAPES_GRAPH = NamedNode("urn:yuqiao:shapes")


@dataclass
class ShapeCheck:
    """What a shape with a target checked, and found.

    :param nodes: the number of its focus nodes
    """

    shape: Shape
    nodes: int
    results: list[Result]


class Engine:
    """Checks a graph.

    :param shapes: what is required
    :param data: the graph
    """

    def __init__(self, shapes: ShapesGraph, data: Columns) -> None:
        self.data = data
        self._shapes = shapes
        self._known: dict[Shape, dict[Term, bool]] = {}

    def checks(self) -> Iterator[ShapeCheck]:
        """Check each shape that has a target and is not deactivated.

        :raises InputError: when a shape is malformed, or its query cannot be run
        """
        for shape in self._shapes.targeted():
            if not shape.is_deactivated:
                nodes = self._focus_nodes(shape)
                pattern = _union(_target_pattern(target) for target in shape.targets)
                found = self.results(shape, nodes, pattern) if nodes else []
                yield ShapeCheck(shape, len(nodes), found)

    def _focus_nodes(self, shape: Shape) -> dict[Term, None]:
        return {node: None for target in shape.targets for node in self._of_target(target)}

    def _of_target(self, target: Target) -> Collection[Term]:
        value = target.value
        if target.kind == "node":
            return (value,)
        if target.kind == "class":
            return self.data.instances(value)
        if target.kind == "select":
            rows = self.select(value.value)
            return [row["this"] for row in rows if "this" in row]
        assert isinstance(value, NamedNode)
        if target.kind == "subjectsOf":
            return self.data.values(value).keys()
        return self.data.subjects(value).keys()

    def results(self, shape: Shape, nodes: Collection[Term], pattern: str) -> list[Result]:
        """Return the results of a shape for some focus nodes."""
        return [result for _, result in self._found(shape, nodes, pattern)]

    def _found(
        self, shape: Shape, nodes: Collection[Term], pattern: str
    ) -> Iterator[tuple[Term, Result]]:
        """Yield each result with the focus node of the shape that it was found for."""
        if shape.is_deactivated or not nodes:
            return
        path = shape.path
        values: dict[Term, Collection[Term]] = (
            {node: (node,) for node in nodes}
            if path is None
            else {node: follow(path, node, self.data) for node in nodes}
        )
        rows = ValueNodes(values, pattern, path)
        for constraint in shape.constraints:
            if isinstance(constraint, PropertyConstraint):
                yield from constraint.results(rows, self)
                continue
            for violation in constraint.violations(rows, self):
                yield violation.focus, _result(shape, constraint, violation)

    def results_by_node(
        self, shape: Shape, nodes: Collection[Term], pattern: str
    ) -> Mapping[Term, list[Result]]:
        """Return the results of a shape by the focus node they were found for."""
        found: dict[Term, list[Result]] = {}
        for node, result in self._found(shape, nodes, pattern):
            found.setdefault(node, []).append(result)
        return found

    def failing(self, shape: Shape, nodes: Collection[Term], pattern: str) -> Collection[Term]:
        """Return those of some nodes that do not conform to a shape; each is checked once."""
        known = self._known.setdefault(shape, {})
        new = [node for node in nodes if node not in known]
        if new:
            known.update(dict.fromkeys(new, False))
            for node, _ in self._found(shape, new, pattern):
                known[node] = True
        return {node: None for node in nodes if known[node]}

    @cached_property
    def _graph(self) -> MemoryStore:
        """The graph for queries, and the shapes as a named graph."""
        store = pyoxigraph.Store()
        store.bulk_extend(Quad(s, p, o) for s, p, o in self.data.triples())  # type: ignore[arg-type]
        store.bulk_extend(
            Quad(s, p, o, SHAPES_GRAPH)  # type: ignore[arg-type]
            for s, p, o in self._shapes.columns.triples()
        )
        return MemoryStore(store, {})

    @cached_property
    def _stored(self) -> dict[Term, Term]:
        """The literals that the store returns in another form, with that form."""
        graph = (Triple(s, p, o) for s, p, o in self.data.triples())  # type: ignore[arg-type]
        return {literal: stored_literal(literal) for literal in rewritten_literals(graph)}

    @cached_property
    def _written(self) -> dict[Term, Term]:
        """The first literal of the graph for each that the store returns in another form."""
        return {stored: literal for literal, stored in reversed(self._stored.items())}

    def stored(self, term: Term) -> Term:
        """Return a term as a query returns it."""
        return self._stored.get(term, term) if isinstance(term, Literal) else term

    def written(self, term: Term) -> Term:
        """Return a term that a query returned as the graph has it."""
        return self._written.get(term, term) if isinstance(term, Literal) else term

    def select(self, query: str) -> Iterator[Mapping[str, Term]]:
        """Return the solutions of a query over the graph.

        :raises InputError: when it is malformed or cannot be answered
        """
        try:
            found = self._graph.select(with_star_joins(with_antijoins(query)))
        except QueryError as error:
            raise InputError(f"a query of the shapes cannot be run: {error}") from None
        names = found.variables
        for row in found:
            yield {name: term for name, term in zip(names, row, strict=True) if term is not None}


def _result(shape: Shape, constraint: Constraint, violation: Violation) -> Result:
    return Result(
        violation.focus,
        shape,
        constraint,
        shape.severity,
        violation.value,
        violation.path or shape.path,
        violation.messages or shape.messages,
    )


def _target_pattern(target: Target) -> str:
    value = target.value
    if target.kind == "node":
        return f"VALUES ?this {{ {value} }}" if not isinstance(value, pyoxigraph.BlankNode) else ""
    if target.kind == "class":
        return f"?this {TYPE}/{SUBCLASS}* {value}"
    if target.kind == "select":
        return f"{{ {value.value} }}"
    return f"?this {value} ?any" if target.kind == "subjectsOf" else f"?any {value} ?this"


def _union(patterns: Iterator[str]) -> str:
    inside = " UNION ".join(f"{{ {pattern} }}" for pattern in patterns if pattern)
    return f"{{ SELECT DISTINCT ?this {{ {inside} }} }}"
