"""The text of a query: from an argument, a file, or standard input."""

from __future__ import annotations

import sys

from yuqiao.graph.errors import InputError, QueryError

MOST_CHARACTERS = 4_000_000
"""The most a query may have, such as a list of 100,000 IRIs. One so long is read within a second;
to find a mistake in it takes five."""


_MOST_BYTES = 4 * MOST_CHARACTERS + 3  # in UTF-8, with its mark
_INSTEAD = {
    "query": "put long lists of values into an RDF file of their own, and ask a folder with both",
    "update": "put the triples into an RDF file, and add them with yuqiao load --add",
}


def refuse_too_large(text: str, name: str = "the query", what: str = "query") -> None:
    """Refuse a query or an update that is longer than any that a person wrote.

    :param name: where it comes from, for the message
    :param what: what it is, ``query`` or ``update``
    :raises QueryError: with what to do instead
    """
    if len(text) > MOST_CHARACTERS:
        raise _too_large(name, what)


def _too_large(name: str, what: str) -> QueryError:
    return QueryError(f"{name} has more than {MOST_CHARACTERS:,} characters; {_INSTEAD[what]}")


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
    return decoded(sys.stdin.buffer.read(_MOST_BYTES + 1), "standard input", what)


def decoded(data: bytes, name: str, what: str = "query") -> str:
    """Read bytes as the UTF-8 text of a query.

    :param name: where they come from, for the message
    :param what: what the text is called in it
    :raises QueryError: when they are not UTF-8; with the line
    """
    if len(data) > _MOST_BYTES:  # perhaps cut within a character
        raise _too_large(name, what)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise QueryError(
            f"{name}:{line}: the {what} is not UTF-8 text (byte 0x{data[error.start]:02x}); "
            "save it as UTF-8"
        ) from error
    refuse_too_large(text, name, what)
    return text


def _content(file: str, what: str) -> bytes:
    try:
        with open(file, "rb") as source:
            return source.read(_MOST_BYTES + 1)
    except OSError as error:
        raise InputError(f"{file}: the {what} cannot be read ({error.strerror})") from error
