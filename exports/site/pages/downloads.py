"""The pages of downloads and changes, and the 404 page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yuqiao.exports.site.data.changelog import LOG, LOG_TEXT, details_of
from yuqiao.exports.site.data.dumps import OF_TERMS
from yuqiao.exports.site.data.manifest import MANIFEST
from yuqiao.exports.site.pages.html import Markup, element
from yuqiao.exports.site.pages.page_layout import Head, page
from yuqiao.graph.rdf.formats import RDF_FORMATS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yuqiao.exports.site.data.changelog import SiteVersion
    from yuqiao.exports.site.data.dumps import Dump
    from yuqiao.exports.site.pages.localization import PageContext

_TERMS = ("def", "schemes", "shapes")


def downloads_page(context: PageContext, dumps: Sequence[Dump], description: str) -> str:
    """Write the list of files: the whole graph, the vocabulary, descriptions and checksums.

    :param description: the path of the description of the dataset, without its extension
    """
    word = context.locale.word
    title = word("nav-downloads")
    lead = word("way-downloads" if context.locale.scope.is_register else "go-downloads")
    is_register = context.locale.scope.is_register
    terms = [f"{name}{RDF_FORMATS[form].extension}" for name in _TERMS for form in OF_TERMS]
    about = [f"{description}{RDF_FORMATS[form].extension}" for form in OF_TERMS]
    return page(
        context,
        Head(title, lead),
        element("header", element("h1", title), element("p", lead, class_="lead"), class_="thing"),
        element("h2", word("whole-graph")),
        dump_table(context, dumps),
        [element("h2", word("whole-vocabulary")), _files(context, [*terms, "context.jsonld"])]
        if is_register
        else None,
        element("h2", word("description-files")),
        _files(context, about),
        element("h2", word("changes")),
        element("p", element("a", word("nav-changes"), href=context.to("changes"))),
        _files(context, [LOG_TEXT, LOG]),
        element("h2", word("checksums")),
        _files(context, [MANIFEST]),
    )


def dump_table(context: PageContext, dumps: Sequence[Dump]) -> Markup:
    """Write the table of dumps, with sizes and checksums."""
    word = context.locale.word
    heads = ("file", "format", "size", "checksum")
    head = element("tr", [element("th", word(f"head-{key}"), scope="col") for key in heads])
    rows = [
        element(
            "tr",
            element("td", element("a", dump.path.rpartition("/")[2], href=context.file(dump.path))),
            element("td", dump.media_type),
            element("td", f"{dump.size:,}"),
            element("td", element("code", dump.sha256), class_="sum"),
        )
        for dump in dumps
    ]
    table = element("table", element("thead", head), element("tbody", rows))
    found = {dump.form for dump in dumps}
    missing = ", ".join(syntax.title for form, syntax in RDF_FORMATS.items() if form not in found)
    remark = element("p", word("formats-missing").format(missing)) if missing else None
    return element("div", table, remark, class_="wide")


def _files(context: PageContext, names: Sequence[str]) -> Markup:
    items = [element("li", element("a", name, href=context.file(name))) for name in names]
    return element("ul", items, class_="files")


def changes_page(context: PageContext, log: Sequence[SiteVersion]) -> str:
    """Write the changes between versions, the newest first."""
    word = context.locale.word
    title, lead = word("nav-changes"), word("changes")
    return page(
        context,
        Head(title, lead),
        element("header", element("h1", title), element("p", lead, class_="lead"), class_="thing"),
        [_version(context, version) for version in log],
        _files(context, [LOG_TEXT, LOG]),
    )


def _version(context: PageContext, version: SiteVersion) -> Markup:
    title = context.locale.word("edition").format(version.number)
    dated = element("small", version.version) if version.version else None
    details = details_of(version)
    return element(
        "section",
        element("h2", title, " ", dated),
        _summary(context, version),
        _files(context, details) if details else None,
        id=f"edition-{version.number}",
    )


def _summary(context: PageContext, version: SiteVersion) -> Markup:
    """Write what changed; only that of the first version is in the language of the page."""
    if version.number == 1:
        return element("p", context.locale.counted("first-version", version.triples))
    return element("p", version.summary, lang="en")


def not_found_page(context: PageContext) -> str:
    """Write the 404 page.

    A server shows it at any depth, so its links begin at the root of the site.
    """
    word = context.locale.word
    title = word("not-found")
    return page(
        context,
        Head(title, index=False),
        element(
            "header",
            element("h1", title),
            element("p", word("not-found-told"), class_="lead"),
            class_="thing",
        ),
    )
