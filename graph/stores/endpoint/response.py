"""The body of a response as it arrives: in pieces, decompressed, and checked for completeness."""

from __future__ import annotations

import re
import zlib
from itertools import chain
from typing import TYPE_CHECKING

from yuqiao.graph.errors import InputError
from yuqiao.graph.stores.endpoint.virtuoso import is_virtuoso, mended

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import httpx

    from yuqiao.graph.rdf.input_guards import Guard

HEAD = 65536
"""Bytes of the beginning that a body stores, to show them when it cannot be parsed."""

_TAIL = 4096  # bytes of the end that are stored, to see how it ended
_PIECE = 65536  # bytes that are decompressed at a time
_GZIP = 16 + zlib.MAX_WBITS
_PLACE = re.compile(r"^\d+:\d+: ")  # of a mistake in a response, which nobody can look up
_META = re.compile(rb'\]\s*\}\s*,\s*"meta"\s*:\s*\{[^{}"]*(?:"[^"]*"[^{}"]*)*\}\s*\}\s*$')


_LONGEST_TERM = 2**24  # bytes of one term, beyond which the engine's parser of JSON gives up
_MOST_FOR_NOTHING = 2**26  # bytes that may come without a row or triple among them


class BrokenOffError(Exception):
    """The connection was lost, or compressed data lack their end; the text says which."""


class SpoiltError(BrokenOffError):
    """The body is unreadable though not truncated: damaged, oddly encoded or endless."""


