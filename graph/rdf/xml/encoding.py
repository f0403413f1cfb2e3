"""The encoding of an XML document: as its byte order mark or its declaration says."""

from __future__ import annotations

import codecs
import re
from typing import IO

from yuqiao.graph.errors import InputError

_DECLARATION = re.compile(
    r"<\?xml\b[^>]*?\bencoding\s*=\s*(?P<quote>[\"'])(?P<name>[A-Za-z][\w.-]*)(?P=quote)"
)
_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
    b"<\0\0\0": "utf-32-le",
    b"\0\0\0<": "utf-32-be",
    b"<\0": "utf-16-le",
    b"\0<": "utf-16-be",
}


class _Joined:
    """The head of a file, which was read before, and the rest."""

    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        self._head = head
        self._rest = rest

    def read(self, size: int) -> bytes:
        """Return the next piece."""
        head, self._head = self._head, b""
        return head or self._rest.read(size)


class _Transcoded:
    """A document that becomes UTF-8, and declares so, as it is read."""

    def __init__(self, content: _Joined, encoding: str) -> None:
        self._content = content
        self._encoding = encoding
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self._lines = 0
        self._at_head = True

    def read(self, size: int) -> bytes:
        """Return the next piece.

        :raises InputError: when it is not in its encoding
        """
        text = ""
        while not text and (piece := self._content.read(size)):
            text = self._decode(piece)
        text = text or self._decode(b"", final=True)
        self._lines += text.count("\n")
        if self._at_head and text:
            self._at_head = False
            text = _DECLARATION.sub(_as_utf8, text, count=1)
        return text.encode()

    def _decode(self, piece: bytes, *, final: bool = False) -> str:
        try:
            return self._decoder.decode(piece, final)
        except UnicodeDecodeError as error:
            before = error.object[: error.start].decode(self._encoding, "replace")
            line = self._lines + before.count("\n") + 1
            raise InputError(
                f"{line}:{len(before) - before.rfind(chr(10))}: not {self._encoding}, as the file "
                f"declares (byte 0x{error.object[error.start]:02x})"
            ) from error


def _as_utf8(found: re.Match[str]) -> str:
    """Declare UTF-8, in as many characters."""
    start = found[0].rpartition(found["name"])[0]
    quote = found["quote"]
    return f"{start}UTF-8{quote}".ljust(len(found[0]))


def decoded_xml(content: IO[bytes]) -> _Joined | _Transcoded:
    """Return a document in UTF-8, whatever it declares."""
    head = b""
    while len(head) < 400 and (piece := content.read(400 - len(head))):
        head += piece
    mark = next((mark for mark in _MARKS if head.startswith(mark)), b"")
    encoding = _MARKS.get(mark, "utf-8")
    joined = _Joined(head if b"<" in mark else head[len(mark) :], content)
    if encoding == "utf-8":
        declared = _DECLARATION.match(head[len(mark) :].decode("latin-1"))
        encoding = _known(declared["name"]) if declared else encoding
    return joined if encoding == "utf-8" else _Transcoded(joined, encoding)


def _known(name: str) -> str:
    try:
        codec = codecs.lookup(name)
    except LookupError:
        codec = None
    if codec is None or not codec._is_text_encoding or codec.name in {"utf-7", "idna", "punycode"}:
        raise InputError(f'1:1: its encoding "{name}" is not known; save the file as UTF-8')
    if codec.name.startswith(("utf-16", "utf-32")):  # and yet the declaration could be read
        return "utf-8"
    return codec.name
