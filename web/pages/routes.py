"""The addresses of the pages, and which worker's job writes each."""

from __future__ import annotations

import hashlib
import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from yuqiao.exports.site.data.entity_data import DATA_FORMATS
from yuqiao.exports.site.entity_paths import href
from yuqiao.exports.site.scope import SECTIONS
from yuqiao.graph.evidence.register_check import LONGEST_TEXT
from yuqiao.graph.labels import LANGUAGES
from yuqiao.graph.rdf.formats import RDF_FORMATS
from yuqiao.web.negotiation import preferred
from yuqiao.web.pages.changes import changes
from yuqiao.web.pages.check import checked_programmes
from yuqiao.web.pages.comparison import compared_entities
from yuqiao.web.pages.entities import (
    EXTENSIONS,
    EntityAddress,
    entity_data,
    entity_page,
    path_of,
)
from yuqiao.web.pages.findings import findings
from yuqiao.web.pages.home import browse_list, home_content
from yuqiao.web.pages.network import network_page
from yuqiao.web.pages.questions import QuestionForm, answered_question, question_list
from yuqiao.web.pages.search import found_entities
from yuqiao.web.remembered import remembered
from yuqiao.web.rendering import language_of, render

if TYPE_CHECKING:
    from starlette.requests import Request

_MEDIA_TYPES = {RDF_FORMATS[name].media_type: name for name in DATA_FORMATS}
_OWN = "text/html"
_LONGEST_NAME = 2000


def page_routes() -> list[Route]:
    """Return the routes of the pages; that of entities takes every other path."""
    return [
        Route("/", home_page),
        Route("/search", search_page),
        Route("/browse/{section}", browse_page_of),
        Route("/questions/", questions_list_page),
        Route("/questions", to_questions),
        Route("/questions/index", to_questions),
        Route("/questions/{name}", question_form_page),
        Route("/network", network_document),
        Route("/check", check_page),
        Route("/compare", comparison_page),
        Route("/curators", curators_page),
        Route("/findings", findings_page),
        Route("/changes", changes_page),
        Route("/resource", resource),
        Route("/resource{end}", resource),
        Route("/{path:path}", entity),
    ]


def top_of(request: Request) -> str:
    """Return the URL of the root of the application."""
    return f"{request.app.state.settings.root_path}/"


async def home_page(request: Request) -> Response:
    """Show what the graph holds, and the ways into it."""
    content = await remembered(request, home_content, language_of(request), top_of(request))
    return await render(
        request,
        "home.html",
        content=content,
        title=request.app.state.source.title,
    )


