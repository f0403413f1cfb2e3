"""The page of the files to take away, and the page that stands for what is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yuqiao.exports.site.data.changelog import LOG, LOG_TEXT, details_of
from yuqiao.exports.site.data.dumps import MANIFEST, OF_TERMS
from yuqiao.exports.site.pages.html import Markup, element
from yuqiao.exports.site.pages.layout import Head, page
from yuqiao.graph.rdf.formats import RDF_FORMATS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yuqiao.exports.site.data.changelog import Edition
    from yuqiao.exports.site.data.dumps import Dump
    from yuqiao.exports.site.data.void_dcat import Described
    from yuqiao.exports.site.pages.language_edition import Sheet

_TERMS = ("def", "schemes", "shapes")


def downloads_page(sheet: Sheet, dumps: Sequence[Dump], dataset: Described) -> str:
    """List the files: the whole graph, the vocabulary, their description, their checksums."""
    word = sheet.edition.word
    title, lead = word("nav-downloads"), word("way-downloads")
    terms = [f"{name}{RDF_FORMATS[form].extension}" for name in _TERMS for form in OF_TERMS]
    about = [f"dataset/{dataset.name}{RDF_FORMATS[form].extension}" for form in OF_TERMS]
    return page(
        sheet,
        Head(title, lead),
        element("header", element("h1", title), element("p", lead, class_="lead"), class_="thing"),
        element("h2", word("whole-graph")),
        dump_table(sheet, dumps),
        element("h2", word("whole-vocabulary")),
        _files(sheet, [*terms, "context.jsonld"]),
        element("h2", word("description-files")),
        _files(sheet, about),
        element("h2", word("changes")),
        element("p", element("a", word("nav-changes"), href=sheet.to("changes"))),
        _files(sheet, [LOG_TEXT, LOG]),
        element("h2", word("checksums")),
        _files(sheet, [MANIFEST]),
    )


def dump_table(sheet: Sheet, dumps: Sequence[Dump]) -> Markup:
    """List the dumps, each with its size and its checksum."""
    word = sheet.edition.word
    heads = ("file", "format", "size", "checksum")
    head = element("tr", [element("th", word(f"head-{key}"), scope="col") for key in heads])
    rows = [
        element(
            "tr",
            element("td", element("a", dump.path.rpartition("/")[2], href=sheet.file(dump.path))),
            element("td", dump.media_type),
            element("td", f"{dump.size:,}"),
            element("td", element("code", dump.sha256), class_="sum"),
        )
        for dump in dumps
    ]
    table = element("table", element("thead", head), element("tbody", rows))
    return element("div", table, class_="wide")


def _files(sheet: Sheet, names: Sequence[str]) -> Markup:
    items = [element("li", element("a", name, href=sheet.file(name))) for name in names]
    return element("ul", items, class_="files")


def changes_page(sheet: Sheet, log: Sequence[Edition]) -> str:
    """Tell what changed from edition to edition, the newest first."""
    word = sheet.edition.word
    title, lead = word("nav-changes"), word("changes")
    return page(
        sheet,
        Head(title, lead),
        element("header", element("h1", title), element("p", lead, class_="lead"), class_="thing"),
        [_edition(sheet, edition) for edition in log],
        _files(sheet, [LOG_TEXT, LOG]),
    )


def _edition(sheet: Sheet, edition: Edition) -> Markup:
    title = sheet.edition.word("edition").format(edition.number)
    version = element("small", edition.version) if edition.version else None
    details = details_of(edition)
    return element(
        "section",
        element("h2", title, " ", version),
        element("p", edition.summary, lang="en"),
        _files(sheet, details) if details else None,
        id=f"edition-{edition.number}",
    )


def missing_page(sheet: Sheet) -> str:
    """Write the page for an address that nothing has.

    A server shows it at any depth, so its links begin at the top of the site.
    """
    word = sheet.edition.word
    title = word("not-found")
    return page(
        sheet,
        Head(title, index=False),
        element(
            "header",
            element("h1", title),
            element("p", word("not-found-told"), class_="lead"),
            class_="thing",
        ),
    )
