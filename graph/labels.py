"""The languages an answer can be asked in, and how texts in the graph are tagged for them."""

from __future__ import annotations

from yuqiao.graph.errors import QueryError

LANGUAGES = {"en": "en", "zh": "zh-Hans"}
"""The tag of the texts for each language a person may ask for."""


def language_tag(lang: str) -> str:
    """Give the tag of the texts in a language, ``en`` or ``zh``.

    :raises QueryError: when it is neither

    >>> language_tag("zh")
    'zh-Hans'
    """
    if lang not in LANGUAGES:
        raise QueryError(f'"{lang}" is not a language of the answers; expected en or zh')
    return LANGUAGES[lang]
