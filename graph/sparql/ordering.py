"""Rewrite a query before the engine sees it, so that ORDER BY, MIN and MAX order totally.

Each SELECT level is rewritten by itself: the pattern computes a key for each row once, because the
engine evaluates an ORDER BY anew in each comparison. The keys are those of
:mod:`yuqiao.graph.sparql.order_keys`, which defines the order. ``SELECT *`` is expanded, so that
the variables that hold keys are not in the result.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from yuqiao.graph.errors import QueryError
from yuqiao.graph.sparql.ast import (
    AGGREGATES,
    DRAWN,
    Expression,
    PatternError,
    Query,
    Span,
    bound_variables,
    walk,
)
from yuqiao.graph.sparql.lexer import Token, tokens
from yuqiao.graph.sparql.order_keys import extreme, inline_tie, key, rest, tie
from yuqiao.graph.sparql.parser import parse_query

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

_DIRECTIONS = ("ASC", "DESC")
_OF_ONE_KIND = (
    *("COUNT", "STRLEN", "YEAR", "MONTH", "DAY", "HOURS", "MINUTES"),
    *("STR", "LANG", "LCASE", "UCASE", "CONCAT", "SUBSTR", "REPLACE", "GROUP_CONCAT"),
    *("ISIRI", "ISURI", "ISBLANK", "ISLITERAL", "ISNUMERIC", "BOUND", "CONTAINS", "STRSTARTS"),
)
"""Functions whose values the engine orders well."""


def with_total_order(
    sparql: str,
    prefixes: Mapping[str, str],
    is_right: Callable[[str], bool],
    *,
    updates: bool = False,
) -> str:
    """Return an equivalent query or update whose order is total.

    A text that is invalid, or has nothing to order, is returned unchanged.

    :param is_right: whether the engine accepts a text
    :param updates: whether it is an update
    :raises QueryError: when it can only be run in the engine's own order

    >>> with_total_order("SELECT ?x { ?x ?p ?o }", {}, lambda text: True)
    'SELECT ?x { ?x ?p ?o }'
    """
    found = tokens(sparql)
    if not _has_order(found) or not is_right(sparql):
        return sparql
    for write in (_by_update,) if updates else (_by_tree, _by_tokens):
        try:
            text = write(sparql, prefixes)
        except PatternError:
            continue
        if text == sparql or is_right(text):
            return text
    raise QueryError(
        "the query cannot be given an order that is one; leave out ORDER BY, MIN and MAX, or order"
        " in a SELECT around it"
    )


def _has_order(found: Sequence[Token]) -> bool:
    return any(
        (one.is_word("ORDER") and two.is_word("BY"))
        or (one.is_word("MIN", "MAX") and two.text == "(")
        for one, two in pairwise(found)
    )


def _by_tree(sparql: str, prefixes: Mapping[str, str]) -> str:
    query = parse_query(sparql, prefixes)
    text = _Text(sparql, _fresh(sparql))
    levels = [part for part in walk(query) if isinstance(part, Query) and part.order_by]
    for level in reversed(levels):  # inner levels before the outer, which moves them
        _Level(level, text).rewrite()
    return _with_extremes(text.cut(0, len(sparql)))


def _by_tokens(sparql: str, prefixes: Mapping[str, str]) -> str:
    """Write each key out at its position, for queries that the tree cannot represent."""
    found = tokens(sparql)
    text = _Text(sparql, "")
    place = 0
    while place + 2 < len(found):
        if found[place].is_word("ORDER") and found[place + 1].is_word("BY"):
            place = _inline_keys(found, place + 2, text)
        else:
            place += 1
    return _with_extremes(text.cut(0, len(sparql)))


def _by_update(sparql: str, prefixes: Mapping[str, str]) -> str:
    """Rewrite each outermost SELECT of an update as a query of its own."""
    found = tokens(sparql)
    known = dict(prefixes)
    for one, two, three in zip(found, found[1:], found[2:], strict=False):
        if one.is_word("PREFIX"):
            known[two.text[:-1]] = three.text[1:-1]
    text = _Text(sparql, "")
    reached = 0
    for before, token in pairwise(found):
        if token.start >= reached and before.text == "{" and token.is_word("SELECT"):
            reached = _closing(found, found.index(before)).start
            inner = sparql[token.start : reached]
            try:
                text.replace(token.start, reached, _by_tree(inner, known))
            except PatternError:
                text.replace(token.start, reached, _by_tokens(inner, known))
    return _with_extremes(text.cut(0, len(sparql))) if not reached else text.cut(0, len(sparql))


def _fresh(sparql: str) -> str:
    """Return a prefix for our variables that no variable of the text begins with."""
    name = "order_"
    while f"?{name}" in sparql or f"${name}" in sparql:
        name += "_"
    return name


def _closing(found: Sequence[Token], opening: int) -> Token:
    """Return the bracket that closes the one at an index."""
    pair = {"(": ")", "{": "}", "[": "]"}[found[opening].text]
    depth = 0
    for token in found[opening:]:
        depth += (token.text == found[opening].text) - (token.text == pair)
        if depth == 0:
            return token
    raise PatternError(f"a bracket is open at offset {found[opening].start}")


@dataclass
class _Text:
    """A text, and the replacements for some pieces of it.

    :param fresh: a prefix that no variable of the text begins with
    """

    original: str
    fresh: str
    edits: list[tuple[int, int, str]] = field(default_factory=list)
    given: int = 0

    def variable(self) -> str:
        """Return a variable that is used nowhere else."""
        self.given += 1
        return f"?{self.fresh}{self.given}"

    def replace(self, start: int, end: int, text: str) -> None:
        """Replace a piece by a text, dropping earlier edits within it."""
        self.edits = [one for one in self.edits if not (start <= one[0] and one[1] <= end)]
        self.edits.append((start, end, text))

    def insert(self, place: int, text: str) -> None:
        """Insert a text at a position."""
        self.edits.append((place, place, text))

    def cut(self, start: int, end: int) -> str:
        """Return a piece with its edits applied."""
        pieces, place = [], start
        for first, last, text in sorted(self.edits, key=lambda one: one[:2]):
            if start <= first and last <= end:
                pieces += [self.original[place:first], text]
                place = last
        return "".join([*pieces, self.original[place:end]])


@dataclass(frozen=True)
class _Key:
    """A key of an ORDER BY.

    :param start: where its expression begins, after ASC or DESC
    :param end: where it ends
    """

    direction: str
    start: int
    end: int
    expression: Expression

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The tokens of the expression, without brackets around all of it."""
        found = [token for token in self.expression.tokens if token.start >= self.start]
        while len(found) > 2 and found[0].text == "(" and _closing(found, 0) is found[-1]:
            found = found[1:-1]
        return tuple(found)

    @property
    def variable(self) -> str | None:
        """The name of the variable, when it is one alone."""
        found = self.tokens
        alone = len(found) == 1 and found[0].kind == "variable" and not self.expression.exists
        return found[0].text[1:] if alone else None


