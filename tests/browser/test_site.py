"""The site in a browser, from disk: what a reader sees, and that nothing is fetched or run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Browser, Page, expect

import yuqiao
from hostile_strings import cases, quoted
from yuqiao.exports.site.publish import write_site
from yuqiao.ontology.namespaces import prefixes

Opener = Callable[..., Page]


def register() -> str:
    """Write a register of a few partnerships, one of them of everything hostile."""
    lines = [f"@prefix {name}: <{iri}> ." for name, iri in prefixes().items()]
    attacks = " ".join(case.text for case in cases("heading"))
    lines.append(
        'p:physics a yq:Partnership ; skos:prefLabel "Physics"@en, "物理学"@zh-Hans ;'
        " yq:chinesePartner o:swu ; yq:foreignPartner o:otago .\n"
        'o:swu skos:prefLabel "Southwest University"@en, "西南大学"@zh-Hans ; yq:partnersWith o:otago .'
        f'o:otago skos:prefLabel "University of Otago"@en ; skos:altLabel "Café"@en .\n'
        f"p:hostile a yq:Partnership ; skos:prefLabel {quoted(attacks)}@en ; skos:note "
        f"{quoted(attacks)} ; yq:chinesePartner o:swu ; schema:url <javascript:alert(1)> ."
    )
    return "\n".join(lines)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    (folder / "a").mkdir()
    (folder / "register.ttl").write_text(register(), "utf-8")
    write_site(yuqiao.open(folder / "register.ttl"), folder / "a" / "b", documented=False)
    return folder / "a" / "b"


@pytest.fixture
def visit(browser: Browser, site: Path) -> Iterator[Opener]:
    """Open pages of the site from disk; in the end nothing was asked for elsewhere, or complained."""
    contexts = []
    noted: list[str] = []

    def note_if_elsewhere(address: str, start: str) -> None:
        if not address.startswith((start, "data:")):
            noted.append(address)

    def dismiss(dialog: Any) -> None:
        noted.append(dialog.message)
        dialog.dismiss()

    def opened(path: str, top: str = "", **options: Any) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        start = top or site.as_uri() + "/"
        page.on("request", lambda request: note_if_elsewhere(request.url, start))
        page.on("console", lambda message: noted.append(message.text))
        page.on("pageerror", lambda error: noted.append(str(error)))
        page.on("dialog", dismiss)
        page.goto(start + path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert noted == []


def test_the_language_is_switched_without_a_script(visit: Opener) -> None:
    page = visit("id/organisation/swu.html", java_script_enabled=False)
    page.get_by_role("link", name="中文").click()

    assert page.locator("h1").inner_text() == "西南大学"
    assert page.locator("html").get_attribute("lang") == "zh-Hans"
    page.get_by_role("link", name="English").click()
    assert page.locator("h1").inner_text() == "Southwest University"


def test_names_in_the_picture_are_links(visit: Opener) -> None:
    page = visit("id/organisation/swu.html", java_script_enabled=False)
    page.locator("svg a").filter(has_text="University of Otago").first.click()

    assert page.url.endswith("/id/organisation/otago.html")


@pytest.mark.parametrize(
    ("path", "link", "name"),
    [
        ("id/organisation/swu.html", "Show in the network", "Southwest University"),
        ("id/partnership/physics.zh.html", "在网络图中查看", "物理学"),
    ],
)
def test_the_network_opens_with_the_thing_chosen_and_what_is_near_it_lit(
    visit: Opener, path: str, link: str, name: str
) -> None:
    page = visit(path)
    page.get_by_role("link", name=link).click()

    expect(page.locator("#panel-title")).to_have_text(name)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("southw", "Southwest University"),
        ("university otago", "University of Otago"),
        ("西南", "Southwest University"),
        ("xi nan da xue", "Southwest University"),
        ("xndx", "Southwest University"),
        ("cafe", "University of Otago"),
    ],
)
def test_the_search_finds_names_in_both_languages_and_pinyin(
    visit: Opener, asked: str, found: str
) -> None:
    page = visit("search.html")
    page.get_by_role("searchbox").fill(asked)

    assert parse_qs(page.evaluate("location.search.slice(1)")) == {"q": [asked]}
    assert page.locator("#found a").first.inner_text() == found
    page.locator("#found a").first.click()
    assert page.locator("h1").inner_text() == found
    page.go_back()
    assert page.get_by_role("searchbox").input_value() == asked


def test_a_search_without_result_says_so_and_without_a_script_names_the_lists(
    visit: Opener,
) -> None:
    page = visit("search.html?q=nowhere")
    assert page.get_by_role("status").inner_text() == "No matches."

    without = visit("search.html", java_script_enabled=False)
    assert without.get_by_role("searchbox").count() == 0
    assert without.get_by_role("link", name="By school").first.is_visible()


@pytest.mark.parametrize(
    "path", ["id/partnership/hostile.html", "search.html?q=alert", "index.html"]
)
def test_a_hostile_name_is_shown_and_not_run(visit: Opener, path: str) -> None:
    page = visit(path)

    assert page.evaluate("typeof window.hacked") == "undefined"
    assert page.locator("img, iframe, object, embed, form, base").count() == 0
    assert page.locator('a[href^="javascript"]').count() == 0


@pytest.mark.parametrize(
    "path", ["index", "id/organisation/swu", "id/partnership/hostile", "browse/school", "shapes",
             "questions/form-and-sources", "search", "downloads", "def"],
)  # fmt: skip
def test_nothing_is_wider_than_a_phone(visit: Opener, path: str) -> None:
    page = visit(path + ".html", viewport={"width": 390, "height": 844})

    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_it_works_under_any_path_of_a_server(visit: Opener, site: Path) -> None:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            """Log nothing."""

    top = site.parents[1]
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(top)))
    Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/a/b/"
    page = visit("index.html", address)
    page.get_by_role("link", name="By school").first.click()
    page.get_by_role("link", name="Physics", exact=True).click()
    page.get_by_role("link", name="Turtle").wait_for()
    background = page.evaluate("getComputedStyle(document.body).margin")

    assert page.url == address + "id/partnership/physics.html"
    assert background == "0px", "the style has arrived"
    server.shutdown()
    server.server_close()


def test_dark_and_light_have_their_own_paper(visit: Opener) -> None:
    papers = {
        scheme: visit("index.html", color_scheme=scheme).evaluate(
            "getComputedStyle(document.body).backgroundColor"
        )
        for scheme in ("light", "dark")
    }

    assert papers == {"light": "rgb(255, 255, 255)", "dark": "rgb(18, 22, 29)"}


ARABIC = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://voc.example/wood> a skos:Concept ; skos:prefLabel "خشب (2024)."@ar .
"""


def test_a_name_that_runs_from_right_to_left_ends_on_the_left(
    browser: Browser, tmp_path: Path
) -> None:
    (tmp_path / "graph.ttl").write_text(ARABIC, "utf-8")
    write_site(yuqiao.open(tmp_path / "graph.ttl"), tmp_path / "site")
    page = browser.new_page()
    page.goto((tmp_path / "site/wood.html").as_uri())

    first, last = page.evaluate(
        """() => {
          const text = document.querySelector("h1").firstChild;
          return [0, text.length - 1].map((at) => {
            const range = document.createRange();
            range.setStart(text, at);
            range.setEnd(text, at + 1);
            return range.getBoundingClientRect().x;
          });
        }"""
    )
    page.close()

    assert last < first
