"""A real browser, Debian's Chromium, that opens pages from disk and must not ask for anything.

It is the one without windows, tabs and menus, which shows pages alike with half the work.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Route, sync_playwright

from networks import network_of
from yuqiao.exports.network.page.document import write_page

CHROMIUM = (
    os.environ.get("CHROMIUM") or shutil.which("chromium-headless-shell") or "/usr/bin/chromium"
)
SOFTWARE_RENDERING = [
    *("--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"),
    *("--disable-accelerated-2d-canvas", "--disable-gpu-compositing"),
]
"""What gives WebGL to a machine without a graphics card, and to WebGL alone: all else is quicker."""

OF_THE_DRIVER = "GL Driver Message (OpenGL, Performance"
"""How the driver of such WebGL complains that its pixels are copied; no page can help that."""


@dataclass
class Seen:
    """A page, and whatever it did that it must not do."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    @cached_property
    def data(self) -> Any:
        """The data the page was made with."""
        return self.page.evaluate("yuqiao.data")

    def spots(self, kind: str) -> dict[str, tuple[float, float]]:
        """Return where on the screen the nodes of a kind stand, by English name."""
        nodes = self.data["nodes"]
        return {
            nodes[number]["en"]: (x, y)
            for number, x, y in self.page.evaluate("yuqiao.drawing.spots()")
            if nodes[number]["kind"] == kind
        }

    def painted(self) -> int:
        """Count the pixels of the drawing that are not empty."""
        return int(
            self.page.evaluate(
                "() => { const c = document.querySelector('canvas');"
                " const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
                " let n = 0; for (let i = 3; i < d.length; i += 4) n += d[i] > 0; return n; }"
            )
        )


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Yield one Chromium for the tests of a module; its event loop must not outlive them."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", *SOFTWARE_RENDERING]
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def bundled_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the page of the bundled graph."""
    path = tmp_path_factory.mktemp("page") / "network.html"
    write_page(network_of(), path)
    return path


Opener = Callable[..., Seen]


def opened(browser: Browser, path: Path, **options: Any) -> Seen:
    """Open a page from disk with everything it asks for, says or pops up being noted."""
    context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **options})
    context.set_default_timeout(10_000)
    seen = Seen(context.new_page())

    def note(route: Route) -> None:
        if route.request.url == path.as_uri():
            route.continue_()
        else:
            seen.requests.append(route.request.url)
            route.abort()

    def heard(message: ConsoleMessage) -> None:
        if OF_THE_DRIVER not in message.text:
            seen.complaints.append(message.text)

    def dismiss(dialog: Any) -> None:
        seen.dialogs.append(dialog.message)
        dialog.dismiss()

    context.route("**/*", note)
    seen.page.on("console", heard)
    seen.page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    seen.page.on("dialog", dismiss)
    seen.page.goto(path.as_uri())
    return seen


@contextmanager
def closed_in_the_end(browser: Browser) -> Iterator[Opener]:
    """Open pages from disk, each in a context of its own, and close them together."""
    seen: list[Seen] = []

    def kept(path: Path, **options: Any) -> Seen:
        seen.append(opened(browser, path, **options))
        return seen[-1]

    yield kept
    for each in seen:
        each.page.context.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Opener]:
    """Open pages from disk, each in a context of its own."""
    with closed_in_the_end(browser) as kept:
        yield kept


@pytest.fixture(scope="module")
def keep_open(browser: Browser) -> Iterator[Opener]:
    """Open pages as ``open_page`` does, for all the tests of a module."""
    with closed_in_the_end(browser) as kept:
        yield kept


@pytest.fixture(scope="module")
def loaded_network(browser: Browser, bundled_page: Path) -> Iterator[Seen]:
    """Open the page of the bundled graph once for the tests of a module."""
    seen = opened(browser, bundled_page)
    yield seen
    assert (seen.requests, seen.complaints, seen.dialogs) == ([], [], [])
    seen.page.context.close()


@pytest.fixture
def network(loaded_network: Seen) -> Callable[..., Seen]:
    """Return the page of the bundled graph in the view that a fragment of its address names."""

    def viewed(fragment: str = "") -> Seen:
        loaded_network.page.evaluate(
            """fragment => new Promise(done => {
              if (location.hash.slice(1) === fragment) return done();
              const resized = () => requestAnimationFrame(() => setTimeout(done));
              addEventListener('hashchange', resized, { once: true });
              location.hash = fragment;
            })""",
            fragment,
        )
        return loaded_network

    return viewed
