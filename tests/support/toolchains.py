"""What the tests need of other tools, made once: in the virtual environment, not in the checkout."""

from __future__ import annotations

import fcntl
import hashlib
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path


def prepared(sources: Iterable[Path], prepare: Callable[[Path], None]) -> Path:
    """Return a folder that was prepared for some files, another one when a file is another one.

    :param sources: the files
    :param prepare: given the folder, if nobody has prepared it yet
    """
    held = list(sources)
    state = hashlib.sha256(b"".join(source.read_bytes() for source in held)).hexdigest()[:16]
    folder = Path(sys.prefix, "consumers", f"{held[0].stem}-{state}")
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # the tests run in several processes
        if not (folder / "prepared").exists():
            prepare(folder)
            (folder / "prepared").touch()
    return folder


def run(command: list[str], folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command to its good end.

    :raises RuntimeError: when it fails, with all it said
    """
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]} failed:\n{done.stdout}{done.stderr}")
    return done
