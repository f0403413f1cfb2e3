"""Values as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuqiao.graph.curation.sheets.cell_values import plain_date, plain_number, plain_value
from yuqiao.graph.tables.csvw import TableColumn
from yuqiao.graph.tables.reader import is_date


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2025/5", "2025-05"),
        ("2025.05.01", "2025-05-01"),
        ("2025-5-1", "2025-05-01"),
        ("２０２５年５月１日", "2025-05-01"),
        ("2025 年 5 月", "2025-05"),
        ("2025年", "2025"),
        ("二〇二五年五月", "2025-05"),
        ("二○一六年十月二十一日", "2016-10-21"),
        ("二零二五年十二月三十一号", "2025-12-31"),
        ("2025-05-01 00:00:00", "2025-05-01"),
    ],
)
def test_a_date_with_one_meaning_is_understood(written: str, meant: str) -> None:
    assert plain_date(written) == meant


@pytest.mark.parametrize(
    "written", ["1/5/2025", "25/5", "2025/13", "2025年2月30日", "May 2025", "20250501"]
)
def test_another_date_stays_and_is_refused_later(written: str) -> None:
    assert plain_date(written) == written
    assert not is_date(written)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("53,000", "53000"),
        ("５３０００元", "53000"),
        ("¥77,000/学年", "77000"),
        ("4年", "4"),
        ("75人", "75"),
        ("4.0", "4"),
    ],
)
def test_a_number_with_its_unit_is_understood(written: str, meant: str) -> None:
    assert plain_number(written) == meant


@pytest.mark.parametrize("written", ["5,3", "约75", "75-80", "1e3", "53,00"])
def test_another_number_stays(written: str) -> None:
    assert plain_number(written) == written


def test_a_list_has_the_separator_of_its_column() -> None:
    partners = TableColumn("foreign_partner", separator=";")

    assert plain_value(partners, "uwa； utas、 polyu") == "uwa;utas;polyu"


@given(st.text(max_size=12))
def test_any_text_has_a_value(text: str) -> None:
    for column in (
        TableColumn("a", any_date=True),
        TableColumn("b", datatype="integer"),
        TableColumn("c"),
    ):
        plain = plain_value(column, text)
        assert plain_value(column, plain) == plain
