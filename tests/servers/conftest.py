"""Servers of two graphs, the bundled one and one of a million triples; each starts once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from server_comparison import Beside, said
from sparql_servers import ENGINES
from support.synthetic import graph as synthetic

BUNDLED = Path(__file__).parents[2] / "data" / "chongqing.ttl"


@pytest.fixture(scope="session")
def million(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a synthetic graph of a million triples, or one in two hundred more or less."""
    file = tmp_path_factory.mktemp("million") / "million.nt"
    synthetic.write(synthetic.partnerships_for(1_000_000), 1, file)
    return file


@pytest.fixture(scope="session")
def loaded(million: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Load the graph of a million triples, so that a command need not read it anew."""
    directory = tmp_path_factory.mktemp("loaded") / "million"
    said("load", str(million), "--into", str(directory), "--quiet")
    return directory


@pytest.fixture(
    scope="session",
    params=[
        pytest.param((engine, size), id=f"{engine}-{size}")
        for engine in ENGINES
        for size in ("bundled", "million")
    ],
)
def beside(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Beside]:
    """Start a server with a graph, beside the same graph in a file."""
    engine, size = request.param
    file = local = BUNDLED
    if size == "million":
        file = request.getfixturevalue("million")
        local = request.getfixturevalue("loaded")
    with ENGINES[engine](file, tmp_path_factory.mktemp(engine)) as served:
        yield Beside(engine, size, file, local, served.url)
