"""A family finds a programme by any words for it: names, abbreviations, pinyin, numbers."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, serialize

import yuqiao
from yuqiao.graph.evidence.programme_search import ProgrammeIndex

FOUND = {
    "重庆大学 俄罗斯 物理": ["cqu-novosibirsk-physics"],
    "重大 俄罗斯": ["cqu-novosibirsk-physics"],
    "重庆大学俄罗斯物理专业": ["cqu-novosibirsk-physics"],
    "重慶大學、俄羅斯": ["cqu-novosibirsk-physics"],
    "chongqingdaxue eluosi wuli": ["cqu-novosibirsk-physics"],
    "CQU Russia physics": ["cqu-novosibirsk-physics"],
    "重邮 俄罗斯": ["cqupt-fefu-institute"],
    "US preschool": ["cque-newpaltz-preschool"],
    "MOE50US2A20181935N": ["swu-missouri-plant"],
    "moe50us2a20181935n": ["swu-missouri-plant"],
    "3624": ["cqu-novosibirsk-physics"],
    "4150010611 物理": ["cqu-novosibirsk-physics"],
    "重庆大学 本科 英国": [],
    "俄国 物理": ["cqu-novosibirsk-physics"],
    "西南大学澳洲动物科学": ["swu-jcu-animal"],
    "重庆大学（物理学）": ["cqu-novosibirsk-physics"],
    "重庆大学-物理": ["cqu-novosibirsk-physics"],
    "《重庆大学》“物理”": ["cqu-novosibirsk-physics"],
    "physics@CQU": ["cqu-novosibirsk-physics"],
    "编号3624": ["cqu-novosibirsk-physics"],
    "许可证编号：MOE50US2A20181935N": ["swu-missouri-plant"],
    "https://www.crs.jsj.edu.cn/aproval/detail/3624": ["cqu-novosibirsk-physics"],
    "cqu-novosibirsk-physics": ["cqu-novosibirsk-physics"],
    "重邮和俄罗斯远东大学合办的学院": ["cqupt-fefu-institute"],
    "听说西南大学有美国的项目": ["swu-missouri-plant"],
    "中美合作学前教育": ["cque-newpaltz-preschool"],
    "中俄 物理": ["cqu-novosibirsk-physics"],
    "中韩计算机": ["cqcfe-kyungil-computer", "cqie-gwangju-computer", "cqut-kaist-computer"],
    "中新 数据科学": ["cque-nz-data-science"],
    "重庆医科大学莱斯特大学联合学院": ["cqmu-leicester-institute"],
}


@pytest.fixture(scope="module")
def index() -> ProgrammeIndex:
    return ProgrammeIndex.of_store(yuqiao.open())


@pytest.mark.parametrize(("text", "slugs"), FOUND.items())
def test_words_find_the_programmes_that_have_all_of_them(
    text: str, slugs: list[str], index: ProgrammeIndex
) -> None:
    assert [iri.rpartition("/")[2] for iri in index.search(text).found] == slugs


def test_an_abbreviation_is_meant_as_a_whole_word(index: ProgrammeIndex) -> None:
    found = index.search("SWU").found

    assert len(found) == 9
    assert not [iri for iri in found if "swupl" in iri or "cswu" in iri]


@pytest.mark.parametrize(
    ("text", "unmatched", "near"),
    [
        ("清华大学 物理", ("清华大学",), ["cqu-novosibirsk-physics"]),
        ("清华大学剑桥", ("清华大学", "剑桥"), []),
        ("西安交通大学物理", ("西安交通大学",), ["cqu-novosibirsk-physics"]),
        ("重庆三峡学院", ("重庆三峡学院",), []),
        ("Novosibrisk", ("novosibrisk",), ["cqu-novosibirsk-physics"]),
        ("qwertz", ("qwertz",), []),
        ("的", (), []),
    ],
)
def test_what_is_not_found_is_said_with_what_is_near(
    text: str, unmatched: tuple[str, ...], near: list[str], index: ProgrammeIndex
) -> None:
    matches = index.search(text)

    assert matches.found == ()
    assert matches.unmatched == unmatched
    assert [iri.rpartition("/")[2] for iri in matches.near] == near


def test_the_names_are_in_the_same_order_whatever_that_of_the_statements_is(
    index: ProgrammeIndex, tmp_path: Path
) -> None:
    triples = list(yuqiao.open().triples())
    random.Random(3).shuffle(triples)
    serialize(triples, str(tmp_path / "other.nt"), format=RdfFormat.N_TRIPLES)
    other = ProgrammeIndex.of_store(yuqiao.open(tmp_path / "other.nt"))

    assert list(other.names.items()) == list(index.names.items())
    assert list(other.related.items()) == list(index.related.items())
