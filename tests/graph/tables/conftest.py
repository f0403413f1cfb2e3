"""The graph of the bundled tables, built once; no test changes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from yuqiao import data
from yuqiao.graph.tables.build import BuiltGraph, build_graph


@pytest.fixture(scope="session")
def bundled() -> BuiltGraph:
    return build_graph(Path(next(iter(data.__path__))) / "tables")
