"""A request that does not come in time is ended: its connection holds nothing for long."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
import uvicorn
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from yuqiao.web.request_time import RequestTimeProtocol
from yuqiao.web.server import server_config

PATIENCE = 0.25
HEAD = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n"


async def lengths(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with the length of the body."""
    body = await Request(scope, receive).body()
    await PlainTextResponse(str(len(body)))(scope, receive, send)


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with pytest.MonkeyPatch.context() as patch, socket.create_server(("127.0.0.1", 0)) as listener:
        patch.setattr(RequestTimeProtocol, "patience", PATIENCE)
        server = uvicorn.Server(server_config(lengths, lifespan="off"))
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        yield listener.getsockname()[1]
        server.should_exit = True
        thread.join()


@contextmanager
def sent(port: int, *pieces: bytes, pause: float = PATIENCE / 4) -> Iterator[socket.socket]:
    """Send pieces, one after the other, as long as they are taken."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        with suppress(OSError):
            for piece in pieces:
                connection.sendall(piece)
                time.sleep(pause)
        yield connection


def answers(connection: socket.socket) -> bytes:
    """Return what comes until the server closes the connection."""
    said = b""
    with suppress(ConnectionResetError):  # bytes that nobody has read were on the way
        while piece := connection.recv(1 << 16):
            said += piece
    return said


@pytest.mark.parametrize(
    "pieces",
    [
        [b"G"],
        [bytes([each]) for each in b"GET / HTTP/1.1\r\nHost: localhost\r\n"],
        [HEAD],
        [HEAD, *[b"a"] * 20],
        [b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", b"GET / HTTP/1.1\r\nHo"],
    ],
    ids=["a byte", "a slow head", "no body", "a slow body", "a second request"],
)
def test_a_request_that_does_not_come_in_time_is_ended(port: int, pieces: list[bytes]) -> None:
    with sent(port, *pieces) as connection:
        said = answers(connection)

    assert said[-200:].endswith(b"the request did not come in time\n") or said == b""
    assert said.count(b"HTTP/1.1 408 ") == (said != b"")


def answer(connection: socket.socket) -> bytes:
    """Return the body of one answer."""
    said = b""
    while b"\r\n\r\n" not in said or said.endswith(b"\r\n\r\n"):
        said += connection.recv(1 << 16)
    return said.partition(b"\r\n\r\n")[2]


def test_a_body_that_keeps_coming_has_the_time_it_needs(port: int) -> None:
    with sent(port, HEAD, *[b"a" * 10_000] * 10) as connection:
        assert answer(connection).startswith(b"1")


def test_a_connection_is_kept_between_requests(port: int) -> None:
    request = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with sent(port, request, pause=PATIENCE * 2) as connection:
        assert answer(connection) == b"0"
        connection.sendall(request)
        assert answer(connection) == b"0"
