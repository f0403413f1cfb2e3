"""The SPARQL editor and the explorer in browsers, on one server of the bundled graph."""

from __future__ import annotations

import asyncio
import re
import subprocess
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Dialog, Request, expect

from yuqiao.web.application import application
from yuqiao.web.settings import Settings
from yuqiao.web.source import Source

from .test_accessibility import OF_COLOURS, complaints
from .test_firefox import PATIENCE, firefox

if TYPE_CHECKING:
    from playwright.sync_api import Page

PARTNERS = (
    "SELECT ?u (COUNT(?p) AS ?n) { ?p yq:foreignPartner ?u } GROUP BY ?u ORDER BY DESC(?n) ?u"
)
MISSPELT = "SELECT ?p { ?p yq:chinesPartner o:cqu }"
Opening = Callable[..., "Page"]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Serve the bundled graph, and give the address."""
    config = uvicorn.Config(application(Source(), Settings(workers=1)), port=0, log_level="error")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started and thread.is_alive():
        thread.join(0.05)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


@contextmanager
def opening(browser: Browser, address: str) -> Iterator[Opening]:
    """Open addresses, and see that no page complains, pops up or asks elsewhere."""
    contexts: list[BrowserContext] = []
    said: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        said.append(dialog.message)
        dialog.dismiss()

    def note(request: Request) -> None:
        if not request.url.startswith((address, "blob:", "data:")):
            said.append(request.url)

    def open_at(path: str, **options: Any) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **options})
        context.set_default_timeout(15_000)
        page = context.new_page()
        contexts.append(context)
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", dismiss)
        page.on("request", note)
        page.goto(address + path)
        page.wait_for_selector("html[data-ready]")
        return page

    yield open_at
    for context in contexts:
        context.close()
    assert [each for each in said if "status of 400" not in each] == []


@pytest.fixture
def open_at(browser: Browser, address: str) -> Iterator[Opening]:
    with opening(browser, address) as opened:
        yield opened


def with_query(query: str) -> str:
    return f"/sparql#query={quote(query)}"


def text_of(page: Page) -> str:
    return "\n".join(page.locator(".cm-line").all_inner_texts()).strip()


def test_a_query_is_typed_with_completion_run_and_shown_in_every_way(open_at: Opening) -> None:
    page = open_at("/sparql")
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.type("SELECT ?u (COUNT(?p) AS ?n) { ?p yq:foreignPa")
    page.locator(".cm-tooltip-autocomplete li", has_text="yq:foreignPartner").wait_for()
    page.wait_for_timeout(100)  # CodeMirror takes no key in the first 75 ms of a list
    page.keyboard.press("Tab")
    page.keyboard.type(" ?u } GROUP BY ?u")

    page.keyboard.press("Control+Enter")

    page.locator("table.answer").wait_for()
    assert text_of(page).startswith("PREFIX yq: <https://w3id.org/yuqiao/def#>\nSELECT ?u")
    assert "65 rows in" in page.locator("#summary").inner_text()
    page.get_by_role("button", name="Sort by n").click()
    page.get_by_role("button", name="Sort by n").click()
    first = page.locator("table.answer tbody tr").first
    assert first.locator("td").nth(1).inner_text() == "3"
    page.get_by_label("Filter rows").fill("novosibirsk")
    expect(page.locator("table.answer tbody tr")).to_have_count(1)
    link = page.locator("table.answer tbody a")
    assert link.inner_text() == "Novosibirsk State University"
    assert "/resource?iri=https%3A%2F%2Fw3id.org" in str(link.get_attribute("href"))
    page.get_by_role("button", name="Chart").click()
    assert page.locator("svg.chart rect").count() == 40
    page.get_by_role("button", name="Raw").click()
    page.locator("pre.raw", has_text='"vars"').wait_for()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    assert download.value.suggested_filename == "answer.csv"
    assert download.value.path().read_text("utf-8").startswith("u,n\n")


HEAD = '# it\'s a "test" of \\\\n, $HOME and `id`\nPREFIX ex: <http://example.org/>\n'


@pytest.mark.parametrize(
    ("query", "by_python", "by_curl"),
    [
        (
            'SELECT (COUNT(?p) AS ?n) { ?p a yq:Partnership FILTER(?p != """a\'"b""") }',
            "{'n': 85}\n",
            "n\r\n85\r\n",
        ),
        ("ASK { ?p a yq:Partnership }", "True\n", '{"head":{},"boolean":true}\n'),
        (
            "CONSTRUCT { ex:a ex:p ?n } { VALUES ?n { ex:c } }",
            "<http://example.org/a> <http://example.org/p> <http://example.org/c>\n",
            "\n# http://example.org/\n\n<http://example.org/a> <http://example.org/p> <http://example.org/c> .\n",
        ),
    ],
    ids=["SELECT", "ASK", "CONSTRUCT"],
)
def test_what_is_copied_as_a_program_runs(
    open_at: Opening, query: str, by_python: str, by_curl: str, capsys: pytest.CaptureFixture[str]
) -> None:
    page = open_at(with_query(HEAD + query), permissions=["clipboard-read", "clipboard-write"])
    programs = {}
    for name in ("Python", "curl", "R"):
        page.locator("select", has_text="Copy as").select_option(name)
        programs[name] = page.evaluate("navigator.clipboard.readText()")

    exec(programs["Python"], {})  # noqa: S102 - that is what it is for
    assert capsys.readouterr().out == by_python
    answer = subprocess.run(
        ["bash"], input=programs["curl"].encode(), capture_output=True, check=True
    )
    assert answer.stdout.decode() == by_curl
    assert f'r"---({HEAD}{query})---"' in programs["R"]


