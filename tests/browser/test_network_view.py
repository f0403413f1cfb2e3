"""A view of the network: colours, sizes, its address, and what is saved or printed of it."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from networks import network_of
from yuqiao.exports.network.page.document import write_page

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


def place_of(page: Page, name: str) -> list[float]:
    """Return where on the page the node of an English name is."""
    found: list[float] = page.evaluate(
        "name => yuqiao.drawing.spots().find(([id]) => yuqiao.data.nodes[id].en === name).slice(1)",
        name,
    )
    return found


def drag(page: Page, name: str, across: int, down: int) -> None:
    x, y = place_of(page, name)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + across, y + down, steps=3)
    page.mouse.up()


NSU = "Novosibirsk State University"


def test_a_dragged_node_stays_is_in_the_address_and_goes_back_again(network: Opener) -> None:
    page = network("").page
    rest = place_of(page, NSU)
    drag(page, NSU, 60, 30)
    moved = place_of(page, NSU)
    assert moved == pytest.approx([rest[0] + 60, rest[1] + 30], abs=1)
    address = page.evaluate("location.hash")
    assert address.startswith(f"#moved={NOVOSIBIRSK}%20-")

    network("")
    assert place_of(page, NSU) == pytest.approx(rest, abs=1)
    network(address.removeprefix("#"))
    assert place_of(page, NSU) == pytest.approx(moved, abs=1)

    page.mouse.click(*place_of(page, NSU))
    expect(page.locator("#panel-title")).to_have_text(NSU)
    pinned = place_of(page, NSU)  # beside the panel
    page.locator("#pin").click()  # released
    assert place_of(page, NSU) != pytest.approx(pinned, abs=1)
    page.keyboard.press("Control+z")
    assert place_of(page, NSU) == pytest.approx(pinned, abs=1)
    page.locator("#picture [role=img]").focus()
    page.keyboard.press("Shift+ArrowRight")
    assert place_of(page, NSU) == pytest.approx([pinned[0] + 20, pinned[1]], abs=1)


def test_movement_arranges_the_nodes_around_those_that_are_pinned(network: Opener) -> None:
    page = network("tool=look").page
    rest = place_of(page, "Russia")
    drag(page, NSU, 60, 30)
    page.locator("#arrange").check()
    expect(page.locator("#put-back")).to_have_text("Put 134 moved nodes back")
    assert place_of(page, "Russia") != pytest.approx(rest, abs=1)
    free = "() => [...yuqiao.state().moved.spots.values()].filter((spot) => spot.pinned).length"
    assert page.evaluate(free) == 1
    page.locator("#arrange").uncheck()
    expect(page.locator("#put-back")).to_have_text("Put 1 moved node back")
    page.locator("#put-back").click()
    assert place_of(page, "Russia") == pytest.approx(rest, abs=1)


def test_back_takes_positions_back_and_leaves_undo_to_the_steps_before(network: Opener) -> None:
    page = network("tool=look").page
    rest, russia = place_of(page, NSU), place_of(page, "Russia")
    drag(page, NSU, 60, 30)
    dragged = place_of(page, NSU)
    page.locator("#arrange").check()  # more nodes than the address holds
    expect(page.locator("#put-back")).to_have_text("Put 134 moved nodes back")
    page.go_back()
    expect(page.locator("#put-back")).to_have_text("Put 1 moved node back")
    assert place_of(page, "Russia") == pytest.approx(russia, abs=1)
    assert place_of(page, NSU) == pytest.approx(dragged, abs=1)
    page.locator("#undo").click()
    assert place_of(page, NSU) == pytest.approx(rest, abs=1)


def test_back_takes_each_change_back(open_page: Opener, bundled_page: Path) -> None:
    page = open_page(bundled_page).page
    page.locator("#open-filters").click()
    page.get_by_role("checkbox", name="Russia").click()
    slider = page.get_by_role("slider", name="From year")
    first = int(slider.input_value())
    for _ in range(3):  # one step together
        slider.press("ArrowRight")
    drag(page, NSU, 40, 20)
    steps = ["", "#tool=filters", "#tool=filters&country=RUS",
             f"#tool=filters&country=RUS&years={first + 3}-"]  # fmt: skip
    for fragment in reversed(steps):
        page.go_back()
        expect(page).to_have_url(f"{bundled_page.as_uri()}{fragment}")
    expect(page.locator("#drawer")).to_be_hidden()
    expect(page.locator("#remains")).to_contain_text("85 partnerships")
    page.go_forward()
    page.go_forward()
    expect(page.locator("#remains")).to_contain_text("8 of 85 partnerships")


def test_a_view_is_saved_under_a_name_in_a_file_and_in_the_page(
    open_page: Opener, bundled_page: Path, tmp_path: Path
) -> None:
    page = open_page(bundled_page).page
    page.evaluate("location.hash = 'country=RUS'")
    drag(page, NSU, 60, 30)
    page.evaluate("yuqiao.drawing.zoom(2)")
    page.locator("#open-save").click()
    page.locator("#view-name").fill("Russia <b>&")
    page.locator("#view-save").click()
    with page.expect_download() as file:
        page.get_by_role("button", name="Save as a file: Russia <b>&").click()
    file.value.save_as(tmp_path / "view.json")
    with page.expect_download() as file:
        page.locator("#page-save").click()
    file.value.save_as(tmp_path / "saved.html")
    seen = [place_of(page, NSU), page.evaluate("yuqiao.drawing.view()")]

    saved = open_page(tmp_path / "saved.html")
    page = saved.page
    expect(page.locator("#remains")).to_have_text("134 nodes, 193 edges, 85 partnerships")
    page.locator("#open-save").click()
    page.get_by_role("button", name="Russia <b>&", exact=True).click()
    expect(page.locator("#remains")).to_contain_text("8 of 85 partnerships")
    assert place_of(page, NSU) == pytest.approx(seen[0], abs=2)
    assert page.evaluate("yuqiao.drawing.view()") == pytest.approx(seen[1], rel=0.01)
    assert (saved.requests, saved.complaints) == ([], [])

    page = open_page(bundled_page).page
    page.locator("#open-save").click()
    page.locator("#view-file-input").set_input_files(tmp_path / "view.json")
    expect(page.locator("#remains")).to_contain_text("8 of 85 partnerships")
    (tmp_path / "bad.json").write_text('{"yuqiao-view": 1, "name": "x", "state": {"country": 3}}')
    page.locator("#view-file-input").set_input_files(tmp_path / "bad.json")
    expect(page.locator("#views-status")).to_have_text(
        "bad.json is not a view saved by this page: “state.country” is not as expected."
    )


def test_the_page_opens_in_the_view_it_was_written_with(open_page: Opener, tmp_path: Path) -> None:
    view = {
        "yuqiao-view": 1, "name": "Russia", "state": {"country": "RUS", "node": NOVOSIBIRSK},
        "positions": {"layout": "wide", "nodes": {NOVOSIBIRSK: {"x": 10, "y": 20, "pinned": True},
                                                  "urn:gone": {"x": 1, "y": 2, "pinned": True}}},
        "camera": {"x": 10, "y": 20, "scale": 1.5, "width": 1440, "height": 700},
    }  # fmt: skip
    write_page(network_of(), tmp_path / "page.html", view=view)
    page = open_page(tmp_path / "page.html").page

    expect(page.locator("#panel-title")).to_have_text(NSU)
    expect(page.locator("#remains")).to_contain_text("8 of 85 partnerships")
    frame = page.locator("#picture").bounding_box()
    assert frame
    middle = [frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2]
    assert place_of(page, NSU) == pytest.approx(middle, abs=1)


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
        f"&years=2001-&undated=no&node={CQU}&table=nodes&sort=-degree"
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


BEYOND = """() => [...document.querySelectorAll('#bar button, #bar input, #legend button, #remains')]
  .filter((each) => each.offsetParent && each.getBoundingClientRect().right > innerWidth)
  .map((each) => each.id || each.textContent)"""
OVER_THE_LEGEND = """() => [...document.querySelectorAll('#stage, #table, .beside')]
  .filter((each) => each.offsetParent)
  .filter((each) => each.getBoundingClientRect().bottom > document.querySelector('#legend').getBoundingClientRect().top + 1)
  .map((each) => each.id)"""


def test_on_a_phone_on_its_side_all_is_in_sight(open_page: Opener, bundled_page: Path) -> None:
    page = open_page(
        bundled_page,
        **{**PHONE, "viewport": {"width": 844, "height": 390}},
        reduced_motion="reduce",
    ).page
    for state in ("", "country=RUS&undated=no", "lang=zh&country=RUS", "show=both", "show=map"):
        page.evaluate("state => { location.hash = state; }", state)
        page.wait_for_timeout(100)
        assert (page.evaluate(BEYOND), page.evaluate(OVER_THE_LEGEND)) == ([], []), state


def test_a_date_stays_on_one_line(open_page: Opener, bundled_page: Path) -> None:
    page = open_page(bundled_page, **PHONE).page
    for width in range(360, 420, 6):
        page.set_viewport_size({"width": width, "height": 844})
        for state in ("country=RUS", "country=GBR"):
            page.evaluate("state => { location.hash = state; }", state)
            lines = page.locator("#shows .date").evaluate("each => each.getClientRects().length")
            assert lines == 1, (width, state)


CUT = """() => new Promise(done => {
  const { fillText } = CanvasRenderingContext2D.prototype;
  const cut = new Set();
  CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
    const { a, e } = this.getTransform();
    const { actualBoundingBoxLeft: before, actualBoundingBoxRight: after } = this.measureText(text);
    if (a * (x - before) + e < -1 || a * (x + after) + e > this.canvas.width + 1) cut.add(text);
    return fillText.call(this, text, x, y);
  };
  yuqiao.drawing.fit();
  requestAnimationFrame(() => requestAnimationFrame(() => {
    CanvasRenderingContext2D.prototype.fillText = fillText;
    done([...cut]);
  }));
})"""


@pytest.mark.parametrize("fragment", ["", "show=map", "show=both", "show=charts&lang=zh"])
def test_no_name_is_cut_at_the_edge_of_the_picture(network: Opener, fragment: str) -> None:
    page = network(fragment).page
    page.wait_for_timeout(200)
    assert page.evaluate(CUT) == []


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
