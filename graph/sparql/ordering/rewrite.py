"""Rewrite a query before the engine sees it, so that ORDER BY, MIN and MAX order totally.

Each SELECT level is rewritten by itself: the pattern computes a key for each row once, because the
engine evaluates an ORDER BY anew in each comparison. The keys are those of
:mod:`yuqiao.graph.sparql.ordering.keys`, which defines the order. ``SELECT *`` is expanded, so that
the variables that hold keys are not in the result.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from yuqiao.graph.errors import QueryError
from yuqiao.graph.messages import caret_line, line_and_column
from yuqiao.graph.sparql.ast import DRAWN, PatternError, Query, walk
from yuqiao.graph.sparql.lexer import Token, tokens
from yuqiao.graph.sparql.ordering.edits import EditedText
from yuqiao.graph.sparql.ordering.expressions import closing_bracket, is_of_one_kind
from yuqiao.graph.sparql.ordering.keys import extreme, inline_tie, key, last_tie
from yuqiao.graph.sparql.ordering.select_level import DIRECTIONS, OrderedLevel
from yuqiao.graph.sparql.ordering.value_origins import predicates_of
from yuqiao.graph.sparql.parser import parse_query

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

_MOST_ADDED = 2_000_000
"""Characters that keys may add, those of some 300 of ORDER BY, or of 45 of MIN and MAX: the engine
was seen to overflow its stack at 900, and its parser takes a second for 2,000,000."""

_EXTREME = re.compile(r"\b(?:min|max)\b", re.IGNORECASE)


def with_total_order(
    sparql: str,
    prefixes: Mapping[str, str],
    is_right: Callable[[str], bool],
    are_of_one_kind: Callable[[Collection[str]], bool] | None = None,
    *,
    checked: bool = True,
) -> str:
    """Return an equivalent query or update whose order is total.

    A text that is invalid, or has nothing to order, is returned unchanged.

    :param is_right: whether the engine accepts a text
    :param are_of_one_kind: whether the engine's own order of the objects of predicates is total;
        None for an update, which may change them
    :param checked: whether the engine accepts what is returned; without, it may not, rarely
    :raises QueryError: when it can only be run in the engine's own order

    >>> with_total_order("SELECT ?x { ?x ?p ?o }", {}, lambda text: True, lambda names: False)
    'SELECT ?x { ?x ?p ?o }'
    """
    found = tokens(sparql)
    if not _has_order(found) or not is_right(sparql):
        return sparql
    for write in (_by_update,) if are_of_one_kind is None else (_by_tree, _by_tokens):
        try:
            text = write(sparql, prefixes, are_of_one_kind or _unknown)
        except PatternError:
            continue
        if len(text) - len(sparql) > _MOST_ADDED:
            raise _too_many(sparql, found)
        if text == sparql or not checked or is_right(text):
            return text
    raise QueryError(
        "the query cannot be given an order that is one; leave out ORDER BY, MIN and MAX, or order"
        " in a SELECT around it"
    )


def _has_order(found: Sequence[Token]) -> bool:
    return any(True for _ in _orders(found))


def _orders(found: Sequence[Token]) -> Iterator[Token]:
    """Yield the words that begin an ORDER BY, a MIN or a MAX."""
    for one, two in pairwise(found):
        if (one.is_word("ORDER") and two.is_word("BY")) or (
            one.is_word("MIN", "MAX") and two.text == "("
        ):
            yield one


def _too_many(sparql: str, found: Sequence[Token]) -> QueryError:
    place = next(_orders(found)).start
    line, column = line_and_column(sparql, place)
    return QueryError(
        "the query has too many keys in ORDER BY, MIN and MAX, or too long ones; order by fewer, or"
        f" compute them with BIND; see line {line}, column {column}\n{caret_line(sparql, place)}"
    )


def _unknown(predicates: Collection[str]) -> bool:
    return not predicates


def _by_tree(
    sparql: str, prefixes: Mapping[str, str], are_of_one_kind: Callable[[Collection[str]], bool]
) -> str:
    query = parse_query(sparql, prefixes)
    text = EditedText(sparql, _fresh(sparql))
    levels = [part for part in walk(query) if isinstance(part, Query)]
    for level in reversed(levels):  # inner levels before the outer, which moves them
        if level.order_by:
            OrderedLevel(level, text, are_of_one_kind).rewrite()
    edited = text.edited(0, len(sparql))
    if not _EXTREME.search(sparql):
        return edited
    mixed = set().union(*(_mixed_extremes(level, are_of_one_kind) for level in levels))
    return _with_extremes(edited, mixed)


def _by_tokens(
    sparql: str, prefixes: Mapping[str, str], _: Callable[[Collection[str]], bool]
) -> str:
    """Write each key out at its position, for queries that the tree cannot represent."""
    found = tokens(sparql)
    text = EditedText(sparql, "")
    place = 0
    while place + 2 < len(found):
        if found[place].is_word("ORDER") and found[place + 1].is_word("BY"):
            place = _inline_keys(found, place + 2, text)
        else:
            place += 1
    return _with_extremes(text.edited(0, len(sparql)))


def _by_update(
    sparql: str, prefixes: Mapping[str, str], are_of_one_kind: Callable[[Collection[str]], bool]
) -> str:
    """Rewrite each outermost SELECT of an update as a query of its own."""
    found = tokens(sparql)
    known = dict(prefixes)
    for one, two, three in zip(found, found[1:], found[2:], strict=False):
        if one.is_word("PREFIX"):
            known[two.text[:-1]] = three.text[1:-1]
    text = EditedText(sparql, "")
    reached = 0
    for before, token in pairwise(found):
        if token.start >= reached and before.text == "{" and token.is_word("SELECT"):
            reached = closing_bracket(found, found.index(before)).start
            inner = sparql[token.start : reached]
            try:
                text.replace(token.start, reached, _by_tree(inner, known, are_of_one_kind))
            except PatternError:
                text.replace(token.start, reached, _by_tokens(inner, known, are_of_one_kind))
    return (
        _with_extremes(text.edited(0, len(sparql))) if not reached else text.edited(0, len(sparql))
    )


def _fresh(sparql: str) -> str:
    """Return a prefix for our variables that no variable of the text begins with."""
    name = "order_"
    while f"?{name}" in sparql or f"${name}" in sparql:
        name += "_"
    return name


def _inline_keys(found: Sequence[Token], place: int, text: EditedText) -> int:
    """Write out the keys from an index on, and return the index after them."""
    after: list[str] = []
    while place < len(found):
        one = found[place]
        direction = one.text.upper() if one.is_word(*DIRECTIONS) else "ASC"
        first = place + (one.is_word(*DIRECTIONS))
        last = _end_of_key(found, first)
        if last is None:
            break
        if any(token.is_word(*DRAWN) for token in found[first : last + 1]):
            raise PatternError("what is drawn anew for each comparison gives no order")
        term = f"({text.original[found[first].start : found[last].end]})"
        order = f"{direction}({key(term)}) {direction}({inline_tie(term)})"
        after.append(f" {direction}({last_tie(term)})")
        text.replace(one.start, found[last].end, order)
        place = last + 1
    text.insert(found[place - 1].end, "".join(after))
    return place


def _end_of_key(found: Sequence[Token], first: int) -> int | None:
    """Return the index of the last token of a key; None when no key begins there."""
    token = found[first]
    if token.kind == "variable":
        return first
    opening = first if token.text == "(" else first + 1
    called = token.text == "(" or (
        token.kind in {"word", "iri", "name"} and not token.is_word("LIMIT", "OFFSET", "VALUES")
    )
    if not called or opening >= len(found) or found[opening].text != "(":
        return None
    return found.index(closing_bracket(found, opening))


def _mixed_extremes(
    level: Query, are_of_one_kind: Callable[[Collection[str]], bool]
) -> Iterator[str]:
    """Yield the variables in MIN and MAX of a SELECT whose values the engine may order wrongly."""
    computed = [column.expression for column in level.columns if column.expression]
    for expression in (*computed, *level.having, *level.order_by):
        for _, opening, closing in _extremes(expression.tokens):
            for variable in expression.variables:
                predicates = predicates_of(variable.text[1:], level)
                is_known = predicates is not None and are_of_one_kind(predicates)
                if opening.end <= variable.start < closing.end and not is_known:
                    yield variable.text[1:]


def _with_extremes(sparql: str, mixed: Collection[str] | None = None) -> str:
    """Write out MIN and MAX.

    :param mixed: the variables whose values the engine may order wrongly; None when any is
    """
    text = EditedText(sparql, "")
    for start, opening, closing in _extremes(tokens(sparql)):
        inner = sparql[opening.end : closing.start]
        found = tokens(inner)
        if is_of_one_kind(found):
            continue
        if found and found[0].is_word("DISTINCT"):
            inner, found = inner[found[0].end :], found[1:]
        alone = len(found) == 1 and found[0].kind == "variable"
        if alone and mixed is not None and found[0].text[1:] not in mixed:
            continue
        term = inner.strip() if alone else f"({_with_extremes(inner)})"
        text.replace(start.start, closing.end, extreme(start.text.upper(), term))
    return text.edited(0, len(sparql))


def _extremes(found: Sequence[Token]) -> Iterator[tuple[Token, Token, Token]]:
    """Return the keyword and the brackets of each MIN and MAX, but of none within another."""
    reached = 0
    for index, (one, two) in enumerate(pairwise(found)):
        if one.is_word("MIN", "MAX") and two.text == "(" and one.start >= reached:
            closing = closing_bracket(found, index + 1)
            reached = closing.end
            yield one, two, closing
