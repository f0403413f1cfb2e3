"""A client that goes away ends the work for it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send


class DisconnectMiddleware:
    """Cancels the handling of a request when its client has gone; the pool then ends its job."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request while its client is there."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        messages: asyncio.Queue[Message] = asyncio.Queue(1)
        handling = asyncio.ensure_future(self._app(scope, messages.get, send))
        listening = asyncio.ensure_future(_listen(receive, messages, handling))
        try:
            await handling
        except asyncio.CancelledError:
            handling.cancel()
            if not listening.done() or listening.cancelled():
                raise
        finally:
            listening.cancel()


async def _listen(
    receive: Receive, messages: asyncio.Queue[Message], handling: asyncio.Future[None]
) -> None:
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            handling.cancel()
            return
        await messages.put(message)
