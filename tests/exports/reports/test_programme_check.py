"""What check answers to questions that find nothing, line by line."""

from __future__ import annotations

import pytest

import yuqiao
from yuqiao.exports.reports.evidence.programme_check import check_text
from yuqiao.graph.evidence.register_check import check_register


@pytest.mark.parametrize(
    ("text", "lang", "said"),
    [
        (
            "is it approved?",
            "en",
            ["The question names no school, country, subject or number to look for"],
        ),
        ("国家承认吗？", "zh", ["问题中没有可查的校名、国家（地区）、专业或编号"]),
        ("重庆三峡学院 合作办学", "zh", ["没有条目含有：重庆三峡学院"]),
        ("重交 会计", "zh", ["", "最接近的条目"]),
    ],
)
def test_a_question_that_finds_nothing_is_told_why(text: str, lang: str, said: list[str]) -> None:
    first, *rest = check_text(check_register(yuqiao.open(), text), lang).splitlines()

    assert first.endswith(text)
    assert rest[: len(said)] == said
