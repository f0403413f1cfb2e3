"""Queries of shapes: checked as SHACL demands, and joined with all focus nodes at once.

SHACL defines that ``$this`` is bound before the query runs, once for each focus node. Here it stays
a variable, and each group of the query that mentions it begins with the pattern of the focus nodes,
so that the query has the same solutions and runs once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode

from yuqiao.graph.errors import InputError
from yuqiao.graph.sparql.lexer import AGGREGATES, Token, tokens
from yuqiao.graph.validation.shacl.shape_paths import path_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.validation.shacl.shape_paths import Path

_REFUSED = ("MINUS", "VALUES", "SERVICE")


@dataclass(frozen=True, order=True)
class _Group:
    """A group of a query: the places of its braces, and what stands before it."""

    begin: int
    end: int
    is_subselect: bool
    in_exists: bool
    in_graph: bool


@dataclass(frozen=True)
class PreboundQuery:
    """A query of a shape.

    :param text: with the prefixes it declares before it
    :param name: of the constraint, for messages
    :param variables: those that are bound before it runs
    :raises InputError: see :meth:`check`
    """

    text: str
    name: str
    variables: frozenset[str]

    @cached_property
    def _tokens(self) -> list[Token]:
        return tokens(self.text)

    def mentions(self, name: str) -> bool:
        """Return whether a variable occurs in the query."""
        return any(token.kind == "variable" and token.text[1:] == name for token in self._tokens)

    def check(self, *, is_ask: bool = False) -> None:
        """Check that the query is one that SHACL allows.

        :raises InputError: when it is not; with the reason
        """
        found = self._tokens
        for place, token in enumerate(found):
            if token.is_word(*_REFUSED):
                raise self._error(f"{token.text.upper()} is not allowed in queries of shapes")
            bound = token.is_word("AS") and place + 1 < len(found) and found[place + 1]
            if bound and bound.text[1:] in self.variables and bound.kind == "variable":
                raise self._error(f"AS {bound.text} assigns a variable that is already bound")
        form = next((token for token in found if token.is_word("SELECT", "ASK")), None)
        if form is None or form.is_word("ASK") != is_ask:
            raise self._error("expected ASK" if is_ask else "expected SELECT")
        selects = [place for place, token in enumerate(found) if token.is_word("SELECT")]
        for place in selects:
            is_whole = found[place] is form
            named = {token.text[1:] for token in self._projection(place)}
            has_star = any(token.text == "*" for token in found[place + 1 : place + 3])
            if "this" not in named and not (is_whole and has_star):
                raise self._error("each SELECT must name $this among its columns")

    def _error(self, reason: str) -> InputError:
        return InputError(f"{self.name}: the query cannot be used: {reason}")

    def _projection(self, select: int) -> Iterator[Token]:
        """Yield the variables a SELECT names."""
        for token in self._tokens[select + 1 :]:
            if token.text == "{" or token.is_word("WHERE", "FROM"):
                return
            if token.kind == "variable":
                yield token

    @cached_property
    def limit(self) -> int | None:
        """How many solutions it may have for each focus node."""
        found = self._tokens[self._outer.end + 1 :]
        for place, token in enumerate(found):
            if token.is_word("LIMIT"):
                return int(found[place + 1].text)
        return None

    @cached_property
    def _groups(self) -> list[_Group]:
        groups: list[_Group] = []
        stack: list[tuple[int, bool, bool, bool]] = []
        found = self._tokens
        for place, token in enumerate(found):
            if token.text == "{" and token.kind == "mark":
                before = found[place - 1] if place else token
                earlier = found[place - 2] if place > 1 else token
                _, _, outer_exists, outer_graph = stack[-1] if stack else (0, False, False, False)
                after = found[place + 1] if place + 1 < len(found) else token
                is_subselect = after.is_word("SELECT")
                in_exists = outer_exists or before.is_word("EXISTS")
                stack.append(
                    (place, is_subselect, in_exists, outer_graph or earlier.is_word("GRAPH"))
                )
            elif token.text == "}" and token.kind == "mark" and stack:
                begin, is_subselect, in_exists, in_graph = stack.pop()
                groups.append(_Group(begin, place, is_subselect, in_exists, in_graph))
        return groups

    @cached_property
    def _outer(self) -> _Group:
        if not self._groups:
            raise self._error("it has no group in braces")
        return self._groups[-1]

    def joined(self, pattern: str, path: Path | None, terms: Mapping[str, Term]) -> str:
        """Return the query with its focus nodes as the solutions of a pattern for ``?this``."""
        inserts = {
            group.begin: pattern
            for group in self._groups
            if not group.is_subselect
            and not group.in_graph
            and (group is self._outer or (not group.in_exists and self._has_this(group)))
        }
        inserts.update(self._groupings())
        return self._written(inserts, path, terms)

    def asked(self, pairs: str, path: Path | None, terms: Mapping[str, Term]) -> str:
        """Return a query for the values of which an ASK is true.

        :param pairs: a pattern for ``?value`` and perhaps ``?this``
        """
        body = self._written({}, path, terms)
        found = tokens(body)
        ask = next(place for place, token in enumerate(found) if token.is_word("ASK"))
        head = body[: found[ask].start]
        begin = next(token.start for token in found[ask:] if token.text == "{")
        return f"{head} SELECT DISTINCT ?this ?value {{ {pairs} FILTER EXISTS {body[begin:]} }}"

    def _has_this(self, group: _Group) -> bool:
        inside = self._tokens[group.begin : group.end]
        return any(token.kind == "variable" and token.text[1:] == "this" for token in inside)

    def _written(
        self, inserts: Mapping[int, str], path: Path | None, terms: Mapping[str, Term]
    ) -> str:
        found = self._tokens
        parts: list[str] = []
        last = 0
        skipped = self._tail()
        for place, token in enumerate(found):
            parts.append(self.text[last : token.start])
            parts.append("" if place in skipped else self._part(place, path, terms))
            if place in inserts:
                parts.append(f" {inserts[place]} ")
            last = token.end
        return "".join(parts)

    def _tail(self) -> set[int]:
        """Return the places of LIMIT and OFFSET at the end, which hold for each focus node."""
        places: set[int] = set()
        for place in range(self._outer.end + 1, len(self._tokens)):
            if self._tokens[place].is_word("LIMIT", "OFFSET"):
                places |= {place, place + 1}
        return places

    def _part(self, place: int, path: Path | None, terms: Mapping[str, Term]) -> str:
        token = self._tokens[place]
        around = self._tokens[max(0, place - 2) : place + 2]
        if token.is_word("BOUND") and self._names_term(place + 2, terms):
            return "("
        if token.kind != "variable":
            return token.text
        name = token.text[1:]
        if name == "PATH" and path is not None:
            return path_text(path)
        term = terms.get(name)
        if term is None or isinstance(term, BlankNode):
            return token.text
        if len(around) == 4 and around[0].is_word("BOUND"):
            return "true)"
        return str(term)

    def _names_term(self, place: int, terms: Mapping[str, Term]) -> bool:
        if place >= len(self._tokens):
            return False
        token = self._tokens[place]
        term = terms.get(token.text[1:]) if token.kind == "variable" else None
        return term is not None and not isinstance(term, BlankNode)

    def _groupings(self) -> Iterator[tuple[int, str]]:
        """Yield where the solutions of a SELECT must be grouped by ``?this``, and how."""
        found = self._tokens
        for select in [place for place, token in enumerate(found) if token.is_word("SELECT")]:
            begin = next(
                (group for group in sorted(self._groups) if group.begin > select), self._outer
            )
            after = begin.end + 1
            names = [token.text[1:] for token in found[after:] if token.kind == "variable"]
            if after < len(found) and found[after].is_word("GROUP"):
                if "this" not in names:
                    yield after + 1, "?this"
            elif any(token.is_word(*AGGREGATES) for token in found[select : begin.begin]):
                yield begin.end, "GROUP BY ?this"
