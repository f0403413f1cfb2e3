"""The bars beside an answer, in the page of the question."""

from __future__ import annotations

import re

import html5lib
import pytest
from pyoxigraph import Literal
from starlette.testclient import TestClient

from yuqiao.exports.site.entity_paths import SitePaths
from yuqiao.exports.site.pages.localization import Locale
from yuqiao.graph.entities.index import EntityIndex
from yuqiao.graph.rdf.terms import Term
from yuqiao.graph.stores.memory import MemoryStore
from yuqiao.web.pages.answers.charts import MOST_BARS, answer_chart

Row = tuple[Term | None, ...]


@pytest.fixture(scope="module")
def locale() -> Locale:
    import pyoxigraph

    return Locale(EntityIndex(MemoryStore(pyoxigraph.Store(), {})), SitePaths([], "urn:"), "en")


def number(value: object) -> Literal:
    return Literal(str(value), datatype=Literal(1).datatype)


def texts(drawn: str) -> list[str]:
    tree = html5lib.parse(drawn, namespaceHTMLElements=False)
    said = (
        each for each in tree.iter() if each.tag in {"span", "{http://www.w3.org/2000/svg}text"}
    )
    return ["".join(each.itertext()) for each in said]


def test_each_row_has_its_name_and_its_numbers(locale: Locale) -> None:
    rows: list[Row] = [
        (Literal("<b>A</b>", language="en"), None, number(4), number(5)),
        (Literal("B"), Literal("x"), number(0), number(1200)),
    ]

    drawn = answer_chart(locale, ["name", "of", "current", "all"], rows)

    assert drawn is not None
    assert texts(drawn) == ["<b>A</b>", "4", "5", "B · x", "0", "1,200"]
    assert "<b>" not in drawn
    assert 'aria-label="current, all"' in drawn
    assert re.findall(r'width="([0-9.]+%)"', drawn) == [
        "100%",
        "0.3%",
        "0.3%",
        "100%",
        "0.2%",
        "84.0%",
    ]


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([(Literal("a"), Literal("b"))] * 2, "no numbers"),
        ([(number(1), number(2))] * 2, "no names"),
        ([(Literal("a"), number(1))], "one row"),
        ([(Literal("a"), number(-1)), (Literal("b"), number(1))], "a negative number"),
        ([(Literal("a"), number("9" * 400)), (Literal("b"), number(1))], "a number too large"),
        ([(Literal("a"), number("x")), (Literal("b"), number(1))], "an integer that is none"),
        ([(Literal("a"), None), (Literal("b"), number(1))], "a number that is missing"),
        ([(Literal("a"), number(0)), (Literal("b"), number(0))], "nothing but zeros"),
        ([], "no rows"),
    ],
)
def test_what_cannot_be_drawn_is_not(locale: Locale, rows: list[Row], why: str) -> None:
    assert answer_chart(locale, ["name", "n"], rows) is None, why


def test_a_long_answer_is_drawn_in_part(locale: Locale) -> None:
    rows: list[Row] = [(Literal(f"row {at}"), number(at)) for at in range(100)]

    drawn = answer_chart(locale, ["name", "n"], rows) or ""

    assert len(texts(drawn)) == 2 * MOST_BARS


@pytest.mark.slow
def test_a_question_shows_its_answer_as_bars(client: TestClient) -> None:
    page = client.get("/questions/partnerships-by-country?lang=en").text
    client.cookies.clear()

    assert texts(page)[:3] == ["Australia", "14", "15"]
