"""Expressions as tokens: their brackets, and whether the engine orders their values well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yuqiao.graph.sparql.ast import DRAWN, PatternError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yuqiao.graph.sparql.lexer import Token

_OF_ONE_KIND = (
    *("COUNT", "STRLEN", "YEAR", "MONTH", "DAY", "HOURS", "MINUTES"),
    *("STR", "LANG", "LCASE", "UCASE", "CONCAT", "SUBSTR", "REPLACE", "GROUP_CONCAT"),
    *("ISIRI", "ISURI", "ISBLANK", "ISLITERAL", "ISNUMERIC", "BOUND", "CONTAINS", "STRSTARTS"),
)
"""Functions whose values the engine orders well."""


def closing_bracket(found: Sequence[Token], opening: int) -> Token:
    """Return the bracket that closes the one at an index."""
    pair = {"(": ")", "{": "}", "[": "]"}[found[opening].text]
    depth = 0
    for token in found[opening:]:
        depth += (token.text == found[opening].text) - (token.text == pair)
        if depth == 0:
            return token
    raise PatternError(f"a bracket is open at offset {found[opening].start}")


def is_of_one_kind(found: Sequence[Token]) -> bool:
    """Return whether an expression only has values that the engine orders well and repeatably."""
    return (
        len(found) > 1
        and found[0].is_word(*_OF_ONE_KIND)
        and found[1].text == "("
        and closing_bracket(found, 1) is found[-1]
        and not any(token.is_word(*DRAWN) for token in found)
    )
