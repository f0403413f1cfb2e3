"""The addresses of the network explorer: its page, and the JSON that its scripts ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from yuqiao.web.editor.requests import json_of, text_of
from yuqiao.web.editor.words import words_of
from yuqiao.web.explorer.comparison import shared_neighbours
from yuqiao.web.explorer.evidence import link_evidence
from yuqiao.web.explorer.neighbours import (
    MOST_AT_ONCE,
    MOST_NODES,
    answered,
    counted_links,
    entities_named,
    neighbours,
    question_query,
    saved,
)
from yuqiao.web.explorer.paths import path_between
from yuqiao.web.rendering import language_of, render

if TYPE_CHECKING:
    from starlette.requests import Request


def explorer_routes() -> list[Route]:
    """Return the routes of the explorer."""
    return [
        Route("/explore", explorer_page),
        Route("/explore/start", json_of(_start), methods=["POST"]),
        Route("/explore/links", json_of(_links), methods=["POST"]),
        Route("/explore/neighbours", json_of(_neighbours), methods=["POST"]),
        Route("/explore/path", json_of(_path), methods=["POST"]),
        Route("/explore/shared", json_of(_shared), methods=["POST"]),
        Route("/explore/evidence", json_of(_evidence), methods=["POST"]),
        Route("/explore/save", json_of(_save), methods=["POST"]),
        Route("/explore/vis-network.js", _drawing_library),
    ]


async def explorer_page(request: Request) -> Response:
    """Show the explorer; the address may name an entity, a query or a question to start from."""
    asked = request.query_params
    query = asked.get("query", "")
    if "question" in asked:
        workers, lang = request.app.state.workers, language_of(request)
        query = await workers.run(question_query, asked["question"], dict(asked), lang)
    return await render(
        request,
        "explore.html",
        words=words_of(language_of(request)),
        entity=asked.get("entity", ""),
        sparql=query,
        most_nodes=MOST_NODES,
        at_once=MOST_AT_ONCE,
    )


async def _start(request: Request, body: dict[str, Any]) -> Any:
    workers, lang = request.app.state.workers, language_of(request)
    if "query" in body:
        return await workers.run(answered, text_of(body, "query"), lang)
    shown = body.get("shown", [])
    if not _is_list_of_texts(shown):
        raise HTTPException(400, 'expected a list of IRIs "shown"')
    return await workers.run(entities_named, text_of(body, "entity"), shown, lang)


async def _links(request: Request, body: dict[str, Any]) -> Any:
    workers, lang = request.app.state.workers, language_of(request)
    return await workers.run(counted_links, text_of(body, "iri"), lang)


async def _neighbours(request: Request, body: dict[str, Any]) -> Any:
    linked, shown = body.get("linked", []), body.get("shown", [])
    if not _is_list_of_texts(linked) or not _is_list_of_texts(shown):
        raise HTTPException(400, 'expected lists of IRIs, "linked" and "shown"')
    iri, property_ = text_of(body, "iri"), text_of(body, "property")
    incoming, lang = body.get("incoming") is True, language_of(request)
    workers = request.app.state.workers
    return await workers.run(neighbours, iri, property_, incoming, linked, shown, lang)


async def _path(request: Request, body: dict[str, Any]) -> Any:
    workers, lang = request.app.state.workers, language_of(request)
    return await workers.run(path_between, text_of(body, "from"), text_of(body, "to"), lang)


async def _shared(request: Request, body: dict[str, Any]) -> Any:
    workers, lang = request.app.state.workers, language_of(request)
    return await workers.run(shared_neighbours, text_of(body, "from"), text_of(body, "to"), lang)


async def _evidence(request: Request, body: dict[str, Any]) -> Any:
    workers, lang = request.app.state.workers, language_of(request)
    link = (text_of(body, name) for name in ("from", "property", "to"))
    return await workers.run(link_evidence, *link, lang)


async def _save(request: Request, body: dict[str, Any]) -> Any:
    links, alone = body.get("links"), body.get("alone", 0)
    whole = isinstance(links, list) and all(_is_list_of_texts(link) for link in links)
    if not whole or any(len(link) != len("spo") for link in links or ()):
        raise HTTPException(400, 'expected a list of "links", each of three IRIs')
    if not isinstance(alone, int):
        raise HTTPException(400, 'expected a number "alone"')
    workers, lang = request.app.state.workers, language_of(request)
    return {"page": await workers.run(saved, links, alone, lang)}


def _is_list_of_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


async def _drawing_library(request: Request) -> Response:
    """Return the library that draws the network page, which the explorer draws with too."""
    from yuqiao.exports.network.page.document import shared_files

    script = shared_files()["vendor/vis-network.min.js"]
    return Response(script, 200, {"Cache-Control": "max-age=86400"}, "text/javascript")
