"""What an import keeps on disk comes back as it was, in its order."""

from __future__ import annotations

import csv
import io
import os
import signal
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuqiao.graph.curation.bulk import added_rows, backed_blocks
from yuqiao.graph.curation.bulk.added_rows import AddedRows
from yuqiao.graph.curation.bulk.backed_blocks import BackedBlocks, block_of
from yuqiao.graph.curation.bulk.digest_map import DigestMap
from yuqiao.graph.curation.bulk.forked_stream import ForkedStream
from yuqiao.graph.curation.table_text import TableRecord, csv_line
from yuqiao.graph.tables.backed_values import HEAD, BackedValue, backed_lines

CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=5)
CELLS = st.lists(CELL, min_size=2, max_size=3)


@pytest.fixture(autouse=True, scope="module")
def little_memory() -> Iterator[None]:
    """Put rows on disk after a few."""
    before = added_rows._IN_MEMORY, backed_blocks._IN_MEMORY
    added_rows._IN_MEMORY = backed_blocks._IN_MEMORY = 3
    yield
    added_rows._IN_MEMORY, backed_blocks._IN_MEMORY = before


@given(rows=st.lists(st.tuples(CELLS, st.booleans()), max_size=20), newline=st.sampled_from("\n\r"))
def test_added_rows_are_read_as_they_came(rows: list[tuple[list[str], bool]], newline: str) -> None:
    records = [TableRecord(tuple(cells), csv_line(cells, newline)) for cells, _ in rows]
    added = AddedRows()
    places: list[int] = []
    for record, (_, is_end) in zip(records, rows, strict=True):
        added.append(record)
        places += added.put_away() if is_end else []

    assert list(added) == records
    assert len(added) == len(records)
    assert b"".join(added.chunks()).decode() == "".join(record.text for record in records)
    assert [added.at(place) for place in places] == records[: len(places)]


@given(cells=CELLS)
def test_a_line_is_that_of_csv(cells: list[str]) -> None:
    text = io.StringIO()
    if any("\r" in cell for cell in cells):
        csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL).writerow(cells)
    else:
        csv.writer(text, lineterminator="\n").writerow(cells)

    assert csv_line(cells) == text.getvalue()


KEYS = st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("xy"), st.sampled_from("st"))


@given(known=st.sets(KEYS), fresh=st.sets(KEYS))
def test_backed_values_are_merged_in_order(
    known: set[tuple[str, str, str]], fresh: set[tuple[str, str, str]]
) -> None:
    recorded = [BackedValue(*key, "1") for key in sorted(known)]
    blocks = BackedBlocks()
    things = {key[0] for key in fresh}
    for thing in things:
        own = [key for key in fresh if key[0] == thing]
        blocks.add(block_of(f"new-{thing}", [(column, source, "a,b") for _, column, source in own]))
    values = [BackedValue(f"new-{thing}", name, source, "a,b") for thing, name, source in fresh]

    whole = sorted([*recorded, *values], key=lambda value: value.key)
    assert b"".join(blocks.merged(recorded)).decode() == HEAD + backed_lines(whole)
    assert blocks.recorded == len(fresh)


@given(st.dictionaries(st.text(), st.integers(min_value=0, max_value=2**63)))
def test_a_digest_map_gives_what_was_put_in(said: dict[str, int]) -> None:
    found = DigestMap()
    added = [found.add(key, number) for key, number in said.items()]

    assert all(added)
    assert {key: found.get(key) for key in said} == said
    assert found.get(object()) is None


def test_a_digest_map_grows() -> None:
    found = DigestMap()
    for number in range(5_000):
        found[f"key {number}"] = number

    assert [found.get(f"key {number}") for number in range(5_000)] == list(range(5_000))


@pytest.mark.parametrize("ending", ["ends", "fails", "is killed"])
def test_a_process_that_ends_early_gives_what_it_has(ending: str) -> None:
    def produce() -> Iterator[str]:
        yield "one"
        yield "two"
        if ending == "fails":
            raise ValueError
        if ending == "is killed":
            os.kill(os.getpid(), signal.SIGKILL)

    stream = ForkedStream(produce)
    stream.start()

    assert [stream.next() for _ in range(4)] == ["one", "two", None, None]
    stream.close()
