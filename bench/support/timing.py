"""Time commands side by side: whole processes, started cold, taken in turn.

Taking turns (A B A B, not A A B B) spreads whatever else the machine does over all of them alike.
"""

from __future__ import annotations

import os
import platform
import shutil
import statistics
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
GRAPH = ROOT / "data" / "chongqing.ttl"
YUQIAO = str(Path(sys.executable).with_name("yuqiao"))
RUNS = 11

os.environ["YUQIAO_CACHE"] = ""  # each run reads its file; what measures the cache names a folder


@dataclass(frozen=True)
class Contender:
    """A command that takes part in a race.

    :param makes: a folder that it makes, and that must not be there when it starts
    """

    name: str
    command: Sequence[str]
    makes: Path | None = None


class Run(NamedTuple):
    """What one run took: seconds, megabytes of memory at its highest, seconds of the processor."""

    seconds: float
    megabytes: float
    processor: float


@dataclass(frozen=True)
class Timing:
    """What one command took, run by run: as :class:`Run` has it."""

    name: str
    seconds: Sequence[float]
    megabytes: Sequence[float] = ()
    processor: Sequence[float] = ()

    @property
    def median(self) -> float:
        """The middle run."""
        return statistics.median(self.seconds)

    @property
    def highest(self) -> float:
        """The most memory that any run held."""
        return max(self.megabytes)


def race(contenders: Sequence[Contender], runs: int = RUNS, warm_up: int = 1) -> list[Timing]:
    """Run the commands in turn, after a round that only warms the caches of the disk.

    :param warm_up: how many such rounds; none for commands that take long
    :raises subprocess.CalledProcessError: when a command fails; a failure is no measurement
    """
    taken: dict[str, list[Run]] = {one.name: [] for one in contenders}
    for number in range(runs + warm_up):
        for contender in contenders:
            if contender.makes:
                shutil.rmtree(contender.makes, ignore_errors=True)
            measured = run_once(contender.command)
            if number >= warm_up:
                taken[contender.name].append(measured)
    return [Timing(name, *zip(*measured, strict=True)) for name, measured in taken.items()]


def run_once(command: Sequence[str]) -> Run:
    """Run a process from start to end, its output thrown away; a megabyte has 1,000,000 bytes."""
    once = [sys.executable, "-S", str(ROOT / "bench" / "support" / "run_once.py")]
    ran = subprocess.run([*once, *command], stdout=subprocess.PIPE, check=True, text=True)
    seconds, processor, kilobytes, code = ran.stdout.split()
    if int(code):
        raise subprocess.CalledProcessError(int(code), list(command))
    return Run(float(seconds), int(kilobytes) * 1024 / 1e6, float(processor))


def table(
    timings: Sequence[Timing], reference: Timing, memory: bool = False, processor: bool = False
) -> str:
    """Lay out timings as a Markdown table, with each median as a multiple of the reference's.

    :param memory: whether to show memory too
    :param processor: whether to show the time of the processor too
    """
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
    if processor:
        head.append("processor, median (s)")
        for row, timing in zip(rows, timings, strict=True):
            row.append(f"{statistics.median(timing.processor):.3f}")
    if memory:
        head += ["memory, highest (MB)", f"memory against {reference.name}"]
        for row, timing in zip(rows, timings, strict=True):
            row += [f"{timing.highest:.0f}", f"{timing.highest / reference.highest:.2f}x"]
    return markdown(head, rows)


def markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Lay out a Markdown table; all columns but the first are numbers."""
    lines = [head, ["---", *("---:" for _ in head[1:])], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def claim(text: str, holds: bool) -> str:
    """Return a claim and whether this run bears it out."""
    return f"- {text}: **{'holds' if holds else 'does not hold'}**"


def machine() -> str:
    """Describe the machine and the programs as far as they explain the figures, and no further."""
    return (
        f"{_processor()}, {os.cpu_count()} cores, {platform.system()} {platform.machine()},"
        f" Python {platform.python_version()},"
        f" pyoxigraph {version('pyoxigraph')}, rdflib {version('rdflib')}"
    )


def _processor() -> str:
    """Return the model of the processor, where Linux tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or "a processor without a name"
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor() or "a processor without a name"
