"""The addresses of the reconciliation service, and who may read its answers.

The service is that of https://reconciliation-api.github.io/specs/0.2/, at ``/reconcile`` in the
language of the reader, at ``/reconcile/en`` and ``/reconcile/zh`` in that one.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from yuqiao import __version__
from yuqiao.graph.curation.matching.reconciliation_query import (
    MOST_QUERIES,
    BatchTooLargeError,
    parse_batch,
    parse_extension,
)
from yuqiao.graph.errors import InputError, QueryError, YuqiaoError
from yuqiao.graph.labels import LANGUAGES
from yuqiao.graph.translation import translate
from yuqiao.web.failures import http_failure, yuqiao_failure
from yuqiao.web.reconciliation.answers import (
    extended,
    own_description,
    preview,
    proposed,
    reconciled,
    suggested,
)
from yuqiao.web.rendering import language_of
from yuqiao.web.security import LOOPBACK

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request

    Handler = Callable[[Request], Awaitable[Response]]

_LARGEST = 4 << 20  # bytes of a batch
_LONGEST_PREFIX = 200
_MOST_PROPERTIES = 100
_CALLBACK = re.compile(r"[A-Za-z_$][\w$]*(\.[A-Za-z_$][\w$]*)*", re.ASCII)
_LONGEST_CALLBACK = 100
_PREVIEW = {"width": 430, "height": 300}
_ANY_CLASS = "http://www.w3.org/2000/01/rdf-schema#Resource"
_PAGE = """\
<!DOCTYPE html>
<html lang="{lang}"><head><meta charset="utf-8"><title>Yuqiao</title><style nonce="{nonce}">
body {{ font: 14px/1.4 system-ui, sans-serif; margin: 8px; overflow-wrap: anywhere;
  color-scheme: light dark }}
h1 {{ font-size: 16px; margin: 0 }} p {{ margin: 2px 0 }}
th {{ text-align: start; font-weight: normal; opacity: .75; padding-inline-end: 12px;
  vertical-align: top; white-space: nowrap }}
</style></head><body>{content}</body></html>
"""
_KINDS = ("entity", "type", "property")


def reconciliation_routes() -> list[Route]:
    """Return the routes of the service: for the reader's language, English and Chinese."""
    paths: dict[str, tuple[Handler, list[str]]] = {
        "": (_readable(_service), ["GET", "POST"]),
        "/suggest/{kind}": (_readable(_suggest), ["GET"]),
        "/flyout/{kind}": (_readable(_flyout), ["GET"]),
        "/properties": (_readable(_properties), ["GET"]),
        "/preview": (_readable(_preview), ["GET"]),
    }
    tops = ("/reconcile", *(f"/reconcile/{lang}" for lang in LANGUAGES))
    return [
        Route(top + path, handler, methods=methods)
        for top in tops
        for path, (handler, methods) in paths.items()
    ]


def _readable(handler: Handler) -> Handler:
    """Return a handler whose answers, errors too, can be read by the pages that may read them."""

    async def with_origin(request: Request) -> Response:
        try:
            response = await handler(request)
        except BatchTooLargeError as error:
            response = await http_failure(request, HTTPException(413, _told(request, error)))
        except InputError as error:
            response = await http_failure(request, HTTPException(501, _told(request, error)))
        except YuqiaoError as error:
            error.args = (_told(request, error),)
            response = await yuqiao_failure(request, error)
        except HTTPException as error:
            response = await http_failure(request, error)
        if _may_read(request) and "origin" in request.headers:
            anyone = _is_public(request)
            origin = "*" if anyone else request.headers["origin"]
            response.headers["Access-Control-Allow-Origin"] = origin
        return response

    return with_origin


def _told(request: Request, error: YuqiaoError) -> str:
    return translate(str(error), _language(request))


def _is_public(request: Request) -> bool:
    """Return whether any page may read the graph: the bundled one, and what was opened to all."""
    state = request.app.state
    return state.source.kind == "bundled" or "*" in state.settings.origins


def _may_read(request: Request) -> bool:
    """Return whether the page that asks may read the graph: OpenRefine's is on this machine."""
    if _is_public(request):
        return True
    asking = request.headers.get("origin") or request.headers.get("referer") or ""
    if not asking:
        return request.headers.get("sec-fetch-site", "none") != "cross-site"
    parts = urlsplit(asking)
    origin = f"{parts.scheme}://{parts.netloc}"
    return (parts.hostname or "") in LOOPBACK or origin in request.app.state.settings.origins


def _language(request: Request) -> str:
    """Return the language of the path, else that of the reader."""
    named = request.url.path.partition("/reconcile/")[2].partition("/")[0]
    return named if named in LANGUAGES else language_of(request)


def _root(request: Request) -> str:
    """Return the address of the application, as the client has it."""
    url, root = request.url, request.app.state.settings.root_path
    return f"{url.scheme}://{url.netloc}{root}"


def _top(request: Request) -> str:
    """Return the path of the service in the language of the path, if that names one."""
    named = request.url.path.partition("/reconcile/")[2].partition("/")[0]
    return f"/reconcile/{named}" if named in LANGUAGES else "/reconcile"


