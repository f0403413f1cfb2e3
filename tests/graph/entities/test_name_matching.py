"""Names are matched as the page matches them: the cases are in ``tests/support``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from yuqiao.exports.reports.entity import about_text
from yuqiao.graph.entities.name_matching import folded, ranked, simplified_characters
from yuqiao.graph.entities.search import find, nearly_named
from yuqiao.graph.errors import QueryError
from yuqiao.graph.stores.open_store import open_store

SHARED = json.loads((Path(__file__).parents[2] / "support" / "name_search.json").read_text("utf-8"))
ORGANISATION = "https://w3id.org/yuqiao/id/organisation/"
COUNTRY = "http://publications.europa.eu/resource/authority/country/"


@pytest.mark.parametrize(("text", "expected"), SHARED["cases"])
def test_names_are_ranked_as_on_the_page(text: str, expected: list[int]) -> None:
    assert [number for _, number in ranked(SHARED["names"], text)] == expected


def test_every_traditional_character_has_a_simplified_one() -> None:
    table = simplified_characters()
    assert len(table) == 3222  # of 4,148 in OpenCC 1.4.2; Simplified Chinese keeps the others
    assert folded("龍馬書學臺灣") == "龙马书学台湾"
    assert not {ord(one) for one in table.values()} & {ord(one) for one in "龍馬書學"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("重邮", [f"{ORGANISATION}cqupt"]),
        ("重大", [f"{ORGANISATION}cqu"]),
        ("重慶大學", [f"{ORGANISATION}cqu"]),
        ("俄羅斯", [f"{COUNTRY}RUS"]),
        ("eszterhazy karoly catholic university", [f"{ORGANISATION}eszterhazy"]),
        ("US", [f"{COUNTRY}USA"]),
        ("chongqing univer", []),  # a part of names is no name
        ("Rusia", []),  # nor is a slip
    ],
)
def test_a_name_is_found_however_it_is_written(text: str, found: list[str]) -> None:
    assert [entity.value for entity in find(open_store(), text)] == found


@pytest.mark.slow
def test_a_slip_is_forgiven_and_said() -> None:
    assert nearly_named(open_store(), "Rusia")[0].value == f"{COUNTRY}RUS"
    heading, first = about_text(open_store(), "Rusia", "en").splitlines()[:2]
    assert heading == "no entity is named 'Rusia'; the nearest names (2) are those of:"
    assert first.split() == ["country:RUS", "Russia"]
    with pytest.raises(QueryError, match="no entity is named 'Zambia'"):
        about_text(open_store(), "Zambia", "en")