class Body:
    """A file to read a response from, which never ends before the response does.

    :param answer: a response whose body has not been read
    :param results: whether it is SPARQL results in JSON, which some servers write in their own way

    A body without a length and not in chunks ends when the connection does, and truncation looks
    the same: see :attr:`ends_visibly`.
    """

    def __init__(self, answer: httpx.Response, *, results: bool = False) -> None:
        self.head = b""
        self.tail = b""
        self.ends_visibly = _ends_visibly(answer)
        pieces = _pieces(answer)
        self._answer = answer
        self._pieces = _mended(pieces, is_virtuoso(answer.headers)) if results else pieces
        self._waiting = b""
        self._place = 0
        self._since_gain = 0
        self._broken_off: BrokenOffError | None = None
        self._guard: Guard | None = None

    def guard(self, guard: Guard) -> None:
        """Have a guard examine all further bytes before a parser reads them."""
        self._guard = guard

    def change(self, changed: Callable[[Iterator[bytes]], Iterator[bytes]]) -> None:
        """Replace what is still to be read by what a function makes of it."""
        rest = self._waiting[self._place :]
        self._pieces = changed(chain([rest] if rest else [], self._pieces))
        self._waiting, self._place = b"", 0

    def close(self) -> None:
        """Close the connection; the rest will not be read."""
        self._answer.close()

    def gained(self) -> None:
        """Record that the bytes read so far have produced a row or a triple."""
        self._since_gain = 0

    def read(self, size: int = -1) -> bytes:
        """Return at most ``size`` bytes; none at the end.

        A parser starts a long term over with each piece of it, so the pieces grow while no row or
        triple is completed.

        :raises BrokenOffError: when the response breaks off
        """
        if self._place >= len(self._waiting):
            self._waiting, self._place = self._collected(self._since_gain // 4), 0
        end = len(self._waiting) if size < 0 else self._place + size
        given = self._waiting[self._place : end]
        self._place += len(given)
        self._since_gain += len(given)
        if self._since_gain > _MOST_FOR_NOTHING:
            raise SpoiltError("more than 64 MiB came after that without another")
        if self._guard is not None:
            try:
                self._guard.look(given)
            except InputError as error:
                raise SpoiltError(_PLACE.sub("", str(error))) from None
        if len(self.head) < HEAD:
            self.head += given[:HEAD]
        self.tail = (self.tail + given)[-_TAIL:]
        return given

    def _collected(self, least: int) -> bytes:
        """Return the next piece, or several that together have that length, if possible."""
        if self._broken_off is not None:
            raise self._broken_off
        gathered = bytearray()
        try:
            for piece in self._pieces:
                gathered += piece
                if gathered and len(gathered) >= least:
                    break
        except BrokenOffError as error:
            if not gathered:
                raise
            self._broken_off = error  # raised once the bytes before it are read
        return bytes(gathered)

    def peek(self) -> bytes:
        """Return the first bytes that are not white space; they will still be read."""
        while not self._waiting.strip():
            self._since_gain += len(self._waiting)
            if self._since_gain > _MOST_FOR_NOTHING:
                raise SpoiltError("more than 64 MiB came, of white space alone")
            piece = self._collected(0)
            if not piece:
                break
            self._waiting = piece
        return self._waiting.lstrip()[:16]

    def read_out(self) -> None:
        """Read what is left, to know whether it is complete and how it ends.

        :raises BrokenOffError: when the response breaks off
        """
        while self.read(_PIECE):
            pass


def media_type(answer: httpx.Response) -> str:
    """Return the media type of a response, without its parameters; empty when it has none."""
    return str(answer.headers.get("content-type", "")).partition(";")[0].strip().lower()


def _ends_visibly(answer: httpx.Response) -> bool:
    chunked = "chunked" in answer.headers.get("transfer-encoding", "").lower()
    return chunked or "content-length" in answer.headers or _content_encoding(answer) == "gzip"


def _content_encoding(answer: httpx.Response) -> str:
    stated = str(answer.headers.get("content-encoding", "")).strip().lower()
    return {"": "identity", "x-gzip": "gzip"}.get(stated, stated)


def _pieces(answer: httpx.Response) -> Iterator[bytes]:
    import httpx

    packing = _content_encoding(answer)
    try:
        if packing == "identity":
            yield from answer.iter_raw()
        elif packing == "gzip":
            yield from _decompressed(answer.iter_raw())
        else:
            raise SpoiltError(f"it is packed with {packing}, which was not asked for")
    except httpx.TransportError as error:
        raise BrokenOffError("the connection was lost before its end") from error
    except zlib.error as error:
        raise SpoiltError("what came is damaged, or not gzip") from error
    finally:
        answer.close()


def _decompressed(packed: Iterator[bytes]) -> Iterator[bytes]:
    """Decompress gzip, of one member or several, piece by piece: a bomb fills no memory."""
    unpack, full = None, False
    for data in packed:
        while data or full:  # a full piece may be followed by more, though all input is used
            unpack = unpack or zlib.decompressobj(_GZIP)
            piece = unpack.decompress(data, _PIECE)
            yield piece
            full = len(piece) == _PIECE and not unpack.eof
            data = unpack.unused_data if unpack.eof else unpack.unconsumed_tail
            unpack = None if unpack.eof else unpack
    if unpack is not None:
        raise BrokenOffError("the end of what was packed is missing")


def _mended(pieces: Iterator[bytes], from_virtuoso: bool) -> Iterator[bytes]:
    """Return JSON results as the W3C has them.

    QLever adds a member ``meta`` at the end, which the parser does not accept. What is replaced has
    braces only at its ends, so each piece between two braces can be searched by itself.
    """
    held, looked_at = bytearray(), 0
    try:
        for piece in pieces:
            held += piece
            end = max(0, len(held) - _TAIL)
            cut = held.rfind(b"}", looked_at, end) + 1
            if not cut and end > _LONGEST_TERM:  # nothing that is replaced can be so long
                cut = end
            if cut:
                given = bytes(held[:cut])
                del held[:cut]
                yield mended(given) if from_virtuoso else given
            looked_at = max(0, end - cut)
    except BrokenOffError:
        yield bytes(held)  # the rows before the break
        raise
    rest = _META.sub(b"]}}", held)
    yield mended(rest) if from_virtuoso else bytes(rest)
