"""Files may be compressed; the end of the name says how, and they are unpacked as they are read.

A small file can be made to unpack to more than any disk holds. So what one unpacks to is limited,
in all and against its own size.
"""

from __future__ import annotations

import io
import os
import re
import zlib
from typing import IO, TYPE_CHECKING, Any, cast

from yuqiao.graph.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

KINDS = {".gz": "gzip", ".bz2": "bzip2", ".xz": "xz", ".zst": "Zstandard"}
"""The kinds of compression by extension."""

MOST = 100_000_000_000
"""Bytes that a file may unpack to, unless more is allowed: some 700 million triples."""

MOST_TIMES = 250
"""How many times its own size a file may unpack to; RDF comes to 10 or 20, seldom to 100."""

ALLOWED = "YUQIAO_UNPACK"
"""The environment variable that allows another size, such as 500G; any ratio is then allowed."""

_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([KMGT]?)B?", re.IGNORECASE)
_FREE = 100_000_000  # bytes that may be unpacked before the ratio counts
_PIECE = 1 << 12  # which cannot grow beyond 128 MB as it is unpacked


def without_compression(name: str) -> str:
    """Give a file's name without the extension of its compression.

    >>> without_compression("graph.nt.ZST")
    'graph.nt'
    """
    return name[: -len(_extension(name))] if _extension(name) else name


def unpacked(path: str, raw: IO[bytes]) -> IO[bytes]:
    """Give what a file holds, unpacked piece by piece if the end of its name says so.

    A damaged file, or one that ends too early, fails as it is read: see :func:`damage`.

    :param raw: the file itself, opened
    :raises InputError: when unpacking it needs a package that is not installed; and, as it is read,
        when it unpacks to too much
    """
    if not _extension(path):
        return raw
    packed = _Counted(raw)
    content = _unpacking(path, cast("IO[bytes]", io.BufferedReader(packed, _PIECE)))
    return cast("IO[bytes]", _Limited(content, packed))


def _unpacking(path: str, raw: IO[bytes]) -> IO[bytes]:
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
    """What a compressed file unpacks to, as long as that is not too much."""

    def __init__(self, content: IO[bytes], packed: _Counted) -> None:
        self._content = content
        self._packed = packed
        self._count = 0
        allowed = os.environ.get(ALLOWED)
        self._most = MOST if not allowed else size_of(allowed)
        self._times = MOST_TIMES if not allowed else None

    def read(self, size: int = -1) -> bytes:
        """Give the next piece, or all there is.

        :raises InputError: when it is too much
        """
        piece = self._content.read(size)
        self._count += len(piece)
        if self._count > self._most:
            _refuse(f"it unpacks to more than {self._most:,} bytes")
        free = self._count <= _FREE or self._times is None
        if not free and self._count > self._packed.count * (self._times or 0):
            _refuse(f"it unpacks to more than {self._times} times its size")
        return piece


def size_of(text: str) -> int:
    """Read a size; its units are K, M, G and T, each 1,000 of the one before.

    :raises InputError: when it is none

    >>> size_of("1.5T"), size_of("800")
    (1500000000000, 800)
    """
    found = _SIZE.fullmatch(text.strip())
    if found is None:
        raise InputError(f'"{text}" is not a size to unpack to; expected one such as 20G or 1T')
    return int(float(found[1]) * 1000 ** " KMGT".index(found[2].upper() or " "))


def _refuse(what: str) -> None:
    raise InputError(
        f"{what}; if you trust it, allow more with --unpack SIZE or {ALLOWED}, such as 500G"
    )


def damage(path: str, error: Exception) -> str | None:
    """Say that a compressed file is damaged, when that is what an error of its reading means."""
    kind = KINDS.get(_extension(path))
    if kind is None or getattr(error, "errno", None) is not None:
        return None
    packed_wrong = isinstance(error, (EOFError, OSError, zlib.error))
    if not packed_wrong and type(error).__name__ not in {"LZMAError", "ZstdError"}:
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
            packed = self._raw.read(_PIECE)
            if not packed:
                if self._frame is not None:
                    raise EOFError("the last frame is not complete")
                return 0
            self._waiting = memoryview(self._unpack(packed))
        given = self._waiting[: len(target)]
        self._waiting = self._waiting[len(given) :]
        target[: len(given)] = given
        return len(given)

    def _unpack(self, packed: bytes) -> bytes:
        pieces = []
        while packed:
            self._frame = self._frame or self._new_frame()
            pieces.append(self._frame.decompress(packed))
            if not self._frame.eof:
                break
            packed, self._frame = self._frame.unused_data, None
        return b"".join(pieces)


def _zstandard() -> Callable[[], Any]:
    try:
        import zstandard
    except ImportError as error:
        raise InputError(
            "reading Zstandard needs the package zstandard: pip install 'yuqiao[zst]'"
        ) from error
    return lambda: zstandard.ZstdDecompressor().decompressobj()


def _extension(name: str) -> str:
    return next((end for end in KINDS if name.lower().endswith(end)), "")
