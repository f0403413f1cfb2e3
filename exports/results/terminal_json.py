"""JSON on a terminal: what would move the cursor or turn the direction of text is escaped.

JSON's own escapes are used, so that what is copied from the terminal is the same JSON.
"""

from __future__ import annotations

import codecs
from typing import IO


class TerminalJson:
    r"""A stream of JSON in UTF-8 to a terminal.

    >>> import io
    >>> out = io.BytesIO()
    >>> TerminalJson(out).write('"重庆 \u202e\x9b"\n'.encode())
    15
    >>> out.getvalue().decode()
    '"重庆 \\u202e\\u009b"\n'
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-8")()

    def write(self, data: bytes) -> int:
        """Write a piece, which may end within a character."""
        text = self._decoder.decode(data)
        self._stream.write(json_for_terminal(text).encode())
        return len(data)

    def flush(self) -> None:
        """Flush the stream."""
        self._stream.flush()


def json_for_terminal(text: str) -> str:
    """Return JSON in which every character that cannot be seen is escaped."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in "\n\u3000" else _escaped(c) for c in text)


def _escaped(character: str) -> str:
    units = character.encode("utf-16-be")
    return "".join(f"\\u{units[n]:02x}{units[n + 1]:02x}" for n in range(0, len(units), 2))
