"""Load a million triples into each server and ask it every question: python bench/bench_servers.py.

The figures of docs/scale.md. The servers are those that the tests start:
tests/support/sparql_servers.py.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import yuqiao
from support.synthetic import graph as synthetic
from support.timing import ROOT
from yuqiao import KnowledgeGraph
from yuqiao.graph.questions.catalogue import questions

sys.path.insert(0, str(ROOT / "tests" / "servers"))

from sparql_servers import LASTING

TRIPLES = 1_006_000


def asked(graph: KnowledgeGraph) -> list[tuple[float, str]]:
    """Run every question twice, and give the seconds of the second time, the slowest first."""
    times = []
    for question in questions():
        for _ in range(2):
            started = time.perf_counter()
            for _row in graph.question(question.name):  # type: ignore[union-attr]
                pass
            seconds = time.perf_counter() - started
        times.append((seconds, question.name))
    return sorted(times, reverse=True)


def megabytes(process: int) -> float:
    """Return the most memory that a process has held so far (its resident set)."""
    status = Path(f"/proc/{process}/status").read_text("utf-8")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def main() -> None:
    """Print one row of a table for each server."""
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch, "graph.nt")
        synthetic.write(synthetic.partnerships_for(TRIPLES), 1, file)
        print("| server | load (s) | memory (MB) | 30 questions (s) | the slowest (s) |")
        print("| --- | ---: | ---: | ---: | --- |")
        for name, engine in LASTING.items():
            folder = Path(scratch, name)
            folder.mkdir()
            with engine(file, folder) as served:
                times = asked(yuqiao.open(served.url))
                memory = megabytes(served.process.pid)
            total, (longest, which) = sum(seconds for seconds, _ in times), times[0]
            print(
                f"| {name} | {served.load_seconds:.1f} | {memory:.0f} | {total:.1f} "
                f"| {longest:.2f} `{which}` |",
                flush=True,
            )


if __name__ == "__main__":
    main()
