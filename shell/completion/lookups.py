"""Completion's queries to the graph, run in child processes so that typing is never blocked.

Each result is stored. A lookup that takes too long is abandoned, and its child killed; so are all
that are still running when the line is entered.
"""

from __future__ import annotations

import asyncio
import os
import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from yuqiao.graph.entities.term_usage import Use
    from yuqiao.shell.completion.candidates import Lookup
    from yuqiao.shell.graph_handle import OpenedGraph

_PATIENCE = 2.0  # seconds that a menu waits for
_MOST = 20.0  # seconds that a lookup may take, for the next menu


class Lookups:
    """The results of lookups in one graph.

    :param graph: the graph to query
    """

    def __init__(self, graph: OpenedGraph) -> None:
        self._graph = graph
        self._found: dict[Lookup, list[Use]] = {}
        self._under_way: dict[Lookup, asyncio.Task[None]] = {}

    async def of(self, lookups: Iterable[Lookup]) -> Mapping[Lookup, list[Use]]:
        """Return the results so far, after a short wait for those that are missing."""
        missing = [lookup for lookup in lookups if lookup not in self._found]
        for lookup in missing:
            if lookup not in self._under_way:
                self._under_way[lookup] = asyncio.create_task(self._look_up(lookup))
        waiting = [self._under_way[lookup] for lookup in missing]
        if waiting:
            await asyncio.wait(waiting, timeout=_PATIENCE)
        return self._found

    async def _look_up(self, lookup: Lookup) -> None:
        try:
            self._found[lookup] = await _in_a_child(lookup, self._graph)
        finally:
            del self._under_way[lookup]


async def _in_a_child(lookup: Lookup, graph: OpenedGraph) -> list[Use]:
    """Run a lookup in a child process; one that fails or takes too long finds nothing."""
    if not hasattr(os, "fork"):
        return lookup.made(graph.store()) if graph.kept is not None else []
    import pickle

    reading, child = _fork(lookup, graph)
    try:
        said = await asyncio.wait_for(_all_of(reading), _MOST)
    except TimeoutError:
        return []
    finally:
        _end(reading, child)
    try:
        found: list[Use] = pickle.loads(said)
    except (EOFError, pickle.UnpicklingError):  # the child was killed, or failed
        return []
    return found


def _fork(lookup: Lookup, graph: OpenedGraph) -> tuple[int, int]:
    """Start a child that writes its result; return the pipe to read it from, and the child."""
    import pickle

    reading, writing = os.pipe()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    child = os.fork()
    if child != 0:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        os.close(writing)
        return reading, child
    try:
        signal.alarm(int(_MOST))  # it ends even when the shell is killed
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):  # the terminal is not the child's
            os.dup2(nowhere, stream)
        with os.fdopen(writing, "wb") as out:
            pickle.dump(lookup.made(graph.store()), out)
    finally:
        os._exit(0)


def _end(reading: int, child: int) -> None:
    os.close(reading)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)  # at once, for it is dead


async def _all_of(reading: int) -> bytes:
    """Read a pipe to its end, without blocking the editor."""
    loop = asyncio.get_running_loop()
    os.set_blocking(reading, False)
    said = b""
    while True:
        readable = asyncio.Event()
        loop.add_reader(reading, readable.set)
        try:
            await readable.wait()
        finally:
            loop.remove_reader(reading)
        piece = os.read(reading, 2**16)
        if not piece:
            return said
        said += piece
