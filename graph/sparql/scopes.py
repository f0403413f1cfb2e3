"""Variable scopes of the groups of a query: SPARQL 1.1, sections 17.4.1.4 and 18.6.

A group is evaluated by itself, from the inside out. Only two kinds see more: an EXISTS is evaluated
for each row of the group around it, and a filter at the end of an OPTIONAL is part of the join.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from yuqiao.graph.sparql.ast import (
    Bind,
    Filter,
    Graph,
    Group,
    Lateral,
    Minus,
    Optional,
    Query,
    Service,
    SubSelect,
    Union,
    bound_variables,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yuqiao.graph.sparql.ast import Element, Expression

_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Scope:
    """A group and the variables around it.

    :param seen: outer variables that its filters see
    :param joined: outer variables that its results are joined on
    :param remote: whether another server evaluates it
    :param negated: whether it is in a MINUS or NOT EXISTS
    """

    group: Group
    seen: frozenset[str]
    joined: frozenset[str]
    remote: bool = False
    negated: bool = False


def queries(query: Query) -> Iterator[Query]:
    """Yield a query and the SELECTs within it, the outer before the inner."""
    yield query
    for scope in scopes(query):
        for element in scope.group.elements:
            if isinstance(element, SubSelect):
                yield element.query


def scopes(query: Query) -> Iterator[Scope]:
    """Yield all groups of a query, the outer before the inner.

    >>> from yuqiao.graph.sparql.parser import parse_query
    >>> query = parse_query("SELECT * { ?a <t:p> ?b FILTER EXISTS { ?b <t:q> ?c } }")
    >>> [sorted(scope.seen) for scope in scopes(query)]
    [[], ['a', 'b']]
    """
    if query.where is not None:
        yield from _of_group(Scope(query.where, _NONE, _NONE))


def _of_group(scope: Scope) -> Iterator[Scope]:
    yield scope
    around = bound_variables(scope.group).possible | scope.seen
    joined = around | scope.joined
    for element in scope.group.elements:
        for inner in _within(element, around, joined):
            remote = scope.remote or isinstance(element, Service)
            negated = scope.negated or inner.negated
            yield from _of_group(replace(inner, remote=remote, negated=negated))


def _within(element: Element, around: frozenset[str], joined: frozenset[str]) -> Iterator[Scope]:
    if isinstance(element, Optional | Lateral):
        yield Scope(element.group, around, joined)
    elif isinstance(element, Minus | Graph | Service):
        yield Scope(element.group, _NONE, joined, negated=isinstance(element, Minus))
    elif isinstance(element, Group):
        yield Scope(element, _NONE, joined)
    elif isinstance(element, Union):
        yield from (Scope(branch, _NONE, joined) for branch in element.branches)
    elif isinstance(element, SubSelect) and element.query.where is not None:
        yield Scope(element.query.where, _NONE, joined & bound_variables(element.query).possible)
    elif isinstance(element, Filter | Bind):
        for one in element.expression.exists:
            yield Scope(one.group, around, joined, negated=one.negated)


def expressions(query: Query) -> Iterator[tuple[Expression, Scope | None]]:
    """Yield all expressions of a query, each with the scope of its group, if any."""
    for one in queries(query):
        yield from ((column.expression, None) for column in one.columns if column.expression)
        yield from ((key, None) for key in (*one.having, *one.order_by))
    for scope in scopes(query):
        for element in scope.group.elements:
            if isinstance(element, Filter | Bind):
                yield element.expression, scope
