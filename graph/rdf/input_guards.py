"""Nesting that would harm the engine, found piece by piece before the engine reads a file.

Oxigraph overflows its stack on what is nested very deep: triple terms from 20,000, JSON-LD objects
from 60,000 on. For RDF/XML see :mod:`yuqiao.graph.rdf.xml.documents`.
"""

from __future__ import annotations

import re
from typing import ClassVar, Protocol

from pyoxigraph import RdfFormat

from yuqiao.graph.errors import InputError

MOST_NESTED = 1000
"""Objects, lists or triple terms within one another that a file may have; RDF needs a handful."""

_CONTINUED = bytes(range(0x80, 0xC0))  # bytes of UTF-8 that begin no character


class Guard(Protocol):
    """Examines a file piece by piece, in order, before the engine is given each piece."""

    def look(self, piece: bytes) -> None:
        """Examine the next piece.

        :raises InputError: when it is harmful; the message does not name the file
        """


def guard_for(data_format: RdfFormat) -> Guard:
    """Return the guard for files of a format.

    >>> guard_for(RdfFormat.JSON_LD).look(b"[" * 1001)
    Traceback (most recent call last):
    ...
    yuqiao.graph.errors.InputError: 1:1001: it nests more than 1000 objects and \
lists; no RDF needs that
    """
    return _Json() if data_format is RdfFormat.JSON_LD else _TripleTerms()


class TextPosition:
    r"""Where in a file the text begins that is looked at.

    >>> position = TextPosition()
    >>> position.advance("a\n重".encode())
    >>> position.at(b"bc\nd", 1), position.at(b"bc\nd", 4)
    ('2:3', '3:2')
    """

    def __init__(self) -> None:
        self._line = 1
        self._column = 1

    def advance(self, text: bytes) -> None:
        """Move to the end of a text."""
        self._line, self._column = self._after(text)

    def at(self, text: bytes, offset: int) -> str:
        """Return line and column, in characters, of an offset in the text that begins here."""
        line, column = self._after(text[:offset])
        return f"{line}:{column}"

    def _after(self, text: bytes) -> tuple[int, int]:
        last = text.rfind(b"\n")
        if last < 0:
            return self._line, self._column + _characters(text)
        return self._line + text.count(b"\n"), 1 + _characters(text[last + 1 :])


def _characters(text: bytes) -> int:
    """Return the number of characters of a text in UTF-8, which may be cut anywhere."""
    return len(text) if text.isascii() else len(text.translate(None, _CONTINUED))


def depth_error(place: str, what: str) -> InputError:
    """Return the error of a file that is nested too deep.

    :param place: line and column
    :param what: is nested
    """
    return InputError(f"{place}: it nests more than {MOST_NESTED} {what}; no RDF needs that")


class _Json:
    """Objects and lists in one another."""

    _BRACKETS = bytes.maketrans(b"[]", b"{}")
    _OTHERS = bytes(code for code in range(256) if code not in b"[]{}")
    _TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"?|[\[\]{}]', re.DOTALL)

    def __init__(self) -> None:
        self._in_string = False
        self._rest = b""
        self._open = b""
        self._position = TextPosition()

    def look(self, piece: bytes) -> None:
        text = self._rest + piece
        whole = len(text) - (len(text) - len(text.rstrip(b"\\"))) % 2  # an escape may be split
        self._rest, text = text[whole:], text[:whole]
        unescaped = text.replace(b"\\\\", b"").replace(b'\\"', b"")
        parts = unescaped.split(b'"')
        outside = b"".join(parts[int(self._in_string) :: 2])
        opened = self._open
        if self._is_too_deep(outside.translate(self._BRACKETS, self._OTHERS)):
            raise depth_error(self._deepest(text, opened.count(b"{")), "objects and lists")
        self._in_string ^= len(parts) % 2 == 0
        self._position.advance(text)

    def _deepest(self, text: bytes, depth: int) -> str:
        """Return the place of the bracket that is one too many."""
        place = 0
        for found in self._TOKEN.finditer(b'"' * self._in_string + text):
            place = found.start() - self._in_string
            depth += found[0] in b"{["
            depth -= found[0] in b"}]"
            if depth > MOST_NESTED:
                break
        return self._position.at(text, place)

    def _is_too_deep(self, brackets: bytes) -> bool:
        """Remove innermost pairs, layer by layer; what stays is open."""
        left, layers = self._open + brackets, 0
        while layers <= MOST_NESTED:
            fewer = left.replace(b"{}", b"")
            if len(fewer) == len(left):
                break
            left, layers = fewer, layers + 1
        self._open = left
        return max(layers, len(left)) > MOST_NESTED


