"""Names of columns used in later columns of a SELECT that aggregates, written out.

SPARQL 1.1 allows ``(COUNT(?p) AS ?n) (?n * 2 AS ?twice)``: a name given by AS can be used by the
expressions after it (https://www.w3.org/TR/sparql11-query/#selectExpressions). Oxigraph 0.5 allows
it only where nothing is aggregated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from yuqiao.graph.sparql.ast import DRAWN, PatternError, Query, SelectItem, walk
from yuqiao.graph.sparql.lexer import AGGREGATES
from yuqiao.graph.sparql.parser import parse_query

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def inline_aliases(sparql: str, prefixes: Mapping[str, str]) -> str:
    """Return the query with such a name replaced by its expression.

    :param prefixes: those that need no declaration

    >>> inline_aliases("SELECT ?c (COUNT(?p) AS ?n) (?n*2 AS ?m) { ?p ?q ?c } GROUP BY ?c", {})
    'SELECT ?c (COUNT(?p) AS ?n) ((COUNT(?p))*2 AS ?m) { ?p ?q ?c } GROUP BY ?c'
    """
    try:
        query = parse_query(sparql, prefixes)
    except PatternError:
        return sparql  # the engine reports what is wrong
    levels = [part for part in walk(query) if isinstance(part, Query)]
    changes = sorted(change for level in levels for change in _changes(level))
    for start, end, instead in reversed(changes):
        sparql = sparql[:start] + instead + sparql[end:]
    return sparql


def _changes(level: Query) -> Iterator[tuple[int, int, str]]:
    """Return each use of a name in a later column of one SELECT, and what stands there instead."""
    if not level.group_by and not any(map(_aggregates, level.columns)):
        return
    known: dict[str, str] = {}
    for column in level.columns:
        if column.expression is None or column.variable is None:
            continue
        used = [token for token in column.expression.tokens if token.text in known]
        yield from ((token.start, token.end, known[token.text]) for token in used)
        text = level.text[column.expression.start : column.expression.end]
        if not any(token.is_word(*DRAWN) for token in column.expression.tokens):
            for token in reversed(used):
                place = token.start - column.expression.start
                text = text[:place] + known[token.text] + text[place + len(token.text) :]
            known[column.variable.text] = f"({text.strip()})"


def _aggregates(column: SelectItem) -> bool:
    tokens = column.expression.tokens if column.expression is not None else ()
    return any(token.is_word(*AGGREGATES) for token in tokens)
