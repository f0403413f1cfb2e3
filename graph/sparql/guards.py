"""Limits on a query before the engine reads it: its length, nesting and number of clauses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yuqiao.graph.errors import QueryError
from yuqiao.graph.messages import caret_line, line_and_column
from yuqiao.graph.sparql.lexer import tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from yuqiao.graph.sparql.lexer import Token


MOST_CHARACTERS = 4_000_000
"""Maximum length of a query: enough for a list of 100,000 IRIs. Such a query is parsed within a
second; locating an error in it takes five."""


MOST_BYTES = 4 * MOST_CHARACTERS + 3  # in UTF-8, with a byte order mark


_INSTEAD = {
    "query": "put long lists of values into an RDF file of their own, and query a folder with both",
    "update": "put the triples into an RDF file, and add that file to the graph",
}


def reject_too_large(text: str, name: str = "the query", what: str = "query") -> None:
    """Reject a query or an update that is longer than any that a person wrote.

    :param name: its source, for the message
    :param what: ``query`` or ``update``
    :raises QueryError: with what to do instead
    """
    if len(text) > MOST_CHARACTERS:
        raise too_large(name, what)


def too_large(name: str, what: str) -> QueryError:
    """Return the error for a query or update that is too long."""
    return QueryError(f"{name} has more than {MOST_CHARACTERS:,} characters; {_INSTEAD[what]}")


def decoded(data: bytes, name: str, what: str = "query") -> str:
    """Decode bytes as the UTF-8 text of a query.

    :param name: their source, for the message
    :param what: what the message calls the text
    :raises QueryError: when they are not UTF-8; with the line
    """
    if len(data) > MOST_BYTES:  # perhaps truncated within a character
        raise too_large(name, what)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise QueryError(
            f"{name}:{line}: the {what} is not UTF-8 text (byte 0x{data[error.start]:02x}); "
            "save it as UTF-8"
        ) from error
    reject_too_large(text, name, what)
    return text


_READ_TWICE = ("REPLACE", "SUBSTR", "REGEX")
MOST_READ_TWICE = 14
"""Calls within one another of functions that may have one argument more.

The engine's parser reads the argument of each twice: 14 take it 0.04 s, 18 half a second and 22
nine seconds; and a query is parsed several times before it runs.
"""

MOST_NESTED = 200
"""Maximum depth of nested brackets; Oxigraph was seen to overflow at thousands."""


MOST_CLAUSES = 1000
"""Maximum number of clauses and operators, which the engine nests in one another: its stack was
seen to overflow at 3,000."""

MOST_TERMS = 3000
"""Maximum number of terms outside lists of values; the engine's stack was seen to overflow at
20,000 in one RDF list, and its optimizer takes minutes for far fewer."""

_MOST = f"{MOST_CLAUSES:,} clauses and operators, or {MOST_TERMS:,} terms"
_CLAUSES = (
    *("OPTIONAL", "MINUS", "UNION", "BIND", "FILTER", "EXISTS"),
    *("SELECT", "GRAPH", "SERVICE", "LATERAL", "AS"),
)
_OPERATORS = frozenset("+-*/!|^=<>.~") | {"||", "&&", "!=", "<=", ">="}
_TERMS = frozenset({"iri", "name", "blank", "variable", "string", "number"})
_LISTED = ("VALUES", "IN", "FROM")
"""Keywords before lists of values, which the engine does not nest, however long they are."""


def reject_deep_nesting(sparql: str) -> None:
    """Reject brackets nested so deeply that the engine's parser would overflow its stack.

    It reads the arguments of functions that may have one more twice, so that calls of these within
    one another take exponential time.

    :raises QueryError: with the position of the first that is too deep
    """
    depth, before = 0, None
    twice: list[int] = []  # the depths of calls that are open
    for token in tokens(sparql):
        if token.text in {"(", "[", "{"}:
            depth += 1
            if before is not None and before.is_word(*_READ_TWICE):
                twice.append(depth)
        elif token.text in {")", "]", "}"}:
            twice = twice[:-1] if twice and twice[-1] == depth else twice
            depth -= 1
        if depth > MOST_NESTED:
            raise QueryError(
                f"the query nests more than {MOST_NESTED} brackets{_shown(sparql, token)}"
            )
        if len(twice) > MOST_READ_TWICE:
            raise QueryError(
                f"the query nests more than {MOST_READ_TWICE} calls of REPLACE, SUBSTR or REGEX;"
                f" compute the inner ones with BIND{_shown(sparql, token)}"
            )
        before = token


def reject_long_chains(sparql: str) -> None:
    """Reject so many clauses and operators that the engine's parser would overflow its stack.

    :raises QueryError: with the position of the first that is too many
    """
    token = _one_too_many(tokens(sparql))
    if token is not None:
        raise QueryError(
            f"the query has more than {_MOST}; split it, or list values with VALUES"
            f"{_shown(sparql, token)}"
        )


def reject_long_operations(update: str) -> None:
    """Reject the same in one operation of an update; data and operations are not limited.

    :raises QueryError: with the position of the first that is too many
    """
    for operation in _operations(tokens(update)):
        token = _one_too_many(operation)
        if token is not None:
            raise QueryError(
                f"an operation has more than {_MOST}; list values with VALUES, or triples with"
                f" INSERT DATA{_shown(update, token)}"
            )


def _shown(text: str, token: Token) -> str:
    """Write where the first token is that is too many, and the line with a caret under it."""
    line, column = line_and_column(text, token.start)
    return f"; see line {line}, column {column}\n{caret_line(text, token.start)}"


def _one_too_many(found: Iterable[Token]) -> Token | None:
    clauses = terms = 0
    described = False
    for token in _outside_lists(found):
        described = token.is_word("DESCRIBE") or (described and token.kind in _TERMS)
        nests = token.text in _OPERATORS or token.is_word(*_CLAUSES)
        clauses += nests or (described and token.kind in _TERMS)
        terms += token.kind in _TERMS or token.text in {"[", "("}
        if clauses > MOST_CLAUSES or terms > MOST_TERMS:
            return token
    return None


def _outside_lists(found: Iterable[Token]) -> Iterator[Token]:
    """Yield the tokens without the values that VALUES and IN list and FROM names."""
    listing, depth = "", 0
    for token in found:
        if not listing:
            yield token
            listing, depth = token.text.upper() if token.is_word(*_LISTED) else "", 0
            continue
        depth += (token.text in {"(", "{"}) - (token.text in {")", "}"})
        if listing == "IN" and token.kind not in _TERMS:
            yield token  # an expression, however long
        if _ends(listing, token, depth):
            listing = ""


def _ends(listing: str, token: Token, depth: int) -> bool:
    """Return whether a list of values ends with a token; that of VALUES ends with its brace."""
    if listing == "FROM":
        return not token.is_word("NAMED")
    return depth <= 0 and token.text == ("}" if listing == "VALUES" else ")")


def _operations(found: Iterable[Token]) -> Iterator[list[Token]]:
    """Yield the tokens of each operation of an update, without those in the braces after DATA."""
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
