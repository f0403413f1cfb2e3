"""The answer to "is this programme approved?", written in a worker."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from pyoxigraph import NamedNode

from yuqiao.exports.site.pages.check import programme_entry
from yuqiao.exports.site.pages.html import Markup, element, joined
from yuqiao.exports.site.pages.localization import PageContext
from yuqiao.graph.evidence.register_check import LONGEST_TEXT, NOT_OFFICIAL, check_register
from yuqiao.web.pages.entities import PageContent
from yuqiao.web.rendering import messages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from yuqiao.graph.evidence.register_check import NamedProgramme, RegisterCheck
    from yuqiao.web.served_graph import ServedGraph


def checked_programmes(graph: ServedGraph, text: str, lang: str, top: str) -> PageContent:
    """Return the page that checks the partnerships which a text finds; without a text, its form.

    :raises yuqiao.graph.errors.QueryError: when the graph describes no partnerships
    """
    found = check_register(graph.store, text) if text.strip() else None
    locale = graph.locale(lang, sorted(set(_mentioned(found))) if found else ())
    context = PageContext(locale, "check", top)
    title = locale.word("check-title")
    head = [element("h1", title), element("p", NOT_OFFICIAL.text(lang), class_="lead")]
    parts = [element("header", head, class_="thing"), _form(context, text)]
    parts += _answer(context, found) if found else []
    return PageContent(title, locale.word("way-check"), joined(parts))


def _mentioned(found: RegisterCheck) -> Iterator[str]:
    yield from (each.iri for each in (*found.matches, *found.near))
    yield from (each.iri for each in found.lists)
    for check in found.checks:
        yield from check.sources


def _form(context: PageContext, text: str) -> Markup:
    word, lang = context.locale.word, context.locale.lang
    field = element(
        "input", id="q", name="q", type="search", value=text, maxlength=str(LONGEST_TEXT),
        autocomplete="off", spellcheck="false", aria_describedby="hint",
    )  # fmt: skip
    return element(
        "form",
        element("label", word("check-label"), for_="q"),
        element("div", field, element("button", messages()["check-it"][lang]), class_="line"),
        element("p", word("check-hint"), class_="quiet", id="hint"),
        class_="search",
        method="get",
        role="search",
    )


def _answer(context: PageContext, found: RegisterCheck) -> Iterator[Markup]:
    word, lang = context.locale.word, context.locale.lang
    told = word("check-found").format(len(found.matches)) if found.matches else word("check-none")
    yield element("p", told, role="status")
    if found.unmatched:
        between = "、" if lang == "zh" else ", "
        yield element("p", word("check-unmatched").format(between.join(found.unmatched)))
    for notice in found.notices[1:]:
        yield element("p", notice.text(lang), class_="quiet")
    if found.checks:
        entries = [programme_entry(context, check, opened=True) for check in found.checks]
        yield element("div", entries, class_="checks")
    elif found.matches:
        yield _names(found.matches, lang)
    if found.near:
        yield element("h2", word("check-near"))
        yield _names(found.near, lang)
    if found.lists:
        yield element("h2", word("check-lists"))
        lists = [context.link(NamedNode(each.iri)) for each in found.lists]
        yield element("ul", [element("li", each) for each in lists], class_="names")


def _names(named: Iterable[NamedProgramme], lang: str) -> Markup:
    """List partnerships by name, each leading to its own check."""
    names = [each.label.text(lang) for each in named]
    links = [element("a", name, href=f"?q={quote(name, safe='')}") for name in names]
    return element("ul", [element("li", link) for link in links], class_="names")
