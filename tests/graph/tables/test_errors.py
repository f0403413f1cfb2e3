"""Every mistake in the tables is reported at once: file, row, column, value, what was expected."""

from __future__ import annotations

import csv
import shutil
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuqiao import data
from yuqiao.exports.rdf.turtle import turtle
from yuqiao.graph.errors import InputError, TableErrors
from yuqiao.graph.tables.build import BuiltGraph, build_graph
from yuqiao.graph.tables.metadata import read_metadata
from yuqiao.graph.tables.reader import read_table

pytestmark = pytest.mark.slow


TABLES = Path(next(iter(data.__path__))) / "tables"
METADATA = read_metadata((TABLES / "csv-metadata.json").read_text("utf-8"), "csv-metadata.json")


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """Return a copy of the bundled tables that a test may spoil."""
    return Path(shutil.copytree(TABLES, tmp_path / "tables"))


def write_cell(tables: Path, file: str, row: int, column: str, value: str) -> None:
    """Write one cell as a curator would; row 1 is the header."""
    path = tables / file
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    rows[row - 1][rows[0].index(column)] = value
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(rows)


def problems_of(tables: Path) -> list[str]:
    """Return what the build has to say about the tables."""
    with pytest.raises(TableErrors) as caught:
        build_graph(tables)
    return caught.value.problems


