"""What the scripts of the pages send: one JSON object, or a form."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from yuqiao.graph.errors import YuqiaoError
from yuqiao.graph.translation import translate
from yuqiao.web.rendering import language_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request

    Handler = Callable[[Request], Awaitable[Response]]

_LARGEST = 1 << 20  # bytes of a request


async def body_of(request: Request) -> dict[str, Any]:
    """Return the JSON object or the form that a request of a script carries.

    :raises HTTPException: when it is too large, or neither
    """
    content = bytearray()
    async for piece in request.stream():
        content += piece
        if len(content) > _LARGEST:
            raise HTTPException(413, "the request is larger than 1 MiB")
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    if kind == "application/x-www-form-urlencoded":
        from urllib.parse import parse_qsl

        return dict(parse_qsl(content.decode("utf-8", "replace"), keep_blank_values=True))
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        found = None
    if kind != "application/json" or not isinstance(found, dict):
        raise HTTPException(
            400,
            'the request is no JSON object; expected one such as {"query": '
            '"ASK {}"} with the content type application/json',
        )
    return found


def text_of(body: dict[str, Any], name: str) -> str:
    """Return a text of a request.

    :raises HTTPException: when it has none of that name
    """
    value = body.get(name)
    if not isinstance(value, str):
        raise HTTPException(400, f'the request has no text "{name}"')
    return value


def json_of(job: Callable[[Request, dict[str, Any]], Awaitable[Any]]) -> Handler:
    """Return a handler that answers a request of a script with what a function returns."""

    async def handler(request: Request) -> Response:
        try:
            return JSONResponse(await job(request, await body_of(request)))
        except YuqiaoError as error:
            error.args = (translate(str(error), language_of(request)),)
            raise

    return handler
