"""The SPARQL endpoint: queries, updates, and the description of the service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response, StreamingResponse

from yuqiao.web.editor.routes import editor_page
from yuqiao.web.negotiation import preferred
from yuqiao.web.protocol.answers import BOOLEAN_FORMATS, ROW_FORMATS, TRIPLE_FORMATS, write_query
from yuqiao.web.protocol.conditional import entity_tag, is_current, not_modified
from yuqiao.web.protocol.operations import requested_operation
from yuqiao.web.protocol.service_description import describe_service
from yuqiao.web.protocol.updates import apply_update, change_graph, require_writer
from yuqiao.web.remembered import remembered

if TYPE_CHECKING:
    from starlette.requests import Request

    from yuqiao.web.protocol.operations import Operation
    from yuqiao.web.workers.spool import Spool

_WHOLE = 1 << 18  # bytes of an answer that is sent with its length
_HTML = "text/html"
_MACHINES = [*TRIPLE_FORMATS, *ROW_FORMATS]


async def sparql(request: Request) -> Response:
    """Answer a request of the SPARQL Protocol; a browser is shown the editor."""
    operation = await requested_operation(request)
    if operation is None:
        offered = [*TRIPLE_FORMATS, _HTML]
        if preferred(request.headers.get("accept"), offered) == _HTML:
            return await editor_page(request)
        return await _description(request)
    if operation.kind == "update":
        require_writer(request)
        await change_graph(request, apply_update, operation)
        return Response(status_code=204)
    shows_pages = request.method in {"GET", "HEAD"} and operation.form is None
    if shows_pages and preferred(request.headers.get("accept"), [*_MACHINES, _HTML]) == _HTML:
        return await editor_page(request)
    return await _answer(request, operation)


async def _answer(request: Request, operation: Operation) -> Response:
    workers, cache = request.app.state.workers, request.app.state.cache
    accept = request.headers.get("accept")
    headers = {"Vary": "Accept", "Cache-Control": "no-cache"}
    key = (workers.version, operation, accept)
    tag = entity_tag(*key)
    if is_current(request, tag):
        return not_modified(tag, headers)
    if tag is not None:
        headers["ETag"] = tag
        held = cache.get(key)
        if held is not None:
            media_type, content = held
            return Response(content, media_type=media_type, headers=headers)
    spool: Spool
    head, spool = await workers.stream(write_query, operation, accept)

    def remember(content: bytes) -> None:
        if tag is not None:
            cache.put(key, (head.media_type, content), len(content) + len(operation.text))

    content = await spool.whole(_WHOLE)
    if content is None:
        pieces = spool.pieces(remember, cache.largest)
        return StreamingResponse(pieces, media_type=head.media_type, headers=headers)
    remember(content)
    return Response(content, media_type=head.media_type, headers=headers)


async def _description(request: Request) -> Response:
    media_type = preferred(request.headers.get("accept"), list(TRIPLE_FORMATS)) or "text/turtle"
    address = str(request.url.replace(query=""))
    writable = request.app.state.settings.writable
    results = (*dict.fromkeys([*ROW_FORMATS, *BOOLEAN_FORMATS]),)
    content = await remembered(
        request, describe_service, address, writable, results, TRIPLE_FORMATS[media_type]
    )
    return Response(content, media_type=media_type, headers={"Vary": "Accept"})
