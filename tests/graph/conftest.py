"""A server that says exactly what a test tells it to, byte by byte, and then hangs up."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

RESET = struct.pack("ii", 1, 0)  # SO_LINGER: closing throws the connection away


class Speaker:
    """A server whose n-th connection gets the n-th answer; the last answer is given from then on.

    An answer is bytes, or a function from the request to bytes; None hangs up without a word, and
    ``reset`` after an answer throws the connection away instead of closing it.
    """

    def __init__(
        self, *answers: bytes | Callable[[bytes], bytes] | None, reset: bool = False
    ) -> None:
        self.requests: list[bytes] = []
        self._answers = answers
        self._reset = reset
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self._listening.getsockname()[1])

    @property
    def url(self) -> str:
        """Its address as an endpoint."""
        return f"http://127.0.0.1:{self.port}/sparql"

    def close(self) -> None:
        """Stop; who is being answered gets the answer."""
        self._listening.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._listening.close()

    def _serve(self) -> None:
        with suppress(OSError):  # it was closed
            while True:
                connection, _ = self._listening.accept()
                with connection:
                    self._answer(connection)

    def _answer(self, connection: socket.socket) -> None:
        self.requests.append(_request(connection))
        answer = self._answers[min(len(self.requests), len(self._answers)) - 1]
        with suppress(OSError):  # the other side has heard enough
            if answer is not None:
                connection.sendall(answer(self.requests[-1]) if callable(answer) else answer)
            if self._reset:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)


def _request(connection: socket.socket) -> bytes:
    received = b""
    while b"\r\n\r\n" not in received:
        received += connection.recv(65536)
    head, body = received.split(b"\r\n\r\n", 1)
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"content-length:"):
            while len(body) < int(line.split(b":")[1]):
                body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


@pytest.fixture
def speak() -> Iterator[Callable[..., Speaker]]:
    """Start servers that say what they are told."""
    speakers: list[Speaker] = []

    def start(*answers: bytes | Callable[[bytes], bytes] | None, reset: bool = False) -> Speaker:
        speakers.append(Speaker(*answers, reset=reset))
        return speakers[-1]

    yield start
    for speaker in speakers:
        speaker.close()


@pytest.fixture(autouse=True)
def nobody_asks(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    """Keep the credentials and proxies of whoever runs the tests out of them."""
    for name in ("HOST", "USER", "PASSWORD", "TOKEN"):
        monkeypatch.delenv(f"YUQIAO_AUTH_{name}" if name == "HOST" else f"YUQIAO_{name}", False)
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("NETRC", f"{tmp_path}/netrc")
