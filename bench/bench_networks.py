"""Measure a network of ten million edges with NetworKit and igraph: python bench/bench_networks.py.

Nodes and edges are drawn with skewed degrees from a fixed seed. Each engine has a process of its
own; the seconds are of the processor, and the memory is the most that the process held.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np

from yuqiao.graph.network.large.measures import (
    LARGE_MEASURES,
    component_numbers,
    large_network,
)

SEED = 20250601


def drawn(nodes: int, edges: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw the ends of edges, each edge once and none from a node to itself."""
    draws = np.random.default_rng(1)
    ends = (nodes * draws.random((2, edges + edges // 8)) ** 3).astype(np.int64)
    low, high = ends.min(axis=0), ends.max(axis=0)
    keys = np.unique((low * nodes + high)[low != high])
    keys = draws.permutation(keys)[:edges]
    return keys // nodes, keys % nodes


def timed(work: Callable[[], object], name: str) -> None:
    """Print the seconds of a measure as JSON."""
    started, clock = time.process_time(), time.perf_counter()
    said = work()
    seconds = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(json.dumps([name, seconds, time.perf_counter() - clock, peak, str(said)]), flush=True)


def with_networkit(nodes: int, edges: int) -> None:
    """Measure as ``yuqiao measure`` does."""
    one, other = drawn(nodes, edges)
    held = []
    timed(lambda: held.append(large_network(nodes, one, other, np.ones(len(one)))), "build")
    timed(lambda: f"{len(set(component_numbers(held[0])))} components", "components")
    for name in ("pagerank", "core", "community", "betweenness"):
        timed(lambda name=name: LARGE_MEASURES[name](held[0], SEED)[1].en, name)  # type: ignore[misc]


def with_igraph(nodes: int, edges: int) -> None:
    """Measure with igraph, except betweenness, which it has only exactly or from whole searches."""
    import igraph

    one, other = drawn(nodes, edges)
    held = []
    pairs = np.stack([one, other], axis=1)
    timed(lambda: held.append(igraph.Graph(n=nodes, edges=pairs)), "build")
    (graph,) = held
    timed(lambda: f"{len(graph.connected_components())} components", "components")
    timed(lambda: len(graph.pagerank(directed=False)), "pagerank")
    timed(lambda: max(graph.coreness()), "core")
    timed(lambda: graph.community_leiden("modularity", n_iterations=2).modularity, "community")


def main() -> None:
    """Read the command line, and print a table of both engines."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--nodes", type=int, default=2_000_000)
    parser.add_argument("--edges", type=int, default=10_000_000)
    parser.add_argument("--engine", choices=["networkit", "igraph"], help="one of them alone")
    given = parser.parse_args()
    if given.engine:
        {"networkit": with_networkit, "igraph": with_igraph}[given.engine](given.nodes, given.edges)
        return
    print("| engine | measure | processor (s) | clock (s) | memory so far (GB) | result |")
    print("| --- | --- | ---: | ---: | ---: | --- |")
    for engine in ("networkit", "igraph"):
        sizes = ["--nodes", str(given.nodes), "--edges", str(given.edges)]
        command = [sys.executable, __file__, "--engine", engine, *sizes]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        for line in done.stdout.splitlines():
            name, processor, clock, peak, said = json.loads(line)
            print(f"| {engine} | {name} | {processor:.1f} | {clock:.1f} | {peak:.1f} | {said} |")


if __name__ == "__main__":
    main()
