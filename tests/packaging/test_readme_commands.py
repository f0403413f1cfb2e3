"""The README's two commands are the ones the gate runs, in the order it runs them."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_readme_gives_two_commands_one_line_each() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    main_job = [
        "sh tools/setup",
        ".venv/bin/yuqiao build",
        ".venv/bin/yuqiao ask partnerships-by-country",
        ".venv/bin/yuqiao view -o network.html",
    ]

    commands = re.findall(r"^```sh\n(.*?)\n```$", readme, re.MULTILINE)

    assert commands == [" && ".join(main_job), "sh tools/test"]


def test_the_gate_runs_the_first_as_the_readme_has_it_and_the_second_by_name() -> None:
    gate = (ROOT / ".ci/run").read_text("utf-8").splitlines()

    assert any("README.md" in line and line.startswith("bash ") for line in gate)
    assert "sh tools/test" in gate
