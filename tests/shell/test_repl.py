"""The shell as a person has it: in a terminal, with keys, colours, a pager and Ctrl-C."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from command_line import run_command
from pseudo_terminal import ShellTerminal

TAB, CTRL_C = "\t", "\x03"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
Open = Callable[..., ShellTerminal]


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Open]:
    """Open shells, each at its first prompt."""
    opened: list[ShellTerminal] = []

    def open_shell(
        *arguments: str, columns: int = 80, lines: int = 24, **more: str
    ) -> ShellTerminal:
        command = [sys.executable, "-m", "yuqiao", "shell", *arguments]
        terminal = ShellTerminal(command, tmp_path, columns=columns, lines=lines, **more)
        opened.append(terminal)
        terminal.begin()
        return terminal

    yield open_shell
    for terminal in opened:
        terminal.close()


@pytest.mark.slow
def test_a_newcomer_is_told_what_to_do_in_eighty_columns(shell: Open) -> None:
    assert shell().text() == (
        "Yuqiao, the bundled graph, 45,445 triples.\n"
        "Type SPARQL: Enter runs a complete query, Tab completes names and labels.\n"
        ".questions lists the predefined questions; .help shows all commands.\n"
        "yuqiao>"
    )


@pytest.mark.slow
def test_a_query_of_several_lines_is_answered(shell: Open) -> None:
    answer = shell().ask(
        "SELECT ?name ?since WHERE {",
        "?i a yq:JointInstitution ; skos:prefLabel ?name ; yq:firstIntake ?since",
        'FILTER(LANG(?name) = "zh-hans")',
        "} ORDER BY ?since LIMIT 2",
    )

    *table, report = answer.splitlines()
    assert table == [
        "name                                  since",
        "────────────────────────────────────  ─────",
        "西南大学西塔学院                      2016",
        "重庆工程职业技术学院智能制造国际学院  2022",
    ]
    assert report.startswith("2 rows in ")


@pytest.mark.slow
def test_modifiers_alone_go_on_with_the_query_before(shell: Open) -> None:
    terminal = shell()
    whole = terminal.ask("SELECT ?n { VALUES ?n { 3 1 2 } }")
    first = terminal.ask("ORDER BY ?n")
    assert (whole.splitlines()[2:5], first.splitlines()[2:5]) == (["3", "1", "2"], ["1", "2", "3"])
    assert terminal.ask("LIMIT 1").splitlines()[2:-1] == ["1"]


@pytest.mark.slow
def test_tab_completes_a_label_of_either_language(shell: Open) -> None:
    terminal = shell()
    terminal.press("ASK { ?p yq:chinesePartner 西南")
    terminal.wait_for("西南大学 · Southwest University")
    terminal.press(TAB)
    terminal.wait_until(lambda: terminal.line().endswith("yq:chinesePartner o:swu"))
    terminal.press(" ; yq:foreignPartner Novosib")
    terminal.wait_for("Novosibirsk State University")
    terminal.press(TAB)
    terminal.wait_until(lambda: terminal.line().endswith("o:novosibirsk"))

    terminal.press(" }\r")
    terminal.wait_for("\nfalse\n")

    completed = "ASK { ?p yq:chinesePartner o:swu ; yq:foreignPartner o:novosibirsk }"
    assert terminal.text().count(f"{completed}\nfalse\n") == 1


@pytest.mark.slow
def test_tab_offers_the_properties_of_the_class_first(shell: Open) -> None:
    terminal = shell()
    terminal.press("SELECT * { ?p a yq:JointInstitution ; yq:fo")
    terminal.wait_for("has foreign partner · 9")
    menu = [line.split()[0] for line in terminal.text().splitlines() if " · " in line]

    assert menu == ["yq:form", "yq:foreignPartner", "yq:foreignAward"]


@pytest.mark.slow
def test_a_mistake_is_shown_where_it_is(shell: Open) -> None:
    answer = shell().ask("SELECT ?n { ?p skso:prefLabel ?n }")

    assert answer.splitlines() == [
        "the query is wrong at line 1, column 16: the prefix skso: is not declared; did",
        "  you mean skos:?",
        "SELECT ?n { ?p skso:prefLabel ?n }",
        "               ^",
    ]


@pytest.mark.slow
def test_ctrl_c_cancels_the_query_and_keeps_the_shell(shell: Open) -> None:
    terminal = shell()
    terminal.enter(ENDLESS)
    terminal.cancel()

    assert "\ncancelled\n" in terminal.text()
    assert terminal.ask("ASK { o:cqu yq:partnersWith o:novosibirsk }").startswith("true\n")
    assert terminal.leave() == 0


@pytest.mark.slow
def test_ctrl_c_gives_up_what_is_typed(shell: Open) -> None:
    terminal = shell()
    terminal.press("SELECT ?x WHERE")
    terminal.wait_until(lambda: terminal.line().endswith("WHERE"))
    terminal.press(CTRL_C)
    terminal.begin()

    assert terminal.ask("ASK {}").startswith("true\n")


@pytest.mark.slow
def test_another_graph_is_asked_and_completed_from(shell: Open, tmp_path: Path) -> None:
    (tmp_path / "bridges.ttl").write_text(
        "@prefix ex: <http://example.org/> .\nex:chaotianmen a ex:Bridge ; ex:crosses ex:yangtze ."
    )
    terminal = shell()
    assert terminal.ask(".graph bridges.ttl") == "bridges.ttl in memory, 2 triples"

    terminal.press("SELECT ?b { ?b a ex:Br")
    terminal.wait_for("ex:Bridge  1")
    terminal.press(TAB)
    terminal.wait_until(lambda: terminal.line().endswith("ex:Bridge"))
    terminal.press(" }\r")
    terminal.wait_for("ex:chaotianmen")


@pytest.mark.slow
def test_a_store_on_disk_is_asked_and_completed_from(shell: Open, tmp_path: Path) -> None:
    (tmp_path / "one.ttl").write_text("@prefix ex: <urn:ex:> . ex:a a ex:Bridge .")
    load = [sys.executable, "-m", "yuqiao", "load", "one.ttl", "--into", "graph"]
    subprocess.run(load, check=True, capture_output=True, cwd=tmp_path)
    terminal = shell("--graph", "graph")
    assert terminal.text().startswith("Yuqiao, graph on disk, 1 triple.\n")

    terminal.press("SELECT ?b { ?b a ex:Br")
    terminal.wait_for("ex:Bridge  1")
    terminal.press(TAB)
    terminal.wait_until(lambda: terminal.line().endswith("ex:Bridge"))
    terminal.press(" }\r")
    terminal.wait_for("\nex:a\n1 row in ")


@pytest.mark.slow
def test_the_plan_of_a_query_is_shown(shell: Open) -> None:
    terminal = shell()
    terminal.ask("ASK { ?p yq:level lvl:master }")

    assert "1. QuadPattern(?p yq:level lvl:master)" in terminal.ask(".explain")


@pytest.mark.slow
def test_a_long_answer_is_paged_and_the_reader_may_leave_it(shell: Open) -> None:
    terminal = shell()
    terminal.press("SELECT ?s { ?s a yq:Claim } ORDER BY ?s\r")
    terminal.wait_until(lambda: terminal.line() == ":")  # less asks for a key
    assert "rows in" not in terminal.text()
    terminal.press("q")
    terminal.begin()

    assert terminal.ask("ASK {}").startswith("true\n")


@pytest.mark.slow
def test_a_short_answer_is_not_paged(shell: Open) -> None:
    answer = shell(PAGER="false").ask("SELECT ?n { VALUES ?n { 1 2 } }")

    assert answer.splitlines()[:4] == ["n", "─", "1", "2"]


@pytest.mark.slow
def test_the_terminal_may_be_unable_to_do_anything(shell: Open) -> None:
    terminal = shell(TERM="dumb")
    terminal.press("ASK { o:cqu yq:partnersWith o:novosibirsk }\r")
    terminal.wait_for("finished in ")

    shown = "yuqiao> ASK { o:cqu yq:partnersWith o:novosibirsk }\ntrue\nfinished in "
    assert shown in terminal.text()


@pytest.mark.slow
@pytest.mark.parametrize("more", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_colours_are_left_out_when_nobody_wants_them(shell: Open, more: dict[str, str]) -> None:
    terminal = shell(**more)
    terminal.press("SELECT ?n { VALUES ?n { 1 2 } }\r")
    terminal.wait_for("2 rows in ")

    assert terminal.colours() == {"default"}


@pytest.mark.slow
def test_a_query_is_coloured(shell: Open) -> None:
    terminal = shell()
    terminal.press("SELECT ?n { VALUES ?n { 'x' } } # n")
    terminal.wait_until(lambda: terminal.line().endswith("# n"))

    assert terminal.colours() == {"default", "magenta", "green"}


def test_other_commands_do_not_pay_for_the_shell() -> None:
    code = "import sys, yuqiao.cli; print({'prompt_toolkit', 'pygments'} & set(sys.modules))"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert ended.stdout == "set()\n"


def run(text: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Pipe a text into the shell."""
    ended = run_command("shell", *arguments, stdin=text.encode(), environment={"TERM": "dumb"})
    texts = ended.stdout.decode(), ended.stderr.decode()
    return subprocess.CompletedProcess(ended.args, ended.returncode, *texts)


