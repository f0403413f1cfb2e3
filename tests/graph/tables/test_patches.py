"""Edits that curators make: only what they touch moves, and no source says what it did not say."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pyoxigraph import Triple

from yuqiao import data
from yuqiao.graph.tables.build import BuiltGraph, build_graph
from yuqiao.graph.tables.checks.all_checks import noteworthy

pytestmark = pytest.mark.slow

TABLES = Path(next(iter(data.__path__))) / "tables"


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """Return a copy of the bundled tables that a test may change."""
    return Path(shutil.copytree(TABLES, tmp_path / "tables"))


def append(tables: Path, file: str, *lines: str) -> None:
    """Add rows at the end of a table."""
    with (tables / file).open("a", encoding="utf-8") as stream:
        stream.writelines(f"{line}\n" for line in lines)


def figures(graph: BuiltGraph) -> dict[str, tuple[str, set[str]]]:
    """Return what the graph counts: the value and sources, by indicator and day."""
    rows = graph.store.query(
        "SELECT ?figure ?value ?source {"
        " ?figure yq:basis bas:computed ; schema:value ?value ; dcterms:source ?source ."
        ' FILTER(CONTAINS(STR(?figure), "-counted--")) }',
        prefixes=graph.prefixes,
    )
    found: dict[str, tuple[str, set[str]]] = {}
    for figure, value, source in rows:  # type: ignore[union-attr]
        name = figure.value.partition("-counted--")[2]
        found.setdefault(name, (value.value, set()))[1].add(source.value.rpartition("/")[2])
    return found


def test_each_figure_names_what_it_counts_from(bundled: BuiltGraph) -> None:
    """A part of the register is no source of the count of the other part."""
    local, ministry, article = {"s-crs-local-list"}, {"s-crs-moe-list"}, {"s-ichongqing-20250601"}
    counted = figures(bundled)
    assert {name: said for name, said in counted.items() if "disc" not in name} | {
        "2026-05-25--share-science-engineering-agriculture-medicine": ()
    } == {
        "2025-05--new-approvals": ("6", article),
        "2025-05--new-joint-institutions": ("2", article),
        "2025-05--new-joint-programmes": ("4", article),
        "2026-03-20--joint-institutions-local-filed": ("4", local),
        "2026-03-20--joint-programmes-local-filed": ("30", local),
        "2026-03-20--partnerships-local-filed": ("34", local),
        "2026-05-25--joint-institutions": ("13", local | ministry),
        "2026-05-25--joint-institutions-ministry": ("9", ministry),
        "2026-05-25--joint-institutions-with-russia": ("4", local | ministry),
        "2026-05-25--joint-programmes": ("69", local | ministry),
        "2026-05-25--joint-programmes-ministry": ("39", ministry),
        "2026-05-25--joint-programmes-with-russia": ("4", local | ministry),
        "2026-05-25--partnerships-ministry": ("48", ministry),
        "2026-05-25--partnerships-total": ("82", local | ministry),
        "2026-05-25--partnerships-total-with-russia": ("8", local | ministry),
        "2026-05-25--share-science-engineering-agriculture-medicine": (),
        "2026-11-23--share-science-engineering-agriculture-medicine": counted[
            "2026-11-23--share-science-engineering-agriculture-medicine"
        ],
    }


NEW = "cqu-aalto-materials"


def approve(tables: Path) -> None:
    """Enter an approval of December 2026, as its notice would give it."""
    notice = "s-test-notice-20261201"
    append(
        tables,
        "approvals.csv",
        f"{NEW},ministry,ministry-of-education-china,2026-12-01,,,2036-12-31,,",
    )
    append(tables, "places.csv", "espoo,City,Espoo,埃斯波,FIN,,,,,,")
    append(
        tables,
        "universities.csv",
        "aalto,Aalto University,芬兰阿尔托大学,university,FIN,espoo,,,,,high,,",
    )
    append(
        tables,
        "sources.csv",
        f"{notice},official-notice,Test notice,,Test Ministry,2026-12-01,https://example.org/notice,"
        "A test,,,2026-12-02,,,",
    )
    append(
        tables,
        "partnerships.csv",
        f'{NEW},programme,"Physics programme, Chongqing University and Aalto University",'
        "重庆大学与芬兰阿尔托大学合作举办物理学专业本科教育项目,chongqing,cqu,aalto,bachelor,physics-b,,"
        "regulations,listed,,,,,,,,,,high,,,",
    )
    append(
        tables,
        "statuses.csv",
        f"{NEW}-2026,{NEW},approved,2026-12-01,,2026-12-01,register,accepted,Test,{notice},",
    )
    append(
        tables,
        "evidence.csv",
        f"id/partnership/{NEW},form;name_en;name_zh;region;chinese_partner;foreign_partner;levels;"
        f"disciplines;legal_basis;register_entry;confidence,{notice},,register,accepted,",
        f"id/approval/{NEW},route;authority;date;expires,{notice},,register,accepted,",
        f"id/organisation/aalto,name_en;name_zh;type;country;city;confidence,{notice},,register,"
        "accepted,",
    )


def test_a_new_approval_adds_to_what_counts_it(tables: Path, bundled: BuiltGraph) -> None:
    """The figures of past days stay, with their sources; only the counts that it enters are new."""
    approve(tables)
    graph = build_graph(tables)
    old, new = figures(bundled), figures(graph)
    assert {name: said for name, said in new.items() if name in old} == old
    added = {name: said for name, said in new.items() if name not in old}
    assert {name: value for name, (value, _) in added.items() if "disc" not in name} == {
        "2026-12-01--joint-programmes": "70",
        "2026-12-01--joint-programmes-ministry": "40",
        "2026-12-01--partnerships-ministry": "49",
        "2026-12-01--partnerships-total": "83",
        "2026-12-01--share-science-engineering-agriculture-medicine": added[
            "2026-12-01--share-science-engineering-agriculture-medicine"
        ][0],
    }
    assert added["2026-12-01--partnerships-ministry"][1] == {
        "s-crs-moe-list",
        "s-test-notice-20261201",
    }
    assert graph.facts
    assert list(noteworthy(graph.facts, "2026-12-01")) == [DAY_TO_COME, EXAMPLE]
    assert list(noteworthy(graph.facts, "2037-01-01")) == [
        "approvals.csv:87:expires: '2036-12-31' is over; expected the status since then",
        EXAMPLE,
    ]


DAY_TO_COME = (
    "sources.csv:101:retrieved: '2026-12-02' is a day to come; expected the day of the reading"
)
EXAMPLE = (
    "sources.csv:101:url: 'https://example.org/notice': example.org is a name for examples; expected"
    " the address of the source"
)


def test_a_change_of_status_leaves_assessments_alone(tables: Path, bundled: BuiltGraph) -> None:
    """An assessment is of the day on which its source was read, whatever happens later."""
    append(
        tables,
        "sources.csv",
        "s-test-stop,official-notice,Test stop,,Test,2026-09-01,https://example.org/stop,Test,,,"
        "2026-09-02,,,",
    )
    path = tables / "statuses.csv"
    text = path.read_text("utf-8")
    line = next(one for one in text.splitlines() if one.startswith("swu-jcu-animal-2026,"))
    path.write_text(
        text.replace(line, line.replace("approved,,,", "approved,,2026-08-31,", 1)), "utf-8"
    )
    append(
        tables,
        "statuses.csv",
        "swu-jcu-animal-2026-09,swu-jcu-animal,ended,2026-09-01,,2026-09-01,reported,accepted,Test,"
        "s-test-stop,",
    )

    def assessments(graph: BuiltGraph) -> set[Triple]:
        mark = "/id/assessment/"
        return {t for t in graph.triples() if mark in getattr(t.subject, "value", "")}

    assert assessments(build_graph(tables)) == assessments(bundled)
