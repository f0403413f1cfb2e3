"""The network page in Firefox, driven by WebDriver BiDi (https://www.w3.org/TR/webdriver-bidi/)."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tornado.websocket import WebSocketClientConnection, websocket_connect

FIREFOX = os.environ.get("FIREFOX", "firefox-esr")
PATIENCE = 90
"""Seconds after which a browser that does not answer is ended."""

QUIET = {
    "browser.newtabpage.enabled": False,
    "browser.search.update": False,
    "browser.startup.page": 0,
    "browser.translations.enable": False,
    "dom.ipc.processPrelaunch.enabled": False,
    "extensions.enabledScopes": 0,
    "services.settings.server": "",
}
"""What a Firefox does at its start that no page depends on, and that takes a third of its work."""

PAINTED = """(() => {
  const canvas = document.querySelector('#picture canvas');
  const points = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
  return points.filter((value, index) => index % 4 === 3 && value > 0).length;
})()"""
SPOT = """Math.round(yuqiao.drawing.spots()
  .find(([id]) => yuqiao.data.nodes[id].iri.endsWith("/swu"))[{axis}])"""
MOVED = "decodeURIComponent(location.hash).match(/moved=[^ &]*/)?.[0].split('/').at(-1)"


class Firefox:
    """A Firefox that is asked by commands and tells of events."""

    def __init__(self, connection: WebSocketClientConnection) -> None:
        self._connection = connection
        self._asked = 0
        self.context = ""
        self.events: list[dict[str, Any]] = []

    async def ask(self, method: str, **params: Any) -> Any:
        """Send a command, and give its result."""
        self._asked += 1
        command = {"id": self._asked, "method": method, "params": params}
        await self._connection.write_message(json.dumps(command))
        while message := await self._connection.read_message():
            answer = json.loads(message)
            if answer["type"] == "event":
                self.events.append(answer)
                continue
            assert answer["type"] == "success", answer
            return answer["result"]
        raise AssertionError(f"Firefox ended while it was asked for {method}")

    async def evaluate(self, expression: str) -> Any:
        """Return the value of an expression in the page: a text, a number or nothing."""
        target = {"context": self.context}
        found = await self.ask(
            "script.evaluate", expression=expression, target=target, awaitPromise=True
        )
        assert found["type"] == "success", found
        return found["result"].get("value")

    async def press(self, *keys: str) -> None:
        """Press keys, one after the other, where the focus is."""
        strokes = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        source = {"type": "key", "id": "keyboard", "actions": strokes}
        await self.ask("input.performActions", context=self.context, actions=[source])

    async def drag(self, x: int, y: int, right: int, down: int) -> None:
        """Drag with the mouse from a place in the window."""
        moves = [
            {"type": "pointerMove", "x": x + right * step // 4, "y": y + down * step // 4}
            for step in range(5)
        ]
        pressed = [moves[0], {"type": "pointerDown", "button": 0}, *moves[1:]]
        source = {
            "type": "pointer",
            "id": "mouse",
            "parameters": {"pointerType": "mouse"},
            "actions": [*pressed, {"type": "pointerUp", "button": 0}],
        }
        await self.ask("input.performActions", context=self.context, actions=[source])


@asynccontextmanager
async def firefox(home: Path) -> AsyncIterator[Firefox]:
    """Start a Firefox with a profile and a home of its own, and end it whatever happens."""
    settings = (f'user_pref("{name}", {json.dumps(value)});\n' for name, value in QUIET.items())
    (home / "user.js").write_text("".join(settings), "utf-8")
    process = await asyncio.create_subprocess_exec(
        *(FIREFOX, "--headless", "--no-remote", "--profile", str(home)),
        *("--window-size", "1440,900", "--remote-debugging-port", "0"),
        env={**os.environ, "HOME": str(home)},  # root may not start it in the home of another
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    connection = None
    try:
        connection = await websocket_connect(f"{await _address(process)}/session")
        asked = Firefox(connection)
        await asked.ask("session.new", capabilities={})
        tree = await asked.ask("browsingContext.getTree")
        asked.context = tree["contexts"][0]["context"]
        yield asked
    finally:
        if connection:
            connection.close()
        os.killpg(process.pid, signal.SIGKILL)
        await process.communicate()
        while connection and await connection.read_message():
            pass  # until it notices that nobody is there any more


async def _address(process: asyncio.subprocess.Process) -> str:
    assert process.stderr
    said = ""
    while line := (await process.stderr.readline()).decode():
        said += line
        if found := re.search(r"listening on (ws://\S+)", line):
            return found[1]
    raise AssertionError(f"Firefox did not start: {said}")


async def seen_in_firefox(page: Path, home: Path) -> dict[str, Any]:
    """Open a page from disk, search in it by keyboard, and tell what it showed, did and said."""
    async with asyncio.timeout(PATIENCE), firefox(home) as browser:
        watched = ["log.entryAdded", "network.beforeRequestSent"]
        await browser.ask("session.subscribe", events=watched, contexts=[browser.context])
        to = {"context": browser.context, "url": page.as_uri(), "wait": "complete"}
        await browser.ask("browsingContext.navigate", **to)
        found = {
            "remains": await browser.evaluate("document.getElementById('remains').textContent"),
            "placed": await browser.evaluate("yuqiao.drawing.spots().length"),
            "painted": await browser.evaluate(PAINTED),
        }
        await browser.evaluate("document.getElementById('query').focus()")
        await browser.press(*"SWU", "\ue007")
        found["chosen"] = await browser.evaluate("document.activeElement.textContent")
        x, y = [int(await browser.evaluate(SPOT.format(axis=axis))) for axis in (1, 2)]
        await browser.drag(x, y, 60, 40)
        await browser.evaluate("new Promise((done) => setTimeout(done, 300))")
        found["dragged"] = await browser.evaluate(MOVED)
        told = [event["params"] for event in browser.events]
        found["said"] = [each["text"] for each in told if "text" in each]
        asked = [each["request"]["url"] for each in told if "request" in each]
        # A data: URL asks nobody; Firefox's own style sheets hold a font as such.
        found["asked"] = [url for url in asked if not url.startswith("data:")]
        return found


def test_it_opens_from_disk_draws_answers_and_says_nothing(
    bundled_page: Path, tmp_path: Path
) -> None:
    seen = asyncio.run(seen_in_firefox(bundled_page, tmp_path))

    assert seen.pop("painted") > 20_000
    assert seen == {
        "remains": "134 nodes, 193 edges, 85 partnerships",
        "placed": 134,
        "chosen": "Southwest University",
        "dragged": "swu",
        "said": [],
        "asked": [],
    }
