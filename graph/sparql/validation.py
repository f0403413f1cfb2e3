"""What is refused before the engine reads a query, and what its parser takes."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING

import pyoxigraph

from yuqiao.graph.errors import QueryError
from yuqiao.graph.sparql.dialect import for_parser
from yuqiao.graph.sparql.guards import refuse_deep_nesting, refuse_long_chains

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TypeAlias

    from pyoxigraph import BlankNode, Literal, NamedNode, Triple

    _Term: TypeAlias = NamedNode | BlankNode | Literal | Triple


_MARGIN = " " * 40  # longer than any keyword, which the parser looks for past the end of a token


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
        pyoxigraph.Store().query(for_parser(text), prefixes=dict(prefixes), substitutions=absent)
