"""A table fits its terminal, keeps its columns in Chinese, and can do a terminal no harm."""

from __future__ import annotations

import pyoxigraph
import pytest
from pyoxigraph import BlankNode, Literal, NamedNode

from yuqiao.exports.results.terminal_table import Shortener, table_lines
from yuqiao.exports.safe_text import harmless
from yuqiao.exports.text_layout import display_width
from yuqiao.graph.stores.results import Solutions

ROWS = """SELECT ?school ?about ?n { VALUES (?school ?about ?n) {
  ("重庆大学与新西伯利亚国立大学" "Physics, taught at Chongqing University from 2025 on" 100)
  ("CQU" "https://example.org/a/very/long/address" 7)
} }"""


def table(width: int | None) -> str:
    rows = pyoxigraph.Store().query(ROWS)
    assert isinstance(rows, pyoxigraph.QuerySolutions)
    return "\n".join(table_lines(Solutions(rows), {}, width))


def test_a_wide_terminal_needs_no_breaks() -> None:
    expected = """\
school                        about                                                   n
────────────────────────────  ────────────────────────────────────────────────────  ───
重庆大学与新西伯利亚国立大学  Physics, taught at Chongqing University from 2025 on  100
CQU                           https://example.org/a/very/long/address                 7"""

    assert table(200) == table(None) == expected


def test_a_narrow_terminal_breaks_long_cells_and_indents_what_follows() -> None:
    expected = """\
school                about                   n
────────────────────  ────────────────────  ───
重庆大学与新西伯利亚  Physics, taught at    100
  国立大学              Chongqing
                        University from
                        2025 on
CQU                   https://example.org/    7
                        a/very/long/addres
                        s"""

    assert table(47) == expected


@pytest.mark.parametrize("width", range(30, 120))
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    assert max(display_width(line) for line in table(width).split("\n")) <= width


@pytest.mark.parametrize(
    ("term", "shown"),
    [
        (None, ""),
        (NamedNode("http://example.org/def#a"), "yq:a"),
        (NamedNode("http://example.org/a"), "ex:a"),
        (NamedNode("http://example.org/a/b"), "<http://example.org/a/b>"),
        (NamedNode("http://example.org/"), "<http://example.org/>"),
        (NamedNode("http://elsewhere.org/a"), "<http://elsewhere.org/a>"),
        (BlankNode("b1"), "_:b1"),
        (Literal("重庆", language="zh-Hans"), "重庆"),
        (Literal(7), "7"),
    ],
)
def test_terms_are_short(term: NamedNode | None, shown: str) -> None:
    prefixes = {"ex": "http://example.org/", "yq": "http://example.org/def#"}

    assert Shortener(prefixes).cell(term) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b]0;title\x07", r"\x1b]0;title\x07"),
        ("\x9b31m", r"\x9b31m"),
        ("a\r\nb\tc", r"a\r\nb\tc"),
        ("\u202eevil\u2066", r"\u202eevil\u2066"),
        ("\u2028", r"\u2028"),
        ("\U000e0041", r"\U000e0041"),
        ("خانه\u200cها", "خانه\u200cها"),
        ("全角\u3000空格", "全角\u3000空格"),
    ],
)
def test_what_would_steer_a_terminal_is_shown_instead(text: str, shown: str) -> None:
    assert harmless(text) == shown


@pytest.mark.parametrize(
    ("text", "columns"), [("abc", 3), ("重庆", 4), ("ｱ", 1), ("Ａ", 2), ("e\u0301", 1), ("", 0)]
)
def test_columns_are_those_of_a_terminal(text: str, columns: int) -> None:
    assert display_width(text) == columns


def test_rows_beyond_the_sample_keep_the_columns() -> None:
    digits = " ".join(f"VALUES ?{name} {{ 0 1 2 3 4 5 6 7 8 9 }}" for name in "abcd")
    rows = pyoxigraph.Store().query(f"SELECT (?a + 10 AS ?n) {{ {digits} }}")
    assert isinstance(rows, pyoxigraph.QuerySolutions)

    lines = list(table_lines(Solutions(rows), {}, 80))

    assert len(lines) == 10_002
    assert {len(line) for line in lines} == {2}


def test_rows_beyond_the_sample_may_be_wider_than_a_narrow_column() -> None:
    digits = " ".join(f"VALUES ?{name} {{ 0 1 2 3 4 5 6 7 8 9 }}" for name in "abcd")
    rows = pyoxigraph.Store().query(
        f"SELECT ?n {{ {{ {digits} BIND(0 AS ?n) }} UNION {{ BIND(123 AS ?n) }} }}"
    )
    assert isinstance(rows, pyoxigraph.QuerySolutions)

    lines = list(table_lines(Solutions(rows), {}, 80))

    assert (len(lines), lines[-4:]) == (10_005, ["0", "1", "2", "3"])
