"""The index of all names of a graph: names, aliases, pinyin, codes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yuqiao.exports.site.entity_paths import href
from yuqiao.graph.entities.name_matching import SLIPPED, folded, ranked_folded
from yuqiao.graph.pinyin import spellings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from yuqiao.exports.site.pages.localization import Locale

_FOUND = 60
_ALSO = ("skos:altLabel", "skos:notation")


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


class SearchIndex:
    """Every named entity in one language; claims are found with what they are about.

    :param locale: the language
    """

    def __init__(self, locale: Locale) -> None:
        self._entries = _entries(locale)

    def find(self, text: str) -> list[Match]:
        """Return the entities whose names match a text, the best first."""
        ranked = _ranked([entry.names for entry in self._entries], folded(text))
        found = [(how, self._entries[number].match) for number, how in ranked.items()]
        found.sort(key=lambda each: (each[0], len(each[1].name), each[1].address))
        return [match for _, match in found[:_FOUND]]


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
        also += known.numbers(thing)
        also += [spelling for name in names for spelling in spellings(name)]
        also.append(path.rpartition("/")[2])
        about = " · ".join(filter(None, [there, locale.kinds(thing)]))
        match = Match(own, href(path), thing.value, about)
        entries.append(_Entry(match, _all_folded([own, there, *also])))
    return entries


def _all_folded(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(folded(text) for text in texts if text))


def _ranked(names: Sequence[Sequence[str]], wanted: str) -> dict[int, float]:
    """Rank the entities by how well their names match a text, or that without spaces, as pinyin."""
    best: dict[int, float] = {}
    for text in dict.fromkeys([wanted, wanted.replace(" ", "")]):
        for how, number in ranked_folded(names, text):
            best[number] = min(how, best.get(number, how))
    matching = {number: how for number, how in best.items() if how < SLIPPED}
    return matching or best
