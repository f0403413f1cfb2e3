"""A file is written whole or not at all."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from yuqiao.exports.output import open_atomically, write_atomically
from yuqiao.graph.errors import OutputError


def test_a_file_is_written_and_nothing_beside_it(tmp_path: Path) -> None:
    write_atomically(tmp_path / "a.txt", "渝桥\n")
    write_atomically(tmp_path / "a.txt", b"new")

    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
    assert (tmp_path / "a.txt").read_bytes() == b"new"


def test_a_new_file_has_the_mode_that_the_user_asked_for(tmp_path: Path) -> None:
    old = os.umask(0o027)
    try:
        write_atomically(tmp_path / "a.txt", "")
    finally:
        os.umask(old)

    assert (tmp_path / "a.txt").stat().st_mode & 0o777 == 0o640


def test_an_old_file_keeps_its_mode(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("old")
    file.chmod(0o606)

    write_atomically(file, "new")

    assert (file.stat().st_mode & 0o777, file.read_text()) == (0o606, "new")


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "a.txt").write_text("old")
    link = tmp_path / "b.txt"
    link.symlink_to(Path("there", "a.txt"))

    write_atomically(link, "new")

    assert link.is_symlink()
    assert (tmp_path / "there" / "a.txt").read_text() == "new"


def planted(link: Path, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a link that belongs to another user."""
    link.symlink_to(target)
    seen = os.lstat(link)
    other = os.stat_result((*seen[:4], seen.st_uid + 1, *seen[5:]))
    real = os.lstat
    monkeypatch.setattr(os, "lstat", lambda path: other if str(path) == str(link) else real(path))


@pytest.mark.parametrize("name", ["link.txt", "folder/a.txt"])
def test_another_users_link_in_a_folder_open_to_all_is_not_followed(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "a.txt").write_text("mine")
    everyones = tmp_path / "everyones"
    everyones.mkdir()
    everyones.chmod(0o1777)
    aim = tmp_path / "mine"
    link = everyones / name.partition("/")[0]
    planted(link, aim if "/" in name else aim / "a.txt", monkeypatch)

    assert refusal(everyones / name) == (
        f"{link}: a link of another user in a folder open to all, which is not followed; choose"
        " another place"
    )
    assert (tmp_path / "mine" / "a.txt").read_text() == "mine"


@pytest.mark.parametrize("mode", [0o755, 0o777, 0o1775])
def test_elsewhere_another_users_link_is_followed(
    mode: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    folder.chmod(mode)
    planted(folder / "link", tmp_path / "a.txt", monkeypatch)

    write_atomically(folder / "link", "new")

    assert (tmp_path / "a.txt").read_text() == "new"


def test_links_in_a_circle(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to(Path("..", tmp_path.name, "a"))

    assert "too many levels of symbolic links" in refusal(tmp_path / "a")


def test_what_stops_the_writer_leaves_the_old_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("old")

    def interrupted() -> None:
        with open_atomically(tmp_path / "a.txt") as out:
            out.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()

    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
    assert (tmp_path / "a.txt").read_text() == "old"


def test_a_killed_writer_leaves_the_old_file(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("old")
    script = (
        "import os, signal\nfrom yuqiao.exports.output import open_atomically\n"
        f"with open_atomically({str(file)!r}) as out:\n"
        "    out.write(b'x' * 100_000)\n    os.kill(os.getpid(), signal.SIGKILL)\n"
    )

    ended = subprocess.run([sys.executable, "-c", script], check=False)

    assert ended.returncode == -signal.SIGKILL
    assert file.read_text() == "old"


def refusal(path: str | Path) -> str:
    with pytest.raises(OutputError) as refused:
        write_atomically(path, "x" * 100_000)
    return str(refused.value)


def test_a_missing_folder(tmp_path: Path) -> None:
    file = tmp_path / "none" / "a.txt"

    assert refusal(file) == f"{file}: the folder {tmp_path}/none does not exist; make it first"


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "none").write_text("")
    file = tmp_path / "none" / "a.txt"

    assert refusal(file) == f"{file}: the folder {tmp_path}/none does not exist; make it first"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert refusal(tmp_path) == f"{tmp_path}: is a folder; name a file to write"


def test_a_folder_nobody_may_write_in() -> None:
    # Not even root may make a file in the kernel's own tree.
    assert refusal("/sys/a.txt") == "/sys/a.txt: permission to write there was refused"


def test_a_full_device() -> None:
    assert refusal("/dev/full") == "/dev/full: no space is left to write it"


def test_a_device_is_written_not_replaced() -> None:
    write_atomically("/dev/null", "x")

    assert Path("/dev/null").is_char_device()


def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("old")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, limits[1]))
    try:
        message = refusal(file)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    assert message == f"{file}: no space is left to write it"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
    assert file.read_text() == "old"


def test_the_draft_of_a_killed_writer_is_removed_by_the_next(tmp_path: Path) -> None:
    writer = (
        "import sys, time; from yuqiao.exports.output import open_atomically\n"
        "with open_atomically(sys.argv[1]) as out: print(flush=True); time.sleep(60)"
    )
    processes = [
        subprocess.Popen([sys.executable, "-c", writer, tmp_path / name], stdout=subprocess.PIPE)
        for name in ("killed.txt", "living.txt")
    ]
    for process in processes:
        assert process.stdout is not None
        process.stdout.readline()
    killed, living = processes
    killed.kill()
    killed.communicate()
    drafts = {path: int(path.name.split("-")[1]) for path in tmp_path.iterdir()}
    for draft in drafts:
        os.utime(draft, (0, 0))

    write_atomically(tmp_path / "next.txt", "")

    left = {drafts.get(path) for path in tmp_path.iterdir()}
    living.kill()
    living.communicate()
    assert (set(drafts.values()), left) == ({killed.pid, living.pid}, {living.pid, None})
