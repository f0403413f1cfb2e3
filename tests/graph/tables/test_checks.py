"""Each kind of fault in the tables is reported once: its row, what is wrong and what was expected."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from table_faults import ALONE, FAULTS, Copy, Drop, Row
from yuqiao import data
from yuqiao.graph.errors import TableErrors
from yuqiao.graph.tables.build import build_graph

pytestmark = pytest.mark.slow

TABLES = Path(next(iter(data.__path__))) / "tables"


def places_of(kind: str) -> set[object]:
    """Return what a fault changes: rows, and the end of a table; everything, if it is to be alone."""
    places: set[object] = set()
    for change in FAULTS[kind][0]:
        if kind in ALONE or isinstance(change, Drop):  # which moves the rows below
            return {"all"}
        places.add((change.file, "end" if isinstance(change, Row) else change.row))
        if isinstance(change, Copy):
            places.add((change.file, "end"))
    return places


def groups() -> list[list[str]]:
    """Return the faults, those together that change different rows: building takes a second."""
    found: list[tuple[list[str], set[object]]] = []
    for kind in FAULTS:
        places = places_of(kind)
        fitting = (group for group in found if not group[1] & (places | {"all"}))
        kinds, used = next(fitting, ([], set())) if "all" not in places else ([], set())
        if not kinds:
            found.append((kinds, used))
        kinds.append(kind)
        used |= places
    return [kinds for kinds, _ in found]


@pytest.mark.parametrize("kinds", groups(), ids=lambda kinds: f"{kinds[0]} and {len(kinds) - 1}")
def test_each_fault_is_reported_once(kinds: list[str], tmp_path: Path) -> None:
    tables = Path(shutil.copytree(TABLES, tmp_path / "tables"))
    for change in (change for kind in kinds for change in FAULTS[kind][0]):
        with (tables / change.file).open(encoding="utf-8", newline="") as stream:
            rows = list(csv.reader(stream))
        change.apply(rows)
        with (tables / change.file).open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows(rows)

    with pytest.raises(TableErrors) as caught:
        build_graph(tables)

    assert sorted(caught.value.problems) == sorted(FAULTS[kind][1] for kind in kinds)
