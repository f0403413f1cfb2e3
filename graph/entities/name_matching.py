"""Match a text against names, as a person types them: parts, Chinese abbreviations, slips.

The network page and the search page of a site rank names alike (``page/model/search.js``); both are
held against the same cases. Traditional characters are compared as Simplified ones, by the
dictionary of OpenCC, character by character.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import TYPE_CHECKING

from yuqiao.graph.chinese_characters import simplified_forms

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

WHOLE, BEGINS, WORD_BEGINS, CONTAINS, ALL_WORDS = range(5)
ABBREVIATED, SLIPPED, NONE = 6, 7, 8
"""How well a name matches, the best first; what the page alone knows is between."""

_LONG = 5  # letters of a word from which a slip is forgiven
_DOTTED = re.compile(r"(?<![^\W_])[^\W\d_](?:\.[^\W\d_])+(?![^\W_])\.?")  # U.S.
_WORD = re.compile(r"[^\W_]+")
_HAN = re.compile(
    r"[\u2e80-\u2fff\u3005\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]{2,4}"
)


@functools.cache
def simplified_characters() -> dict[int, str]:
    """Return the Simplified character of each Traditional one, by code point.

    >>> "重慶大學".translate(simplified_characters())
    '重庆大学'
    """
    commonest = {one: forms[0] for one, forms in simplified_forms().items()}
    return {ord(one): other for one, other in commonest.items() if one != other}


def traditional_letters(names: Iterable[str]) -> tuple[str, str]:
    """Return the Traditional characters by which names can be searched, and their Simplified ones.

    >>> traditional_letters(["重庆", "大學"])
    ('學慶', '学庆')
    """
    used = {character for name in names for character in name}
    pairs = [
        (chr(one), other)
        for one, other in simplified_characters().items()
        if other in used or chr(one) in used
    ]
    return "".join(one for one, _ in pairs), "".join(other for _, other in pairs)


@functools.lru_cache(maxsize=20_000)
def folded(text: str) -> str:
    """Return a text as names are compared: Simplified, without accents, in lower case, U.S. as US.

    >>> folded(" Eszterházy  重慶 "), folded("U.S. and St. Ives")
    ('eszterhazy 重庆', 'us and st. ives')
    """
    bare = text
    if not text.isascii():
        apart = unicodedata.normalize("NFKD", text.translate(simplified_characters()))
        bare = apart.translate(_WITHOUT_MARKS)
    return " ".join(without_dots(bare).lower().split())


class _WithoutMarks(dict[int, int | None]):
    """What each character becomes where accents are left out, found when it is first met."""

    def __missing__(self, point: int) -> int | None:
        self[point] = None if unicodedata.category(chr(point)).startswith("M") else point
        return self[point]


_WITHOUT_MARKS = _WithoutMarks()


def without_dots(text: str) -> str:
    """Return a text without the dots of its abbreviations.

    >>> without_dots("U.S.A. and St. Ives")
    'USA and St. Ives'
    """
    return _DOTTED.sub(lambda found: found[0].replace(".", ""), text)


def rank(name: str, query: str) -> float:
    """Return how well a folded name matches a folded text; the smaller, the better.

    >>> rank("chongqing university", "university"), rank("重庆大学", "重大")
    (2, 6.004)
    """
    at = name.find(query)
    if at >= 0:
        if len(name) == len(query):
            return WHOLE
        if at == 0:
            return BEGINS
        return WORD_BEGINS if not name[at - 1].isalnum() else CONTAINS
    if all(part in name for part in query.split()):
        return ALL_WORDS
    return ABBREVIATED + len(name) / 1000 if _abbreviates(query, name) else NONE


def _abbreviates(query: str, name: str) -> bool:
    """Return whether a Chinese name can be abbreviated to some of its characters, in order."""
    if not _HAN.fullmatch(query) or not name.startswith(query[0]):
        return False
    characters = iter(name)
    return all(character in characters for character in query)


def is_slipped(name: str, query: str) -> bool:
    """Return whether a folded name has the words of a folded text, but for a slip in each.

    >>> is_slipped("novosibirsk state university", "novosibrisk")
    True
    """
    words = _WORD.findall(name)
    return all(
        any(word.startswith(part) or _is_slip(word, part) for word in words)
        for part in query.split()
    )


def _is_slip(one: str, other: str) -> bool:
    """Return whether words differ by one letter more, less or other, or by two that swapped."""
    if min(len(one), len(other)) < _LONG or abs(len(one) - len(other)) > 1:
        return False
    start = next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    one, other = one[start:], other[start:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    return max(len(one), len(other)) <= 1 or (len(one) == 2 and one == other[::-1])


def ranked(names: Iterable[Sequence[str]], text: str) -> list[tuple[float, int]]:
    """Rank the entities of some names, the best first: how well each matches, and its number.

    :param names: of each entity, as they are
    :returns: those with a slip only if there are no others, the shortest first

    >>> ranked([["Bath Spa"], ["New Bath"], ["Bath"]], "bath")
    [(0, 2), (1, 0), (2, 1)]
    """
    return ranked_folded([[folded(name) for name in own] for own in names], folded(text))


def ranked_folded(known: Sequence[Sequence[str]], query: str) -> list[tuple[float, int]]:
    """Rank as :func:`ranked` does, where names and text are folded already."""
    if not query:
        return []
    best = [min((rank(name, query) for name in own), default=NONE) for own in known]
    found = sorted((each, number) for number, each in enumerate(best) if each < NONE)
    if found:
        return found
    slips = (
        (min((len(name) for name in own if is_slipped(name, query)), default=0), number)
        for number, own in enumerate(known)
    )
    return sorted((SLIPPED + min(length, 999) / 1000, number) for length, number in slips if length)
