"""The start page of the site of any graph: what the graph says of itself, and the ways into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yuqiao.exports.site.pages.html import Markup, element
from yuqiao.exports.site.pages.lists.classes import INDEX, class_name
from yuqiao.exports.site.pages.page_layout import Head, licence_link, page, site_title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import NamedNode

    from yuqiao.exports.site.pages.lists.classes import ClassIndex
    from yuqiao.exports.site.pages.localization import PageContext

_FEW = 12  # classes that the start page counts


def graph_home(context: PageContext, index: ClassIndex, dataset: NamedNode) -> str:
    """Write the start page.

    :param dataset: what describes the published graph
    """
    locale = context.locale
    title, tag = site_title(locale)
    text, text_tag = locale.scope.description(locale.lang)
    return page(
        context,
        Head(title, text or title),
        element(
            "header",
            element("h1", title, lang=tag),
            element("p", text, class_="lead", lang=locale.tag_if_foreign(text_tag))
            if text
            else None,
            element("p", list(_terms(context, dataset)), class_="quiet"),
            class_="thing",
        ),
        element("ul", list(_ways(context)), class_="cards"),
        element("h2", locale.word("holds")) if index.paths else None,
        _classes(context, index) if index.paths else None,
    )


def _terms(context: PageContext, dataset: NamedNode) -> Iterator[object]:
    scope, word = context.locale.scope, context.locale.word
    if scope.licence:
        yield from (word("licence"), licence_link(scope.licence), " · ")
    if scope.edition:
        yield from (word("edition-of"), scope.edition, " · ")
    path = context.locale.places.path(dataset) or ""
    yield element("a", word("about-dataset"), href=context.to(path))


def _ways(context: PageContext) -> Iterator[Markup]:
    word = context.locale.word
    for path, key in context.locale.scope.places:
        link = element("a", word(f"nav-{key}"), href=context.to(path))
        yield element("li", link, element("p", word(f"go-{key}")))


def _classes(context: PageContext, index: ClassIndex) -> Markup:
    locale = context.locale
    counts = [
        element(
            "div",
            element("dt", element("a", class_name(locale, index, class_), href=context.to(path))),
            element("dd", f"{len(index.members[class_]):,}"),
        )
        for class_, path in list(index.paths.items())[:_FEW]
    ]
    more = len(index.paths) - _FEW
    rest = element("p", element("a", locale.counted("more", more), href=context.to(INDEX)))
    return element("div", element("dl", counts, class_="counts"), rest if more > 0 else None)
