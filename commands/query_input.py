"""The text of a query: from an argument, a file, or standard input."""

from __future__ import annotations

import sys

from yuqiao.graph.errors import InputError, QueryError
from yuqiao.graph.sparql.guards import (
    MOST_BYTES,
    decoded,
)
from yuqiao.graph.sparql.lexer import tokens


def query_text(argument: str | None, file: str | None, what: str = "query") -> str:
    """Give the text of the one query that was named.

    :param argument: the query itself
    :param file: the path of a file that holds it; without either, it is standard input
    :param what: what it is called in messages
    :raises QueryError: when both are given, or none and nobody pipes one in, or it is not UTF-8
    :raises InputError: when the file cannot be read

    >>> query_text("ASK {}", None)
    'ASK {}'
    """
    if argument is not None and file is not None:
        raise QueryError(f"the {what} is given twice: as an argument and as a file; leave one out")
    if argument is not None:
        return decoded(argument.encode(errors="surrogateescape"), "the argument", what)
    if file is not None:
        return decoded(_content(file, what), file, what)
    if sys.stdin.isatty():
        raise QueryError(f"no {what}; give it as an argument, with -f FILE, or on standard input")
    return decoded(sys.stdin.buffer.read(MOST_BYTES + 1), "standard input", what)


def _content(file: str, what: str) -> bytes:
    try:
        with open(file, "rb") as source:
            return source.read(MOST_BYTES + 1)
    except OSError as error:
        raise InputError(f"{file}: the {what} cannot be read ({error.strerror})") from error


def update_text(argument: str | None, file: str | None) -> str:
    """Give the text of the one update that was named.

    :raises QueryError: as :func:`yuqiao.commands.query_input.query_text`, and when it is empty
    :raises yuqiao.graph.errors.InputError: when the file cannot be read
    """
    text = query_text(argument, file, "update")
    if not tokens(text):
        raise QueryError("the update is empty")
    return text
