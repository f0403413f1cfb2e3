"""Time commands side by side: whole processes, started cold, taken in turn.

Taking turns (A B A B, not A A B B) spreads whatever else the machine does over all of them alike.
"""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
GRAPH = ROOT / "data" / "chongqing.ttl"
YUQIAO = str(Path(sys.executable).with_name("yuqiao"))
RUNS = 11


@dataclass(frozen=True)
class Contender:
    """A command that takes part in a race."""

    name: str
    command: Sequence[str]


@dataclass(frozen=True)
class Timing:
    """What one command took, in seconds, run by run."""

    name: str
    seconds: Sequence[float]

    @property
    def median(self) -> float:
        """The middle run."""
        return statistics.median(self.seconds)


def race(contenders: Sequence[Contender], runs: int = RUNS) -> list[Timing]:
    """Run the commands in turn, after one round that only warms the caches of the disk.

    :raises subprocess.CalledProcessError: when a command fails; a failure is no measurement
    """
    taken: dict[str, list[float]] = {contender.name: [] for contender in contenders}
    for number in range(runs + 1):
        for contender in contenders:
            seconds = run_once(contender.command)
            if number > 0:
                taken[contender.name].append(seconds)
    return [Timing(name, seconds) for name, seconds in taken.items()]


def run_once(command: Sequence[str]) -> float:
    """Give the seconds from starting a process to its end, its output read and thrown away."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def table(timings: Sequence[Timing], reference: Timing) -> str:
    """Lay out timings as a Markdown table, with each median as a multiple of the reference's."""
    head = ["command", "min (s)", "median (s)", "max (s)", f"median against {reference.name}"]
    rows = [
        [
            timing.name,
            f"{min(timing.seconds):.3f}",
            f"{timing.median:.3f}",
            f"{max(timing.seconds):.3f}",
            f"{timing.median / reference.median:.2f}x",
        ]
        for timing in timings
    ]
    lines = [head, ["---", "---:", "---:", "---:", "---:"], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def claim(text: str, holds: bool) -> str:
    """Give a claim and whether this run bears it out."""
    return f"- {text}: **{'holds' if holds else 'does not hold'}**"


def machine() -> str:
    """Describe the machine as far as it explains the figures, and no further."""
    return (
        f"{os.cpu_count()} cores, {platform.system()} {platform.machine()},"
        f" Python {platform.python_version()}, {RUNS} runs of each command in turn"
    )
