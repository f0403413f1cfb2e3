"""Pages in headless Chromium, rendered by software: when a picture stands, how fast it pans."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
SOFTWARE = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader"]
SOFTWARE += ["--enable-unsafe-swiftshader"]  # WebGL without a graphics card
PATIENCE = 180_000  # milliseconds
WAITS = (1500, 5000, 15_000)  # milliseconds that the trace of a page goes on after it is at rest

EMPTY = "<!doctype html><title>Empty</title>"
FRAMES = ["disabled-by-default-devtools.timeline.frame", "benchmark", "blink.user_timing"]

# Notes when the picture of a page had been painted, in milliseconds from the start of the page, and
# that the forces of vis-network on a page of plain pyvis have come to rest.
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
    if (!ours()) network.once('stabilized', () => { window.rested = true; });
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


# Presses the checkbox of a filter, as a reader does, and ends when what it leaves has been painted.
# The page changes all its parts within the event, and the next frame paints them; measures come
# later.
FILTER = """id => new Promise((done, failed) => {
  const numbers = () => document.getElementById('remains').textContent;
  const before = numbers();
  document.getElementById(id).click();
  if (numbers() === before) return failed(new Error(`${id} filters nothing`));
  requestAnimationFrame(() => setTimeout(done));
})"""

# Hides half of the nodes of a plain pyvis page, or shows them, and ends when that is painted.
HIDE = """hidden => new Promise(done => {
  network.once('afterDrawing', () => requestAnimationFrame(() => setTimeout(done)));
  const odd = nodes.getIds().filter((id) => id % 2);
  nodes.update(odd.map((id) => ({ id, hidden })));
})"""

# Computes all measures of what a fragment leaves of a network, and gives the number of its nodes.
MEASURE = """fragment => {
  const { data } = yuqiao;
  const model = yuqiao.modelOf(data);
  const { filters, hidden } = yuqiao.stateOf(data, model).read(fragment);
  const shown = model.visible(filters, hidden);
  const found = yuqiao.measuresOf(data, { arrived() {}, later() {} })(shown);
  found.finish();
  const names = Object.keys(data.measures);
  for (const name of names) for (const id of shown.nodes) found.value(name, id);
  return shown.nodes.size;
}"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Yield a browser that is closed in the end."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SOFTWARE)
        yield browser
        browser.close()


@contextmanager
def tab(browser: Browser) -> Iterator[Page]:
    """Open a tab in a context of its own that reaches no network."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, offline=True)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.add_init_script(NOTES)
    yield page
    context.close()


@contextmanager
def shown(browser: Browser, path: Path, view: str = "") -> Iterator[Page]:
    """Open a page from disk in a tab of its own, in the view that a fragment names."""
    with tab(browser) as page:
        page.goto(f"{path.as_uri()}#{view}", timeout=PATIENCE)
        yield page


def pictured(browser: Browser, path: Path) -> float:
    """Return the seconds until the picture of a page stands on the screen."""
    with shown(browser, path) as page:
        return seconds(page, "pictured")


def rested(browser: Browser, path: Path) -> tuple[float, float]:
    """Return the seconds until a page drew its last frame, and until that was on the screen.

    The browser's own trace tells, whatever the page: it draws a frame for any change of what is
    seen, so nothing has changed after the last. On a busy machine a frame may take seconds to the
    screen, so a page whose trace ends before that is traced again, for longer.
    """
    for wait in WAITS:
        found = last_frame(traced(browser, path, wait), path.as_uri())
        if found is not None:
            return found
    raise TimeoutError(f"no frame of {path.name} was on the screen in {WAITS[-1] / 1000:g} s")


def traced(browser: Browser, path: Path, wait: int) -> list[dict[str, Any]]:
    """Return the trace of a page from before its start to some milliseconds after it is at rest.

    The tab is open before, on an empty file, lest the start of a process of the browser count; a
    page is let be after its picture is there or its forces rest, as things may move yet (pyvis
    fades its loading bar).
    """
    with tab(browser) as page:
        empty = path.with_name("empty.html")
        empty.write_text(EMPTY, "utf-8")
        page.goto(empty.as_uri())
        browser.start_tracing(page=page, categories=FRAMES)
        page.wait_for_timeout(1000)
        page.goto(path.as_uri(), timeout=PATIENCE, wait_until="commit")
        page.wait_for_function(
            "() => window.rested || (window.yuqiao && window.pictured)", polling=100
        )
        page.wait_for_timeout(wait)
        events: list[dict[str, Any]] = json.loads(browser.stop_tracing())["traceEvents"]
        return events


def worked(
    browser: Browser, path: Path, script: str, given: Sequence[object], view: str = ""
) -> list[float]:
    """Return the seconds of the processor that a page works on a script, for each thing given it.

    They are those of the page's own thread, to which other programs add nothing; the first of the
    things only warms it up.
    """
    with shown(browser, path, view) as page:
        seconds(page, "pictured")
        page.wait_for_timeout(1000)
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        taken = []
        for each in given:
            before = task_seconds(session)
            page.evaluate(script, each)
            taken.append(task_seconds(session) - before)
            page.wait_for_timeout(1000)  # until nothing is left to do in the background
        return taken[1:]


def task_seconds(session: CDPSession) -> float:
    """Return the seconds that the thread of a page has worked so far."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return next(float(each["value"]) for each in metrics if each["name"] == "TaskDuration")


def last_frame(trace: list[dict[str, Any]], address: str) -> tuple[float, float] | None:
    """Return the seconds from the start of a page to when its last frame was drawn, and shown.

    That is None where the trace ends before the last frame is on the screen.
    """
    started = [
        event
        for event in trace
        if event["name"] == "navigationStart"
        and event["args"]["data"]["documentLoaderURL"] == address
    ]
    start, process = started[-1]["ts"], started[-1]["pid"]
    own = [event for event in trace if event["pid"] == process and event["ts"] > start]
    drawn = max((event["ts"] for event in own if event["name"] == "DrawFrame"), default=start)
    shown = [event["ts"] for event in own if (event["name"], event["ph"]) == ("Swap", "e")]
    on_screen = max(shown, default=start)
    if on_screen <= drawn:
        return None
    return (drawn - start) / 1e6, (on_screen - start) / 1e6


def moved(browser: Browser, path: Path) -> bool:
    """Return whether anything in our picture moves in the second after it stands."""
    with shown(browser, path) as page:
        seconds(page, "pictured")
        where = "JSON.stringify([yuqiao.drawing.view(), yuqiao.drawing.spots()])"
        before = page.evaluate(where)
        page.wait_for_timeout(1000)
        return bool(page.evaluate(where) != before)


def panned(browser: Browser, path: Path, for_seconds: float) -> float:
    """Return the frames per second while a picture is panned."""
    with shown(browser, path) as page:
        seconds(page, "pictured")
        return float(page.evaluate(PAN, for_seconds))


def seconds(page: Page, noted: str) -> float:
    """Wait for a note of the page, and give it in seconds."""
    page.wait_for_function(f"() => window.{noted}", timeout=PATIENCE)
    return float(page.evaluate(f"window.{noted}")) / 1000
