"""Days to come: sources read after today are noted, unless it is the clock that is wrong."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode

from yuqiao.graph.tables.checks.chronology import days_to_come
from yuqiao.graph.tables.csvw import TableColumn
from yuqiao.graph.tables.mapping import Statement, date_literal
from yuqiao.graph.tables.reader import Cell

DAYS = ("2026", "2026-11", "2026-11-30", "2026-11-23", "2026-12-02", "2027")


def reading(row: int, day: str) -> Statement:
    """Return the day on which the source of a row was read."""
    cell = Cell("sources.csv", row, "retrieved")
    source, property_ = NamedNode(f"urn:s:{row}"), NamedNode("urn:retrieved")
    return Statement(source, property_, date_literal(day), cell, day, TableColumn("retrieved"))


@pytest.mark.parametrize(
    ("today", "found"),
    [
        ("2027-12-31", []),
        ("2026-12-01", ["6:retrieved: '2026-12-02'", "7:retrieved: '2027'"]),
        ("2025-01-01", []),
    ],
)
def test_what_is_after_today_is_noted_unless_most_is(today: str, found: list[str]) -> None:
    readings = [reading(row, day) for row, day in enumerate(DAYS, 2)]

    assert days_to_come(readings, today) == [
        f"sources.csv:{place} is a day to come; expected the day of the reading" for place in found
    ]
