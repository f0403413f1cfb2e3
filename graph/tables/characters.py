"""Characters: text that is garbled, holds what nobody sees, or only keeps a place."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache

# Control characters, and those that turn the reading order of what follows (UAX #9).
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_SPACES = re.compile("\t| {2}")
# Cyrillic or Greek beside Latin in one word, where a letter only looks like the right one.
_MIXED = re.compile("[A-Za-z]([\u0370-\u052f])|([\u0370-\u052f])[A-Za-z]")
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9]*(?:\s[^<>]*)?/?>")
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#\d{1,7}|#x[0-9A-Fa-f]{1,6});")
_INVISIBLE = {"Cf", "Co", "Cn", "Zl", "Zp"}
_LAST_WESTERN = "\u2122"  # of the characters of cp1252
# Forms of Chinese typography that a compatibility mapping would replace.
_TYPOGRAPHY = set("（），：；！？～％＋－／．＜＞＝［］｛｝｜＆＃＊＠…“”‘’")
_PLACEHOLDER = re.compile(
    r"(?i:to[ -]?do|tb[acd]|fix ?me|n\.?[/.]?a\.?|nil|null|nan|none|unknown|undefined|x{2,}"
    r"|lorem ipsum.*|\?+|-+|–+|—+|\.{2,}|…+|#n/a|#ref!|#value!|#name\?|#div/0!)"
    r"|待[定补查]|待(?:补充|核实|确认|填写?)|不详|未知|未定|暂缺|暂无|无|空|略"
    r"|.*(?:\b(?:TODO|FIXME|TBD|XXX+)\b|(?i:\blorem ipsum\b)"
    r"|[（(]?待(?:定|补充|核实|确认)[）)]?$).*"
)


@lru_cache(maxsize=4_096)
def wrong_characters(value: str) -> str | None:
    r"""Return what was expected of a text whose characters are wrong, or None.

    >>> wrong_characters("Chongqing\u00a0University")
    "' ' instead of the character U+00A0"
    >>> wrong_characters("é‡\u008d")
    'text without control characters'
    >>> wrong_characters("EszterhÃ¡zy")
    "the encoding UTF-8; this looks like 'Eszterházy' in another one"
    """
    if _CONTROL.search(value):
        return "text without control characters"
    if _SPACES.search(value):
        return "one space between words, and no tab"
    if _ENTITY.search(value) or ("://" not in value and _TAG.search(value)):
        return f"plain text, not HTML: {html.unescape(_TAG.sub('', value))!r}"
    if value.isascii():
        return "Chinese characters; they were lost in saving" if "???" in value else None
    if "\ufffd" in value:
        return "text whose characters are all readable; U+FFFD stands for one that was lost"
    garbled = _garbled(value)
    if garbled:
        return f"the encoding UTF-8; this looks like {garbled!r} in another one"
    mixed = _MIXED.search(value)
    if mixed:
        name = unicodedata.name(mixed[1] or mixed[2], "").capitalize()
        return f"letters of one alphabet in each word, not {name!r} beside Latin letters"
    wrong = next(filter(None, map(_wrong_character, value)), None)
    if wrong:
        return wrong
    if not unicodedata.is_normalized("NFC", value):
        return f"letters with accents as single characters: {unicodedata.normalize('NFC', value)!r}"
    return None


@lru_cache(maxsize=20_000)
def _wrong_character(character: str) -> str | None:
    if unicodedata.category(character) in _INVISIBLE:
        return f"text without the invisible character U+{ord(character):04X}"
    plain = unicodedata.normalize("NFKC", character)
    if plain != character and character not in _TYPOGRAPHY:
        return f"{plain.strip() or ' '!r} instead of the character U+{ord(character):04X}"
    return None


@lru_cache(maxsize=4_096)
def is_placeholder(value: str) -> bool:
    """Return whether a text only keeps the place of one.

    >>> [is_placeholder(value) for value in ("n/a", "待定", "Tianjin TODO", "Nankai University")]
    [True, True, True, False]
    """
    return _PLACEHOLDER.fullmatch(value) is not None


def _garbled(value: str) -> str | None:
    """Return the text that was read in another encoding than its own, if so."""
    is_western = max(value) <= _LAST_WESTERN
    for encoding in ("cp1252", "latin-1", "gbk") if is_western else ("gbk",):
        try:
            data = value.encode(encoding)
            text = data.decode("utf-8", "ignore")
        except UnicodeError:
            continue
        chinese = sum("\u4e00" <= character <= "\u9fff" for character in text)
        is_whole = encoding != "gbk" and text.encode() == data
        if is_whole or (chinese > 1 and len(text.encode()) + 3 > len(data)):
            return text  # a few bytes are often lost
    return None
