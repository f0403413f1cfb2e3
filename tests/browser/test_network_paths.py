"""Paths on the network page: chosen by search or from the panel, counted, and stepped through."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
from playwright.sync_api import expect

import yuqiao

if TYPE_CHECKING:
    from .conftest import Opener

CQU = "https://w3id.org/yuqiao/id/organisation/cqu"
SWUPL = "https://w3id.org/yuqiao/id/organisation/swupl"
RUSSIA = "http://publications.europa.eu/resource/authority/country/RUS"


def test_a_path_is_found_between_two_searched_ends(network: Opener) -> None:
    page = network("").page
    page.locator("#open-paths").focus()
    page.keyboard.press("Enter")
    source = page.get_by_role("combobox", name="From")
    source.fill("novosibirsk")
    page.keyboard.press("Enter")
    expect(source).to_have_value("Novosibirsk State University")
    page.get_by_role("combobox", name="To").fill("nowhere")
    expect(page.get_by_role("option")).to_have_text("Nothing found")
    page.get_by_role("combobox", name="To").fill("tomsk")
    page.keyboard.press("Enter")
    result = page.locator("#path-result")
    expect(result).to_contain_text("2 steps, 1 shortest path")
    expect(result.get_by_role("listitem")).to_have_text(
        ["Novosibirsk State University", "Russia", "National Research Tomsk State University"]
    )
    result.get_by_role("button", name="Russia").click()
    expect(page.locator("#panel-title")).to_have_text("Russia")
    page.get_by_role("button", name="Clear").click()
    expect(result).to_be_empty()


def test_equal_paths_are_counted_and_stepped_through(network: Opener) -> None:
    known = nx.all_shortest_paths(yuqiao.open().network().graph, CQU, SWUPL)
    count = len(list(known))
    page = network(f"node={CQU}").page
    page.get_by_role("button", name="Path from here").click()
    expect(page.get_by_role("combobox", name="To")).to_be_focused()
    page.get_by_role("combobox", name="To").fill("Southwest University of Political")
    page.keyboard.press("Enter")
    result = page.locator("#path-result")
    expect(result).to_contain_text(f"4 steps, {count} shortest paths")
    steps = set()
    for number in range(count):
        expect(result).to_contain_text(f"{number + 1} of {count}")
        steps.add(tuple(result.get_by_role("listitem").all_text_contents()))
        result.get_by_role("button", name="Next path").click()
    assert len(steps) == count > 1
    assert {len(each) for each in steps} == {5}
    expect(result).to_contain_text(f"1 of {count}")
    result.get_by_role("button", name="Previous path").press("Enter")
    expect(result).to_contain_text(f"{count} of {count}")
    expect(result.get_by_role("button", name="Previous path")).to_be_focused()
    page.get_by_role("button", name="Swap").click()
    expect(result.get_by_role("listitem").last).to_have_text("Chongqing University")


def test_a_path_goes_through_what_is_shown_only(network: Opener) -> None:
    page = network(f"path={CQU} {RUSSIA}&tool=paths").page
    expect(page.locator("#path-result")).to_contain_text("2 steps, 1 shortest path")
    page.get_by_role("button", name="Foreign universities 65").click()
    expect(page.locator("#path-result")).to_have_text(
        "No path leads from one to the other in what is shown."
    )
    page.get_by_role("button", name="Reset", exact=True).click()
    page.get_by_role("combobox", name="To").fill("CQU")
    page.keyboard.press("Enter")
    expect(page.locator("#path-result")).to_have_text("Both ends are the same node.")
