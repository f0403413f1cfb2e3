"""Statements as lines of N-Quads: the quickest way for a graph out of the engine.

The engine writes a million of them in less than a second, where a million objects of Python take
several; and a line is what is sorted, hashed and compared.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from typing import IO, cast

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, serialize

from yuqiao.graph.errors import InputError
from yuqiao.graph.messages import brief
from yuqiao.ontology.namespaces import XSD

END = b" .\n"
"""How a line ends."""

_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)")
_MEANING = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
_SHOWN = 100  # characters of what is not an IRI


def write_nquads_lines(
    statements: Iterable[Triple] | Iterable[Quad], take: Callable[[list[bytes], bool], None]
) -> None:
    r"""Write statements as lines of N-Quads without their ends, many at a time.

    :param take: called with lines, and whether any of them may hold a blank node
    :raises InputError: when a statement holds what is not an IRI

    >>> from pyoxigraph import NamedNode
    >>> a = NamedNode("urn:a")
    >>> write_nquads_lines([Triple(a, a, a)], lambda lines, _: print(lines))
    [b'<urn:a> <urn:a> <urn:a>']
    """
    lines = _Lines(take)
    counted = _Counted(statements)
    out = cast("IO[bytes]", lines)
    serialize(cast("Iterable[Quad]", counted), out, format=RdfFormat.N_QUADS)
    if lines.count != counted.count:
        raise InputError(
            "the graph holds a line break in what should be an IRI; correct it where the graph "
            "was made"
        )


class _Counted:
    """Counts what it passes on."""

    def __init__(self, statements: Iterable[Triple] | Iterable[Quad]) -> None:
        self._statements = statements
        self.count = 0

    def __iter__(self) -> Iterator[Triple | Quad]:
        count = 0
        for statement in self._statements:
            count += 1
            yield statement
        self.count = count


class _Lines:
    """A file that hands over the lines written to it."""

    def __init__(self, take: Callable[[list[bytes], bool], None]) -> None:
        self._take = take
        self._rest = b""
        self.count = 0

    def write(self, piece: bytes) -> int:
        text = self._rest + piece
        lines = text.split(END)
        self._rest = lines.pop()
        self.count += len(lines)
        self._take(lines, b"_:" in text)
        return len(piece)

    def flush(self) -> None:
        """Do nothing: the last line is whole."""


def parts_of(line: bytes) -> tuple[bytes, bytes, bytes, bytes]:
    """Split a line into subject, predicate, object and the name of its graph, which may be empty.

    >>> parts_of(b'<urn:a> <urn:p> "1 <2>"@en <urn:g>')
    (b'<urn:a>', b'<urn:p>', b'"1 <2>"@en', b'<urn:g>')
    >>> parts_of(b'<urn:a> <urn:p> "1 <2>"')
    (b'<urn:a>', b'<urn:p>', b'"1 <2>"', b'')
    """
    subject, predicate, rest = line.split(b" ", 2)
    value, space, last = rest.rpartition(b" ")
    if space and last[:1] in b"<_" and b'"' not in last and last != b")>>":
        return subject, predicate, value, last
    return subject, predicate, rest, b""


@lru_cache(maxsize=1 << 14)  # the same few occur again and again
def iri_of(token: bytes) -> str:
    """Return the IRI in angle brackets.

    :raises InputError: when it is not one, as a database may hold anything

    >>> iri_of(b"<http://example.org/a>")
    'http://example.org/a'
    """
    iri = token[1:-1].decode()
    if token[:1] == b"<" and token[-1:] == b">":
        with suppress(ValueError):  # what is no IRI is rejected below, whatever it is instead
            return NamedNode(iri).value
    raise InputError(
        f"the graph holds {brief(token.decode(), _SHOWN)}, which is not an IRI; correct it where "
        "the graph was made"
    )


def literal_of(token: bytes) -> tuple[str, str, str]:
    r"""Return the text, the language and the datatype of a literal; three empty ones if it is none.

    >>> literal_of(b'"a \\"b\\""@en')
    ('a "b"', 'en', '')
    >>> literal_of(b'"1"^^<urn:number>'), literal_of(b"<urn:a>")
    (('1', '', 'urn:number'), ('', '', ''))
    """
    if token[:1] != b'"':
        return "", "", ""
    quote = token.rindex(b'"')
    text, tail = token[1:quote].decode(), token[quote + 1 :]
    if "\\" in text:
        text = _ESCAPE.sub(_unescaped, text)
    if tail[:1] == b"@":
        return text, tail[1:].decode(), ""
    return text, "", tail[3:-1].decode() if tail else XSD + "string"


def _unescaped(found: re.Match[str]) -> str:
    mark = found[1]
    return chr(int(mark[1:], 16)) if mark[0] in "uU" else _MEANING.get(mark, mark)
