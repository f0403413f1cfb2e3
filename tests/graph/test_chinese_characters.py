"""Traditional characters and their Simplified forms."""

from __future__ import annotations

import pytest

from yuqiao.graph.chinese_characters import is_traditional, simplified_forms


@pytest.mark.parametrize(
    ("text", "simplified", "traditional"),
    [
        ("重慶大學", "重庆大学", "慶學"),
        ("新西伯利亞國家研究型國立大學", "新西伯利亚国家研究型国立大学", "亞國國學"),
        ("臺灣師範大學", "台湾师范大学", "臺灣師範學"),
        ("重庆大学", "重庆大学", ""),
    ],
)
def test_characters(text: str, simplified: str, traditional: str) -> None:
    forms = simplified_forms()

    assert "".join(forms.get(character, (character,))[0] for character in text) == simplified
    assert "".join(filter(is_traditional, text)) == traditional


@pytest.mark.parametrize("character", "乾著像于后里面只台")
def test_what_simplified_chinese_uses_too_is_not_traditional(character: str) -> None:
    assert not is_traditional(character)
