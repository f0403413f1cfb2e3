"""The pictures in the documentation are what our own tools make."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


DOCS = Path(__file__).parents[2] / "docs"
STORY = (DOCS / "networks.md").read_text("utf-8")
COMMANDS = re.findall(r"^\$ (yuqiao view .*-o \S+\.svg)$", STORY, re.MULTILINE)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_figure_is_what_the_command_writes(command: str, tmp_path: Path) -> None:
    _, *arguments = shlex.split(command)

    subprocess.run([sys.executable, "-m", "yuqiao", *arguments], cwd=tmp_path, check=True)

    name = arguments[-1]
    assert (tmp_path / name).read_bytes() == (DOCS / "figures" / name).read_bytes()


def test_every_figure_is_shown_and_small() -> None:
    figures = sorted((DOCS / "figures").iterdir())
    pages = "".join(page.read_text("utf-8") for page in sorted(DOCS.glob("*.md")))

    assert len(COMMANDS) == 3
    assert [path.name for path in figures if f"](figures/{path.name})" not in pages] == []
    assert max(path.stat().st_size for path in [*figures, DOCS / "network.png"]) < 300_000
