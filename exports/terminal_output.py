"""Output on a terminal: what would move the cursor or turn the direction of text is escaped.

The escapes are those of the format, so that what is copied from the terminal is the same JSON,
N-Triples, Turtle, TSV or XML. CSV has none: there, the same escapes only show what is meant.
"""

from __future__ import annotations

import codecs
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_KEPT = "\n\t\u3000"
_LONGEST = 8  # characters of a beginning that tells the format
_XML = ("<?xml", "<rdf:RDF", "<sparql")


class TerminalOutput:
    r"""A stream of text in UTF-8 to a terminal; what is no text is left as it is.

    >>> import io
    >>> out = io.BytesIO()
    >>> TerminalOutput(out).write('["重庆 \u202e\x9b"]\n'.encode())
    17
    >>> out.getvalue().decode()
    '["重庆 \\u202e\\u009b"]\n'
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
        self._begin = ""
        self._held = ""

    def write(self, data: bytes) -> int:
        """Write a piece, which may end within a character."""
        text = self._held + self._decoder.decode(data)
        self._held = "\r" if text.endswith("\r") else ""
        text = text.removesuffix("\r")
        if len(self._begin) < _LONGEST:
            self._begin = (self._begin + text).lstrip()[:_LONGEST]
        if not text.isprintable():
            escaped = _escape_of(self._begin)
            text = "\r\n".join(_shown(line, escaped) for line in text.split("\r\n"))
        self._stream.write(text.encode("utf-8", "surrogateescape"))
        return len(data)

    def flush(self) -> None:
        """Flush the stream."""
        self._stream.write(self._held.encode())
        self._held = ""
        self._stream.flush()


def json_for_terminal(text: str) -> str:
    """Return JSON in which every character that cannot be seen is escaped."""
    return text if text.isprintable() else _shown(text, _in_json)


def _shown(text: str, escaped: Callable[[str], str]) -> str:
    return "".join(
        c if c.isprintable() or c in _KEPT or "\ud800" <= c <= "\udfff" else escaped(c)
        for c in text
    )


def _escape_of(text: str) -> Callable[[str], str]:
    """Return the escape of the format in which a text begins."""
    if text.startswith(("{", "[")):
        return _in_json
    return _in_xml if text.startswith(_XML) else _in_rdf


def _in_json(character: str) -> str:
    units = character.encode("utf-16-be")
    return "".join(f"\\u{units[n]:02x}{units[n + 1]:02x}" for n in range(0, len(units), 2))


def _in_xml(character: str) -> str:
    return f"&#x{ord(character):X};"


def _in_rdf(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"
