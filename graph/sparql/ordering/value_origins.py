"""Where the values of a variable come from: the predicates whose objects they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yuqiao.graph.sparql.ast import (
    Bind,
    Exists,
    Filter,
    Graph,
    Group,
    Lateral,
    Minus,
    Optional,
    Query,
    Service,
    Span,
    SubSelect,
    Triple,
    Union,
    Values,
    bound_variables,
)

if TYPE_CHECKING:
    from collections.abc import Iterable


def predicates_of(name: str, part: Span) -> frozenset[str] | None:
    """Return predicates such that each literal that a variable holds is the object of one.

    :param name: the variable, without its mark
    :return: none when it holds no literal; None when its values may come from elsewhere

    >>> from yuqiao.graph.sparql.parser import parse_query
    >>> query = parse_query("SELECT * { ?s <urn:p> ?o OPTIONAL { ?t <urn:q> ?o ; ?any ?x } }")
    >>> sorted(predicates_of("o", query)), sorted(predicates_of("s", query))
    (['urn:p', 'urn:q'], [])
    >>> predicates_of("x", query)
    """
    match part:
        case Query():
            return _of_query(name, part)
        case Triple():
            return _of_triple(name, part)
        case Group():
            return _joined(predicates_of(name, element) for element in part.elements)
        case Optional() | Lateral() | Graph():  # the name of a graph is an IRI
            return predicates_of(name, part.group)
        case Union():
            return _joined(predicates_of(name, branch) for branch in part.branches)
        case SubSelect():
            return predicates_of(name, part.query)
        case Filter() | Minus() | Exists():
            return frozenset()
        case Bind() | Values() | Service():
            return None if name in bound_variables(part).possible else frozenset()
        case _:
            return None


def _joined(found: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    names: set[str] = set()
    for one in found:
        if one is None:
            return None
        names |= one
    return frozenset(names)


def _of_query(name: str, query: Query) -> frozenset[str] | None:
    computed = (*query.columns, *query.group_by)
    if any(one.expression and one.variable and one.variable.variable == name for one in computed):
        return None
    return _joined(predicates_of(name, one) for one in (query.where, query.values) if one)


def _of_triple(name: str, triple: Triple) -> frozenset[str] | None:
    if triple.path.kind == "path":  # one of no steps binds its subject to any term
        return None if name in bound_variables(triple).possible else frozenset()
    if any(leaf.variable == name for part in triple.object.parts for leaf in part.leaves):
        return None
    if triple.object.variable != name:
        return frozenset()
    return frozenset([triple.path.iri]) if triple.path.iri else None
