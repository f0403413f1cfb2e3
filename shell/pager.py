"""Show an answer longer than the screen in a pager; print a shorter one.

A child process reads the answer as it arrives and decides. It ignores Ctrl-C, which stops the
query: the part that has arrived by then can still be read.
"""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager, suppress
from itertools import islice
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedReader

_LESS = "less -RS"  # -R colours, -S long lines are truncated, not folded


def pager() -> list[str] | None:
    """Return the pager's command: ``$PAGER``, else less; None when there is none.

    Without a terminal that can move its cursor (``TERM=dumb``) there is none either.
    """
    if os.environ.get("TERM") == "dumb":
        return None
    words = shlex.split(os.environ.get("PAGER", "").strip() or _LESS)
    if words == ["less"]:
        words = shlex.split(_LESS)
    return words if shutil.which(words[0]) else None


@contextmanager
def paged(lines: int) -> Iterator[IO[bytes]]:
    """Open a stream to the terminal, with a pager for output longer than the screen.

    The block ends when all has been read.

    :param lines: the height of the screen
    """
    command = pager() if hasattr(os, "fork") else None
    if command is None:
        yield sys.stdout.buffer
        with suppress(BrokenPipeError):
            sys.stdout.buffer.flush()
        return
    reading, writing = os.pipe()
    viewer = _fork_viewer(reading, writing, command, lines)
    os.close(reading)
    stream = os.fdopen(writing, "wb")
    try:
        yield stream
    finally:
        with suppress(BrokenPipeError):
            stream.close()
        _wait_undisturbed(viewer)


def _fork_viewer(reading: int, writing: int, command: list[str], lines: int) -> int:
    sys.stdout.flush()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # it would be lost in fork
    viewer = os.fork()
    if viewer != 0:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        return viewer
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        os.close(writing)
        with os.fdopen(reading, "rb") as source:
            _view(source, command, lines)
    finally:
        os._exit(0)


def _view(source: BufferedReader, command: list[str], lines: int) -> None:
    head = list(islice(source, lines))
    if len(head) < lines:
        sys.stdout.buffer.writelines(head)
        sys.stdout.buffer.flush()
        return
    shown = subprocess.Popen(command, stdin=subprocess.PIPE)
    assert shown.stdin is not None
    with suppress(BrokenPipeError):  # the reader has seen enough
        shown.stdin.writelines(head)
        while piece := source.read1(2**16):
            shown.stdin.write(piece)
            shown.stdin.flush()
    source.close()
    with suppress(BrokenPipeError):
        shown.stdin.close()
    shown.wait()


def _wait_undisturbed(viewer: int) -> None:
    """Wait for the reader; Ctrl-C meanwhile is left to the pager."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        os.waitpid(viewer, 0)
    finally:
        signal.signal(signal.SIGINT, before)
