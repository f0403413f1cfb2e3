"""The last frame of a page is told by the browser's trace, unless the trace ends before it."""

from __future__ import annotations

from typing import Any

import pytest

from support.browser import last_frame

ADDRESS = "file:///page.html"
START = {
    "name": "navigationStart", "ph": "R", "pid": 7, "ts": 1_000_000,
    "args": {"data": {"documentLoaderURL": ADDRESS}},
}  # fmt: skip


def event(name: str, phase: str, seconds: float, process: int = 7) -> dict[str, Any]:
    return {"name": name, "ph": phase, "pid": process, "ts": 1_000_000 + round(seconds * 1e6)}


DRAWN = [event("DrawFrame", "I", 0.25), event("Swap", "e", 0.5), event("DrawFrame", "I", 1.5)]
OF_ANOTHER_PROCESS = [event("DrawFrame", "I", 1.75, 8), event("Swap", "e", 2.25, 8)]


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([*DRAWN, event("Swap", "b", 1.625), event("Swap", "e", 2)], (1.5, 2.0)),
        ([*DRAWN, event("Swap", "b", 1.625)], None),
        (DRAWN[:1], None),
        ([], None),
    ],
)
def test_a_frame_counts_once_it_is_on_the_screen(
    events: list[dict[str, Any]], expected: tuple[float, float] | None
) -> None:
    assert last_frame([START, *events, *OF_ANOTHER_PROCESS], ADDRESS) == expected
