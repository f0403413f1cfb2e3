"""A process that has read all modules, and forks for each command that it is asked for.

``python first_process.py SOCKET`` listens at a Unix socket. Each connection brings one command with
its three streams, and gets two lines: the number of its process, and in the end its exit status. It
ends when its standard input does.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import marshal
import os
import pkgutil
import runpy
import selectors
import signal
import socket
import sys
import threading
import traceback
from contextlib import suppress
from typing import IO, Any, TextIO

SEVERAL = ("httpx", "igraph", "networkx", "pypinyin", "pyvis.network", "rdflib", "yuqiao.cli")


def read_all_modules() -> Any:
    """Import what commands import when they run, and return what they share: the bundled graph."""
    for name in SEVERAL:
        importlib.import_module(name)
    for part in ("graph", "exports", "commands"):
        package = importlib.import_module(f"yuqiao.{part}")
        for module in pkgutil.walk_packages(package.__path__, f"yuqiao.{part}."):
            with suppress(ImportError):  # of an optional part
                importlib.import_module(module.name)
    bundled = importlib.import_module("yuqiao").open()
    gc.collect()
    gc.freeze()
    return bundled


def listen(path: str) -> None:
    """Run what is asked for, each command in a process of its own, until standard input ends."""
    asked: dict[int, socket.socket] = {}
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(writing)
    with socket.socket(socket.AF_UNIX) as listening, selectors.DefaultSelector() as ready:
        listening.bind(path)
        listening.listen()
        for source in (listening, reading, 0):
            ready.register(source, selectors.EVENT_READ)
        os.write(1, b"listening\n")
        while True:
            events = [key.fileobj for key, _ in ready.select()]
            if 0 in events:
                return
            if reading in events:
                os.read(reading, 65536)
                tell_those_who_wait(asked)
            if listening in events:
                connection, _ = listening.accept()
                begin(connection, asked, [listening.fileno(), reading, writing])


def begin(connection: socket.socket, asked: dict[int, socket.socket], ours: list[int]) -> None:
    """Fork for the command that a connection brings."""
    message, streams, _, _ = socket.recv_fds(connection, 2**16, 3)
    while more := connection.recv(2**16):
        message += more
    child = os.fork()
    if child == 0:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for each in (connection, *asked.values()):
            each.close()
        for number in ours:
            os.close(number)
        arguments, folder, environment = marshal.loads(message)
        run(arguments, folder, environment, streams)
    for stream in streams:
        os.close(stream)
    asked[child] = connection
    tell(connection, child)


def tell_those_who_wait(asked: dict[int, socket.socket]) -> None:
    """Give the exit status of each command that has ended."""
    for child in list(asked):
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            with asked.pop(child) as connection:
                tell(connection, os.waitstatus_to_exitcode(status))


def tell(connection: socket.socket, number: int) -> None:
    """Send a number to whoever asked, if they are still there."""
    with suppress(OSError):
        connection.sendall(f"{number}\n".encode())


def run(arguments: list[str], folder: str, environment: dict[str, str], streams: list[int]) -> None:
    """Be the command, to the end of the process."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        opened = reopened(number, getattr(sys, name))
        setattr(sys, name, opened)
        setattr(sys, f"__{name}__", opened)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["yuqiao", *arguments]
    code: Any = 0
    try:
        runpy.run_module("yuqiao", run_name="__main__", alter_sys=True)
    except SystemExit as end:
        code = end.code or 0
    except BaseException:  # noqa: BLE001 - Python prints whatever is left
        traceback.print_exc()
        code = 1
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        code = 120  # as Python does
    os._exit(code)


def reopened(number: int, earlier: TextIO) -> IO[str]:
    """Return a stream as Python opens it: by lines to a terminal, and errors always."""
    by_lines = 1 if number == 2 or os.isatty(number) else -1
    mode, encoding, errors = "w" if number else "r", earlier.encoding, earlier.errors
    return os.fdopen(number, mode, by_lines, encoding, errors, closefd=False)


if __name__ == "__main__":
    bundled = read_all_modules()
    listen(sys.argv[1])
