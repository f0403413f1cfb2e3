"""Make the pictures of the documentation.

``python tools/picture.py``, from anywhere, makes docs/network.png and docs/figures/evidence.png,
which are the network page of the bundled graph as Chromium shows it, and the SVG files in
docs/figures, which the commands in docs/networks.md write. It needs Playwright for Python and three
Debian packages: ``chromium``, ``fonts-noto-cjk`` and ``pngquant``.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import ViewportSize, sync_playwright

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


def main() -> None:
    """Write all of them, and say how large they are."""
    FIGURES.mkdir(exist_ok=True)
    take_page()
    for name, command in figures().items():
        draw(command, FIGURES / name)
    for path in sorted([*PAGES, *FIGURES.glob("*.svg")]):
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
            page.screenshot(path=path)
            subprocess.run(["pngquant", "--force", "--strip", "--output", path, path], check=True)
        chromium.close()


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
