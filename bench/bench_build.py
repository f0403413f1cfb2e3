"""How long `yuqiao build` takes, against rdflib reading and writing the graph that comes out."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from support.timing import GRAPH, ROOT, YUQIAO, Contender, claim, race, table

WITH_RDFLIB = """
import sys
from rdflib import Graph
graph = Graph()
graph.parse(sys.argv[1], format="turtle")
graph.serialize(sys.argv[2], format="turtle")
"""


def section() -> str:
    """Measure, and give the result as Markdown."""
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = (str(Path(folder, name)) for name in ("yuqiao.ttl", "rdflib.ttl"))
        tables = str(ROOT / "data" / "tables")
        build, rdflib, bare = race(
            [
                Contender("`yuqiao build`", [YUQIAO, "build", tables, "-o", ours]),
                Contender(
                    "rdflib, read and write",
                    [sys.executable, "-c", WITH_RDFLIB, str(GRAPH), theirs],
                ),
                Contender('`python -c "pass"`', [sys.executable, "-c", "pass"]),
            ]
        )
    return "\n".join(
        [
            "## Build",
            "",
            "From the tables to the graph: read, check, derive, write. No other tool builds this",
            "graph from these tables; the nearest comparison is rdflib reading and writing the",
            "finished file.",
            "",
            table([build, rdflib, bare], rdflib),
            "",
            claim(f"under 2 s; measured {build.median:.2f} s", build.median < 2),
        ]
    )


if __name__ == "__main__":
    print(section())
