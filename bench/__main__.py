"""Run every benchmark and write docs/benchmarks.md: python bench."""

from __future__ import annotations

import bench_build
import bench_load
import bench_publish
import bench_query
import bench_questions
import bench_rows
import bench_startup
import bench_turtle
import bench_view
from support.million import million
from support.peers import jena_version
from support.timing import ROOT, RUNS, machine


def page() -> str:
    """Measure everything, and give the page."""
    head = f"""# Benchmarks

Written by `python bench` from a run on the code as it stands:
{machine()}, Apache Jena {jena_version()}.

Times are of whole processes, in seconds of wall-clock time, over {RUNS} runs of each command where
nothing else is said. The peer runs in the same minutes, in turn with Yuqiao, so the ratios carry to
other machines better than the times do. Memory is the most that a process held (its resident set).

The graph of a million triples is made up by `python bench/synthetic.py`: like the
bundled one in its vocabulary, its proportions and its skew, and consistent with every rule, but
nothing in it is true."""
    sections = [
        module.section()
        for module in (bench_startup, bench_query, bench_build, bench_view, bench_publish)
    ]
    with million() as graph:
        sections += [
            module.section(graph)
            for module in (bench_load, bench_turtle, bench_questions, bench_rows)
        ]
    return "\n\n".join([head, *sections]) + "\n"


if __name__ == "__main__":
    (ROOT / "docs" / "benchmarks.md").write_text(page(), "utf-8")
