"""What is said of a query before and after the engine reads it: refusals, and errors with a caret.

Oxigraph's parser reports the furthest place it looked at, often past the mistake, and dozens of
things it would have taken there. So the mistake is found anew, by asking how much of the query
could still have become a right one.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import pyoxigraph

from yuqiao.graph.errors import QueryError
from yuqiao.graph.tokens import Token, token_at, tokens

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

MOST_NESTED = 200
"""Brackets in one another that a query may have; Oxigraph was seen to overflow at thousands."""

MOST_CLAUSES = 1000
"""Clauses and operators in a query, one of which the engine's parser takes inside another; it was
seen to overflow at some thousands."""

_CLAUSES = ("OPTIONAL", "MINUS", "UNION", "BIND", "FILTER", "EXISTS")
_OPERATORS = frozenset("+-*/!|^=<>.") | {"||", "&&", "!=", "<=", ">="}
_MARGIN = " " * 40  # longer than any keyword, which the parser looks for past the end of a token
_SEMANTIC = re.compile(r"The SELECT [a-z ]+")
_NAME_FOLLOWS = ("GRAPH", "FROM", "NAMED", "DESCRIBE")  # a name, then perhaps a brace
_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_SHOWN = 100  # columns of a long line
_BRIEF = 40  # characters of a long token


def refuse_deep_nesting(sparql: str) -> None:
    """Refuse brackets so deep in one another that the engine's parser would overflow its stack.

    :raises QueryError: with the place of the first that is too deep
    """
    depth = 0
    for token in tokens(sparql):
        depth += (token.text in {"(", "[", "{"}) - (token.text in {")", "]", "}"})
        if depth > MOST_NESTED:
            raise QueryError(
                f"the query nests more than {MOST_NESTED} brackets\n{_shown(sparql, token.start)}"
            )


def refuse_long_chains(sparql: str) -> None:
    """Refuse so many clauses and operators that the engine's parser would overflow its stack.

    :raises QueryError: with the place of the first that is too many
    """
    count = 0
    for token in tokens(sparql):
        count += token.text in _OPERATORS or token.is_word(*_CLAUSES)
        if count > MOST_CLAUSES:
            raise QueryError(
                f"the query has more than {MOST_CLAUSES} clauses and operators; ask in parts, or"
                f" list values with VALUES\n{_shown(sparql, token.start)}"
            )


def refuse_outside_calls(sparql: str) -> None:
    r"""Refuse a query that would send a part of itself to another address.

    Comments, strings, IRIs and prefixed names may hold the word; ``\u`` escapes do not hide it.

    :raises QueryError: when the query has a SERVICE clause; the message shows where
    """
    for text in dict.fromkeys((sparql, _unescaped(sparql))):
        place = _service_in(text)
        if place is not None:
            raise QueryError(
                "SERVICE would send a part of this query to another address, and is refused\n"
                + _shown(text, place)
            )


def _unescaped(text: str) -> str:
    def character(found: re.Match[str]) -> str:
        code = int(found[1] or found[2], 16)
        return chr(code) if code <= 0x10FFFF else found[0]

    return _ESCAPE.sub(character, text)


def _service_in(text: str) -> int | None:
    """Find a SERVICE clause in any way the text can be read.

    The engine reads by context, not by tokens: it takes ``SERVICEex:a {`` for the clause, and a
    ``<`` for "less than" where a list of tokens would see an IRI. So both readings are followed.
    """
    waiting, seen = [(0, False)], set()
    while waiting:
        state = waiting.pop()
        place, name_follows = state
        if place >= len(text) or state in seen:
            continue
        seen.add(state)
        token = token_at(text, place)
        if token.kind == "space":
            waiting.append((token.end, name_follows))
            continue
        if _opens_service(text, token, name_follows):
            return place
        if token.kind == "iri" and not re.match(r"<[A-Za-z][\w+.-]*://", token.text):
            waiting.append((place + 1, False))
        waiting.append((token.end, token.is_word(*_NAME_FOLLOWS)))
    return None


def _opens_service(text: str, token: Token, name_follows: bool) -> bool:
    if token.kind == "word":
        return "SERVICE" in token.text.upper()
    if (
        token.kind != "name"
        or name_follows
        or "SERVICE" not in token.text.partition(":")[0].upper()
    ):
        return False
    place = token.end
    while place < len(text):
        following = token_at(text, place)
        if following.kind != "space":
            return following.text == "{"
        place = following.end
    return False


def explain(sparql: str, error: SyntaxError, prefixes: Mapping[str, str]) -> str:
    """Say what is wrong with a query the engine refused: the line, a caret under it, and why.

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
    return f"the query is wrong at line {line}, column {column}: {reason}\n{_shown(sparql, place)}"


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
    from difflib import get_close_matches

    near = get_close_matches(prefix, sorted(declared), n=1)
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


def can_begin(text: str, prefixes: Mapping[str, str]) -> bool:
    """Tell whether a right query can begin so; a right query itself does.

    The text must have passed the refusals above, for the engine reads it.

    >>> can_begin("SELECT ?x WHERE { ?x a", {}), can_begin("SELECT ?x WHERE { ?x a }", {})
    (True, False)
    """
    try:
        pyoxigraph.Store().query(text + _MARGIN, prefixes=dict(prefixes))
    except SyntaxError as error:
        reached = re.match(r"error at (\d+):(\d+):", str(error))
        line = text.count("\n") + 1
        column = len(text) - (text.rfind("\n") + 1) + len(_MARGIN) + 1
        return reached is not None and (int(reached[1]), int(reached[2])) == (line, column)
    return True


def _unclosed_bracket(found: list[Token]) -> Token | None:
    pairs = {")": "(", "]": "[", "}": "{"}
    waiting: list[Token] = []
    for token in found:
        if token.text in pairs.values():
            waiting.append(token)
        elif token.text in pairs and waiting and waiting[-1].text == pairs[token.text]:
            waiting.pop()
    return waiting[-1] if waiting else None


def _shown(text: str, place: int) -> str:
    """Give the line of a place, and a caret under the place."""
    start = text.rfind("\n", 0, place) + 1
    end = text.find("\n", place)
    line = text[start : end if end >= 0 else len(text)]
    cut = max(0, place - start - _SHOWN * 2 // 3)
    before = ("…" if cut else "") + _printable(line[cut + bool(cut) : place - start])
    after = _printable(line[place - start : cut + _SHOWN])
    width = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in before)
    return f"{before}{after}".rstrip() + "\n" + " " * width + "^"


def _brief(text: str) -> str:
    return _printable(text if len(text) <= _BRIEF else text[:_BRIEF] + "…")


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)
