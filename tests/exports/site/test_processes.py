"""Work that is shared among processes: every part once, and what fails is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from yuqiao.exports.site import processes
from yuqiao.exports.site.processes import shared_work
from yuqiao.graph.errors import OutputError


@pytest.mark.parametrize("processors", [1, 3])
def test_every_part_is_done_once(
    processors: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "_processors", lambda: processors)

    def work(number: int) -> None:
        with (tmp_path / str(number)).open("x") as file:  # fails if it is there
            file.write(str(number))

    with shared_work(500, work) as finish:
        finish()

    assert sorted(int(path.name) for path in tmp_path.iterdir()) == list(range(500))


@pytest.mark.parametrize("processors", [1, 3])
def test_what_fails_in_any_process_is_raised_here(
    processors: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "_processors", lambda: processors)

    def work(number: int) -> None:
        raise OutputError(f"part {number}: no space left")

    with pytest.raises(OutputError, match="no space left"), shared_work(50, work) as finish:
        finish()


def test_other_processes_end_when_this_one_gives_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_processors", lambda: 3)

    with pytest.raises(KeyboardInterrupt), shared_work(100, str):
        raise KeyboardInterrupt
