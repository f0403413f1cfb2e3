"""Whatever stands in a cell or in the metadata, the build tells the place and writes nothing."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from small_tables import metadata, small_tables, write_rows, write_small_tables
from yuqiao.exports.rdf.build_file import build_file
from yuqiao.graph.errors import InputError, TableErrors

pytestmark = pytest.mark.slow

PLACE = re.compile(r"[a-z-]+\.csv:(\d+(:[\w+]+)?: |.* is in no table)")
FRAGMENTS = st.sampled_from(
    [
        ";",
        ",",
        '"',
        "\n",
        "\r",
        "\x00",
        "--",
        "://",
        "http://",
        "javascript:",
        "{id}",
        "%",
        "…",
        "=1",
        "-1",
        "1e9",
        "NaN",
        "9" * 400,
        "2025-13",
        "０",
        "重",
        "慶",
        "\u200b",
        "á",
        "�",
        "MOE50US2A20181935N",
        "id/organisation/cqu",
        "../",
        "<script>",
        "TODO",
        "zh-Hans",
        "Ã©",
    ]
)
VALUES = st.lists(FRAGMENTS | st.text(max_size=6), max_size=5).map("".join)


@st.composite
def cells(draw: st.DrawFn) -> tuple[str, int, int]:
    """Draw a cell of any table: its file, row and column, counted from 0."""
    filled = [file for file, rows in small_tables().items() if len(rows) > 1]
    file = draw(st.sampled_from(filled))
    rows = small_tables()[file]
    return file, draw(st.integers(1, len(rows) - 1)), draw(st.integers(0, len(rows[0]) - 1))


@settings(max_examples=30)
@given(cells(), VALUES)
@example(("statistics.csv", 1, 3), "9" * 400)
def test_any_value_is_taken_or_refused_with_its_place(
    cell: tuple[str, int, int], value: str
) -> None:
    file, row, column = cell
    with tempfile.TemporaryDirectory() as made:
        folder, built = Path(made), Path(made) / "graph.ttl"
        built.write_text("as before")
        write_small_tables(folder)
        rows = [list(each) for each in small_tables()[file]]
        rows[row][column] = value
        write_rows(folder / file, rows)
        before = {path.name: path.read_bytes() for path in folder.iterdir()}
        problems = problems_of(made, str(built))
        after = {path.name: path.read_bytes() for path in folder.iterdir()}

        assert [line for line in problems if not PLACE.match(line)] == []
        assert all(line.isprintable() for line in problems)
        assert after == before or not problems


def problems_of(tables: str, output: str) -> list[str]:
    """Build the tables; return what is wrong with them, or with their metadata."""
    try:
        build_file(tables, output)
    except TableErrors as error:
        return error.problems
    except InputError as error:
        return [str(error)]
    return []


def paths(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the paths to every value of a JSON document."""
    yield path
    if isinstance(value, dict):
        for key, part in value.items():
            yield from paths(part, (*path, key))
    if isinstance(value, list):
        for number, part in enumerate(value):
            yield from paths(part, (*path, number))


PATHS = [path for path in paths(metadata()) if path]
OTHERS: list[object] = [
    None,
    True,
    0,
    -1.5,
    "",
    "x",
    "[",
    "(a+)+$",
    "../x",
    "/x",
    "a\0b",
    "{",
    "{nowhere}",
]
OTHERS += ["http://[", "\ud800", [], {}, [[]], [None], {"a": 1}, "9" * 300, "schools.csv"]


@settings(max_examples=30)
@given(st.sampled_from(PATHS), st.sampled_from(OTHERS))
@example(("tables", 0, "url"), "../partnerships.csv")
@example(("tables", 0, "tableSchema", "columns", 0, "datatype", "format"), "(?=a)")
@example(("tables", 0, "tableSchema", "columns", 1, "datatype"), {"base": "integer", "minimum": {}})
def test_any_metadata_is_taken_or_refused_with_its_place(
    path: tuple[str | int, ...], other: object
) -> None:
    changed = metadata()
    part = changed
    for key in path[:-1]:
        part = part[key]  # type: ignore[index]
    part[path[-1]] = other  # type: ignore[index]
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        write_small_tables(folder, changed)
        problems = problems_of(made, str(folder / "graph.ttl"))

    assert all(re.match(".*: ", problem) for problem in problems)
    assert all(problem.isprintable() for problem in problems)


REFUSED = [
    (("tables", 0, "url"), "../x.csv", "tables[0].url: '../x.csv' is outside the folder"),
    (("tables", 0, "tableSchema", "columns"), {}, "tables[0].tableSchema.columns: expected a list"),
    (("tables", 0, "tableSchema", "primaryKey"), 1, "tables[0].tableSchema.primaryKey: expected"),
    (
        ("tables", 0, "tableSchema", "columns", 0, "datatype", "format"),
        "(",
        "tables[0].tableSchema.columns[0].datatype.format: '(' is not a regular expression",
    ),
    (
        ("tables", 0, "tableSchema", "columns", 1, "datatype"),
        "length",
        "tables[0].tableSchema.columns[1].datatype: unknown datatype 'length'",
    ),
    (
        ("tables", 0, "tableSchema", "columns", 0, "required"),
        "yes",
        "tables[0].tableSchema.columns[0].required: expected true or false",
    ),
    (
        ("tables", 0, "tableSchema", "columns", 1, "propertyUrl"),
        "no IRI",
        "tables[0].tableSchema.columns[1].propertyUrl: 'no IRI': ",
    ),
    (
        ("tables", 7, "tableSchema", "columns", 12, "https://w3id.org/yuqiao/csvw#checkDigits"),
        "isbn",
        "tables[7].tableSchema.columns[12].checkDigits: 'isbn' is unknown; expected 'ror'",
    ),
    (
        (
            "tables",
            0,
            "tableSchema",
            "columns",
            13,
            "https://w3id.org/yuqiao/csvw#plausibleMinimum",
        ),
        "early",
        "tables[0].tableSchema.columns[13].plausibleMinimum: expected a number",
    ),
]


@pytest.mark.parametrize(("path", "other", "message"), REFUSED)
def test_wrong_metadata_is_refused_with_its_place(
    path: tuple[str | int, ...], other: object, message: str, tmp_path: Path
) -> None:
    changed = metadata()
    part = changed
    for key in path[:-1]:
        part = part[key]  # type: ignore[index]
    part[path[-1]] = other  # type: ignore[index]
    write_small_tables(tmp_path, changed)

    with pytest.raises(InputError) as caught:
        build_file(str(tmp_path), str(tmp_path / "graph.ttl"))

    assert message in str(caught.value)
