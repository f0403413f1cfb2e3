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
from yuqiao.exports.site.pages.page_layout import Head, page
from yuqiao.exports.site.scope import SECTIONS
from yuqiao.graph.entities.name_matching import traditional_letters
from yuqiao.graph.evidence.register_check import LONGEST_TEXT
from yuqiao.graph.labels import NAMING_PROPERTIES, local_name
from yuqiao.graph.pinyin import spellings
from yuqiao.graph.rdf.literals import literal_text

if TYPE_CHECKING:
    from pyoxigraph import NamedNode

    from yuqiao.exports.site.pages.localization import Locale, PageContext
    from yuqiao.graph.entities.index import EntityIndex

_NAMES = (
    *NAMING_PROPERTIES,
    *("skos:altLabel", "skos:hiddenLabel", "skos:notation", "dcterms:alternative"),
    "http://purl.org/dc/elements/1.1/title",
    *(f"http://xmlns.com/foaf/0.1/{name}" for name in ("nick", "givenName", "familyName")),
)
_DATA = str.maketrans({character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"})


def search_entries(locale: Locale) -> list[list[object]]:
    """List the entities: path, name, name in the other language, aliases, pinyin, classes."""
    known = locale.known
    others_too = not locale.scope.is_register
    entries: list[list[object]] = []
    for thing in known.things:
        path, names = locale.places.path(thing), known.names(thing)
        if path is None or thing in known.all_claims or not (names or others_too):
            continue
        own = locale.name(thing)
        if others_too:
            names = {str(n): each for n, each in enumerate(_every_name(known, thing))}
        there = next((name for name in names.values() if name != own), "")
        also = [str(getattr(value, "value", "")) for value in known.values(thing, "skos:altLabel")]
        if others_too:
            also = [name for name in names.values() if name not in {own, there}]
        also += known.numbers(thing)
        pinyin = [spelling for name in names.values() for spelling in spellings(name)]
        entries.append([path, own, there, also, pinyin, locale.kinds(thing)])
    return entries


def _every_name(known: EntityIndex, thing: NamedNode) -> list[str]:
    """Return all names of an entity in all languages, its codes, and the last part of its IRI."""
    found = [literal_text(value) for value in known.values(thing, *_NAMES)]
    return list(dict.fromkeys(filter(None, [*found, local_name(thing.value)])))


def search_box(label: str, hint: str) -> Markup:
    """Write a box to search in, which the script of the page shows."""
    return element(
        "div",
        element("label", label, for_="query"),
        element(
            "input",
            id="query",
            type="search",
            maxlength=str(LONGEST_TEXT),
            autocomplete="off",
            spellcheck="false",
        ),
        element("p", hint, class_="quiet") if hint else None,
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
    is_register = locale.scope.is_register
    ways = [
        (path, f"by-{key}" if key in SECTIONS else f"nav-{key}")
        for path, key in locale.scope.places
        if path.startswith("browse/")
    ]
    lists = [element("li", element("a", word(key), href=context.to(path))) for path, key in ways]
    ranking = files(network_page).joinpath("model", "search.js").read_text("utf-8")
    script = ranking + files(__package__).joinpath("scripts", "search.js").read_text("utf-8")
    return page(
        context,
        Head(word("nav-search"), word("way-search") if is_register else "", script=script),
        element("header", element("h1", word("nav-search")), class_="thing"),
        element("noscript", element("p", word("search-needs-script"))),
        search_box(
            word("search-label" if is_register else "search-any"),
            word("search-hint") if is_register else "",
        ),
        element("p", id="told", role="status"),
        element("ol", id="found", class_="found"),
        element("ul", lists, class_="names"),
        element("script", inert_data(data), type="application/json", id="entries"),
    )


def inert_data(text: str) -> Markup:
    """Return JSON as it stands in a page: no character of it can end the element it is in."""
    return joined([Markup(replace_invisible(text).translate(_DATA))])
