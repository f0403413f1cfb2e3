"""Files of sheets: what people send, read as rows of texts, or refused with what to do."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yuqiao.graph.curation.sheets.sheet import headed
from yuqiao.graph.curation.sheets.sheet_files import open_sheet
from yuqiao.graph.errors import InputError

KNOWN = frozenset({"编号", "中文名称", "国家", "建校年份"})
ROWS = [["编号", "中文名称", "国家"], ["espoo", "埃斯波", "芬兰"], ["oulu", "奥卢, 芬兰", "芬兰"]]
CSV = '编号,中文名称,国家\nespoo,埃斯波,芬兰\noulu,"奥卢, 芬兰",芬兰\n'
ODS = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
<table:table table:name="A">{}</table:table></office:spreadsheet></office:body>
</office:document-content>"""


def write_xlsx(path: Path) -> None:
    workbook = openpyxl.Workbook()
    for row in ROWS:
        workbook.active.append(row)
    workbook.save(path)


def write_ods(path: Path) -> None:
    rows = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
            for cell in row
        )
        + "</table:table-row>"
        for row in ROWS
    )
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        parts.writestr("content.xml", ODS.format(rows))
        parts.writestr("META-INF/manifest.xml", "<manifest/>")


def write_json(path: Path) -> None:
    objects = [dict(zip(ROWS[0], row, strict=True)) for row in ROWS[1:]]
    path.write_text(json.dumps(objects, ensure_ascii=False), "utf-8")


def write_lines(path: Path) -> None:
    objects = [dict(zip(ROWS[0], row, strict=True)) for row in ROWS[1:]]
    path.write_text("\n".join(json.dumps(each) for each in objects), "utf-8")


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("utf8.csv", lambda path: path.write_text(CSV, "utf-8")),
        ("mark.csv", lambda path: path.write_text(CSV, "utf-8-sig")),
        ("utf16.csv", lambda path: path.write_text(CSV, "utf-16")),
        ("gb18030.csv", lambda path: path.write_text(CSV, "gb18030")),
        ("windows.csv", lambda path: path.write_bytes(CSV.replace("\n", "\r\n").encode())),
        ("tabs.tsv", lambda path: path.write_text("\n".join("\t".join(r) for r in ROWS), "utf-8")),
        (
            "semicolons.csv",
            lambda path: path.write_text("\n".join(";".join(r) for r in ROWS), "utf-8"),
        ),
        ("title.csv", lambda path: path.write_text(f"名单（2026年）,,\n{CSV}", "utf-8")),
        ("book.xlsx", write_xlsx),
        ("book.ods", write_ods),
        ("list.json", write_json),
        ("lines.jsonl", write_lines),
    ],
)
def test_the_same_rows_whatever_the_file(
    name: str, write: Callable[[Path], None], tmp_path: Path
) -> None:
    write(tmp_path / name)

    found = headed(open_sheet(tmp_path / name), KNOWN)

    assert list(found.titles) == ROWS[0]
    assert [list(row.cells) for row in found.rows] == ROWS[1:]


