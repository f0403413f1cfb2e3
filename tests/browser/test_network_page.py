"""The network page in a real browser: it draws, it answers, and it asks nobody for anything."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from yuqiao.exports.network.page.document import write_page
from yuqiao.graph.network.filters import PartnershipFilter
from yuqiao.graph.network.spec import NetworkSpec
from yuqiao.graph.stores.open_store import open_store

if TYPE_CHECKING:
    from .conftest import Opener

CQU = "https://w3id.org/yuqiao/id/organisation/cqu"
PHYSICS = "https://w3id.org/yuqiao/id/partnership/cqu-novosibirsk-physics"
COUNTRIES_OF_ENGINEERING = [
    *("Australia 3", "South Korea 3", "United States 2", "Canada 1", "Germany 1"),
    "no single country 4",
]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.mark.parametrize("options", [{}, {"color_scheme": "dark"}, PHONE], ids=str)
def test_it_draws_at_once_and_asks_for_nothing(
    open_page: Opener, bundled_page: Path, options: dict[str, object]
) -> None:
    seen = open_page(bundled_page, **options)
    expect(seen.page.get_by_role("heading", level=1)).to_have_text(
        "China-foreign education partnerships of Chongqing"
    )
    seen.page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
    assert seen.painted() > 20_000
    assert (seen.requests, seen.complaints, seen.dialogs) == ([], [], [])


def test_nothing_moves_after_the_first_paint(open_page: Opener, bundled_page: Path) -> None:
    page = open_page(bundled_page).page
    where = "() => JSON.stringify([yuqiao.drawing.spots(), yuqiao.drawing.view()])"
    first = page.evaluate(where)
    page.wait_for_timeout(1000)
    assert page.evaluate(where) == first


def test_the_words_say_what_is_shown_and_from_when(network: Opener) -> None:
    seen = network()
    shows = seen.page.locator("#shows")
    expect(shows).to_contain_text("85 partnerships (4 of them ended) of 33 schools with 65 foreign")
    expect(shows).to_contain_text(
        f"{len(seen.data['nodes'])} nodes, {len(seen.data['edges'])} edges."
    )
    expect(shows).to_contain_text(f"Data as of {seen.data['date']}.")


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
        ("西南", "Southwest University"),
        ("tasmania  UNIVERSITY", "University of Tasmania"),
        ("西 南", "Southwest University"),
        ("UK", "United Kingdom"),
        ("US", "United States"),
        ("GBR", "United Kingdom"),
        ("重邮", "Chongqing University of Posts and Telecommunications"),
        ("重大", "Chongqing University"),
        ("Novosibrisk", "Novosibirsk State University"),
    ],
)
def test_search_knows_both_languages_abbreviations_pinyin_and_disciplines(
    network: Opener, typed: str, found: str
) -> None:
    page = network().page
    page.locator("#query").fill(typed)
    expect(page.get_by_role("option").first).to_contain_text(found)
    page.keyboard.press("Enter")
    expect(page.locator("#panel-title")).to_have_text(found)
    expect(page.locator("#panel-title")).to_be_focused()


def test_search_finds_partnerships_too(network: Opener) -> None:
    page = network().page
    page.locator("#query").fill("mechanical design")
    option = page.get_by_role("option").filter(has_text="Partnership").first
    expect(option).to_contain_text("Mechanical design")
    option.click()
    expect(page.locator("#panel .kind")).to_contain_text("Partnership")
    expect(page.locator("#panel-title")).to_contain_text("Mechanical design")


def test_search_is_driven_by_the_arrow_keys(network: Opener) -> None:
    page = network().page
    query = page.locator("#query")
    query.fill("southwest")
    page.keyboard.press("ArrowDown")
    second = page.get_by_role("option").nth(1)
    expect(second).to_have_attribute("aria-selected", "true")
    expect(query).to_have_attribute(
        "aria-activedescendant", second.get_attribute("id") or "no identifier"
    )
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(query).to_have_value("southwest")
    query.fill("no such place")
    expect(page.get_by_role("option")).to_have_text("Nothing found")
    query.fill("")


def test_a_search_finds_what_is_hidden(network: Opener) -> None:
    page = network("hide=school&country=RUS").page
    page.locator("#query").fill("Southwest University")
    page.keyboard.press("Enter")
    expect(page.locator("#panel-title")).to_have_text("Southwest University")
    expect(page.locator("#panel")).to_contain_text("The filters leave this out.")
    schools = page.get_by_role("button", name="Schools 8 of 33")
    expect(schools).to_have_attribute("aria-pressed", "true")
    page.locator("#panel").get_by_role("button", name="Reset filters").click()
    expect(page.get_by_role("button", name="Schools 33")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#panel")).not_to_contain_text("The filters leave this out.")


def test_a_click_shows_a_node_with_its_facts_and_their_sources(network: Opener) -> None:
    seen = network()
    seen.page.mouse.click(*seen.spots("university")["Novosibirsk State University"])
    panel = seen.page.locator("#panel")
    expect(panel.locator("#panel-title")).to_have_text("Novosibirsk State University")
    expect(panel).to_contain_text("新西伯利亚")
    expect(panel.get_by_role("button", name="Chongqing University", exact=True)).to_be_visible()
    expect(panel.get_by_role("link", name="ROR 04t2ss102")).to_have_attribute(
        "href", "https://ror.org/04t2ss102"
    )
    expect(panel.get_by_role("link", name="Wikidata Q1637997")).to_be_visible()
    register = panel.get_by_role("link", name="Page of the official register")
    expect(register).to_have_attribute("href", "https://www.crs.jsj.edu.cn/aproval/detail/3624")
    lit = seen.page.evaluate("yuqiao.state().chosen.node")
    assert seen.data["nodes"][lit]["en"] == "Novosibirsk State University"
    panel.get_by_role("button", name="Russia", exact=True).first.click()
    expect(panel.locator("#panel-title")).to_have_text("Russia")


def test_each_fact_has_its_sources_with_date_basis_and_review(network: Opener) -> None:
    page = network(f"node={CQU}").page
    panel = page.locator("#panel")
    founded = panel.locator("dd").filter(has_text="1929")
    expect(founded.locator(".claims")).to_have_count(0)
    founded.locator("summary").focus()
    page.keyboard.press("Enter")
    claim = founded.locator(".claims > li").first
    expect(claim.get_by_role("link")).to_have_attribute(
        "href",
        "https://study.ichongqing.info/institution/lists?model_name=scholarship&scholarship=14",
    )
    expect(claim.locator("dt")).to_have_text(["As of", "Basis", "Review"])
    expect(claim.locator("dd")).to_have_text(["2026-11-23", "Reported by a source", "Accepted"])


def test_a_claim_with_two_sources_is_one_with_both_side_by_side(network: Opener) -> None:
    page = network(f"partnership={PHYSICS}").page
    value = page.locator(".value").get_by_text("Approved and listed", exact=True)
    status = page.locator("#panel dd").filter(has=value)
    expect(status.locator("summary")).to_have_text("2 sources")
    status.locator("summary").click()
    claim = status.locator(".claims > li")
    expect(claim).to_have_count(1)
    expect(claim.locator("dd")).to_have_text(["2026-05-25", "Read from a register", "Accepted"])
    expect(claim.locator(".source small")).to_have_text(
        [
            "Ministry of Education of China, CRS supervision platform, 2026-05-25",
            "iChongqing, 2025-06-01",
        ]
    )


def test_a_source_that_was_not_followed_says_what_it_said(network: Opener) -> None:
    page = network(f"partnership={PHYSICS}").page
    value = page.locator(".value").get_by_text("Joint programme", exact=True)
    form = page.locator("#panel dd").filter(has=value)
    form.locator("summary").click()
    rejected = form.locator(".claims > li").last
    expect(rejected.locator("dt")).to_have_text(["As of", "Basis", "Review", "It says", "Note"])
    expect(rejected.locator("dd")).to_have_text(
        [
            *("2025-06-01", "Reported by a source", "Rejected", "Joint institution"),
            "The register lists it as a bachelor programme.",
        ]
    )


def test_an_edge_shows_the_partnerships_it_stands_for_with_their_sources(network: Opener) -> None:
    seen = network()
    (x1, y1), (x2, y2) = (
        seen.spots("university")["Howon University"],
        seen.spots("country")["South Korea"],
    )
    seen.page.mouse.click(0.55 * x1 + 0.45 * x2, 0.55 * y1 + 0.45 * y2)
    panel = seen.page.locator("#panel")
    expect(panel.locator("#panel-title")).to_have_text("Howon University – South Korea")
    partnerships = panel.locator("details.partnership")
    expect(partnerships).to_have_count(2)
    partnerships.first.locator("summary").first.click()
    value = seen.page.locator(".value").get_by_text("Vocational diploma", exact=True)
    level = partnerships.first.locator("dd").filter(has=value)
    level.locator("summary").click()
    expect(level.locator(".claim").first).to_contain_text("Accepted")
    partnerships.first.get_by_role("button", name="Show this partnership in the picture").click()
    expect(panel).to_contain_text("Partnership")
    expect(panel.locator("#panel-title")).to_contain_text("Howon University")


def test_a_hubs_neighbours_are_counted_before_they_are_shown(network: Opener) -> None:
    page = network("node=http://data.europa.eu/snb/isced-f/071").page
    schools = page.locator("#panel .kind-group").filter(has_text="Schools 14")
    expect(schools).not_to_have_attribute("open", "")
    expect(schools.get_by_role("button")).to_have_count(0)
    schools.locator("summary").first.click()
    groups = schools.locator(".group > summary")
    expect(groups).to_have_text(COUNTRIES_OF_ENGINEERING)
    groups.first.click()
    expect(schools.get_by_role("button")).to_have_count(3)


def test_nothing_shines_through_the_head_of_a_scrolled_panel(network: Opener) -> None:
    page = network(f"node={CQU}").page
    covered = page.evaluate(
        """() => {
          const panel = document.getElementById('panel');
          panel.scrollTop = 150;
          const close = document.getElementById('close-panel').getBoundingClientRect();
          const { left, width } = panel.getBoundingClientRect();
          const across = Array.from({ length: 9 }, (_, part) => left + 4 + (part * (width - 24)) / 8);
          return across.map(x => document.elementFromPoint(x, close.top + close.height / 2))
            .every(e => e.closest('.panel-head'));
        }"""
    )
    assert covered
    expect(page.locator(".panel-head")).to_contain_text("School")


def test_a_group_names_its_members_with_most_links(open_page: Opener, tmp_path: Path) -> None:
    gathered = NetworkSpec(gather="country").drawing(open_store())
    write_page(gathered, tmp_path / "page.html")
    seen = open_page(tmp_path / "page.html")
    page = seen.page
    page.locator("#query").fill("Russia")
    page.keyboard.press("Enter")
    expect(page.locator("#panel")).to_contain_text("Stands for 9 nodes")
    members = page.locator("#panel details").filter(has_text="Members with most links 9")
    members.locator("summary").click()
    expect(members).to_contain_text("Novosibirsk State University")
    sizes = page.locator("#legend .key").evaluate_all(
        "keys => keys.map(key => getComputedStyle(key).padding)"
    )
    assert set(sizes) == {"0px"}


def test_escape_gives_the_focus_back_to_where_it_was(network: Opener) -> None:
    page = network("show=table&table=nodes&sort=name").page
    name = page.get_by_role("button", name="Agriculture", exact=True)
    name.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#panel-title")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    expect(name).to_be_focused()
    page.locator("#open-filters").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#drawer-title")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#drawer")).to_be_hidden()
    expect(page.locator("#open-filters")).to_be_focused()


def test_the_language_is_switched_everywhere(network: Opener) -> None:
    page = network("show=both&table=partnerships&tool=filters").page
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("重庆中外合作办学网络")
    assert page.evaluate("document.documentElement.lang") == "zh-Hans"
    expect(page.get_by_role("button", name="中方院校 33")).to_be_visible()
    expect(page.get_by_role("group", name="国家（地区）").get_by_text("俄罗斯")).to_be_visible()
    expect(page.get_by_role("table")).to_contain_text("俄罗斯")
    page.get_by_role("combobox", name="搜索名称").fill("CQU")
    page.keyboard.press("Enter")
    expect(page.locator("#panel-title")).to_have_text("重庆大学")
    page.get_by_role("button", name="English").click()
    expect(page.locator("#panel-title")).to_have_text("Chongqing University")


def test_the_legend_counts_hides_and_shows_a_kind(network: Opener) -> None:
    seen = network()
    page = seen.page
    fields = page.get_by_role("button", name="Fields of study 20")
    expect(fields).to_have_attribute("aria-pressed", "true")
    fields.focus()
    page.keyboard.press("Space")
    expect(fields).to_have_attribute("aria-pressed", "false")
    expect(fields).to_be_focused()
    expect(page.locator("#remains")).to_have_text(
        "114 of 134 nodes, 132 of 193 edges, 85 partnerships"
    )
    assert seen.spots("discipline") == {}
    page.get_by_role("button", name="Reset", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#remains")).to_be_focused()
    expect(fields).to_have_attribute("aria-pressed", "true")
    assert len(seen.spots("discipline")) == 20


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        (
            NetworkSpec(projection="school-country"),
            "Schools and countries that share partnerships.",
        ),
        (NetworkSpec(onto="school"), "Schools linked by the foreign universities they share."),
        (NetworkSpec(projection="industry"), "Schools and industries that share partnerships."),
        (
            NetworkSpec(sparql="CONSTRUCT WHERE { ?p yq:chinesePartner ?s }"),
            "The network of a query.",
        ),
        (
            NetworkSpec(selection=PartnershipFilter(country="RU", form="institution")),
            "Only partnerships:",
        ),
    ],
    ids=str,
)
def test_any_network_is_drawn_and_says_what_it_shows(
    open_page: Opener, tmp_path: Path, wanted: NetworkSpec, shown: str
) -> None:
    network = wanted.network(open_store())
    write_page(network, tmp_path / "page.html")
    seen = open_page(tmp_path / "page.html")

    expect(seen.page.locator("#shows")).to_contain_text(shown)
    expect(seen.page.locator("#shows")).to_contain_text(f"{len(network)} nodes,")
    assert seen.painted() > 10_000
    seen.page.locator("#query").fill(seen.data["nodes"][0]["en"])
    seen.page.keyboard.press("Enter")
    expect(seen.page.locator("#panel-title")).to_have_text(seen.data["nodes"][0]["en"])
    assert (seen.requests, seen.complaints) == ([], [])
