"""Run every benchmark and write docs/benchmarks.md: python bench/all.py."""

from __future__ import annotations

import turtle

import build
import load
import publish
import query
import questions
import rows
import startup
import view
from million import million
from peers import jena_version
from timing import ROOT, RUNS, machine


def page() -> str:
    """Measure everything, and give the page."""
    head = f"""# Benchmarks

Written by `python bench/all.py` from a run on the code as it stands:
{machine()}, Apache Jena {jena_version()}.

Times are of whole processes, in seconds of wall-clock time, over {RUNS} runs of each command where
nothing else is said. The peer runs in the same minutes, in turn with Yuqiao, so the ratios carry to
other machines better than the times do. Memory is the most that a process held (its resident set).

The graph of a million triples is made up by `python bench/synthetic.py`: like the bundled one in
its vocabulary, its proportions and its skew, and consistent with every rule, but nothing in it is
true."""
    sections = [module.section() for module in (startup, query, build, view, publish)]
    with million() as graph:
        sections += [module.section(graph) for module in (load, turtle, questions, rows)]
    return "\n\n".join([head, *sections]) + "\n"


if __name__ == "__main__":
    (ROOT / "docs" / "benchmarks.md").write_text(page(), "utf-8")
