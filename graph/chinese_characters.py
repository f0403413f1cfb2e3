"""Traditional Chinese characters and their Simplified forms, as OpenCC lists them.

The table is ``TSCharacters.txt`` of OpenCC 1.4.2 (https://github.com/BYVoid/OpenCC), unchanged,
under the Apache licence, version 2.0 (LICENSES/Apache-2.0.txt).
"""

from __future__ import annotations

from functools import cache


@cache
def simplified_forms() -> dict[str, tuple[str, ...]]:
    """Return the Simplified forms of each Traditional character, the commonest first.

    A character that Simplified Chinese uses too, such as 乾 of 乾坤, is among its own forms.

    >>> simplified_forms()["慶"], simplified_forms()["乾"]
    (('庆',), ('干', '乾'))
    """
    from importlib.resources import files

    table = files("yuqiao.graph").joinpath("locale", "TSCharacters.txt").read_text("utf-8")
    lines = (line.partition("\t") for line in table.splitlines() if "\t" in line)
    return {character: tuple(forms.split(" ")) for character, _, forms in lines}


def is_traditional(character: str) -> bool:
    """Return whether a character is only used in Traditional Chinese.

    >>> [is_traditional(character) for character in "慶庆乾a"]
    [True, False, False, False]
    """
    return character not in simplified_forms().get(character, (character,))


def has_traditional(text: str) -> bool:
    """Return whether a text has a character that is only used in Traditional Chinese.

    >>> [has_traditional(text) for text in ("重慶", "重庆")]
    [True, False]
    """
    return not _traditional().isdisjoint(text)


@cache
def _traditional() -> frozenset[str]:
    return frozenset(filter(is_traditional, simplified_forms()))
