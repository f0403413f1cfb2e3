"""A view of the network: colours, sizes, its address, and what is saved or printed of it."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Download, Page

    from .conftest import Opener

CQU = "https://w3id.org/yuqiao/id/organisation/cqu"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.mark.parametrize(
    ("by", "groups"),
    [
        ("Kind", []),
        (
            "Country",
            [
                *("Australia 18", "United States 16", "United Kingdom 14", "South Korea 13"),
                *("Russia 11", "Canada 9", "Germany 8", "Spain 7"),
                *("8 other countries 20", "no single country 18"),
            ],
        ),
        ("Level", ["Bachelor", "Vocational diploma", "Master", "no single level"]),
    ],
)
def test_the_legend_says_what_the_colours_stand_for(
    network: Opener, by: str, groups: list[str]
) -> None:
    page = network("tool=look").page
    page.get_by_role("radio", name=by, exact=False).first.click()
    entries = page.locator(".hues li")
    expect(entries).to_have_count(len(groups))
    for entry, group in zip(entries.all(), groups, strict=True):
        expect(entry).to_contain_text(group)


def test_communities_and_sizes_say_how_they_were_found(network: Opener) -> None:
    page = network("tool=look").page
    page.get_by_role("radio", name="Community").focus()
    page.keyboard.press("Space")
    expect(page.locator("#tool-look")).to_contain_text("Leiden")
    expect(page.locator(".hues li").first).to_contain_text("Community 1")
    page.get_by_role("radio", name="Betweenness").click()
    expect(page.locator("#tool-look")).to_contain_text("Brandes 2001")
    expect(page.locator(".sizes")).to_contain_text("Betweenness")
    expect(page.locator(".sizes")).to_contain_text("0 – 0.418")


def test_the_forces_move_nodes_only_when_asked(network: Opener) -> None:
    page = network("tool=look").page
    rest = page.evaluate("yuqiao.drawing.spots()")
    force = page.get_by_role("checkbox", name="Let the nodes arrange themselves")
    force.click()
    page.wait_for_function(
        "rest => yuqiao.drawing.spots().some(([, x], at) => x !== rest[at][1])", arg=rest
    )
    force.click()
    assert page.evaluate("yuqiao.drawing.spots()") == rest


def test_the_address_restores_the_view_in_another_browser(
    network: Opener, open_page: Opener, bundled_page: Path
) -> None:
    page = network("").page
    page.locator("#language").click()
    page.locator("#legend-discipline").click()
    page.locator("#open-filters").click()
    page.get_by_role("checkbox", name="俄罗斯").click()
    page.get_by_role("slider", name="起始年份").press("ArrowRight")
    page.get_by_role("checkbox", name="保留批准年份未知的").click()
    page.locator("#show-both").click()
    page.locator("#tab-nodes").click()
    page.locator("#sort-degree").click()
    page.locator("#open-look").click()
    page.get_by_role("radio", name="国家（地区）").click()
    page.get_by_role("radio", name="PageRank").click()
    page.locator("#query").fill("CQU")
    page.keyboard.press("Enter")
    address = page.evaluate("location.hash")
    assert address == (
        "#lang=zh&show=both&tool=look&hide=discipline&colour=country&size=pagerank&country=RUS"
        f"&years=2013-&undated=no&node={CQU}&table=nodes&sort=-degree"
    )

    other = open_page(bundled_page).page
    other.goto(bundled_page.as_uri() + address)
    other.reload()
    for part in ("header", "#kinds", "#encodings", "#remains", "#panel", "#drawer", "#table"):
        assert other.locator(part).inner_text() == page.locator(part).inner_text(), part
    expect(other.locator("#panel-title")).to_have_text("重庆大学")


RUSSIA = "http://publications.europa.eu/resource/authority/country/RUS"
NOVOSIBIRSK = "https://w3id.org/yuqiao/id/organisation/novosibirsk"
PHYSICS = "https://w3id.org/yuqiao/id/partnership/cqu-novosibirsk-physics"


@pytest.mark.parametrize(
    "fragment",
    [
        "lang=zh&show=both&tool=save&hide=school,country&colour=level&size=core",
        "country=RUS,KOR&level=bachelor&form=programme&stem=stem&years=2012-2015&undated=no",
        f"tool=paths&path={CQU}%20{RUSSIA}&step=2",
        f"edge={NOVOSIBIRSK}%20{RUSSIA}%20place&table=edges&sort=-weight&page=2",
        f"show=table&partnership={PHYSICS}&sort=approved",
    ],
)
def test_every_part_of_a_view_stands_in_its_address(network: Opener, fragment: str) -> None:
    page = network(fragment).page
    page.locator("#language").click()
    page.locator("#language").click()
    assert page.evaluate("location.hash.slice(1)") == fragment


@pytest.mark.parametrize(
    "fragment",
    ["%", "node=%E0%A4%A", "node=https://example.org/none", "years=x-y&sort=nothing&page=99",
     "country=ZZZ,constructor&hide=__proto__&show=all&colour=none&size=x", "path=a b c&step=9e9",
     "edge=a b", "=&&==", "lang=fr"],
)  # fmt: skip
def test_an_address_that_makes_no_sense_is_the_first_view(network: Opener, fragment: str) -> None:
    page = network(fragment).page
    expect(page.locator("#remains")).to_have_text("134 nodes, 193 edges, 85 partnerships")
    expect(page.locator("#panel")).to_be_hidden()


def test_years_in_an_address_are_taken_in_either_order(network: Opener) -> None:
    page = network("years=2015-2012").page
    page.locator("#language").click()
    assert page.evaluate("location.hash.slice(1)") == "lang=zh&years=2012-2015"


def test_an_iri_alone_chooses_its_node(network: Opener) -> None:
    page = network("https%3A%2F%2Fw3id.org%2Fyuqiao%2Fid%2Forganisation%2Fcqu").page
    expect(page.locator("#panel-title")).to_have_text("Chongqing University")


def saved(page: Page, name: str) -> Download:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=name).click()
    return waiting.value


def test_the_picture_is_saved(network: Opener) -> None:
    page = network("tool=save").page
    png = saved(page, "Picture, PNG")
    assert png.suggested_filename == "network.png"
    assert png.path().read_bytes().startswith(b"\x89PNG\r\n")
    svg = saved(page, "Picture, SVG").path().read_text("utf-8")
    assert svg.startswith("<svg ")
    assert "Novosibirsk State University" in svg


def test_what_is_shown_is_saved_as_csv(network: Opener) -> None:
    page = network("tool=save&country=RUS").page
    text = saved(page, "Partnerships, CSV").path().read_text("utf-8")
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert len(rows) == 8
    assert rows[0].keys() == {
        *("name", "school", "university", "country", "disciplines", "level", "form", "stem"),
        *("approved", "status", "iri", "register"),
    }
    assert {row["country"] for row in rows} == {"Russia"}
    nodes = saved(page, "Nodes, CSV").path().read_text("utf-8").splitlines()
    assert nodes[0].startswith("\ufeffname,kind,main-country,partnerships,degree,")
    assert len(nodes) == 22
    cqu = next(line for line in nodes if line.startswith("Chongqing University,"))
    assert cqu.startswith("Chongqing University,School,Russia,1,2,")
    edges = saved(page, "Edges, CSV").path().read_text("utf-8").splitlines()
    assert edges[0] == "\ufefffrom,relation,to,weight,not-ended,from-iri,to-iri"
    assert len(edges) == 26


def test_a_spreadsheet_runs_nothing_of_it(network: Opener) -> None:
    cells = ["=1+1", "a;=2", "-3", '"', "1\n@x"]
    page = network("").page
    assert page.evaluate("cells => yuqiao.csv(['a'], [cells])", cells) == (
        '\ufeffa\r\n\'=1+1,a;\'=2,\'-3,"""","1\n\'@x"\r\n'
    )


