"""How soon a query of a file of a million triples is answered the second time: the cache of files.

The file is N-Triples, the quickest to read, so that the ratio is the least of all formats.
"""

from __future__ import annotations

from support.million import Million, million
from support.timing import YUQIAO, Contender, claim, race, table

RUNS = 5
_QUERY = "SELECT ?c (COUNT(?p) AS ?n) { ?p yq:partnerCountry ?c } GROUP BY ?c ORDER BY DESC(?n)"


def section(graph: Million) -> str:
    """Measure, and give the result as Markdown."""
    first, kept = graph.folder / "cache-first", graph.folder / "cache-kept"
    ask = [YUQIAO, "query", _QUERY, "--graph", str(graph.file)]
    made, again, without = race(
        [
            Contender("first time", ["env", f"YUQIAO_CACHE={first}", *ask], first),
            Contender("second time", ["env", f"YUQIAO_CACHE={kept}", *ask]),
            Contender("`--no-cache`", [*ask, "--no-cache"]),
        ],
        runs=RUNS,
    )
    return "\n".join(
        [
            "## A large file, again",
            "",
            f"One query of a file of a million N-Triples, as a whole process; {RUNS} runs in turn.",
            "The first time the file is read into the cache, from which it is opened later.",
            "",
            table([made, again, without], without, memory=True),
            "",
            claim(
                "the second time at least 10 times as fast as the first; measured "
                f"{made.median / again.median:.1f} times",
                made.median >= 10 * again.median,
            ),
        ]
    )


if __name__ == "__main__":
    with million() as graph:
        print(section(graph))
