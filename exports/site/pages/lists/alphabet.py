"""All names from A to Z, on as many pages as they need."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from yuqiao.exports.site.pages.html import element
from yuqiao.exports.site.pages.page_layout import Head, page
from yuqiao.graph.pinyin import syllables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pyoxigraph import NamedNode

    from yuqiao.exports.site.pages.localization import Locale, PageContext

FIRST = "browse/names"
"""The path of the first page."""

_MOST = 3_000  # names on a page, unless one letter has more
_KANA = str.maketrans({chr(small): chr(small - 0x60) for small in range(0x30A1, 0x30F7)})


@dataclass(frozen=True)
class Letter:
    """The entities whose names begin with one letter.

    :param sign: the letter, ``0–9``, ``漢`` or ``#``
    :param entries: the name of each, with its entity
    """

    sign: str
    entries: tuple[tuple[str, NamedNode], ...]


def letters(locale: Locale, things: Iterable[NamedNode]) -> list[Letter]:
    """Return entities by the first letter of their names in a language.

    Chinese names are under the first letter of their pinyin, Japanese ones under their first kana.
    """
    found = sorted(
        (_sort_key(locale.name(each), locale.lang), locale.name(each), each.value, each)
        for each in things
    )
    return [
        Letter(sign, tuple((name, thing) for _, name, _, thing in group))
        for (_, sign), group in groupby(found, key=lambda entry: entry[0][:2])
    ]


def first_letter(name: str, lang: str) -> str:
    """Return the letter under which a name stands.

    >>> [first_letter(name, "en") for name in ("Échelle", "3D", "«Ost»", "Ωμέγα", "ガラス")]
    ['E', '0–9', 'O', 'Ω', 'か']
    >>> first_letter("重庆大学", "zh"), first_letter("重慶", "ja"), first_letter("…", "en")
    ('C', '漢', '#')
    """
    plain = unicodedata.normalize("NFKD", name)
    sign = next((each for each in plain if each.isalnum()), "")
    if sign.isdecimal():
        return "0–9"
    if not sign:
        return "#"
    if unicodedata.name(sign, "").startswith("CJK"):
        read = syllables(name) if lang.startswith("zh") else []
        return read[0][:1].upper() if read else "漢"
    return sign.translate(_KANA).upper()[:1]


def _sort_key(name: str, lang: str) -> tuple[int, str, str]:
    sign = first_letter(name, lang)
    order = 0 if sign.isascii() and sign.isalpha() else 2 if sign in {"#", "漢"} else 1
    return order, sign, sort_text(name, lang)


def sort_text(name: str, lang: str) -> str:
    """Return what a name is ordered by: its letters without accents, or its pinyin.

    >>> sorted(["Zug", "Öse", "Ofen", "Ähre"], key=lambda name: sort_text(name, "de"))
    ['Ähre', 'Ofen', 'Öse', 'Zug']
    """
    written = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(each for each in written if not unicodedata.combining(each))
    return ("".join(syllables(name)) if lang.startswith("zh") else "") or plain


def names_pages(found: Sequence[Letter]) -> list[tuple[str, list[Letter]]]:
    """Return the paths of the pages that letters need, with the letters on each."""
    pages: list[list[Letter]] = []
    size = 0
    for letter in found:
        if not pages or size + len(letter.entries) > _MOST:
            pages.append([])
            size = 0
        pages[-1].append(letter)
        size += len(letter.entries)
    paths = [FIRST, *(f"{FIRST}-{number}" for number in range(2, len(pages) + 1))]
    return list(zip(paths, pages, strict=False))


def names_page(
    context: PageContext, shown: Sequence[Letter], pages: Sequence[tuple[str, list[Letter]]]
) -> str:
    """Write one page of names, with links to the letters on all of them."""
    locale = context.locale
    title = locale.word("nav-names")
    jump = [
        element("li", element("a", letter.sign, href=address))
        for letter, address in _addresses(context, pages)
    ]
    return page(
        context,
        Head(title),
        element("header", element("h1", title), class_="thing"),
        element("ul", jump, class_="jump"),
        [_section(context, letter) for letter in shown],
    )


def _addresses(
    context: PageContext, pages: Sequence[tuple[str, list[Letter]]]
) -> Iterator[tuple[Letter, str]]:
    for path, own in pages:
        for letter in own:
            place = "" if path == context.path else context.to(path)
            yield letter, f"{place}#{_anchor(letter)}"


def _section(context: PageContext, letter: Letter) -> object:
    items = [element("li", context.link(thing)) for _, thing in letter.entries]
    number = element("small", f"{len(items):,}")
    return element(
        "section",
        element("h2", letter.sign, " ", number),
        element("ul", items, class_="names long" if len(items) > 12 else "names"),
        id=_anchor(letter),
    )


def _anchor(letter: Letter) -> str:
    known = {"0–9": "digits", "#": "other"}
    return f"letter-{known.get(letter.sign, letter.sign)}"
