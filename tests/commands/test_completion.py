"""What bash, zsh and fish complete: commands, options, formats, questions, their parameters, files."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from yuqiao.graph.questions.catalogue import questions


def completed(line: str, shell: str = "bash", **environment: str) -> list[str]:
    """Return what a shell gets for a line whose last word is being typed."""
    words = line.split(" ")
    variables = {
        "_YUQIAO_COMPLETE": f"{shell}_complete",
        "COMP_WORDS": line,
        "COMP_CWORD": words[-1] if shell == "fish" else str(len(words) - 1),
    }
    script = "from yuqiao.cli import main; main(prog_name='yuqiao')"
    ended = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, **variables, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return [line for line in ended.stdout.splitlines() if line]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("yuqiao qu", ["plain,query", "plain,questions"]),
        ("yuqiao view --ag", ["plain,--aggregate"]),
        ("yuqiao view --ga", []),  # an earlier spelling
        ("yuqiao query --as js", ["plain,json", "plain,jsonld"]),
        ("yuqiao convert a b --from tr", ["plain,trig"]),
        ("yuqiao view --as ", ["plain,html", "plain,svg", "plain,png", "plain,pdf", "plain,pptx"]),
        ("yuqiao view --projection in", ["plain,industry"]),
        ("yuqiao view --aggregate c", ["plain,country", "plain,community"]),
        ("yuqiao ask --lang ", ["plain,en", "plain,zh"]),
        ("yuqiao query --graph da", ["file,da"]),
        ("yuqiao load da", ["file,da"]),
        ("yuqiao ask gaps -p ", []),
        (
            "yuqiao ask programmes-with-countries -p c",
            ["plain,country="],
        ),
    ],
)
def test_words_are_completed(line: str, found: list[str]) -> None:
    assert completed(line) == found


def test_questions_are_completed_with_their_titles() -> None:
    names = [question.name for question in questions() if question.name.startswith("part")]
    assert completed("yuqiao ask part") == [f"plain,{name}" for name in names]

    in_chinese = completed("yuqiao ask partnerships-by-country", "fish", LANG="zh_CN.UTF-8")
    title = next(q.title["zh-Hans"] for q in questions() if q.name == "partnerships-by-country")
    assert in_chinese == [f"plain,partnerships-by-country\t{title}"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_its_script(shell: str) -> None:
    assert any(
        "_YUQIAO_COMPLETE" in line
        for line in completed("yuqiao", shell, _YUQIAO_COMPLETE=f"{shell}_source")
    )