class _TripleTerms:
    """Triple terms of RDF 1.2 in one another; other nesting of Turtle does not hurt the engine.

    Text before the first triple term is passed over unread. So the reading may begin within a
    string, a comment or an IRI: all these cases are followed side by side, each with its depth,
    until they agree. The deepest counts.
    """

    _SPECIAL = b"\"'\\<>()"
    _DOUBLE = rb"[^\"\\\n]*(?:\\.[^\"\\\n]*)*"
    _SINGLE = rb"[^'\\\n]*(?:\\.[^'\\\n]*)*"
    _LONG_DOUBLE = rb"[^\"\\]*(?:(?:\\.|\"(?!\"\"))[^\"\\]*)*\"\"\""
    _LONG_SINGLE = rb"[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*'''"
    _TOKEN = re.compile(
        rb"(?P<open><<\()|(?P<close>\)>>)|\\.|<<|<[^<>\s\"]*>"
        rb"|\"\"\"%s|'''%s|\"(?!\"\")%s\"|'(?!'')%s'|\#[^\n]*\n|(?P<begun>\"\"\"|'''|[\"'\#<])"
        % (_LONG_DOUBLE, _LONG_SINGLE, _DOUBLE, _SINGLE),
        re.DOTALL,
    )
    _ENDS: ClassVar = {
        b"#": re.compile(rb"\n"),
        b"<": re.compile(rb"[>\s<\"]"),
        b'"': re.compile(_DOUBLE + rb"[\"\n]", re.DOTALL),
        b"'": re.compile(_SINGLE + rb"['\n]", re.DOTALL),
        b'"""': re.compile(_LONG_DOUBLE, re.DOTALL),
        b"'''": re.compile(_LONG_SINGLE, re.DOTALL),
    }

    def __init__(self) -> None:
        self._depths: dict[bytes, int] = {}  # by what the reading may be within; b"" for nothing
        self._rest = b""
        self._passed = False  # whether some text was passed over
        self._position = TextPosition()

    def look(self, piece: bytes) -> None:
        text = self._rest + piece
        if not self._depths:
            if b"(" not in text or b"<<(" not in text:  # one character is found sooner than three
                self._rest, self._passed = text[-2:], True  # a mark may be split
                self._position.advance(text[:-2])
                return
            states = (b"", *self._ENDS) if self._passed else (b"",)
            self._depths = dict.fromkeys(states, 0)
        whole = text.rstrip(self._SPECIAL)
        self._rest = text[len(whole) :]
        after: dict[bytes, int] = {}
        for within, depth in self._depths.items():
            state, level = self._follow(whole, within, depth)
            after[state] = max(level, after.get(state, 0))
        self._depths = after
        self._position.advance(whole)

    def _follow(self, text: bytes, within: bytes, depth: int) -> tuple[bytes, int]:
        """Read a text and return what its end is within, and how deep it is."""
        place = 0
        while True:
            if within:
                end = self._ENDS[within].match(text, place)
                if end is None and within in b"#<":
                    end = self._ENDS[within].search(text, place)
                if end is None:
                    return within, depth
                place, within = end.end(), b""
            for found in self._TOKEN.finditer(text, place):
                kind = found.lastgroup
                if kind == "open":
                    depth += 1
                    if depth > MOST_NESTED:
                        raise depth_error(self._position.at(text, found.start()), "triple terms")
                elif kind == "close":
                    depth = max(0, depth - 1)
                elif kind == "begun":
                    within, place = found[0], found.end()
                    break
            if not within:
                return b"", depth
