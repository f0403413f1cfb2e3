"""Ask the web application for the page of each organization, and open its editor in Chromium.

python bench/bench_pages.py

Each page is asked for once, on one connection: none is remembered from before. The editor is opened
five times, each time without anything that the browser keeps; it is ready when one can type.
"""

from __future__ import annotations

import gzip
import http.client
import statistics
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

import yuqiao
from support.browser import chromium
from support.timing import ROOT, claim

sys.path.insert(0, str(ROOT / "tests" / "support"))

from yuqiao_servers import yuqiao_server

_SAID = """\
The pages of {pages} organizations of the bundled graph, each asked for once; the SPARQL editor,
opened {opened} times in Chromium with an empty cache; the scripts of editor and explorer,
compressed."""
_OPENED = 5
_SCRIPTS = (
    *("web/static/vendor/*.js", "web/static/editor/*.js"),
    "exports/network/page/vendor/vis-network.min.js",
)
_ORGANIZATIONS = """
SELECT DISTINCT ?thing { ?thing a ?class FILTER(CONTAINS(STR(?thing), "/id/organisation/")) }
ORDER BY ?thing"""


def section() -> str:
    """Measure, and give the result as Markdown."""
    with tempfile.TemporaryDirectory() as folder, yuqiao_server(Path(folder)) as server:
        pages = page_times(server.address)
        editor = editor_times(server.address)
    size = sum(
        len(gzip.compress(path.read_bytes())) for each in _SCRIPTS for path in ROOT.glob(each)
    )
    page, ready = statistics.median(pages) * 1000, statistics.median(editor)
    return "\n".join(
        [
            "## Pages of the web application",
            "",
            _SAID.format(pages=len(pages), opened=_OPENED),
            "",
            "| | median | slowest |",
            "| --- | ---: | ---: |",
            f"| page of an entity (ms) | {page:.1f} | {max(pages) * 1000:.1f} |",
            f"| editor ready (s) | {ready:.2f} | {max(editor):.2f} |",
            "",
            claim(f"a page in less than 50 ms; measured {page:.1f} ms", page < 50),
            claim(f"the editor is ready within 1 s; measured {ready:.2f} s", ready < 1),
            claim(f"scripts of less than 600 kB; measured {size / 1000:.0f} kB", size < 600_000),
        ]
    )


def page_times(address: str) -> list[float]:
    """Return the seconds that the page of each organization took."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
    times = []
    for row in yuqiao.open().select(_ORGANIZATIONS):
        path = urlsplit(str(getattr(row[0], "value", ""))).path.removeprefix("/yuqiao")
        started = time.perf_counter()
        connection.request("GET", path, headers={"Accept": "text/html"})
        answer = connection.getresponse()
        answer.read()
        times.append(time.perf_counter() - started)
        assert answer.status == 200, path
    return times


def editor_times(address: str) -> list[float]:
    """Return the seconds until the editor was ready, each time in a new context."""
    times = []
    with chromium() as browser:
        for _ in range(_OPENED):
            page = browser.new_context().new_page()
            started = time.perf_counter()
            page.goto(f"{address}sparql")
            page.wait_for_selector("html[data-ready]", state="attached")
            times.append(time.perf_counter() - started)
            page.context.close()
    return times


if __name__ == "__main__":
    print(section())
