"""The notebook in docs/ is run, and every cell gives what it shows."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


ROOT = Path(__file__).parents[2]


def test_the_notebook_gives_what_it_shows() -> None:
    command = [sys.executable, str(ROOT / "tools/notebook.py"), "--check"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (run.returncode, run.stdout) == (0, ""), run.stderr
