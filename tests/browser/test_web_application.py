"""The pages of ``yuqiao serve`` in a browser: on any screen, without scripts, with hostile data."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from hostile_strings import cases, hostile_register
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
    with yuqiao_server(folder, "--earlier", str(folder / "earlier.ttl")) as started:
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


def test_hostile_data_runs_nothing(tmp_path: Path, visit: Visit) -> None:
    (tmp_path / "register.ttl").write_text(hostile_register(), "utf-8")
    with yuqiao_server(tmp_path, "--graph", str(tmp_path / "register.ttl")) as hostile:
        page = visit(hostile, "")
        for path in ("search?q=alias", "browse/school", "browse/level"):
            page.goto(hostile.address + path)
        for number in range(0, len(cases("label")), 5):
            page.goto(f"{hostile.address}id/partnership/p{number}")
        assert page.locator("h1").count() == 1
