"""A table as text: whatever a row is changed to, all other rows keep their bytes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuqiao import data
from yuqiao.graph.curation.table_text import TableRecord, TableText
from yuqiao.graph.errors import InputError

TABLES = Path(next(iter(data.__path__))) / "tables"
CELLS = st.text(st.sampled_from('a,"\n\r;重 '), max_size=6)


@pytest.mark.parametrize("file", sorted(path.name for path in TABLES.glob("*.csv")))
def test_the_bundled_tables_keep_their_bytes(file: str) -> None:
    written = (TABLES / file).read_bytes()

    assert TableText.parse(file, written).to_bytes() == written


@given(
    st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=1), st.sampled_from(["\n", "\r\n"])
)
def test_any_table_is_read_as_it_was_written(rows: list[list[str]], newline: str) -> None:
    table = TableText("a.csv", (TableRecord(("id", "name"), f"id,name{newline}"),), newline)
    records = [table.record(dict(zip(("id", "name"), row, strict=True))) for row in rows]
    written = table.with_records(records).to_bytes()

    read = TableText.parse("a.csv", written)

    assert [list(record.cells) for record in read.records[1:]] == rows
    assert read.to_bytes() == written


def test_a_mark_line_ends_and_quotes_of_other_rows_stay() -> None:
    table = TableText.parse("a.csv", b'\xef\xbb\xbfid,name\r\n"x",  A \r\ny,B')
    _, first, last = table.records

    longer = table.with_records([first, last, table.record({"id": "z", "name": "C, D"})])

    assert longer.to_bytes() == b'\xef\xbb\xbfid,name\r\n"x",  A \r\ny,B\r\nz,"C, D"\r\n'


@pytest.mark.parametrize(
    ("written", "message"),
    [
        (b"id\n\xff\n", "a.csv:2: not UTF-8; save it as CSV UTF-8"),
        (b'id\n"x\n', "a.csv:2: not CSV: unexpected end of data"),
        (b"", "a.csv: empty; expected a header row"),
    ],
)
def test_what_is_no_table_is_refused(written: bytes, message: str) -> None:
    with pytest.raises(InputError) as refused:
        TableText.parse("a.csv", written)
    assert str(refused.value) == message
