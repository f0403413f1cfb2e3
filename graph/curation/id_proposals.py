"""Ids for new rows, proposed from names: small letters, digits and hyphens, used by nobody yet."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from yuqiao.graph.entities.name_matching import folded

_GENERIC = {
    "university", "universities", "college", "institute", "school", "academy", "of", "the", "and",
    "for", "in", "at", "state", "national", "technology", "science", "sciences", "applied",
}  # fmt: skip
_MOST = 48


def slug(text: str) -> str:
    """Return a text as an id: its Latin letters and digits, and Chinese as pinyin.

    >>> slug("Eszterházy Károly University"), slug("成都大学")
    ('eszterhazy-karoly-university', 'chengdudaxue')
    """
    plain = folded(text)
    if not plain.isascii():
        from pypinyin import lazy_pinyin

        plain = "".join(lazy_pinyin(plain))
    letters = "-".join(re.findall("[a-z0-9]+", plain))
    return letters[:_MOST].rstrip("-")


def brief_slug(name: str) -> str:
    """Return the words of a name that tell it from others, as an id.

    >>> brief_slug("Aalto University"), brief_slug("University of the Arts")
    ('aalto', 'arts')
    >>> brief_slug("National University of Science and Technology")
    'national-university-of-science-and-technology'
    """
    words = slug(name).split("-")
    telling = [word for word in words if word not in _GENERIC]
    return "-".join(telling[:3] or words)


def free_id(wanted: Iterable[str], taken: Collection[str]) -> str:
    """Return the first wanted id that is free, or the last one with a number.

    >>> free_id(["aalto", "aalto-university"], {"aalto"}), free_id(["a"], {"a", "a-2"})
    ('aalto-university', 'a-3')
    """
    proposals = [proposal for proposal in wanted if proposal] or ["entry"]
    for proposal in proposals:
        if proposal not in taken:
            return proposal
    number = 2
    while f"{proposals[-1]}-{number}" in taken:
        number += 1
    return f"{proposals[-1]}-{number}"
