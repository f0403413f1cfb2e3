"""The table twin of the network: what the drawing shows, for those who cannot see or use it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
from playwright.sync_api import expect

from yuqiao.exports.network.page.document import write_page
from yuqiao.graph.network.model import Network

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Opener


def test_the_table_holds_every_partnership_of_the_drawing(network: Opener) -> None:
    page = network("country=RUS").page
    page.locator("#show-table").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#stage")).to_be_hidden()
    table = page.get_by_role("table", name="Partnerships, as filtered")
    expect(table.get_by_role("row")).to_have_count(9)
    row = table.get_by_role("row").filter(has_text="Novosibirsk State University")
    expect(row).to_contain_text("Physics")
    row.get_by_role("rowheader").get_by_role("button").click()
    expect(page.locator("#panel-title")).to_be_focused()
    expect(page.locator("#panel")).to_contain_text("Joint programme")


def test_it_is_sorted_by_any_column_by_key(network: Opener) -> None:
    page = network("show=table&table=nodes").page
    head = page.get_by_role("columnheader", name="Betweenness")
    expect(head).to_have_attribute("aria-sort", "none")
    head.get_by_role("button").focus()
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "descending")
    expect(head.get_by_role("button")).to_be_focused()
    first = page.get_by_role("rowheader").first
    expect(first).to_have_text("Engineering and engineering trades")
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "ascending")
    page.get_by_role("columnheader", name="Name").get_by_role("button").click()
    expect(first).to_have_text("Agriculture")
    expect(head).to_have_attribute("aria-sort", "none")


def test_names_are_sorted_by_pinyin_in_chinese(network: Opener) -> None:
    page = network("lang=zh&show=table&table=nodes&sort=name").page
    names = page.get_by_role("rowheader").all_text_contents()
    assert names[:3] == ["爱尔兰", "爱尔兰大西洋理工大学", "澳大利亚"]
    assert names.index("西南大学" if "西南大学" in names else names[-1]) > names.index("德国")


def test_tabs_are_walked_with_the_arrow_keys_and_rows_come_in_pages(network: Opener) -> None:
    page = network("show=table&table=nodes").page
    page.get_by_role("tab", name="Nodes 134").focus()
    page.keyboard.press("ArrowRight")
    edges = page.get_by_role("tab", name="Edges 193")
    expect(edges).to_be_focused()
    expect(edges).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("tabpanel", name="Edges 193")).to_be_visible()
    expect(page.get_by_role("rowheader")).to_have_count(100)
    expect(page.locator(".pager")).to_contain_text("1–100 of 193")
    page.get_by_role("button", name="Next", exact=True).click()
    expect(page.locator(".pager")).to_contain_text("101–193 of 193")
    expect(page.get_by_role("rowheader")).to_have_count(93)
    expect(page.get_by_role("button", name="Next", exact=True)).to_be_disabled()
    page.get_by_role("row").nth(1).get_by_role("button").last.click()
    expect(page.locator("#panel")).to_contain_text("Connection")


def test_it_stands_beside_the_drawing_and_the_choice_is_one(network: Opener) -> None:
    seen = network("show=both&table=nodes&sort=name")
    page = seen.page
    expect(page.locator("#picture")).to_be_visible()
    page.get_by_role("button", name="Arts", exact=True).click()
    expect(page.locator("#panel-title")).to_have_text("Arts")
    chosen = page.evaluate("yuqiao.state().chosen.node")
    assert seen.data["nodes"][chosen]["en"] == "Arts"


def test_a_network_without_partnerships_has_nodes_and_edges(
    open_page: Opener, tmp_path: Path
) -> None:
    write_page(Network(nx.path_graph(["a", "b", "c"])), tmp_path / "page.html")
    seen = open_page(tmp_path / "page.html")
    page = seen.page
    expect(page.get_by_role("heading", level=1)).to_have_text("Network")
    expect(page.locator("#remains")).to_have_text("3 nodes, 2 edges")
    expect(page.locator("#open-filters")).to_have_count(0)
    page.locator("#show-table").click()
    expect(page.get_by_role("tab")).to_have_text(["Nodes 3", "Edges 2"])
    expect(page.get_by_role("rowheader")).to_have_text(["a", "b", "c"])
    assert (seen.requests, seen.complaints) == ([], [])
