"""The journal: all files or none, whenever the process ends; one writer; the way back."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from yuqiao.exports.registers import journal as journal_module
from yuqiao.exports.registers.journal import Journal, open_journal
from yuqiao.graph.errors import InputError, OutputError

OLD = {"a.csv": b"id\nold\n", "../graph.ttl": b"<urn:old> .\n"}
NEW = {"a.csv": b"id\nnew\n", "b.csv": b"id\nfresh\n", "../graph.ttl": b"<urn:new> .\n"}


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """Return a folder of tables with a graph beside it."""
    folder = tmp_path / "tables"
    folder.mkdir()
    for path, data in OLD.items():
        (folder / path).write_bytes(data)
    return folder


def contents(tables: Path) -> dict[str, bytes]:
    return {path: (tables / path).read_bytes() for path in NEW if (tables / path).is_file()}


def test_a_change_is_written_and_undone(tables: Path) -> None:
    with open_journal(tables) as journal:
        journal.commit("add partnership", NEW)
    assert contents(tables) == NEW

    with open_journal(tables) as journal:
        assert journal.undo().what == "add partnership"
    assert contents(tables) == OLD


def test_changes_are_undone_one_after_the_other(tables: Path) -> None:
    with open_journal(tables) as journal:
        for number in range(3):
            journal.commit(f"change {number}", {"a.csv": b"%d" % number})
        assert [journal.undo().what for _ in range(3)] == ["change 2", "change 1", "change 0"]
        with pytest.raises(InputError, match="no change is recorded here that could be undone"):
            journal.undo()
    assert contents(tables) == OLD


def test_what_changed_since_is_not_undone(tables: Path) -> None:
    with open_journal(tables) as journal:
        journal.commit("rename", NEW)
    (tables / "b.csv").write_bytes(b"id\nby hand\n")

    with open_journal(tables) as journal, pytest.raises(InputError, match="has changed since"):
        journal.undo()

    assert contents(tables) == {**NEW, "b.csv": b"id\nby hand\n"}


def test_a_second_writer_is_told_and_nothing_is_lost(tables: Path) -> None:
    with open_journal(tables) as first:
        with pytest.raises(OutputError, match="another process is changing these tables"):
            open_journal(tables).__enter__()
        first.commit("merge", NEW)
    with open_journal(tables):
        assert contents(tables) == NEW


def test_a_file_that_may_not_be_written_stops_the_whole(
    tables: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    allowed = os.access
    refused = str(tables / "../graph.ttl")
    monkeypatch.setattr(
        os, "access", lambda path, mode: str(path) != refused and allowed(path, mode)
    )

    with open_journal(tables) as journal, pytest.raises(OutputError, match="permission"):
        journal.commit("retire", NEW)

    assert contents(tables) == OLD


STEPS = ("_write", "write_atomically", "flush_to_disk")


def killed_at(step: int, work: Callable[[], object]) -> bool:
    """Run some work in a process that is killed at one of its steps; return whether it was."""
    child = os.fork()
    if child == 0:
        left = [step]

        def dying(do: Callable[..., object]) -> Callable[..., object]:
            def run(*arguments: object) -> object:
                left[0] -= 1
                if left[0] < 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                return do(*arguments)

            return run

        for name in STEPS:
            setattr(journal_module, name, dying(getattr(journal_module, name)))
        Path.rename = dying(Path.rename)  # type: ignore[assignment,method-assign]
        work()
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


@pytest.mark.slow
@pytest.mark.parametrize("undone", [False, True])
def test_a_process_killed_at_any_step_leaves_all_or_nothing(tables: Path, undone: bool) -> None:
    def change() -> None:
        with open_journal(tables) as journal:
            journal.commit("add", NEW)

    def undo() -> None:
        with open_journal(tables) as journal:
            journal.undo()

    if undone:
        change()
    outcomes = []
    for step in range(40):
        killed = killed_at(step, undo if undone else change)
        with open_journal(tables) as journal:  # as the next command does
            outcomes.append(contents(tables) == NEW)
            assert contents(tables) in (OLD, NEW)
            if undone and not outcomes[-1]:
                journal.commit("again", NEW)
            if not undone and outcomes[-1]:
                journal.undo()
        assert not list((tables / ".yuqiao").glob("*.part"))
        if not killed:
            break
    else:
        pytest.fail("the work has more steps than were tried")
    assert set(outcomes) == {True, False}


def test_files_changed_while_a_change_was_under_way_are_kept(tables: Path) -> None:
    with open_journal(tables) as journal:
        journal.commit("add", NEW)
    done = tables / ".yuqiao" / "000001.done"
    done.rename(done.with_suffix(".undoing"))
    (tables / "a.csv").write_bytes(b"id\nby hand\n")

    with pytest.raises(InputError, match="changed while 'add' was under way"):
        open_journal(tables).__enter__()

    assert (tables / "a.csv").read_bytes() == b"id\nby hand\n"


def test_a_damaged_entry_is_named(tables: Path) -> None:
    with open_journal(tables) as journal:
        journal.commit("add", NEW)
    (tables / ".yuqiao" / "000001.done" / "entry.json").write_text("{")

    with pytest.raises(InputError, match=r"000001\.done: damaged; delete it"):
        Journal(tables).last()


def test_only_the_last_changes_are_kept(tables: Path) -> None:
    with open_journal(tables) as journal:
        for number in range(23):
            journal.commit("change", {"a.csv": b"%d" % number})

    assert len(list((tables / ".yuqiao").glob("*.done"))) == 20
