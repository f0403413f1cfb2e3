"""Syntax checks with the engine's parser, without evaluating the query."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING, Any

import pyoxigraph

from yuqiao.graph.errors import QueryError
from yuqiao.graph.sparql.dialect import for_parser
from yuqiao.graph.sparql.guards import reject_deep_nesting, reject_long_chains

if TYPE_CHECKING:
    from collections.abc import Mapping


_NO_GRAPHS: Any = [None]
_MARGIN = " " * 40  # longer than any keyword, for which the parser looks past the end of a token


def can_begin(text: str, prefixes: Mapping[str, str]) -> bool:
    """Return whether a text is a prefix of a valid query; a valid query itself is one.

    The text must have passed the guards, for the engine parses it.

    >>> can_begin("SELECT ?x WHERE { ?x a", {}), can_begin("SELECT ?x WHERE { ?x a }", {})
    (True, False)
    """
    try:
        check_syntax(text + _MARGIN, prefixes)
    except SyntaxError as error:
        reached = re.match(r"error at (\d+):(\d+):", str(error))
        line = text.count("\n") + 1
        column = len(text) - (text.rfind("\n") + 1) + len(_MARGIN) + 1
        return reached is not None and (int(reached[1]), int(reached[2])) == (line, column)
    return True


def is_query(text: str, prefixes: Mapping[str, str]) -> bool:
    """Return whether a text is a valid query that the guards accept.

    >>> is_query("ASK { ?s ?p ?o }", {}), is_query("ASK { ?s ?p }", {})
    (True, False)
    """
    try:
        reject_deep_nesting(text)
        reject_long_chains(text)
    except QueryError:
        return False
    return parsing_error(text, prefixes) is None


def parsing_error(text: str, prefixes: Mapping[str, str]) -> SyntaxError | None:
    """Return the engine's syntax error for a query, without evaluating it; None for a valid one.

    The text must have passed the guards, for the engine parses it.

    >>> parsing_error("ASK { ?s ?p ?o }", {}) is None
    True
    """
    try:
        check_syntax(text, prefixes)
    except SyntaxError as error:
        return error
    return None


def check_syntax(text: str, prefixes: Mapping[str, str]) -> None:
    """Have the engine parse a query, and neither optimize nor evaluate it.

    The engine parses the query before it looks at the graphs, which are none; so a valid query ends
    there. Its optimizer takes minutes for some hundreds of joins.

    :raises SyntaxError: when it is not a valid query
    """
    with contextlib.suppress(TypeError):
        pyoxigraph.Store().query(for_parser(text), prefixes=dict(prefixes), named_graphs=_NO_GRAPHS)