# TableRow 30 of partnerships.csv is cque-extremadura-food, row 28 of approvals.csv cuas-uncw-mathematics.
CELLS = {
    "unknown school": (
        ("partnerships.csv", 30, "chinese_partner", "cquee"),
        (
            "partnerships.csv:30:chinese_partner: 'cquee' is unknown; did you mean 'cque'? Expected one"
            " of the 107 ids of https://w3id.org/yuqiao/id/organisation/"
        ),
    ),
    "unknown level": (
        ("partnerships.csv", 30, "levels", "bachlor"),
        (
            "partnerships.csv:30:levels: 'bachlor' is unknown; expected one of bachelor, diploma,"
            " doctor, master, postgraduate"
        ),
    ),
    "unknown form": (
        ("partnerships.csv", 30, "form", "program"),
        "partnerships.csv:30:form: 'program' is unknown; expected one of institution, programme",
    ),
    "bad date": (
        ("approvals.csv", 28, "date", "21/03/2018"),
        "approvals.csv:28:date: '21/03/2018': expected a date: YYYY, YYYY-MM or YYYY-MM-DD",
    ),
    "day that no calendar has": (
        ("approvals.csv", 28, "date", "2018-02-30"),
        "approvals.csv:28:date: '2018-02-30': expected a date: YYYY, YYYY-MM or YYYY-MM-DD",
    ),
    "no number": (
        ("partnerships.csv", 7, "annual_intake", "about 100"),
        "partnerships.csv:7:annual_intake: 'about 100': expected a whole number",
    ),
    "less than nothing": (
        ("partnerships.csv", 7, "annual_intake", "-100"),
        "partnerships.csv:7:annual_intake: '-100': expected 0 or more",
    ),
    "address of somebody else": (
        ("partnerships.csv", 30, "region", "https://example.org/x"),
        (
            "partnerships.csv:30:region: 'https://example.org/x' is unknown; expected one of the 57 ids"
            " of https://w3id.org/yuqiao/id/place/"
        ),
    ),
    "turned reading order": (
        ("sources.csv", 2, "title", "a\u202eb"),
        "sources.csv:2:title: 'a\\u202eb': expected text without control characters",
    ),
    "empty name": (
        ("partnerships.csv", 30, "name_zh", ""),
        "partnerships.csv:30:name_zh: empty; a value is required",
    ),
    "empty part of a list": (
        ("partnerships.csv", 4, "foreign_partner", "uwa;;utas"),
        (
            "partnerships.csv:4:foreign_partner: 'uwa;;utas': an empty part between ';'; expected a"
            " value on each side"
        ),
    ),
    "two values where one stands": (
        ("partnerships.csv", 30, "confidence", "high;medium"),
        (
            "partnerships.csv:30:confidence: 'high;medium': 2 parts joined by ';'; expected a single"
            " value"
        ),
    ),
    "slug with capitals": (
        ("batches.csv", 2, "id", "May 2025"),
        "batches.csv:2:id: 'May 2025': expected the form [a-z0-9]+(-{1,2}[a-z0-9]+)*",
    ),
    "duplicate slug": (
        ("countries.csv", 3, "id", "AUS"),
        "countries.csv:3:id: 'AUS' is already in row 2; expected each only once",
    ),
    "slug of another table": (
        ("universities.csv", 2, "id", "cqu"),
        "universities.csv:2:id: 'cqu' is already in schools.csv:2; the two would be one entity",
    ),
    "address without http": (
        ("sources.csv", 2, "url", "www.ichongqing.info"),
        (
            "sources.csv:2:url: 'www.ichongqing.info': expected an address that begins with http://"
            " or https://"
        ),
    ),
    "script as an address": (
        ("sources.csv", 2, "url", "javascript:alert(1)"),
        (
            "sources.csv:2:url: 'javascript:alert(1)': expected an address that begins with http://"
            " or https://"
        ),
    ),
    "address with a space": (
        ("sources.csv", 2, "retrieved_from", "https://example.org/<a>"),
        "sources.csv:2:retrieved_from: 'https://example.org/<a>' is not an IRI",
    ),
    "value without evidence": (
        ("partnerships.csv", 30, "first_intake", "2019"),
        (
            "partnerships.csv:30:first_intake: '2019' has no evidence; add a row to the evidence table"
            " that names id/partnership/cque-extremadura-food and the column first_intake"
        ),
    ),
    "unknown and known at once": (
        ("partnerships.csv", 30, "unknown", "disciplines"),
        (
            "partnerships.csv:30:unknown: 'disciplines' is named as unknown but has a value; remove one"
            " of the two"
        ),
    ),
    "unknown column": (
        ("approvals.csv", 28, "unknown", "certficate"),
        (
            "approvals.csv:28:unknown: 'certficate' is no column here; expected one of partnership,"
            " route, authority, date, batch, certificate, expires, note"
        ),
    ),
    "evidence of an empty cell": (
        ("evidence.csv", 2, "columns", "industries;note"),
        (
            "evidence.csv:2:columns: 'note' is empty there or takes no evidence; expected a filled"
            " column of id/place/chongqing"
        ),
    ),
    "unknown source": (
        ("evidence.csv", 2, "source", "s-ichongqing-2025060"),
        (
            "evidence.csv:2:source: 's-ichongqing-2025060' is unknown; did you mean"
            " 's-ichongqing-20250601'? Expected one of the 99 ids of https://w3id.org/yuqiao/id/source/"
        ),
    ),
    "claim about no property": (
        ("claims.csv", 2, "property", "alt label"),
        "claims.csv:2:property: 'alt label': expected a prefixed name such as yq:form",
    ),
    "control characters": (
        ("sources.csv", 2, "title", "Bell \x07"),
        "sources.csv:2:title: 'Bell \\x07': expected text without control characters",
    ),
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Return what is said of each case: one build tells of all that are wrong in other cells."""
    rounds: dict[object, list[str]] = defaultdict(list)
    seen = Counter[object]()
    for case, ((*cell, _), _) in CELLS.items():
        ids = cell[-1] == "id"  # those of a table are counted in what is said of other cells
        rounds["ids" if ids else seen[tuple(cell)]].append(case)
        seen[tuple(cell)] += 1
    said: dict[str, list[str]] = {}
    for cases in rounds.values():
        tables = Path(shutil.copytree(TABLES, tmp_path_factory.mktemp("spoilt") / "tables"))
        for case in cases:
            write_cell(tables, *CELLS[case][0])
        said |= dict.fromkeys(cases, problems_of(tables))
    return said


@pytest.mark.parametrize("case", CELLS)
def test_a_wrong_cell_is_named_with_its_place(case: str, told: dict[str, list[str]]) -> None:
    assert CELLS[case][1] in told[case]


def test_a_wrong_cell_with_evidence_is_reported_once(tables: Path) -> None:
    write_cell(tables, "partnerships.csv", 7, "annual_intake", "about 100")

    assert problems_of(tables) == [
        "partnerships.csv:7:annual_intake: 'about 100': expected a whole number"
    ]


def test_cells_separated_by_semicolons_are_told_so(tables: Path) -> None:
    path = tables / "batches.csv"
    path.write_text(path.read_text("utf-8").replace(",", ";"), "utf-8")

    assert problems_of(tables) == ["batches.csv:1: cells separated by ';'; save it with commas"]


def test_all_mistakes_are_reported_together_in_order(tables: Path) -> None:
    write_cell(tables, "sources.csv", 2, "url", "ichongqing")
    write_cell(tables, "statuses.csv", 3, "as_of", "yesterday")
    write_cell(tables, "partnerships.csv", 2, "confidence", "hgih")

    assert problems_of(tables) == [
        "statuses.csv:3:as_of: 'yesterday': expected a date: YYYY, YYYY-MM or YYYY-MM-DD",
        "sources.csv:2:url: 'ichongqing': expected an address that begins with http:// or https://",
        "partnerships.csv:2:confidence: 'hgih' is unknown; expected one of high, low, medium",
    ]


def drop_column(tables: Path) -> None:
    text = (tables / "batches.csv").read_text("utf-8")
    (tables / "batches.csv").write_text(text.replace(",date,", ",day,", 1), "utf-8")


def title_in_chinese(tables: Path) -> None:
    rows = (tables / "batches.csv").read_text("utf-8").split("\n", 1)[1]
    (tables / "batches.csv").write_text(
        "编号,英文名称,中文名称,日期,发布机关,备注,来源\n" + rows, "utf-8"
    )


def save_as_gbk(tables: Path) -> None:
    text = (tables / "places.csv").read_text("utf-8")
    (tables / "places.csv").write_bytes(text.encode("gbk", "replace"))


def leave_a_quote_open(tables: Path) -> None:
    with (tables / "names.csv").open("a", encoding="utf-8") as stream:
        stream.write('x-name-1,id/organisation/cqu,"open,en,other,s-ror,\n')


def lose_a_cell(tables: Path) -> None:
    with (tables / "batches.csv").open("a", encoding="utf-8") as stream:
        stream.write("2026-05,New,新,2026-05\n")


FILES: dict[str, tuple[Callable[[Path], object], list[str]]] = {
    "stray and missing column": (
        drop_column,
        [
            (
                "batches.csv:1:day: stray column; expected id, name_en, name_zh, date, announced_by,"
                " note, sources"
            ),
            "batches.csv:1:date: the column is missing",
        ],
    ),
    "a header of titles": (
        title_in_chinese,
        [
            (
                "batches.csv:1:编号: not the header of this table; expected id, name_en, name_zh, date,"
                " announced_by, note, sources; give the columns these names, or import the file as a"
                " sheet"
            )
        ],
    ),
    "not UTF-8": (
        save_as_gbk,
        [
            "places.csv:2: not UTF-8 (byte 0xd6); save it as CSV UTF-8 in the spreadsheet",
        ],
    ),
    "open quote": (leave_a_quote_open, ["names.csv:84: not CSV: unexpected end of data"]),
    "row too short": (
        lose_a_cell,
        [
            (
                "batches.csv:3: 4 cells, expected 7 as in the header; check for a comma that should be"
                " inside quotes"
            )
        ],
    ),
    "empty file": (
        lambda tables: (tables / "batches.csv").write_text(""),
        ["batches.csv: empty; expected a header row"],
    ),
}


@pytest.mark.parametrize("case", FILES)
def test_a_file_of_the_wrong_shape_is_named(case: str, tables: Path) -> None:
    spoil, expected = FILES[case]
    spoil(tables)

    assert problems_of(tables) == expected


def test_a_missing_table_is_named_with_its_folder(tables: Path) -> None:
    (tables / "batches.csv").unlink()

    assert problems_of(tables) == [
        f"batches.csv: the table is missing; expected it in {tables}",
    ]


def test_a_byte_order_mark_and_carriage_returns_are_accepted(
    tables: Path, bundled: BuiltGraph
) -> None:
    for path in tables.glob("*.csv"):
        text = path.read_text("utf-8").replace("\n", "\r\n")
        path.write_bytes(b"\xef\xbb\xbf" + text.encode())

    assert len(build_graph(tables).store) == len(bundled.store)


def test_blank_lines_and_reordered_columns_change_nothing(
    tables: Path, bundled: BuiltGraph
) -> None:
    path = tables / "countries.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        rows = [list(reversed(row)) for row in csv.reader(stream)]
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([*rows, [""] * len(rows[0])])

    assert turtle(build_graph(tables).triples(), {}) == turtle(bundled.triples(), {})


def test_metadata_that_is_not_json_is_refused_with_its_place(tables: Path) -> None:
    (tables / "csv-metadata.json").write_text('{\n  "tables": [,]\n}')

    with pytest.raises(InputError, match=r"^csv-metadata.json:2:14: not JSON: Expecting value$"):
        build_graph(tables)


def test_metadata_of_something_else_is_refused(tables: Path) -> None:
    (tables / "csv-metadata.json").write_text('{"url": "one.csv"}')

    with pytest.raises(InputError, match="group of tables: '@id' is missing"):
        build_graph(tables)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"decimal"', '"length"', "unknown datatype 'length'"),
        ("https://w3id.org/yuqiao/def#form", "form", "No scheme found"),
        ('"[A-Z]{2}"', '"[A-Z"', r"'\[A-Z' is not a regular expression"),
        ('"@language": "en"', '"@language": "not a tag"', "@language: 'not a tag': A subtag"),
        ('"dc:license": "https:', '"dc:license": "not an IRI:', "dc:license: 'not an IRI:"),
    ],
)
def test_metadata_with_a_mistake_is_refused(old: str, new: str, message: str, tables: Path) -> None:
    path = tables / "csv-metadata.json"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")

    with pytest.raises(InputError, match=message):
        build_graph(tables)


@given(st.binary(max_size=300))
def test_no_bytes_make_reading_fail(content: bytes) -> None:
    table = next(table for table in METADATA.tables if table.file == "batches.csv")
    header = ",".join(column.name for column in table.columns).encode() + b"\n"
    problems: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / table.file).write_bytes(header + content)

        rows = read_table(Path(folder), table, problems)

    assert all(problem.startswith("batches.csv:") for problem in problems)
    assert problems or rows is not None


def test_tables_without_metadata_are_read_as_the_bundled_ones(
    tables: Path, bundled: BuiltGraph
) -> None:
    (tables / "csv-metadata.json").unlink()

    assert len(build_graph(tables).store) == len(bundled.store)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such folder; expected a folder of CSV tables"):
        build_graph(tmp_path / "nowhere")


@pytest.mark.parametrize("base", ["", "yuqiao", "https://example.org", "https://exa mple.org/"])
def test_a_base_that_is_no_address_is_refused(base: str) -> None:
    with pytest.raises(InputError, match=r"^the base "):
        build_graph(TABLES, base)
