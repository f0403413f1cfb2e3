"""How long a million rows take as CSV, and how much memory, against pyoxigraph's own writer."""

from __future__ import annotations

import subprocess
import sys

from million import Million, million
from peers import WRITE_WITH_PYOXIGRAPH
from timing import YUQIAO, Contender, claim, race, table

RUNS = 5
_QUERY = "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 1000000"


def section(graph: Million) -> str:
    """Measure, and give the result as Markdown."""
    ours = [YUQIAO, "query", _QUERY, "--as", "csv", "--graph", str(graph.directory)]
    theirs = [sys.executable, "-c", WRITE_WITH_PYOXIGRAPH, str(graph.database), _QUERY]
    written = [
        subprocess.run(command, check=True, capture_output=True).stdout
        for command in (ours, theirs)
    ]
    if written[0] != written[1] or written[0].count(b"\r\n") < 1_000_000:
        raise SystemExit("the rows differ, or are not a million; there is nothing to time")
    del written
    yuqiao, pyoxigraph = race(
        [
            Contender("`yuqiao query --as csv`", ours),
            Contender("bare pyoxigraph's writer", theirs),
        ],
        runs=RUNS,
    )
    ratio = yuqiao.median / pyoxigraph.median
    return "\n".join(
        [
            "## A million rows as CSV",
            "",
            f"On disk, whole processes, {RUNS} runs in turn. Both write the same bytes.",
            "",
            table([yuqiao, pyoxigraph], pyoxigraph, memory=True),
            "",
            claim(f"time within 1.2 of bare pyoxigraph; measured {ratio:.2f}", ratio <= 1.2),
            claim(
                f"at most 150 MB of memory; measured {yuqiao.highest:.0f}", yuqiao.highest <= 150
            ),
        ]
    )


if __name__ == "__main__":
    with million() as made:
        print(section(made))
