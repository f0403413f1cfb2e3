"""A check says of each point what sources say, or that nobody found or searched for it."""

from __future__ import annotations

import pytest

import yuqiao
from yuqiao import KnowledgeGraph, QueryError
from yuqiao.graph.entities.index import EntityIndex
from yuqiao.graph.evidence.programme_check import Knowledge
from yuqiao.graph.evidence.register_check import (
    check_register,
    checks_of_index,
    programme_checks,
)


@pytest.fixture(scope="module")
def graph() -> KnowledgeGraph:
    return yuqiao.open()


def test_the_points_of_a_programme(graph: KnowledgeGraph) -> None:
    (check,) = check_register(graph, "重庆大学 俄罗斯 物理").checks

    known = {point.key: point.knowledge.name for point in check.points}
    assert known == {
        "listed": "KNOWN",
        "status": "KNOWN",
        "route": "KNOWN",
        "approved": "KNOWN",
        "certificate": "NOT_FOUND",
        "until": "NOT_FOUND",
        "schools": "KNOWN",
        "partners": "KNOWN",
        "level": "KNOWN",
        "disciplines": "KNOWN",
        "years": "NOT_SEARCHED",
        "model": "NOT_SEARCHED",
        "language": "NOT_SEARCHED",
        "plan": "NOT_SEARCHED",
        "chinese-award": "NOT_SEARCHED",
        "foreign-award": "NOT_SEARCHED",
        "recognition": "NOT_SEARCHED",
        "tuition": "KNOWN",
    }
    (fee,) = check.point("tuition").values
    assert (fee.text.zh, fee.as_of) == ("53,000 元/学年", "2025-08-27")
    assert [check.sources[iri].title.zh for iri in fee.sources] == [
        "关于核定重庆大学等校中外合作办学机构及项目学费标准的通知（渝发改收费〔2025〕1066号）"
    ]
    (listed,) = check.point("listed").values
    assert listed.text.zh == "在列：经教育部审批和复核的中外合作办学机构及项目名单（重庆部分）"
    assert listed.as_of == "2026-05-25"
    (rule,) = check.point("recognition").values
    assert "入学后一个月内" in rule.text.zh
    assert "www.jsj.edu.cn" in rule.note.en
    assert check.pages == (
        "https://www.crs.jsj.edu.cn/aproval/detail/3624",
        "https://www.crs.jsj.edu.cn/index/sort/1006",
    )


def test_fees_of_an_institution_are_those_of_its_disciplines(graph: KnowledgeGraph) -> None:
    (check,) = check_register(graph, "cqmu-leicester-institute").checks

    fees = [value.text.zh for value in check.point("tuition").values]
    assert fees[:2] == ["临床医学：77,000 元/学年", "精神医学：72,000 元/学年"]
    assert [value.text.en for value in check.point("plan").values] == [
        "Within the national enrolment plan"
    ]


def test_many_are_named_and_not_checked(graph: KnowledgeGraph) -> None:
    answer = check_register(graph, "西南大学")

    assert answer.checks == ()
    assert len(answer.matches) == 9
    assert [each.date for each in answer.lists] == ["2026-05-25", "2026-03-20"]


def test_the_index_of_a_site_and_a_store_give_the_same_checks(graph: KnowledgeGraph) -> None:
    known = EntityIndex(graph)
    some = [
        known.iri(f"p:{slug}")
        for slug in (
            "cqu-novosibirsk-physics",
            "cqupt-coventry-broadcasting",
            "cqupt-fefu-institute",
        )
    ]

    indexed, queried = (
        checks_of_index(known, some),
        programme_checks(graph, [x.value for x in some]),
    )
    for one, other in zip(indexed, queried, strict=True):
        assert one.label == other.label
        assert one.pages == other.pages
        for point, same in zip(one.points, other.points, strict=True):
            assert (point.key, point.knowledge) == (same.key, same.knowledge)
            texts = [sorted((v.text, v.as_of, v.note) for v in p.values) for p in (point, same)]
            assert texts[0] == texts[1]


def test_an_ended_programme_says_so(graph: KnowledgeGraph) -> None:
    (check,) = check_register(graph, "Kangan accounting").checks

    assert [value.text.zh for value in check.point("status").values] == ["终止办学"]
    assert check.point("until").knowledge is Knowledge.NOT_FOUND


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("  ", "the text is empty; expected the name of a school, a country or a subject"),
        (
            "重庆大学" * 1000,
            "the text is too long; expected a few names or a number, 200 characters",
        ),
    ],
)
def test_nothing_is_no_question(text: str, message: str, graph: KnowledgeGraph) -> None:
    with pytest.raises(QueryError, match=message):
        check_register(graph, text)
