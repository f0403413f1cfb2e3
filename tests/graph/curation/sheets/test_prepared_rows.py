"""Rows that other processes prepare come in as they would one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from yuqiao import data
from yuqiao.exports.registers.revision_file import checked_revision
from yuqiao.graph.curation.bulk import added_rows
from yuqiao.graph.curation.bulk.check_sample import CheckSample
from yuqiao.graph.curation.register import Register
from yuqiao.graph.curation.revision import Revision
from yuqiao.graph.curation.sheets import prepared_rows, sheet_import
from yuqiao.graph.curation.sheets.column_mapping import ColumnMapping
from yuqiao.graph.curation.sheets.sheet import HeadedSheet, Sheet, SheetRow
from yuqiao.graph.curation.sheets.sheet_import import ImportReport, SheetImport
from yuqiao.ontology.namespaces import BASE

REGISTER = Register.open(Path(next(iter(data.__path__))) / "tables")
TITLES = ("项目名称", "首次招生", "年招生人数", "外方院校")
MAPPING = ColumnMapping(
    "partnerships.csv",
    dict(zip(TITLES, ("name_zh", "first_intake", "annual_intake", "foreign_partner"), strict=True)),
)
ROWS_AT_ONCE = 20


def cells() -> Iterator[tuple[str, ...]]:
    """Yield the cells of a sheet: new rows, and now and then what is not simply new."""
    known = {row["name_zh"] for row in REGISTER.rows("partnerships.csv")}
    subjects = [
        (row["name_zh"], {"bachelor": "本科", "diploma": "专科"}[row["level"]])
        for row in REGISTER.rows("disciplines.csv")
        if row["name_zh"] and row["level"] in {"bachelor", "diploma"}
    ]
    start = "重庆大学与美国辛辛那提大学合作举办"
    for number, (subject, level) in enumerate(subjects):
        title = f"{start}{subject}专业{level}教育项目"
        yield title, f"20{27 + number % 3}/9", f"{20 + number % 5}人", ""
        if title in known:
            continue
        if number % 11 == 3:
            yield title, "2028", "", ""  # once more
        if number % 11 == 5:
            yield title.replace("本科", "学士学位"), "2028", "", ""  # with the same English name
        if number % 11 == 7:
            yield f"西南大学与法国不知名大学合作举办{subject}专业{level}教育项目", "2028", "", ""
        if number % 11 == 9:
            yield f"{start}{subject}{number}专业{level}教育项目", "2028", "9000", ""
    yield (
        "重庆交通大学与俄罗斯新西伯利亚国家研究型国立大学合作举办物理学专业本科教育项目",
        "x",
        "",
        "",
    )
    existing = next(row for row in REGISTER.rows("partnerships.csv") if row["first_intake"])
    yield existing["name_zh"], "2029", "", ""


def headed() -> HeadedSheet:
    rows = (SheetRow(number, each) for number, each in enumerate(cells(), 2))
    return HeadedSheet(Sheet("a.csv", "", ()), TITLES, rows)


def changed_meanwhile() -> HeadedSheet:
    rows = (
        SheetRow(number, (*each[:1], "2030", *each[2:])) for number, each in enumerate(cells(), 2)
    )
    return HeadedSheet(Sheet("a.csv", "", ()), TITLES, rows)


def cut_short() -> HeadedSheet:
    return HeadedSheet(Sheet("a.csv", "", ()), TITLES, islice(headed().rows, ROWS_AT_ONCE + 5))


def imported(again: object) -> tuple[ImportReport, list[str], dict[str, bytes]]:
    """Return what an import says and writes."""
    revision = Revision(REGISTER)
    sample = CheckSample(revision, BASE)
    found = SheetImport(revision, MAPPING, "s-crs-moe-list")
    report = found.run(headed(), sample=sample, again=again)  # type: ignore[arg-type]
    checked = checked_revision(revision, BASE, renew=False, sample=sample)
    files = {name: b"".join(pieces) for name, pieces in checked.files.items()}
    return report, list(checked.report.notes), files


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take a few rows for many."""
    monkeypatch.setattr(prepared_rows, "AT_ONCE", ROWS_AT_ONCE)
    monkeypatch.setattr(sheet_import, "AT_ONCE", ROWS_AT_ONCE)
    monkeypatch.setattr(added_rows, "_IN_MEMORY", ROWS_AT_ONCE // 2)


@pytest.mark.parametrize("count", [2, 3])
@pytest.mark.parametrize("again", [headed, changed_meanwhile, cut_short])
def test_several_processes_bring_in_what_one_does(
    again: object, count: int, small_pieces: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepared_rows, "processors", lambda: count)
    monkeypatch.setattr(sheet_import, "processors", lambda: count)

    one, several = imported(None), imported(again)

    assert one[0].counts["new"] > 3 * ROWS_AT_ONCE // 2
    assert one[0].counts["doubtful"] > 10
    assert one[0].counts["changed"] == 3
    assert several == one