def test_rows_after_those_where_the_head_is_looked_for(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("编号\n" + "".join(f"n{n}\n" for n in range(50)), "utf-8")

    found = headed(open_sheet(tmp_path / "a.csv"), KNOWN)

    assert [row.cells[0] for row in found.rows] == [f"n{n}" for n in range(50)]


def test_merged_titles_and_cells_and_dates_of_a_workbook(tmp_path: Path) -> None:
    """As registers print it: a title over two columns, one over two rows, a school for several."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    for row in [
        ["编号", "名称", None, "建校年份"],
        [None, "中文名称", "国家", None],
        ["espoo", "埃斯波", "芬兰", date(2025, 5, 1)],
        ["oulu", "奥卢", None, 1958.0],
    ]:
        sheet.append(row)
    for area in ("A1:A2", "B1:C1", "D1:D2", "C3:C4"):
        sheet.merge_cells(area)
    workbook.save(tmp_path / "a.xlsx")

    found = headed(open_sheet(tmp_path / "a.xlsx"), KNOWN)

    assert found.titles == ("编号", "中文名称", "国家", "建校年份")
    assert [row.cells for row in found.rows] == [
        ("espoo", "埃斯波", "芬兰", "2025-05-01"),
        ("oulu", "奥卢", "芬兰", "1958"),
    ]


def test_formulas_and_macros_are_told(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(["编号", "国家"])
    workbook.active.append(["x", "=1+1"])
    workbook.save(tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx", "a") as parts:
        parts.writestr("xl/vbaProject.bin", "code")

    notes = open_sheet(tmp_path / "a.xlsx").notes

    assert notes == [
        "a.xlsx: 1 cell with formulas, the first in B2; taken are the results that were last saved",
        "a.xlsx: holds macros, which are not run",
    ]


def write_bomb(path: Path) -> None:
    write_xlsx(path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/media/a.bin", b"\0" * (30 * 2**20))


def write_two_sheets(path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(["a"])
    workbook.create_sheet("B").append(["b"])
    workbook.save(path)


MIXED = "编号,国家\nespoo,芬兰\n".encode() + "oulu,芬兰\n".encode("gb18030")


@pytest.mark.parametrize(
    ("name", "write", "message"),
    [
        ("none.csv", lambda path: None, "cannot be read: No such file or directory"),
        ("empty.csv", lambda path: path.write_bytes(b""), "empty; expected a head of titles"),
        (
            "quote.csv",
            lambda path: path.write_text('编号\n"a\n'),
            "2: not CSV: unexpected end of data",
        ),
        ("comma.csv", lambda path: path.write_text("编号,国家\na,b,c\n"), "2: 3 cells, expected 2"),
        ("twice.csv", lambda path: path.write_text("编号,编号\n"), "'编号' stands 2 times"),
        ("mixed.csv", lambda path: path.write_bytes(MIXED), "3: in another encoding than line 1"),
        (
            "latin.csv",
            lambda path: path.write_bytes(b"a\n\xff\xff\n"),
            "2: neither UTF-8 nor GB18030",
        ),
        ("zero.csv", lambda path: path.write_bytes(b"a\n\xe9\0\n"), "2: holds zero bytes"),
        ("zeros.csv", lambda path: path.write_bytes(b"a\nb\0\n"), "2: holds zero bytes"),
        (
            "long.csv",
            lambda path: path.write_bytes(b"a\n" + b"b" * 2**24),
            "2: a line of more than 16 MB; expected a row of cells",
        ),
        ("old.xls", lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0" * 4), "an old workbook"),
        ("broken.xlsx", lambda path: path.write_bytes(b"PK\3\4" * 9), "not a workbook that can be"),
        ("bomb.xlsx", write_bomb, "unpacks to more than 256 MB or 250 times its size"),
        ("two.xlsx", write_two_sheets, "has 2 sheets; name one of them: Sheet, B"),
        ("a.json", lambda path: path.write_text('{"a": {}}'), "expected texts, numbers and lists"),
        ("b.json", lambda path: path.write_text('[{"a": 1}, {"b": 1}]'), "'b' is not in the first"),
        ("c.json", lambda path: path.write_text("[" * 99999), "brackets nested too deep"),
        ("d.json", lambda path: path.write_text("[1"), "not JSON"),
    ],
)
def test_what_cannot_be_read_is_refused(
    name: str, write: Callable[[Path], None], message: str, tmp_path: Path
) -> None:
    write(tmp_path / name)

    with pytest.raises(InputError) as refused:
        list(headed(open_sheet(tmp_path / name), KNOWN).rows)

    assert message in str(refused.value)
    assert name in str(refused.value)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(st.binary(max_size=60), st.sampled_from(["a.csv", "a.tsv", "a.json", "a.jsonl", "a.xlsx"]))
def test_any_bytes_are_read_or_refused(tmp_path: Path, data: bytes, name: str) -> None:
    (tmp_path / name).write_bytes(data)
    refused = ""
    try:
        rows = list(headed(open_sheet(tmp_path / name), KNOWN).rows)
    except InputError as error:
        refused, rows = str(error), []
    assert not refused or name in refused
    assert all(isinstance(cell, str) for row in rows for cell in row.cells)
