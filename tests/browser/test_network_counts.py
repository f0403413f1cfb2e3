"""What the network page shows is what it counts: under a filter, and around an entity."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest
from playwright.sync_api import expect

from networks import network_of
from yuqiao.exports.network.page.document import write_page
from yuqiao.graph.network.measures import measure_nodes
from yuqiao.graph.network.model import Network

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from .conftest import Opener

ORGANISATIONS = "https://w3id.org/yuqiao/id/organisation/"
RUSSIA = "http://publications.europa.eu/resource/authority/country/RUS"
MEASURES = (
    *("degree", "weighted-degree", "betweenness", "closeness", "pagerank", "core"),
    "brokerage",
)


def saved_rows(page: Page, name: str) -> list[dict[str, str]]:
    """Return the rows of a table that the page saves as CSV."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=name).click()
    text = waiting.value.path().read_text("utf-8").removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_filter_says_what_the_network_of_that_filter_says(network: Opener) -> None:
    page = network("country=RUS&undated=no&tool=save").page
    expected = network_of(country="Russia")
    rows = {row["iri"]: row for row in saved_rows(page, "Nodes, CSV")}

    assert rows.keys() == set(expected.graph)
    for name in MEASURES:
        found = {iri: float(row[name]) for iri, row in rows.items()}
        assert found == pytest.approx(expected.measure(name).values, rel=1e-3, abs=1e-9), name
    for iri, own in expected.graph.nodes(data=True):
        assert int(rows[iri]["partnerships"]) == len(own["partnerships"])
        assert rows[iri]["main-country"] == "Russia"
    edges = {
        frozenset((row["from-iri"], row["to-iri"])): (int(row["weight"]), int(row["not-ended"]))
        for row in saved_rows(page, "Edges, CSV")
    }
    assert edges == {
        frozenset((one, other)): (own["weight"], own["current"])
        for one, other, own in expected.graph.edges(data=True)
    }


def test_the_words_and_the_picture_count_what_is_shown(network: Opener) -> None:
    page = network(f"country=RUS&tool=save&node={ORGANISATIONS}cqu").page
    shows = page.locator("#shows")
    expect(shows).to_contain_text(
        "8 partnerships of 8 schools with 8 foreign universities in 1 country, in 4 fields of study."
    )
    expect(shows).to_contain_text("21 nodes, 25 edges.")
    expect(page.locator("#panel")).to_contain_text("1 of 7 partnerships")
    measures = page.locator("#measures")
    measures.locator("summary").click()
    expect(measures.locator("dt").filter(has_text="Community")).to_have_text(
        "Community (of the whole network)"
    )
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Picture, SVG").click()
    texts = re.findall(r">([^<>]+)</text>", waiting.value.path().read_text("utf-8"))
    assert texts[texts.index("Chongqing University") + 1] == "1"
    assert texts[texts.index("Russia") + 1] == "8"


def test_sizes_and_colours_are_of_what_is_shown(network: Opener) -> None:
    page = network("country=RUS&size=betweenness&colour=country").page
    greatest = max(network_of(country="Russia").measure("betweenness").values.values())
    expect(page.locator("#encodings .sizes")).to_have_text(f"Betweenness0 – {greatest:.4g}")
    expect(page.locator("#encodings .hues li").filter(has_text="Russia")).to_have_text("Russia 21")


def test_measures_that_take_long_arrive(open_page: Opener, tmp_path: Path) -> None:
    graph = nx.relabel_nodes(nx.gnm_random_graph(900, 3000, seed=1), str)
    nx.set_node_attributes(graph, {str(node): f"kind {node % 3}" for node in range(900)}, "kind")
    write_page(Network(graph), tmp_path / "page.html")
    page = open_page(tmp_path / "page.html").page
    page.evaluate("location.hash = 'hide=kind 0&show=both&table=nodes'")
    expect(page.locator("#tab-nodes .count")).to_have_text("600")
    expect(page.locator("#rows")).not_to_contain_text("…")
    shown = [node for node, kind in graph.nodes(data="kind") if kind != "kind 0"]
    expected = measure_nodes(graph.subgraph(shown), "betweenness").values
    found = page.evaluate(
        "() => Object.fromEntries([...document.querySelectorAll('#rows tbody tr')]"
        ".map(row => [row.cells[0].textContent, Number(row.cells[4].textContent)]))"
    )
    assert len(found) == 100
    assert found == pytest.approx({name: expected[name] for name in found}, rel=1e-3, abs=1e-9)


def test_partners_outside_a_neighbourhood_are_named(open_page: Opener, tmp_path: Path) -> None:
    write_page(network_of(focus="CQU", hops=2), tmp_path / "page.html")
    seen = open_page(tmp_path / "page.html")
    seen.page.evaluate("location.hash = 'show=table'")
    table = seen.page.get_by_role("table", name="Partnerships, as filtered")
    expect(table).to_contain_text("University of Tasmania")
    cells: Any = table.locator("tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.cells].slice(1, 4).map(cell => cell.textContent))"
    )
    assert len(cells) > 7
    assert not [row for row in cells if "unknown" in row]


def test_the_partnerships_of_a_neighbourhood_are_its_own(open_page: Opener, tmp_path: Path) -> None:
    write_page(network_of(focus="CQU", hops=1), tmp_path / "page.html")
    seen = open_page(tmp_path / "page.html")
    seen.page.evaluate("location.hash = 'show=table'")
    rows = seen.page.get_by_role("table", name="Partnerships, as filtered").locator("tbody tr")
    expect(rows).to_have_count(7)
    expect(rows.filter(has_text="Chongqing University")).to_have_count(7)
    expect(rows.filter(has_text="Novosibirsk State UniversityRussia")).to_have_count(1)
