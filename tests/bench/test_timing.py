"""A benchmark times whole processes, and a command that fails is no measurement."""

from __future__ import annotations

import subprocess
import sys

import pytest

from support.timing import Contender, race


def test_commands_are_timed_in_turn() -> None:
    held = "x = bytearray(50_000_000)"
    contenders = [Contender(code, [sys.executable, "-S", "-c", code]) for code in ("", held)]

    empty, large = race(contenders, runs=2, warm_up=0)

    assert (empty.name, len(empty.seconds), len(large.megabytes)) == ("", 2, 2)
    assert large.highest > empty.highest + 40


def test_a_command_that_fails_is_no_measurement() -> None:
    with pytest.raises(subprocess.CalledProcessError):
        race([Contender("fails", [sys.executable, "-c", "raise SystemExit(2)"])], 1, 0)
