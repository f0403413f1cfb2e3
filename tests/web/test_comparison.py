"""The pages that compare: two entities, two editions, and the graph with its shapes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import html5lib
import pytest
from starlette.testclient import TestClient

from web_application import client_of
from yuqiao.web.settings import Settings
from yuqiao.web.source import Source

HTML = {"Accept": "text/html", "Accept-Language": "en"}
EARLIER = """
PREFIX ex: <http://example.org/> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
ex:a rdfs:label "One" ; ex:size 5 . ex:b rdfs:label "Two" ; ex:size 7 .
"""
LATER = """
PREFIX ex: <http://example.org/> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
ex:a rdfs:label "One" ; ex:size 6 ; ex:in ex:town . ex:c rdfs:label "<b>Three</b>" ; ex:in ex:town .
"""


def texts(page: str, path: str) -> list[str]:
    """Return the texts of the elements of a page at a path of html5lib's tree."""
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    return [" ".join("".join(each.itertext()).split()) for each in tree.iterfind(path)]


def table(page: str) -> dict[str, list[str]]:
    """Return the cells of each row of the only table, by the head of the row."""
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    rows = {}
    for row in tree.iterfind(".//tbody/tr"):
        head, *cells = (" ".join("".join(each.itertext()).split()) for each in row)
        rows[head] = cells
    return rows


@pytest.mark.slow
def test_two_entities_are_compared_property_by_property(client: TestClient) -> None:
    client.cookies.clear()
    rows = table(client.get("/compare?a=SWU&b=重庆大学", headers=HTML).text)

    assert rows["Class"] == ["college or university", "college or university"]
    assert rows["place"] == [
        "Chongqing in bothBeibei District",
        "Chongqing in bothShapingba District",
    ]
    assert rows["founded"] == ["1906", "1929"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/compare?a=nobody+at+all", "Nothing in the graph is named “nobody at all”."),
        ("/compare?a=o:swu&b=大学", "Which one is “大学”?"),
        ("/compare?a=o:swu&b=<script>", "Nothing in the graph is named “<script>”."),
    ],
)
def test_a_name_that_is_not_clear_is_asked_about(
    client: TestClient, address: str, status: str
) -> None:
    answer = client.get(address, headers=HTML)

    assert texts(answer.text, ".//p[@role='status']") == [status]
    assert texts(answer.text, ".//table") == []


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Serve the later of two editions."""
    folder = tmp_path_factory.mktemp("editions")
    for name, content in (("earlier", EARLIER), ("later", LATER)):
        (folder / f"{name}.ttl").write_text(content)
    settings = Settings(workers=1, earlier=str(folder / "earlier.ttl"))
    with client_of(Source(str(folder / "later.ttl")), settings) as opened:
        yield opened


@pytest.mark.slow
def test_two_editions_are_compared_entity_by_entity(edited: TestClient) -> None:
    page = edited.get("/changes", headers=HTML).text

    assert texts(page, ".//ul[@class='changes']/li") == [
        "One (ex:a): changedin: ex:town addedsize: 5 → 6",
        "Two (ex:b): removed",
        "<b>Three</b> (ex:c): added",
    ]
    assert "<b>Three" not in page


@pytest.mark.slow
def test_entities_of_any_graph_are_compared(edited: TestClient) -> None:
    page = edited.get("/compare", params={"a": "One", "b": "<b>Three</b>"}, headers=HTML).text

    assert table(page) == {
        "label": ["One", "<b>Three</b>"],
        "Class": ["", ""],
        "ex:size": ["6", "–"],
        "ex:in": ["ex:town in both"] * 2,
    }
    assert "<b>Three" not in page


def test_without_an_earlier_edition_there_are_no_changes(client: TestClient) -> None:
    assert client.get("/changes", headers=HTML).status_code == 404
    assert "changes" not in client.get("/curators", headers=HTML).text


@pytest.mark.slow
def test_the_findings_of_the_validation_are_shown(client: TestClient, tmp_path: Path) -> None:
    (tmp_path / "wrong.ttl").write_text(
        "PREFIX yq: <https://w3id.org/yuqiao/def#> <http://e.org/p> a yq:Partnership ; yq:n '<i>' ."
    )
    with client_of(Source(str(tmp_path / "wrong.ttl")), Settings(workers=1)) as opened:
        page = opened.get("/findings", headers=HTML).text

    assert texts(client.get("/findings", headers=HTML).text, ".//p[@class='lead']")[0].startswith(
        "no findings; "
    )
    assert texts(page, ".//tbody/tr/td[1]")[0] == "http://e.org/p"
    assert "Violation" in texts(page, ".//h2")
    assert str(tmp_path) not in page