@pytest.mark.slow
def test_without_a_terminal_it_answers_what_is_piped_in() -> None:
    ended = run(
        ".limit 1\n"
        "SELECT ?n {\n\n  VALUES ?n { 1 2 }\n}\n\n"
        "SELECT ?n { VALUES ?n { 3 } }\n\n"
        ".quit\n"
        "ASK {}\n"
    )

    assert ended.stdout == "?n\n1\n?n\n3\n"
    assert ended.returncode == 0


def test_without_a_terminal_a_mistake_does_not_stop_the_rest_but_counts() -> None:
    ended = run("ASK { ?s ?p }\n\nASK {}\n")

    assert ended.stdout == "true\n"
    assert ended.stderr.startswith("the query is wrong at line 1, column 13: ")
    assert ended.returncode == 2


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--graph", "none.ttl"], "none.ttl: taken for a file or a folder, but there is none"),
        (["--lang", "fr"], '"fr" is not a display language; expected en or zh'),
        (["--as", "cvs"], "cvs is not a format; did you mean csv?"),
        (["--timeout", "0"], '"0" is not a time limit; expected seconds, such as 5 or 0.5'),
    ],
)
def test_what_cannot_work_is_refused_before_anything_is_read(
    arguments: list[str], said: str
) -> None:
    ended = run("", *arguments)

    assert ended.stderr.startswith(f"yuqiao: {said}")
    assert ended.returncode == 2
