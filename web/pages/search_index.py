"""The index of all names of a graph: names, aliases, pinyin, codes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from unicodedata import combining, normalize

from yuqiao.exports.pinyin import spellings
from yuqiao.exports.site.urls import href

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from yuqiao.exports.site.pages.localization import Locale

_FOUND = 60
_NONE = 9.0
_ALSO = ("skos:altLabel", "dcterms:identifier", "skos:notation", "yq:ministryCode")
_BEFORE_WORD = re.compile(r"[\s(·,-]")


@dataclass(frozen=True)
class Match:
    """An entity that was found.

    :param address: its page, relative to the root of the application
    :param about: its name in the other language, and what it is
    """

    name: str
    address: str
    iri: str
    about: str


@dataclass(frozen=True)
class _Entry:
    match: Match
    names: tuple[str, ...]
    also: tuple[str, ...]


class SearchIndex:
    """Every named entity in one language; claims are found with what they are about.

    :param locale: the language
    """

    def __init__(self, locale: Locale) -> None:
        self._entries = _entries(locale)

    def find(self, text: str) -> list[Match]:
        """Return the entities whose names have every word of a text, the best first."""
        wanted = " ".join(_plain(text).split())
        ranked = [(_rank_of_all(entry, wanted), entry) for entry in self._entries]
        found = [(rank, entry) for rank, entry in ranked if rank < _NONE]
        found.sort(key=lambda each: (each[0], len(each[1].match.name), each[1].match.address))
        return [entry.match for _, entry in found[:_FOUND]]


def _entries(locale: Locale) -> list[_Entry]:
    known = locale.known
    entries = []
    for thing in known.things:
        path, names = locale.places.path(thing), list(known.names(thing).values())
        if path is None or not names or thing in known.all_claims:
            continue
        own = locale.name(thing)
        there = next((name for name in names if name != own), "")
        also = [str(getattr(value, "value", "")) for value in known.values(thing, *_ALSO)]
        also += [spelling for name in names for spelling in spellings(name)]
        also.append(path.rpartition("/")[2])
        about = " · ".join(filter(None, [there, locale.kinds(thing)]))
        match = Match(own, href(path), thing.value, about)
        entries.append(_Entry(match, _all_plain([own, there]), _all_plain(also)))
    return entries


def _plain(text: str) -> str:
    decomposed = normalize("NFKD", text)
    return "".join(each for each in decomposed if not combining(each)).lower()


def _all_plain(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_plain(text) for text in texts if text))


def _rank(text: str, wanted: str) -> float:
    """Return how well a name fits: whole, its beginning, a word's beginning, any part."""
    at = text.find(wanted)
    if at < 0:
        return _NONE
    if text == wanted:
        return 0
    if at == 0:
        return 1
    return 2 if _BEFORE_WORD.match(text[at - 1]) else 3


def _rank_of(entry: _Entry, wanted: str) -> float:
    own = _best(entry.names, wanted)
    joined = wanted.replace(" ", "")
    also = min(_best(entry.also, wanted), _best(entry.also, joined))
    return min(own, also + 0.5)


def _best(texts: Sequence[str], wanted: str) -> float:
    return min((_rank(text, wanted) for text in texts), default=_NONE)


def _rank_of_all(entry: _Entry, wanted: str) -> float:
    """Return how well the whole text fits, else the worst of its words."""
    best = _rank_of(entry, wanted)
    words = wanted.split(" ")
    if best < _NONE or len(words) == 1:
        return best
    worst = max(_rank_of(entry, word) for word in words)
    return 4 + worst if worst < _NONE else _NONE
