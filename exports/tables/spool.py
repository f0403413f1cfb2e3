"""Lines held on disk by the subject they begin with, to be read again in parts, each in order.

All lines of one subject are in the same part, so that a part can be described without the others.
A part fits in memory, however many lines there are.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

_BUCKETS = 256  # a power of two, and the most parts
_HELD = 1 << 16  # bytes of a bucket in memory
_PART = 500_000  # lines in a part, on average and at most


class SubjectSpool:
    r"""A file of N-Triples or N-Quads that is read again by subject.

    :param folder: where to hold the lines; it must be empty
    :param end: what each line ends with, and is left out

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     spool = SubjectSpool(Path(folder))
    ...     _ = spool.write(b"<urn:b> <urn:p> 1 .\n<urn:a> <urn:p> 2 .\n<urn:a> <urn:p> 2 .\n")
    ...     list(spool.parts(1))
    [[b'<urn:a> <urn:p> 2', b'<urn:b> <urn:p> 1']]
    """

    def __init__(self, folder: Path, end: bytes = b" .\n") -> None:
        self._folder = folder
        self._end = end
        self._buckets = [bytearray() for _ in range(_BUCKETS)]
        self._rest = b""
        self.count = 0

    def write(self, piece: bytes) -> int:
        """Write a piece, of which the last line may not be whole."""
        *lines, self._rest = (self._rest + piece).split(self._end)
        self.count += len(lines)
        buckets = self._buckets
        for line in lines:
            number = _number(line)
            bucket = buckets[number]
            bucket += line
            bucket += b"\n"
            if len(bucket) > _HELD:
                self._empty(number)
        return len(piece)

    @property
    def fitting(self) -> int:
        """How many parts there should be: a power of two."""
        return min(_BUCKETS, 1 << max(0, (self.count - 1) // _PART).bit_length())

    def parts(self, number: int) -> Iterator[list[bytes]]:
        """Return so many parts, each with its lines in order and each line once."""
        for first in range(number):
            lines: set[bytes] = set()
            for bucket in range(first, _BUCKETS, number):
                lines.update(self._read(bucket))
            yield sorted(lines)

    def _read(self, number: int) -> list[bytes]:
        path = self._path(number)
        written = path.read_bytes() if path.exists() else b""
        return (written + self._buckets[number]).split(b"\n")[:-1]

    def _empty(self, number: int) -> None:
        with open(self._path(number), "ab") as file:
            file.write(self._buckets[number])
        self._buckets[number].clear()

    def _path(self, number: int) -> Path:
        return self._folder / f"{number:03}"


def _number(line: bytes) -> int:
    return crc32(line.partition(b" ")[0]) % _BUCKETS
