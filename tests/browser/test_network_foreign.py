"""The page of a graph in another vocabulary: arrows, parallel edges, loops, its own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from networks import network_of
from yuqiao.exports.network.page.document import render_page

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Opener

ZOO = """@prefix ex: <http://example.org/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
ex:it a <http://www.w3.org/2002/07/owl#Ontology> ; rdfs:label "Zoo" .
ex:zebra a ex:Animal ; rdfs:label "Zebra" ; ex:age 4 ; ex:eats ex:apple ; ex:likes ex:apple, ex:zebra .
ex:apple ex:feeds ex:zebra ."""


@pytest.mark.parametrize("renderer", ["vis", "sigma"])
def test_a_graph_in_another_vocabulary_is_shown_in_its_own_words(
    open_page: Opener, tmp_path: Path, renderer: str
) -> None:
    graph, path = tmp_path / "zoo.ttl", tmp_path / "zoo.html"
    graph.write_text(ZOO, "utf-8")
    path.write_text(render_page(network_of(graph), renderer=renderer), "utf-8")
    seen = open_page(path)
    page = seen.page

    expect(page).to_have_title("Zoo")
    expect(page.locator("#legend")).to_contain_text("Animal 1")
    expect(page.locator("#relations")).to_contain_text("likes 2")
    expect(page.locator("body")).not_to_contain_text("education")
    page.locator("#query-used summary").click()
    expect(page.locator("#query-used pre")).to_contain_text("SELECT ?source ?edge ?target")

    page.locator("#show-both").click()
    page.get_by_role("tab", name="Edges 4").click()
    rows = page.get_by_role("row").all_text_contents()
    assert sorted(row[:20] for row in rows[1:]) == [
        "Zebraeatsapple1",
        "ZebralikesZebra1",
        "Zebralikesapple1",
        "applefeedsZebra1",
    ]
    page.get_by_role("row").filter(has_text="feeds").get_by_role("button", name="Zebra").click()
    expect(page.locator("#panel")).to_contain_text("age4")
    assert (seen.requests, seen.complaints) == ([], [])
    svg = page.evaluate("yuqiao.drawing.svg()")
    assert svg.count("Z") >= 4  # the heads of four arrows


@pytest.mark.slow
def test_of_very_many_links_only_the_highlighted_have_arrowheads(
    open_page: Opener, tmp_path: Path
) -> None:
    graph, path = tmp_path / "links.nt", tmp_path / "links.html"
    graph.write_text(
        "".join(
            f"<http://example.org/{n}> <http://example.org/leads> <http://example.org/{m}> .\n"
            for n in range(1700)
            for m in {(n * 7 + 1) % 1700, (n * 11 + 2) % 1700, (n + 3) % 1700} - {n}
        ),
        "utf-8",
    )
    path.write_text(render_page(network_of(graph)), "utf-8")
    seen = open_page(path)
    page = seen.page

    expect(page.locator("body")).to_contain_text("only those of what is chosen have arrowheads")
    page.locator("#query").fill("1234")
    page.keyboard.press("Enter")
    expect(page.locator("#panel")).to_contain_text("1234")
    drawn = """() => {
      const sheet = document.querySelector("canvas.sigma-curves");
      const { data } = sheet.getContext("2d").getImageData(0, 0, sheet.width, sheet.height);
      return data.some((value) => value > 0);
    }"""
    page.wait_for_function(drawn)
    assert seen.complaints == []
