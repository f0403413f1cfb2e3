"""The body of a response as it arrives: in pieces, decompressed, and checked for completeness."""

from __future__ import annotations

import json
import re
import zlib
from contextlib import suppress
from itertools import chain
from typing import TYPE_CHECKING

from pyoxigraph import QueryResultsFormat

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
_BLANK_SCHEME = b"nodeID://"  # of Virtuoso's blank nodes, which is no label
_PLACE = re.compile(r"^\d+:\d+: ")  # of a mistake in a response, which nobody can look up
_BLANK_IN_XML = re.compile(rb"(<(?:[\w.-]+:)?bnode>)nodeID://")
_RESULTS_END = re.compile(rb'(?:\]\s*\}|"boolean"\s*:\s*(?:true|false))\s*(,)')
_OWN_MEMBERS = {"head", "results", "boolean"}  # which the parser reads, wherever they stand


_LONGEST_TERM = 2**24  # bytes of one term, beyond which the engine's parser of JSON gives up
_MOST_FOR_NOTHING = 2**26  # bytes that may come without a row or triple among them


class BrokenOffError(Exception):
    """The connection was lost, or compressed data lack their end; the text says which."""


class SpoiltError(BrokenOffError):
    """The body is unreadable though not truncated: damaged, oddly encoded or endless."""


class Body:
    """A file to read a response from, which never ends before the response does.

    :param answer: a response whose body has not been read
    :param results: the format of SPARQL results, which some servers write in their own way

    A body without a length and not in chunks ends when the connection does, and truncation looks
    the same: see :attr:`ends_visibly`.
    """

    def __init__(
        self, answer: httpx.Response, *, results: QueryResultsFormat | None = None
    ) -> None:
        self.head = b""
        self.tail = b""
        self.ends_visibly = _ends_visibly(answer)
        pieces = _pieces(answer)
        self._answer = answer
        if results is QueryResultsFormat.JSON:
            pieces = _mended(pieces, is_virtuoso(answer.headers))
        elif results is QueryResultsFormat.XML:
            pieces = _mended_xml(pieces)
        self._pieces = pieces
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

    What is replaced has braces only at its ends, so each piece between two braces can be searched
    by itself. A proxy may hide that Virtuoso is behind it; its blank nodes show it.
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
                yield mended(given) if from_virtuoso or _BLANK_SCHEME in given else given
            looked_at = max(0, end - cut)
    except BrokenOffError:
        yield bytes(held)  # the rows before the break
        raise
    rest = without_further_members(bytes(held))
    yield mended(rest) if from_virtuoso or _BLANK_SCHEME in rest else rest


def without_further_members(ending: bytes) -> bytes:
    """Return the end of JSON results without what a server adds after the results.

    QLever adds a member ``meta`` there and Comunica ``metadata``, which the parser does not accept;
    SPARQL 1.1 does not forbid them. What is cut off within them is left as it is, an error.

    >>> without_further_members(b'}]},"metadata":{"httpRequests":24},"took":[3]}')
    b'}]}}'
    >>> without_further_members(b'}]},"metadata":{"httpReq')
    b'}]},"metadata":{"httpReq'
    """
    for found in _RESULTS_END.finditer(ending):
        with suppress(ValueError):
            members = json.loads(b"{" + ending[found.end() :])
            if members and not members.keys() & _OWN_MEMBERS:
                return ending[: found.start(1)] + b"}"
    return ending


def _mended_xml(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Return XML results with blank nodes as the W3C has them."""
    held = b""
    for piece in pieces:
        held += piece
        end = held.rfind(b">", 0, max(0, len(held) - len(_BLANK_SCHEME) - 1)) + 1
        given, held = held[:end], held[end:]
        cut = given.rfind(b"<")  # a tag and the label after it stay together
        given, held = given[: max(cut, 0)], given[max(cut, 0) :] + held
        yield _BLANK_IN_XML.sub(rb"\1", given)
    yield _BLANK_IN_XML.sub(rb"\1", held)
