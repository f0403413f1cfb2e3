"""The widget in a real notebook: marimo shows it, and the selection goes both ways."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from networks import network_of
from waiting import wait_until
from yuqiao.exports.network.page.widget import NetworkWidget
from yuqiao.graph.errors import OutputError

RUSSIA = "http://publications.europa.eu/resource/authority/country/RUS"
NOVOSIBIRSK = "https://w3id.org/yuqiao/id/organisation/novosibirsk"
NOTEBOOK = f'''
import marimo

app = marimo.App()

@app.cell
def _():
    import marimo as mo
    import yuqiao
    widget = mo.ui.anywidget(yuqiao.open().network(focus="Russia", hops=1).widget(height=400))
    widget
    return mo, widget

@app.cell
def _(mo, widget):
    mo.md("Selected: " + ", ".join(widget.value["selected"]))

@app.cell
def _(mo, widget):
    mo.ui.button(label="Russia", on_click=lambda _: setattr(widget.widget, "selected", ["{RUSSIA}"]))
'''


@pytest.fixture
def notebook(tmp_path: Path) -> Iterator[str]:
    """Run the notebook; yield its address."""
    (tmp_path / "app.py").write_text(NOTEBOOK, "utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    marimo = [sys.executable, "-m", "marimo", "run", "app.py", "--headless", "--no-token"]
    server = subprocess.Popen(
        [*marimo, "--host", "127.0.0.1", "--port", str(port)],
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )

    def is_up() -> bool:
        try:
            return bool(urllib.request.urlopen(f"{address}/health").status == 200)
        except OSError:
            return False

    wait_until(is_up)
    yield address
    os.killpg(server.pid, signal.SIGTERM)
    server.wait()


@pytest.mark.slow
def test_what_is_selected_in_a_notebook_comes_back_and_can_be_set(
    browser: Browser, notebook: str
) -> None:
    page = browser.new_page()
    elsewhere: list[str] = []
    page.on("request", lambda request: elsewhere.append(request.url))
    page.goto(notebook)
    frame = page.frame_locator("iframe")
    frame.locator("#query").fill("Novosibirsk State")
    frame.locator("#query").press("Enter")
    expect(page.get_by_text(f"Selected: {NOVOSIBIRSK}")).to_be_visible(timeout=30_000)

    page.get_by_role("button", name="Russia").click()
    expect(frame.locator("#panel-title")).to_have_text("Russia", timeout=30_000)
    expect(page.get_by_text(f"Selected: {RUSSIA}")).to_be_visible(timeout=30_000)
    own = (notebook, "blob:", "data:", "about:", notebook.replace("http", "ws"))
    assert [url for url in elsewhere if not url.startswith(own)] == []
    page.close()


def test_the_frame_of_a_widget_has_a_height() -> None:
    with pytest.raises(OutputError, match="height is 0; expected a number of pixels"):
        NetworkWidget(network_of(focus="Russia", hops=1), height=0)
