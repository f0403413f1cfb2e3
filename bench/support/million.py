"""A synthetic graph of a million triples, made once and held in each engine's own form."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from support.peers import jena
from support.synthetic import graph as synthetic
from support.timing import YUQIAO

TRIPLES = 1_006_000
"""What is asked for; so close to it come the partnerships that there are a million at least."""


@dataclass(frozen=True)
class Million:
    """Where the graph lies."""

    folder: Path
    partnerships: int

    @property
    def file(self) -> Path:
        """The graph as N-Triples."""
        return self.folder / "graph.nt"

    @property
    def directory(self) -> Path:
        """The graph as loaded by ``yuqiao load``."""
        return self.folder / "yuqiao"

    @property
    def database(self) -> Path:
        """The Oxigraph database within that directory, for pyoxigraph alone."""
        (only,) = (path for path in self.directory.iterdir() if path.is_dir())
        return only

    @property
    def tdb2(self) -> Path:
        """The graph as loaded by Jena's ``tdb2.tdbloader``."""
        return self.folder / "tdb2"


@contextmanager
def million() -> Iterator[Million]:
    """Make the graph and load it."""
    with tempfile.TemporaryDirectory() as folder:
        graph = Million(Path(folder), synthetic.partnerships_for(TRIPLES))
        synthetic.write(graph.partnerships, 1, graph.file)
        for command in (
            [YUQIAO, "load", "--quiet", str(graph.file), "--into", str(graph.directory)],
            [*jena("tdb2.tdbloader"), "--quiet", "--loc", str(graph.tdb2), str(graph.file)],
        ):
            subprocess.run(command, check=True, capture_output=True)
        yield graph
