"""Write docs/reference.md from what the commands say of themselves.

python tools/reference.py            write it
python tools/reference.py --check    exit 1 when it is not what the commands say now
"""

from __future__ import annotations

import sys
from pathlib import Path

from click.testing import CliRunner

from yuqiao.cli import main

PAGE = Path(__file__).parents[1] / "docs" / "reference.md"

HEAD = """# Reference

What each command says of itself, written by `python tools/reference.py`; do not edit it here.
"""


def says(*arguments: str) -> str:
    """Return what the command line prints on a terminal of 100 columns."""
    result = CliRunner().invoke(
        main, arguments, prog_name="yuqiao", terminal_width=100, max_content_width=100
    )
    if result.exit_code != 0:
        raise SystemExit(f"yuqiao {' '.join(arguments)} failed: {result.output}")
    return result.output.rstrip()


def section(title: str, text: str) -> str:
    """Lay out one piece of output under a heading."""
    return f"\n## {title}\n\n```text\n{text}\n```\n"


def page() -> str:
    """Return the whole page."""
    commands = [section(f"yuqiao {name}", says(name, "--help")) for name in main.commands]
    return HEAD + section("yuqiao", says("--help")) + "".join(commands)


if __name__ == "__main__":
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(page(), "utf-8")
    elif PAGE.read_text("utf-8") != page():
        raise SystemExit("docs/reference.md is stale: run python tools/reference.py")
