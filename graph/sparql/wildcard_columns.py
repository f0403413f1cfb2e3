"""The columns of ``SELECT *``: the variables in the order of the text, not of the alphabet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import QuerySolutions

from yuqiao.graph.sparql.lexer import star_of_select, tokens

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yuqiao.graph.sparql.lexer import Token

SELECTS_ALL = re.compile(r"SELECT\s+(?:DISTINCT\s+|REDUCED\s+)?\*", re.IGNORECASE)
"""Whether a query may have a ``SELECT *``."""

_SHORT = 60
"""Tokens of a query that the engine plans sooner than our parser is imported. It takes seconds to
plan a hundred triples."""


def with_named_columns(text: str, prefixes: Mapping[str, str]) -> str:
    """Return a query whose outermost ``SELECT *`` names its columns in the order of the text.

    A query that calls another server is left alone: the server may decide its columns.

    :raises SyntaxError: when the engine cannot parse a short query

    >>> with_named_columns("SELECT * { ?s ?p ?o }", {})
    'SELECT ?s ?p ?o { ?s ?p ?o }'
    """
    found = tokens(text)
    star = _star(found)
    if star is None or any(token.is_word("SERVICE") for token in found):
        return text
    names = _parsed_names(text, prefixes) if len(found) > _SHORT else None
    if names is None:
        names = _planned_names(text, prefixes)
    mentioned = [token.text[1:] for token in found if token.text[0] in "?$"]
    places = {name: place for place, name in reversed(list(enumerate(mentioned)))}
    ordered = sorted(names, key=lambda name: places.get(name, len(places)))
    if ordered == names:
        return text
    columns = " ".join(f"?{name}" for name in ordered)
    return f"{text[: star.start]}{columns}{text[star.end :]}"


def _parsed_names(text: str, prefixes: Mapping[str, str]) -> list[str] | None:
    """Return the variables of the pattern by our own parser; None when it cannot read the query."""
    from yuqiao.graph.sparql.ast import PatternError, bound_variables
    from yuqiao.graph.sparql.parser import parse_query

    try:
        return sorted(bound_variables(parse_query(text, prefixes)).possible)
    except PatternError:
        return None


def _planned_names(text: str, prefixes: Mapping[str, str]) -> list[str]:
    """Return the variables of the pattern by the engine, which plans the query for that."""
    answer = pyoxigraph.Store().query(text, prefixes=dict(prefixes))
    assert isinstance(answer, QuerySolutions)
    return [variable.value for variable in answer.variables]


def _star(found: list[Token]) -> Token | None:
    """Return the star of the outermost SELECT."""
    for place, token in enumerate(found):
        if token.text == "{":
            return None
        if token.is_word("SELECT"):
            return star_of_select(found, place)
    return None
