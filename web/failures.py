"""Errors as answers: a status, and the message as text, JSON or a page; never a traceback."""

from __future__ import annotations

import logging
import re
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from yuqiao.graph.errors import (
    EndpointError,
    InputError,
    LimitReached,
    LockedError,
    OutputError,
    YuqiaoError,
)
from yuqiao.graph.stores.endpoint.errors import QueryRejectedError
from yuqiao.graph.translation import translate
from yuqiao.web.negotiation import NotAcceptableError, preferred
from yuqiao.web.rendering import language_of, page_of
from yuqiao.web.workers.pool import ServerBusyError, WorkerEndedError

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send


LOG = logging.getLogger("yuqiao.web")
"""The log of the application."""

_PLACE = re.compile(r"line (\d+), column (\d+)")
_FORMS = ("text/plain", "application/json", "text/html")
_STATUS: tuple[tuple[type[YuqiaoError], int], ...] = (
    (NotAcceptableError, 406),
    (ServerBusyError, 503),
    (LockedError, 503),
    (WorkerEndedError, 500),
    (QueryRejectedError, 400),
    (LimitReached, 503),
    (EndpointError, 502),
    (InputError, 500),
    (OutputError, 500),
    (YuqiaoError, 400),
)


async def yuqiao_failure(request: Request, error: Exception) -> Response:
    """Answer a request that failed with a message for its user."""
    assert isinstance(error, YuqiaoError)
    status = next(status for kind, status in _STATUS if isinstance(error, kind))
    message = str(error)
    if status == 500:
        LOG.error(message)
        message = request.app.state.source.without_paths(message)
    return failure(request, status, message, is_busy=isinstance(error, ServerBusyError))


async def http_failure(request: Request, error: Exception) -> Response:
    """Answer a request for which a status was raised."""
    assert isinstance(error, HTTPException)
    allowed = ", ".join(sorted((error.headers or {}).get("Allow", "").split(", ")))
    if error.status_code == 405 and request.method == "OPTIONS":
        return Response(status_code=204, headers={"Allow": f"{allowed}, OPTIONS"})
    message = error.detail
    if message == HTTPStatus.NOT_FOUND.phrase:  # of a file of the application
        message = "the graph has nothing at this address"
    if error.status_code == 405 and allowed:
        message = f"this address does not take {request.method}; expected {allowed}"
    answer = failure(request, error.status_code, message)
    answer.headers.update(error.headers or {})
    return answer


class FailureMiddleware:
    """Answers a request that met a mistake of ours, which is logged here and not told there."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or say that it failed."""
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception:
            if begun or scope["type"] != "http":
                raise  # the connection is closed, so that the answer does not seem whole
            LOG.exception("unexpected error")
            message = "the server met an unexpected error, which is in its log"
            await failure(Request(scope), 500, message)(scope, receive, send)


def failure(request: Request, status: int, message: str, *, is_busy: bool = False) -> Response:
    """Return an error in the form that the client prefers, plain text if it prefers none.

    :param is_busy: whether it will pass by itself
    """
    form = preferred(request.headers.get("accept"), _FORMS) or "text/plain"
    if form == "application/json":
        answer: Response = JSONResponse({"error": message, **_place(message)}, status)
    elif form == "text/html":
        told = translate(message, language_of(request))
        answer = page_of(request, "error.html", status, status=status, message=told)
    else:
        answer = PlainTextResponse(message + "\n", status)
    if is_busy:
        answer.headers["Retry-After"] = "5"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _place(message: str) -> dict[str, int]:
    """Return where a query is wrong, as the message says it."""
    found = _PLACE.search(message)
    return {"line": int(found[1]), "column": int(found[2])} if found else {}
