"""Write the pages of docs that are reports: docs/reports/NAME.md becomes docs/NAME.md.

python tools/reports.py            write them
python tools/reports.py --check    exit 1 when one is not what the graph says now
"""

from __future__ import annotations

import sys
from pathlib import Path

from click.testing import CliRunner

from yuqiao.cli import main

DOCS = Path(__file__).parents[1] / "docs"


def rendered(report: Path) -> str:
    """Return a report with its answers, as Markdown."""
    done = CliRunner().invoke(main, ["render", str(report), "--as", "markdown", "--lang", "en"])
    if done.exit_code != 0:
        raise SystemExit(done.stderr)
    return done.stdout


def write_reports() -> None:
    """Write every report, or compare it with its page."""
    for report in sorted((DOCS / "reports").glob("*.md")):
        page, text = DOCS / report.name, rendered(report)
        if "--check" not in sys.argv:
            page.write_text(text, "utf-8")
        elif page.read_text("utf-8") != text:
            raise SystemExit(f"{page}: not what the graph says now; run python tools/reports.py")


if __name__ == "__main__":
    write_reports()
