"""The log: one line a request, as text or as JSON; it never holds a token or a query."""

from __future__ import annotations

import json
import logging
import time
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_REQUESTS = logging.getLogger("yuqiao.web.requests")
_FIELDS = ("client", "method", "path", "status", "bytes", "milliseconds")


class AccessLogMiddleware:
    """Logs each request when it has been answered."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, and log it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        status, size = 0, 0

        async def counted(message: Message) -> None:
            nonlocal status, size
            status = message.get("status", status)
            size += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, counted)
        finally:
            client = scope.get("client") or ("-", 0)
            took = round((time.perf_counter() - began) * 1000, 1)
            values = (client[0], scope["method"], scope["path"], status, size, took)
            _REQUESTS.info("request", extra=dict(zip(_FIELDS, values, strict=True)))


class _TextFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        """Return a line: a request's fields, or a message with its traceback."""
        day = self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z")
        fields = _fields(record)
        if fields:
            told = " ".join(_visible(str(value)) for value in fields.values())
            return f"{day} {told}"
        return f"{day} {record.levelname.lower()} {super().format(record)}"


class _JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        """Return an object on one line."""
        told = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            **(_fields(record) or {"message": super().format(record)}),
        }
        return json.dumps(told)


def _fields(record: logging.LogRecord) -> dict[str, object]:
    return {name: getattr(record, name) for name in _FIELDS if hasattr(record, name)}


def _visible(text: str) -> str:
    """Escape what could look like another line or colour a terminal."""
    return text if text.isprintable() else json.dumps(text)


def logging_to(stream: TextIO, *, as_json: bool) -> None:
    """Send the log of the application and of its server to a stream."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_JsonFormatter() if as_json else _TextFormatter())
    for name, level in (("yuqiao.web", logging.INFO), ("uvicorn", logging.ERROR)):
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.setLevel(level)
        logger.propagate = False
