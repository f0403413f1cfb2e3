"""Registers that a test may change: a copy of the bundled one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from yuqiao import data

DATA = Path(next(iter(data.__path__)))


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """Return a folder with a copy of the bundled tables, and of the graph built from them."""
    shutil.copytree(DATA / "tables", tmp_path / "tables", ignore=shutil.ignore_patterns(".yuqiao"))
    shutil.copy(DATA / "chongqing.ttl", tmp_path)
    return tmp_path