def test_on_paper_there_are_the_picture_the_legend_and_the_table(network: Opener) -> None:
    page = network("show=both").page
    page.emulate_media(media="print")
    for shown in ("#title", "#shows", "#picture", "#legend", "table"):
        expect(page.locator(shown)).to_be_visible()
    for hidden in ("#bar", ".tabs", "#language"):
        expect(page.locator(hidden)).to_be_hidden()
    page.set_viewport_size({"width": 720, "height": 1000})
    broken = page.locator("td .name").get_by_text("Chongqing University", exact=True).first
    assert broken.evaluate("name => name.getClientRects()[0].height < 30")
    page.set_viewport_size({"width": 1440, "height": 900})
    page.emulate_media(media="screen")


def test_a_phone_has_sheets_and_room_for_a_finger(open_page: Opener, bundled_page: Path) -> None:
    seen = open_page(bundled_page, **PHONE, reduced_motion="reduce")
    page = seen.page
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    schools = seen.spots("school")
    assert all(0 < x < 390 for x, _ in schools.values())
    topmost = min(schools, key=lambda name: schools[name][1])
    page.touchscreen.tap(*schools[topmost])
    expect(page.locator("#panel-title")).to_have_text(topmost)
    sheet = page.locator("#panel").bounding_box()
    assert sheet is not None
    assert (sheet["x"], sheet["width"], sheet["y"] + sheet["height"]) == (0, 390, 844)
    x, y = seen.spots("school")[topmost]
    assert 0 < x < 390
    assert 0 < y < sheet["y"]
    page.get_by_role("button", name="Close").tap()
    page.locator("#open-filters").tap()
    page.get_by_role("checkbox", name="Russia 8").tap()
    expect(page.locator("#remains")).to_contain_text("8 of 85 partnerships")
    page.locator("#close-drawer").tap()
    page.evaluate(f"location.hash = 'tool=paths&path={CQU} {RUSSIA}'")
    expect(page.locator("#path-result li")).to_have_count(3)
    drawer = page.locator("#drawer").bounding_box()
    assert drawer is not None
    assert seen.spots("school")["Chongqing University"][1] < drawer["y"]
    page.evaluate("location.hash = 'country=RUS'")
    page.locator("#show-table").tap()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    expect(page.get_by_role("rowheader")).to_have_count(8)
    small = page.evaluate(
        "[...document.querySelectorAll('#bar button, #legend button, #bar input')]"
        ".filter(e => e.offsetParent && e.offsetHeight < 36).map(e => e.id)"
    )
    assert small == []


def test_beside_the_table_every_node_in_sight_is_drawn(
    open_page: Opener, bundled_page: Path
) -> None:
    seen = open_page(bundled_page)
    seen.page.click("#show-both")
    drawn_again = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
    seen.page.evaluate(
        "async () => { for (let i = 0; i < 300 && yuqiao.drawing.stage.clientWidth > 720; i++)"
        " await new Promise(requestAnimationFrame); }"
    )
    seen.page.evaluate(drawn_again)
    at_first = seen.painted()
    seen.page.evaluate("yuqiao.drawing.move(yuqiao.drawing.view())")
    seen.page.evaluate(drawn_again)

    assert at_first == seen.painted() > 20_000
