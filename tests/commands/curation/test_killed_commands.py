"""A command that is killed while it writes leaves the register as it was, or wholly changed."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from yuqiao.cli import main
from yuqiao.exports.output import write_atomically
from yuqiao.exports.registers import journal as journal_module
from yuqiao.exports.registers.journal import Journal, open_journal

pytestmark = pytest.mark.slow

SHEET = "编号,类型,英文名称,中文名称,国家\ntampere,City,Tampere,坦佩雷,芬兰\n"
DAY = ("--on", "2026-12-01", "--reason", "Read.")
SOURCE = "url=https://example.org/n title=Notice publisher=Paper kind=news date=2025 retrieved=2025-06-01"
COMMANDS = {
    "add": ("add", "source", *SOURCE.split(), "--build"),
    "import": ("import", "places.csv", "--table", "places", "--apply", "--build"),
    "review": ("review", "ucol-candidate", "--reject", "--by", "Li Hua", *DAY),
    "merge": ("merge", "berlin-ib", "hmkw", *DAY),
    "rename": ("rename", "cqyti", "--en", "Yitong", "--source", "s-kommersant-7328254"),
    "retire": ("retire", "cswu-berlin-elderly", *DAY),
}


def contents(register: Path) -> dict[str, bytes]:
    """Return the bytes of the tables and of the graph beside them."""
    files = [*sorted((register / "tables").glob("*.csv")), register / "chongqing.ttl"]
    return {path.name: path.read_bytes() for path in files}


def kill_after_one_file(*arguments: str) -> int:
    """Run a command that is killed when it would write a second file; return how it ended."""
    child = os.fork()
    if child == 0:
        written: list[Path] = []

        def dying(path: Path, data: bytes) -> None:
            if written:
                os.kill(os.getpid(), signal.SIGKILL)
            written.append(path)
            write_atomically(path, data)

        setattr(journal_module, "write_atomically", dying)  # noqa: B010
        try:
            main(arguments)
        except SystemExit as ended:
            os._exit(int(ended.code or 0))
        finally:
            os._exit(70)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.parametrize("command", COMMANDS)
def test_a_killed_command_is_finished_by_the_next_and_can_be_undone(
    command: str, register: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(register)
    (register / "places.csv").write_text(SHEET, "gb18030")
    before = contents(register)

    ended = kill_after_one_file(*COMMANDS[command], "--tables", str(register))
    half = contents(register)
    with open_journal(register / "tables") as journal:  # as every next command does
        after = contents(register)
        undone = kill_after_one_file("undo", "--tables", str(register))
        assert (undone, contents(register)) == (2, after)  # it is told that another one writes

    assert (ended, half != before, half != after) == (-signal.SIGKILL, True, True)
    assert _digests_hold(journal, after)
    assert kill_after_one_file("undo", "--tables", str(register)) == -signal.SIGKILL
    with open_journal(register / "tables"):
        assert contents(register) == before


def _digests_hold(journal: Journal, after: dict[str, bytes]) -> bool:
    """Return whether all files of the last change have the bytes that were checked."""
    entry = journal.last()
    assert entry is not None
    found = {path: after[Path(path).name] for path in entry.after}
    return {path: journal_module._digest([data]) for path, data in found.items()} == entry.after
