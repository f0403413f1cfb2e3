"""The layout of all pages: head, navigation and footer."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from yuqiao.exports.site.pages.html import Markup, element, joined, safe_link
from yuqiao.exports.site.pages.localization import OWN_NAME, once_for_locale
from yuqiao.exports.site.scope import licence_name
from yuqiao.graph.labels import LANGUAGES

if TYPE_CHECKING:
    from yuqiao.exports.site.pages.localization import Locale, PageContext

_IN_ITSELF = {
    "en": "English", "zh": "中文", "de": "Deutsch", "fr": "Français", "ja": "日本語",
    "es": "Español", "it": "Italiano", "pt": "Português", "nl": "Nederlands", "ru": "Русский",
    "ko": "한국어", "pl": "Polski", "sv": "Svenska", "da": "Dansk", "fi": "Suomi",
    "cs": "Čeština", "el": "Ελληνικά", "hu": "Magyar", "uk": "Українська", "tr": "Türkçe",
    "ar": "العربية", "he": "עברית", "zh-Hant": "繁體中文", "fa": "فارسی", "hi": "हिन्दी",
    "id": "Bahasa Indonesia", "vi": "Tiếng Việt", "th": "ไทย", "ro": "Română", "bg": "Български",
    "hr": "Hrvatski", "sk": "Slovenčina", "sl": "Slovenščina", "nb": "Norsk bokmål", "et": "Eesti",
    "lt": "Lietuvių", "lv": "Latviešu", "ca": "Català", "ga": "Gaeilge", "mt": "Malti",
}  # fmt: skip
"""Languages in themselves; another is shown by its tag."""


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
            element("footer", _foot(locale, context.up), _mistakes(context)),
            element("script", Markup(head.script)) if head.script else None,
        ),
        "\n",
        lang=locale.page_tag,
    )


def _head(context: PageContext, head: Head) -> Markup:
    parts = [
        _rules(head.script),
        element("title", _page_title(context.locale, head.title)),
        element("meta", name="description", content=head.summary) if head.summary else None,
        None if head.index else element("meta", name="robots", content="noindex"),
        element("link", rel="stylesheet", href=context.file("style.css")),
        element("link", rel="icon", href="data:,"),
        context.named(_alternates(context.locale)),
        head.links,
    ]
    return Markup("".join(["\n" + part for part in parts if part]))


@once_for_locale
def _alternates(locale: Locale) -> str:
    return "\n".join(
        element("link", rel="alternate", hreflang=_tag(lang), href=OWN_NAME + end)
        for lang, end in locale.scope.ends.items()
    )


@lru_cache(maxsize=16)
def _rules(script: str) -> Markup:
    """Write what every page begins with, and the policy that permits its own script alone."""
    permitted = f"'{_hash(script)}'" if script else "'none'"
    policy = (
        f"default-src 'none'; script-src {permitted}; style-src 'self' file:; "
        "img-src 'self' data: file:; base-uri 'none'; form-action 'none'"
    )
    parts = [
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
    ]
    return Markup("\n".join(parts))


def _hash(script: str) -> str:
    """Return the hash source of a script (W3C CSP Level 3, section 2.3.1)."""
    digest = hashlib.sha256(script.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def _mistakes(context: PageContext) -> Markup | None:
    """Link to where a mistake on the page is reported, if the site says where."""
    address = context.locale.scope.mistakes_address(context.subject)
    if not address:
        return None
    link = element("a", context.locale.word("report-mistake"), href=address, rel="external")
    return element("p", link)


def _tag(lang: str) -> str:
    return LANGUAGES.get(lang, lang)


@once_for_locale
def site_title(locale: Locale) -> tuple[str, str | None]:
    """Return the title of the site, with its language tag if it is not the page's."""
    title, tag = locale.scope.title(locale.lang)
    return (title, locale.tag_if_foreign(tag)) if title else (locale.word("site"), None)


def _page_title(locale: Locale, title: str) -> str:
    whole, _ = site_title(locale)
    return title if title == whole else f"{title} · {whole}"


def _banner(context: PageContext) -> Markup:
    locale = context.locale
    known = dict(locale.scope.places)
    switches = context.named(_switches(locale))
    return element(
        "header",
        element("div", _brand(locale, context.up), switches, class_="top"),
        _navigation(locale, context.up, context.path if context.path in known else ""),
        class_="banner",
    )


@once_for_locale
def _brand(locale: Locale, up: str) -> Markup:
    title, tag = site_title(locale)
    return element("a", title, href=f"{up}index{locale.end}", class_="brand", lang=tag)


@once_for_locale
def _switches(locale: Locale) -> Markup:
    """Write the links to a page in its other languages."""
    links = [
        element(
            "a",
            _IN_ITSELF.get(lang) or _IN_ITSELF.get(lang.partition("-")[0], lang),
            href=OWN_NAME + end,
            hreflang=_tag(lang),
            lang=_tag(lang),
            rel="alternate",
            class_="switch",
        )
        for lang, end in locale.scope.ends.items()
        if lang != locale.lang
    ]
    if len(links) > 1:
        return element("span", [[each, " "] for each in links], class_="switches")
    return joined(links)


@once_for_locale
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
        for path, key in locale.scope.places
    ]
    return element("nav", element("ul", listed), aria_label=locale.word("nav"))


@once_for_locale
def _foot(locale: Locale, up: str) -> Markup:
    def to(path: str, key: str) -> Markup:
        return element("a", locale.word(f"nav-{key}"), href=up + path + locale.end)

    links: list[object] = [to("downloads", "downloads")]
    if locale.scope.is_register:
        links += [" · ", to("shapes", "shapes")]
    return joined(
        [
            element("p", locale.word("foot-facts")) if locale.scope.is_register else None,
            element("p", *links),
            _terms_of_use(locale),
        ]
    )


def _terms_of_use(locale: Locale) -> Markup | None:
    """Write the licence and the edition that the graph states."""
    scope = locale.scope
    parts: list[str] = []
    if scope.licence:
        parts += [locale.word("licence"), licence_link(scope.licence)]
    if scope.licence and scope.edition:
        parts.append(" · ")
    if scope.edition:
        parts += [locale.word("edition-of"), scope.edition]
    return element("p", *parts) if parts else None


def terms_of_use(locale: Locale) -> str:
    """Return the licence and the edition that the graph states, as text."""
    scope, word = locale.scope, locale.word
    licence = scope.licence and word("licence") + (licence_name(scope.licence) or scope.licence)
    edition = scope.edition and word("edition-of") + scope.edition
    return " · ".join(filter(None, (licence, edition)))


def licence_link(licence: str) -> Markup:
    """Write a licence: by its name if its address is well known, linked if it is one.

    >>> licence_link("https://creativecommons.org/licenses/by/4.0/")
    '<a href="https://creativecommons.org/licenses/by/4.0/" rel="license external">CC BY 4.0</a>'
    """
    if safe_link(licence) is None:
        return joined([licence])
    name = licence_name(licence) or licence
    return element("a", name, href=licence, rel="license external")