def test_a_mistake_is_underlined_and_mended_and_an_empty_answer_explained(
    open_at: Opening,
) -> None:
    page = open_at(with_query(MISSPELT))
    page.locator(".cm-lintRange-warning", has_text="yq:chinesPartner").wait_for()
    page.get_by_role("button", name="Run", exact=True).click()
    page.get_by_role("button", name="Why is it empty?").click()
    page.locator("pre.explained", has_text="the graph has no property yq:chinesPartner").wait_for()
    page.get_by_role("button", name="Use the changed query").click()
    expect(page.locator(".cm-content")).to_contain_text("yq:chinesePartner")
    page.locator(".cm-content").click()
    page.keyboard.press("Control+Home")
    page.keyboard.type("SELEC")
    page.keyboard.press("Escape")

    page.locator("#remarks li.error").wait_for()
    page.get_by_role("button", name="Plan").click()

    page.locator("pre.error", has_text="the query is wrong at line 1").wait_for()


def test_tabs_history_and_saved_queries_stay_in_this_browser(
    open_at: Opening, address: str
) -> None:
    page = open_at(with_query("ASK { o:cqu ?p ?o }"))
    page.get_by_role("button", name="Run", exact=True).click()
    page.get_by_text("True", exact=True).wait_for()
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_label("Name of the saved query").fill("<b>mine</b>")
    page.keyboard.press("Enter")
    page.locator("#drawer strong", has_text="<b>mine</b>").wait_for()
    page.get_by_role("button", name="New tab").click()

    page.goto(f"{address}/sparql")
    page.wait_for_selector("html[data-ready]")

    assert page.locator(".tab .name").all_inner_texts() == ["Query 1", "Query 2", "Query 3"]
    page.get_by_role("button", name="History").click()
    page.locator("#drawer code", has_text="ASK { o:cqu ?p ?o }").click()
    expect(page.locator(".cm-content")).to_contain_text("ASK { o:cqu ?p ?o }")
    page.get_by_role("button", name="Format").click()
    expect(page.locator(".cm-content")).to_contain_text("PREFIX o: <")


def test_the_network_of_an_answer_is_drawn_in_a_frame(open_at: Opening) -> None:
    page = open_at(with_query("CONSTRUCT WHERE { ?p yq:chinesePartner o:cqu }"))
    page.get_by_role("button", name="Run", exact=True).click()
    page.get_by_role("button", name="Network", exact=True).click()

    frame = page.frame_locator("iframe.drawn")

    expect(frame.locator("#shows")).to_contain_text("8 nodes, 7 edges", timeout=30_000)


def test_coordinates_are_a_map_dates_a_timeline_and_pictures_pictures(open_at: Opening) -> None:
    pixel = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA="
    values = f'("Here" 29.5 106.5 "2018" "{pixel}") ("There" 55 83 "2020-05-06" "data:text/html,x")'
    page = open_at(
        with_query(
            f"SELECT ?name ?lat ?long (STRDT(?day, IF(STRLEN(?day) = 4, xsd:gYear, xsd:date)) AS ?when)"
            f" ?picture {{ VALUES (?name ?lat ?long ?day ?picture) {{ {values} }} }}"
        )
    )
    page.get_by_role("button", name="Run", exact=True).click()
    assert page.locator("table.answer img").get_attribute("src") == pixel
    page.get_by_role("button", name="Map").click()
    assert page.locator("svg.chart circle title").all_text_contents() == [
        "Here (29.5, 106.5)",
        "There (55, 83)",
    ]

    page.get_by_role("button", name="Timeline").click()

    points = page.locator("svg.chart circle")
    assert points.locator("title").all_text_contents() == ["Here: 2018", "There: 2020-05-06"]
    places = [float(str(point.get_attribute("cx"))) for point in points.all()]
    assert places == sorted(places)


