"""The body of an answer as it arrives: in pieces, unpacked, and known to be whole or not."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

from yuqiao.graph.remote.virtuoso import is_virtuoso, mended

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

HEAD = 65536
"""Bytes of the beginning that a body remembers, to show them when it cannot be read."""

_TAIL = 4096  # bytes of the end that are remembered, to see how it ended
_PIECE = 65536  # bytes that are unpacked at a time, however much more is packed
_GZIP = 16 + zlib.MAX_WBITS
_META = re.compile(rb'\]\s*\}\s*,\s*"meta"\s*:\s*\{[^{}"]*(?:"[^"]*"[^{}"]*)*\}\s*\}\s*$')


class BrokenOffError(Exception):
    """The connection was lost, or what came cannot be unpacked; its text says which."""


class Body:
    """A file to read an answer from, which never ends before the answer does.

    :param answer: a response whose body has not been read
    :param results: whether it is SPARQL results in JSON, which some servers write in their own way

    A body that comes without a length and not in chunks ends when the connection does, and a cut
    looks the same: see :attr:`ends_visibly`.
    """

    def __init__(self, answer: httpx.Response, *, results: bool = False) -> None:
        self.head = b""
        self.tail = b""
        self.ends_visibly = _ends_visibly(answer)
        pieces = _pieces(answer)
        self._pieces = _mended(pieces, is_virtuoso(answer.headers)) if results else pieces
        self._waiting = b""
        self._place = 0

    def read(self, size: int = -1) -> bytes:
        """Give so many bytes, or fewer; none at the end.

        :raises BrokenOffError: when the answer breaks off
        """
        while self._place >= len(self._waiting):
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._waiting, self._place = piece, 0
        end = len(self._waiting) if size < 0 else self._place + size
        given = self._waiting[self._place : end]
        self._place += len(given)
        if len(self.head) < HEAD:
            self.head += given
        self.tail = (self.tail + given)[-_TAIL:]
        return given

    def peek(self) -> bytes:
        """Give the first bytes that are not white space; they will still be read."""
        while not self._waiting.strip():
            piece = next(self._pieces, None)
            if piece is None:
                break
            self._waiting += piece
        return self._waiting.lstrip()[:16]

    def read_out(self) -> None:
        """Read what is left, to know whether it is whole and how it ends.

        :raises BrokenOffError: when the answer breaks off
        """
        while self.read(_PIECE):
            pass


def media_type(answer: httpx.Response) -> str:
    """Give the media type of an answer, without its parameters; empty when it has none."""
    return str(answer.headers.get("content-type", "")).partition(";")[0].strip().lower()


def _ends_visibly(answer: httpx.Response) -> bool:
    chunked = "chunked" in answer.headers.get("transfer-encoding", "").lower()
    return chunked or "content-length" in answer.headers or _packing(answer) == "gzip"


def _packing(answer: httpx.Response) -> str:
    stated = str(answer.headers.get("content-encoding", "")).strip().lower()
    return {"": "identity", "x-gzip": "gzip"}.get(stated, stated)


def _pieces(answer: httpx.Response) -> Iterator[bytes]:
    import httpx

    packing = _packing(answer)
    try:
        if packing == "identity":
            yield from answer.iter_raw()
        elif packing == "gzip":
            yield from _unpacked(answer.iter_raw())
        else:
            raise BrokenOffError(f"it is packed with {packing}, which was not asked for")
    except httpx.TransportError as error:
        raise BrokenOffError("the connection was lost before its end") from error
    except zlib.error as error:
        raise BrokenOffError("what came is damaged, or not gzip") from error
    finally:
        answer.close()


def _unpacked(packed: Iterator[bytes]) -> Iterator[bytes]:
    """Unpack gzip, of one member or several, a piece at a time: a bomb fills no memory."""
    unpack, full = None, False
    for data in packed:
        while data or full:  # a full piece may have more behind it, though all was taken in
            unpack = unpack or zlib.decompressobj(_GZIP)
            piece = unpack.decompress(data, _PIECE)
            yield piece
            full = len(piece) == _PIECE and not unpack.eof
            data = unpack.unused_data if unpack.eof else unpack.unconsumed_tail
            unpack = None if unpack.eof else unpack
    if unpack is not None:
        raise BrokenOffError("the end of what was packed is missing")


def _mended(pieces: Iterator[bytes], from_virtuoso: bool) -> Iterator[bytes]:
    """Give JSON results as the W3C has them.

    QLever adds a member ``meta`` at the end, which the parser does not take. What is looked for has
    no brace but at its ends, so that pieces between two braces are looked at alone.
    """
    held = b""
    try:
        for piece in pieces:
            held += piece
            cut = held.rfind(b"}", 0, max(0, len(held) - _TAIL)) + 1
            if cut:
                yield mended(held[:cut]) if from_virtuoso else held[:cut]
                held = held[cut:]
    except BrokenOffError:
        yield held  # the rows before the break
        raise
    held = _META.sub(b"]}}", held)
    yield mended(held) if from_virtuoso else held
