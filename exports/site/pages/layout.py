"""What all pages share: the head, the way to the others, the foot."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from yuqiao.exports.site.pages.html import Markup, element
from yuqiao.exports.site.pages.language_edition import ENDS
from yuqiao.graph.labels import LANGUAGES

if TYPE_CHECKING:
    from yuqiao.exports.site.pages.language_edition import Edition, Sheet

SECTIONS = ("school", "country", "discipline", "level", "year")
"""The lists of what there is, each by one quality."""

_PLACES = {
    **{f"browse/{section}": section for section in SECTIONS},
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
    """What is particular to the head of a page.

    :param title: what it is about
    :param summary: a sentence for search engines
    :param links: elements for its head, such as those to its data
    :param script: a script of its own
    :param index: whether search engines are to list it
    """

    title: str
    summary: str = ""
    links: Markup | None = None
    script: str = ""
    index: bool = True


def page(sheet: Sheet, head: Head, *body: object) -> str:
    """Write a page.

    Nothing runs on it but its own script, named by its hash, and nothing is fetched but its style
    and pictures beside it. ``file:`` is named because a page on disk has no origin to be ``self``.

    :param body: the content of its main part
    """
    edition = sheet.edition
    return "<!doctype html>\n" + element(
        "html",
        "\n",
        element("head", _head(sheet, head), "\n"),
        "\n",
        element(
            "body",
            element("a", edition.word("skip"), href="#main", class_="skip"),
            _banner(sheet),
            element("main", *body, id="main"),
            _foot(edition, sheet.up),
            element("script", Markup(head.script)) if head.script else None,
        ),
        "\n",
        lang=edition.tag,
    )


def _head(sheet: Sheet, head: Head) -> Markup:
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
        element("title", f"{head.title} · {sheet.edition.word('site')}"),
        element("meta", name="description", content=head.summary) if head.summary else None,
        None if head.index else element("meta", name="robots", content="noindex"),
        element("link", rel="stylesheet", href=sheet.file("style.css")),
        element("link", rel="icon", href="data:,"),
        *(
            element("link", rel="alternate", hreflang=LANGUAGES[lang], href=sheet.beside(end))
            for lang, end in ENDS.items()
        ),
        head.links,
    ]
    return Markup("".join("\n" + part for part in parts if part))


def _hash(script: str) -> str:
    """Give a script's source expression (W3C CSP Level 3, section 2.3.1)."""
    digest = hashlib.sha256(script.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def _banner(sheet: Sheet) -> Markup:
    edition = sheet.edition
    other = _OTHER[edition.lang]
    switch = element(
        "a",
        _IN_ITSELF[other],
        href=sheet.beside(ENDS[other]),
        hreflang=LANGUAGES[other],
        lang=LANGUAGES[other],
        rel="alternate",
        class_="switch",
    )
    return element(
        "header",
        element(
            "div",
            element("a", edition.word("site"), href=sheet.to("index"), class_="brand"),
            switch,
            class_="top",
        ),
        _navigation(sheet.edition, sheet.up, sheet.path if sheet.path in _PLACES else ""),
        class_="banner",
    )


@lru_cache(maxsize=64)  # the editions of a site that is done are let go
def _navigation(edition: Edition, up: str, here: str) -> Markup:
    """Write the links to the main pages; many pages share them.

    :param up: the way to the top of the site
    :param here: which of them this page is, or nothing
    """
    listed = [
        element(
            "li",
            element(
                "a",
                edition.word(f"nav-{key}"),
                href=up + path + edition.end,
                aria_current="page" if path == here else None,
            ),
        )
        for path, key in _PLACES.items()
    ]
    return element("nav", element("ul", listed), aria_label=edition.word("nav"))


@lru_cache(maxsize=64)  # the editions of a site that is done are let go
def _foot(edition: Edition, up: str) -> Markup:
    def to(path: str, key: str) -> Markup:
        return element("a", edition.word(f"nav-{key}"), href=up + path + edition.end)

    return element(
        "footer",
        element("p", edition.word("foot-facts")),
        element("p", to("downloads", "downloads"), " · ", to("shapes", "shapes")),
    )