async def stylesheet(request: Request) -> Response:
    """Return the stylesheet that the application shares with published sites."""
    css = files("yuqiao.exports.site.pages").joinpath("style.css").read_bytes()
    tag = f'"{hashlib.sha256(css).hexdigest()[:16]}"'
    headers = {"ETag": tag, "Cache-Control": "max-age=300"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(css, media_type="text/css", headers=headers)


async def search_page(request: Request) -> Response:
    """Show the entities with a text in their names; as JSON for scripts."""
    text = request.query_params.get("q", "")[:200]
    found = await remembered(request, found_entities, text, language_of(request))
    if preferred(request.headers.get("accept"), ("text/html", "application/json")) != _OWN:
        matches = [
            {"name": each.name, "iri": each.iri, "page": top_of(request) + each.address}
            for each in found
        ]
        return Response(json.dumps(matches, ensure_ascii=False), media_type="application/json")
    return await render(request, "search.html", text=text, found=found)


async def browse_page_of(request: Request) -> Response:
    """Show all partnerships by one property."""
    section = request.path_params["section"]
    content = None
    if section in SECTIONS:
        arguments = (section, language_of(request), top_of(request))
        content = await remembered(request, browse_list, *arguments)
    if content is None:
        raise HTTPException(404, "there is no such list")
    return await render(request, "content.html", content=content)


async def questions_list_page(request: Request) -> Response:
    """Show the questions of the catalogue."""
    return await render(
        request,
        "questions.html",
        questions=question_list(language_of(request)),
    )


async def to_questions(request: Request) -> Response:
    """Lead to the list of questions."""
    return RedirectResponse(f"{top_of(request)}questions/", 308)


async def question_form_page(request: Request) -> Response:
    """Show a question as a form, with the answer for the values given."""
    asked = dict(request.query_params)
    _, view = asked.pop("lang", ""), asked.pop("view", "")
    given = tuple(sorted(asked.items()))
    most = request.app.state.settings.row_limit
    name = request.path_params["name"]
    form: QuestionForm = await remembered(
        request, _answered, name, given, most, view, language_of(request), top_of(request)
    )
    link = f"{top_of(request)}sparql?{urlencode({'query': form.sparql})}"
    return await render(request, "question.html", form=form, given=given, link=link, most=most)


def _answered(
    graph: Any, name: str, given: tuple[tuple[str, str], ...], *rest: Any
) -> QuestionForm:
    return answered_question(graph, name, dict(given), *rest)


async def check_page(request: Request) -> Response:
    """Check whether a programme is approved."""
    text = request.query_params.get("q", "")[:LONGEST_TEXT]
    arguments = (text, language_of(request), top_of(request))
    content = await remembered(request, checked_programmes, *arguments)
    return await render(request, "content.html", content=content)


async def comparison_page(request: Request) -> Response:
    """Show two entities side by side."""
    named = [request.query_params.get(name, "")[:_LONGEST_NAME] for name in ("a", "b")]
    compared = await remembered(
        request, compared_entities, *named, language_of(request), top_of(request)
    )
    return await render(request, "compare.html", compared=compared)


async def curators_page(request: Request) -> Response:
    """Show what whoever keeps the graph looks at; nothing is changed there."""
    return await render(
        request,
        "curators.html",
        has_earlier=bool(request.app.state.settings.earlier),
    )


async def findings_page(request: Request) -> Response:
    """Show what the validation found."""
    content = await remembered(request, findings, language_of(request), top_of(request))
    return await render(request, "content.html", content=content)


async def changes_page(request: Request) -> Response:
    """Show what changed since an earlier edition."""
    content = await remembered(request, changes, language_of(request), top_of(request))
    if content is None:
        raise HTTPException(404, "no earlier edition was named when the server was started")
    return await render(request, "content.html", content=content)


async def network_document(request: Request) -> Response:
    """Return the network of the graph, as the page that works offline."""
    document = await remembered(request, network_page, language_of(request))
    return Response(
        document, media_type="text/html", headers={"Content-Security-Policy": _NETWORK_POLICY}
    )


_NETWORK_POLICY = "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
"""The document has a stricter policy of its own, with the hashes of its scripts."""


async def resource(request: Request) -> Response:
    """Show what has an IRI, at its own address if it has one."""
    iri = request.query_params.get("iri", "")
    end = request.path_params.get("end", "")
    if not iri or (end and end not in EXTENSIONS):
        raise HTTPException(404, "expected an address such as resource?iri=http://example.org/a")
    path = await remembered(request, path_of, iri)
    if path is not None:
        lang = request.query_params.get("lang", "")
        chosen = f"?lang={lang}" if lang in LANGUAGES else ""
        return RedirectResponse(f"{top_of(request)}{href(path)}{end}{chosen}", 303)
    address = EntityAddress(top_of(request), iri=iri)
    return await _entity(request, address, EXTENSIONS.get(end))


async def entity(request: Request) -> Response:
    """Show an entity at the path of its IRI: as a page, or as data by extension or Accept."""
    path = request.path_params["path"]
    for extension, form in EXTENSIONS.items():
        if path.endswith(extension):
            address = EntityAddress(top_of(request), path.removesuffix(extension))
            return await _entity(request, address, form)
    return await _entity(request, EntityAddress(top_of(request), path), None)


async def _entity(request: Request, address: EntityAddress, form: str | None) -> Response:
    if form is None:
        wanted = preferred(request.headers.get("accept"), (_OWN, *_MEDIA_TYPES))
        form = _MEDIA_TYPES.get(wanted or _OWN)
    if form is None:
        lang = language_of(request)
        content = await remembered(request, entity_page, address, lang)
        if content is not None:
            return await render(request, "content.html", content=content)
    else:
        data = await remembered(request, entity_data, address, form)
        if data is not None:
            headers = {"Vary": "Accept", "Access-Control-Allow-Origin": "*"}
            return Response(data, media_type=RDF_FORMATS[form].media_type, headers=headers)
    raise HTTPException(404, "the graph has nothing at this address")
