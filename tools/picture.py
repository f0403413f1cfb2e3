"""Make docs/network.png: a picture of the network page of the bundled graph, as Chromium shows it.

Run from anywhere: ``python tools/picture.py``. It needs Playwright for Python and three Debian
packages: ``chromium``, ``fonts-noto-cjk`` and ``pngquant``.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

import yuqiao
from yuqiao.exports.page.page import write_page

PICTURE = Path(__file__).parents[1] / "docs" / "network.png"


def main() -> None:
    """Write the page to a temporary folder, open it and keep what is seen."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page_file = Path(folder) / "network.html"
        write_page(yuqiao.open().to_networkx(), page_file)
        chromium = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        page = chromium.new_page(viewport={"width": 1440, "height": 900})
        page.goto(page_file.as_uri())
        page.wait_for_function("typeof network === 'object'")
        page.screenshot(path=PICTURE)
        chromium.close()
    subprocess.run(["pngquant", "--force", "--strip", "--output", PICTURE, PICTURE], check=True)
    print(f"{PICTURE}: {PICTURE.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
