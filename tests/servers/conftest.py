"""Servers of two graphs, the bundled one and a larger one; each starts once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from server_comparison import Beside, said
from sparql_servers import ENGINES
from support.synthetic import graph as synthetic

BUNDLED = Path(__file__).parents[2] / "data" / "chongqing.ttl"
TRIPLES = 30_000
"""The size of the large graph; bench/bench_servers.py takes a million."""


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Make a synthetic graph and load it, so that a command need not read it anew."""
    folder = tmp_path_factory.mktemp("large")
    file, directory = folder / "graph.nt", folder / "loaded"
    synthetic.write(synthetic.partnerships_for(TRIPLES), 1, file)
    said("load", str(file), "--into", str(directory), "--quiet")
    return file, directory


@pytest.fixture(
    scope="session",
    params=[
        pytest.param((engine, size), id=f"{engine}-{size}")
        for engine in ENGINES
        for size in ("bundled", "large")
    ],
)
def beside(
    request: pytest.FixtureRequest,
    large: tuple[Path, Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Beside]:
    """Start a server with a graph, beside the same graph in a file."""
    engine, size = request.param
    file, local = (BUNDLED, BUNDLED) if size == "bundled" else large
    with ENGINES[engine](file, tmp_path_factory.mktemp(engine)) as served:
        yield Beside(engine, size, file, local, served.url)
