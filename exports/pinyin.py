"""Chinese names in Latin letters, for those who search without a Chinese keyboard."""

from __future__ import annotations


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
    from pypinyin import lazy_pinyin

    syllables = lazy_pinyin(text, errors="ignore")
    joined = "".join(syllables).lower()
    initials = "".join(syllable[0] for syllable in syllables if syllable).lower()
    return list(dict.fromkeys(each for each in (joined, initials) if each))
