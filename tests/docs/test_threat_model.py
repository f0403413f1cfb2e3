"""Each threat of docs/threat-model.md names the tests that show what happens instead."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "threat-model.md"


def rows() -> list[tuple[str, str]]:
    """Return each threat with its cell of tests."""
    table = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| ")]
    cells = [line.strip("| ").split(" | ") for line in table[2:]]
    assert all(len(row) == 3 for row in cells)
    return [(row[0], row[2]) for row in cells]


@pytest.mark.parametrize(("threat", "tests"), rows(), ids=lambda text: text[:60])
def test_the_tests_of_a_threat_exist(threat: str, tests: str) -> None:
    named = re.findall(r"`(tests/[\w/.-]+?)(?:::(\w+))?`", tests)

    assert named, threat
    assert re.sub(r"`[^`]*`", "", tests).strip(", ") == ""
    for path, name in named:
        text = (ROOT / path).read_text("utf-8")
        assert re.search(rf"^ *(?:async )?def {name or 'test_'}", text, re.MULTILINE), (path, name)


@pytest.mark.parametrize(
    "kind",
    [
        *("nested", "clauses or operators", "searched for", "bomb", "more than 16 MB", "JSON-LD"),
        *("Blank nodes", "diff", "written out", "import-check", "LOAD", "token", "prefix", "nginx"),
        *("not a number", "character set", "folders", "full disk", "symbolic link", "exchanges"),
        *("damaged", "metadata", "killed", "file name", "terminal", "spreadsheet", "FIFO"),
        *("keyword", "columns", "nobody has thought of"),
    ],
)
def test_each_kind_of_hostile_input_is_listed(kind: str) -> None:
    assert any(kind.lower() in threat.lower() for threat, _ in rows()), kind
