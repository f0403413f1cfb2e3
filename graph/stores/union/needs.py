"""The triples that a query needs, as a tree of groups, read from its syntax tree.

The answer over a part of a graph is that over the whole if the part holds every triple that a
solution can depend on. Which those are follows from SPARQL 1.1, section 18.5: a group is a join, so
a triple whose value for a shared variable no other pattern of the group has is in no solution. What
stands in OPTIONAL, MINUS, UNION or EXISTS is restricted by what the group around it binds for
certain before it, and restricts nothing itself. A subquery stands alone: what is left out of it
could change its counts and its LIMIT.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

from yuqiao.graph.rdf.iris import checked_iri
from yuqiao.graph.sparql.ast import (
    Bind,
    Filter,
    Graph,
    Group,
    Lateral,
    Minus,
    Optional,
    SubSelect,
    Triple,
    Union,
    Values,
    bound_variables,
    walk,
)
from yuqiao.graph.sparql.lexer import token_at
from yuqiao.graph.stores.union.path_patterns import (
    Alternatives,
    Inverse,
    Link,
    Negated,
    Path,
    Repeated,
    Sequence,
    has_negated,
    links,
    may_be_empty,
    parse_path,
)
from yuqiao.graph.stores.union.pattern import Pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from yuqiao.graph.sparql.ast import Element, Expression, Node, Query

_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True)
class GroupNeeds:
    """What a group needs.

    :param joined: patterns that every solution of the group matches
    :param whole: patterns whose triples are needed whatever else is bound
    :param values: the IRIs that a VALUES of the group leaves for a variable
    :param parts: groups within it, after which it is evaluated
    """

    joined: tuple[Pattern, ...] = ()
    whole: tuple[Pattern, ...] = ()
    values: tuple[tuple[str, frozenset[str]], ...] = ()
    parts: tuple[PartNeeds, ...] = ()


@dataclass(frozen=True)
class PartNeeds:
    """A group within a group.

    :param certain: the variables that the group around it binds, by which its rows are joined
    """

    group: GroupNeeds
    certain: frozenset[str] = _NONE


@dataclass(frozen=True)
class QueryNeeds:
    """What a query needs.

    :param group: its pattern, with all EXISTS of its clauses as parts
    :param described: the variables whose values a DESCRIBE describes
    :param has_named_graphs: whether it asks for named graphs
    """

    group: GroupNeeds
    described: tuple[str, ...] = ()
    has_named_graphs: bool = False


def needs_of(query: Query) -> QueryNeeds:
    """Return what a query needs.

    >>> from yuqiao.graph.sparql.parser import parse_query
    >>> query = parse_query("SELECT * { ?a <t:p>/<t:q> ?b OPTIONAL { ?b <t:r>* ?c } }")
    >>> group = needs_of(query).group
    >>> [pattern.body() for pattern in group.joined]
    ['?a <t:p> ?_w1 .', '?_w1 <t:q> ?b .']
    >>> [(sorted(part.certain), part.group.whole[0].body()) for part in group.parts]
    [(['?_w1', '?a', '?b'], '?s <t:r> ?o .')]
    """
    return _NeedsReader(query.text).query(query)


@dataclass(frozen=True)
class _End:
    """One end of a path, as asked for."""

    text: str
    lexical: str | None = None


@dataclass
class _Gathered:
    """What was found in a group so far.

    :param grounded: variables that a triple of the store binds, here or around
    :param empty_paths: the ends of paths that may lead from a node to itself
    """

    grounded: set[str]
    joined: list[Pattern] = field(default_factory=list)
    whole: list[Pattern] = field(default_factory=list)
    values: list[tuple[str, frozenset[str]]] = field(default_factory=list)
    parts: list[PartNeeds] = field(default_factory=list)
    certain: set[str] = field(default_factory=set)
    empty_paths: list[tuple[_End, _End, int]] = field(default_factory=list)

    def join(self, pattern: Pattern) -> None:
        """Add a pattern that every solution matches."""
        self.joined.append(pattern)
        self.certain |= pattern.variables
        self.grounded |= pattern.variables

    def bind(self, *ends: _End) -> None:
        """Record that triples of the store bind the ends of a path."""
        bound = {end.text for end in ends if end.text.startswith("?")}
        self.certain |= bound
        self.grounded |= bound


class _NeedsReader:
    """A method for each kind of element.

    :param text: of the whole query
    """

    def __init__(self, text: str) -> None:
        longest = max(map(len, re.findall(r"(?<=[?$])_+", text)), default=0)
        self._free = "?_" + "_" * longest + "w"
        self._numbers = count(1)

    def query(self, query: Query) -> QueryNeeds:
        """Read a whole query."""
        named = bool(query.dataset) or any(isinstance(part, Graph) for part in walk(query))
        group = self.select(query)
        if query.form != "DESCRIBE":
            return QueryNeeds(group, (), named)
        variables = [node.text for node in query.described if node.variable]
        if query.star and query.where is not None:
            variables = [f"?{name}" for name in sorted(bound_variables(query.where).possible)]
        iris = [node for node in query.described if node.iri]
        described = [Pattern(_iri(node.iri), (), "?o", start=node.start) for node in iris]
        parts = tuple(PartNeeds(GroupNeeds(whole=(pattern,))) for pattern in described)
        return QueryNeeds(
            GroupNeeds(parts=(PartNeeds(group), *parts)), tuple(dict.fromkeys(variables)), named
        )

    def select(self, query: Query) -> GroupNeeds:
        """Read a query or a subquery: its pattern, and the EXISTS of its other clauses."""
        outside = [*query.having, *query.order_by]
        outside += [
            item.expression for item in (*query.columns, *query.group_by) if item.expression
        ]
        parts = list(self._of_exists(outside, _NONE, set()))
        if query.where is not None:
            parts.insert(0, PartNeeds(self.group(query.where, set())))
        return parts[0].group if len(parts) == 1 else GroupNeeds(parts=tuple(parts))

    def group(self, group: Group, grounded: set[str]) -> GroupNeeds:
        """Read a group.

        :param grounded: the variables that triples around it bind
        """
        found = _Gathered(set(grounded))
        before: list[tuple[frozenset[str], frozenset[str]]] = []
        for element in group.elements:
            if isinstance(element, Triple):
                self._triple(element, found)
            elif isinstance(element, Values):
                found.values += _iris_of(element)
                found.certain |= {name for name, _ in _iris_of(element)}
            before.append((frozenset(found.certain), frozenset(found.grounded)))
        for element, (certain, known) in zip(group.elements, before, strict=True):
            found.parts += self._parts(element, certain, set(known), found)
        for subject, thing, start in found.empty_paths:
            if not {subject.text, thing.text} & found.grounded:
                found.whole += _mentions([subject, thing], start)
        return GroupNeeds(
            tuple(found.joined), tuple(found.whole), tuple(found.values), tuple(found.parts)
        )

    def _parts(
        self, element: Element, certain: frozenset[str], known: set[str], found: _Gathered
    ) -> Iterator[PartNeeds]:
        """Read the groups of an element.

        :param certain: what is bound before it
        :param known: the grounded variables before it
        """
        joined = frozenset(found.certain)
        match element:
            case Optional() | Minus() | Lateral():
                yield PartNeeds(self.group(element.group, known), certain)
            case Group():
                yield PartNeeds(self.group(element, found.grounded), joined)
            case Graph():
                yield PartNeeds(self.group(element.group, set()))
            case Union():
                for branch in element.branches:
                    yield PartNeeds(self.group(branch, found.grounded), joined)
            case SubSelect():
                yield PartNeeds(self.select(element.query))
            case Filter():
                yield from self._of_exists([element.expression], joined, found.grounded)
            case Bind():
                yield from self._of_exists([element.expression], certain, known)

    def _of_exists(
        self, expressions: Iterable[Expression], certain: frozenset[str], known: set[str]
    ) -> Iterator[PartNeeds]:
        for expression in expressions:
            for exists in expression.exists:
                yield PartNeeds(self.group(exists.group, known), certain)

    # Triples

    def _triple(self, triple: Triple, found: _Gathered) -> None:
        subject, thing = self._end(triple.subject), self._end(triple.object)
        if triple.path.kind == "path":
            self._path(subject, parse_path(triple.path), thing, triple.start, found)
        elif triple.path.kind == "iri":
            self._path(subject, Link(triple.path.iri), thing, triple.start, found)
        else:
            variable = triple.path.text
            found.join(Pattern(subject.text, (), thing.text, thing.lexical, variable, triple.start))

    def _path(self, subject: _End, path: Path, thing: _End, start: int, found: _Gathered) -> None:
        match path:
            case Link():
                found.join(_pattern(subject, [path.iri], thing, start))
            case Inverse():
                self._path(thing, path.inner, subject, start, found)
            case Sequence():
                inner = [_End(self._fresh()) for _ in path.steps[1:]]
                ends = zip([subject, *inner], path.steps, [*inner, thing], strict=True)
                for one, step, other in ends:
                    self._path(one, step, other, start, found)
            case Alternatives() if all(isinstance(way, Link) for way in path.ways):
                found.join(_pattern(subject, [*links(path)], thing, start))
            case Alternatives():
                for way in path.ways:
                    self._alone(subject, way, thing, start, found)
                if not may_be_empty(path):
                    found.bind(subject, thing)
            case Negated(is_inverse=True):
                self._alone(subject, Negated(), thing, start, found)
                self._alone(thing, Negated(), subject, start, found)
                found.bind(subject, thing)
            case Negated():
                found.join(
                    Pattern(subject.text, (), thing.text, thing.lexical, self._fresh(), start)
                )
            case Repeated():
                self._repeated(subject, path, thing, start, found)

    def _alone(self, subject: _End, path: Path, thing: _End, start: int, found: _Gathered) -> None:
        """Read one way of several, which restricts nothing."""
        way = _Gathered(set())
        self._path(subject, path, thing, start, way)
        group = GroupNeeds(tuple(way.joined), tuple(way.whole), parts=tuple(way.parts))
        found.empty_paths += way.empty_paths
        certain = frozenset(end.text for end in (subject, thing) if end.text.startswith("?"))
        found.parts.append(PartNeeds(group, certain))

    def _repeated(
        self, subject: _End, path: Repeated, thing: _End, start: int, found: _Gathered
    ) -> None:
        iris = [*dict.fromkeys(links(path))]
        if has_negated(path):
            found.whole.append(Pattern("?s", (), "?o", start=start))
        elif iris:
            found.whole.append(_pattern(_End("?s"), iris, _End("?o"), start))
        if may_be_empty(path):
            found.empty_paths.append((subject, thing, start))
        else:
            found.bind(subject, thing)

    def _end(self, node: Node) -> _End:
        if node.kind == "iri":
            return _End(_iri(node.iri))
        if node.kind in {"variable", "blank"}:
            return _End(node.text)
        return _End(self._fresh(), _string(node))

    def _fresh(self) -> str:
        return f"{self._free}{next(self._numbers)}"


def _mentions(ends: list[_End], start: int) -> list[Pattern]:
    """Return patterns that show which nodes a graph has, as far as the ends of a path need it.

    The engine leads a path without a triple from a node only where the graph mentions it.
    """
    iris = [end.text for end in ends if end.text.startswith("<")]
    if not iris:
        return [Pattern("?s", (), "?o", start=start)]
    subjects = [Pattern(iri, (), "?o", start=start) for iri in iris]
    return subjects + [Pattern("?s", (), iri, start=start) for iri in iris]


def _pattern(subject: _End, iris: list[str], thing: _End, start: int) -> Pattern:
    predicates = tuple(map(_iri, dict.fromkeys(iris)))
    return Pattern(subject.text, predicates, thing.text, thing.lexical, start=start)


def _iri(iri: str) -> str:
    return str(checked_iri(iri))


def _string(node: Node) -> str | None:
    """Return the text of a string, in quotes; None for what engines store by value."""
    if node.kind != "literal" or node.iri:
        return None
    token = token_at(node.text, 0)
    return token.text if token.kind == "string" else None


def _iris_of(values: Values) -> list[tuple[str, frozenset[str]]]:
    """Return the variables of a VALUES that has nothing but IRIs for them, with these."""
    found = []
    for number, variable in enumerate(values.variables):
        column = [row[number] for row in values.rows if number < len(row)]
        if all(node.kind == "iri" for node in column):
            found.append((variable.text, frozenset(_iri(node.iri) for node in column)))
    return found
