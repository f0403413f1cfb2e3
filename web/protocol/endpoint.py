"""The SPARQL endpoint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response, StreamingResponse

from yuqiao.web.editor.routes import editor_page
from yuqiao.web.protocol.answers import write_query

if TYPE_CHECKING:
    from starlette.requests import Request

_WHOLE = 1 << 18  # bytes of an answer that is sent with its length


async def sparql(request: Request) -> Response:
    """Answer a query of the SPARQL Protocol."""
    query = request.query_params.get("query")
    if query is None:
        return await editor_page(request)
    accept = request.headers.get("accept")
    media_type, spool = await request.app.state.workers.stream(write_query, query, accept)
    content = await spool.whole(_WHOLE)
    if content is None:
        return StreamingResponse(spool.pieces(), media_type=media_type)
    return Response(content, media_type=media_type)
