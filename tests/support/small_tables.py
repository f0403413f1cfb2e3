"""The bundled tables with only their first rows, quick to build and to spoil.

What the rows refer to may be missing, so that there are always problems: what is looked for is how
they are told.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yuqiao.data
from yuqiao.graph.tables.csvw import METADATA

TABLES = Path(next(iter(yuqiao.data.__path__))) / "tables"
ROWS = 4


@cache
def small_tables() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return the header and the first rows of each table, by its file."""
    found = {}
    for table in metadata()["tables"]:
        with (TABLES / table["url"]).open(encoding="utf-8", newline="") as stream:
            rows = [tuple(row) for _, row in zip(range(ROWS), csv.reader(stream), strict=False)]
        found[table["url"]] = tuple(rows)
    return found


def metadata() -> dict[str, Any]:
    """Return the metadata of the bundled tables, as JSON has it."""
    read: dict[str, Any] = json.loads((TABLES / METADATA).read_text("utf-8"))
    return read


def write_small_tables(folder: Path, described: object = None) -> None:
    """Write the tables and their metadata, or other metadata, into a folder."""
    for file, rows in small_tables().items():
        write_rows(folder / file, [list(row) for row in rows])
    text = json.dumps(metadata() if described is None else described)
    (folder / METADATA).write_text(text, "utf-8")


def write_rows(path: Path, rows: list[list[str]]) -> None:
    """Write a table; what UTF-8 has no bytes for is left out."""
    path.write_bytes(table_bytes(rows))


def table_bytes(rows: Sequence[Sequence[str]]) -> bytes:
    """Return rows as a file has them; what UTF-8 has no bytes for is left out."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode("utf-8", "ignore")
