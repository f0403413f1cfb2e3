"""An index of names: the records whose names are nearest to one, with scores and reasons.

Names are compared folded: Simplified, without accents and case. A name is looked up among those
that share a rare word with it, or pairs of its Chinese characters, or its letters in pinyin; these
few are then scored by their letters (the token-sort ratio of RapidFuzz).
"""

from __future__ import annotations

import heapq
import re
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

from yuqiao.graph.curation.matching.extracts import ExtractRecord
from yuqiao.graph.entities.name_matching import folded
from yuqiao.graph.errors import InputError

SURE = 90
"""The score from which a match is sure enough to be taken without looking, as a rule."""

_MOST_CANDIDATES = 60
_LEAST = 60  # the lowest score of a match that is shown
_COMMON = 2_000  # names that share a word, from which it tells nothing
_OTHER_COUNTRY = 25  # points that another country takes away
_WORD = re.compile(r"[^\W_]+")
_CHINESE = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True)
class NameMatch:
    """A record that a name may stand for.

    :param record: the record
    :param name: its name that is nearest
    :param score: from 0 to 100
    :param reason: why, in a few words
    """

    record: ExtractRecord
    name: str
    score: int
    reason: str


class NameIndex:
    """Finds the records whose names are nearest to one.

    :param records: the records
    :raises InputError: when the package for it is not installed
    """

    def __init__(self, records: Iterable[ExtractRecord]) -> None:
        try:
            from rapidfuzz import fuzz
        except ImportError:
            raise InputError(
                "matching names takes one more package; run pip install 'yuqiao[match]'"
            ) from None
        self._ratio = fuzz.token_sort_ratio
        self._records: list[ExtractRecord] = []
        self._names: list[tuple[str, str, int]] = []
        self._exact: dict[str, list[int]] = defaultdict(list)
        self._postings: dict[str, array[int]] = defaultdict(lambda: array("I"))
        for record in records:
            self._add(record)

    def _add(self, record: ExtractRecord) -> None:
        number = len(self._records)
        self._records.append(record)
        for name in record.names:
            plain = folded(name)
            for text in (plain, _pinyin(plain)) if _CHINESE.search(plain) else (plain,):
                place = len(self._names)
                self._names.append((name, text, number))
                self._exact[text].append(place)
                for feature in _features(text):
                    self._postings[feature].append(place)

    def matches(
        self, name: str, country: str = "", most: int = 3, *, others: bool = False
    ) -> list[NameMatch]:
        """Return the records that a name may stand for, the likeliest first.

        :param country: the two letters of its country; empty when it is not known
        :param most: how many records to return
        :param others: whether to return similar names too where some are the same

        >>> index = NameIndex([ExtractRecord("r1", ("Aalto University", "阿尔托大学"), "FI")])
        >>> [(match.record.id, match.score, match.reason) for match in index.matches("aalto univ")]
        [('r1', 77, 'similar')]
        >>> index.matches("阿爾托大學", "FI")[0].reason
        'the same name, same country'
        """
        plain = folded(name)
        best: dict[int, NameMatch] = {}
        for place in self._candidates(plain, others=others):
            match = self._scored(plain, place, country)
            known = best.get(self._names[place][2])
            if match.score >= _LEAST and (known is None or match.score > known.score):
                best[self._names[place][2]] = match
        return heapq.nsmallest(most, best.values(), key=lambda m: (-m.score, m.record.id))

    def _candidates(self, plain: str, *, others: bool) -> Sequence[int]:
        joined = "".join(plain.split())
        for text in (plain, joined):
            if text in self._exact and not others:
                return self._exact[text]
        weights: dict[int, float] = defaultdict(float)
        ranked = sorted(
            (len(found), feature)
            for feature in _features(plain)
            if (found := self._postings.get(feature))
        )
        for count, feature in ranked:
            if count > _COMMON and weights:
                break
            weight = log(1 + len(self._names) / count)
            for place in self._postings[feature]:
                weights[place] += weight
        return heapq.nlargest(_MOST_CANDIDATES, weights, key=lambda place: (weights[place], -place))

    def _scored(self, plain: str, place: int, country: str) -> NameMatch:
        name, other, number = self._names[place]
        record = self._records[number]
        if plain == other:
            score, reason = 100.0, "the same name"
        elif "".join(plain.split()) == other:
            score, reason = 95.0, "the same name in pinyin"
        elif sorted(_WORD.findall(plain)) == sorted(_WORD.findall(other)):
            score, reason = 97.0, "the same words"
        else:
            score, reason = self._ratio(plain, other), "similar"
        if country and record.country:
            same = country.upper() == record.country.upper()
            reason += ", same country" if same else ", another country"
            score -= 0 if same else _OTHER_COUNTRY
        return NameMatch(record, name, round(score), reason)


def _pinyin(plain: str) -> str:
    """Return a Chinese name as it is spelled in Latin letters, without spaces."""
    from pypinyin import lazy_pinyin

    return "".join("".join(lazy_pinyin(plain)).split())


def without_country(name: str, countries: Mapping[str, str]) -> tuple[str, str]:
    """Return a Chinese name without the country it begins with, and that country's letters.

    :param countries: the two letters of each country by its Chinese name

    >>> without_country("芬兰阿尔托大学", {"芬兰": "FI"}), without_country("重庆大学", {})
    (('阿尔托大学', 'FI'), ('重庆大学', ''))
    """
    for country, letters in countries.items():
        if name.startswith(country) and len(name) > len(country) + 2:
            return name.removeprefix(country), letters
    return name, ""


def _features(plain: str) -> set[str]:
    """Return what names are looked up by: words, their beginnings, pairs of characters.

    >>> sorted(_features("aalto"))
    ['=aalt', 'aalto']
    >>> sorted(_features("重庆大学"))
    ['大学', '庆大', '重庆']
    """
    if _CHINESE.search(plain):
        bare = "".join(plain.split())
        return {bare[place : place + 2] for place in range(len(bare) - 1)} or {bare}
    words = _WORD.findall(plain)
    return {*words, *(f"={word[:4]}" for word in words if len(word) > 4)}
