"""One SELECT level, rewritten so that its order is total: keys are computed once for each row."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from yuqiao.graph.sparql.ast import Expression, Query, Span, bound_variables
from yuqiao.graph.sparql.lexer import AGGREGATES, Token, tokens
from yuqiao.graph.sparql.ordering.expressions import closing_bracket, is_of_one_kind
from yuqiao.graph.sparql.ordering.keys import key, last_tie, rest, tie
from yuqiao.graph.sparql.ordering.value_origins import predicates_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from yuqiao.graph.sparql.ordering.edits import EditedText

DIRECTIONS = ("ASC", "DESC")
"""The words before a key."""


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
        while len(found) > 2 and found[0].text == "(" and closing_bracket(found, 0) is found[-1]:
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
    if found and found[0].is_word(*DIRECTIONS):
        return _Key(found[0].text.upper(), found[0].end, expression.end, expression)
    return _Key("ASC", expression.start, expression.end, expression)


class OrderedLevel:
    """A SELECT, or a query of another form, that is ordered.

    :param are_of_one_kind: whether the engine's own order of the objects of predicates is total
    """

    def __init__(
        self,
        query: Query,
        text: EditedText,
        are_of_one_kind: Callable[[Collection[str]], bool],
    ) -> None:
        self.query = query
        self.text = text
        self.are_of_one_kind = are_of_one_kind
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
        if name is None or expression:
            return is_of_one_kind(expression.tokens if expression else one.tokens)
        predicates = predicates_of(name, self.query)
        return predicates is not None and self.are_of_one_kind(predicates)

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
        values = f" {text.edited(query.values.start, query.values.end)}" if query.values else ""
        if query.values:
            text.replace(query.values.start, query.values.end, "")
        order = self._order(lambda one: text.edited(one.start, one.end))
        if query.form == "CONSTRUCT":
            self._write_template(where)
        text.insert(where.start, "{ ")
        text.insert(where.end, f"{values} {' '.join(self.binds)} }}")
        text.replace(self._order_start(), query.order_by[-1].end, order)

    def _bind_aliases(self) -> None:
        for column in self.query.columns:
            if column.variable and column.expression:
                computed = self.text.edited(column.expression.start, column.expression.end)
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
        columns = [text.edited(column.start, column.end) for column in query.columns]
        columns += [f"?{name}" for name in dict.fromkeys(groups) if name not in names]
        values = f" {text.edited(query.values.start, query.values.end)}" if query.values else ""
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
            computed.append(f"({self.text.edited(start, end)} AS {variable})")
            pieces += [self.text.edited(place, start), variable]
            place = end
        return "".join([*pieces, self.text.edited(place, one.end)])

    # Both

    def _order(self, written: Callable[[_Key], str]) -> str:
        """Bind the variables that the keys need, and return the new ORDER BY."""
        found, last = [], []
        for one in self.keys:
            if self._is_of_one_kind(one):
                found.append(f"{one.direction}({written(one)})")
                continue
            term, keyed, beside = self._bind(one, written(one))
            keys = (keyed, beside, tie(term, keyed, self._nothing))
            found += [f"{one.direction}({each})" for each in keys]
            if one.variable:  # its values may be equal and still differ
                last.append(f"{one.direction}({last_tie(term)})")
        return f"ORDER BY {' '.join([*found, *last])}"

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
            places.append((one.start, closing_bracket(found, index + 1).end))
    return places
