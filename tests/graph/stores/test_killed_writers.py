"""A writer that is killed, at whatever moment, leaves the earlier graph whole and answering."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import yuqiao

pytestmark = pytest.mark.slow


# Every time Python is about to do something outside of itself (open, lock, rename, remove, ...),
# it calls its audit hooks; here one of them is the last thing it does. Each attempt is a process
# of its own, and so is each look at what it left.
KILLED_AT_EVERY_STEP = """
import fcntl, importlib, json, os, shutil, signal, sys
from itertools import count

import yuqiao
from yuqiao.graph.stores.disk.directory import DirectoryStore
from yuqiao.graph.stores.disk.bulk_load import bulk_load

folder, action = sys.argv[1:]


def act():
    if action == "update":
        DirectoryStore(folder).update("INSERT DATA { <urn:new> <urn:p> 3 }")
    else:
        bulk_load(["new.nt"], folder, add=action == "add")


def in_a_process(work):
    child = os.fork()
    if child == 0:
        work()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def until(step):
    def killed():
        seen = count(1)

        def hook(event, arguments):
            if event != "builtins.id" and next(seen) == step:  # which does nothing outside
                os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(hook)
        act()

    return killed


def look():
    store = yuqiao.open(folder)
    rows = [str(s) for s, in store.query("SELECT ?s { ?s ?p ?o } ORDER BY ?s")]
    print(json.dumps([len(store), rows]), flush=True)


# On a copy, to learn which modules it all needs: imported once, their reading is no step.
def rehearse():
    global folder
    folder = shutil.copytree(folder, "copy")
    act()
    look()
    with open("needed", "w") as needed:
        needed.write(" ".join(sys.modules))


in_a_process(rehearse)
with open("needed") as needed:
    for name in needed.read().split():
        importlib.import_module(name)

for step in count(1):
    ended = in_a_process(until(step))
    print(json.dumps(ended), flush=True)
    if in_a_process(look) or ended == 0:
        break
"""
OLD = ["<urn:a>", "<urn:b>"]
AFTER = {
    "replace": ["<urn:new>", "<urn:newer>"],
    "add": ["<urn:a>", "<urn:b>", "<urn:new>", "<urn:newer>"],
    "update": ["<urn:a>", "<urn:b>", "<urn:new>"],
}


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """Yield a folder in memory where there is one: each of some 200 writers waits for the disk."""
    if not os.path.isdir("/dev/shm"):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir="/dev/shm") as made:
        yield Path(made)


@pytest.fixture
def folder(place: Path) -> Path:
    (place / "old.nt").write_text("<urn:a> <urn:p> <urn:o> .\n<urn:b> <urn:p> <urn:o> .\n")
    (place / "new.nt").write_text("<urn:new> <urn:p> <urn:o> .\n<urn:newer> <urn:p> <urn:o> .\n")
    run("load", "old.nt", "--into", "db", cwd=place)
    return place / "db"


def run(*arguments: str, cwd: Path) -> None:
    subprocess.run([sys.executable, "-m", "yuqiao", *arguments], check=True, cwd=cwd)


@pytest.mark.parametrize("action", AFTER)
def test_killed_at_every_step(action: str, folder: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", KILLED_AT_EVERY_STEP, "db", action],
        capture_output=True,
        cwd=folder.parent,
        check=False,
    )
    told = [json.loads(line) for line in ended.stdout.splitlines()]
    codes, found = told[1::2], told[2::2]  # after the look of the rehearsal

    assert codes == [-signal.SIGKILL] * (len(codes) - 1) + [0]
    assert len(codes) > 30
    assert len(codes) == len(found)
    change = next(index for index, held in enumerate(found) if held[1] != OLD)
    assert found[:change] == [[2, OLD]] * change
    assert found[change:] == [[len(AFTER[action]), AFTER[action]]] * (len(found) - change)
    assert len([name for name in os.listdir(folder) if name.startswith("generation")]) == 1
    assert sorted(os.listdir(folder))[1:] == ["yuqiao-store.json"]


@pytest.mark.parametrize("files", range(1, 9))
def test_killed_while_the_engine_writes(files: int, folder: Path) -> None:
    """Kill the load when its draft has so many files."""
    reading, writing = os.pipe()
    loading = subprocess.Popen(
        [sys.executable, "-m", "yuqiao", "load", "-", "--as", "ntriples", "--into", "db"],
        cwd=folder.parent,
        stdin=reading,
    )
    os.close(reading)
    os.write(writing, b"<urn:new> <urn:p> <urn:o> .\n" * 100)
    draft = folder / "generation-000002"
    while not draft.exists() or len(os.listdir(draft)) < files:
        assert loading.poll() is None
    loading.kill()
    assert loading.wait() == -signal.SIGKILL  # or the end of the input might be read before
    os.close(writing)

    assert yuqiao.open(folder).query("ASK { <urn:a> ?p ?o . <urn:b> ?p ?o }") is True
    assert len(yuqiao.open(folder)) == len(OLD)
    run("load", "new.nt", "--into", "db", cwd=folder.parent)
    assert len(os.listdir(folder)) == 2


def test_a_first_load_that_is_killed_leaves_a_directory_to_load_into(tmp_path: Path) -> None:
    (tmp_path / "new.nt").write_text("<urn:new> <urn:p> <urn:o> .\n")
    loading = subprocess.Popen(
        [sys.executable, "-m", "yuqiao", "load", "-", "--as", "ntriples", "--into", "db"],
        cwd=tmp_path,
        stdin=subprocess.PIPE,
    )
    while not (tmp_path / "db" / "generation-000001").exists():
        assert loading.poll() is None
    loading.kill()
    loading.communicate()
    query = [sys.executable, "-m", "yuqiao", "query", "ASK {}", "--graph", "db"]
    asked = subprocess.run(query, cwd=tmp_path, capture_output=True, check=False)

    assert asked.returncode == 2
    assert asked.stderr.decode() == (
        "yuqiao: db: holds no graph yet; the first load into it has not ended, or was stopped: "
        "load again\n"
    )
    run("load", "new.nt", "--into", "db", cwd=tmp_path)
    assert len(yuqiao.open(tmp_path / "db")) == 1


def test_an_interrupt_removes_what_was_begun(folder: Path) -> None:
    before = sorted(os.listdir(folder))
    with subprocess.Popen(
        [sys.executable, "-m", "yuqiao", "load", "-", "--as", "ntriples", "--into", "db"],
        cwd=folder.parent,
        stdin=subprocess.PIPE,
        start_new_session=True,
    ) as loading:
        while not (folder / "generation-000002").exists():
            assert loading.poll() is None
        os.killpg(loading.pid, signal.SIGINT)  # as a terminal does
        code = loading.wait()

    assert code == 130
    assert sorted(os.listdir(folder)) == before
