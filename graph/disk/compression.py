"""Files may be compressed; the end of the name says how, and they are unpacked as they are read."""

from __future__ import annotations

import io
import zlib
from typing import IO, TYPE_CHECKING, Any, cast

from yuqiao.graph.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

KINDS = {".gz": "gzip", ".bz2": "bzip2", ".xz": "xz", ".zst": "Zstandard"}
"""The kinds of compression by extension."""

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
    :raises InputError: when unpacking it needs a package that is not installed
    """
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
        case ".zst":
            return cast("IO[bytes]", io.BufferedReader(_Zstandard(raw, _zstandard()), _PIECE))
    return raw


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
        self._waiting = b""

    def readable(self) -> bool:
        return True

    def readinto(self, target: Any) -> int:
        while not self._waiting:
            packed = self._raw.read(_PIECE)
            if not packed:
                if self._frame is not None:
                    raise EOFError("the last frame is not complete")
                return 0
            self._waiting = self._unpack(packed)
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
