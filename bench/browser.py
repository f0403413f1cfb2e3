"""Pages in headless Chromium, rendered by software: when a picture stands, how fast it pans."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
SOFTWARE = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader"]
SOFTWARE += ["--enable-unsafe-swiftshader"]  # WebGL without a graphics card
PATIENCE = 180_000  # milliseconds

# Notes, in milliseconds from the start of the page: when its picture had been painted, and when
# the forces of vis-network on a page of plain pyvis had come to rest.
NOTES = """
(() => {
  const frame = (then) => requestAnimationFrame(then);
  const painted = (note) => frame(() => frame(() => setTimeout(() => {
    window[note] = performance.now();
  })));
  const ours = () => window.yuqiao?.drawing;
  const theirs = () => typeof network === 'object' && network !== null;
  function look() {
    if (!ours() && !theirs()) return setTimeout(look, 4);
    painted('pictured');
    if (!ours()) network.once('stabilized', () => painted('rested'));
  }
  look();
})();
"""

# Pans for some seconds, a step a frame, and gives the frames per second.
PAN = """seconds => new Promise(done => {
  const ours = window.yuqiao?.drawing ?? {
    view: () => ({ ...network.getViewPosition(), scale: network.getScale() }),
    move: ({ x, y, scale }) => network.moveTo({ position: { x, y }, scale, animation: false }),
  };
  const { x, y, scale } = ours.view();
  const start = performance.now();
  let frames = 0;
  function step() {
    const passed = (performance.now() - start) / 1000;
    if (passed > seconds && frames > 2) return done(frames / passed);
    frames += 1;
    ours.move({ x: x + ((frames % 20) - 10) * 10 / scale, y, scale });
    requestAnimationFrame(step);
  }
  requestAnimationFrame(step);
})"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Give a browser that is closed in the end."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SOFTWARE)
        yield browser
        browser.close()


@contextmanager
def shown(browser: Browser, path: Path) -> Iterator[Page]:
    """Open a page from disk, in a context of its own that reaches no network."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, offline=True)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.add_init_script(NOTES)
    page.goto(path.as_uri(), timeout=PATIENCE)
    yield page
    context.close()


def pictured(browser: Browser, path: Path) -> float:
    """Give the seconds until the picture of a page stands on the screen."""
    with shown(browser, path) as page:
        return seconds(page, "pictured")


def rested(browser: Browser, path: Path) -> float:
    """Give the seconds until the picture of a page of plain pyvis has stopped moving."""
    with shown(browser, path) as page:
        return seconds(page, "rested")


def moved(browser: Browser, path: Path) -> bool:
    """Tell whether anything in our picture moves in the second after it stands."""
    with shown(browser, path) as page:
        seconds(page, "pictured")
        where = "JSON.stringify([yuqiao.drawing.view(), yuqiao.drawing.spots()])"
        before = page.evaluate(where)
        page.wait_for_timeout(1000)
        return bool(page.evaluate(where) != before)


def panned(browser: Browser, path: Path, for_seconds: float) -> float:
    """Give the frames per second while a picture is panned."""
    with shown(browser, path) as page:
        seconds(page, "pictured")
        return float(page.evaluate(PAN, for_seconds))


def seconds(page: Page, noted: str) -> float:
    """Wait for a note of the page, and give it in seconds."""
    page.wait_for_function(f"() => window.{noted}", timeout=PATIENCE)
    return float(page.evaluate(f"window.{noted}")) / 1000
