"""The pages of ``yuqiao serve`` in a browser: on any screen, without scripts, with hostile data."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page

from hostile_strings import cases, hostile_register, quoted
from yuqiao_servers import YuqiaoServer, yuqiao_server

from .test_accessibility import complaints
from .test_firefox import PATIENCE, firefox

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Visit = Callable[..., Page]
PAGES = [
    "",
    "id/organisation/swu?lang=zh",
    "search?q=xinan",
    "questions/",
    "questions/partnerships-for-industry?lang=zh",
    "questions/partnerships-by-country",
    "questions/school-university-network?view=network&lang=zh",
    "questions/school-university-network?view=map",
    "browse/school",
    "compare?a=SWU&b=CQU&lang=zh",
    "check?q=重庆大学+俄罗斯&lang=zh",
    "curators",
    "findings",
    "changes",
    "nothing",
]
EARLIER = "<http://example.org/gone> a <http://example.org/Thing> ."


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[YuqiaoServer]:
    folder = tmp_path_factory.mktemp("server")
    (folder / "earlier.ttl").write_text(EARLIER)
    with yuqiao_server(
        folder, "--earlier", str(folder / "earlier.ttl"), "--workers", "1"
    ) as started:
        yield started


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Open pages; in the end nothing was asked for elsewhere, and nothing ran."""
    contexts = []
    noted: list[str] = []

    def dismiss(dialog: Any) -> None:
        noted.append(dialog.message)
        dialog.dismiss()

    def note_if_elsewhere(address: str, start: str) -> None:
        if not address.startswith((start, "data:")):
            noted.append(address)

    def opened(server: YuqiaoServer, path: str, **options: Any) -> Page:
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("dialog", dismiss)
        page.on("pageerror", lambda error: noted.append(str(error)))
        page.on("request", lambda request: note_if_elsewhere(request.url, server.address))
        page.goto(server.address + path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert noted == []


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_accessible_and_fits_a_phone(
    server: YuqiaoServer, visit: Visit, path: str
) -> None:
    phone = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark", "bypass_csp": True}
    page = visit(server, path, **phone)

    assert complaints(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


async def seen_in_firefox(address: str, home: Path) -> dict[str, Any]:
    """Visit each page, and tell its heading, its width and what the browser complained of."""
    async with asyncio.timeout(PATIENCE * 2), firefox(home) as browser:
        watched = ["log.entryAdded", "network.beforeRequestSent"]
        await browser.ask("session.subscribe", events=watched, contexts=[browser.context])
        shown = {}
        for path in (*PAGES, "network", "explore?entity=o:swu", "sparql"):
            to = {"context": browser.context, "url": address + path, "wait": "complete"}
            await browser.ask("browsingContext.navigate", **to)
            shown[path] = await browser.evaluate(
                "document.querySelector('h1').textContent.length > 0 &&"
                " document.documentElement.scrollWidth <= innerWidth"
            )
        told = [event["params"] for event in browser.events]
        asked = [each["request"]["url"] for each in told if "request" in each]
        return {
            "wrong": [path for path, is_right in shown.items() if not is_right],
            "said": [each["text"] for each in told if "text" in each],
            "asked": [url for url in asked if not url.startswith((address, "data:"))],
        }


def test_firefox_shows_every_page(server: YuqiaoServer, tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as apart:  # from the loop of the other browser
        seen = apart.submit(asyncio.run, seen_in_firefox(server.address, tmp_path)).result()

    assert seen == {"wrong": [], "said": [], "asked": []}


def test_without_scripts_one_finds_reads_and_asks(server: YuqiaoServer, visit: Visit) -> None:
    page = visit(server, "?lang=en", java_script_enabled=False)
    page.get_by_role("searchbox").fill("xinan daxue")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Southwest University").first.click()
    assert page.url == f"{server.address}id/organisation/swu"
    page.get_by_role("link", name="中文").click()
    assert page.locator("h1").inner_text() == "西南大学"
    page.get_by_role("link", name="问题").click()
    page.get_by_role("link", name="哪些机构和项目为我关心的产业培养人才？").click()
    page.get_by_label("产业").fill("智能制造")
    page.get_by_role("button", name="查询").click()
    assert page.locator("tbody tr").count() == 2


STRINGS = [
    case.text for kind in ("label", "heading", "literal", "iri", "refused") for case in cases(kind)
]
ALL = "https://w3id.org/yuqiao/id/organisation/all"
ALL_VALUES = f"SELECT ?p ?v {{ <{ALL}> ?p ?v }}"
"""A query that answers with the whole corpus, for the editor."""


def bearer_of_all(name: str) -> str:
    """Write an entity that has the whole corpus as names, values and links, as Turtle."""
    named = [case.text for kind in ("label", "heading") for case in cases(kind)]
    values = [f"{quoted(each.text)}^^<{each.datatype}>" for each in cases("literal")]
    links = [f"<{each.text}>" for each in cases("iri")]
    return (
        f"o:{name} a schema:CollegeOrUniversity ; skos:altLabel {', '.join(map(quoted, named))} ;"
        f" yq:annualTuition {', '.join(values)} ; schema:url {', '.join(links)} ;"
        f" yq:partnersWith o:school0, {', '.join(links)} ."
    )


def in_parts(texts: list[str], most: int = 5000) -> Iterator[str]:
    """Join texts to parameters that an address has room for."""
    part = ""
    for text in texts:
        if part and len(quote(part + text, errors="replace")) > most:
            yield part
            part = ""
        part += text[:1000] + " "
    yield part


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[YuqiaoServer]:
    folder = tmp_path_factory.mktemp("hostile")
    register = "\n".join([hostile_register(), bearer_of_all("all"), bearer_of_all("other")])
    (folder / "register.ttl").write_text(register, "utf-8")
    with yuqiao_server(
        folder, "--graph", str(folder / "register.ttl"), "--workers", "1"
    ) as started:
        yield started


@pytest.mark.parametrize(
    "path",
    [
        *(
            "",
            "id/organisation/all",
            "id/organisation/all?lang=zh",
            "browse/school",
            "browse/level",
        ),
        *("compare?a=o:all&b=o:other", "search?q=alias", "check?q=alias", "findings", "network"),
        "questions/foreign-partners?view=network",
    ],
)
def test_a_page_with_all_hostile_values_runs_nothing(
    hostile: YuqiaoServer, visit: Visit, path: str
) -> None:
    page = visit(hostile, path)

    assert len(STRINGS) >= 400
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.querySelectorAll('main img, main iframe').length") == 0


@pytest.mark.parametrize("path", ["search?q={}", "compare?a={}&b=o:all"])
def test_all_hostile_parameters_run_nothing(hostile: YuqiaoServer, visit: Visit, path: str) -> None:
    first, *parts = in_parts(STRINGS)
    page = visit(hostile, path.format(quote(first, errors="replace")))
    for part in parts:
        page.goto(hostile.address + path.format(quote(part, errors="replace")))

    assert page.locator("h1").count() == 1


def test_all_hostile_values_in_the_editor_run_nothing(hostile: YuqiaoServer, visit: Visit) -> None:
    page = visit(hostile, f"sparql#query={quote(ALL_VALUES)}")
    page.locator("html[data-ready]").wait_for(state="attached")
    page.get_by_role("button", name="Run", exact=True).click()
    page.locator("table.answer").wait_for()
    for view in ("Chart", "Raw", "Table"):
        page.get_by_role("button", name=view).click()
    page.goto(f"{hostile.address}sparql?answer&query={quote(ALL_VALUES)}")

    assert page.locator("h1").count() == 1


def test_all_hostile_nodes_in_the_explorer_run_nothing(hostile: YuqiaoServer, visit: Visit) -> None:
    query = "CONSTRUCT { ?s ?p ?o } { { ?s yq:foreignPartner ?o } UNION { ?s yq:chinesePartner ?o } ?s ?p ?o }"
    page = visit(hostile, f"explore?query={quote(query)}")
    page.locator("#list li").nth(100).wait_for()
    page.locator("#list button").first.click()
    page.locator(".shown-links summary").first.click()
    page.locator("details.evidence summary").first.click()
    page.locator("details.evidence[open] > div > *").first.wait_for()

    assert page.locator("main img").count() == 0
