"""Compressed files: decompressed as they are read, compressed as they are written.

The end of the name says how. A small file can be made to decompress to more than any disk holds, so
its content is limited, in total and against its own size. The same content is written as the same
bytes: gzip is given no time and no name.
"""

from __future__ import annotations

import io
import os
import zlib
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any, cast

from yuqiao.graph.errors import InputError, OutputError
from yuqiao.graph.sizes import parse_size

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

KINDS = {".gz": "gzip", ".bz2": "bzip2", ".xz": "xz", ".zst": "Zstandard"}
"""The kinds of compression by extension."""

MOST = 100 * 2**30
"""Bytes that a file may decompress to, unless more is allowed: some 700 million triples."""

MOST_TIMES = 250
"""How many times its own size a file may decompress to; RDF comes to 10 or 20, seldom to 100."""

ALLOWED = "YUQIAO_UNPACK"
"""The environment variable that allows another size, such as 500G; any ratio is then allowed."""

_FREE = 100_000_000  # bytes that may be decompressed before the ratio counts
_PIECE = 1 << 12  # which cannot grow beyond 128 MB as it is decompressed


def without_compression(name: str) -> str:
    """Return a file's name without the extension of its compression.

    >>> without_compression("graph.nt.ZST")
    'graph.nt'
    """
    return name[: -len(_extension(name))] if _extension(name) else name


def decompressed(path: str, raw: IO[bytes]) -> IO[bytes]:
    """Return the content of a file, decompressed piece by piece if the end of its name says so.

    A damaged file, or one that ends too early, fails as it is read: see :func:`damage`.

    :param raw: the file itself, opened
    :raises InputError: when decompressing it needs a package that is not installed; and, as it is
        read, when it decompresses to too much
    """
    if not _extension(path):
        return raw
    compressed = _Counted(raw)
    content = _decompressing(path, cast("IO[bytes]", io.BufferedReader(compressed, _PIECE)))
    return cast("IO[bytes]", _Limited(content, compressed))


def _decompressing(path: str, raw: IO[bytes]) -> IO[bytes]:
    match _extension(path):
        case ".gz":
            import gzip

            return cast("IO[bytes]", gzip.GzipFile(fileobj=raw))
        case ".bz2":
            import bz2

            return bz2.BZ2File(raw)
        case ".xz":
            import lzma

            return lzma.LZMAFile(raw)
        case _:
            return cast("IO[bytes]", io.BufferedReader(_Zstandard(raw, _zstandard()), _PIECE))


class _Counted(io.RawIOBase):
    """A file that counts what was read of it."""

    def __init__(self, raw: IO[bytes]) -> None:
        self._raw = raw
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, target: Any) -> int:
        piece = self._raw.read(len(target))
        self.count += len(piece)
        target[: len(piece)] = piece
        return len(piece)


class _Limited:
    """The content of a compressed file, as long as it is not too much."""

    def __init__(self, content: IO[bytes], compressed: _Counted) -> None:
        self._content = content
        self._compressed = compressed
        self._count = 0
        allowed = os.environ.get(ALLOWED)
        self._most = MOST if not allowed else decompression_limit(allowed)
        self._times = MOST_TIMES if not allowed else None

    def read(self, size: int = -1) -> bytes:
        """Return the next piece, or all there is.

        :raises InputError: when it is too much
        """
        piece = self._content.read(size)
        self._count += len(piece)
        if self._count > self._most:
            _reject(f"it decompresses to more than {self._most:,} bytes")
        free = self._count <= _FREE or self._times is None
        if not free and self._count > self._compressed.count * (self._times or 0):
            _reject(f"it decompresses to more than {self._times} times its size")
        return piece


def decompression_limit(text: str) -> int:
    """Return the size to which a file may decompress, in bytes.

    :raises InputError: when it is no size

    >>> decompression_limit("20G")
    21474836480
    """
    size = parse_size(text)
    if size is None:
        raise InputError(f'"{text}" is not a size to decompress to; expected one such as 20G or 1T')
    return size


def _reject(what: str) -> None:
    raise InputError(
        f"{what}; if you trust it, allow a larger size, such as 500G: set {ALLOWED}=500G"
    )


def damage(path: str, error: Exception) -> str | None:
    """Return a message that a compressed file is damaged, if an error of its reading means that."""
    kind = KINDS.get(_extension(path))
    if kind is None or getattr(error, "errno", None) is not None:
        return None
    malformed = isinstance(error, (EOFError, OSError, zlib.error))
    if not malformed and type(error).__name__ not in {"LZMAError", "ZstdError"}:
        return None
    return f"damaged, or not compressed with {kind}"


class _Zstandard(io.RawIOBase):
    """A file compressed with Zstandard, in any number of frames.

    The package's own reader takes the end of the file for the end of the data, wherever it comes.
    """

    def __init__(self, raw: IO[bytes], frame: Callable[[], Any]) -> None:
        self._raw = raw
        self._new_frame = frame
        self._frame: Any = None
        self._waiting = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, target: Any) -> int:
        while not self._waiting:
            compressed = self._raw.read(_PIECE)
            if not compressed:
                if self._frame is not None:
                    raise EOFError("the last frame is not complete")
                return 0
            self._waiting = memoryview(self._decompress(compressed))
        given = self._waiting[: len(target)]
        self._waiting = self._waiting[len(given) :]
        target[: len(given)] = given
        return len(given)

    def _decompress(self, compressed: bytes) -> bytes:
        pieces = []
        while compressed:
            self._frame = self._frame or self._new_frame()
            pieces.append(self._frame.decompress(compressed))
            if not self._frame.eof:
                break
            compressed, self._frame = self._frame.unused_data, None
        return b"".join(pieces)


def _zstandard() -> Callable[[], Any]:
    try:
        import zstandard
    except ImportError as error:
        raise InputError(
            "reading Zstandard needs the package zstandard: pip install 'yuqiao[zst]'"
        ) from error
    return lambda: zstandard.ZstdDecompressor().decompressobj()


@contextmanager
def compressed(path: str, out: IO[bytes]) -> Iterator[IO[bytes]]:
    """Open a compressing stream on an open file, if the file's extension calls for one.

    :raises OutputError: when that needs a package that is not installed

    >>> import io
    >>> into = io.BytesIO()
    >>> with compressed("a.nt.bz2", into) as out:
    ...     _ = out.write(b"text")
    >>> into.getvalue()[:3]
    b'BZh'
    """
    kind = _extension(path)
    if not kind:
        yield out
        return
    with _compressing(kind, out) as content:
        yield content


def _compressing(kind: str, out: IO[bytes]) -> IO[bytes]:
    if kind == ".gz":
        import gzip

        return cast(
            "IO[bytes]",
            gzip.GzipFile(filename="", mode="wb", fileobj=out, mtime=0, compresslevel=6),
        )
    if kind == ".bz2":
        import bz2

        return bz2.BZ2File(out, "wb")
    if kind == ".xz":
        import lzma

        return lzma.LZMAFile(out, "wb")
    try:
        import zstandard
    except ImportError as error:
        raise OutputError(
            "writing Zstandard needs the package zstandard: pip install 'yuqiao[zst]'"
        ) from error
    return cast("IO[bytes]", zstandard.ZstdCompressor().stream_writer(out, closefd=False))


def _extension(name: str) -> str:
    return next((end for end in KINDS if name.lower().endswith(end)), "")
