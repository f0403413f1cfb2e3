"""The sample of an import stands for all its rows: it shows every mistake that all would show."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yuqiao import data
from yuqiao.exports.registers.revision_file import checked_revision
from yuqiao.graph.curation.bulk.check_sample import CheckSample
from yuqiao.graph.curation.local_check import LocalCheck, UndecidedError
from yuqiao.graph.curation.register import Register
from yuqiao.graph.curation.revision import Revision
from yuqiao.graph.curation.sheets.column_mapping import ColumnMapping
from yuqiao.graph.curation.sheets.sheet import HeadedSheet, Sheet, SheetRow
from yuqiao.graph.curation.sheets.sheet_import import ImportReport, SheetImport
from yuqiao.ontology.namespaces import BASE

REGISTER = Register.open(Path(next(iter(data.__path__))) / "tables")
SOURCE = "s-crs-moe-list"
GIVEN = (
    "name_zh", "name_en", "form", "region", "chinese_partner", "foreign_partner", "levels",
    "disciplines", "register_page", "first_intake", "annual_intake", "annual_tuition", "counted_in",
    "study_model", "confidence", "unknown",
)  # fmt: skip


def titles() -> Iterator[str]:
    """Yield titles of programmes that the register does not have."""
    schools = ("重庆大学", "西南大学", "重庆邮电大学")
    partners = ("美国辛辛那提大学", "俄罗斯新西伯利亚国家研究型国立大学", "新加坡理工大学")
    subjects = ("临床医学", "动物科学", "商务英语", "土木工程", "学前教育", "工业工程")
    known = {row["name_zh"] for row in REGISTER.rows("partnerships.csv")}
    for school, partner, subject in product(schools, partners, subjects):
        title = f"{school}与{partner}合作举办{subject}专业本科教育项目"
        if title not in known:
            yield title


def good_rows(count: int) -> list[dict[str, str]]:
    """Return rows of a sheet in which nothing is wrong."""
    return [
        {"name_zh": title, "first_intake": "2027", "annual_intake": str(20 + number % 3)}
        for number, title in enumerate(islice(titles(), count))
    ]


def imported(rows: list[dict[str, str]]) -> tuple[Revision, CheckSample, ImportReport]:
    """Return what an import of rows brings, and the sample of it."""
    revision = Revision(REGISTER)
    sample = CheckSample(revision, BASE)
    numbered = (
        SheetRow(number, tuple(row.get(name, "") for name in GIVEN))
        for number, row in enumerate(rows, 2)
    )
    sheet = HeadedSheet(Sheet("a.csv", "", ()), GIVEN, numbered)
    mapping = ColumnMapping("partnerships.csv", {name: name for name in GIVEN})
    return revision, sample, SheetImport(revision, mapping, SOURCE).run(sheet, sample=sample)


def is_wrong(revision: Revision) -> bool:
    try:
        LocalCheck(revision, BASE).backed()
    except UndecidedError:
        return True
    return False


def test_many_programmes_are_checked_by_a_few_and_recorded_as_by_the_check_of_all() -> None:
    revision, sample, report = imported(good_rows(50))

    by_sample = checked_revision(revision, BASE, renew=False, sample=sample)
    by_all = checked_revision(revision, BASE, renew=False)

    assert report.counts == {"new": 50}
    assert sum(1 for _ in sample.rest.all_rows("approvals.csv")) - 85 < 25
    assert by_sample.report == by_all.report
    assert {name: b"".join(pieces) for name, pieces in by_sample.files.items()} == {
        name: b"".join(pieces) for name, pieces in by_all.files.items()
    }


TITLE = "重庆大学与美国辛辛那提大学合作举办隧道工程专业本科教育项目"
WRONG = {
    "a partner on the wrong side": {"chinese_partner": "cincinnati"},
    "the other partner on the wrong side": {"foreign_partner": "swu"},
    "a title without the partner": {"foreign_partner": "aston"},
    "another level than the title": {"levels": "master"},
    "a discipline of another level": {"disciplines": "nursing-d"},
    "an institution with the title of a programme": {"form": "institution"},
    "an intake before the school was founded": {"first_intake": "1985", "chinese_partner": "cqut"},
    "a host of one network": {"register_page": "https://www.crs.jsj.edu.cn.local/x"},
    "an unknown claim": {"counted_in": "no-such-claim"},
    "an unknown concept": {"confidence": "certain"},
    "a column that is none": {"unknown": "no_such_column"},
    "a value that is said to be unknown": {"unknown": "first_intake"},
    "Chinese in English": {"study_model": "四年制"},
    "a name with two scripts in a word": {"name_en": "Сhemistry programme of two schools"},
    "too many students": {"annual_intake": "9000"},
    "a fee as no number": {"annual_tuition": "a lot"},
}


@pytest.mark.parametrize("kind", WRONG)
def test_a_mistake_in_one_of_many_rows_is_found_or_told_as_doubtful(kind: str) -> None:
    rows = good_rows(40)
    rows[33] |= WRONG[kind]

    revision, sample, report = imported(rows)

    assert report.counts["doubtful"] or (is_wrong(revision) and is_wrong(sample.rest))


VALUES = {
    "form": ("", "programme", "institution"),
    "chinese_partner": ("", "cqu", "swu", "cincinnati"),
    "foreign_partner": ("", "cincinnati", "novosibirsk", "cqu"),
    "levels": ("", "bachelor", "master"),
    "disciplines": ("", "civil-engineering-b", "animal-science-b"),
    "first_intake": ("2027", "2028", "1985"),
    "annual_intake": ("", "20", "21"),
    "unknown": ("", "annual_intake"),
    "register_page": ("", "https://www.crs.jsj.edu.cn/aproval/detail/1", "https://10.0.0.1/"),
    "name_en": ("", "A programme", "Another one"),
}
EDITS = st.dictionaries(
    st.sampled_from(sorted(VALUES)), st.integers(min_value=0, max_value=3), max_size=3
)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(edits=st.lists(EDITS, min_size=3, max_size=12))
def test_whatever_is_wrong_with_all_rows_is_wrong_with_the_sample(
    edits: list[dict[str, int]],
) -> None:
    rows = good_rows(len(edits))
    for row, edit in zip(rows, edits, strict=True):
        row |= {name: VALUES[name][number % len(VALUES[name])] for name, number in edit.items()}

    revision, sample, _ = imported(rows)

    if revision.files() and is_wrong(revision):
        assert sample.has_repeated() or is_wrong(sample.rest)


def test_a_name_that_another_row_changes_to_is_told() -> None:
    revision, sample, _ = imported(good_rows(3))
    name = next(revision.all_rows("partnerships.csv"))
    revision.replace("partnerships.csv", 0, {**name, "name_zh": good_rows(3)[2]["name_zh"]})

    assert sample.has_repeated()
