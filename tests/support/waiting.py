"""Waiting for what another process does, and failing when it never does it."""

from __future__ import annotations

import time
from collections.abc import Callable

_PATIENCE = 60.0  # seconds, far beyond what any of it takes


def wait_until(condition: Callable[[], bool]) -> None:
    """Wait until a condition holds.

    :raises AssertionError: when it still does not after a minute
    """
    patience = time.monotonic() + _PATIENCE
    while not condition():
        assert time.monotonic() < patience, "waited in vain"
        time.sleep(0.01)
