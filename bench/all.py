"""Run every benchmark and write docs/benchmarks.md: python bench/all.py."""

from __future__ import annotations

import build
import query
import startup
import view
from timing import ROOT, machine


def page() -> str:
    """Measure everything, and give the page."""
    head = f"""# Benchmarks

Written by `python bench/all.py` from a run on the code as it stands:
{machine()}.

Times are of whole processes, in seconds of wall-clock time. The peer runs in the same minute, in
turn with Yuqiao, so the ratios carry to other machines better than the times do."""
    sections = [module.section() for module in (startup, query, build, view)]
    return "\n\n".join([head, *sections]) + "\n"


if __name__ == "__main__":
    (ROOT / "docs" / "benchmarks.md").write_text(page(), "utf-8")
