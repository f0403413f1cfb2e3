"""The page in its several states, held against the rules of axe-core for WCAG."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest

from yuqiao.exports.network.page.document import write_page
from yuqiao.graph.network.model import Network

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from .conftest import Opener, Seen

VENDOR = Path(__file__).parent / "vendor"
SWU = "https://w3id.org/yuqiao/id/organisation/swu"
PHYSICS = "https://w3id.org/yuqiao/id/partnership/cqu-novosibirsk-physics"
RUSSIA = "http://publications.europa.eu/resource/authority/country/RUS"
STATES = [
    "",
    f"node={SWU}",
    f"lang=zh&node={SWU}&tool=look",
    f"partnership={PHYSICS}",
    f"tool=filters&country=RUS&years=2015-2025&node={RUSSIA}",
    "tool=look&colour=country&size=betweenness",
    f"tool=paths&path={SWU}%20{RUSSIA}",
    "tool=save",
    "show=both",
    "show=table&sort=-level",
    "show=table&table=nodes&lang=zh",
    "show=table&table=edges&country=none",
    "show=charts&country=RUS",
    "show=map&lang=zh",
    "show=compare&compare=countries:RUS,countries:DEU",
    f"centre={RUSSIA}&node={RUSSIA}",
    f"nodes={SWU},{RUSSIA}&lang=zh",
]


def test_axe_core_is_the_file_that_was_published() -> None:
    for vendored in json.loads((VENDOR / "manifest.json").read_text("utf-8")):
        data = (VENDOR / vendored["file"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == vendored["sha256"]
        assert f"{vendored['name'].removesuffix('-core')} v{vendored['version']}".encode() in data
        assert (VENDOR / vendored["licence_file"]).stat().st_size > 10_000


OF_COLOURS = ("color-contrast", "link-in-text-block")
"""The rules of axe-core that depend on colours: a page in others is held against no more."""


def complaints(page: Page, *rules: str, without: Iterable[str] = ()) -> list[dict[str, Any]]:
    """Return the serious violations of all rules or some that axe-core finds, and where."""
    if not page.evaluate("'axe' in window"):
        page.evaluate((VENDOR / "axe.min.js").read_text("utf-8"))
    page.evaluate("Promise.all(document.getAnimations().map(each => each.finished))")
    chosen = {"runOnly": rules} if rules else {}
    left_out = {rule: {"enabled": False} for rule in without}
    options = {"resultTypes": ["violations"], "rules": left_out, **chosen}
    found = page.evaluate("axe.run", options)
    return [
        {"rule": each["id"], "nodes": [node["html"] for node in each["nodes"]]}
        for each in found["violations"]
        if each["impact"] in {"serious", "critical"}
    ]


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("state", STATES)
def test_no_state_of_the_page_has_a_serious_violation(
    network: Callable[..., Seen], state: str, colours: Any
) -> None:
    page = network(state).page
    page.emulate_media(color_scheme=colours)

    assert complaints(page, *(OF_COLOURS if colours == "dark" else ())) == []


def test_nor_has_it_on_a_phone(open_page: Opener, bundled_page: Path) -> None:
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    page = open_page(bundled_page, **phone).page

    found = {}
    for state in STATES:
        page.evaluate("state => { location.hash = state; }", state)
        found[state] = complaints(page, without=OF_COLOURS)

    assert found == {state: [] for state in STATES}


def test_nor_has_a_page_that_shows_nothing(open_page: Opener, tmp_path: Path) -> None:
    file = tmp_path / "network.html"
    write_page(Network(nx.Graph()), file)

    assert complaints(open_page(file).page) == []


HEAD = """() => [...document.querySelectorAll('header, #bar')]
  .reduce((sum, each) => sum + each.getBoundingClientRect().height, 0) / innerHeight"""


@pytest.mark.parametrize(
    "size", [(390, 844), (844, 390)], ids=lambda size: f"{size[0]} x {size[1]}"
)
def test_the_head_takes_a_fifth_of_a_phone_at_most(
    open_page: Opener, bundled_page: Path, size: tuple[int, int]
) -> None:
    viewport = {"width": size[0], "height": size[1]}
    page = open_page(bundled_page, viewport=viewport, has_touch=True, is_mobile=True).page

    assert page.evaluate(HEAD) <= 0.2


def test_the_panel_is_beside_the_picture_and_all_fits_at_200_percent(
    open_page: Opener, bundled_page: Path
) -> None:
    page = open_page(bundled_page).page
    page.evaluate("node => { location.hash = node; }", f"node={SWU}")
    panel, picture = page.locator("#panel"), page.locator("#picture")
    panel.wait_for()
    beside, seen = panel.bounding_box(), picture.bounding_box()
    assert beside
    assert seen
    assert seen["x"] + seen["width"] <= beside["x"]

    page.set_viewport_size({"width": 720, "height": 450})  # as 1440 x 900, twice as large
    assert page.evaluate("document.documentElement.scrollWidth") <= 720


def test_what_is_chosen_is_seen_in_the_colours_of_the_reader(
    open_page: Opener, bundled_page: Path
) -> None:
    page = open_page(bundled_page, forced_colors="active").page
    page.locator("#open-look").click()
    ground = "each => getComputedStyle(each).backgroundColor"

    for chosen, other in (("#show-picture", "#show-both"), ("#open-look", "#open-paths")):
        assert page.locator(chosen).evaluate(ground) != page.locator(other).evaluate(ground)
    assert complaints(page) == []
