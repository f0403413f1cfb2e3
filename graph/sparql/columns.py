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


def with_named_columns(text: str, prefixes: Mapping[str, str]) -> str:
    """Return a query whose outermost ``SELECT *`` names its columns in the order of the text.

    Which variables these are the engine says. A query that calls another server is left alone, for
    the engine would call it.

    :raises SyntaxError: when the engine cannot parse the query

    >>> with_named_columns("SELECT * { ?s ?p ?o }", {})
    'SELECT ?s ?p ?o { ?s ?p ?o }'
    """
    found = tokens(text)
    star = _star(found)
    if star is None or any(token.is_word("SERVICE") for token in found):
        return text
    answer = pyoxigraph.Store().query(text, prefixes=dict(prefixes))
    assert isinstance(answer, QuerySolutions)
    names = [variable.value for variable in answer.variables]
    mentioned = [token.text[1:] for token in found if token.text[0] in "?$"]
    places = {name: place for place, name in reversed(list(enumerate(mentioned)))}
    ordered = sorted(names, key=lambda name: places.get(name, len(places)))
    if ordered == names:
        return text
    columns = " ".join(f"?{name}" for name in ordered)
    return f"{text[: star.start]}{columns}{text[star.end :]}"


def _star(found: list[Token]) -> Token | None:
    """Return the star of the outermost SELECT."""
    for place, token in enumerate(found):
        if token.text == "{":
            return None
        if token.is_word("SELECT"):
            return star_of_select(found, place)
    return None
