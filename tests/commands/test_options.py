"""Options are spelled the same everywhere, once each; earlier spellings work for one more release."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from yuqiao.cli import _LISTED, main

YUQIAO = f"{sys.executable} -m yuqiao"
RENAMED = {
    ("view", "measure", "path", "export"): {
        "--to": "--until",
        "--of": "--query",
        "--ask": "--question",
        "--gather": "--aggregate",
    },
    ("path",): {"--longest": "--max-hops"},
    ("convert", "load", "import-check"): {"--unpack": "--max-size"},
    ("load",): {"--as": "--from"},
    ("publish",): {"--without-pylode": "--no-pylode"},
}
EVERY = [
    (command, old, new)
    for commands, renamed in RENAMED.items()
    for command in commands
    for old, new in renamed.items()
]


def run(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, arguments, input=stdin)


@pytest.mark.parametrize(("command", "old", "new"), EVERY)
def test_an_earlier_spelling_is_the_same_option_and_hidden(
    command: str, old: str, new: str
) -> None:
    with click.Context(main) as ctx:
        parser = main.commands[command].make_parser(ctx)

    assert parser._long_opt[old].obj is parser._long_opt[new].obj
    assert f"  {new} " in run(command, "--help").stdout
    assert f"{old} " not in run(command, "--help").stdout.partition("Options:")[2]


@pytest.mark.slow
def test_earlier_spellings_give_the_same_answer() -> None:
    before = run("measure", "degree", "--gather", "country", "--from", "2016", "--to", "2020")
    now = run("measure", "degree", "--aggregate", "country", "--since", "2016", "--until", "2020")

    assert (before.exit_code, before.stdout) == (0, now.stdout)
    assert before.stdout.splitlines()[1:] == [
        '"China"@en\t"country"\t3\t<http://publications.europa.eu/resource/authority/country/CHN>',
        '"United Kingdom"@en\t"country"\t1\t<http://publications.europa.eu/resource/authority/country/GBR>',
        '"United States"@en\t"country"\t1\t<http://publications.europa.eu/resource/authority/country/USA>',
        '"Without a country"@en\t"group"\t1\t',
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["query", "-f", "a.rq", "-f", "b.rq"],
            "--file is given more than once; see yuqiao query --help",
        ),
        (
            ["query", "ASK {}", "--as", "csv", "--as", "tsv"],
            "--as is given more than once; see yuqiao query --help",
        ),
        (
            ["measure", "--to", "2015", "--until", "2016"],
            "--until is given more than once; see yuqiao measure --help",
        ),
        (["qery"], "no such command 'qery'"),
        (["query", "--fromat", "csv"], "no such option '--fromat'"),
        (
            ["query", "--canonical-hash"],
            "no such option '--canonical-hash'; it is an option of export; see yuqiao query --help",
        ),
        (
            ["query", "--canonical-hsh"],
            "no such option '--canonical-hsh'; --canonical-hash is one of export; see yuqiao query --help",
        ),
        (["load", "a.ttl"], "missing option '--into'; see yuqiao load --help"),
        (["diff"], "missing argument 'OLD'; see yuqiao diff --help"),
        (["questions", "--lang", "fr"], '"fr" is not a display language; expected en or zh'),
        (["export", "--spreadsheet"], "--spreadsheet requires --as edges-csv"),
        (["view", "-o", ""], "-o has an empty name; name a file, or - for standard output"),
        (
            ["measure", "--as", "csv"],
            "--as, -o, --spreadsheet and --limit-rows require a MEASURE; see yuqiao measure --help",
        ),
    ],
)
def test_errors_of_use_are_one_line_like_all_others(arguments: list[str], message: str) -> None:
    result = run(*arguments)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"yuqiao: {message}")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("arguments", [["query", "-"], ["query", "-f", "-"], ["query"]])
def test_a_dash_is_standard_input(arguments: list[str]) -> None:
    result = run(*arguments, stdin=b"ASK { ?p a yq:JointInstitution }")

    assert (result.exit_code, result.stdout) == (0, "true\n")


def test_a_dash_is_standard_input_for_an_update(tmp_path: Path) -> None:
    (tmp_path / "one.ttl").write_text("<urn:a> <urn:b> <urn:c> .")
    graph = str(tmp_path / "graph")
    assert run("load", str(tmp_path / "one.ttl"), "--into", graph, "-q").exit_code == 0

    result = run("update", "-", "--graph", graph, stdin=b"DELETE WHERE { ?s ?p ?o }")

    assert result.exit_code == 0
    assert run("query", "ASK { ?s ?p ?o }", "--graph", graph).stdout == "false\n"


@pytest.mark.slow
@pytest.mark.parametrize("command", ["--help", "--version", "query --help"])
def test_help_that_cannot_be_written_is_one_line(command: str) -> None:
    ended = subprocess.run(
        ["sh", "-c", f"{YUQIAO} {command} > /dev/full"], capture_output=True, check=False
    )

    assert (ended.returncode, ended.stderr) == (
        2,
        b"yuqiao: standard output: No space left on device\n",
    )


def test_the_reader_of_help_may_leave() -> None:
    ended = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {YUQIAO} view --help | true"],
        capture_output=True,
        check=False,
    )

    assert (ended.returncode, ended.stderr) == (0, b"")


def test_help_lists_the_commands_by_purpose() -> None:
    listed = run("--help").stdout.partition("Query:")[2]

    groups = [line[:-1] for line in listed.splitlines() if line.endswith(":")]
    names = [line.split()[0] for line in listed.splitlines() if line.startswith("  ")]
    assert groups == ["Families and evidence", "Visualize", "Serve", "Export", "Maintain"]
    assert sorted(names) == sorted(main.commands)


@pytest.mark.parametrize("name", main.commands)
def test_help_lists_a_command_with_the_first_sentence_of_its_own(name: str) -> None:
    first = " ".join(str(main.commands[name].help).partition("\n\n")[0].split())

    assert _LISTED[name].summary == first


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["graph", "query", "output"])
def test_a_time_limit_holds_for_a_pipe_that_nobody_serves(kind: str, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.ttl"
    os.mkfifo(pipe)
    options = {
        "graph": ["query", "ASK {}", "--graph", str(pipe)],
        "query": ["query", "-f", str(pipe)],
        "output": ["query", "SELECT * {}", "-o", str(pipe), "--as", "csv"],
    }[kind]

    ended = subprocess.run(
        [*YUQIAO.split(), *options, "--timeout", "0.5"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert (ended.returncode, ended.stderr) == (3, "yuqiao: stopped after 0.5 s (time limit)\n")
