"""The syntax tree of a query, each part with its position in the text.

Diagnostics refer to parts of a query: this triple, that filter.
:func:`~yuqiao.graph.sparql.parser.parse_query` parses a query that the engine has accepted, so it
reports no mistakes. The names are those of SPARQL 1.1, section 19.8
(https://www.w3.org/TR/sparql11-query/#sparqlGrammar); variables are bound as in section 18.2.1. Of
SPARQL 1.2 there are triple terms; reifiers and annotations are written out as triples.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from yuqiao.graph.sparql.lexer import Token


DRAWN = ("RAND", "UUID", "STRUUID", "BNODE")
"""Functions that return another value each time, so that they cannot be written twice."""


class PatternError(ValueError):
    """A query that is not SPARQL 1.1 or 1.2.

    Callers within the program catch it and do without the tree.
    """


@dataclass(frozen=True)
class Span:
    """A span of a query's text.

    :param start: the offset of its first character
    :param end: the offset after its last character
    """

    start: int
    end: int


@dataclass(frozen=True)
class Node(Span):
    """A term of a triple, or a name elsewhere in a query.

    :param kind: ``iri`` (with ``a``), ``literal``, ``variable``, ``blank`` (also ``[...]`` and
        ``(...)``), ``triple`` (a triple term), ``path`` (of more than one IRI, or with an operator)
        or ``undefined`` (UNDEF)
    :param text: its text in another query: as written, but a variable with ``?``, and a fresh
        variable for a blank node, whose label is local to its query
    :param iri: for an IRI, in full
    :param iris: for a path, the IRIs in it
    :param parts: for a triple term, its subject, predicate and object
    """

    kind: str
    text: str
    iri: str = ""
    iris: tuple[Node, ...] = ()
    parts: tuple[Node, ...] = ()

    @property
    def variable(self) -> str | None:
        """The name of a variable, without its mark; None for anything else."""
        return self.text[1:] if self.kind == "variable" else None

    @property
    def leaves(self) -> tuple[Node, ...]:
        """The terms within a triple term; of any other term, the term itself."""
        return tuple(leaf for part in self.parts for leaf in part.leaves) or (self,)


@dataclass(frozen=True)
class Triple(Span):
    """One triple pattern; ``;`` ``,`` ``[]`` ``()`` ``<< >>`` and annotations are written out.

    Terms that several triples share have the same position in each. It begins where it differs
    from the triple before: at its subject, after a ``;`` at its path, after a ``,`` at its object.
    What the text does not mention, such as rdf:rest, is at the position of the object.

    :param path: an IRI, a variable or a property path
    """

    subject: Node
    path: Node
    object: Node

    @property
    def text(self) -> str:
        """The triple as a pattern of its own."""
        return f"{self.subject.text} {self.path.text} {self.object.text}"

    @property
    def nodes(self) -> tuple[Node, Node, Node]:
        """Subject, path and object."""
        return self.subject, self.path, self.object


@dataclass(frozen=True)
class Expression(Span):
    """A condition or a computed value.

    :param tokens: its tokens, without those of its EXISTS groups
    :param variables: its own variables, in order, with repetitions
    :param iris: its functions and terms
    :param exists: its EXISTS groups
    """

    tokens: tuple[Token, ...]
    variables: tuple[Node, ...]
    iris: tuple[Node, ...]
    exists: tuple[Exists, ...]


@dataclass(frozen=True)
class Group(Span):
    """A group graph pattern: the elements between braces."""

    elements: tuple[Element, ...]


@dataclass(frozen=True)
class Exists(Span):
    """``EXISTS {...}`` within an expression, or ``NOT EXISTS {...}``."""

    negated: bool
    group: Group


@dataclass(frozen=True)
class Optional(Span):
    """``OPTIONAL {...}``."""

    group: Group


@dataclass(frozen=True)
class Lateral(Span):
    """``LATERAL {...}``, an extension: a join in which the group sees the row."""

    group: Group


@dataclass(frozen=True)
class Union(Span):
    """``{...} UNION {...}``."""

    branches: tuple[Group, ...]


@dataclass(frozen=True)
class Minus(Span):
    """``MINUS {...}``."""

    group: Group


@dataclass(frozen=True)
class Graph(Span):
    """``GRAPH name {...}``."""

    name: Node
    group: Group


@dataclass(frozen=True)
class Service(Span):
    """``SERVICE name {...}``."""

    name: Node
    group: Group


@dataclass(frozen=True)
class Filter(Span):
    """``FILTER(...)``."""

    expression: Expression


@dataclass(frozen=True)
class Bind(Span):
    """``BIND(... AS ?variable)``."""

    expression: Expression
    variable: Node


@dataclass(frozen=True)
class Values(Span):
    """``VALUES (...) {...}``."""

    variables: tuple[Node, ...]
    rows: tuple[tuple[Node, ...], ...]


@dataclass(frozen=True)
class SubSelect(Span):
    """A subquery."""

    query: Query


Element: TypeAlias = (
    Triple
    | Group
    | Optional
    | Lateral
    | Union
    | Minus
    | Graph
    | Service
    | Filter
    | Bind
    | Values
    | SubSelect
)
"""What a group holds."""


@dataclass(frozen=True)
class SelectItem(Span):
    """A column of a SELECT or a key of a GROUP BY: a variable, an expression, or one as the other.

    :param variable: None for a key without a name
    :param expression: None for a variable alone
    """

    variable: Node | None
    expression: Expression | None


@dataclass(frozen=True)
class DatasetClause(Span):
    """``FROM name`` or ``FROM NAMED name``."""

    named: bool
    name: Node


@dataclass(frozen=True)
class Number(Span):
    """``LIMIT n`` or ``OFFSET n``."""

    value: int


@dataclass(frozen=True)
class Query(Span):
    """A whole query, or a SELECT within one.

    :param text: of the whole query
    :param prefixes: those in scope: declared by the query, else predefined
    :param base: declared by the query
    :param form: SELECT, ASK, CONSTRUCT or DESCRIBE
    :param star: whether it is SELECT * or DESCRIBE *
    :param columns: those of a SELECT, when named
    :param template: the triples of a CONSTRUCT
    :param described: the terms of a DESCRIBE, when named
    :param where: None for a DESCRIBE without a pattern
    :param values: the VALUES after everything else
    """

    text: str
    prefixes: Mapping[str, str]
    base: str | None
    form: str
    distinct: bool
    star: bool
    columns: tuple[SelectItem, ...]
    template: tuple[Triple, ...]
    described: tuple[Node, ...]
    dataset: tuple[DatasetClause, ...]
    where: Group | None
    group_by: tuple[SelectItem, ...]
    having: tuple[Expression, ...]
    order_by: tuple[Expression, ...]
    limit: Number | None
    offset: Number | None
    values: Values | None

    def cut(self, part: Span) -> str:
        """Return the text of a part as it was written."""
        return self.text[part.start : part.end]

    def alone(self, element: Element) -> str:
        """Return the text of an element as the only one of a group."""
        return f"{element.text} ." if isinstance(element, Triple) else self.cut(element)


def walk(part: Span) -> Iterator[Span]:
    """Yield a part and all parts within it, outer before inner, in the order of the text.

    >>> from yuqiao.graph.sparql.parser import parse_query
    >>> [type(part).__name__ for part in walk(parse_query("ASK { ?s ?p 1 FILTER(?p) }").where)]
    ['Group', 'Triple', 'Node', 'Node', 'Node', 'Filter', 'Expression', 'Node']
    """
    yield part
    for name in part.__dataclass_fields__:
        value = getattr(part, name)
        for inner in value if isinstance(value, tuple) else (value,):
            if isinstance(inner, Span):
                yield from walk(inner)
            elif isinstance(inner, tuple):
                yield from (node for node in inner if isinstance(node, Span))


@dataclass(frozen=True)
class BoundVariables:
    """The variables a part binds, by name.

    :param certain: in every solution
    :param possible: in some solution, those of ``certain`` included
    """

    certain: frozenset[str]
    possible: frozenset[str]


def bound_variables(part: Span) -> BoundVariables:
    """Return the variables that an element of a group, a group or a query binds.

    >>> from yuqiao.graph.sparql.parser import parse_query
    >>> group = parse_query("SELECT * { ?s <t:p> ?o OPTIONAL { ?o <t:q> ?v } }").where
    >>> sorted(bound_variables(group).certain), sorted(bound_variables(group).possible)
    (['o', 's'], ['o', 's', 'v'])
    """
    match part:
        case Triple():
            names = [leaf.variable for node in part.nodes for leaf in node.leaves]
            return _sure(name for name in names if name)
        case Group():
            return _both(bound_variables(element) for element in part.elements)
        case Lateral():
            return bound_variables(part.group)
        case Optional():
            return BoundVariables(frozenset(), bound_variables(part.group).possible)
        case Union():
            return _either([bound_variables(branch) for branch in part.branches])
        case Graph() | Service():
            name = part.name.variable
            return _both([bound_variables(part.group), _sure([name] if name else [])])
        case Bind():
            return BoundVariables(frozenset(), frozenset([part.variable.text[1:]]))
        case Values():
            return _bound_by_values(part)
        case SubSelect():
            return bound_variables(part.query)
        case Query():
            return _bound_by_query(part)
        case _:  # a filter, a MINUS: they bind nothing
            return _sure([])


def _sure(names: Iterator[str] | list[str]) -> BoundVariables:
    found = frozenset(names)
    return BoundVariables(found, found)


def _both(inner: Iterator[BoundVariables] | list[BoundVariables]) -> BoundVariables:
    found = list(inner)
    return BoundVariables(
        frozenset().union(*(one.certain for one in found)),
        frozenset().union(*(one.possible for one in found)),
    )


def _either(inner: list[BoundVariables]) -> BoundVariables:
    first, *others = [one.certain for one in inner]
    return BoundVariables(first.intersection(*others), _both(inner).possible)


def _bound_by_values(part: Values) -> BoundVariables:
    names = [variable.text[1:] for variable in part.variables]
    gaps = {
        name
        for row in part.rows
        for name, node in zip(names, row, strict=False)
        if node.kind == "undefined"
    }
    return BoundVariables(frozenset(names) - gaps, frozenset(names))


def _bound_by_query(query: Query) -> BoundVariables:
    pattern = _both(
        [bound_variables(part) for part in (query.where, query.values) if part is not None]
    )
    if query.star or query.form != "SELECT":
        return pattern
    plain = {c.variable.text[1:] for c in query.columns if c.variable and c.expression is None}
    computed = {c.variable.text[1:] for c in query.columns if c.variable and c.expression}
    keys = {c.variable.text[1:] for c in query.group_by if c.variable and c.expression}
    return BoundVariables(
        pattern.certain & plain, (pattern.possible & plain) | computed | (keys & plain)
    )
