"""How long `yuqiao import --apply` takes for 100,000 programmes, and how its memory grows.

Each row of the sheet becomes a partnership with its approval, its status and their evidence, all of
them checked; then the tables are written together, so that the change can be undone. The peer reads
the tables that come out, and puts their rows into SQLite, where ids are to be unique: it resolves
no name, checks no fact and derives no row.
"""

from __future__ import annotations

import shlex
import sys
import tempfile
from pathlib import Path

from support.programme_sheet import SOURCE, write_programmes
from support.timing import ROOT, YUQIAO, Contender, claim, race, table

FEW, MANY = 10_000, 100_000
RUNS = 3

INTO_SQLITE = """
import csv, pathlib, sqlite3, sys
folder = pathlib.Path(sys.argv[1])
(folder / "rows.db").unlink(missing_ok=True)
database = sqlite3.connect(folder / "rows.db")
for name in ("partnerships", "approvals", "statuses", "evidence", "backed"):
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        rows = csv.reader(stream)
        head = next(rows)
        unique = f", unique({head[0]})" if name not in ("evidence", "backed") else ""
        database.execute(f"create table {name} ({', '.join(head)}{unique})")
        places = ",".join("?" * len(head))
        database.executemany(f"insert into {name} values ({places})", rows)
database.commit()
"""


def section() -> str:
    """Measure, and give the result as Markdown."""
    with tempfile.TemporaryDirectory() as folder:
        few, many = (_import(Path(folder), count) for count in (FEW, MANY))
        tables = str(Path(folder) / f"register-{MANY}")
        peer = Contender(
            "the rows that come, into SQLite", [sys.executable, "-c", INTO_SQLITE, tables]
        )
        small, large, sqlite = race([few, many, peer], runs=RUNS, warm_up=0)
    growth = (large.highest - small.highest) * 1_000 / (MANY - FEW)
    return "\n".join(
        [
            "## Import",
            "",
            "Each row is a new programme of the bundled register; it becomes seven rows and 15",
            "backed values. SQLite is given the rows that come out and checks their ids only.",
            "",
            table([small, large, sqlite], sqlite, memory=True, processor=True),
            "",
            claim(f"under 30 s; measured {large.median:.1f} s", large.median < 30),
            claim(f"less than 2 kB of memory a row; measured {growth:.1f} kB", growth < 2),
        ]
    )


def _import(folder: Path, count: int) -> Contender:
    """Return the import of a sheet into a fresh copy of the bundled tables."""
    sheet, register = folder / f"{count}.csv", folder / f"register-{count}"
    write_programmes(sheet, count)
    words = [YUQIAO, "import", str(sheet), "--table", "partnerships", "--source", SOURCE]
    words += ["--apply", "--tables", str(register)]
    copy = shlex.join(["cp", "-r", str(ROOT / "data" / "tables"), str(register)])
    leftovers = shlex.join(["rm", "-rf", str(register / ".yuqiao")])
    line = f"{copy} && {leftovers} && {shlex.join(words)}"
    return Contender(f"`yuqiao import`, {count:,} rows", ["sh", "-c", line], makes=register)


if __name__ == "__main__":
    print(section())
