"""Charts, map and comparison beside the network: one filter for all, a table for each, and figures to keep."""

from __future__ import annotations

import csv
import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pytest
from playwright.sync_api import Page, expect

from yuqiao.exports.network.page.chance import chance_payload
from yuqiao.exports.network.page.comparison import editions_view
from yuqiao.exports.network.page.document import write_page
from yuqiao.graph.labels import Label
from yuqiao.graph.network.comparison.editions import both_editions
from yuqiao.graph.network.model import Network
from yuqiao.graph.network.spec import NetworkSpec
from yuqiao.graph.stores.open_store import open_store

from .conftest import Opener, Seen

SVG = "{http://www.w3.org/2000/svg}"
RUSSIA = "21 of 134 nodes, 25 of 193 edges, 8 of 85 partnerships"


COLOURS = """() => {
  const named = yuqiao.colours.read(["university", "accent", "discipline", "country", "quiet"]);
  const found = new DOMParser().parseFromString(yuqiao.drawing.svg(), "image/svg+xml").querySelectorAll("path[fill=none]");
  const strokes = new Set([...found].map((path) => path.getAttribute("stroke")));
  return Object.keys(named).filter((name) => strokes.has(named[name]));
}"""
"""Names the colours of what is drawn."""


def kept(page: Page, part: str, form: str, folder: Path) -> Path:
    """Save a figure of a part of the page."""
    with page.expect_download() as download:
        page.locator(f"{part} [data-form={form}]").click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_a_bar_filters_the_network_and_a_filter_the_bars(network: Callable[..., Seen]) -> None:
    page = network("show=charts").page
    russia = page.get_by_role("button", name="Russia: 8 partnerships", exact=True)
    russia.click()
    expect(page.locator("#remains")).to_have_text(RUSSIA)
    expect(russia).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name="Bachelor: 5 of 46 partnerships")).to_be_visible()

    page.evaluate("location.hash = 'show=charts&level=master'")
    expect(page.get_by_role("button", name="Russia: 4 of 8 partnerships")).to_be_visible()


def test_bars_are_chosen_by_keyboard(network: Callable[..., Seen]) -> None:
    page = network("show=charts").page
    page.locator("#chart-countries [role=button]").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#remains")).to_contain_text("12 of 85 partnerships")
    expect(page.locator("#chart-countries-USA")).to_be_focused()


def test_a_year_is_a_filter_and_shift_makes_a_range(network: Callable[..., Seen]) -> None:
    page = network("show=charts").page
    page.locator("#chart-years-2018").click()
    expect(page.locator("#remains")).to_contain_text("2 of 85 partnerships")
    page.locator("#chart-years-2025").click(modifiers=["Shift"])
    expect(page.locator("#remains")).to_contain_text("9 of 85 partnerships")


def test_a_chart_is_kept_as_svg_png_and_csv(network: Callable[..., Seen], tmp_path: Path) -> None:
    page = network("show=charts&level=master").page
    svg = ET.parse(kept(page, "#chart-countries", "svg", tmp_path)).getroot()
    texts = ["".join(each.itertext()) for each in svg.iter(f"{SVG}text")]
    png = kept(page, "#chart-countries", "png", tmp_path).read_bytes()
    table = kept(page, "#chart-countries", "csv", tmp_path).read_text("utf-8-sig")
    rows = list(csv.reader(io.StringIO(table)))

    assert "Filters: Level: Master." in texts
    assert "Data as of 2026-12-01." in texts
    assert "Hong Kong (China)" in texts
    assert int.from_bytes(png[16:20]) == 4 * int(svg.attrib["width"])
    assert rows[:2] == [["Name", "Shown", "All"], ["Australia", "0", "15"]]


def test_a_country_on_the_map_filters_and_the_list_says_the_same(
    network: Callable[..., Seen],
) -> None:
    page = network("show=map").page
    page.locator("#map-RUS").click()
    expect(page.locator("#remains")).to_have_text(RUSSIA)
    page.get_by_text("List", exact=True).click()
    expect(page.locator("#map tbody tr")).to_have_text(["Russia8"])


def test_countries_without_a_place_are_named_not_drawn(network: Callable[..., Seen]) -> None:
    page = network("show=map").page
    note = "Not on the map, as the graph has no place of theirs: Singapore (2)"
    expect(page.locator("#map figcaption")).to_contain_text(note)
    expect(page.locator("#map-SGP")).to_have_count(0)
    page.get_by_role("button", name="Cities").click()
    expect(page.locator("#map figcaption")).to_contain_text("28 partnerships are not on the map")
    expect(page.locator("#map svg")).to_contain_text("Shapingba District")


def test_a_city_selects_its_university(network: Callable[..., Seen]) -> None:
    page = network("show=map").page
    page.get_by_role("button", name="Cities").click()
    page.get_by_role("button", name="Vladivostok: 1 partnership").click()
    expect(page.locator("#panel-title")).to_have_text("Far Eastern Federal University")


