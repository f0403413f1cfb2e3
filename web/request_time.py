"""The time that a client has to send a request: who sends a byte a second holds nothing for long.

The limits are those that Apache's httpd has by default
(https://httpd.apache.org/docs/2.4/mod/mod_reqtimeout.html): 20 seconds, and for a body one more for
each 500 bytes that have come. A connection on which nothing is asked is closed, too, in time.
"""

from __future__ import annotations

import asyncio
from typing import ClassVar

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

_SLOWEST = 500  # bytes of a body a second
_TOO_SLOW = b"the request did not come in time\n"


class RequestTimeProtocol(H11Protocol):
    """HTTP/1.1 on one connection, on which a request has to come within a time."""

    patience: ClassVar[float] = 20.0
    """Seconds for the head of a request, and again for its body."""

    _limit: asyncio.TimerHandle | None = None
    _awaited: object = None  # the part of a request that the limit is for
    _received = 0  # bytes of the body

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request, as after an answer."""
        super().connection_made(transport)
        self.timeout_keep_alive_task = self.loop.call_later(
            self.timeout_keep_alive, self.timeout_keep_alive_handler
        )

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the limit with the connection."""
        self._await_part(None)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take bytes of a request, and note what of it is still to come."""
        super().data_received(data)
        self._note(len(data))

    def on_response_complete(self) -> None:
        """Begin with the next request, of which a part may be here."""
        super().on_response_complete()
        self._note(0)

    def _note(self, received: int) -> None:
        state = self.conn.their_state
        has_begun = state is h11.SEND_BODY or bool(self.conn.trailing_data[0])
        if self.transport.is_closing() or state not in {h11.IDLE, h11.SEND_BODY} or not has_begun:
            self._await_part(None)
        elif state is not self._awaited:
            self._await_part(state)
        else:
            self._received += received

    def _await_part(self, part: object) -> None:
        if self._limit is not None:
            self._limit.cancel()
        self._limit = self.loop.call_later(self.patience, self._end_late) if part else None
        self._awaited, self._received = part, 0

    def _end_late(self) -> None:
        """End the request, unless a body comes fast enough or the application is what is slow."""
        more = self._received / _SLOWEST if self._awaited is h11.SEND_BODY else 0.0
        if self.flow.read_paused or more > self.patience / 2:
            self._received = 0
            self._limit = self.loop.call_later(max(more, self.patience), self._end_late)
            return
        if self.conn.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
            self._refuse()
        if self.cycle is not None:
            self.cycle.disconnected = True
        self.transport.close()

    def _refuse(self) -> None:
        headers = [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Length", str(len(_TOO_SLOW))),
            ("Connection", "close"),
        ]
        for event in (
            h11.Response(status_code=408, headers=headers, reason=b"Request Timeout"),
            h11.Data(data=_TOO_SLOW),
            h11.EndOfMessage(),
        ):
            self.transport.write(self.conn.send(event) or b"")
