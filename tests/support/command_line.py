"""The command line as a process that begins with all its modules read: a tenth of a start.

A process of Python imports Yuqiao once and forks for each command. What a command needs of a
process is there: exit status, streams, working folder, environment. Only what Python itself reads
from the environment as it starts, such as the hash seed, is that of the first process.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from pathlib import Path

_FIRST_PROCESS = """
import atexit, gc, importlib, json, os, pkgutil, runpy, socket, sys, threading, traceback

import httpx, igraph, networkx, rdflib
import yuqiao, yuqiao.cli
for part in ("graph", "exports", "commands"):
    package = importlib.import_module(f"yuqiao.{part}")
    for module in pkgutil.walk_packages(package.__path__, f"yuqiao.{part}."):
        try:
            importlib.import_module(module.name)
        except ImportError:  # of an optional part
            pass
gc.collect()
gc.freeze()


def run(wanted, streams):
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(wanted["folder"])
    os.environ.clear()
    os.environ.update(wanted["environment"])
    sys.argv = ["yuqiao", *wanted["arguments"]]
    try:
        runpy.run_module("yuqiao", run_name="__main__", alter_sys=True)
        code = 0
    except SystemExit as end:
        code = end.code or 0
    except BaseException:
        traceback.print_exc()
        code = 1
    threading._shutdown()
    atexit._run_exitfuncs()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        code = 120  # as Python does
    os._exit(code)


asked = socket.socket(fileno=int(sys.argv[1]))
while True:
    message, streams, _, _ = socket.recv_fds(asked, 2**20, 3)
    if not message:
        break
    child = os.fork()
    if child == 0:
        asked.close()
        run(json.loads(message), streams)
    for stream in streams:
        os.close(stream)
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    asked.sendall(f"{ended}\\n".encode())
"""


@cache
def _first_process() -> tuple[socket.socket, subprocess.Popen[bytes]]:
    """Start the first process; it ends when this one does."""
    ours, theirs = socket.socketpair()
    with theirs:
        command = [sys.executable, "-c", _FIRST_PROCESS, str(theirs.fileno())]
        return ours, subprocess.Popen(command, pass_fds=[theirs.fileno()])


def run_command(
    *arguments: str | bytes, cwd: Path | None = None, stdin: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    """Run a command, and return its exit status and what it wrote to its streams."""
    wanted = {
        "arguments": [os.fsdecode(argument) for argument in arguments],
        "folder": str(cwd or Path.cwd()),
        "environment": dict(os.environ),
    }
    (taken, given), (out, written), (complained, error) = os.pipe(), os.pipe(), os.pipe()
    first, _ = _first_process()
    socket.send_fds(first, [json.dumps(wanted).encode()], [taken, written, error])
    for theirs in (taken, written, error):
        os.close(theirs)
    with ThreadPoolExecutor(3) as side:
        side.submit(_feed, given, stdin)
        said, beside = side.submit(_all_of, out), side.submit(_all_of, complained)
    ended = int(first.recv(16))
    return subprocess.CompletedProcess(arguments, ended, said.result(), beside.result())


def _feed(stream: int, data: bytes) -> None:
    with suppress(BrokenPipeError), open(stream, "wb") as opened:  # it may not read to the end
        opened.write(data)


def _all_of(stream: int) -> bytes:
    with open(stream, "rb") as opened:
        return opened.read()
