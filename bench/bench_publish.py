"""How long `yuqiao publish` takes: for the bundled graph, for 1,000 things, and for 10,000."""

from __future__ import annotations

import tempfile
from pathlib import Path

from support.synthetic.graph import lines
from support.timing import YUQIAO, Timing, claim, markdown, run_once

SIZES = {120: 1_000, 2_130: 10_000}
"""From partnerships to things that are no claims, which are what has a name and a place."""


def section() -> str:
    """Measure, and give the result as Markdown."""
    with tempfile.TemporaryDirectory() as folder:
        bundled = _bundled(Path(folder))
        grown = [_measured(Path(folder), partnerships) for partnerships in SIZES]
    three = " / ".join(f"{seconds:.1f}" for seconds in sorted(bundled.seconds))
    rows = [["the bundled graph", "", three, "", f"{bundled.highest:.0f}"]]
    rows += [
        [
            f"{things:,} things",
            f"{pages:,}",
            f"{seconds:.1f}",
            f"{1e3 * seconds / pages:.2f}",
            f"{megabytes:.0f}",
        ]
        for things, pages, seconds, megabytes in grown
    ]
    small, large = (seconds / pages for _, pages, seconds, _ in grown)
    return "\n".join(
        [
            "## Site",
            "",
            "From the graph to the folder: two pages and three data files for every entity,",
            "lists, questions with their results, network, dumps, checksums; for the bundled graph",
            "pyLODE's documentation too. The larger graphs are synthetic. Their claims, four to",
            "seven per entity, are not counted as entities, but also have pages.",
            "The bundled graph is published three times (minimum, median and maximum), each time",
            "to a new folder and without deleting anything before, because a file system that has",
            "just deleted that many files would distort the result. No other tool builds this",
            "site; the other claim is that the time is linear in the size of the graph.",
            "",
            markdown(["", "pages in each language", "time (s)", "ms a page", "memory (MB)"], rows),
            "",
            claim(f"under 20 s; measured {bundled.median:.1f} s", bundled.median < 20),
            claim(
                "linear: ten times as many things take at most half as long again for each page; "
                f"measured {large / small:.2f}x",
                large / small < 1.5,
            ),
        ]
    )


def _bundled(folder: Path) -> Timing:
    """Publish the bundled graph three times, each time where nothing is and nothing was."""
    sites = [folder / f"site-{number}" for number in (1, 2, 3)]
    runs = [run_once([YUQIAO, "publish", str(site), "--quiet"]) for site in sites]
    return Timing("the bundled graph", *zip(*runs, strict=True))


def _measured(folder: Path, partnerships: int) -> tuple[int, int, float, float]:
    """Publish a synthetic graph; give its things, pages, seconds and megabytes."""
    graph, site = folder / "graph.nt", folder / f"grown-{partnerships}"
    graph.write_text("".join(lines(partnerships)), "utf-8")
    options = ["--graph", str(graph), "--quiet", "--no-pylode"]
    run = run_once([YUQIAO, "publish", str(site), *options])
    pages = sum(1 for _ in site.rglob("*.zh.html"))
    return SIZES[partnerships], pages, run.seconds, run.megabytes


if __name__ == "__main__":
    print(section())
