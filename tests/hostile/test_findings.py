"""What a fuzzer once found is handled ever after, and a fuzzer notices what it is to find."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import fuzz_targets
from fuzz_targets import TARGETS, run_apart, seeds_of
from yuqiao.graph.errors import InputError

FINDINGS = sorted((Path(__file__).parent / "findings").iterdir())
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("file", FINDINGS, ids=lambda file: file.stem)
def test_a_finding_is_handled(file: Path) -> None:
    target = next(name for name in TARGETS if file.name.startswith(f"{name}."))

    assert run_apart(target, file.read_bytes()) == ""


@pytest.mark.slow
@pytest.mark.parametrize("target", TARGETS)
def test_the_seeds_are_handled(target: str) -> None:
    seeds = seeds_of(target)

    assert [run_apart(target, seed) for seed in seeds[:3]] == [""] * len(seeds[:3])


def _die(_: bytes) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def _hang(_: bytes) -> None:
    while True:
        pass


def _fail(_: bytes) -> None:
    raise ValueError("x")


def _speak_ill(_: bytes) -> None:
    raise InputError("a\x1b[2J")


def _fill(_: bytes) -> None:
    bytearray(5 * 2**30)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("run", "message"),
    [
        (_die, "ended by SIGSEGV"),
        (_hang, "ended by SIGXCPU"),
        (_fail, "ValueError: x"),
        (_fill, "MemoryError"),
        (_speak_ill, r"a message that is not clean: 'a\x1b[2J'"),
    ],
)
def test_what_is_not_handled_is_noticed(
    run: Callable[[bytes], None], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fuzz_targets, "TARGETS", {"x": run})
    monkeypatch.setattr(fuzz_targets, "SECONDS", 1)

    assert run_apart("x", b"").rstrip().endswith(message)


@pytest.mark.slow
def test_a_finding_is_told_with_the_file_of_its_input(tmp_path: Path) -> None:
    script = (
        "import sys; sys.path[:0] = ['tools', 'tests/support']; import fuzz, fuzz_targets\n"
        "def run(data):\n    assert bytes(1) not in data\n"
        "fuzz_targets.TARGETS = fuzz.TARGETS = {'turtle': run}; sys.exit(fuzz.main())"
    )
    arguments = ["--seconds", "60", "--seed", "7", "--into", str(tmp_path)]

    told = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        capture_output=True,
        check=False,
        cwd=ROOT,
        text=True,
    )

    (file,) = tmp_path.iterdir()
    assert told.returncode == 1
    assert f"{file}: Traceback (most recent call last):" in told.stdout
    assert b"\0" in file.read_bytes()
