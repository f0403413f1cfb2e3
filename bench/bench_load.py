"""How long loading a million triples takes and how much memory: Yuqiao and its peers."""

from __future__ import annotations

import sys

from support.million import Million, million
from support.peers import LOAD_WITH_PYOXIGRAPH, LOAD_WITH_RDFLIB, jena
from support.timing import YUQIAO, Contender, claim, race, table

RUNS = 5
_INTRODUCTION = f"""\
N-Triples into an on-disk store, as a whole process; {RUNS} alternating runs. rdflib loads into
memory, because it has no on-disk store of its own."""


def section(graph: Million) -> str:
    """Measure, and give the result as Markdown."""
    file = str(graph.file)
    into = {name: graph.folder / f"loaded-{name}" for name in ("yuqiao", "oxigraph", "tdb2")}
    python = [sys.executable, "-c"]
    yuqiao, pyoxigraph, tdb2, rdflib = race(
        [
            Contender(
                "`yuqiao load`",
                [YUQIAO, "load", "--quiet", file, "--into", str(into["yuqiao"])],
                into["yuqiao"],
            ),
            Contender(
                "bare pyoxigraph",
                [*python, LOAD_WITH_PYOXIGRAPH, file, str(into["oxigraph"])],
                into["oxigraph"],
            ),
            Contender(
                "Jena `tdb2.tdbloader`",
                [*jena("tdb2.tdbloader"), "--quiet", "--loc", str(into["tdb2"]), file],
                into["tdb2"],
            ),
            Contender("rdflib, in memory", [*python, LOAD_WITH_RDFLIB, file]),
        ],
        runs=RUNS,
        warm_up=0,
    )
    time, memory = yuqiao.median / pyoxigraph.median, yuqiao.highest / pyoxigraph.highest
    ahead = tdb2.median / yuqiao.median
    return "\n".join(
        [
            "## Load a million triples",
            "",
            _INTRODUCTION,
            "",
            table([yuqiao, pyoxigraph, tdb2, rdflib], pyoxigraph, memory=True),
            "",
            claim(f"time within 1.15 of bare pyoxigraph; measured {time:.2f}", time <= 1.15),
            claim(f"memory within 1.15 of bare pyoxigraph; measured {memory:.2f}", memory <= 1.15),
            claim(f"faster than Jena; measured {ahead:.1f} times as fast", ahead > 1),
        ]
    )


if __name__ == "__main__":
    with million() as made:
        print(section(made))
