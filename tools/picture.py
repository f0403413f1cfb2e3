"""Make the pictures of the documentation.

``python tools/picture.py``, from anywhere, makes docs/network.png and docs/figures/evidence.png,
which are the network page of the bundled graph as Chromium shows it, and the SVG files in
docs/figures, which the commands in docs/networks.md write; and docs/figures/editor.png and those
named explorer, which are pages of 'yuqiao serve'. It needs Playwright for Python and 3
Debian packages: ``chromium``, ``fonts-noto-cjk`` and ``pngquant``.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Error, Page, ViewportSize, sync_playwright

from yuqiao.exports.network.page.document import write_page
from yuqiao.graph.network.spec import NetworkSpec
from yuqiao.graph.stores.open_store import open_store

DOCS = Path(__file__).parents[1] / "docs"
FIGURES = DOCS / "figures"
SCREEN: ViewportSize = {"width": 1440, "height": 900}
PAGES = {
    DOCS / "network.png": "",
    FIGURES / "evidence.png": (
        "partnership=https://w3id.org/yuqiao/id/partnership/cqu-novosibirsk-physics"
    ),
}
"""The pictures of the page, with the fragment of the address that each shows."""
SERVED = {
    FIGURES / "editor.png": "/sparql#query="
    + quote(
        """PREFIX yq: <https://w3id.org/yuqiao/def#>
SELECT ?country (COUNT(DISTINCT ?p) AS ?partnerships) WHERE {
  ?p a yq:Partnership ;
    yq:foreignPartner/yq:country ?country .
}
GROUP BY ?country
ORDER BY DESC(?partnerships) ?country
"""
    ),
    FIGURES / "explorer.png": "/explore?entity=o:novosibirsk",
}
"""The pictures of the application, with the address that each shows."""
PHONE: ViewportSize = {"width": 390, "height": 844}
READ = {
    FIGURES / "explorer-home.png": "/?lang=en",
    FIGURES / "explorer-entity.png": "/id/organisation/swu?lang=en",
    FIGURES / "explorer-question.png": "/questions/partnerships-by-country?lang=zh",
    FIGURES / "explorer-compare.png": "/compare?a=SWU&b=CQU&lang=en",
}
"""The pictures of pages that need no script; that of the question is of a dark phone."""


def main() -> None:
    """Write all of them, and say how large they are."""
    FIGURES.mkdir(exist_ok=True)
    take_page()
    take_application()
    for name, command in figures().items():
        draw(command, FIGURES / name)
    for path in sorted([*PAGES, *SERVED, *READ, *FIGURES.glob("*.svg")]):
        print(f"{path}: {path.stat().st_size:,} bytes")


def take_page() -> None:
    """Write the page to a temporary folder, open it, and keep what is seen."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page_file = Path(folder) / "network.html"
        write_page(NetworkSpec().drawing(open_store(None)), page_file)
        chromium = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        for path, fragment in PAGES.items():
            page = chromium.new_page(
                viewport={"width": 1440, "height": 900}, reduced_motion="reduce"
            )
            page.goto(f"{page_file.as_uri()}#{fragment}")
            page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done, 500)))")
            if fragment:
                form = page.locator("#panel dt:has-text('Form')")
                form.locator("xpath=following-sibling::dd[1]//summary").click()
                form.evaluate("row => row.scrollIntoView({ block: 'start' })")
                page.locator("#panel").evaluate("panel => panel.scrollBy(0, -48)")
            keep(page, path)
        chromium.close()


def take_application() -> None:
    """Serve the bundled graph, run a query, follow a link, and keep what is seen."""
    command = [sys.executable, "-m", "yuqiao", "serve", "--port", "7879"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as server, sync_playwright() as use:
        try:
            chromium = use.chromium.launch(
                executable_path="/usr/bin/chromium", args=["--no-sandbox"]
            )
            for path, address in SERVED.items():
                page = chromium.new_page(viewport=SCREEN, locale="en", reduced_motion="reduce")
                open_when_served(page, f"http://127.0.0.1:7879{address}")
                work_on(page, path.stem)
                keep(page, path)
            for path, address in READ.items():
                on_phone = path.stem == "explorer-question"
                page = chromium.new_page(
                    viewport=PHONE if on_phone else SCREEN,
                    color_scheme="dark" if on_phone else "light",
                )
                page.goto(f"http://127.0.0.1:7879{address}")
                keep(page, path)
        finally:
            server.terminate()


def work_on(page: Page, name: str) -> None:
    """Do what the picture of the editor, or that of the explorer, shows."""
    if name == "editor":
        page.get_by_role("button", name="Run", exact=True).click()
        page.get_by_role("button", name="Chart").click()
        page.locator("svg.chart").wait_for()
        return
    incoming = "from others: has foreign partner"
    page.locator(".groups li", has_text=incoming).get_by_role("button").click()
    page.locator("#list li").nth(1).get_by_role("button").click()
    page.locator(".groups li", has_text="has Chinese").get_by_role("button").click()
    page.locator("#list li").nth(2).wait_for()
    page.wait_for_timeout(3000)
    page.get_by_text("Links in the picture").click()
    page.locator("details.evidence summary").first.click()
    page.locator(".link-claims").first.wait_for()
    page.evaluate("scrollTo(0, 0)")


def open_when_served(page: Page, address: str) -> None:
    """Open an address of a server that has just been started."""
    for _ in range(100):
        try:
            page.goto(address)
            page.wait_for_selector("html[data-ready]")
        except Error:
            page.wait_for_timeout(100)
        else:
            return
    raise SystemExit(f"{address} is not served")


def keep(page: Page, path: Path) -> None:
    """Write what a page shows as a small file."""
    page.screenshot(path=path)
    subprocess.run(["pngquant", "--force", "--strip", "--output", path, path], check=True)


def figures() -> dict[str, str]:
    """Return the commands in docs/networks.md that write SVG files, by the file's name."""
    text = (DOCS / "networks.md").read_text("utf-8")
    found = re.findall(r"^\$ (yuqiao view .*-o (\S+\.svg))$", text, re.MULTILINE)
    return {name: command for command, name in found}


def draw(command: str, path: Path) -> None:
    """Run one of the commands, with its output in another place."""
    _, *arguments = shlex.split(command)
    place = [*arguments[:-1], str(path)]
    subprocess.run([sys.executable, "-m", "yuqiao", *place], check=True, capture_output=True)


if __name__ == "__main__":
    main()
