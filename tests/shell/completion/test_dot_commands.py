"""What the menu offers after a dot command."""

from __future__ import annotations

from pathlib import Path

import pytest

import yuqiao
from yuqiao.shell.completion.candidates import Candidate
from yuqiao.shell.completion.dot_commands import dot_candidates, dot_wanted

GRAPH = yuqiao.open()
UNIVERSITY_AND_OTHERS = [
    "Novosibirsk State University",
    "Novosibirsk State University delegation in Chongqing",
    "Physics bachelor programme, Chongqing University and Novosibirsk State University",
]


def menu(line: str, lang: str = "en") -> tuple[str, list[str]]:
    """Return the word that is typed, and the texts of the menu."""
    found = {lookup: lookup.made(GRAPH) for lookup in dot_wanted(line)}
    word, choice = dot_candidates(line, found, lang, GRAPH.prefixes)
    return word, [candidate.text for candidate in choice]


@pytest.mark.parametrize(
    ("line", "word", "choice"),
    [
        (".qu", ".qu", [".questions", ".quit"]),
        (".questions partnerships-by-c", "partnerships-by-c", ["partnerships-by-country"]),
        (".ask total", "total", ["total-over-time", "totals-add-up"]),
        (".ask programmes-with-countries ", "", ["level=", "country=", "or_country=", "lang="]),
        (".as j", "j", ["json", "jsonld"]),
        (".lang ", "", ["en", "zh"]),
        (".timeout ", "", ["off"]),
        (".prefixes sk", "sk", ["skos:"]),
        (".about Novosibirsk State U", "Novosibirsk State U", UNIVERSITY_AND_OTHERS),
    ],
)
def test_dot_commands_and_their_arguments(line: str, word: str, choice: list[str]) -> None:
    assert menu(line) == (word, choice)


def test_a_question_comes_with_its_title() -> None:
    _, choice = dot_candidates(".ask partnerships-by-c", {}, "zh", {})

    assert choice == [
        Candidate("partnerships-by-country", "各国家（地区）各有多少个合作办学机构和项目？")
    ]


def test_files_are_completed_folder_by_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "graphs").mkdir()
    (tmp_path / "graphs" / "one.ttl").touch()
    (tmp_path / ".hidden").touch()
    monkeypatch.chdir(tmp_path)

    assert menu(".graph ") == ("", ["graphs/"])
    assert menu(".graph graphs/o") == ("graphs/o", ["graphs/one.ttl"])
    assert menu(".output nowhere/") == ("nowhere/", [])
