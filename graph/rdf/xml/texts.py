"""Texts and attributes of XML as the engine reads them rightly, and how large they are.

The engine leaves line breaks and tabs in attributes as they are (oxigraph/oxigraph#1928); they are
made spaces here, as XML requires. It rejects a text that a comment interrupts, and drops the spaces
around a CDATA section; such texts are joined here.
"""

from __future__ import annotations

import re

from yuqiao.graph.rdf.xml import xml_tokens
from yuqiao.graph.rdf.xml.entity_declarations import OUTSIDE_TEXT
from yuqiao.graph.rdf.xml.xml_tokens import QUOTED, WHOLE_TOKEN, reject_value

_LITERAL = re.compile(rb"\bparseType\s*=\s*[\"'](?!Resource[\"']|Collection[\"'])")
_INTERRUPTION = re.compile(OUTSIDE_TEXT, re.DOTALL)
_BROKEN_VALUE = re.compile(rb"=\s*(?:\"[^\"<>]*[\n\t]|'[^'<>]*[\n\t])")
_WITH_VALUES = re.compile(
    OUTSIDE_TEXT + rb"|(?P<tag><[^!?/\"'>][^\"'>]*(?:%s[^\"'>]*)*)>" % QUOTED, re.DOTALL
)
_VALUE = re.compile(QUOTED)
_SPACES = bytes(ord(" ") if code in b"\n\t" else code for code in range(256))
_SLASH = ord("/")


def with_values_in_one_line(text: bytes) -> bytes:
    r"""Return tokens with spaces for the line breaks and tabs in the values of attributes.

    The line breaks go to the end of the tag, so that lines stay where they are.

    >>> with_values_in_one_line(b"<a b='c\nd'/>")
    b"<a b='c d'\n/>"
    """
    return _WITH_VALUES.sub(_in_one_line, text) if _BROKEN_VALUE.search(text) else text


def _in_one_line(found: re.Match[bytes]) -> bytes:
    """Return a tag with spaces for the line breaks in its values; these go to its end."""
    if not found["tag"]:
        return found[0]
    moved = 0

    def value(quoted: re.Match[bytes]) -> bytes:
        nonlocal moved
        moved += quoted[0].count(b"\n")
        return quoted[0].translate(_SPACES)

    text = _VALUE.sub(value, found["tag"])
    end = b"/" if text.endswith(b"/") else b""
    return text.removesuffix(end) + b"\n" * moved + end + b">"


class InterruptedTexts:
    """Joins a text that comments, instructions or CDATA sections interrupt.

    The engine rejects it, or drops its spaces. What is removed leaves its line ends in the end tag.
    """

    def __init__(self) -> None:
        self._held = b""  # after a tag, until the next tag is there
        self._wait = 0
        self._after_start = False  # whether the last tag began an element
        self._depth = 0  # elements that are open in an XML literal, where nothing is changed

    def join(self, text: bytes, *, ended: bool) -> bytes:
        """Return the next tokens with whole texts.

        :param ended: whether these are the last
        """
        text = self._held + text
        if len(text) < self._wait and not ended:
            self._held = text
            return b""
        self._held, self._wait = b"", 0
        if b"<!" not in text and b"<?" not in text and not self._depth and b"parseType" not in text:
            last = text[text.rfind(b"<") :]
            self._after_start = last[1:2] != b"/" and last[-2:] != b"/>"
            return text
        pieces: list[bytes] = []
        copied = begin = 0
        is_mixed = False
        for found in WHOLE_TOKEN.finditer(text):
            token = found[0]
            if token[1] in b"!?":
                is_mixed = True
                continue
            is_end = token[1] == _SLASH
            if is_mixed and self._after_start and is_end and not self._depth:
                joined, lines = _without_interruptions(text[begin : found.start()])
                if len(joined) > xml_tokens.LONGEST_VALUE:
                    reject_value()
                pieces += [text[copied:begin], joined, token[:-1] + b"\n" * lines + b">"]
                copied = found.end()
            self._follow(token, is_end=is_end)
            begin, is_mixed = found.end(), False
        if is_mixed and not ended:
            self._held, text = text[begin:], text[:begin]
            self._wait = 2 * len(self._held)
            if len(self._held) > xml_tokens.LONGEST_VALUE:
                reject_value()
        if is_mixed and ended and self._after_start:  # the document is truncated
            joined, lines = _without_interruptions(text[begin:])
            return b"".join([*pieces, text[copied:begin], joined, b"\n" * lines])
        return b"".join([*pieces, text[copied:]])

    def _follow(self, tag: bytes, *, is_end: bool) -> None:
        is_empty = tag[-2:] == b"/>"
        self._after_start = not is_end and not is_empty
        if (self._depth or _LITERAL.search(tag)) and not is_empty:
            self._depth += -1 if is_end else 1


def _without_interruptions(text: bytes) -> tuple[bytes, int]:
    """Return the characters of a text, and how many line ends were removed with the rest."""
    lines = 0

    def characters(found: re.Match[bytes]) -> bytes:
        nonlocal lines
        if found[0].startswith(b"<![CDATA["):
            plain = found[0][9:-3]
            return plain.replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;")
        lines += found[0].count(b"\n")
        return b""

    return _INTERRUPTION.sub(characters, text), lines


class TextSizes:
    """Measures each text without markup, which may have grown by its entities."""

    def __init__(self) -> None:
        self._size = 0

    def look(self, text: bytes) -> None:
        """Examine the next tokens.

        :raises InputError: when a text is too large
        """
        first, *others = text.split(b"<")
        sizes = [self._size + len(first), *map(len, others)]
        self._size = sizes[-1]
        if max(sizes) > xml_tokens.LONGEST_VALUE:
            reject_value()


class LiteralSizes:
    """Measures each XML literal: all that is within an element with such a ``parseType``."""

    def __init__(self) -> None:
        self._depth = 0  # elements that are open in the literal, with its own
        self._size = 0

    def look(self, text: bytes) -> None:
        """Examine the next tokens.

        :raises InputError: when a literal is too large
        """
        if not self._depth and not _LITERAL.search(text):
            return
        begin = 0
        for found in WHOLE_TOKEN.finditer(text):
            token = found[0]
            if token[1] in b"!?" or token.endswith(b"/>"):
                continue
            if self._depth or _LITERAL.search(token):
                was_within = self._depth > 0
                self._depth += -1 if token[1] == _SLASH else 1
                if self._depth == 1 and not was_within:
                    begin, self._size = found.end(), 0
                elif not self._depth:
                    self._grow(found.start() - begin)
        if self._depth:
            self._grow(len(text) - begin)

    def _grow(self, size: int) -> None:
        self._size += size
        if self._size > xml_tokens.LONGEST_VALUE:
            reject_value()
