"""The addresses of the SPARQL editor: its page, and the JSON that its scripts ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from yuqiao.exports.formats import RDF, ROWS
from yuqiao.graph.errors import YuqiaoError
from yuqiao.web.editor.answers import page_answer, raw_text, write_download
from yuqiao.web.editor.checks import checked, formatted, plan_text_of, why_empty_text
from yuqiao.web.editor.completion import completed
from yuqiao.web.editor.examples import example_queries
from yuqiao.web.editor.query_network import drawn
from yuqiao.web.editor.requests import body_of, json_of, text_of
from yuqiao.web.editor.words import words_of
from yuqiao.web.explorer.routes import explorer_routes
from yuqiao.web.pages.answers.coastline import coastline
from yuqiao.web.rendering import language_of, render
from yuqiao.web.security import content_policy

if TYPE_CHECKING:
    from starlette.requests import Request

_ROWS_OF_RAW = 200
_DRAWN_POLICY = "frame-ancestors 'self'"  # beside the policy in the page itself


def routes() -> list[Route]:
    """Return the routes of the editor, whose page is also at /sparql, and of the explorer."""
    return [
        Route("/editor", editor_page),
        Route("/editor/complete", json_of(_complete), methods=["POST"]),
        Route("/editor/check", json_of(_check), methods=["POST"]),
        Route("/editor/format", json_of(_format), methods=["POST"]),
        Route("/editor/answer", json_of(_answer), methods=["POST"]),
        Route("/editor/raw", json_of(_raw), methods=["POST"]),
        Route("/editor/why-empty", json_of(_why_empty), methods=["POST"]),
        Route("/editor/plan", json_of(_plan), methods=["POST"]),
        Route("/editor/examples", _examples),
        Route("/editor/coastline", _coastline),
        Route("/editor/download", _download, methods=["POST"]),
        Route("/editor/network", _network, methods=["POST"]),
        *explorer_routes(),
    ]


async def editor_page(request: Request) -> Response:
    """Show the editor; with a query in the address, its answer as a table for a browser without
    scripts.
    """  # noqa: D205
    sparql = request.query_params.get("query", "")
    answer: dict[str, Any] | None = None
    error = ""
    lang = language_of(request)
    if sparql and "answer" in request.query_params:
        try:
            most = request.app.state.settings.row_limit
            answer = await request.app.state.workers.run(page_answer, sparql, most, lang)
        except YuqiaoError as failed:
            error = str(failed)
    page = await render(
        request,
        "editor.html",
        400 if error else 200,
        words=words_of(lang),
        sparql=sparql,
        answer=answer,
        error=error,
        rows_downloads=ROWS.names,
        triples_downloads=RDF.names,
    )
    policy = f"{content_policy(request.state.nonce)}; frame-src 'self'"  # the network of an answer
    page.headers["Content-Security-Policy"] = policy
    page.headers["Referrer-Policy"] = "same-origin"  # else forms name no origin, and are refused
    return page


async def _complete(request: Request, body: dict[str, Any]) -> Any:
    before, after = text_of(body, "before"), text_of(body, "after")
    workers, lang = request.app.state.workers, language_of(request)
    return await workers.run(completed, before, after, lang)


async def _check(request: Request, body: dict[str, Any]) -> Any:
    workers, lang = request.app.state.workers, language_of(request)
    return await workers.run(checked, text_of(body, "query"), lang)


async def _format(request: Request, body: dict[str, Any]) -> Any:
    return {"query": await request.app.state.workers.run(formatted, text_of(body, "query"))}


async def _answer(request: Request, body: dict[str, Any]) -> Any:
    state = request.app.state
    sparql, most = text_of(body, "query"), state.settings.row_limit
    return await state.workers.run(page_answer, sparql, most, language_of(request))


async def _raw(request: Request, body: dict[str, Any]) -> Any:
    return await request.app.state.workers.run(raw_text, text_of(body, "query"), _ROWS_OF_RAW)


async def _why_empty(request: Request, body: dict[str, Any]) -> Any:
    workers, lang = request.app.state.workers, language_of(request)
    return await workers.run(why_empty_text, text_of(body, "query"), lang)


async def _plan(request: Request, body: dict[str, Any]) -> Any:
    workers, lang = request.app.state.workers, language_of(request)
    return await workers.run(plan_text_of, text_of(body, "query"), lang)


async def _examples(request: Request) -> Response:
    found = await request.app.state.workers.run(example_queries, language_of(request))
    return JSONResponse(found)


async def _coastline(request: Request) -> Response:
    """Return the outlines of all land, for the map of an answer."""
    return JSONResponse(coastline(), headers={"Cache-Control": "max-age=86400"})


async def _download(request: Request) -> Response:
    body = await body_of(request)
    sparql, form = text_of(body, "query"), text_of(body, "format")
    name, spool = await request.app.state.workers.stream(write_download, sparql, form)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(spool.pieces(), 200, headers, "application/octet-stream")


async def _network(request: Request) -> Response:
    """Answer with the network of a query as the page that works offline, for a frame."""
    sparql = text_of(await body_of(request), "query")
    headers = {"Content-Security-Policy": _DRAWN_POLICY, "X-Frame-Options": "SAMEORIGIN"}
    try:
        html = await request.app.state.workers.run(drawn, sparql, language_of(request))
    except YuqiaoError as error:  # said in the frame
        return Response(f"{error}\n", 400, headers, "text/plain")
    return Response(html, 200, headers, "text/html")
