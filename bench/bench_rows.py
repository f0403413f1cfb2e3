"""How long a million rows take as CSV, and how much memory, against pyoxigraph's own writer."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from hashlib import sha256

from support.million import Million, million
from support.peers import WRITE_WITH_PYOXIGRAPH
from support.timing import YUQIAO, Contender, claim, race, table

RUNS = 5
_QUERY = "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 1000000"


def _digest(command: Sequence[str]) -> str:
    """Return a digest of what a command prints, and refuse fewer than a million rows.

    It is read piece by piece: Linux counts a parent's memory as its child's until that has begun.
    """
    digest, lines = sha256(), 0
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout
        while piece := process.stdout.read(1 << 16):
            digest.update(piece)
            lines += piece.count(b"\n")
    if process.returncode or lines <= 1_000_000:
        raise SystemExit(f"{command[0]} printed {lines} lines; there is nothing to time")
    return digest.hexdigest()


def section(graph: Million) -> str:
    """Measure, and give the result as Markdown."""
    ours = [YUQIAO, "query", _QUERY, "--as", "csv", "--graph", str(graph.directory)]
    theirs = [sys.executable, "-c", WRITE_WITH_PYOXIGRAPH, str(graph.database), _QUERY]
    if _digest(ours) != _digest(theirs):
        raise SystemExit("the rows differ; there is nothing to time")
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
