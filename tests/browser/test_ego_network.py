"""A node in the middle, opened step by step; several nodes selected; parts kept or left out."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from yuqiao.exports.network.saved_view import read_view, view_network
from yuqiao.graph.network.spec import NetworkSpec
from yuqiao.graph.stores.open_store import open_store

from .conftest import Seen

ORGANISATION = "https://w3id.org/yuqiao/id/organisation/"
RUSSIA = "http://publications.europa.eu/resource/authority/country/RUS"
ALL = "134 nodes, 193 edges, 85 partnerships"


def remains(page: Page, numbers: str) -> None:
    expect(page.locator("#remains")).to_contain_text(numbers)


def test_a_node_in_the_middle_is_opened_closed_and_left_with_counts_first(
    network: Callable[..., Seen],
) -> None:
    page = network(f"node={RUSSIA}").page
    page.get_by_role("button", name="Show what is around it").click()
    remains(page, "Shown: around Russia; 9 of 134 nodes, 8 of 193 edges, 8 of 85 partnerships")
    drawn = page.evaluate(
        "yuqiao.drawing.spotOf(yuqiao.data.nodes.find(n => n.en === 'Russia').id)"
    )
    assert (drawn["x"], drawn["y"]) == (0, 0)

    page.get_by_role("button", name="Novosibirsk State University").click()
    page.get_by_role("button", name="Open: + 1 school").click()
    remains(page, "around Russia, 1 neighbour opened; 10 of 134 nodes")
    assert f"opened={ORGANISATION}novosibirsk" in page.url
    page.get_by_role("button", name="Close: − 1 node").click()
    remains(page, "around Russia; 9 of 134 nodes")
    page.locator("#undo").click()
    remains(page, "10 of 134 nodes")
    page.go_back()
    remains(page, "around Russia; 9 of 134 nodes")
    page.get_by_role("button", name="Reset", exact=True).click()
    remains(page, ALL)


def test_a_step_further_has_what_the_command_has(network: Callable[..., Seen]) -> None:
    page = network(f"centre={ORGANISATION}swu&node={ORGANISATION}swu").page
    page.locator("#ego-step").click()
    expected = NetworkSpec(focus="SWU", hops=2).network(open_store())
    edges = expected.graph.number_of_edges()
    count = len(expected.partnerships)
    remains(page, f"{len(expected)} of 134 nodes, {edges} of 193 edges, {count} of 85 partnerships")


def test_charts_table_and_map_have_the_numbers_of_the_part(network: Callable[..., Seen]) -> None:
    page = network(f"centre={RUSSIA}&show=charts").page
    expect(page.get_by_role("button", name="Russia: 8 partnerships")).to_be_visible()
    expect(page.get_by_role("button", name="Australia: 0 of 15 partnerships")).to_be_visible()
    network(f"centre={RUSSIA}&show=table")
    expect(page.locator("#tab-partnerships")).to_have_text("Partnerships 8")


def test_a_comparison_is_of_the_part(network: Callable[..., Seen]) -> None:
    sides = "compare=level:bachelor,level:master"
    page = network(f"centre={RUSSIA}&show=compare&{sides}").page
    sentence = page.locator("#compare-sentence")
    expect(sentence).to_contain_text(
        "Bachelor: 5 partnerships of 5 schools; Master: 4 partnerships"
    )
    expect(sentence).to_contain_text("Filters: around Russia.")
    remains(page, "around Russia; 7 of 134 nodes, 6 of 193 edges, 6 of 85 partnerships")


def test_nodes_are_added_by_shift_click_and_by_name_and_their_sums_shown(
    network: Callable[..., Seen],
) -> None:
    seen = network()
    page = seen.page
    for name in ("Southwest University", "Chongqing University"):
        page.keyboard.down("Shift")
        page.mouse.click(*seen.spots("school")[name])
        page.keyboard.up("Shift")
        expect(page.locator("#selected")).to_contain_text(name)
    page.get_by_role("button", name="Choosing adds or removes").click()
    page.locator("#query").fill("Novosibirsk")
    page.keyboard.press("Enter")
    expect(page.locator("#panel-title")).to_have_text("3 nodes")
    assert page.url.endswith(f"nodes={ORGANISATION}swu,{ORGANISATION}cqu,{ORGANISATION}novosibirsk")
    sums = page.locator("#selection-sums dd")
    assert sums.all_inner_texts()[:3] == ["16", "0", "1"]

    page.get_by_role("button", name="Keep only these").click()
    remains(page, "Shown: only 3 nodes selected; 3 of 134 nodes, 1 of 193 edges")
    page.get_by_role("button", name="Remove Southwest University from the selection").click()
    page.get_by_role("button", name="Leave these out").click()
    remains(page, "only 3 nodes selected; without 2 nodes selected; 1 of 134 nodes")
    page.go_back()
    page.go_back()
    page.go_back()
    remains(page, ALL)


def test_a_saved_view_of_a_part_is_drawn_by_the_command_with_the_same_numbers(
    network: Callable[..., Seen], tmp_path: Path
) -> None:
    parts = f"centre={RUSSIA}&opened={ORGANISATION}novosibirsk&without={ORGANISATION}kursk"
    page = network(f"{parts}&tool=save").page
    page.locator("#view-name").fill("Around Russia")
    page.locator("#view-save").click()
    with page.expect_download() as download:
        page.locator("#view-file-0").click()
    path = tmp_path / "view.json"
    download.value.save_as(path)
    view = read_view(path)
    shown = view_network(NetworkSpec(), open_store(), view)
    graph = shown.network.graph
    nodes, edges, count = len(graph), graph.number_of_edges(), len(shown.network.partnerships)
    remains(page, f"{nodes} of 134 nodes, {edges} of 193 edges, {count} of 85 partnerships")
    assert json.loads(path.read_text("utf-8"))["state"]["centre"] == RUSSIA
    assert shown.network.about.en == "A part: around Russia, without 1 node."
