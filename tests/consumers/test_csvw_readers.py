"""The tables read by another implementation of CSV on the Web, the package csvw."""

from __future__ import annotations

from pathlib import Path

import pytest
from csvw import CSVW, TableGroup

from yuqiao import data

METADATA = Path(next(iter(data.__path__))) / "tables" / "csv-metadata.json"


def test_the_metadata_and_all_tables_are_valid() -> None:
    described = CSVW(str(METADATA))

    assert described.is_valid
    assert [str(warning.message) for warning in described.warnings] == []


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        ("partnerships.csv", 85),
        ("schools.csv", 34),
        ("universities.csv", 65),
        ("disciplines.csv", 73),
        ("sources.csv", 99),
    ],
)
def test_another_reader_finds_as_many_rows(table: str, rows: int) -> None:
    group = TableGroup.from_file(METADATA)
    found = {str(each.url): each for each in group.tables}

    assert len(list(found[table].iterdicts())) == rows
