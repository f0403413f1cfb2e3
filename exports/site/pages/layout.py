"""The layout of all pages: head, navigation and footer."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from yuqiao.exports.site.pages.html import Markup, element
from yuqiao.exports.site.pages.localization import ENDS
from yuqiao.graph.labels import LANGUAGES

if TYPE_CHECKING:
    from yuqiao.exports.site.pages.localization import Locale, PageContext

SECTIONS = ("school", "country", "discipline", "level", "year")
"""The lists of partnerships, by one property each."""

_PLACES = {
    **{f"browse/{section}": section for section in SECTIONS},
    "check": "check",
    "questions/index": "questions",
    "def": "vocabulary",
    "network": "network",
    "downloads": "downloads",
    "search": "search",
}
_OTHER = {"en": "zh", "zh": "en"}
_IN_ITSELF = {"en": "English", "zh": "中文"}


@dataclass(frozen=True)
class Head:
    """The head of a page.

    :param title: the title
    :param summary: a sentence for search engines
    :param links: link elements, such as those to its data
    :param script: the script of the page
    :param index: whether search engines may list it
    """

    title: str
    summary: str = ""
    links: Markup | None = None
    script: str = ""
    index: bool = True


def page(context: PageContext, head: Head, *body: object) -> str:
    """Write a page.

    Its content security policy permits only its own script, by hash, and styles and images of the
    site. ``file:`` is included because a page on disk has no origin that ``self`` could match.

    :param body: the content of the main element
    """
    locale = context.locale
    return "<!doctype html>\n" + element(
        "html",
        "\n",
        element("head", _head(context, head), "\n"),
        "\n",
        element(
            "body",
            element("a", locale.word("skip"), href="#main", class_="skip"),
            _banner(context),
            element("main", *body, id="main"),
            _foot(locale, context.up),
            element("script", Markup(head.script)) if head.script else None,
        ),
        "\n",
        lang=locale.tag,
    )


def _head(context: PageContext, head: Head) -> Markup:
    script = f"'{_hash(head.script)}'" if head.script else "'none'"
    policy = (
        f"default-src 'none'; script-src {script}; style-src 'self' file:; "
        "img-src 'self' data: file:; base-uri 'none'; form-action 'none'"
    )
    parts = [
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
        element("title", f"{head.title} · {context.locale.word('site')}"),
        element("meta", name="description", content=head.summary) if head.summary else None,
        None if head.index else element("meta", name="robots", content="noindex"),
        element("link", rel="stylesheet", href=context.file("style.css")),
        element("link", rel="icon", href="data:,"),
        *(
            element("link", rel="alternate", hreflang=LANGUAGES[lang], href=context.beside(end))
            for lang, end in ENDS.items()
        ),
        head.links,
    ]
    return Markup("".join("\n" + part for part in parts if part))


def _hash(script: str) -> str:
    """Return the hash source of a script (W3C CSP Level 3, section 2.3.1)."""
    digest = hashlib.sha256(script.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def _banner(context: PageContext) -> Markup:
    locale = context.locale
    other = _OTHER[locale.lang]
    switch = element(
        "a",
        _IN_ITSELF[other],
        href=context.beside(ENDS[other]),
        hreflang=LANGUAGES[other],
        lang=LANGUAGES[other],
        rel="alternate",
        class_="switch",
    )
    return element(
        "header",
        element(
            "div",
            element("a", locale.word("site"), href=context.to("index"), class_="brand"),
            switch,
            class_="top",
        ),
        _navigation(context.locale, context.up, context.path if context.path in _PLACES else ""),
        class_="banner",
    )


@lru_cache(maxsize=64)  # bounded, so that the locales of finished sites are released
def _navigation(locale: Locale, up: str, here: str) -> Markup:
    """Write the links to the main pages, which many pages share.

    :param up: the relative URL of the root of the site
    :param here: the path of this page, if it is one of them
    """
    listed = [
        element(
            "li",
            element(
                "a",
                locale.word(f"nav-{key}"),
                href=up + path + locale.end,
                aria_current="page" if path == here else None,
            ),
        )
        for path, key in _PLACES.items()
    ]
    return element("nav", element("ul", listed), aria_label=locale.word("nav"))


@lru_cache(maxsize=64)  # bounded, so that the locales of finished sites are released
def _foot(locale: Locale, up: str) -> Markup:
    def to(path: str, key: str) -> Markup:
        return element("a", locale.word(f"nav-{key}"), href=up + path + locale.end)

    return element(
        "footer",
        element("p", locale.word("foot-facts")),
        element("p", to("downloads", "downloads"), " · ", to("shapes", "shapes")),
    )
