"""What in an RDF file would harm the engine that reads it; looked for piece by piece, beforehand.

Oxigraph expands the entities of a DOCTYPE without bound, and what is nested very deep overflows its
stack (triple terms from 20,000, JSON-LD objects from 60,000 on) or takes it hours (RDF/XML).
"""

from __future__ import annotations

import re
from typing import Protocol

from pyoxigraph import RdfFormat

from yuqiao.graph.errors import InputError

MOST_NESTED = 1000
"""Things in one another that a file may have; those who write RDF need a handful."""


class Watch(Protocol):
    """Looks at a file piece by piece, in order, before the engine is given each piece."""

    def look(self, piece: bytes) -> None:
        """Look at the next piece.

        :raises InputError: when it is harmful; the message does not name the file
        """


def watch_for(data_format: RdfFormat) -> Watch:
    """Give what looks at files of a format.

    >>> watch_for(RdfFormat.RDF_XML).look(b"<?xml version='1.0'?><!DOCTYPE r []>")
    Traceback (most recent call last):
    ...
    yuqiao.graph.errors.InputError: RDF/XML with a DOCTYPE is not read, as its entities can grow \
without bound; save the file without it, or as Turtle
    """
    if data_format is RdfFormat.RDF_XML:
        return _Xml()
    return _Json() if data_format is RdfFormat.JSON_LD else _TripleTerms()


def _refuse_depth(what: str) -> None:
    raise InputError(f"it nests more than {MOST_NESTED} {what}; no RDF needs that")


class _Xml:
    """A DOCTYPE, which the engine takes anywhere, and elements in elements.

    Before the first element a comment may speak of one. After it a comment cannot be told apart
    from the same characters in a CDATA section or an attribute, so no mention is taken there.
    """

    _HEAD = re.compile(rb"<!--|<\?|<(?=!DOCTYPE)|<(?=[^!?])", re.IGNORECASE)
    _DOCTYPE = re.compile(rb"<!DOCTYPE", re.IGNORECASE)

    def __init__(self) -> None:
        self._wide: bool | None = None
        self._text = b""
        self._until = b""  # the end of the comment or instruction we are in
        self._in_head = True
        self._depth = 0

    def look(self, piece: bytes) -> None:
        if self._wide is None:  # UTF-16 or UTF-32: an ASCII letter stands among zero bytes
            self._wide = b"\0" in piece[:4]
        self._text += piece.replace(b"\0", b"") if self._wide else piece
        if self._in_head:
            self._look_at_head()
        if self._in_head:
            return
        if b"!" in self._text and self._DOCTYPE.search(self._text):
            _refuse_doctype()
        seen, self._text = self._text[:-16], self._text[-16:]
        opened = seen.count(b"<") - 2 * seen.count(b"</") - seen.count(b"/>")
        # one character is found much sooner than two
        others = (mark for mark in (b"!", b"?") if mark in seen)
        self._depth += opened - sum(seen.count(b"<" + mark) for mark in others)
        if self._depth > MOST_NESTED:
            _refuse_depth("elements")

    def _look_at_head(self) -> None:
        while self._in_head:
            if self._until:
                before, found, after = self._text.partition(self._until)
                self._text = after if found else before[-2:]
                if not found:
                    return
                self._until = b""
            opening = self._HEAD.search(self._text)
            if opening is None:
                self._text = self._text[-16:]
                return
            if self._text[opening.end() : opening.end() + 1] == b"!":
                _refuse_doctype()
            self._until = {b"<!--": b"-->", b"<?": b"?>"}.get(opening[0], b"")
            self._in_head = bool(self._until)
            self._text = self._text[opening.end() if self._until else opening.start() :]


def _refuse_doctype() -> None:
    raise InputError(
        "RDF/XML with a DOCTYPE is not read, as its entities can grow without bound; "
        "save the file without it, or as Turtle"
    )


class _Json:
    """Objects and lists in one another."""

    _BRACKETS = bytes.maketrans(b"[]", b"{}")
    _OTHERS = bytes(code for code in range(256) if code not in b"[]{}")

    def __init__(self) -> None:
        self._in_string = False
        self._rest = b""
        self._open = b""

    def look(self, piece: bytes) -> None:
        text = self._rest + piece
        whole = len(text) - (len(text) - len(text.rstrip(b"\\"))) % 2  # an escape may be cut in two
        self._rest = text[whole:]
        unescaped = text[:whole].replace(b"\\\\", b"").replace(b'\\"', b"")
        parts = unescaped.split(b'"')
        outside = b"".join(parts[int(self._in_string) :: 2])
        self._in_string ^= len(parts) % 2 == 0
        self._nest(outside.translate(self._BRACKETS, self._OTHERS))

    def _nest(self, brackets: bytes) -> None:
        """Strike out innermost pairs, layer by layer; what stays is open."""
        left, layers = self._open + brackets, 0
        while layers <= MOST_NESTED:
            fewer = left.replace(b"{}", b"")
            if len(fewer) == len(left):
                break
            left, layers = fewer, layers + 1
        self._open = left
        if max(layers, len(left)) > MOST_NESTED:
            _refuse_depth("objects and lists")


class _TripleTerms:
    """Triple terms of RDF 1.2 in one another; other nesting of Turtle does not hurt the engine."""

    _NO_MARK = re.compile(rb"<[^<>\s]*>|#[^\n]*|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'")
    _MARK = re.compile(rb"<<\(|\)>>")

    def __init__(self) -> None:
        self._depth = 0

    def look(self, piece: bytes) -> None:
        begins = b"(" in piece and b"<<(" in piece  # one character is found much sooner than three
        if not begins and not self._depth:  # what closes counts only where one is open
            return
        for mark in self._MARK.findall(self._NO_MARK.sub(b" ", piece)):
            self._depth = max(0, self._depth + (1 if mark == b"<<(" else -1))
            if self._depth > MOST_NESTED:
                _refuse_depth("triple terms")
