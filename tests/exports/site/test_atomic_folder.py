"""The folder of a site is replaced as a whole, or stays as it was, whatever happens."""

from __future__ import annotations

import os
import re
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import yuqiao
from yuqiao.exports.site import atomic_folder
from yuqiao.exports.site.atomic_folder import replace_folder
from yuqiao.exports.site.data.manifest import write_manifest
from yuqiao.exports.site.publish import write_site
from yuqiao.graph.errors import InputError, OutputError

SMALL = Path(__file__).parents[2] / "support" / "two-partnerships.ttl"


def write(target: Path, text: str) -> None:
    """Write a site of one page."""
    with replace_folder(target) as folder:
        (folder / "id").mkdir()
        (folder / "id" / "swu.html").write_text(text, "utf-8")
        write_manifest(folder)


def test_a_new_folder_an_empty_one_and_an_earlier_site_are_written(tmp_path: Path) -> None:
    for target in (tmp_path / "new", tmp_path / "empty"):
        if target.name == "empty":
            target.mkdir()
        for text in ("first", "second"):
            write(target, text)

            assert (target / "id" / "swu.html").read_text("utf-8") == text
    assert sorted(os.listdir(tmp_path)) == ["empty", "new"]


def test_a_link_to_a_folder_stays_a_link(tmp_path: Path) -> None:
    write(tmp_path / "real", "first")
    (tmp_path / "link").symlink_to("real")
    write(tmp_path / "link", "second")

    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real" / "id" / "swu.html").read_text("utf-8") == "second"


@pytest.mark.parametrize("name", ["CNAME", ".git/config", "id/notes.txt"])
def test_files_added_to_a_site_are_not_removed(tmp_path: Path, name: str) -> None:
    site = tmp_path / "site"
    write(site, "first")
    (site / name).parent.mkdir(exist_ok=True)
    (site / name).write_text("mine", "utf-8")

    with pytest.raises(OutputError) as refused:
        write(site, "second")

    first = name.partition("/")[0] if name.startswith(".git") else name
    assert str(refused.value) == (
        f"{site}: contains something that was not written as part of a site ({first}); name a "
        "folder that is empty or does not exist, or move that away"
    )
    assert (site / name).read_text("utf-8") == "mine"
    assert (site / "id" / "swu.html").read_text("utf-8") == "first"


def test_a_foreign_folder_a_file_and_a_missing_parent_are_rejected(tmp_path: Path) -> None:
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "SHA256SUMS").write_text("", "utf-8")
    (tmp_path / "file").write_text("", "utf-8")

    with pytest.raises(OutputError, match=re.escape("part of a site (SHA256SUMS)")):
        write(tmp_path / "thesis", "x")
    with pytest.raises(OutputError, match="is a file; name a folder"):
        write(tmp_path / "file", "x")
    with pytest.raises(OutputError, match=r"the folder .*none does not exist; create it first"):
        write(tmp_path / "none" / "site", "x")


def test_an_empty_foreign_folder_is_not_removed(tmp_path: Path) -> None:
    site = tmp_path / "site"
    (site / "uploads").mkdir(parents=True)
    with pytest.raises(OutputError, match=re.escape("part of a site (uploads)")):
        write(site, "first")

    (site / "uploads").rmdir()
    write(site, "first")
    (site / "id" / "uploads").mkdir()
    with pytest.raises(OutputError, match=re.escape("part of a site (id/uploads)")):
        write(site, "second")
    assert (site / "id" / "uploads").is_dir()


def test_a_kill_between_two_renames_does_not_lose_the_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    write(site, "first")
    monkeypatch.setattr(atomic_folder, "_exchanged", lambda draft, place: False)
    rename = os.rename

    def killed_after_the_first(old: Path, new: Path) -> None:
        if new == site:
            raise KeyboardInterrupt
        rename(old, new)

    with monkeypatch.context() as during:
        during.setattr(os, "rename", killed_after_the_first)
        with pytest.raises(KeyboardInterrupt):
            write(site, "second")
    assert not site.exists()

    with pytest.raises(InputError), replace_folder(site):
        raise InputError("the graph is broken")
    assert (site / "id" / "swu.html").read_text("utf-8") == "first"
    write(site, "third")
    assert (site / "id" / "swu.html").read_text("utf-8") == "third"
    assert os.listdir(tmp_path) == ["site"]


def test_a_failure_half_way_leaves_the_old_site_and_nothing_else(tmp_path: Path) -> None:
    site = tmp_path / "site"
    write(site, "first")

    def half() -> None:
        with replace_folder(site) as folder:
            (folder / "half.html").write_text("half", "utf-8")
            raise InputError("the graph is broken")

    with pytest.raises(InputError):
        half()

    assert (site / "id" / "swu.html").read_text("utf-8") == "first"
    assert os.listdir(tmp_path) == ["site"]


def full_after(size: int) -> None:
    """Limit the size of this process's files, as a full disk would."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.mark.slow
def test_a_full_disk_leaves_the_old_site_and_is_reported(tmp_path: Path) -> None:
    site = tmp_path / "site"
    write(site, "first")
    done = subprocess.run(
        [sys.executable, "-m", "yuqiao", "publish", str(site), "--graph", str(SMALL),
         "--no-pylode"],
        preexec_fn=lambda: full_after(100_000),
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip

    assert done.returncode == 2
    found = re.fullmatch(r"yuqiao: (.*)/def\.nt: no space is left to write it\n", done.stderr)
    assert found is not None
    assert found[1] == str(site)
    assert (site / "id" / "swu.html").read_text("utf-8") == "first"
    assert os.listdir(tmp_path) == ["site"]


def test_a_kill_leaves_the_old_site_and_the_next_run_removes_the_half(tmp_path: Path) -> None:
    site = tmp_path / "site"
    write(site, "first")
    program = (
        "import sys; from yuqiao.exports.site.atomic_folder import replace_folder\n"
        "with replace_folder(sys.argv[1]) as folder:\n"
        "    (folder / 'half.html').write_text('half'); print('half', flush=True); input()"
    )
    writer = subprocess.Popen(
        [sys.executable, "-c", program, str(site)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        left = [path for path in tmp_path.iterdir() if path.name != "site"]
        write(site, "second")
        alive = left[0].exists()
        writer.kill()

    assert alive, "a run does not remove what another is writing"
    assert (site / "id" / "swu.html").read_text("utf-8") == "second"
    write(site, "third")
    assert os.listdir(tmp_path) == ["site"]


def test_the_base_is_checked_before_anything_is_written(tmp_path: Path) -> None:
    for base in ("register", ""):
        with pytest.raises(InputError, match=f"the base '{base}' is not an IRI"):
            write_site(yuqiao.open(SMALL), tmp_path / "site", base)

    assert os.listdir(tmp_path) == []
