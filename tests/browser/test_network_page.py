"""The network page in a real browser: it draws, it answers, and it asks nobody for anything."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

import yuqiao
from yuqiao.exports.page.page import write_page
from yuqiao.graph.network_query import NetworkQuery
from yuqiao.graph.selection import Selection

if TYPE_CHECKING:
    from .conftest import Opener

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.mark.parametrize("options", [{}, {"color_scheme": "dark"}, PHONE], ids=str)
def test_it_draws_at_once_and_asks_for_nothing(
    open_page: Opener, bundled_page: Path, options: dict[str, object]
) -> None:
    seen = open_page(bundled_page, **options)
    expect(seen.page.get_by_role("heading", level=1)).to_have_text(
        "China-foreign education partnerships of Chongqing"
    )
    seen.page.wait_for_function("typeof network === 'object'")
    seen.page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
    assert seen.painted() > 20_000
    assert (seen.requests, seen.complaints, seen.dialogs) == ([], [], [])


def test_nothing_moves_after_the_first_paint(open_page: Opener, bundled_page: Path) -> None:
    page = open_page(bundled_page).page
    where = "() => JSON.stringify([network.getPositions(), network.getScale(), network.getViewPosition()])"
    first = page.evaluate(where)
    page.wait_for_timeout(1000)
    assert page.evaluate(where) == first


def test_the_words_say_what_is_shown_and_from_when(open_page: Opener, bundled_page: Path) -> None:
    seen = open_page(bundled_page)
    data = seen.data
    shows = seen.page.locator("#shows")
    expect(shows).to_contain_text("85 partnerships (4 of them ended) of 33 schools with 65 foreign")
    expect(shows).to_contain_text(f"{len(data['nodes'])} nodes, {len(data['edges'])} edges.")
    expect(shows).to_contain_text(f"Data as of {data['date']}.")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("CQUPT", "Chongqing University of Posts and Telecommunications"),
        ("西南大学", "Southwest University"),
        ("novosib", "Novosibirsk State University"),
        ("eszterhazy", "Eszterházy Károly Catholic University"),
        ("pharmacy", "Health"),
        ("xinan daxue", "Southwest University"),
        ("chongqingdaxue", "Chongqing University"),
        ("xndx", "Southwest University"),
    ],
)
def test_search_knows_both_languages_abbreviations_and_disciplines(
    open_page: Opener, bundled_page: Path, typed: str, found: str
) -> None:
    page = open_page(bundled_page).page
    page.get_by_role("combobox").fill(typed)
    expect(page.get_by_role("option").first).to_contain_text(found)
    page.keyboard.press("Enter")
    expect(page.locator("#panel-title")).to_have_text(found)
    expect(page.locator("#panel-title")).to_be_focused()


def test_search_is_driven_by_the_arrow_keys(open_page: Opener, bundled_page: Path) -> None:
    page = open_page(bundled_page).page
    page.get_by_role("combobox").fill("southwest")
    page.keyboard.press("ArrowDown")
    second = page.get_by_role("option").nth(1)
    expect(second).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.get_by_role("combobox").fill("no such place")
    expect(page.get_by_role("option")).to_have_text("Nothing found")


def test_a_node_shows_its_facts_and_sources(open_page: Opener, bundled_page: Path) -> None:
    seen = open_page(bundled_page)
    seen.page.mouse.click(*seen.spots("university")["Novosibirsk State University"])
    panel = seen.page.locator("#panel")
    expect(panel.locator("#panel-title")).to_have_text("Novosibirsk State University")
    expect(panel).to_contain_text("新西伯利亚")
    expect(panel.get_by_role("button", name="Chongqing University", exact=True)).to_be_visible()
    expect(panel.get_by_role("button", name="Russia")).to_be_visible()
    expect(panel.locator("dl")).to_contain_text("Bachelor")
    register = panel.get_by_role("link", name="Register page")
    expect(register).to_have_attribute("href", "https://www.crs.jsj.edu.cn/aproval/detail/3624")
    source = panel.locator("details .sources a").filter(has_text="Expands International Education")
    expect(source).to_have_attribute(
        "href",
        "https://www.ichongqing.info/2025/06/01/chongqing-expands-international-education-partnerships",
    )
    panel.get_by_role("button", name="Russia").click()
    expect(panel.locator("#panel-title")).to_have_text("Russia")
    seen.page.keyboard.press("Escape")
    expect(panel).to_be_hidden()


def test_an_edge_shows_the_partnerships_it_stands_for(
    open_page: Opener, bundled_page: Path
) -> None:
    seen = open_page(bundled_page)
    (x1, y1), (x2, y2) = (
        seen.spots("university")["Howon University"],
        seen.spots("country")["South Korea"],
    )
    seen.page.mouse.click(0.55 * x1 + 0.45 * x2, 0.55 * y1 + 0.45 * y2)
    panel = seen.page.locator("#panel")
    expect(panel.locator("#panel-title")).to_have_text("Howon University – South Korea")
    expect(panel.locator("details")).to_have_count(2)


def test_the_language_is_switched_everywhere(open_page: Opener, bundled_page: Path) -> None:
    seen = open_page(bundled_page)
    page = seen.page
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("重庆中外合作办学网络")
    assert page.evaluate("document.documentElement.lang") == "zh-Hans"
    expect(page.get_by_role("button", name="学校 33")).to_be_visible()
    page.mouse.click(*seen.spots("school")["Chongqing University"])
    expect(page.locator("#panel-title")).to_have_text("重庆大学")
    expect(page.get_by_role("table")).to_contain_text("俄罗斯")
    page.get_by_role("button", name="English").click()
    expect(page.locator("#panel-title")).to_have_text("Chongqing University")


def test_the_legend_hides_and_shows_a_kind(open_page: Opener, bundled_page: Path) -> None:
    seen = open_page(bundled_page)
    page = seen.page
    before = seen.painted()
    fields = page.get_by_role("button", name="Fields of study 20")
    expect(fields).to_have_attribute("aria-pressed", "true")
    fields.click()
    expect(fields).to_have_attribute("aria-pressed", "false")
    expect(fields).to_be_focused()
    page.mouse.move(0, 0)
    page.wait_for_function(
        "() => network.body.data.nodes.get({filter: n => n.hidden}).length === 20"
    )
    assert seen.painted() < before
    fields.click()
    page.wait_for_function(
        "() => network.body.data.nodes.get({filter: n => n.hidden}).length === 0"
    )


def test_the_list_holds_every_partnership_for_those_who_cannot_see_the_picture(
    open_page: Opener, bundled_page: Path
) -> None:
    page = open_page(bundled_page).page
    table = page.get_by_role("table", name="List of partnerships")
    expect(table.get_by_role("row")).to_have_count(86)
    row = table.get_by_role("row").filter(has_text="Novosibirsk State University")
    expect(row).to_contain_text("Physics")
    row.get_by_role("button").first.click()
    expect(page.locator("#panel-title")).to_be_focused()
    expect(page.locator("#panel")).to_contain_text("Joint programme")


def test_a_phone_sees_schools_and_universities_beside_each_other(
    open_page: Opener, bundled_page: Path
) -> None:
    seen = open_page(bundled_page, **PHONE)
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert seen.page.evaluate("network.getScale()") >= 0.6
    schools = seen.spots("school")
    assert all(0 < x < 390 for x, _ in schools.values())
    topmost = min(schools, key=lambda name: schools[name][1])
    seen.page.touchscreen.tap(*schools[topmost])
    expect(seen.page.locator("#panel-title")).to_have_text(topmost)


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        (
            NetworkQuery(projection="school-country"),
            "Schools and countries that share partnerships.",
        ),
        (NetworkQuery(onto="school"), "Schools linked by the foreign universities they share."),
        (NetworkQuery(projection="industry"), "Schools and industries that share partnerships."),
        (
            NetworkQuery(sparql="CONSTRUCT WHERE { ?p yq:chinesePartner ?s }"),
            "The network of a query.",
        ),
        (
            NetworkQuery(selection=Selection(country="RU", form="institution")),
            "Only partnerships of",
        ),
    ],
    ids=str,
)
def test_any_network_is_drawn_and_says_what_it_shows(
    open_page: Opener, tmp_path: Path, wanted: NetworkQuery, shown: str
) -> None:
    network = wanted.network(yuqiao.open())
    write_page(network, tmp_path / "page.html")
    seen = open_page(tmp_path / "page.html")

    expect(seen.page.locator("#shows")).to_contain_text(shown)
    expect(seen.page.locator("#shows")).to_contain_text(f"{len(network)} nodes,")
    assert seen.painted() > 10_000
    seen.page.get_by_role("combobox").fill(seen.data["nodes"][0]["en"])
    seen.page.keyboard.press("Enter")
    expect(seen.page.locator("#panel-title")).to_have_text(seen.data["nodes"][0]["en"])
