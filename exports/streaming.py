"""N-Triples and N-Quads as they come: piece by piece, whatever their size."""

from __future__ import annotations

import re
from typing import IO

from yuqiao.exports.language_tags import cased_lines

_WORD = re.compile(rb'"(?:[^"\\\n]|\\.)*"|<(?![<(])[^>\n]*>|(_:[^\s>]+)')
_AT_ONCE = 1 << 18  # bytes


class CasedLines:
    """A file of lines whose language tags are written as people look for them.

    :param out: where it is written
    :param numbered: whether blank nodes are named by number, in the order they come: for formats in
        which they may have no name, so that the engine makes up another one each time. That keeps
        each of them in memory.

    >>> import io
    >>> out = io.BytesIO()
    >>> lines = CasedLines(out, numbered=True)
    >>> _ = lines.write(b'_:4f2a <urn:p> "A"@zh-hans .')
    >>> lines.flush()
    >>> out.getvalue()
    b'_:b0 <urn:p> "A"@zh-Hans .'
    """

    def __init__(self, out: IO[bytes], *, numbered: bool = False) -> None:
        self._out = out
        self._numbered = numbered
        self._names: dict[bytes, bytes] = {}
        self._held: list[bytes] = []
        self._size = 0

    def write(self, piece: bytes) -> int:
        """Write a piece, of which the last line may not be whole."""
        self._held.append(piece)
        self._size += len(piece)
        if self._size > _AT_ONCE:
            lines, mark, rest = b"".join(self._held).rpartition(b"\n")
            self._held = [rest]
            self._size = len(rest)
            self._put(lines + mark)
        return len(piece)

    def flush(self) -> None:
        """Write what is still held."""
        self._put(b"".join(self._held))
        self._held.clear()

    def _put(self, lines: bytes) -> None:
        if self._numbered and b"_:" in lines:
            lines = _WORD.sub(self._name, lines)
        self._out.write(cased_lines(lines))

    def _name(self, found: re.Match[bytes]) -> bytes:
        node = found[1]
        if not node:
            return found[0]
        return self._names.setdefault(node, b"_:b%d" % len(self._names))
