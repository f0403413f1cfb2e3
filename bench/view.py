"""How long `yuqiao view` takes, against plain pyvis writing a network of the same edges."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from timing import YUQIAO, Contender, claim, race, table

WITH_PYVIS = """
import sys
import yuqiao
from pyvis.network import Network
drawn = Network(cdn_resources="in_line")
drawn.from_nx(yuqiao.open().to_networkx())
with open(sys.argv[1], "w", encoding="utf-8") as page:
    page.write(drawn.generate_html())
"""


def section() -> str:
    """Measure, and give the result as Markdown."""
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = (str(Path(folder, name)) for name in ("yuqiao.html", "pyvis.html"))
        view, pyvis, bare = race(
            [
                Contender("`yuqiao view`", [YUQIAO, "view", "-o", ours]),
                Contender("plain pyvis", [sys.executable, "-c", WITH_PYVIS, theirs]),
                Contender('`python -c "pass"`', [sys.executable, "-c", "pass"]),
            ]
        )
    return "\n".join(
        [
            "## View",
            "",
            "From the graph to the page: load, project, lay out, write. Plain pyvis draws the same",
            "network without positions, which the browser must then find.",
            "",
            table([view, pyvis, bare], pyvis),
            "",
            claim(f"under 2.5 s; measured {view.median:.2f} s", view.median < 2.5),
        ]
    )


if __name__ == "__main__":
    print(section())
