"""YASGUI, the query editor of many endpoints, on a page of another site that asks ours."""

from __future__ import annotations

import http.server
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route

from node import installed
from yuqiao_servers import yuqiao_server

pytestmark = [pytest.mark.browser, pytest.mark.consumers, pytest.mark.slow]
QUERY = "SELECT ?name { <https://w3id.org/yuqiao/id/organisation/swu> skos:prefLabel ?name } ORDER BY ?name"
PAGE = """<!doctype html><link rel="stylesheet" href="yasgui.min.css"><div id="here"></div>
<script src="yasgui.min.js"></script>"""


class _QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """Serve YASGUI on an origin of its own."""
    for name in ("yasgui.min.js", "yasgui.min.css"):
        shutil.copy(installed(f"@triply/yasgui/build/{name}"), tmp_path)
    (tmp_path / "index.html").write_text(PAGE)
    handler = partial(_QuietHandler, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def test_yasgui_on_another_site_shows_our_answer(
    browser: Browser, site: str, tmp_path: Path
) -> None:
    page = browser.new_page()

    def only_here(route: Route) -> None:
        if route.request.url.startswith("http://127.0.0.1:"):
            route.continue_()
        else:
            route.abort()  # YASGUI asks a service for prefixes

    page.route("**/*", only_here)
    with yuqiao_server(tmp_path, "--workers", "1") as server:
        page.goto(site)
        page.evaluate(
            """([endpoint, query]) => {
              const yasgui = new Yasgui(document.getElementById('here'),
                { requestConfig: { endpoint }, copyEndpointOnNewTab: false });
              const tab = yasgui.getTab();
              tab.getYasqe().setValue(query);
              return tab.getYasqe().query();
            }""",
            [f"{server.address}sparql", QUERY],
        )
        page.locator(".yasr table tbody tr").first.wait_for()
        cells = page.locator(".yasr table tbody td").all_inner_texts()
    page.close()

    assert [cell.strip() for cell in cells if "wes" in cell or "西" in cell] == [
        '"Southwest University"@en',
        '"西南大学"@zh-Hans',
    ]
