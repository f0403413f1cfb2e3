"""What XML 1.0 can carry, and how: https://www.w3.org/TR/xml/#charsets.

A literal of RDF may hold any character. Most control characters no escape makes well-formed, and a
carriage return has to be escaped, or a parser reads a line feed (section 2.11).
"""

from __future__ import annotations

import re
from typing import IO

from yuqiao.graph.errors import OutputError

_ILL_FORMED = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\r"))
_SPLIT = 2  # bytes of a character that a piece may end within
_SPECIAL = re.compile("[&<>\"'\r]")
_ESCAPES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;", "\r": "&#xD;"}
)


def escape_xml(text: str) -> str:
    r"""Return a text escaped for the content or an attribute of an element.

    >>> escape_xml("a < b\r\n")
    'a &lt; b&#xD;\n'
    """
    return text.translate(_ESCAPES) if _SPECIAL.search(text) else text


class XmlText:
    """A file that takes well-formed XML only; a carriage return is written as its escape.

    :param out: where it is written
    :param instead: the format to use instead, for the message
    """

    def __init__(self, out: IO[bytes], instead: str) -> None:
        self._out = out
        self._instead = instead
        self._end = b""

    def write(self, piece: bytes) -> int:
        """Write a piece.

        :raises OutputError: when it holds a character that XML cannot carry
        """
        seen = self._end + piece
        if len(seen.translate(None, _CONTROLS)) < len(seen) or b"\xef\xbf" in seen:
            self._reject_ill_formed(seen)
        self._end = seen[-_SPLIT:]
        self._out.write(piece.replace(b"\r", b"&#xD;"))
        return len(piece)

    def _reject_ill_formed(self, seen: bytes) -> None:
        found = _ILL_FORMED.search(seen)
        if found is not None:
            code = ord(found[0].decode())
            raise OutputError(
                f"a literal holds the character U+{code:04X}, which XML cannot carry; write "
                f"{self._instead} instead"
            )

    def flush(self) -> None:
        """Write what waits to be written."""
        self._out.flush()