def _json(request: Request, content: Any) -> Response:
    """Return a JSON document, or a script that calls the function which the request names."""
    callback = request.query_params.get("callback")
    text = json.dumps(content, ensure_ascii=False, allow_nan=False)
    if callback is None:
        return Response(text, media_type="application/json")
    if len(callback) > _LONGEST_CALLBACK or not _CALLBACK.fullmatch(callback):
        raise HTTPException(400, "callback: expected the name of a function in JavaScript")
    if not _may_read(request):
        raise HTTPException(403, "a page of another site may not read this graph")
    for sign in "<\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Response(f"/**/{callback}({text});", media_type="text/javascript")


async def _service(request: Request) -> Response:
    """Answer a batch of queries, or one for values; without either, with the manifest."""
    fields = dict(request.query_params)
    if request.method == "POST":
        fields |= await _form(request)
    workers, lang = request.app.state.workers, _language(request)
    if "queries" in fields:
        batch = parse_batch(fields["queries"])
        return _json(request, await workers.run(reconciled, batch, lang))
    if "extend" in fields:
        asked = parse_extension(fields["extend"])
        return _json(request, await workers.run(extended, asked, lang))
    if request.method == "POST":
        raise HTTPException(400, 'the form has neither "queries" nor "extend"')
    return _json(request, await _manifest(request))


async def _form(request: Request) -> dict[str, str]:
    content = bytearray()
    async for piece in request.stream():
        content += piece
        if len(content) > _LARGEST:
            raise HTTPException(413, f"the request is larger than {_LARGEST >> 20} MiB")
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise HTTPException(415, "expected a form (application/x-www-form-urlencoded)")
    try:
        return dict(parse_qsl(content.decode("utf-8"), keep_blank_values=True))
    except UnicodeDecodeError:
        raise HTTPException(400, "the form is not UTF-8") from None


async def _manifest(request: Request) -> dict[str, Any]:
    state, root, top = request.app.state, _root(request), _top(request)
    described = await state.workers.run(own_description, _language(request))
    services = {
        kind: {
            "service_url": root,
            "service_path": f"{top}/suggest/{kind}",
            "flyout_service_url": root,
            "flyout_service_path": f"{top}/flyout/{kind}?id=${{id}}",
        }
        for kind in (_KINDS if described["defaultTypes"] else _KINDS[:1])
    }
    proposals = {"service_url": root, "service_path": f"{top}/properties"}
    return {
        "versions": ["0.1", "0.2"],
        "name": f"Yuqiao: {state.source.title}",
        **described,
        "schemaSpace": _ANY_CLASS,
        "documentation": f"{root}/curators",
        "serviceVersion": __version__,
        "batchSize": MOST_QUERIES,
        "view": {"url": f"{root}/resource?iri={{{{id}}}}"},
        "preview": {"url": f"{root}{top}/preview?id={{{{id}}}}", **_PREVIEW},
        "suggest": services,
        "extend": {"propose_properties": proposals, "property_settings": []},
    }


async def _suggest(request: Request) -> Response:
    prefix = request.query_params.get("prefix", "")[:_LONGEST_PREFIX]
    start = _number(request, "cursor", 0, 100_000)
    job, lang = (suggested, _kind(request), prefix, start), _language(request)
    return _json(request, await request.app.state.workers.run(*job, lang))


async def _properties(request: Request) -> Response:
    most = _number(request, "limit", _MOST_PROPERTIES, 1_000)
    class_ = request.query_params.get("type", "")
    workers, lang = request.app.state.workers, _language(request)
    return _json(request, await workers.run(proposed, class_, most, lang))


async def _preview(request: Request) -> Response:
    """Show an entity in a frame of the page that asks."""
    lang, nonce = _language(request), request.state.nonce
    content = await _lines_about(request)
    page = _PAGE.format(lang=LANGUAGES[lang], nonce=nonce, content=content)
    ancestors = "*" if _is_public(request) else _local_origins(request)
    policy = f"default-src 'none'; style-src 'nonce-{nonce}'; base-uri 'none'"
    policy += f"; frame-ancestors {ancestors}"
    return HTMLResponse(page, headers={"Content-Security-Policy": policy})


async def _flyout(request: Request) -> Response:
    _kind(request)
    content = await _lines_about(request)
    return _json(request, {"id": request.query_params["id"], "html": content})


async def _lines_about(request: Request) -> str:
    iri = request.query_params.get("id", "")
    job, lang = (preview, iri), _language(request)
    lines: str | None = await request.app.state.workers.run(*job, lang)
    if lines is None:
        raise HTTPException(404, "id: the graph has nothing with this identifier")
    return lines


def _local_origins(request: Request) -> str:
    local = ("http://127.0.0.1:*", "http://localhost:*", "'self'")
    return " ".join((*local, *request.app.state.settings.origins))


def _kind(request: Request) -> str:
    kind: str = request.path_params["kind"]
    if kind not in _KINDS:
        raise HTTPException(404, f"expected one of {', '.join(_KINDS)}")
    return kind


def _number(request: Request, name: str, default: int, most: int) -> int:
    text = request.query_params.get(name, str(default))
    if not (text.isascii() and text.isdecimal()) or len(text) > 9 or int(text) > most:
        raise QueryError(f"{name}: expected a whole number from 0 to {most}")
    return int(text)
