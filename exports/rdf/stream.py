"""N-Triples and N-Quads as they come: piece by piece, whatever their size."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from tempfile import TemporaryFile
from typing import IO

from yuqiao.graph.language_tags import cased_lines

_WORD = re.compile(rb'"(?:[^"\\\n]|\\.)*"|<(?![<(])[^>\n]*>|(_:[^\s>]+)')
_AT_ONCE = 1 << 16  # bytes; what is larger, the system makes room for anew each time
_IN_MEMORY = 1 << 23  # bytes; more of them wait in a temporary file


class HeldPieces:
    """Pieces that are all made before the first is used, as what precedes them depends on them.

    :param pieces: held in memory if they are small, else in a temporary file

    >>> list(HeldPieces([b"a", b"b"]))
    [b'a', b'b']
    """

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._held: list[bytes] = []
        self._file: IO[bytes] | None = None
        size = 0
        try:
            for piece in pieces:
                self._held.append(piece)
                size += len(piece)
                if size > _IN_MEMORY:
                    self._put_away()
                    size = 0
        except BaseException:
            self._close()
            raise

    def _put_away(self) -> None:
        if self._file is None:
            self._file = TemporaryFile()  # noqa: SIM115 - closed when it was read
        self._file.write(b"".join(self._held))
        self._held.clear()

    def _close(self) -> None:
        if self._file is not None:
            self._file.close()

    def __iter__(self) -> Iterator[bytes]:
        if self._file is not None:
            self._file.seek(0)
            while piece := self._file.read(_AT_ONCE):
                yield piece
        yield from self._held
        self._close()


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
        self._held = bytearray()

    def write(self, piece: bytes) -> int:
        """Write a piece, of which the last line may not be whole."""
        self._held += piece
        if len(self._held) > _AT_ONCE:
            end = self._held.rfind(b"\n") + 1
            self._put(bytes(self._held[:end]))
            del self._held[:end]
        return len(piece)

    def flush(self) -> None:
        """Write what is still held."""
        self._put(bytes(self._held))
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


class FewOrMany:
    r"""A file of lines that are held back as long as they are few.

    :param few: is given all lines at the end, if there are no more than that
    :param many: is given them as they come, from when there are more
    :param most: lines that are few

    >>> import io
    >>> few, many = io.BytesIO(), io.BytesIO()
    >>> lines = FewOrMany(few.write, CasedLines(many), most=2)
    >>> _ = [lines.write(line) for line in (b"<urn:a> <urn:p> 1 .\n", b"<urn:b> <urn:p> 2 .\n")]
    >>> lines.close()
    >>> few.getvalue(), many.getvalue()
    (b'<urn:a> <urn:p> 1 .\n<urn:b> <urn:p> 2 .\n', b'')
    """

    def __init__(self, few: Callable[[bytes], object], many: CasedLines, most: int) -> None:
        self._few = few
        self._many = many
        self._room = most
        self._held: list[bytes] = []

    def write(self, piece: bytes) -> int:
        """Write a piece, of which the last line may not be whole."""
        if self._room < 0:
            return self._many.write(piece)
        self._held.append(piece)
        self._room -= piece.count(b"\n")
        if self._room < 0:
            for held in self._held:
                self._many.write(held)
            self._held.clear()
        return len(piece)

    def flush(self) -> None:
        """Do nothing: whether the lines are few shows only at the end."""

    def close(self) -> None:
        """Write what is still held."""
        if self._room < 0:
            self._many.flush()
        else:
            self._few(b"".join(self._held))
