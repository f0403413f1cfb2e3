"""NOT EXISTS answered for all solutions at once.

The engine looks for the pattern of a NOT EXISTS anew for each solution, and reads it in an order
that does not know what is bound: checking the bundled graph took minutes so. A pattern that only
shares variables with what is around it has the same meaning as an OPTIONAL that must not be bound,
and that is read once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from yuqiao.graph.sparql.ast import (
    Exists,
    Filter,
    Graph,
    Group,
    Optional,
    PatternError,
    Query,
    SubSelect,
    Triple,
    Union,
)
from yuqiao.graph.sparql.lexer import tokens
from yuqiao.graph.sparql.parser import parse_query

if TYPE_CHECKING:
    from collections.abc import Iterator


def with_antijoins(query: str) -> str:
    """Return a query whose negated patterns of several triples are read once.

    >>> query = "SELECT ?x { FILTER NOT EXISTS { ?y <u:p> ?x ; <u:q> 1 } ?x <u:r> 2 }"
    >>> with_antijoins(query).partition("  OPTIONAL ")[2]
    '{ SELECT DISTINCT ?x (true AS ?exists0) { ?y <u:p> ?x ; <u:q> 1 } } FILTER(!BOUND(?exists0)) }'
    """
    if "exists" not in query.lower():
        return query
    try:
        tree = parse_query(query)
    except PatternError:
        return query
    cuts: list[tuple[int, int, str]] = []
    for group in plain_groups(tree):
        for element in group.elements:
            if isinstance(element, Filter) and (inner := _negated(query, element)) is not None:
                cuts.append((element.start, element.end, ""))
                cuts.append((group.end - 1, group.end - 1, _optional(query, inner, len(cuts))))
    for start, end, put in sorted(cuts, reverse=True):
        query = query[:start] + put + query[end:]
    return query


def plain_groups(query: Query) -> Iterator[Group]:
    """Yield the groups of a query, but for those of EXISTS."""
    if query.where is not None:
        yield from _groups(query.where)


def _groups(group: Group) -> Iterator[Group]:
    """Yield a group and those within it, but for those of EXISTS."""
    yield group
    for element in group.elements:
        if isinstance(element, Group):
            yield from _groups(element)
        elif isinstance(element, Optional | Graph):
            yield from _groups(element.group)
        elif isinstance(element, Union):
            for branch in element.branches:
                yield from _groups(branch)
        elif isinstance(element, SubSelect) and element.query.where is not None:
            yield from _groups(element.query.where)


def _negated(query: str, element: Filter) -> Exists | None:
    """Return the pattern of a ``FILTER NOT EXISTS`` that can be read by itself.

    It shares variables with what is around it in its triples alone: what else it holds, such as
    another NOT EXISTS, then means the same wherever the pattern is read.
    """
    expression = element.expression
    if len(expression.exists) != 1 or any(
        not token.is_word("NOT", "EXISTS", "FILTER") for token in expression.tokens
    ):
        return None
    (inner,) = expression.exists
    triples = [each for each in inner.group.elements if isinstance(each, Triple)]
    filters = [each for each in inner.group.elements if isinstance(each, Filter)]
    if not inner.negated or len(triples) < 2:
        return None
    if len(triples) + len(filters) < len(inner.group.elements):
        return None
    own = {
        name
        for each in triples
        for node in (each.subject, each.path, each.object)
        for name in variables_in(node.text)
    }
    around = variables_in(_around(query, inner))
    has_others = any(
        (variables_in(query[each.start : each.end]) - own) & around for each in filters
    )
    return None if has_others else inner


def _optional(query: str, inner: Exists, number: int) -> str:
    text = query[inner.group.start : inner.group.end]
    shared = sorted(variables_in(text) & variables_in(_around(query, inner)))
    mark = f"?exists{number // 2}"
    return (
        f" OPTIONAL {{ SELECT DISTINCT {' '.join(shared)} (true AS {mark}) {text} }} "
        f"FILTER(!BOUND({mark})) "
    )


def _around(query: str, inner: Exists) -> str:
    return query[: inner.group.start] + " " + query[inner.group.end :]


def variables_in(text: str) -> set[str]:
    """Return the variables in a text, each with a question mark.

    >>> sorted(variables_in("$this ?property []"))
    ['?property', '?this']
    """
    return {f"?{token.text[1:]}" for token in tokens(text) if token.kind == "variable"}
