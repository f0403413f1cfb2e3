"""Work in numbered parts, which this process and forks of it take in turn, one for each processor.

The forks share what was read before they began. They only write files: what they leave behind is
the same, whoever took which part. Where a system cannot fork, this process takes all parts.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NoReturn

from yuqiao.graph.errors import OutputError
from yuqiao.graph.limits import die_with

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_MOST = 4  # processes: each needs memory of its own for what it reads
_NUMBER = 4  # bytes of the number of a part
MOST_PARTS = 10_000
"""As many as a pipe holds."""


@contextmanager
def shared_work(parts: int, work: Callable[[int], object]) -> Iterator[Callable[[], None]]:
    """Begin to work on parts 0, 1, ... in other processes; yield what takes the others here.

    What is yielded returns when all parts are done.

    :param work: writes the files of a part; it is called in any process
    :raises OSError: or whatever else the work raised, in this or another process

    >>> done = []
    >>> with shared_work(3, done.append) as finish:
    ...     finish()
    """
    assert parts <= MOST_PARTS
    is_frozen = gc.get_freeze_count() > 0  # by the program that we are a part of
    if not is_frozen:
        gc.collect()
        gc.freeze()  # else the collector would touch, and so copy, what is shared
    reading, writing = os.pipe()
    os.write(writing, b"".join(n.to_bytes(_NUMBER) for n in range(parts)))
    os.close(writing)
    children: dict[int, int] = {}
    try:
        for _ in range(min(_MOST, _processors()) - 1 if hasattr(os, "fork") else 0):
            pid, said = _forked(reading, work)
            children[pid] = said
        yield lambda: _finish(reading, work, children)
    finally:
        os.close(reading)
        for pid, said in children.items():
            os.close(said)
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        if not is_frozen:
            gc.unfreeze()


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _forked(reading: int, work: Callable[[int], object]) -> tuple[int, int]:
    """Fork this process: the other takes parts until there are none, and tells what failed."""
    said, saying = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        _work_alone(parent, reading, saying, work)
    os.close(saying)
    return pid, said


def _work_alone(parent: int, reading: int, saying: int, work: Callable[[int], object]) -> NoReturn:
    try:
        die_with(parent)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends it
        gc.disable()
        _take(reading, work)
    except BaseException as error:  # noqa: BLE001 - told to the parent, which raises it
        with suppress(Exception):
            os.write(saying, pickle.dumps(error))
        os._exit(1)
    os._exit(0)


def _take(reading: int, work: Callable[[int], object]) -> None:
    while number := os.read(reading, _NUMBER):
        work(int.from_bytes(number))


def _finish(reading: int, work: Callable[[int], object], children: dict[int, int]) -> None:
    _take(reading, work)
    while children:
        pid, said = children.popitem()
        with os.fdopen(said, "rb") as told:
            failure = told.read()
        _, status = os.waitpid(pid, 0)
        if failure:
            raise pickle.loads(failure)
        if status:
            raise OutputError(f"a process that wrote the site ended early (status {status})")
