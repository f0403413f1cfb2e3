"""Where a job in a worker writes its answer: to the server, in messages of some size."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

from yuqiao.web.workers.frames import HEAD, PIECE, message

if TYPE_CHECKING:
    import socket

_BUFFER = 1 << 16


class Out:
    """Where a job writes an answer as it comes, after telling what it will be."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._buffer = bytearray()  # messages that wait to be sent
        self._pieces = bytearray()  # of the answer, not yet a message

    def begin(self, head: object) -> None:
        """Tell what the answer will be: the server decides status and headers by it."""
        self._buffer += message(HEAD, pickle.dumps(head))

    def write(self, data: bytes, /) -> int:
        """Write bytes of the answer."""
        self._pieces += data
        if len(self._pieces) >= _BUFFER:
            self._cut()
            self.send()
        return len(data)

    def flush(self) -> None:
        """Do nothing: small pieces are sent together."""

    def _cut(self) -> None:
        if self._pieces:
            self._buffer += message(PIECE, bytes(self._pieces))
            self._pieces.clear()

    def send(self, last: bytes = b"") -> None:
        """Send what has been written, and the last message of the job."""
        if last:
            self._cut()
        self._connection.sendall(self._buffer + last)
        self._buffer.clear()
