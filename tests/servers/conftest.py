"""Servers of two graphs, the bundled one and one of up to a million triples; each starts once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from server_comparison import Beside, said
from sparql_servers import ENGINES
from support.synthetic import graph as synthetic

BUNDLED = Path(__file__).parents[2] / "data" / "chongqing.ttl"
TRIPLES = {"oxigraph": 1_000_000, "fuseki": 200_000, "virtuoso": 200_000}
"""The size of a server's large graph; bench/bench_servers.py takes a million for each."""

Large = Callable[[int], tuple[Path, Path]]
"""From a number of triples to the file of a graph, and the directory it was loaded into."""


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Large:
    """Make synthetic graphs, each once, and load them, so that a command need not read them anew."""

    @cache
    def made(triples: int) -> tuple[Path, Path]:
        folder = tmp_path_factory.mktemp("large")
        file, directory = folder / "graph.nt", folder / "loaded"
        synthetic.write(synthetic.partnerships_for(triples), 1, file)
        said("load", str(file), "--into", str(directory), "--quiet")
        return file, directory

    return made


@pytest.fixture(
    scope="session",
    params=[
        pytest.param((engine, size), id=f"{engine}-{size}")
        for engine in ENGINES
        for size in ("bundled", "large")
    ],
)
def beside(
    request: pytest.FixtureRequest, large: Large, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Beside]:
    """Start a server with a graph, beside the same graph in a file."""
    engine, size = request.param
    file, local = (BUNDLED, BUNDLED) if size == "bundled" else large(TRIPLES[engine])
    with ENGINES[engine](file, tmp_path_factory.mktemp(engine)) as served:
        yield Beside(engine, size, file, local, served.url)
