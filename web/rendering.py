"""Pages from templates, in the language of the reader; data reaches them as text only."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from starlette.responses import HTMLResponse

from yuqiao.graph.labels import LANGUAGES
from yuqiao.graph.questions.catalogue import current_catalogue
from yuqiao.web.negotiation import languages
from yuqiao.web.remembered import remembered
from yuqiao.web.served_graph import describes_partnerships

if TYPE_CHECKING:
    from starlette.requests import Request

COOKIE = "yuqiao-lang"
"""Where the browser keeps the language that its reader chose."""


def language_of(request: Request) -> str:
    """Return the language of pages: chosen in the address, before, or by the browser."""
    chosen = (request.query_params.get("lang"), request.cookies.get(COOKIE))
    wanted = [*chosen, *languages(request.headers.get("accept-language"))]
    default: str = request.app.state.settings.lang
    return next((lang for lang in wanted if lang in LANGUAGES), default)


async def render(
    request: Request, template: str, status_code: int = 200, **values: Any
) -> HTMLResponse:
    """Return a page, as :func:`page_of` does, after asking what kind of graph it is about."""
    request.app.state.is_register = await remembered(request, describes_partnerships)
    return page_of(request, template, status_code, **values)


def page_of(request: Request, template: str, status_code: int = 200, **values: Any) -> HTMLResponse:
    """Return a page.

    :param template: the name of a file in templates/
    :param values: what the template needs beside the language, the nonce and the root path
    """
    lang = language_of(request)
    html = (
        _environment()
        .get_template(template)
        .render(
            lang=lang,
            tag=LANGUAGES[lang],
            nonce=request.state.nonce,
            root_path=request.app.state.settings.root_path,
            path=request.url.path.removeprefix(request.app.state.settings.root_path),
            switch=_in_other_language(request, lang),
            word=lambda key: messages()[key][lang],
            is_register=request.app.state.is_register,
            has_own_questions=current_catalogue() is not None,
            **values,
        )
    )
    response = HTMLResponse(html, status_code)
    response.headers["Vary"] = "Accept, Accept-Language, Cookie"
    if request.query_params.get("lang") in LANGUAGES:
        response.set_cookie(COOKIE, lang, max_age=31_536_000, samesite="lax", httponly=True)
    return response


def _in_other_language(request: Request, lang: str) -> str:
    """Return the link to the same page in the other language."""
    (other,) = LANGUAGES.keys() - {lang}
    kept = [(key, value) for key, value in request.query_params.multi_items() if key != "lang"]
    return "?" + urlencode([*kept, ("lang", other)])


@cache
def messages() -> dict[str, dict[str, str]]:
    """Return the words of the application's own pages, by key and language."""
    import json

    text = files("yuqiao.web").joinpath("messages.json").read_text("utf-8")
    read: dict[str, dict[str, str]] = json.loads(text)
    return read


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("yuqiao.web"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