def _read_key(expression: Expression) -> _Key:
    found = expression.tokens
    if found and found[0].is_word(*_DIRECTIONS):
        return _Key(found[0].text.upper(), found[0].end, expression.end, expression)
    return _Key("ASC", expression.start, expression.end, expression)


class _Level:
    """A SELECT, or a query of another form, that is ordered."""

    def __init__(self, query: Query, text: _Text) -> None:
        self.query = query
        self.text = text
        self.keys = [_read_key(expression) for expression in query.order_by]
        self.aliases = {
            column.variable.text[1:]: column.expression
            for column in query.columns
            if column.variable and column.expression
        }
        self.binds: list[str] = []
        self.keyed: dict[str, tuple[str, str]] = {}

    def rewrite(self) -> None:
        """Rewrite the level so that its order is total."""
        query = self.query
        if query.where is None or all(self._is_of_one_kind(one) for one in self.keys):
            return
        if self._is_grouped():
            self._around(query.where)
        else:
            self._within(query.where)

    # Choosing the rewriting

    def _is_grouped(self) -> bool:
        query = self.query
        computed = [column.expression for column in query.columns if column.expression]
        return bool(query.group_by or query.having) or any(
            _aggregates(one.tokens) for one in (*computed, *query.order_by)
        )

    def _is_of_one_kind(self, one: _Key) -> bool:
        name = one.variable
        expression = self.aliases.get(name) if name is not None else None
        return _is_of_one_kind(expression.tokens if expression else one.tokens)

    # Without groups

    def _within(self, where: Span) -> None:
        """Compute the keys at the end of the pattern, and the expressions that they order."""
        query, text = self.query, self.text
        if query.star and not self._write_out():  # no column could show the order
            text.replace(self._order_start(), query.order_by[-1].end, "")
            return
        mentioned = {v.text[1:] for one in self.keys for v in one.expression.variables}
        if mentioned & self.aliases.keys() or any(one.expression.exists for one in self.keys):
            self._bind_aliases()
        values = f" {text.cut(query.values.start, query.values.end)}" if query.values else ""
        if query.values:
            text.replace(query.values.start, query.values.end, "")
        order = self._order(lambda one: text.cut(one.start, one.end))
        if query.form == "CONSTRUCT":
            self._write_template(where)
        text.insert(where.start, "{ ")
        text.insert(where.end, f"{values} {' '.join(self.binds)} }}")
        text.replace(self._order_start(), query.order_by[-1].end, order)

    def _bind_aliases(self) -> None:
        for column in self.query.columns:
            if column.variable and column.expression:
                computed = self.text.cut(column.expression.start, column.expression.end)
                self.binds.append(f"BIND(({computed}) AS {column.variable.text})")
                self.text.replace(column.start, column.end, column.variable.text)

    def _write_out(self) -> list[str]:
        """Replace ``*`` by the variables, in the order of the text."""
        query = self.query
        seen = bound_variables(query).possible
        assert query.where is not None
        found = [one for one in tokens(query.text[: query.end]) if one.start >= query.start]
        named = dict.fromkeys(
            one.text[1:] for one in found if one.kind == "variable" and one.text[1:] in seen
        )
        star = next(one for one in found if one.text == "*")
        if named:
            self.text.replace(star.start, star.end, " ".join(f"?{name}" for name in named))
        return list(named)

    def _write_template(self, where: Span) -> None:
        """Write out the template of ``CONSTRUCT WHERE``."""
        after = self.query.start + len("CONSTRUCT")
        found = tokens(self.text.original[after : where.end])
        if found[0].text != "{":
            self.text.insert(after, f" {self.text.original[where.start : where.end]}")

    # With groups

    def _around(self, where: Span) -> None:
        """Wrap a SELECT around the groups, and compute the keys there."""
        query, text = self.query, self.text
        computed: list[str] = []
        order = self._order(lambda one: self._without_aggregates(one, computed))
        names = [column.variable.text[1:] for column in query.columns if column.variable]
        groups = [column.variable.text[1:] for column in query.group_by if column.variable]
        columns = [text.cut(column.start, column.end) for column in query.columns]
        columns += [f"?{name}" for name in dict.fromkeys(groups) if name not in names]
        values = f" {text.cut(query.values.start, query.values.end)}" if query.values else ""
        if query.values:
            text.replace(query.values.start, query.values.end, "")
        if query.columns:
            outer = " ".join(f"?{name}" for name in names)
            text.replace(query.columns[0].start, query.columns[-1].end, outer)
        inner = " ".join([*columns, *computed]) or f"(1 AS {text.variable()})"
        text.insert(where.start, f"{{ {{ SELECT {inner} WHERE ")
        closed = f"{values} }} {' '.join(self.binds)} }} {order}"
        text.replace(self._order_start(), query.order_by[-1].end, closed)

    def _without_aggregates(self, one: _Key, computed: list[str]) -> str:
        """Return the expression of a key, with a variable for each aggregate in it."""
        pieces, place = [], one.start
        for start, end in _aggregates(one.tokens):
            variable = self.text.variable()
            computed.append(f"({self.text.cut(start, end)} AS {variable})")
            pieces += [self.text.cut(place, start), variable]
            place = end
        return "".join([*pieces, self.text.cut(place, one.end)])

    # Both

    def _order(self, written: Callable[[_Key], str]) -> str:
        """Bind the variables that the keys need, and return the new ORDER BY."""
        found = []
        for one in self.keys:
            if self._is_of_one_kind(one):
                found.append(f"{one.direction}({written(one)})")
                continue
            term, keyed, beside = self._bind(one, written(one))
            keys = (keyed, beside, tie(term, keyed, self._nothing))
            found += [f"{one.direction}({each})" for each in keys]
        return f"ORDER BY {' '.join(found)}"

    def _bind(self, one: _Key, written: str) -> tuple[str, str, str]:
        term = f"?{one.variable}" if one.variable else self.text.variable()
        if not one.variable:
            self.binds.append(f"BIND(({written}) AS {term})")
        if term not in self.keyed:
            keyed, beside = self.text.variable(), self.text.variable()
            self.binds.append(f"BIND({key(term)} AS {keyed})")
            self.binds.append(f"BIND({rest(term, keyed, self._nothing)} AS {beside})")
            self.keyed[term] = keyed, beside
        return term, *self.keyed[term]

    @property
    def _nothing(self) -> str:
        """A variable that never has a value."""
        return f"?{self.text.fresh}none"

    def _order_start(self) -> int:
        """Return where ORDER begins."""
        query = self.query
        found = tokens(query.text[: query.order_by[0].start])
        return next(token.start for token in reversed(found) if token.is_word("ORDER"))


