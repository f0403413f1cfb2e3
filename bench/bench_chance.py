"""Random networks of the same degrees, against those of networkx.

python bench/bench_chance.py          print the section of docs/benchmarks.md
"""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from time import process_time

import networkx

import yuqiao
from support.timing import RUNS, claim, markdown
from yuqiao.graph.network.significance.null_model import incidence_of, null_model
from yuqiao.graph.network.significance.rewiring import rewirings
from yuqiao.graph.network.spec import NetworkSpec

DRAWS = 1000
PROJECTION = "school-university"


def section() -> str:
    """Measure, and give the result as Markdown."""
    network = NetworkSpec(projection=PROJECTION).network(yuqiao.open())
    incidence = incidence_of(network.graph, network.modes)
    rows = [set(row) for row in incidence.rows]
    one = [len(row) for row in rows]
    other = [sum(at in row for row in rows) for at in range(len(incidence.columns))]

    def peer() -> None:
        for seed in range(DRAWS):
            networkx.bipartite.configuration_model(one, other, seed=seed)

    ways: dict[str, Callable[[], object]] = {
        "rewirings (Curveball)": lambda: list(rewirings(rows, DRAWS, 1)),
        "null model: rewirings and three statistics": lambda: null_model(incidence, draws=DRAWS),
        "networkx, configuration model": peer,
    }
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(RUNS):
        for name, run in ways.items():
            start = process_time()
            run()
            taken[name].append(process_time() - start)
    ours, whole, theirs = (median(values) for values in taken.values())
    table = [
        [name, *(f"{each:.2f}" for each in (min(values), median(values), max(values)))]
        for name, values in taken.items()
    ]
    return "\n".join(
        [
            "## Random networks",
            "",
            f"{DRAWS:,} random networks with the degrees of the bundled one of {PROJECTION}, in",
            "seconds of the processor. Those of networkx may have an edge twice, so that their",
            "degrees are others once it is counted once; ours are sampled alike from all without.",
            "",
            markdown([f"{DRAWS:,} networks", "min (s)", "median (s)", "max (s)"], table),
            "",
            claim(f"rewired in under 2 s; measured {ours:.2f} s", ours < 2),
            claim(f"with three statistics in under 2 s; measured {whole:.2f} s", whole < 2),
            claim(
                f"at most 3 times as long as networkx; measured {ours / theirs:.1f} times",
                ours < 3 * theirs,
            ),
        ]
    )


if __name__ == "__main__":
    print(section())
