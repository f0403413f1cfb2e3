"""The answers to questions as tables, networks and maps, drawn without a script."""

from __future__ import annotations

import re
from itertools import pairwise

import html5lib
import pytest
from starlette.testclient import TestClient

from yuqiao.graph.questions.catalogue import questions
from yuqiao.web.pages.answers.coastline import coastline

HTML = {"Accept": "text/html"}
SVG = "{http://www.w3.org/2000/svg}"


def seen(client: TestClient, path: str) -> str:
    response = client.get(f"/questions/{path}", headers=HTML)
    assert response.status_code == 200
    return response.text


def views(page: str) -> list[str]:
    nav = re.search(r'<nav class="views".*?</nav>', page, re.DOTALL)
    return re.findall(r"view=(\w+)", nav[0]) if nav else []


@pytest.mark.slow
def test_every_question_has_an_answer_or_names_what_it_needs(client: TestClient) -> None:
    wrong = {}
    for question in questions():
        page = seen(client, f"{question.name}?lang=en")
        error = re.search(r'<pre class="error" role="alert">(.*?)</pre>', page, re.DOTALL)
        if error:
            wrong[question.name] = error[1]

    assert wrong == {}


def test_links_are_a_table_a_network_and_a_map(client: TestClient) -> None:
    page = seen(client, "school-university-network?lang=en")

    assert views(page) == ["table", "network", "map"]
    assert re.findall(r'<th scope="col">(\w+)', page) == ["subject", "predicate", "object"]
    assert page.count("<tr>") == 1 + 134


@pytest.mark.parametrize(
    ("path", "nodes", "name"),
    [
        ("school-university-network", "98 nodes, 67 edges", "Southwest University"),
        ("foreign-partners", "161 nodes, 227 edges", "Australia"),
    ],
)
def test_a_network_is_drawn_by_the_server(
    client: TestClient, path: str, nodes: str, name: str
) -> None:
    page = html5lib.parse(seen(client, f"{path}?view=network&lang=en"))
    (picture,) = page.iter(f"{SVG}svg")
    texts = ["".join(text.itertext()) for text in picture.iter(f"{SVG}text")]

    assert any(nodes in text for text in texts), texts[:4]
    assert name in texts


def test_names_are_placed_on_a_map_and_counted(client: TestClient) -> None:
    text = seen(client, "partnerships-by-school?view=map&lang=en")
    page = html5lib.parse(text)

    assert views(text) == ["table", "map"]
    assert "Entities with coordinates, their own or those of their place: 28 of 28." in text
    told = ["".join(circle.itertext()).partition(":")[0] for circle in page.iter(f"{SVG}circle")]
    assert told[:3] == ["Chongqing (11)", "Shapingba District (5)", "Nan'an District (3)"]
    (land,) = page.iter(f"{SVG}path")
    assert land.get("d").startswith("M"), "the mainland, which the places lie within"


def test_a_map_has_the_places_of_both_ends(client: TestClient) -> None:
    page = html5lib.parse(seen(client, "school-university-network?view=map&lang=zh"))
    spots = {"".join(each.itertext()): float(each.get("cx")) for each in page.iter(f"{SVG}circle")}
    along = sorted(spots, key=lambda told: spots[told])
    order = [
        name for told in along for name in ("Calgary", "Moscow", "重庆", "Perth") if name in told
    ]

    assert order[:2] == ["Calgary", "Moscow"]
    assert set(order[2:]) == {"重庆", "Perth"}


def test_a_view_that_an_answer_does_not_have_is_the_table(client: TestClient) -> None:
    page = seen(client, "partnerships-by-country?view=map&lang=en")

    assert views(page) == []
    assert "<table>" in page


def test_the_coast_goes_on_at_the_edge_of_the_map() -> None:
    jumps = [
        abs(after - before)
        for ring in coastline()
        for (before, _), (after, south) in pairwise(ring)
        if south != -90
    ]

    assert max(jumps) < 180
