"""When Enter runs what was typed, what the keys do, and where the history is."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.history import FileHistory, InMemoryHistory
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from yuqiao.ontology.namespaces import prefixes
from yuqiao.shell.graph_handle import open_graph
from yuqiao.shell.line_editor import history, history_file, is_finished
from yuqiao.shell.repl import line_editor
from yuqiao.shell.session import Session

ENTER, ALT_ENTER, CTRL_C, CTRL_D, CTRL_O, CTRL_R, CTRL_E = (
    "\r",
    "\x1b\r",
    "\x03",
    "\x04",
    "\x0f",
    "\x12",
    "\x05",
)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        ".help",
        "ASK { ?s ?p ?o }",
        "SELECT ?x\nWHERE { ?x a yq:Partnership }\nLIMIT 3",
        "PREFIX ex: <http://example.org/> DESCRIBE ex:a",
        "SELECT ?x { ?x a yq:Partnership ",  # but for its brace; see below
        "SELECT ?x { ?x a }",  # wrong: nothing more makes it right
        "SELECT ?x { ?x a nosuchprefix:A",
        "INSERT DATA {",
        "SELECT ?x { SERVICE <http://example.org/> { ?x ?y ?z } }",
        "SELECT ?x { " + "{" * 500,
    ],
)
def test_enter_runs_what_is_whole_or_beyond_repair(text: str) -> None:
    expected = text != "SELECT ?x { ?x a yq:Partnership "

    assert is_finished(text, prefixes()) is expected


@pytest.mark.parametrize(
    "text",
    [
        "SELECT",
        "SELECT ?x",
        "SELECT ?x WHERE {",
        "SELECT ?x { ?x a",
        "SELECT ?x { ?x a yq:Partnership ;",
        "SELECT ?x { ?x a yq:Partnership } ORDER BY",
        "PREFIX ex:",
        "ASK # { a comment }",
    ],
)
def test_enter_goes_on_where_something_is_missing(text: str) -> None:
    assert not is_finished(text, prefixes())


def edited(keys: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return what the line editor takes when keys are pressed."""
    monkeypatch.setenv("XDG_STATE_HOME", str(folder))
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_text(keys)
        return line_editor(Session(open_graph(None))).prompt()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("keys", "text"),
    [
        (f"ASK {{}}{ENTER}", "ASK {}"),
        (f"ASK {{{ENTER}?s ?p ?o{ENTER}}}{ENTER}", "ASK {\n  ?s ?p ?o\n}"),
        (f"ASK {{{ENTER}{{ ?s ?p ?o{ENTER}}}{ENTER}}}{ENTER}", "ASK {\n  { ?s ?p ?o\n  }\n}"),
        (f"SELECT ?x{ENTER}{ENTER}", "SELECT ?x\n"),
        (f"SELECT * {{ ?s ?p ?o }}{ENTER}", "SELECT * { ?s ?p ?o }"),
        (
            f"SELECT * {{{ENTER}?s ?p ?o{ENTER}}}{ENTER}LIMIT 1{ENTER}",
            "SELECT * {\n  ?s ?p ?o\n}\nLIMIT 1",
        ),
        (
            f"SELECT * {{{ENTER}?s ?p ?o }}{ENTER}ORDER BY ?s{ENTER}LIMIT 1{ENTER}",
            "SELECT * {\n  ?s ?p ?o }\nORDER BY ?s\nLIMIT 1",
        ),
        (
            f"SELECT * {{ ?s ?p ?o }}{ENTER}ORDER BY ?s{ENTER}LIMIT 1{ENTER}",
            "SELECT * { ?s ?p ?o }\nORDER BY ?s\nLIMIT 1",
        ),
        (f"SELECT * {{ ?s ?p ?o }}{ENTER}ASK {{}}{ENTER}", "SELECT * { ?s ?p ?o }"),
        (f"SELECT * {{{ENTER}?s ?p ?o }}{ENTER}{ENTER}", "SELECT * {\n  ?s ?p ?o }\n"),
        (f"SELECT * {{{ENTER}?s ?p }}{ENTER}", "SELECT * {\n  ?s ?p }"),  # wrong, shown at once
        (f"SELECT ?x{ALT_ENTER}", "SELECT ?x"),
        (f"ASK {{}}{CTRL_O}LIMIT 1{ENTER}", "ASK {}\nLIMIT 1"),
        (f"\x1b[200~ASK {{\n\n?s ?p ?o }}\x1b[201~{ENTER}", "ASK {\n\n?s ?p ?o }"),
    ],
)
def test_lines_are_entered(
    keys: str, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert edited(keys, tmp_path, monkeypatch) == text


def test_what_was_entered_comes_back_in_the_next_session(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edited(f"ASK {{}}{ENTER}", tmp_path, monkeypatch)

    assert edited(f"\x1b[A{ENTER}", tmp_path, monkeypatch) == "ASK {}"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("keys", "text"),
    [
        (f"{CTRL_R}Instit{ENTER}{ENTER}", "ASK { ?p a yq:JointInstitution }"),
        (
            f"{CTRL_R}Instit{ENTER}{CTRL_E} LIMIT 1{ENTER}",
            "ASK { ?p a yq:JointInstitution } LIMIT 1",
        ),
        (f"{CTRL_R}Instit{ALT_ENTER}{ENTER}", "ASK { ?p a yq:JointInstitution }"),
    ],
)
def test_enter_takes_what_the_search_of_the_history_found(
    keys: str, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edited(f"ASK {{ ?p a yq:JointInstitution }}{ENTER}", tmp_path, monkeypatch)
    edited(f"ASK {{}}{ENTER}", tmp_path, monkeypatch)

    assert edited(keys, tmp_path, monkeypatch) == text


def test_ctrl_c_gives_up_and_ctrl_d_leaves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(KeyboardInterrupt):
        edited(f"SELECT ?x{CTRL_C}", tmp_path, monkeypatch)
    with pytest.raises(EOFError):
        edited(CTRL_D, tmp_path, monkeypatch)


def test_the_history_is_for_its_owner_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    notes: list[str] = []

    assert isinstance(history(notes.append), FileHistory)
    path = tmp_path / "yuqiao" / "history"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert notes == []


def test_the_history_is_in_the_home_folder_by_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    expected = str(tmp_path / ".local" / "state" / "yuqiao" / "history")

    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    assert history_file() == expected
    monkeypatch.setenv("XDG_STATE_HOME", "relative/folder")
    assert history_file() == expected


def test_without_a_place_for_it_there_is_no_history_and_one_note(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "yuqiao").write_text("a file where the folder should be")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    notes: list[str] = []

    assert isinstance(history(notes.append), InMemoryHistory)
    assert notes == [f"the history is not stored: {tmp_path / 'yuqiao' / 'history'}: File exists"]
