"""Chinese names in Latin letters, for those who search without a Chinese keyboard."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from functools import cache, lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_CHINESE = re.compile("[\u3007\ue815-\ue864\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]+")


def spellings(text: str) -> list[str]:
    """Return a Chinese name in pinyin without tones and spaces, and its initials.

    Characters of several readings are read as their word asks; a text without Chinese has none.

    >>> spellings("重庆大学")
    ['chongqingdaxue', 'cqdx']
    >>> spellings("SWU")
    []
    """
    found = syllables(text)
    joined = "".join(found)
    initials = "".join(syllable[0] for syllable in found)
    return list(dict.fromkeys(each for each in (joined, initials) if each))


def syllables(text: str) -> list[str]:
    """Return the syllables of the Chinese characters in a text, each read as its word asks.

    >>> syllables("重庆大学 (CQU)")
    ['chong', 'qing', 'da', 'xue']
    """
    if text.isascii():
        return []
    runs = _CHINESE.findall(text)
    return [each.lower() for run in runs for each in _syllables(run) if each]


def readings(text: str) -> list[frozenset[str]]:
    """Return how each Chinese character of a text can be read, without tones.

    All readings of a character count, so that no phrase needs to be known: a tenth of the time that
    :func:`spellings` takes to begin.

    >>> [sorted(each) for each in readings("重大 (CQU)")]
    [['chong', 'tong', 'zhong'], ['da', 'dai', 'tai']]
    """
    known = _dictionary()
    characters = [each for run in _CHINESE.findall(text) for each in run]
    return [frozenset(_plain(known.get(str(ord(each)), "")).split(",")) for each in characters]


def is_pinyin(word: str, read: Sequence[Collection[str]], *, whole: bool = False) -> bool:
    """Return whether a word is the pinyin of successive characters, or the initials of all.

    :param read: how each character can be read, from :func:`readings`
    :param whole: whether it must be the pinyin of all characters

    >>> is_pinyin("wuli", readings("物理学")), is_pinyin("wuli", readings("物流管理"))
    (True, False)
    """
    if len(read) == len(word) > 1:
        initials = zip(word, read, strict=True)
        if all(any(each.startswith(letter) for each in own) for letter, own in initials):
            return True
    if whole:
        return _begins_with(word, read, whole=True)
    return any(_begins_with(word, read[start:]) for start in range(len(read)))


def _begins_with(word: str, read: Sequence[Collection[str]], *, whole: bool = False) -> bool:
    if not word or not read:
        return not word and not (whole and read)
    return any(
        _begins_with(word[len(each) :], read[1:], whole=whole)
        for each in read[0]
        if each and word.startswith(each)
    )


def _plain(spelled: str) -> str:
    """Return pinyin without tones; ü is typed as v."""
    apart = unicodedata.normalize("NFD", spelled).replace("u\u0308", "v")
    return "".join(each for each in apart if not unicodedata.combining(each))


@cache
def _dictionary() -> dict[str, str]:
    """Return the readings of each character, by code point, as pypinyin has them.

    The file is read without its package, which reads the phrases too.
    """
    package = find_spec("pypinyin")
    assert package is not None  # a requirement of ours
    folder = os.path.dirname(package.origin or "")
    with open(os.path.join(folder, "pinyin_dict.json"), "rb") as file:
        found: dict[str, str] = json.load(file)
    return found


@lru_cache(maxsize=50_000)  # the names of a large network are made of few words
def _syllables(run: str) -> tuple[str, ...]:
    """Return the syllables of Chinese characters without anything between them."""
    from pypinyin import lazy_pinyin

    return tuple(lazy_pinyin(run, errors="ignore"))
