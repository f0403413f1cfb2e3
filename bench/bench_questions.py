"""How long every question of the catalogue takes at a million triples: Yuqiao and its peers."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import Any

from support.engines import CUT, RUNS, texts
from support.million import Million, million
from support.peers import jena
from support.timing import claim, markdown

_ASKING = str(Path(__file__).with_name("asking.py"))
_TIME = re.compile(r"^Time: ([0-9.]+) sec", re.MULTILINE)

_INTRODUCTION = """\
Every question of the catalogue with its defaults, on a synthetic graph of {partnerships:,}
partnerships. The store is open; what is timed is a question from its SPARQL to the last row, as
TSV; median of {runs} runs, with the least and the most. All engines get the same SPARQL."""
_IN_MEMORY = f"""\
rdflib is stopped after {CUT} s. Where it “fails”, it cannot put rows in order when some have no
value in a column."""
_ON_DISK = """\
A directory made by `yuqiao load`, opened read-only, against Jena's TDB2, which has two runs to warm
up for each question and reads the clock itself."""
_BOTH = ("yuqiao", "pyoxigraph")
_SUM_OF_COMPARABLE = "**sum of medians, without what fails**"
_NEAR, _TINY = 1.15, 0.0003
Runs = list[float] | str
"""Seconds; or why there are none: ``cut``, ``fails``."""


def _asked(*arguments: str) -> dict[str, Any]:
    command = [sys.executable, _ASKING, *arguments]
    found: dict[str, Any] = json.loads(subprocess.check_output(command))
    return found


def _with_jena(graph: Million, rows: dict[str, int]) -> dict[str, Runs]:
    """Query TDB2, each question in a process of its own that first warms up with two runs.

    :param rows: how many each answer must have, else there is nothing to time
    """
    measured: dict[str, Runs] = {}
    file = graph.folder / "question.rq"
    for name, text in texts().items():
        file.write_text(text, "utf-8")
        options = ["--time", f"--repeat=2,{RUNS}", "--results=TSV", f"--query={file}"]
        command = [*jena("tdb2.tdbquery"), f"--loc={graph.tdb2}", *options]
        run = subprocess.run(command, check=True, capture_output=True, text=True)
        lines = run.stdout.count("\n")
        if "CONSTRUCT" not in text and lines != RUNS * (rows[name] + 1):
            raise SystemExit(f"Jena's answer to {name} has other rows; there is nothing to time")
        measured[name] = [float(seconds) for seconds in _TIME.findall(run.stderr)]
    return measured


def _cell(runs: Runs) -> str:
    """Return the median with least and most, in milliseconds."""
    if isinstance(runs, str):
        return f"over {1000 * CUT:,}" if runs == "cut" else runs
    least, middle, most = (f"{1000 * value:,.1f}" for value in (min(runs), median(runs), max(runs)))
    return f"{middle} ({least} to {most})"


def _sum(of: dict[str, Runs], names: set[str]) -> float:
    """Add up medians; a question that was cut counts as the time until then."""
    return sum(
        CUT if isinstance(runs, str) else median(runs) for name, runs in of.items() if name in names
    )


def _ratio(ours: list[float], theirs: list[float]) -> str:
    return f"{median(ours) / median(theirs):.2f}x"


def _table(measured: dict[str, Any], peer: str, others: dict[str, Runs]) -> str:
    head = ["question", "rows", "Yuqiao (ms)", "bare pyoxigraph (ms)", "against it", f"{peer} (ms)"]
    rows = [
        [
            name,
            f"{found['rows']:,}",
            _cell(found["yuqiao"]),
            _cell(found["pyoxigraph"]),
            _ratio(found["yuqiao"], found["pyoxigraph"]),
            _cell(others[name]),
        ]
        for name, found in measured.items()
    ]
    comparable = {name for name, runs in others.items() if runs != "fails"}
    engines = [{name: found[one] for name, found in measured.items()} for one in _BOTH]
    ours, theirs, peers = (_sum(one, comparable) for one in (*engines, others))
    rows.append(
        [
            "**sum of medians**" if len(comparable) == len(measured) else _SUM_OF_COMPARABLE,
            "",
            *(f"**{1000 * seconds:,.0f}**" for seconds in (ours, theirs)),
            f"**{ours / theirs:.2f}x**",
            f"**{1000 * peers:,.0f}** ({peers / ours:.0f} times Yuqiao)",
        ]
    )
    return markdown(head, rows)


def _near(found: dict[str, Any]) -> bool:
    """Return whether Yuqiao takes at most 1.15 times, or 0.3 ms longer than, pyoxigraph alone."""
    ours, theirs = (median(found[name]) for name in _BOTH)
    return bool(ours <= _NEAR * theirs or ours <= theirs + _TINY)


def _claims(measured: dict[str, Any], others: dict[str, Runs], peer: str, times: float) -> str:
    slow = [name for name, found in measured.items() if not _near(found)]
    slowest = max(measured, key=lambda name: float(median(measured[name]["yuqiao"])))
    most = median(measured[slowest]["yuqiao"])
    names = {name for name, runs in others.items() if runs != "fails"}
    ahead = _sum(others, names) / _sum({n: f["yuqiao"] for n, f in measured.items()}, names)
    beside = f"; beyond it: {', '.join(slow)}" if slow else ""
    return "\n".join(
        [
            claim(
                "each within 1.15 of bare pyoxigraph, or 0.3 ms where it takes less than 2 ms"
                + beside,
                not slow,
            ),
            claim(f"none above 0.5 s; the slowest is {slowest} with {most:.2f} s", most <= 0.5),
            claim(f"in sum {times:g} times as fast as {peer}; measured {ahead:.1f}", ahead > times),
        ]
    )


def section(graph: Million) -> str:
    """Measure, and give the result as Markdown."""
    memory = _asked("memory", str(graph.file))
    disk = _asked("disk", str(graph.directory), str(graph.database))
    rdflib = {name: found["rdflib"] for name, found in _asked("rdflib", str(graph.file)).items()}
    tdb2 = _with_jena(graph, {name: found["rows"] for name, found in disk.items()})
    return "\n".join(
        [
            "## Questions to a million triples",
            "",
            _INTRODUCTION.format(partnerships=graph.partnerships, runs=RUNS),
            "",
            "### In memory",
            "",
            _IN_MEMORY,
            "",
            _table(memory, "rdflib", rdflib),
            "",
            _claims(memory, rdflib, "rdflib", 10),
            "",
            "### On disk",
            "",
            _ON_DISK,
            "",
            _table(disk, "Jena TDB2", tdb2),
            "",
            _claims(disk, tdb2, "Jena TDB2", 1),
        ]
    )


if __name__ == "__main__":
    with million() as made:
        print(section(made))
