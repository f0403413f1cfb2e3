"""Chinese names in Latin letters, for those who search without a Chinese keyboard."""

from __future__ import annotations

import re
from functools import lru_cache

_CHINESE = re.compile("[\u3007\ue815-\ue864\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]+")


def spellings(text: str) -> list[str]:
    """Return a Chinese name in pinyin without tones and spaces, and its initials.

    Characters of several readings are read as their word asks; a text without Chinese has none.

    >>> spellings("重庆大学")
    ['chongqingdaxue', 'cqdx']
    >>> spellings("SWU")
    []
    """
    if text.isascii():
        return []
    syllables = [each for run in _CHINESE.findall(text) for each in _syllables(run)]
    joined = "".join(syllables).lower()
    initials = "".join(syllable[0] for syllable in syllables if syllable).lower()
    return list(dict.fromkeys(each for each in (joined, initials) if each))


@lru_cache(maxsize=50_000)  # the names of a large network are made of few words
def _syllables(run: str) -> tuple[str, ...]:
    """Return the syllables of Chinese characters without anything between them."""
    from pypinyin import lazy_pinyin

    return tuple(lazy_pinyin(run, errors="ignore"))
