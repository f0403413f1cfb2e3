"""A report of coverage sets what is reported beside what is recorded, and counts what is empty."""

from __future__ import annotations

import json

import pyoxigraph
import pytest

import yuqiao
from yuqiao import QueryError
from yuqiao.exports.reports.evidence.coverage import coverage_report
from yuqiao.graph.evidence.coverage import Coverage, coverage
from yuqiao.graph.stores.memory import MemoryStore


@pytest.fixture(scope="module")
def known() -> Coverage:
    return coverage(yuqiao.open())


def test_the_reported_totals_have_gap_and_reason(known: Coverage) -> None:
    figures = {
        (each.label.en, each.date): [str(each.value), str(each.recorded), str(each.gap)]
        for each in known.figures
    }

    assert figures["Partnerships in total", "2025-06-01"] == ["75", "82", "4"]
    assert figures["Partnerships in total", "2025-10-20"] == ["78", "82", "-4"]
    assert figures["Disciplines covered", "2025-06-01"] == ["101", "70", "31"]
    assert all(each.reason.zh for each in known.figures if each.value in {75, 78, 101})


def test_empty_columns_are_counted(known: Coverage) -> None:
    gaps = {each.property.rpartition("#")[2]: each.not_searched for each in known.gaps}

    assert {name: gaps[name] for name in ("annualTuition", "studyModel", "durationYears")} == {
        "annualTuition": 74,
        "studyModel": 66,
        "durationYears": 77,
    }
    assert gaps["firstIntake"] == 70


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_all_forms_tell_the_same(lang: str, known: Coverage) -> None:
    markdown, html = (coverage_report(known, form, lang) for form in ("markdown", "html"))
    told = json.loads(coverage_report(known, "json", lang))

    assert told["partnerships"] == 85
    for gap in told["gaps"]:
        assert gap["label"][lang] in markdown
        assert gap["label"][lang] in html
    assert html.count("<svg") == 2
    assert "http" not in html.partition("<body>")[0]


def test_a_graph_without_partnerships_has_none() -> None:
    with pytest.raises(QueryError, match="describes no partnerships"):
        coverage(MemoryStore(pyoxigraph.Store(), {}))
