"""The network page, from the command to the screen, against plain pyvis.

python bench/bench_view.py            print the section of docs/benchmarks.md
python bench/bench_view.py --short    one run of each, without the largest network
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser

from support import browser
from support.synthetic import graph as synthetic
from support.synthetic.links import QUERY, linked
from support.timing import RUNS, YUQIAO, Contender, Timing, claim, markdown, race, run_once, table

WITH_PYVIS = """
import sys
import yuqiao
from pyvis.network import Network
drawn = Network(cdn_resources="in_line")
drawn.from_nx(yuqiao.open().network().graph)
with open(sys.argv[1], "w", encoding="utf-8") as page:
    page.write(drawn.generate_html())
"""
REGISTER = 4_700  # partnerships, of some 2,000 nodes
PARTS = {"charts": "charts", "map": "map", "compare": "comparison", "both": "table"}
STILL = {
    "physics": {"enabled": False},
    "edges": {"smooth": False},
    "layout": {"improvedLayout": False},
}


@dataclass(frozen=True)
class Effort:
    """How much is measured.

    :param commands: runs of a command on the bundled graph
    :param runs: of opening a page
    :param large: of what takes long, with a large network
    :param seconds: for which a picture is panned
    :param largest: whether the network of 50,000 nodes is made and opened too
    """

    commands: int = RUNS
    runs: int = 5
    large: int = 3
    seconds: float = 4
    largest: bool = True


SHORT = Effort(commands=1, runs=1, large=1, seconds=2, largest=False)


@dataclass(frozen=True)
class Figures:
    """What was measured of one thing, run by run."""

    name: str
    values: Sequence[float]

    @property
    def median(self) -> float:
        """The middle run."""
        return median(self.values)

    def row(self, digits: int = 2) -> list[str]:
        """Lay out as a row: least, middle and most."""
        few = (min(self.values), self.median, max(self.values))
        return [self.name, *(f"{value:.{digits}f}" for value in few)]


def in_turn(runs: int, **measures: Callable[[], float]) -> list[Figures]:
    """Measure several things in turn, as often as asked for."""
    taken: dict[str, list[float]] = {name: [] for name in measures}
    for _ in range(runs):
        for name, measure in measures.items():
            taken[name].append(measure())
    return [Figures(name, values) for name, values in taken.items()]


WHOLE = Effort()


def section(effort: Effort = WHOLE) -> str:
    """Measure, and give the result as Markdown."""
    with tempfile.TemporaryDirectory() as folder, browser.chromium() as opened:
        parts = [
            bundled(Path(folder), opened, effort),
            thousands(Path(folder), opened, effort),
            filtered(Path(folder), opened, effort),
        ]
        if effort.largest:
            parts.append(fifty_thousand(Path(folder), opened, effort))
    return "\n\n".join(["## View", *parts])


def bundled(folder: Path, opened: Browser, effort: Effort) -> str:
    """Measure the page of the bundled graph."""
    ours, theirs = folder / "yuqiao.html", folder / "pyvis.html"
    view, pyvis, bare = race(
        [
            Contender("`yuqiao view`", [YUQIAO, "view", "-o", str(ours)]),
            Contender("plain pyvis", [sys.executable, "-c", WITH_PYVIS, str(theirs)]),
            Contender('`python -c "pass"`', [sys.executable, "-c", "pass"]),
        ],
        effort.commands,
    )
    standing, mine, plain = in_bundled_turns(opened, ours, theirs, effort.runs)
    times = plain[0].median / mine[0].median
    on_screen = plain[1].median / mine[1].median
    megabytes = ours.stat().st_size / 1e6
    still = not browser.moved(opened, ours)
    return "\n".join(
        [
            "From the graph to the page: load, project, lay out, measure, write. Plain pyvis draws",
            "the same network without a layout, which the browser must then compute.",
            "",
            table([view, pyvis, bare], pyvis),
            "",
            f"The page in headless Chromium with software rendering, {effort.runs} runs in turn,",
            "after a warm-up. It is at rest when the browser, according to its trace, has",
            "drawn the last frame: ours with the first frame, plain pyvis with the last frame of",
            "its physics or loading bar. A frame reaches the screen a little later; without a",
            "graphics card, rendering in software takes some tenths of a second.",
            "",
            markdown(
                ["seconds from opening the file", "min", "median", "max"],
                [each.row() for each in (standing, *mine, *plain)],
            ),
            "",
            f"On the screen it is at rest {on_screen:.1f} times sooner than plain pyvis.",
            "",
            claim(f"written in under 1.5 s; measured {view.median:.2f} s", view.median < 1.5),
            claim(f"a file under 1.6 MB; measured {megabytes:.2f} MB", megabytes < 1.6),
            claim(f"drawn in under 1 s; measured {standing.median:.2f} s", standing.median < 1),
            claim("nothing moves during the following second", still),
            claim(f"is at rest at least 10 times sooner; measured {times:.1f} times", times >= 10),
        ]
    )


def in_bundled_turns(
    opened: Browser, ours: Path, theirs: Path, runs: int
) -> tuple[Figures, list[Figures], list[Figures]]:
    """Open our page and that of plain pyvis in turn: when the picture stands, when each rests."""
    taken = [
        (
            browser.pictured(opened, ours),
            browser.rested(opened, ours),
            browser.rested(opened, theirs),
        )
        for _ in range(runs + 1)
    ][1:]

    def both(name: str, times: list[tuple[float, float]]) -> list[Figures]:
        drawn, on_screen = zip(*times, strict=True)
        return [Figures(f"{name} rests", drawn), Figures(f"{name} rests on the screen", on_screen)]

    return (
        Figures("ours is drawn", [each[0] for each in taken]),
        both("ours", [each[1] for each in taken]),
        both("plain pyvis", [each[2] for each in taken]),
    )


def thousands(folder: Path, opened: Browser, effort: Effort) -> str:
    """Measure the pages of made-up networks of 2,000 and of 10,000 nodes."""
    (few,) = race([viewed(folder, 2_000, 6_000)], 1, warm_up=0)
    (many,) = race([viewed(folder, 10_000, 30_000)], effort.large, warm_up=0)
    small, large = folder / "2000.html", folder / "10000.html"
    rival = folder / "rival.html"
    rival.write_text(still_pyvis(large), "utf-8")
    (standing,) = in_turn(effort.runs, ours=lambda: browser.pictured(opened, large))
    ours, theirs = in_turn(
        effort.large,
        ours=lambda: browser.panned(opened, large, effort.seconds),
        theirs=lambda: browser.panned(opened, rival, effort.seconds),
    )
    megabytes = small.stat().st_size / 1e6
    times = ours.median / theirs.median
    return "\n".join(
        [
            "### Thousands of nodes",
            "",
            "Synthetic networks (`python bench/synthetic.py --network`), read from N-Triples and",
            "drawn by sigma.js. The peer for panning is vis-network on a plain pyvis page with the",
            "same positions, no physics and straight edges; alternately in the same browser.",
            "",
            built([few, many]),
            "",
            markdown(
                ["10,000 nodes, 30,000 edges", "min", "median", "max"],
                [
                    Figures("seconds until drawn", standing.values).row(),
                    Figures("frames per second, ours", ours.values).row(),
                    Figures("frames per second, vis-network", theirs.values).row(),
                ],
            ),
            "",
            claim(f"2,000 nodes: under 3 MB; measured {megabytes:.2f} MB", megabytes < 3),
            claim(
                f"10,000 nodes: under 3 s of the processor to write; measured {busy(many):.2f} s",
                busy(many) < 3,
            ),
            claim(f"drawn in under 2 s; measured {standing.median:.2f} s", standing.median < 2),
            claim(
                f"at least 4 times the frames of vis-network while panning; measured {times:.1f}",
                times >= 4,
            ),
        ]
    )


def filtered(folder: Path, opened: Browser, effort: Effort) -> str:
    """Measure how a register is filtered, against hiding nodes in vis-network."""
    graph, page, rival = folder / "register.nt", folder / "register.html", folder / "hiding.html"
    synthetic.write(REGISTER, 1, graph)
    run_once([YUQIAO, "view", "--graph", str(graph), "-o", str(page)])
    rival.write_text(still_pyvis(page), "utf-8")
    pressed = ["filter-level-0", "filter-countries-0"] * (1 + effort.runs)

    def pressing(view: str) -> list[float]:
        return browser.worked(opened, page, browser.FILTER, pressed, f"{view}&tool=filters")

    ours = Figures("ours, with new numbers", pressing("show=picture"))
    beside = [
        Figures(f"with the {name} beside it", pressing(f"show={part}"))
        for part, name in PARTS.items()
    ]
    slowest = max(beside, key=lambda each: each.median)
    turns = [True, False] * 2 * effort.runs
    theirs = Figures("vis-network", browser.worked(opened, rival, browser.HIDE, turns))
    asked = ["#level=bachelor"] * (1 + effort.large)
    measured = Figures("all measures", browser.worked(opened, page, browser.MEASURE, asked))
    return "\n".join(
        [
            "### A filter's change",
            "",
            f"A made-up register of {REGISTER:,} partnerships, some 2,000 nodes. Measured is the",
            "time of the processor on the page's own thread, from the press on a filter's checkbox",
            "to the next frame, with the picture, the part beside it and the counts, but without",
            "measures that arrive later; of vis-network, hiding half of the nodes of a plain page",
            "at the same positions. The measures are all that the page offers, for what is left.",
            "",
            markdown(
                ["seconds of the processor", "min", "median", "max"],
                [ours.row(3), *(each.row(3) for each in beside), theirs.row(3), measured.row(3)],
            ),
            "",
            claim(f"in under 0.1 s; measured {ours.median:.3f} s", ours.median < 0.1),
            claim(
                "in under 0.15 s of the processor with any part beside it; "
                f"measured {slowest.median:.3f} s",
                slowest.median < 0.15,
            ),
            claim(f"measures in under 1 s; measured {measured.median:.2f} s", measured.median < 1),
        ]
    )


def fifty_thousand(folder: Path, opened: Browser, effort: Effort) -> str:
    """Measure the page of a made-up network of 50,000 nodes."""
    (made,) = race([viewed(folder, 50_000, 150_000)], 1, warm_up=0)
    page = folder / "50000.html"
    standing = browser.pictured(opened, page)
    frames = browser.panned(opened, page, effort.seconds)
    return "\n".join(
        [
            "### 50,000 nodes, 150,000 edges",
            "",
            built([made]),
            "",
            claim(
                f"written in under 10 s of the processor; measured {busy(made):.2f} s",
                busy(made) < 10,
            ),
            claim(f"opens; drawn after {standing:.1f} s", standing > 0),
            claim(f"pans; {frames:.1f} frames per second", frames > 1),
        ]
    )


def busy(timing: Timing) -> float:
    """Return the time of the processor that the middle run took."""
    return median(timing.processor)


def built(timings: Sequence[Timing]) -> str:
    """Lay out how long pages took to be written."""
    rows = [Figures(timing.name, timing.seconds).row() for timing in timings]
    return markdown(["`yuqiao view`", "min (s)", "median (s)", "max (s)"], rows)


def viewed(folder: Path, nodes: int, edges: int) -> Contender:
    """Make up a network, and give the command that writes its page."""
    graph = folder / f"{nodes}.nt"
    synthetic.put(linked(nodes, edges), graph)
    page = str(folder / f"{nodes}.html")
    command = [YUQIAO, "view", "--graph", str(graph), "--query", QUERY, "-o", page]
    return Contender(f"{nodes:,} nodes, {edges:,} edges", command)


def records(table: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the plain fields of a page's table, by their name."""
    names = [".".join(path) for path in table["columns"]]
    return [dict(zip(names, row, strict=False)) for row in table["rows"]]


def still_pyvis(page: Path) -> str:
    """Draw the network of one of our pages with plain pyvis, at the same places."""
    from pyvis.network import Network

    text = page.read_text("utf-8").partition('<script type="application/json" id="data">')[2]
    data = json.loads(text.partition("</script>")[0])
    drawn = Network(cdn_resources="in_line")
    for number, node in enumerate(records(data["nodes"])):
        place = {"x": node["x"], "y": node["y"]}
        drawn.add_node(number, label=node["en"], shape="dot", size=10, **place)
    for edge in records(data["edges"]):
        drawn.add_edge(edge["from"], edge["to"])
    drawn.set_options(json.dumps(STILL))
    return str(drawn.generate_html())


if __name__ == "__main__":
    print(section(SHORT if "--short" in sys.argv[1:] else WHOLE))
