"""Titles of the official register: what the Chinese name of a partnership says of it.

The register names a programme after one pattern: 重庆大学与芬兰阿尔托大学合作举办材料科学与工程专业
本科教育项目. An institution may have a name of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_PROGRAMME = re.compile(
    r"(?P<school>[^与]+)与(?P<partner>.+?)合作举办(?P<subject>.+?)专业"
    r"(?P<level>高等专科|专科|高职|本科|学士学位|硕士学位|硕士研究生|硕士|博士学位|博士研究生|博士)?"
    r"(?:学历)?教育项目"
)
_LEVELS = {
    "高等专科": "diploma",
    "专科": "diploma",
    "高职": "diploma",
    "本科": "bachelor",
    "学士学位": "bachelor",
    "硕士学位": "master",
    "硕士研究生": "master",
    "硕士": "master",
    "博士学位": "doctor",
    "博士研究生": "doctor",
    "博士": "doctor",
}


@dataclass(frozen=True)
class RegisterTitle:
    """What a title says; empty where it does not say it."""

    form: str
    school: str = ""
    partner: str = ""
    subject: str = ""
    level: str = ""

    @classmethod
    @lru_cache(maxsize=1_000)
    def parse(cls, title: str) -> RegisterTitle:
        """Parse a title of the register.

        >>> RegisterTitle.parse("重庆大学与芬兰阿尔托大学合作举办材料科学与工程专业本科教育项目")
        ... # doctest: +NORMALIZE_WHITESPACE
        RegisterTitle(form='programme', school='重庆大学', partner='芬兰阿尔托大学',
        subject='材料科学与工程', level='bachelor')
        """
        found = _PROGRAMME.fullmatch(title)
        if found is None:
            is_programme = "项目" in title or "合作举办" in title
            return cls("programme" if is_programme else "institution")
        level = _LEVELS.get(found["level"] or "", "")
        return cls("programme", found["school"], found["partner"], found["subject"], level)
