"""Spelling suggestions: the nearest of the existing names to a mistyped one.

The distance is Damerau's: a letter wrong, left out or too many, or two neighbours transposed
(F. J. Damerau, "A technique for computer detection and correction of spelling errors", CACM 7(3),
1964, found these four behind 80 % of misspellings). Case and the separators of a name (``-``,
``_`` and spaces) are ignored.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_SEPARATORS = re.compile(r"[-_\s]+")
_LEAST = 4  # fewest letters of a part of a name that is recognised
_WORST = 4  # most edits, however long the word


def nearest(word: str, candidates: Iterable[str], limit: int = 1) -> list[str]:
    """Return the candidates nearest to a word, best first; none when nothing is near.

    A quarter of the letters may be wrong. After those come candidates of which the word is the
    beginning, then those that end with it or contain it.

    :param limit: most candidates to return

    >>> nearest("chinesPartner", ["foreignPartner", "chinesePartnerIn", "chinesePartner"])
    ['chinesePartner']
    >>> nearest("西南大", ["重庆大学", "西南大学", "西南政法大学"])
    ['西南大学']
    >>> nearest("industry", ["country", "servesIndustry", "industryCode"], limit=2)
    ['industryCode', 'servesIndustry']
    >>> nearest("tuition", ["country", "level"])
    []
    """
    folded = {candidate: folded_word(candidate) for candidate in candidates}
    wanted = folded_word(word)
    for most in range(1, _edits_allowed(len(wanted)) + 1):  # few edits are counted much faster
        found = _within(wanted, folded, most)
        if len(found) >= limit:
            return found[:limit]
    found = _within(wanted, folded, _edits_allowed(len(wanted)))
    return [*found, *(c for c in _containing(wanted, folded) if c not in found)][:limit]


def folded_word(word: str) -> str:
    """Fold the case of a word and remove its separators.

    >>> folded_word("partner-Country")
    'partnercountry'
    """
    return _SEPARATORS.sub("", word.casefold())


def _within(word: str, folded: Mapping[str, str], most: int) -> list[str]:
    """Return the candidates within a number of edits, nearest first; never a word all replaced.

    Of equally near ones, those with the same first letter come first: it is seldom mistyped.
    """
    ranked = []
    for candidate, letters in folded.items():
        edits = edits_between(word, letters, most)
        if edits <= most and edits < min(len(word), len(letters)):
            ranked.append((edits, word[0] != letters[0], abs(len(word) - len(letters)), candidate))
    return [candidate for *_, candidate in sorted(ranked)]


def _containing(word: str, folded: Mapping[str, str]) -> list[str]:
    """Return the candidates of which the word is a part, or that are a part of it."""
    ranked = []
    for candidate, letters in folded.items():
        shorter, longer = sorted((word, letters), key=len)
        if len(shorter) >= _LEAST and shorter in longer:
            rest = len(longer) - len(shorter)
            ranked.append((not longer.startswith(shorter), rest, candidate))
    return [candidate for *_, candidate in sorted(ranked)]


def _edits_allowed(length: int) -> int:
    return min((length + 3) // 4, _WORST)


def edits_between(word: str, candidate: str, most: int) -> int:
    """Count the edits between two words; any number above ``most`` means too many.

    >>> edits_between("shcool", "school", 2), edits_between("level", "label", 1)
    (1, 2)

    The optimal string alignment, row by row: https://en.wikipedia.org/wiki/Damerau-Levenshtein_distance
    """
    too_many = most + 1
    letters, others = set(word), set(candidate)
    if (
        abs(len(word) - len(candidate)) > most
        or len(letters - others) > most
        or len(others - letters) > most
    ):
        return too_many
    same = next((i for i, (a, b) in enumerate(zip(word, candidate, strict=False)) if a != b), None)
    if same is None:
        return abs(len(word) - len(candidate))
    return _edits(word[same:], candidate[same:], most)


def _edits(word: str, candidate: str, most: int) -> int:
    before: list[int] = []
    above = list(range(len(candidate) + 1))
    for row, letter in enumerate(word, start=1):
        here = [row]
        for column, other in enumerate(candidate, start=1):
            cost = min(above[column] + 1, here[-1] + 1, above[column - 1] + (letter != other))
            if row > 1 < column and letter == candidate[column - 2] and other == word[row - 2]:
                cost = min(cost, before[column - 2] + 1)
            here.append(cost)
        if min(*here, *above) > most:
            return most + 1
        before, above = above, here
    return above[-1]
