"""The check of some rows finds every fault that the check of all tables finds in them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from table_faults import FAULTS, Drop
from yuqiao import data
from yuqiao.graph.curation.additions import Additions
from yuqiao.graph.curation.fields import Fields
from yuqiao.graph.curation.local_check import LocalCheck, UndecidedError
from yuqiao.graph.curation.register import Register
from yuqiao.graph.curation.revision import Revision
from yuqiao.graph.tables.backed_values import BackedValues
from yuqiao.graph.tables.build import checked_tables
from yuqiao.ontology.namespaces import BASE

REGISTER = Register.open(Path(next(iter(data.__path__))) / "tables")
JUDGED = sorted(
    kind
    for kind, (changes, _) in FAULTS.items()
    if not any(isinstance(change, Drop) for change in changes)
)


def locally_checked(revision: Revision) -> BackedValues | None:
    return LocalCheck(revision, BASE).backed()


def revision_of(kind: str) -> Revision:
    """Return the changes of a fault as a curator's command would make them."""
    revision = Revision(REGISTER)
    for change in FAULTS[kind][0]:
        text = REGISTER.text(change.file)
        rows = [list(text.header), *(list(record.cells) for record in text.records[1:])]
        for number, row in revision.rows(change.file):
            rows[number + 1] = [row[name] for name in text.header]
        change.apply(rows)
        for number, cells in enumerate(rows[1:]):
            row = dict(zip(text.header, cells, strict=True))
            if number + 1 < len(text.records):
                revision.replace(change.file, number, row)
            else:
                revision.add(change.file, row)
    return revision


@pytest.mark.slow
def test_no_fault_passes_that_all_tables_would_show() -> None:
    passed = []
    for kind in JUDGED:
        try:
            locally_checked(revision_of(kind))
            passed.append(kind)
        except UndecidedError:
            continue

    assert len(JUDGED) > 80
    assert passed == []


ADDED = {
    "source": {
        "title": "A notice",
        "publisher": "A paper",
        "kind": "news",
        "url": "https://example.org/a",
        "date": "2025",
        "retrieved": "2025-06-02",
    },
    "university": {
        "name_en": "Aalto University",
        "name_zh": "芬兰阿尔托大学",
        "city": "Espoo",
        "source": "s-ror",
    },
    "partnership": {
        "name_zh": "重庆大学与俄罗斯新西伯利亚国家研究型国立大学合作举办法学专业本科教育项目",
        "source": "s-crs-moe-list",
        "status_text": "On the list.",
    },
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", ADDED)
def test_what_is_added_is_checked_alone_and_recorded_as_by_the_whole_check(
    kind: str, tmp_path: Path
) -> None:
    revision = Revision(REGISTER)
    Additions(revision).add(kind, Fields.parse_json(json.dumps(ADDED[kind]), "a.json"))
    files = revision.files()
    for table in REGISTER.group.tables:
        pieces = files.get(table.file) or [REGISTER.text(table.file).to_bytes()]
        (tmp_path / table.file).write_bytes(b"".join(pieces))

    assert locally_checked(revision) == checked_tables(tmp_path).backed


def test_rows_that_go_are_for_the_whole_check() -> None:
    revision = Revision(REGISTER)
    revision.remove("names.csv", 0)

    with pytest.raises(UndecidedError):
        locally_checked(revision)
