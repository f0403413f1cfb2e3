"""The messages between the server and its workers: a kind, a length, and that many bytes."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import socket

HEADER = struct.Struct("!cI")
"""The kind of a message, and the length of its content."""

FORK = b"F"
"""Asks for a worker on the socket that comes along; it is alone, without a length."""
JOB = b"J"
"""A function and its arguments, pickled."""
HELLO = b"P"
"""The process id of a worker, which is ready."""
HEAD = b"H"
"""What is known of an answer before its first byte, pickled."""
PIECE = b"D"
"""Some bytes of an answer."""
RESULT = b"R"
"""What the function returned, pickled: the job is done."""
ERROR = b"E"
"""What the function raised, pickled: the job is done."""


class WorkerFailure(Exception):  # noqa: N818 - it is the program's, and none of the user
    """A mistake of the program in a worker; its text is the traceback."""


def message(kind: bytes, content: bytes) -> bytes:
    r"""Return a message as bytes.

    >>> message(PIECE, b"abc")
    b'D\x00\x00\x00\x03abc'
    """
    return HEADER.pack(kind, len(content)) + content


def receive(connection: socket.socket) -> tuple[bytes, bytes] | None:
    """Read one message; None when the other side has gone."""
    header = _exactly(connection, HEADER.size)
    if header is None:
        return None
    kind, size = HEADER.unpack(header)
    content = _exactly(connection, size)
    return None if content is None else (kind, content)


def _exactly(connection: socket.socket, size: int) -> bytes | None:
    pieces = bytearray()
    while len(pieces) < size:
        piece = connection.recv(min(size - len(pieces), 1 << 20))
        if not piece:
            return None
        pieces += piece
    return bytes(pieces)
