"""Clients that mean harm, or hold on to what they have: the others are still served."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from urllib.parse import urlsplit

import pytest

from yuqiao_servers import YuqiaoServer, yuqiao_server

pytestmark = pytest.mark.slow
IDLE = 1000


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[YuqiaoServer]:
    with yuqiao_server(tmp_path_factory.mktemp("server"), "--workers", "1") as started:
        yield started


def connected(server: YuqiaoServer) -> socket.socket:
    parts = urlsplit(server.address)
    connection = socket.create_connection((parts.hostname, parts.port), timeout=60)
    connection.settimeout(60)
    return connection


def answer_to(server: YuqiaoServer, request: bytes) -> bytes:
    """Return all that comes back for some bytes, until the server closes or has answered."""
    host = urlsplit(server.address).netloc.encode()
    with connected(server) as connection:
        said = b""
        with suppress(OSError):  # it has closed the connection meanwhile
            connection.sendall(request.replace(b"HOST", host))
            connection.shutdown(socket.SHUT_WR)
            while piece := connection.recv(1 << 16):
                said += piece
    return said


def test_idle_and_slow_connections_leave_room_for_others(server: YuqiaoServer) -> None:
    with ExitStack() as held:
        for number in range(IDLE):
            connection = held.enter_context(connected(server))
            if number % 2:
                connection.sendall(b"GET / HTTP/1.1\r\nHost: 127")
        assert server.ask("ASK { ?s a yq:Partnership }").json()["boolean"] is True


@pytest.mark.parametrize(
    "request_",
    [
        b"POST /sparql HTTP/1.1\r\nHost: HOST\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: HOST\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: HOST\r\nContent-Length: 6\r\nContent-Length: 5\r\n\r\nASK {}",
        b"POST /sparql HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\nHost: HOST\r\nHost: other\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\nHost: HOST\r\n X: folded\r\nContent-Length: -1\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\n\r\n",
        b"GET /healthz\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTP/1.1\r\nHost: HOST\r\nX: " + b"a" * 200_000 + b"\r\n\r\n",
        b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: HOST\r\n\r\n",
    ],
    ids=["both lengths", "two lengths", "unknown coding", "space before colon", "two hosts",
         "negative length", "no host", "no version", "TLS", "huge header", "huge address"],
)  # fmt: skip
def test_a_request_that_can_be_read_in_two_ways_is_refused(
    server: YuqiaoServer, request_: bytes
) -> None:
    answer = answer_to(server, request_)

    assert answer == b"" or answer.split(b" ")[1][:1] == b"4", answer[:200]
    assert answer.count(b"HTTP/1.1 ") <= 1, "one request, one answer"
    assert server.get("healthz").status_code == 200


def test_nothing_follows_a_request_with_two_lengths(server: YuqiaoServer) -> None:
    host = urlsplit(server.address).netloc.encode()
    head = b"Host: " + host + b"\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"
    with connected(server) as connection:
        connection.sendall(b"POST /sparql HTTP/1.1\r\n" + head + b"0\r\n\r\n")
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: " + host + b"\r\n\r\n")
        said = b""
        with suppress(ConnectionError):
            while piece := connection.recv(1 << 16):
                said += piece

    assert said.startswith(b"HTTP/1.1 415 ")
    assert b'"status"' not in said, "the connection ends with the first answer"
