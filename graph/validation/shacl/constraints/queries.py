"""Constraints that are SPARQL queries, each run once for all its focus nodes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode

from yuqiao.graph.validation.shacl.constraints.shapes import value_pattern
from yuqiao.graph.validation.shacl.model import Checker, Constraint, ValueNodes, Violation, sh
from yuqiao.graph.validation.shacl.prebinding import PreboundQuery
from yuqiao.graph.validation.shacl.shape_paths import Path, PredicatePath, path_text

if TYPE_CHECKING:
    from yuqiao.graph.rdf.terms import Term

_FIELD = re.compile(r"\{[?$](\w+)\}")


@dataclass(frozen=True)
class QueryConstraint(Constraint):
    """A SELECT query that returns what is wrong, for ``$this``.

    :param query: read and checked
    :param terms: the term of each parameter, by the name of its variable
    :param own_messages: those of the query or its component
    :param is_constraint: whether it is of ``sh:sparql``; else it is a validator of a component
    """

    query: PreboundQuery
    terms: Mapping[str, Term] = field(hash=False)
    own_messages: tuple[Literal, ...]
    is_constraint: bool

    @property
    def source(self) -> Term | None:
        """The node of a ``sh:sparql``."""
        return self.parameter if self.is_constraint else None

    def violations(self, rows: ValueNodes, checker: Checker) -> Iterator[Violation]:
        """Yield each solution of the query for a focus node."""
        if not rows.values:
            return
        pattern = nodes_pattern(rows.values, rows.pattern)
        text = self.query.joined(pattern, rows.path, self.terms)
        nodes: dict[Term | None, list[Term]] = {}
        for focus in rows.values:
            nodes.setdefault(checker.stored(focus), []).append(focus)
        numbers: dict[Term | None, int] = {}
        for solution in checker.select(text):
            this = solution.get("this")
            numbers[this] = number = numbers.get(this, 0) + 1
            if self.query.limit is not None and number > self.query.limit:
                continue
            terms = {name: checker.written(term) for name, term in solution.items()}
            for focus in nodes.get(this, ()):
                yield self._violation(focus, terms, rows.path)

    def _violation(self, focus: Term, solution: Mapping[str, Term], path: Path | None) -> Violation:
        value = solution.get("value")
        if value is None and path is None:
            value = focus
        named = solution.get("path")
        own = solution.get("message")
        known = {**self.terms, **solution}
        messages = (own,) if isinstance(own, Literal) else self.own_messages
        return Violation(
            focus,
            value,
            PredicatePath(named) if path is None and isinstance(named, NamedNode) else None,
            tuple(filled(message, known) for message in messages),
        )


@dataclass(frozen=True)
class AskConstraint(QueryConstraint):
    """An ASK query that is true for a right value, ``$value``."""

    def violations(self, rows: ValueNodes, checker: Checker) -> Iterator[Violation]:
        """Yield each value for which it is false."""
        values = {value: None for each in rows.values.values() for value in each}
        pattern = nodes_pattern(values, value_pattern(rows))
        if self.query.mentions("this") and rows.path is not None:
            pairs = (
                f"{nodes_pattern(rows.values, rows.pattern)} ?this {path_text(rows.path)} ?value"
            )
        elif rows.path is not None:
            pairs = pattern.replace("?this", "?value")
        else:
            pairs = f"{pattern} BIND(?this AS ?value)"
        right = {
            (solution.get("this"), solution["value"])
            for solution in checker.select(self.query.asked(pairs, rows.path, self.terms))
        }
        is_paired = self.query.mentions("this") or rows.path is None
        for focus, each in rows.values.items():
            for value in each:
                this = checker.stored(focus) if is_paired else None
                if (this, checker.stored(value)) not in right:
                    known = {**self.terms, "this": focus, "value": value}
                    messages = tuple(filled(message, known) for message in self.own_messages)
                    yield Violation(focus, value, None, messages)


_FEW = 1_000  # nodes that a query lists


def nodes_pattern(nodes: Mapping[Term, object], pattern: str) -> str:
    """Return a SPARQL pattern for some nodes: a list when they are few and have names."""
    if len(nodes) <= _FEW and not any(isinstance(node, BlankNode) for node in nodes):
        return f"VALUES ?this {{ {' '.join(map(str, nodes))} }}"
    return pattern


def filled(message: Literal, terms: Mapping[str, Term]) -> Literal:
    """Return a message with the terms its fields name.

    >>> filled(Literal("not {?value}", language="en"), {"value": Literal("a")}).value
    'not a'
    """
    if "{" not in message.value:
        return message
    text = _FIELD.sub(
        lambda found: terms[found[1]].value if found[1] in terms else found[0], message.value
    )
    return Literal(text, language=message.language) if message.language else Literal(text)


SPARQL = sh("SPARQLConstraintComponent")
