"""A temporary directory that is removed even when this process is killed.

A guard, which is a process of its own, waits until the other end of its standard input is closed;
then it ends the program that was left running, and removes the directory.
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


class GuardedDirectory:
    """A temporary directory with a guard.

    :param path: of the directory
    """

    def __init__(self, path: str, guard: subprocess.Popen[str]) -> None:
        self.path = path
        self._guard = guard

    def run(self, command: Sequence[str], stdin: str) -> tuple[int, str]:
        """Run a program, and return its exit code and standard error.

        :param stdin: its standard input
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
            self._watch(program.pid)
            _, errors = program.communicate(stdin)
            self._watch(0)
            return program.returncode, errors

    def _watch(self, running: int) -> None:
        assert self._guard.stdin is not None
        self._guard.stdin.write(f"{running}\n")
        self._guard.stdin.flush()


@contextmanager
def guarded_directory() -> Iterator[GuardedDirectory]:
    """Create a directory that exists as long as the block runs.

    >>> import os
    >>> with guarded_directory() as scratch:
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
        start_new_session=True,  # not interrupted by Ctrl-C
    )
    with guard:
        assert guard.stdout is not None
        guard.stdout.readline()  # the guard has started
        yield GuardedDirectory(path, guard)
