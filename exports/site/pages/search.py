"""The search page: everything with a name, found in the reader's browser, from disk too.

The list is in the page itself, for a page on disk may not read another file. Claims are left out:
what they say stands with the thing they are about.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING

from yuqiao.exports.pinyin import spellings
from yuqiao.exports.site.pages.html import Markup, element, joined, seen
from yuqiao.exports.site.pages.layout import SECTIONS, Head, page

if TYPE_CHECKING:
    from yuqiao.exports.site.pages.language_edition import Edition, Sheet

_DATA = str.maketrans({character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"})


def search_entries(edition: Edition) -> list[list[object]]:
    """List what can be found: path, name here, name there, other names and pinyin, kind."""
    known = edition.known
    entries: list[list[object]] = []
    for thing in known.things:
        path, names = edition.places.path(thing), known.names(thing)
        if path is None or not names or thing in known.all_claims:
            continue
        own = edition.name(thing)
        there = next((name for name in names.values() if name != own), "")
        also = [str(getattr(value, "value", "")) for value in known.values(thing, "skos:altLabel")]
        also += [spelling for name in names.values() for spelling in spellings(name)]
        entries.append([path, own, there, also, edition.kinds(thing)])
    return entries


def search_page(sheet: Sheet) -> str:
    """Write the search page; without a script it tells where else to look."""
    edition = sheet.edition
    word = edition.word
    told = {"end": edition.end, "none": word("found-none"), "many": word("found-many")}
    data = json.dumps(
        {**told, "entries": search_entries(edition)}, ensure_ascii=False, separators=(",", ":")
    )
    lists = [
        element("li", element("a", word(f"by-{section}"), href=sheet.to(f"browse/{section}")))
        for section in SECTIONS
    ]
    script = files(__package__).joinpath("search.js").read_text("utf-8")
    return page(
        sheet,
        Head(word("nav-search"), word("way-search"), script=script),
        element("header", element("h1", word("nav-search")), class_="thing"),
        element("noscript", element("p", word("search-needs-script"))),
        element(
            "div",
            element("label", word("search-label"), for_="query"),
            element("input", id="query", type="search", autocomplete="off", spellcheck="false"),
            element("p", word("search-hint"), class_="quiet"),
            id="search",
            role="search",
            hidden=True,
        ),
        element("p", id="told", role="status"),
        element("ol", id="found", class_="found"),
        element("ul", lists, class_="names"),
        element("script", _data(data), type="application/json", id="entries"),
    )


def _data(text: str) -> Markup:
    return joined([Markup(seen(text).translate(_DATA))])
