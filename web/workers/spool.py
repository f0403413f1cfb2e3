"""An answer between its worker and a client that may be slow: in memory, then on disk."""

from __future__ import annotations

import asyncio
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING

from yuqiao.graph.errors import LimitReached

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

_IN_MEMORY = 1 << 20
_LARGEST = 4 << 30  # bytes of one answer that wait for its client
_PIECE = 1 << 16


class Spool:
    """The bytes of an answer, which can be read once while they are written."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed by aclose
        self._size = 0
        self._more = asyncio.Event()
        self._complete = False
        self._error: BaseException | None = None
        self._closed: Callable[[], object] | None = None

    @classmethod
    def complete_with(cls, content: bytes) -> Spool:
        """Return a whole answer."""
        made = cls()
        made.write(content)
        made.complete()
        return made

    def on_close(self, call: Callable[[], object]) -> None:
        """Call a function when the client has gone before the end."""
        self._closed = call

    def write(self, data: bytes) -> None:
        """Add bytes.

        :raises LimitReached: when they are too many
        """
        if self._size + len(data) > _LARGEST:
            raise LimitReached("stopped at 4 GB of results (limit of the server)")
        self._file.seek(self._size)
        self._file.write(data)
        self._size += len(data)
        self._more.set()

    def complete(self) -> None:
        """Mark the end of the answer."""
        self._complete = True
        self._more.set()

    def fail(self, error: BaseException) -> None:
        """Mark that the rest is missing; the reader will know."""
        self._error = error
        self._complete = True
        self._more.set()

    async def whole(self, most: int) -> bytes | None:
        """Return the answer when it is complete and small; None when it has to be streamed.

        :raises Exception: what broke it off
        """
        while not self._complete and self._size <= most:
            self._more.clear()
            await self._more.wait()
        if self._error is not None and self._size <= most:
            self.close()
            raise self._error
        if self._size > most:
            return None
        self._file.seek(0)
        content = self._file.read()
        self.close()
        return content

    async def pieces(
        self, remember: Callable[[bytes], object] | None = None, most: int = 0
    ) -> AsyncIterator[bytes]:
        """Yield the answer.

        :param remember: called with all of it at its end
        :param most: the largest answer, in bytes, that it is called with
        :raises Exception: what broke it off, so that it never seems whole
        """
        place = 0
        try:
            while True:
                while place < self._size:
                    self._file.seek(place)
                    piece = self._file.read(min(_PIECE, self._size - place))
                    place += len(piece)
                    yield piece
                if self._error is not None:
                    raise self._error
                if self._complete:
                    break
                self._more.clear()
                await self._more.wait()
            if remember is not None and self._size <= most:
                self._file.seek(0)
                remember(self._file.read())
        finally:
            self.close()

    def close(self) -> None:
        """Forget the answer, and end what still writes it."""
        if not self._complete and self._closed is not None:
            self._closed()
        self._file.close()
