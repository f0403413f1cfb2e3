"""The search page: all labelled entities, searched in the browser, also from disk.

The list is part of the page, because a page on disk may not read another file. Claims are omitted:
they are shown on the page of their subject.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING

from yuqiao.exports.network import page as network_page
from yuqiao.exports.site.pages.html import Markup, element, joined, replace_invisible
from yuqiao.exports.site.pages.layout import SECTIONS, Head, page
from yuqiao.graph.entities.name_matching import traditional_letters
from yuqiao.graph.pinyin import spellings

if TYPE_CHECKING:
    from yuqiao.exports.site.pages.localization import Locale, PageContext

_DATA = str.maketrans({character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"})


def search_entries(locale: Locale) -> list[list[object]]:
    """List the entities: path, name, name in the other language, aliases, pinyin, classes."""
    known = locale.known
    entries: list[list[object]] = []
    for thing in known.things:
        path, names = locale.places.path(thing), known.names(thing)
        if path is None or not names or thing in known.all_claims:
            continue
        own = locale.name(thing)
        there = next((name for name in names.values() if name != own), "")
        also = [str(getattr(value, "value", "")) for value in known.values(thing, "skos:altLabel")]
        also += known.numbers(thing)
        pinyin = [spelling for name in names.values() for spelling in spellings(name)]
        entries.append([path, own, there, also, pinyin, locale.kinds(thing)])
    return entries


def search_box(label: str, hint: str) -> Markup:
    """Write a box to search in, which the script of the page shows."""
    return element(
        "div",
        element("label", label, for_="query"),
        element("input", id="query", type="search", autocomplete="off", spellcheck="false"),
        element("p", hint, class_="quiet"),
        id="search",
        role="search",
        hidden=True,
    )


def search_page(context: PageContext) -> str:
    """Write the search page; without scripts it links to the lists."""
    locale = context.locale
    word = locale.word
    told = {"end": locale.end, "none": word("found-none"), "many": word("found-many")}
    entries = search_entries(locale)
    letters = traditional_letters(str(entry[1:4]) for entry in entries)
    data = json.dumps(
        {**told, "simplified": letters, "entries": entries},
        ensure_ascii=False,
        separators=(",", ":"),
    )
    lists = [
        element("li", element("a", word(f"by-{section}"), href=context.to(f"browse/{section}")))
        for section in SECTIONS
    ]
    ranking = files(network_page).joinpath("model", "search.js").read_text("utf-8")
    script = ranking + files(__package__).joinpath("search.js").read_text("utf-8")
    return page(
        context,
        Head(word("nav-search"), word("way-search"), script=script),
        element("header", element("h1", word("nav-search")), class_="thing"),
        element("noscript", element("p", word("search-needs-script"))),
        search_box(word("search-label"), word("search-hint")),
        element("p", id="told", role="status"),
        element("ol", id="found", class_="found"),
        element("ul", lists, class_="names"),
        element("script", inert_data(data), type="application/json", id="entries"),
    )


def inert_data(text: str) -> Markup:
    """Return JSON as it stands in a page: no character of it can end the element it is in."""
    return joined([Markup(replace_invisible(text).translate(_DATA))])
