"""The text of a query or an update: from an argument, a file, or standard input."""

from __future__ import annotations

import sys

from yuqiao.graph.errors import InputError, QueryError
from yuqiao.graph.sparql.guards import (
    MOST_BYTES,
    decoded,
)
from yuqiao.graph.sparql.lexer import tokens


def query_text(argument: str | None, file: str | None, noun: str = "query") -> str:
    """Return the text of a query, or of an update.

    :param argument: the query itself, or ``-`` for standard input
    :param file: the path of a file that contains it, or ``-``; without either, standard input
    :param noun: its name in messages
    :raises QueryError: if both are given, or neither on a terminal, or it is not UTF-8
    :raises InputError: if the file cannot be read

    >>> query_text("ASK {}", None)
    'ASK {}'
    """
    if argument is not None and file is not None:
        raise QueryError(f"the {noun} is given twice: as an argument and as a file; leave one out")
    if argument is not None and argument != "-":
        return decoded(argument.encode(errors="surrogateescape"), "the argument", noun)
    if file is not None and file != "-":
        return decoded(_content(file, noun), file, noun)
    if sys.stdin.isatty() and argument is None and file is None:
        raise QueryError(f"no {noun}; give it as an argument, with -f FILE, or on standard input")
    return decoded(sys.stdin.buffer.read(MOST_BYTES + 1), "standard input", noun)


def _content(file: str, noun: str) -> bytes:
    try:
        with open(file, "rb") as source:
            return source.read(MOST_BYTES + 1)
    except OSError as error:
        raise InputError(f"{file}: the {noun} cannot be read ({error.strerror})") from error


def update_text(argument: str | None, file: str | None) -> str:
    """Return the text of an update.

    :raises QueryError: as :func:`yuqiao.commands.query_input.query_text`, and if it is empty
    :raises yuqiao.graph.errors.InputError: if the file cannot be read
    """
    text = query_text(argument, file, "update")
    if not tokens(text):
        raise QueryError("the update is empty")
    return text
