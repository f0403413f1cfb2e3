"""Prepare a query for the engine: bind terms, and reject what must not run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yuqiao.graph.errors import QueryError
from yuqiao.graph.rdf.terms import Term
from yuqiao.graph.sparql.dialect import for_engine
from yuqiao.graph.sparql.guards import reject_too_large

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping


_FEW_BRACKETS = 200  # too few to be nested too deep; a query with more is looked at closely
_FEW_CALLS = 14  # as few, of the functions whose arguments the engine reads twice


_SHORT = 1000  # characters; a query of so few cannot overflow the parser with clauses


def prepared(
    sparql: str,
    bindings: Mapping[str, Term] | None,
    prefixes: Mapping[str, str],
    allow_hosts: Collection[str],
) -> str:
    """Bind terms, and reject what calls other hosts or would crash the engine.

    What a plain query does not need is not imported.

    :raises yuqiao.graph.errors.QueryError: when it is refused
    """
    reject_too_large(sparql)
    text = bound(sparql, bindings)
    lowered = text.lower()
    if "service" in lowered or "\\u" in lowered:
        from yuqiao.graph.sparql.federation import reject_outside_calls

        reject_outside_calls(text, prefixes, allow_hosts)
    calls = sum(map(lowered.count, ("replace", "substr", "regex")))
    if calls > _FEW_CALLS or sum(map(text.count, "([{")) > _FEW_BRACKETS:
        from yuqiao.graph.sparql.guards import reject_deep_nesting

        reject_deep_nesting(text)
    if len(text) > _SHORT:
        from yuqiao.graph.sparql.guards import reject_long_chains

        reject_long_chains(text)
    return text


def ordered(
    text: str,
    prefixes: Mapping[str, str],
    are_of_one_kind: Callable[[Collection[str]], bool],
    *,
    checked: bool = True,
) -> str:
    """Return a prepared query as the engine takes it.

    Its ORDER BY, MIN and MAX follow a total order, and the columns of its ``SELECT *`` the text.

    :param are_of_one_kind: whether the engine's own order of the objects of predicates is total
    :param checked: whether the engine accepts what is returned; without, which spares a parse, it
        may not, rarely
    :raises yuqiao.graph.errors.QueryError: when it cannot be given one
    """
    text = for_engine(text, prefixes)
    lowered = text.lower()
    if any(word in lowered for word in ("order", "min", "max")):
        from yuqiao.graph.sparql.ordering.rewrite import with_total_order
        from yuqiao.graph.sparql.validation import parsing_error

        def is_right(one: str) -> bool:
            return parsing_error(one, prefixes) is None

        text = with_total_order(text, prefixes, is_right, are_of_one_kind, checked=checked)
    if "*" in text:
        from yuqiao.graph.sparql.wildcard_columns import SELECTS_ALL, with_named_columns

        text = with_named_columns(text, prefixes) if SELECTS_ALL.search(text) else text
    return text


def bound(sparql: str, bindings: Mapping[str, Term] | None) -> str:
    """Replace variables by terms.

    :raises yuqiao.graph.errors.QueryError: when one cannot be, or the text is no text
    """
    try:
        sparql.encode()
    except UnicodeEncodeError as error:
        raise QueryError(
            "the query is not valid Unicode: it contains an unpaired surrogate"
        ) from error
    if not bindings:
        return sparql
    from yuqiao.graph.sparql.bindings import bind

    return bind(sparql, bindings)
