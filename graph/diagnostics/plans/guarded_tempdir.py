"""A folder for a while, which goes away even when this process is killed.

A guard, which is a process of its own, waits until nobody holds the other end of its standard
input; then it ends the program that was left running, and removes the folder.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_GUARD = """
import os, shutil, signal, sys
print(flush=True)
running = 0
for line in sys.stdin:
    running = int(line)
if running:
    os.kill(running, getattr(signal, "SIGKILL", signal.SIGTERM))
shutil.rmtree(sys.argv[1], ignore_errors=True)
"""


class Scratch:
    """A folder with a guard.

    :param path: of the folder
    """

    def __init__(self, path: str, guard: subprocess.Popen[str]) -> None:
        self.path = path
        self._guard = guard

    def run(self, command: Sequence[str], given: str) -> tuple[int, str]:
        """Run a program, and give its exit code and what it writes to standard error.

        :param given: what it reads from standard input
        :raises OSError: when it cannot be started
        """
        with subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
        ) as program:
            self._tell(program.pid)
            _, said = program.communicate(given)
            self._tell(0)
            return program.returncode, said

    def _tell(self, running: int) -> None:
        assert self._guard.stdin is not None
        self._guard.stdin.write(f"{running}\n")
        self._guard.stdin.flush()


@contextmanager
def scratch_folder() -> Iterator[Scratch]:
    """Make a folder that is there as long as the block runs.

    >>> import os
    >>> with scratch_folder() as scratch:
    ...     os.path.isdir(scratch.path)
    True
    >>> os.path.exists(scratch.path)
    False
    """
    path = tempfile.mkdtemp(prefix="yuqiao-")
    guard = subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", _GUARD, path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,  # Ctrl-C is not for it
    )
    with guard:
        assert guard.stdout is not None
        guard.stdout.readline()  # it is awake
        yield Scratch(path, guard)