def test_a_map_is_kept_with_its_notes(network: Callable[..., Seen], tmp_path: Path) -> None:
    page = network("show=map&lang=zh").page
    svg = ET.parse(kept(page, "#map", "svg", tmp_path)).getroot()
    said = "".join(svg.itertext())

    assert "中国香港" in said
    assert "海岸线：Natural Earth，公有领域；不绘制边界。" in said


def test_the_network_is_kept_as_a_figure_that_stands_alone(
    network: Callable[..., Seen], tmp_path: Path
) -> None:
    page = network("tool=save&country=RUS").page
    page.get_by_label("Size of the PNG").select_option("3")
    page.get_by_label("Title", exact=True).fill("Who works with Russia")
    page.get_by_label("Note", exact=True).fill("For the meeting")
    page.get_by_text("Description (alt text) of the figure").click()
    expect(page.locator("#figure-alt")).to_have_value(
        "Who works with Russia. For the meeting. Filters: Country: Russia. 21 nodes, 25 edges. "
        "Fields of study (4), Schools (8), Foreign universities (8), Countries (1)."
    )
    files = {}
    for form in ("figure-svg", "figure-png", "preview"):
        with page.expect_download() as download:
            page.locator(f"#save-{form}").click()
        files[form] = tmp_path / download.value.suggested_filename
        download.value.save_as(files[form])
    svg = ET.parse(files["figure-svg"]).getroot()
    texts = ["".join(each.itertext()) for each in svg.iter(f"{SVG}text")]
    png, preview = (files[form].read_bytes() for form in ("figure-png", "preview"))

    assert texts[:3] == ["Who works with Russia", "For the meeting", "Filters: Country: Russia."]
    assert {'Moscow State University of Technology "STANKIN"'} < set(texts), "whole"
    assert {"Schools (8)", "Data as of 2026-12-01."} < set(texts)
    assert svg.find(f"{SVG}desc").text.startswith("21 nodes, 25 edges.")  # type: ignore[union-attr]
    assert int.from_bytes(png[16:20]) == 3 * int(svg.attrib["width"])
    assert (int.from_bytes(preview[16:20]), int.from_bytes(preview[20:24])) == (1200, 630)
    page.get_by_text("Code that embeds this page").click()
    expect(page.locator("#embed-code")).to_have_text(
        '<iframe src="network.html#country=RUS" title="China-foreign education '
        'partnerships of Chongqing" width="100%" height="700" loading="lazy"></iframe>'
    )


def test_a_school_has_peers_with_reasons_and_possible_partners_as_inferred(
    network: Callable[..., Seen],
) -> None:
    page = network("node=https://w3id.org/yuqiao/id/organisation/swu").page
    page.get_by_text("Schools most like it").click()
    peers = page.locator("#peers")
    expect(peers).to_contain_text("Chongqing University of Education 43%")
    expect(peers).to_contain_text("both in Information and Communication Technologies (ICTs)")
    expect(peers).to_contain_text("Inferred from schools most like it; no source says that")
    peers.get_by_role("button", name="Chongqing University of Education").first.click()
    expect(page.locator("#panel-title")).to_have_text("Chongqing University of Education")


def test_two_countries_are_compared(network: Callable[..., Seen], tmp_path: Path) -> None:
    page = network("show=compare&compare=countries:RUS,countries:DEU").page
    expect(page.locator("#compare-sentence")).to_have_text(
        "Russia: 8 partnerships of 8 schools; Germany: 4 partnerships of 2 schools. No school has both. "
        "They share 2 fields of study: Engineering and engineering trades, Arts. Data as of 2026-12-01."
    )
    expect(page.locator("#remains")).to_contain_text("12 of 85 partnerships")
    assert page.evaluate(COLOURS) == ["university", "accent", "quiet"]  # sides; none of a relation
    page.get_by_role("button", name="Germany", exact=True).click()
    expect(page.locator("#remains")).to_contain_text("4 of 85 partnerships")
    svg = ET.parse(kept(page, "#compare", "svg", tmp_path)).getroot()
    assert "Chongqing Intelligent Engineering Vocational College" in "".join(svg.itertext())

    page.get_by_label("Second").select_option(label="approved up to 2025")
    expect(page.locator("#compare-sentence")).to_contain_text(
        "71 partnerships of unknown year are not counted"
    )
    page.get_by_role("button", name="Chongqing Normal University", exact=True).first.click()
    expect(page.locator("#panel-title")).to_have_text("Chongqing Normal University")


