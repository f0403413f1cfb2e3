"""How long Turtle of a million triples takes, and conversion as it streams; and how much memory."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

from support.million import Million, million
from support.peers import CONVERT_WITH_PYOXIGRAPH, TURTLE_WITH_PYOXIGRAPH, TURTLE_WITH_RDFLIB
from support.timing import YUQIAO, Contender, Timing, claim, race, table

RUNS = 3
COPIES = 10
_TURTLE = f"""\
From N-Triples to Turtle, whole processes; {RUNS} runs in turn. Yuqiao's has blocks in order, only
the prefixes it uses, and the same bytes whatever the hash seed; the others' have not."""
_STREAM = f"""\
The same file and one of {COPIES} times its triples, as they are read; {RUNS} runs in turn."""


def section(graph: Million) -> str:
    """Measure, and give the result as Markdown."""
    return "\n\n".join([_turtle(graph), _streaming(graph)])


def _turtle(graph: Million) -> str:
    out = graph.folder / "out.ttl"
    _refuse_differences(graph.file, out)
    python = [sys.executable, "-c"]
    yuqiao, pyoxigraph, rdflib = race(
        [
            Contender("`yuqiao convert`", [YUQIAO, "convert", str(graph.file), str(out)]),
            Contender(
                "bare pyoxigraph", [*python, TURTLE_WITH_PYOXIGRAPH, str(graph.file), str(out)]
            ),
            Contender("rdflib", [*python, TURTLE_WITH_RDFLIB, str(graph.file), str(out)]),
        ],
        runs=RUNS,
        warm_up=0,
    )
    ahead = rdflib.median / yuqiao.median
    behind = yuqiao.median / pyoxigraph.median
    memory = yuqiao.highest / pyoxigraph.highest
    return "\n".join(
        [
            "## Turtle of a million triples",
            "",
            _TURTLE,
            "",
            table([yuqiao, pyoxigraph, rdflib], pyoxigraph, memory=True),
            "",
            claim(f"at least 5 times as fast as rdflib; measured {ahead:.1f}", ahead >= 5),
            claim(f"time within 4 of bare pyoxigraph; measured {behind:.2f}", behind <= 4),
            claim(f"memory within 2 of pyoxigraph's store; measured {memory:.2f}", memory <= 2),
        ]
    )


def _refuse_differences(source: Path, out: Path) -> None:
    """Refuse to time what does not give the same bytes with every hash seed."""
    digests = set()
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run([YUQIAO, "convert", str(source), str(out)], check=True, env=environment)
        digests.add(sha256(out.read_bytes()).hexdigest())
    if len(digests) > 1:
        raise SystemExit("the bytes differ; there is nothing to time")


def _streaming(graph: Million) -> str:
    large = graph.folder / "large.nt"
    with large.open("wb") as out:
        for _ in range(COPIES):
            with graph.file.open("rb") as piece:
                shutil.copyfileobj(piece, out, 1 << 20)
    pairs = [_pair(graph.file, "nt"), _pair(graph.file, "nq"), _pair(large, "nt")]
    rows = [timing for pair in pairs for timing in pair]
    speeds = [theirs.median / ours.median for ours, theirs in pairs]
    small, big = pairs[0][0].highest, pairs[2][0].highest
    return "\n".join(
        [
            "## Conversion of N-Triples, as they are read",
            "",
            _STREAM,
            "",
            table(rows, rows[1], memory=True),
            "",
            claim(
                f"0.8 of bare pyoxigraph's speed or better; measured {min(speeds):.2f}",
                min(speeds) >= 0.8,
            ),
            claim(
                f"constant memory: {COPIES} times the triples take at most 10 MB more; measured "
                f"{small:.0f} MB and {big:.0f} MB",
                big <= small + 10,
            ),
        ]
    )


def _pair(source: Path, form: str) -> tuple[Timing, Timing]:
    out = source.with_name(f"out.{form}")
    bare = [sys.executable, "-c", CONVERT_WITH_PYOXIGRAPH, str(source), str(out)]
    ours, theirs = race(
        [
            Contender(
                f"`yuqiao convert {source.name} out.{form}`",
                [YUQIAO, "convert", str(source), str(out)],
            ),
            Contender(f"bare pyoxigraph, {source.name} to .{form}", bare),
        ],
        runs=RUNS,
        warm_up=0,
    )
    return ours, theirs


if __name__ == "__main__":
    with million() as made:
        print(section(made))