def test_the_explorer_filters_by_kind_and_finds_a_path(open_at: Opening) -> None:
    page = open_at("/explore?entity=o:cqu")
    page.locator("#chosen h2", has_text="Chongqing University").wait_for()
    page.get_by_role("button", name="Path or comparison from here").click()
    page.get_by_label("An entity: name, short name or IRI").fill("Novosibirsk State University")
    page.keyboard.press("Enter")
    page.locator("#list button", has_text="Novosibirsk State University").click()
    page.get_by_role("button", name="Path from Chongqing University").click()

    expect(page.locator("#notice")).to_have_text(
        "Shortest path: Chongqing University → Novosibirsk State University"
    )

    page.get_by_label("college or university (2)").uncheck()
    expect(page.locator("#list li")).to_have_count(0)


def test_the_explorer_counts_loads_explains_and_saves(open_at: Opening) -> None:
    page = open_at("/explore?entity=o:novosibirsk")
    group = page.locator(".groups li", has_text="from others: has foreign partner")
    group.get_by_role("button", name="Load 1 of 1").click()
    expect(page.locator("#counts")).to_have_text("2 nodes, 1 link")
    expect(group).to_contain_text("in the picture")
    page.locator("#list button", has_text="Physics bachelor programme").click()
    page.locator("#chosen h2", has_text="Physics bachelor programme").wait_for()
    shown = page.locator(".groups li", has_text="has foreign partner")
    expect(shown).to_contain_text("in the picture")  # the same link from its other end

    page.get_by_text("Links in the picture, with their evidence: 1").click()
    page.get_by_text("– has foreign partner → Novosibirsk State University").click()
    evidence = page.locator("details.evidence")
    expect(evidence).to_contain_text("2026-05-25 · Read from a register · Accepted")
    expect(evidence).to_contain_text("NSU will expand cooperation with China")

    page.get_by_role("button", name="Path or comparison from here").click()
    page.get_by_label("An entity: name, short name or IRI").fill("CQU")
    page.keyboard.press("Enter")
    expect(page.locator("#counts")).to_have_text("3 nodes, 4 links")
    page.get_by_role("button", name="Compare with Physics bachelor programme").click()
    expect(page.locator("#notice")).to_contain_text("and “Chongqing University”: 2.")
    expect(page.locator("#notice a")).to_have_attribute("href", re.compile("/compare[?]a=.*&b="))
    expect(page.locator("#counts")).to_have_text("4 nodes, 6 links")

    with page.expect_download() as download:
        page.get_by_role("button", name="Save as an offline page").click()

    saved = download.value.path().read_text("utf-8")
    assert saved.startswith("<!doctype html>")
    assert "Novosibirsk State University" in saved


def test_what_a_graph_or_a_stranger_says_is_text(open_at: Opening) -> None:
    hostile = "</script><img src=x onerror=alert(1)><svg onload=alert(2)>"
    values = f'("{hostile}" <javascript:alert(3)> 1) ("{{{{constructor}}}}" <data:text/html,{quote(hostile)}> 2)'
    page = open_at(
        with_query(f"SELECT ?a ?b ?n {{ VALUES (?a ?b ?n) {{ {values} }} }} # {hostile}")
    )
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.locator("table.answer tbody td").first).to_have_text(hostile)
    links = [link.get_attribute("href") for link in page.locator("table.answer td a").all()]
    assert all(str(link).startswith("/resource?iri=") for link in links)
    for view in ("Chart", "Raw"):
        page.get_by_role("button", name=view).click()
    page.locator("pre.raw").wait_for()
    page.get_by_role("button", name="History").click()
    page.locator("#drawer code").first.wait_for()

    explorer = open_at(f"/explore?entity={quote(hostile)}")

    explorer.locator("#notice", has_text="no entity is named").wait_for()
    assert page.locator("#editor img").count() == explorer.locator("main img").count() == 0


