"""The command line as a process that begins with all its modules read: a tenth of a start.

A process of Python (first_process.py) imports Yuqiao once and forks for each command. What a command
needs of a process is there: exit status, streams, working folder, environment. Only what Python itself reads
from the environment as it starts, such as the hash seed, is that of the first process.
"""

from __future__ import annotations

import atexit
import marshal
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from pathlib import Path

_PROGRAM = """\
#!{python} -IS
import marshal, os, signal, socket, sys

with socket.socket(socket.AF_UNIX) as asked:
    asked.connect({socket!r})
    command = marshal.dumps([sys.argv[1:], os.getcwd(), dict(os.environ)])
    socket.send_fds(asked, [command], [0, 1, 2])
    asked.shutdown(socket.SHUT_WR)
    with asked.makefile() as told:
        child = int(told.readline())
        for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, lambda number, _: os.kill(child, number))
        code = int(told.readline())
if code < 0:
    signal.signal(-code, signal.SIG_DFL)
    os.kill(os.getpid(), -code)
sys.exit(code)
"""


def write_program(folder: Path) -> None:
    """Write a program ``yuqiao`` into a folder, for shells: it hands its command on."""
    program = folder / "yuqiao"
    program.write_text(_PROGRAM.format(python=sys.executable, socket=_first_process()[0]))
    program.chmod(0o755)


@cache
def _first_process() -> tuple[str, subprocess.Popen[bytes]]:
    """Start the first process, which ends when this one does; return where it listens, and it."""
    folder = tempfile.mkdtemp(prefix="yuqiao-")
    atexit.register(shutil.rmtree, folder)
    path = f"{folder}/commands"
    command = [sys.executable, str(Path(__file__).with_name("first_process.py")), path]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"listening\n"
    return path, process


def run_command(
    *arguments: str | bytes,
    cwd: Path | None = None,
    stdin: bytes = b"",
    environment: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """Run a command, and return its exit status and what it wrote to its streams.

    :param environment: variables beside those of this process
    """
    wanted = [
        [os.fsdecode(argument) for argument in arguments],
        str(cwd or Path.cwd()),
        {**os.environ, **(environment or {})},
    ]
    (taken, given), (out, written), (complained, error) = os.pipe(), os.pipe(), os.pipe()
    with socket.socket(socket.AF_UNIX) as asked:
        asked.connect(_first_process()[0])
        socket.send_fds(asked, [marshal.dumps(wanted)], [taken, written, error])
        asked.shutdown(socket.SHUT_WR)
        for theirs in (taken, written, error):
            os.close(theirs)
        with ThreadPoolExecutor(3) as side, asked.makefile() as told:
            side.submit(_feed, given, stdin)
            said, beside = side.submit(_all_of, out), side.submit(_all_of, complained)
            *_, ended = map(int, told)
    return subprocess.CompletedProcess(arguments, ended, said.result(), beside.result())


def run_text(
    *arguments: str, cwd: Path | None = None, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command as :func:`run_command` does, and return what it wrote as text."""
    ended = run_command(*arguments, cwd=cwd, environment=environment)
    texts = ended.stdout.decode(), ended.stderr.decode()
    return subprocess.CompletedProcess(arguments, ended.returncode, *texts)


def _feed(stream: int, data: bytes) -> None:
    with suppress(BrokenPipeError), open(stream, "wb") as opened:  # it may not read to the end
        opened.write(data)


def _all_of(stream: int) -> bytes:
    with open(stream, "rb") as opened:
        return opened.read()
