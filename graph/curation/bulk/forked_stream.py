"""Work done ahead by a fork of this process, which shares what was read before it began."""

from __future__ import annotations

import gc
import os
import pickle
import queue
import signal
import sys
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import IO, NoReturn

from yuqiao.graph.limits import die_with

_AHEAD = 3  # results that wait here
_SIZE = 8  # bytes of the size of a result


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class ForkedStream:
    """What another process produces, in order; it ends early when that one fails.

    :param produce: yields the results; it is called in the other process
    """

    def __init__(self, produce: Callable[[], Iterable[object]]) -> None:
        reading, writing = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        gc.collect()
        gc.freeze()  # else the collector would touch, and so copy, what is shared
        parent = os.getpid()
        self._child = os.fork()
        if self._child == 0:
            os.close(reading)
            _produce(parent, writing, produce)
        gc.unfreeze()
        os.close(writing)
        self._reading = reading
        self._results: queue.Queue[bytes] = queue.Queue(_AHEAD)
        self._is_over = True

    def start(self) -> None:
        """Begin to read the results, when no other process is to be forked any more."""
        self._is_over = False
        threading.Thread(target=self._read, daemon=True).start()

    def has_next(self) -> bool:
        """Return whether a result, or the end, is there already."""
        return self._is_over or not self._results.empty()

    def next(self) -> object | None:
        """Return the next result, when it is there; none at the end."""
        data = b"" if self._is_over else self._results.get()
        self._is_over = not data
        return pickle.loads(data) if data else None

    def close(self) -> None:
        """End the other process."""
        with suppress(ProcessLookupError):
            os.kill(self._child, signal.SIGKILL)
        os.waitpid(self._child, 0)
        while not self._is_over:
            self._is_over = not self._results.get()

    def _read(self) -> None:
        with os.fdopen(self._reading, "rb") as stream:
            while len(size := stream.read(_SIZE)) == _SIZE:
                data = stream.read(int.from_bytes(size))
                if len(data) < int.from_bytes(size):
                    break
                self._results.put(data)
        self._results.put(b"")


def _produce(parent: int, writing: int, produce: Callable[[], Iterable[object]]) -> NoReturn:
    try:
        die_with(parent)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends it
        gc.disable()
        with os.fdopen(writing, "wb") as stream:
            for result in produce():
                _write(stream, pickle.dumps(result, pickle.HIGHEST_PROTOCOL))
    except BaseException:  # noqa: BLE001  the parent does the work, and meets the mistake
        os._exit(1)
    os._exit(0)


def _write(stream: IO[bytes], data: bytes) -> None:
    stream.write(len(data).to_bytes(_SIZE))
    stream.write(data)
    stream.flush()