@pytest.mark.parametrize("path", [with_query(PARTNERS), "/explore?entity=o:cqu"])
def test_no_page_has_a_serious_violation(open_at: Opening, path: str) -> None:
    page = open_at(path, bypass_csp=True)
    if path.startswith("/sparql"):
        page.get_by_role("button", name="Examples").click()
        page.locator(".query-item").first.wait_for()
        page.get_by_role("button", name="Run", exact=True).click()
        page.locator("table.answer").wait_for()
    else:
        page.locator(".groups button").first.wait_for()

    found = {"light": complaints(page)}
    page.emulate_media(color_scheme="dark")
    found["dark"] = complaints(page, *OF_COLOURS)

    assert found == {"light": [], "dark": []}


@pytest.mark.parametrize("path", [with_query(PARTNERS), "/explore?entity=o:cqu"])
def test_nothing_is_wider_than_a_phone(open_at: Opening, path: str) -> None:
    page = open_at(path, viewport={"width": 390, "height": 844}, locale="zh-CN")
    if path.startswith("/sparql"):
        page.get_by_role("button", name="运行").click()
        page.locator("table.answer").wait_for()
    else:
        page.locator(".groups button").first.wait_for()

    assert page.evaluate("document.documentElement.scrollWidth") == 390


async def seen_in_firefox(address: str, home: Path) -> Any:
    """Run a query by keyboard, and give its first row and what the page complained of."""
    async with asyncio.timeout(PATIENCE), firefox(home) as browser:
        await browser.ask(
            "session.subscribe", events=["log.entryAdded"], contexts=[browser.context]
        )
        to = {"context": browser.context, "url": address + with_query(PARTNERS), "wait": "complete"}
        await browser.ask("browsingContext.navigate", **to)
        row = await browser.evaluate(
            """(async () => {
              const found = async (selector) => {
                while (!document.querySelector(selector)) await new Promise(requestAnimationFrame);
                return document.querySelector(selector);
              };
              await found("html[data-ready]");
              document.querySelector("[data-tool=run]").click();
              return (await found("table.answer tbody tr")).innerText;
            })()"""
        )
        said = [event["params"]["text"] for event in browser.events]
        return row, said


def test_it_works_in_firefox(address: str, tmp_path: Path) -> None:
    with ThreadPoolExecutor() as beside:  # the loop of Playwright runs in this thread
        row, said = beside.submit(asyncio.run, seen_in_firefox(address, tmp_path)).result()

    assert row.split() == ["Central", "TAFE", "(Western", "Australia)", "o:central-tafe", "3"]
    assert said == []


OVERLAPS = """async () => {
  const { nodes, picture } = await import('/static/editor/picture.js');
  const boxes = [...nodes.keys()].map((iri) => picture.getBoundingBox(iri));
  const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  const pairs = boxes.flatMap((one, at) => boxes.slice(at + 1).filter((other) => meet(one, other)));
  return [boxes.length, pairs.length];
}"""
"""How many nodes are drawn, and how many pairs of them overlap, with their names."""


def test_nodes_without_links_stand_in_rows(open_at: Opening) -> None:
    query = "SELECT ?p { ?p a yq:Partnership } ORDER BY ?p LIMIT 45"  # with one link among them
    page = open_at(f"/explore?lang=en&query={quote(query)}")
    expect(page.locator("#counts")).to_have_text("45 nodes, 1 link")

    assert page.evaluate(OVERLAPS) == [45, 0]


IN_FRAME = """async () => {
  const { picture } = await import("/static/editor/picture.js");
  const seen = [];
  for (let i = 0; i < 10; i++) {
    await new Promise((go) => setTimeout(go, 250));
    const frame = picture.canvas.frame.canvas.getBoundingClientRect();
    const places = Object.values(picture.getPositions()).map((place) => picture.canvasToDOM(place));
    seen.push(places.filter(({ x, y }) => x < 0 || y < 0 || x > frame.width || y > frame.height).length);
  }
  return seen.sort((a, b) => a - b);
}"""
"""How many nodes are out of the frame at ten moments, the fewest first."""


def test_the_picture_is_whole_while_its_nodes_find_their_places(open_at: Opening) -> None:
    page = open_at("/explore?question=school-university-network")
    expect(page.locator("#counts")).to_have_text("98 nodes, 134 links")

    assert page.evaluate(IN_FRAME)[5] == 0, "at most of the moments, all are in the frame"