def test_sides_that_the_network_lacks_are_said_and_others_of_what_is_shown_compared(
    network: Callable[..., Seen],
) -> None:
    page = network("show=compare&compare=countries:ATL,countries:DEU").page
    expect(page.locator("#compare-lost")).to_have_text(
        "This network has no ATL, which was to be compared; others are compared in its stead."
    )
    page.evaluate("location.hash = 'node=urn:none'")
    expect(page.locator("#shows")).to_contain_text("does not have: urn:none.")
    page.evaluate("location.hash = 'show=compare&country=RUS'")
    expect(page.locator("#compare-sentence")).to_contain_text("Bachelor: 5 partnerships of 5")
    expect(page.locator("#compare-lost")).to_have_count(0)


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        ("ex:a ex:knows ex:b .", "This graph gives no coordinates, so that there is no map."),
        (
            "ex:a geo:lat 59.9 ; geo:long 10.7 ; ex:knows ex:b .",
            "1 node has no coordinates.",
        ),
    ],
)
def test_a_graph_of_another_vocabulary_says_what_its_map_lacks(
    open_page: Opener, tmp_path: Path, data: str, shown: str
) -> None:
    prefixes = "@prefix ex: <https://example.org/> . @prefix geo: <http://www.w3.org/2003/01/geo/wgs84_pos#> .\n"
    (tmp_path / "graph.ttl").write_text(prefixes + data, "utf-8")
    write_page(NetworkSpec().drawing(open_store(tmp_path / "graph.ttl")), tmp_path / "page.html")
    page = open_page(tmp_path / "page.html").page
    page.evaluate("location.hash = 'show=map'")
    expect(page.locator("#map")).to_contain_text(shown)
    page.evaluate("location.hash = 'show=compare'")
    expect(page.locator("#compare")).to_have_text("This network has no partnerships to compare.")
    page.evaluate("location.hash = 'show=charts'")
    expect(page.locator("#chart-kinds [role=button]")).not_to_have_count(0)
    expect(page.locator("#charts")).to_contain_text("no year is known here")
    assert page.evaluate("[...document.querySelectorAll('svg *')].length") > 0


def test_graphs_of_other_vocabularies_are_compared_by_entities_and_links(
    open_page: Opener, tmp_path: Path
) -> None:
    texts = {
        "may": "ex:a ex:knows ex:b , ex:c . ex:a ex:age 30 .",
        "june": "ex:a ex:knows ex:b ; ex:likes ex:d . ex:a ex:age 31 .",
    }
    for name, text in texts.items():
        path = tmp_path / f"{name}.ttl"
        path.write_text(f"@prefix ex: <https://example.org/> . {text}", "utf-8")
    may, june = (NetworkSpec().drawing(open_store(tmp_path / f"{name}.ttl")) for name in texts)
    both = both_editions(may, june, (Label("May", "五月"), Label("June", "六月")))
    write_page(both, tmp_path / "page.html", view=editions_view("May", "June"))
    page = open_page(tmp_path / "page.html").page

    expect(page.locator("#compare-sentence")).to_have_text(
        "May: 3 nodes and 2 edges; June: 3 nodes and 2 edges. Of the nodes, both have 2, of which "
        "1 changed; 1 new, 1 gone. Of the edges, both have 1, of which 0 changed; 1 new, 1 gone."
    )
    expect(page.locator("#compare-limits")).to_have_text("Only June has the links likes.")
    page.locator("#compare-show-first").click()
    expect(page.locator("#remains")).to_contain_text("3 of 4 nodes, 2 of 3 edges")
    page.locator("#compare summary", has_text="changed 1").click()
    expect(page.locator("#compare")).to_contain_text("age: 30 → 31")
    page.get_by_role("button", name="a → likes → d").click()
    expect(page.locator("#panel-title")).to_have_text("a → d")


def test_a_name_that_a_figure_cuts_stands_whole_below(open_page: Opener, tmp_path: Path) -> None:
    long = " ".join(f"word{at}" for at in range(150))
    graph = nx.MultiDiGraph([("urn:a", "urn:b")])
    nx.set_node_attributes(graph, {"urn:a": long, "urn:b": "short"}, "label_en")
    write_page(Network(graph, is_foreign=True), tmp_path / "page.html")
    page = open_page(tmp_path / "page.html").page
    page.evaluate("location.hash = 'tool=save'")
    with page.expect_download() as download:
        page.locator("#save-figure-svg").click()
    download.value.save_as(tmp_path / "figure.svg")
    said = [
        "".join(each.itertext()) for each in ET.parse(tmp_path / "figure.svg").iter(f"{SVG}text")
    ]

    assert "Names cut for lack of room: 1." in said
    assert f"– {long}" in " ".join(said)


def test_chance_is_said_of_a_two_mode_network_with_method_and_seed(
    open_page: Opener, tmp_path: Path
) -> None:
    network = NetworkSpec(projection="school-discipline").drawing(open_store())
    path = tmp_path / "chance.html"
    write_page(network, path)
    page = open_page(path).page
    page.get_by_role("button", name="Charts").click()
    rows = page.locator("#chart-null-model tbody tr")
    expect(rows.nth(0)).to_have_text(re.compile(r"nestedness \(NODF\)-1.*as by chance18\.8"))
    expect(page.locator("#chart-null-model")).to_contain_text("1000 random networks")
    expect(page.locator("#chart-null-model")).to_contain_text("seed 20250601")
    page.locator("#chart-communities button.name").first.click()
    expect(page.locator("#panel-title")).to_have_text("12 nodes")
    expect(page.locator("#chart-backbone")).to_contain_text("0 of 61 edges are in the backbone.")


def test_chance_is_not_said_where_it_says_nothing() -> None:
    whole = chance_payload(NetworkSpec().network(open_store()), random=True)
    even = chance_payload(NetworkSpec(projection="industry").network(open_store()), random=False)
    assert (sorted(whole), sorted(even)) == (["backbone"], [])
