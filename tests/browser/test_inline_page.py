"""Pages where they are not a file of their own: in a notebook's frame, and sharing their scripts."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest
from playwright.sync_api import Browser

import yuqiao
from networks import network_of
from yuqiao.exports.network.page.document import render_page, shared_files, write_page
from yuqiao.graph.network.model import Network


@pytest.fixture(scope="module")
def russia() -> Network:
    return network_of(focus="Russia", hops=1)


def complaints_of(browser: Browser, address: str, wait_for: str, frame: str = "") -> list[str]:
    """Open an address until something is seen, and give what the page complained of."""
    page = browser.new_page()
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.goto(address)
    (page.frame_locator(frame) if frame else page).locator(wait_for).first.wait_for()
    page.close()
    return heard


def test_a_notebook_shows_the_page_in_a_frame_that_sees_nothing_of_it(
    browser: Browser, russia: Network, tmp_path: Path
) -> None:
    cell = yuqiao.open().view(focus="Russia", hops=1, lang="zh", height=480)
    notebook = tmp_path / "notebook.html"
    notebook.write_text(
        f"<!doctype html><meta charset=utf-8><p id=secret>secret</p>{cell._repr_html_()}", "utf-8"
    )
    page = browser.new_page()
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.goto(notebook.as_uri())
    page.frame_locator("iframe").locator("canvas").first.wait_for()
    frame = page.frames[1]

    assert heard == []
    assert frame.evaluate("yuqiao.drawing.spots().length") == russia.graph.number_of_nodes()
    assert frame.evaluate("document.documentElement.lang") == "zh-Hans"
    assert page.locator("iframe").bounding_box()["height"] == 480  # type: ignore[index]
    assert frame.evaluate(
        "() => { try { return parent.document.body.textContent } catch (e) { return e.name } }"
    ) == ("SecurityError")
    page.close()


def test_what_a_notebook_shows_is_saved_as_the_command_would(tmp_path: Path) -> None:
    page = yuqiao.open().view(projection="school-country", country="RU")
    page.save(tmp_path / "page.html")

    assert repr(page) == "<page of 9 nodes and 8 edges>"
    network = network_of(projection="school-country", country="RU")
    assert (tmp_path / "page.html").read_text("utf-8") == render_page(network)


@pytest.fixture(scope="module")
def site(russia: Network, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write two pages that share their scripts."""
    folder = tmp_path_factory.mktemp("site")
    for name, text in shared_files().items():
        path = folder / "assets" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    for lang in ("en", "zh"):
        page = render_page(russia, lang=lang, assets="assets/")
        (folder / f"{lang}.html").write_text(page, "utf-8")
    return folder


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """Serve the site on this machine."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    handler = functools.partial(Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_shared_scripts_run_from_disk_and_from_a_server(
    browser: Browser, site: Path, address: str
) -> None:
    for root in (site.as_uri(), address):
        assert complaints_of(browser, f"{root}/zh.html", "canvas") == []


@pytest.mark.parametrize(
    "graph",
    [
        nx.empty_graph(["https://example.org/alone"]),
        nx.MultiDiGraph([("a", "b"), ("a", "b"), ("b", "a"), ("a", "a")]),
    ],
    ids=["one-node", "loops-and-parallel-edges-without-labels"],
)
@pytest.mark.parametrize("renderer", ["vis", "sigma"])
def test_odd_networks_are_drawn_without_complaint(
    browser: Browser, graph: nx.Graph, renderer: str, tmp_path: Path
) -> None:
    page = tmp_path / "page.html"
    page.write_text(render_page(Network(graph), renderer=renderer), "utf-8")
    heard = complaints_of(browser, page.as_uri(), "canvas")

    assert [text for text in heard if "GPU stall" not in text] == []


def test_an_empty_page_says_why(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    write_page(network_of(country="RU", since=2026), path)
    page = browser.new_page()
    page.goto(path.as_uri())

    why = "No partnership matches all of: country RU (8), approved from 2026 (0)."
    assert why in page.locator("main").inner_text()
    page.close()


def test_a_page_in_a_hidden_frame_is_drawn_once_it_is_shown(
    browser: Browser, russia: Network, tmp_path: Path
) -> None:
    """As in a tab of a notebook that nobody has opened yet."""
    write_page(russia, tmp_path / "page.html")
    tab = tmp_path / "tab.html"
    frame = '<iframe src="page.html" width="900" height="500" style="display: none"></iframe>'
    tab.write_text(f"<!doctype html>{frame}", "utf-8")
    page = browser.new_page()
    heard: list[str] = []
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.goto(tab.as_uri())
    page.frame_locator("iframe").locator("#remains", has_text="nodes").wait_for(state="attached")
    page.evaluate("document.querySelector('iframe').style.display = 'block'")
    page.frame_locator("iframe").locator("canvas").first.wait_for()
    drawn = page.frames[1].evaluate("yuqiao.drawing.spots().length")
    page.close()

    assert (heard, drawn) == ([], russia.graph.number_of_nodes())