def _aggregates(found: Sequence[Token]) -> list[tuple[int, int]]:
    """Return where each aggregate begins and ends; none is in another."""
    places: list[tuple[int, int]] = []
    for index, (one, two) in enumerate(pairwise(found)):
        inner = places and one.start < places[-1][1]
        if one.is_word(*AGGREGATES) and two.text == "(" and not inner:
            places.append((one.start, _closing(found, index + 1).end))
    return places


def _is_of_one_kind(found: Sequence[Token]) -> bool:
    """Return whether an expression only has values that the engine orders well and repeatably."""
    return (
        len(found) > 1
        and found[0].is_word(*_OF_ONE_KIND)
        and found[1].text == "("
        and _closing(found, 1) is found[-1]
        and not any(token.is_word(*DRAWN) for token in found)
    )


def _inline_keys(found: Sequence[Token], place: int, text: _Text) -> int:
    """Write out the keys from an index on, and return the index after them."""
    while place < len(found):
        one = found[place]
        direction = one.text.upper() if one.is_word(*_DIRECTIONS) else "ASC"
        first = place + (one.is_word(*_DIRECTIONS))
        last = _end_of_key(found, first)
        if last is None:
            break
        if any(token.is_word(*DRAWN) for token in found[first : last + 1]):
            raise PatternError("what is drawn anew for each comparison gives no order")
        term = f"({text.original[found[first].start : found[last].end]})"
        order = f"{direction}({key(term)}) {direction}({inline_tie(term)})"
        text.replace(one.start, found[last].end, order)
        place = last + 1
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
    return found.index(_closing(found, opening))


def _with_extremes(sparql: str) -> str:
    """Write out MIN and MAX."""
    text = _Text(sparql, "")
    for start, opening, closing in _extremes(tokens(sparql)):
        inner = sparql[opening.end : closing.start]
        found = tokens(inner)
        if _is_of_one_kind(found):
            continue
        if found and found[0].is_word("DISTINCT"):
            inner = inner[found[0].end :]
        alone = len(found) == 1 and found[0].kind == "variable"
        term = inner.strip() if alone else f"({_with_extremes(inner)})"
        text.replace(start.start, closing.end, extreme(start.text.upper(), term))
    return text.cut(0, len(sparql))


def _extremes(found: Sequence[Token]) -> Iterator[tuple[Token, Token, Token]]:
    """Return the keyword and the brackets of each MIN and MAX, but of none within another."""
    reached = 0
    for index, (one, two) in enumerate(pairwise(found)):
        if one.is_word("MIN", "MAX") and two.text == "(" and one.start >= reached:
            closing = _closing(found, index + 1)
            reached = closing.end
            yield one, two, closing
