"""What is refused before the engine reads a query, and what its parser takes."""

from __future__ import annotations

import contextlib
import re
import unicodedata
from itertools import islice
from typing import TYPE_CHECKING

import pyoxigraph

from yuqiao.graph.errors import QueryError
from yuqiao.graph.sparql.tokens import tokens
from yuqiao.graph.wording import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import TypeAlias

    from pyoxigraph import BlankNode, Literal, NamedNode, Triple

    from yuqiao.graph.sparql.tokens import Token

    _Term: TypeAlias = NamedNode | BlankNode | Literal | Triple

MOST_NESTED = 200
"""Brackets in one another that a query may have; Oxigraph was seen to overflow at thousands."""

MOST_CLAUSES = 1000
"""Clauses and operators in a query, one of which the engine's parser takes inside another; it was
seen to overflow at some thousands."""

_CLAUSES = ("OPTIONAL", "MINUS", "UNION", "BIND", "FILTER", "EXISTS")
_OPERATORS = frozenset("+-*/!|^=<>.") | {"||", "&&", "!=", "<=", ">="}
_MARGIN = " " * 40  # longer than any keyword, which the parser looks for past the end of a token
_SHOWN = 100  # columns of a long line


def refuse_deep_nesting(sparql: str) -> None:
    """Refuse brackets so deep in one another that the engine's parser would overflow its stack.

    :raises QueryError: with the place of the first that is too deep
    """
    depth = 0
    for token in tokens(sparql):
        depth += (token.text in {"(", "[", "{"}) - (token.text in {")", "]", "}"})
        if depth > MOST_NESTED:
            raise QueryError(
                f"the query nests more than {MOST_NESTED} brackets\n{shown(sparql, token.start)}"
            )


def refuse_long_chains(sparql: str) -> None:
    """Refuse so many clauses and operators that the engine's parser would overflow its stack.

    :raises QueryError: with the place of the first that is too many
    """
    token = _one_too_many(tokens(sparql))
    if token is not None:
        raise QueryError(
            f"the query has more than {MOST_CLAUSES} clauses and operators; ask in parts, or"
            f" list values with VALUES\n{shown(sparql, token.start)}"
        )


def refuse_long_operations(update: str) -> None:
    """Refuse the same in one operation of an update; data and operations may be any number.

    :raises QueryError: with the place of the first that is too many
    """
    for operation in _operations(tokens(update)):
        token = _one_too_many(operation)
        if token is not None:
            raise QueryError(
                f"an operation has more than {MOST_CLAUSES} clauses and operators; list values with"
                f" VALUES, or give triples with DATA\n{shown(update, token.start)}"
            )


def _one_too_many(found: Iterable[Token]) -> Token | None:
    chained = (token for token in found if token.text in _OPERATORS or token.is_word(*_CLAUSES))
    return next(islice(chained, MOST_CLAUSES, None), None)


def _operations(found: Iterable[Token]) -> Iterator[list[Token]]:
    """Give the tokens of each operation of an update, without those in the braces after DATA."""
    operation: list[Token] = []
    depth, data_at = 0, 0
    for token in found:
        depth += (token.text == "{") - (token.text == "}")
        if token.text == "{" and operation and operation[-1].is_word("DATA"):
            data_at = depth
        if depth < data_at:
            data_at = 0
        if token.text == ";" and depth == 0:
            yield operation
            operation = []
        elif not data_at:
            operation.append(token)
    yield operation


def can_begin(text: str, prefixes: Mapping[str, str]) -> bool:
    """Tell whether a right query can begin so; a right query itself does.

    The text must have passed the refusals above, for the engine reads it.

    >>> can_begin("SELECT ?x WHERE { ?x a", {}), can_begin("SELECT ?x WHERE { ?x a }", {})
    (True, False)
    """
    try:
        read(text + _MARGIN, prefixes)
    except SyntaxError as error:
        reached = re.match(r"error at (\d+):(\d+):", str(error))
        line = text.count("\n") + 1
        column = len(text) - (text.rfind("\n") + 1) + len(_MARGIN) + 1
        return reached is not None and (int(reached[1]), int(reached[2])) == (line, column)
    return True


def is_query(text: str, prefixes: Mapping[str, str]) -> bool:
    """Tell whether the engine takes a query; one that is refused above is none.

    >>> is_query("ASK { ?s ?p ?o }", {}), is_query("ASK { ?s ?p }", {})
    (True, False)
    """
    try:
        refuse_deep_nesting(text)
        refuse_long_chains(text)
    except QueryError:
        return False
    return parsing_error(text, prefixes) is None


def parsing_error(text: str, prefixes: Mapping[str, str]) -> SyntaxError | None:
    """Give what the engine finds wrong with a query, without answering it; None for a right one.

    The text must have passed the refusals above, for the engine reads it.

    >>> parsing_error("ASK { ?s ?p ?o }", {}) is None
    True
    """
    try:
        read(text, prefixes)
    except SyntaxError as error:
        return error
    return None


def read(text: str, prefixes: Mapping[str, str]) -> None:
    """Have the engine read a query and not answer it: it is to bind a variable there is not.

    :raises SyntaxError: when it is not a query
    """
    name = "absent"
    while name in text:
        name += "_"
    absent: dict[pyoxigraph.Variable, _Term] = {pyoxigraph.Variable(name): pyoxigraph.Literal("")}
    with contextlib.suppress(RuntimeError):
        pyoxigraph.Store().query(text, prefixes=dict(prefixes), substitutions=absent)


def shown(text: str, place: int) -> str:
    """Give the line of a place, and a caret under the place."""
    start = text.rfind("\n", 0, place) + 1
    end = text.find("\n", place)
    line = text[start : end if end >= 0 else len(text)]
    cut = max(0, place - start - _SHOWN * 2 // 3)
    before = ("…" if cut else "") + printable(line[cut + bool(cut) : place - start])
    after = printable(line[place - start : cut + _SHOWN])
    width = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in before)
    return f"{before}{after}".rstrip() + "\n" + " " * width + "^"


def brief(text: str, most: int = 40) -> str:
    """Give a text on one line, cut when it is long.

    >>> brief("yq:chinesePartner", 10)
    'yq:chinese…'
    """
    return printable(text if len(text) <= most else text[:most] + "…")
