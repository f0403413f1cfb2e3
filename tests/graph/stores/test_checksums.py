"""What was damaged on disk is noticed: by its size at once, by its content when it is checked."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

import yuqiao
from command_line import run_text
from yuqiao.graph.errors import InputError
from yuqiao.graph.stores.disk.bulk_load import bulk_load
from yuqiao.graph.stores.disk.generations import MANIFEST, check_generation, read_manifest


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Load a graph whose files are larger than those that opening compares."""
    lines = (f'<urn:s{n}> <urn:p> "{os.urandom(150).hex()}" .\n' for n in range(3000))
    (tmp_path / "a.nt").write_text("".join(lines), "utf-8")
    bulk_load([str(tmp_path / "a.nt")], str(tmp_path / "store"))
    return tmp_path / "store"


def files(store: Path) -> list[Path]:
    """Return the recorded files of the current generation, the largest first."""
    manifest = read_manifest(str(store))
    found = [store / manifest.generation / name for name in manifest.files]
    return sorted(found, key=lambda path: -path.stat().st_size)


def overwrite(path: Path) -> None:
    """Change one byte in the middle of a file."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)


def checked(store: Path) -> tuple[int, str]:
    """Run the command; give its exit code and what it prints."""
    done = run_text("check-disk", str(store))
    assert done.stdout == ""
    return done.returncode, done.stderr


@pytest.mark.slow
def test_an_intact_directory(store: Path) -> None:
    found = files(store)

    assert checked(store) == (0, f"{store}: {len(found)} files intact, 3,000 triples\n")
    assert found[0].stat().st_size > 500_000
    assert not [path for path in found if path.name.startswith(("LOG", "LOCK"))]


@pytest.mark.slow
def test_every_file_that_is_cut_or_missing_is_noticed_when_it_is_opened(store: Path) -> None:
    for path in files(store):
        content = path.read_bytes()
        if not content:
            continue
        path.write_bytes(content[:-1])
        with pytest.raises(InputError, match=rf"^{path}: damaged: it has [\d,]+ bytes instead of"):
            yuqiao.open(store)
        path.unlink()
        with pytest.raises(InputError, match=f"^{path}: damaged: the file is missing"):
            yuqiao.open(store)
        path.write_bytes(content)
    assert len(yuqiao.open(store)) == 3000


@pytest.mark.slow
def test_every_changed_byte_is_noticed_when_it_is_checked(store: Path) -> None:
    for path in files(store):
        content = path.read_bytes()
        if not content:
            continue
        overwrite(path)
        message = (
            f"yuqiao: {path}: damaged: content changed; load the graph again, or restore the "
            "directory from a backup\n"
        )
        assert checked(store) == (2, message)
        if len(content) < 100_000:
            with pytest.raises(InputError, match="damaged: content changed"):
                yuqiao.open(store)
        path.write_bytes(content)


@pytest.mark.slow
def test_an_update_records_its_own_files(store: Path) -> None:
    before = read_manifest(str(store)).files
    yuqiao.open(store).update("INSERT DATA { <urn:new> <urn:p> <urn:o> }")
    after = read_manifest(str(store)).files

    assert checked(store)[0] == 0
    assert set(after) - set(before)
    assert check_generation(str(store)).triples == 3001


@pytest.mark.slow
def test_a_directory_of_an_earlier_version_is_read_and_says_that_it_cannot_be_checked(
    store: Path,
) -> None:
    manifest = json.loads((store / MANIFEST).read_text("utf-8"))
    del manifest["files"]
    (store / MANIFEST).write_text(json.dumps(manifest), "utf-8")

    assert len(yuqiao.open(store)) == 3000
    code, said = checked(store)
    assert (code, said.count("\n")) == (2, 1)
    assert "made before checksums were recorded" in said


@pytest.mark.slow
@pytest.mark.parametrize(
    "files_", [5, {"a": 5}, {"../a": [1, 2]}, {"a": [1, "2"]}, {"a": [1, 2, 3]}, [["a", 1, 2]]]
)
def test_a_damaged_list_of_files(store: Path, files_: object) -> None:
    manifest = json.loads((store / MANIFEST).read_text("utf-8"))
    (store / MANIFEST).write_text(json.dumps({**manifest, "files": files_}), "utf-8")

    with pytest.raises(InputError, match=f"{MANIFEST}: damaged; load the graph again"):
        yuqiao.open(store)


def test_what_is_no_directory_of_ours(tmp_path: Path) -> None:
    assert checked(tmp_path) == (2, f"yuqiao: {tmp_path}: not a directory made by yuqiao load\n")
