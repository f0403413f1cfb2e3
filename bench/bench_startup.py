"""How soon `yuqiao --help` answers, against importing the command-line library alone."""

from __future__ import annotations

import sys

from support.timing import YUQIAO, Contender, claim, race, table


def section() -> str:
    """Measure, and give the result as Markdown."""
    yuqiao, click, bare = race(
        [
            Contender("`yuqiao --help`", [YUQIAO, "--help"]),
            Contender('`python -c "import click"`', [sys.executable, "-c", "import click"]),
            Contender('`python -c "pass"`', [sys.executable, "-c", "pass"]),
        ]
    )
    ratio = yuqiao.median / click.median
    return "\n".join(
        [
            "## Start-up",
            "",
            table([yuqiao, click, bare], click),
            "",
            claim(f"at most 1.5 times importing click; measured {ratio:.2f}", ratio <= 1.5),
        ]
    )


if __name__ == "__main__":
    print(section())
