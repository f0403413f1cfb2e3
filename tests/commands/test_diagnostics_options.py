"""``--why-empty``, ``--explain`` and ``--analyze`` of ``yuqiao query`` and ``yuqiao ask``."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from command_line import run_command
from pseudo_terminal import Terminal

WRONG = "SELECT ?p { ?p yq:foreignPartners o:novosibirsk }"
RIGHT = "SELECT ?p { ?p yq:foreignPartner o:novosibirsk }"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    ended = run_command(*arguments)
    texts = ended.stdout.decode(), ended.stderr.decode()
    return subprocess.CompletedProcess(arguments, ended.returncode, *texts)


def said(*arguments: str) -> str:
    ended = run(*arguments)
    assert (ended.returncode, ended.stderr) == (0, "")
    return ended.stdout


def test_why_a_query_returns_nothing_is_shown_instead_of_its_rows() -> None:
    assert (
        said("query", WRONG, "--why-empty")
        == """\
The query returns no rows.

line 1, column 13: this has no match
SELECT ?p { ?p yq:foreignPartners o:novosibirsk }
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
- the graph has no property yq:foreignPartners; did you mean yq:foreignPartner?

With this change, the query returns rows.
"""
    )


def test_a_parameter_without_a_match_is_shown_too() -> None:
    told = said(
        "query", RIGHT.replace("o:novosibirsk", "?u"), "-p", "u=o:novosibrsk", "--why-empty"
    )

    assert (
        told
        == """\
The query returns no rows.

line 1, column 13: this has no match
SELECT ?p { ?p yq:foreignPartner ?u }
            ^^^^^^^^^^^^^^^^^^^^^^^
- as given, ?u is o:novosibrsk
- o:novosibrsk is not in the graph; did you mean o:novosibirsk?
"""
    )


def test_a_question_that_has_no_answer_is_looked_into() -> None:
    given = ("-p", "country=France", "-p", "or_country=Spain", "-p", "level=lvl:master")

    assert (
        said("ask", "programmes-with-countries", *given, "--why-empty")
        == """\
The query returns no rows.

line 6, column 3: the rest has matches, but none that passes this
  FILTER(?found IN (?country, ?or_country))
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
- as given, ?country is country:FRA and ?or_country is country:ESP
- ?found is country:HKG, country:RUS, country:SGP or country:USA there
"""
    )


@pytest.mark.slow
def test_the_plan_of_a_query() -> None:
    told = said("query", RIGHT, "--explain")

    version, plan = told.split("\n", 1)
    assert re.fullmatch(r"The plan of Oxigraph \d+\.\d+\.\d+", version)
    assert plan == "\n2. Project(?p)\n└ 1. QuadPattern(?p yq:foreignPartner o:novosibirsk)\n"


@pytest.mark.slow
def test_the_plan_with_rows_and_times() -> None:
    told = said("query", RIGHT, "--analyze")

    assert re.fullmatch(
        r"""The plan of Oxigraph \d+\.\d+\.\d+

rows  own ms  all ms   step
   1 +\d+\.\d +\d+\.\d [ *] 2\. Project\(\?p\)
   1 +\d+\.\d +\d+\.\d [ *] └ 1\. QuadPattern\(\?p yq:foreignPartner o:novosibirsk\)

\* step [12] took most time by itself
""",
        told,
    )


@pytest.mark.slow
def test_as_json(tmp_path: Path) -> None:
    said("ask", "gaps", "--explain", "--as", "json", "-o", str(tmp_path / "plan.json"))

    plan = json.loads((tmp_path / "plan.json").read_text("utf-8"))
    assert (plan["analyzed"], plan["plan"]["operator"]) == (
        False,
        "Project(?property, ?missing, ?notSearched)",
    )
    assert json.loads(said("query", WRONG, "--why-empty", "--as", "json"))["empty"] is True


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--why-empty", "--explain"], "--why-empty cannot be combined with --explain"),
        (
            ["--why-empty", "--as", "csv"],
            "--why-empty is written as text, or as JSON with --as json; not as csv",
        ),
        (
            ["--analyze", "--as", "table"],
            "--analyze is written as text, or as JSON with --as json; not as table",
        ),
    ],
)
def test_what_does_not_go_together_is_refused(arguments: list[str], message: str) -> None:
    ended = run("query", WRONG, *arguments)

    assert (ended.returncode, ended.stdout) == (2, "")
    assert message in ended.stderr


@pytest.mark.slow
@pytest.mark.parametrize("option", ["--why-empty", "--explain", "--analyze"])
def test_a_wrong_query_has_the_usual_message(option: str) -> None:
    ended = run("query", "SELECT ?p { ?p yq:level }", option)

    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith("yuqiao: the query is wrong at line 1, column 25")


@pytest.mark.slow
def test_a_run_ends_at_its_time_limit() -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"

    ended = run("query", endless, "--analyze", "--timeout", "1")

    assert (ended.returncode, ended.stdout) == (3, "")
    assert ended.stderr == "yuqiao: stopped after 1 s (time limit)\n"


def test_a_plan_without_a_run_takes_no_time_however_long_the_query_would() -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"

    assert "Join(HashBuildLeftProbeRight, keys = )" in said("query", endless, "--explain")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("query", "note"),
    [
        ("SELECT ?p { ?p yq:level lvl:none }", ["yuqiao: no rows; --why-empty explains why"]),
        (RIGHT, []),
        ("ASK { ?p yq:level lvl:none }", []),
    ],
)
def test_an_empty_table_on_a_terminal_points_to_why_empty_once(
    query: str, note: list[str], tmp_path: Path
) -> None:
    terminal = Terminal([sys.executable, "-m", "yuqiao", "query", query], tmp_path)

    assert terminal.exit_code() == 0
    assert [line for line in terminal.text().splitlines() if "no rows" in line] == note
    assert "no rows" not in run("query", query).stderr
