"""Where a query is wrong, and why.

Oxigraph's parser reports the furthest place it looked at, often past the mistake, and dozens of
things it would have taken there. So the mistake is found anew, by asking how much of the query
could still have become a right one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yuqiao.graph.nearest import nearest
from yuqiao.graph.syntax import can_begin, printable, shown
from yuqiao.graph.tokens import Token, tokens

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_SEMANTIC = re.compile(r"The SELECT [a-z ]+")
_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH")
_BRIEF = 40  # characters of a long token


def explain(sparql: str, error: SyntaxError, prefixes: Mapping[str, str]) -> str:
    """Say what is wrong with a query the engine refused: the line, a caret under it, and why.

    >>> import pyoxigraph
    >>> query = "SELECT * { ?p a }"
    >>> try:
    ...     _ = pyoxigraph.Store().query(query)
    ... except SyntaxError as error:
    ...     print(explain(query, error, {}))
    the query is wrong at line 1, column 17: "}" cannot stand here
    SELECT * { ?p a }
                    ^
    """
    found = tokens(sparql)
    if not found:
        return "the query is empty"
    place, reason = (
        _undeclared(found, prefixes)
        or _contradiction(found, error)
        or _unclosed_string(found)
        or _misplaced(sparql, found, prefixes)
    )
    line = sparql.count("\n", 0, place) + 1
    column = place - (sparql.rfind("\n", 0, place) + 1) + 1
    return f"the query is wrong at line {line}, column {column}: {reason}\n{shown(sparql, place)}"


def _undeclared(found: list[Token], prefixes: Mapping[str, str]) -> tuple[int, str] | None:
    declared = set(prefixes)
    for before, token in zip([None, *found], found, strict=False):
        if token.kind != "name":
            continue
        prefix = token.text.partition(":")[0]
        if before is not None and before.is_word("PREFIX"):
            declared.add(prefix)
        elif prefix not in declared:
            near = _nearest(prefix, declared)
            return token.start, f"the prefix {_brief(prefix)}: is not declared{near}"
    return None


def _nearest(prefix: str, declared: Collection[str]) -> str:
    near = nearest(prefix, declared)
    return f"; did you mean {near[0]}:?" if near else ""


def _contradiction(found: list[Token], error: SyntaxError) -> tuple[int, str] | None:
    said = _SEMANTIC.search(str(error))
    if said is None:
        return None
    select = next((token.start for token in found if token.is_word("SELECT")), 0)
    return select, said.group().strip().replace("The", "the", 1)


def _unclosed_string(found: list[Token]) -> tuple[int, str] | None:
    for token in found:
        if token.kind == "mark" and token.text in "'\"":
            return token.start, "the string that begins here is never closed"
    return None


def _misplaced(sparql: str, found: list[Token], prefixes: Mapping[str, str]) -> tuple[int, str]:
    """Find the first token after which no right query can follow."""
    good, bad = 0, len(found) + 1  # so many tokens can begin a right query; so many cannot
    while bad - good > 1:
        middle = (good + bad) // 2
        if middle <= len(found) and can_begin(sparql[: found[middle - 1].end], prefixes):
            good = middle
        else:
            bad = middle
    if good < len(found):
        return found[good].start, _why_misplaced(found[good], first=good == 0)
    unclosed = _unclosed_bracket(found)
    if unclosed is not None:
        return unclosed.start, f'the "{unclosed.text}" here is never closed'
    return len(sparql.rstrip()), "the query ends too early"


def _why_misplaced(token: Token, *, first: bool) -> str:
    if first and token.is_word(*_UPDATES):
        return f"{token.text.upper()} would change the graph; here it can only be asked"
    if token.kind == "iri" and ":" not in token.text:
        return f"the relative address {_brief(token.text)} needs a BASE"
    return f'"{_brief(token.text)}" cannot stand here'


def _unclosed_bracket(found: list[Token]) -> Token | None:
    pairs = {")": "(", "]": "[", "}": "{"}
    waiting: list[Token] = []
    for token in found:
        if token.text in pairs.values():
            waiting.append(token)
        elif token.text in pairs and waiting and waiting[-1].text == pairs[token.text]:
            waiting.pop()
    return waiting[-1] if waiting else None


def _brief(text: str) -> str:
    return printable(text if len(text) <= _BRIEF else text[:_BRIEF] + "…")
