"""The pool of workers: a job is done under limits, or ended; what waits is bounded."""

from __future__ import annotations

import asyncio
import logging
import os
import pickle
import signal
import socket
import sys
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar, cast

from yuqiao.graph.errors import LimitReached, YuqiaoError
from yuqiao.graph.limits import resident
from yuqiao.web.workers.frames import ERROR, FORK, HEAD, HEADER, JOB, PIECE, message
from yuqiao.web.workers.spool import Spool

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import Awaitable, Callable

    from yuqiao.web.settings import Settings
    from yuqiao.web.source import Source

_NURSERY = "yuqiao.web.workers.nursery"  # run as a program; here its imports would take time
_LOOK = 0.05  # seconds between two looks at clocks and memory
_STATE = 1.0  # seconds between two looks at the state of the graph
_LONG = 0.5  # seconds after which a job yields to others
_NICE = 10  # its nice value from then on, which gives it a tenth of a processor others want
_LOG = logging.getLogger("yuqiao.web.workers")
_T = TypeVar("_T")


class ServerBusyError(YuqiaoError):
    """As many requests wait as may."""


class WorkerEndedError(YuqiaoError):
    """A worker was ended from outside."""


@dataclass(eq=False)
class _Nursery:
    """A process that forks workers.

    :param control: takes requests, with a socket for each worker
    """

    process: Process
    control: socket.socket
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    workers: int = 0

    def fork(self, connection: socket.socket) -> None:
        """Ask for a worker at the other end of a connection."""
        with suppress(OSError):  # it has ended, which the connection will tell
            socket.send_fds(self.control, [FORK], [connection.fileno()])

    async def end(self) -> None:
        """End the process and its workers, whatever they do."""
        with suppress(ProcessLookupError):
            self.process.kill()
        self.writer.close()
        self.control.close()
        await self.process.wait()


@dataclass(eq=False)
class _Worker:
    """A process that does one job after the other."""

    nursery: _Nursery
    generation: int
    pid: int
    base: int  # bytes of memory that it had at the start: the graph
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    deadline: float = float("inf")
    reached: YuqiaoError | None = None  # why its job was ended
    ended: bool = False
    yields: bool = False  # to others, as its job takes long

    def yield_to_others(self) -> None:
        """Let it do this job when no other worker wants the processor."""
        self.yields = True
        with suppress(OSError):
            for thread in os.listdir(f"/proc/{self.pid}/task"):
                if thread != str(self.pid):  # the first one begins others, which inherit from it
                    os.setpriority(os.PRIO_PROCESS, int(thread), _NICE)

    def kill(self) -> None:
        """End it at once."""
        if not self.ended:
            self.ended = True
            self.stop_work()
            self.writer.close()

    def stop_work(self) -> None:
        """End the process; the nursery has not forgotten it, so that its id is no other's."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)


@dataclass
class Counters:
    """What the pool has done, for the metrics."""

    jobs: int = 0
    busy: int = 0
    waiting: int = 0
    refused: int = 0
    killed: int = 0
    restarted: int = 0
    reloads: int = 0


@dataclass
class Workers:
    """A pool of workers that all have the graph.

    :param source: the graph
    :param settings: how many workers, and their limits
    """

    source: Source
    settings: Settings
    counters: Counters = field(default_factory=Counters)
    remarks: list[str] = field(default_factory=list)
    version: str | None = None
    stale: str = ""  # why the graph could not be read anew

    def __post_init__(self) -> None:
        self._idle: deque[_Worker] = deque()
        self._waiting: deque[asyncio.Future[_Worker]] = deque()
        self._all: set[_Worker] = set()
        self._generation = 0
        self._nursery: _Nursery | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._reviving = asyncio.Lock()
        self._seen: str | None = None  # the last state of the graph that was tried
        self._stopped = False
        self._has_begun = False

    async def start(self) -> None:
        """Open the graph, and start all workers.

        :raises YuqiaoError: when the graph cannot be opened
        """
        self.version = self._seen = self.source.version()
        self._nursery = await self._new_nursery()
        for _ in range(self.settings.workers):
            self._later(self._add())
        self._later(self._refresh(self._nursery))
        self._later(self._watch())

    async def _refresh(self, nursery: _Nursery) -> None:
        """Replace the workers when their nursery has prepared what pages need."""
        with suppress(EOFError, OSError):
            await _read(nursery.reader)
            if nursery is self._nursery:
                self._replace_workers()

    @property
    def ready(self) -> bool:
        """Whether there are workers, or there were and others take their place."""
        return bool(self._all) or (self._has_begun and self._nursery is not None)

    async def stop(self) -> None:
        """End all workers, whatever they do."""
        self._stopped = True
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        nurseries = {worker.nursery for worker in self._all} | {self._nursery}
        for worker in list(self._all):
            worker.kill()
        for each in nurseries:
            if each is not None:
                await each.end()

    async def run(self, job: Callable[..., _T], *arguments: Any) -> _T:
        """Return what a function of a module returns for the graph and some arguments.

        :param job: called in a worker with a :class:`yuqiao.web.served_graph.ServedGraph` first
        :raises ServerBusyError: when too many requests wait
        :raises LimitReached: when a limit stopped it
        :raises YuqiaoError: what it raised
        """
        result, _ = await self.run_measured(job, *arguments)
        return result

    async def run_measured(self, job: Callable[..., _T], *arguments: Any) -> tuple[_T, int]:
        """Return what :meth:`run` does, and how many bytes it takes as a message."""
        worker = await self._acquire()
        try:
            await self._give(worker, job, streams=False, arguments=arguments)
            kind, content = await self._message(worker)
            return cast("_T", _result(kind, content)), len(content)
        except BaseException as error:
            if not isinstance(error, YuqiaoError) or worker.reached:
                worker.kill()  # what it does now is for nobody
            raise
        finally:
            self._release(worker)

    async def stream(self, job: Callable[..., object], *arguments: Any) -> tuple[Any, Spool]:
        """Return what a function tells of its answer, and the answer as it comes.

        :param job: called in a worker with the graph and a
            :class:`yuqiao.web.workers.job_output.Out`, which it begins and writes to
        :raises ServerBusyError: as :meth:`run`, like all others, until the answer begins
        """
        worker = await self._acquire()
        begun = False
        try:
            await self._give(worker, job, streams=True, arguments=arguments)
            kind, content = await self._message(worker)
            if kind != HEAD:
                return _result(kind, content), Spool.complete_with(b"")
            head, spool = pickle.loads(content), Spool()
            pump = asyncio.ensure_future(self._pump(worker, spool))
            self._tasks.add(pump)
            pump.add_done_callback(self._tasks.discard)
            spool.on_close(pump.cancel)
            begun = True
            await asyncio.sleep(0)  # a short answer is here already
        except BaseException as error:
            if not isinstance(error, YuqiaoError) or worker.reached:
                worker.kill()
            raise
        finally:
            if not begun:
                self._release(worker)
        return head, spool

    async def _pump(self, worker: _Worker, spool: Spool) -> None:
        """Take an answer from its worker as fast as it comes, so that the worker is free soon."""
        try:
            while True:
                kind, content = await self._message(worker)
                if kind == PIECE:
                    spool.write(content)
                    continue
                _result(kind, content)
                spool.complete()
                return
        except YuqiaoError as error:
            spool.fail(error)
        except BaseException as error:
            worker.kill()
            spool.fail(error)
            if isinstance(error, asyncio.CancelledError):
                raise
        finally:
            self._release(worker)

    async def reload(self) -> None:
        """Have all jobs from now on done with the graph as it is now."""
        version = self._seen = self.source.version()
        is_file = self.source.kind == "file"  # the workers of others open the graph themselves
        fresh = await self._new_nursery() if is_file else self._nursery
        earlier, self._nursery = self._nursery, fresh
        self.version = version
        self.stale = ""
        self.counters.reloads += 1
        self._replace_workers()
        if fresh is not None and fresh is not earlier:
            self._later(self._refresh(fresh))
        if earlier is not None and earlier is not fresh and not earlier.workers:
            await earlier.end()

    def _replace_workers(self) -> None:
        """Have each worker end after its job, and a new one begin."""
        self._generation += 1
        idle, self._idle = list(self._idle), deque()
        for worker in idle:
            self._retire(worker)

    def _later(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _new_nursery(self) -> _Nursery:
        ours, theirs = socket.socketpair()
        told = pickle.dumps((self.source, self.settings, os.getpid()))
        ours.sendall(message(JOB, told))  # read when it has begun, whatever this process does then
        number = theirs.fileno()
        command = [sys.executable, "-P", "-m", _NURSERY, str(number)]
        process = await asyncio.create_subprocess_exec(
            *command, pass_fds=[number], stdin=asyncio.subprocess.DEVNULL, start_new_session=True
        )
        theirs.close()
        control = ours.dup()
        reader, writer = await asyncio.open_connection(sock=ours)
        made = _Nursery(process, control, reader, writer)
        try:
            self.remarks = cast("list[str]", _result(*await _read(reader)))
        except BaseException:
            await made.end()
            raise
        return made

    async def _add(self) -> None:
        """Start a worker, and let it do what waits."""
        nursery, generation = self._nursery, self._generation
        if nursery is None:
            return  # another task starts it, and a worker
        ours, theirs = socket.socketpair()
        nursery.fork(theirs)
        theirs.close()
        reader, writer = await asyncio.open_connection(sock=ours, limit=1 << 20)
        try:
            _, content = await _read(reader)
        except EOFError:
            writer.close()
            await self._revive(nursery)
            return
        except BaseException:
            writer.close()
            raise
        pid, base = pickle.loads(content)
        worker = _Worker(nursery, generation, pid, base, reader, writer)
        nursery.workers += 1
        self._has_begun = True
        self._all.add(worker)
        self._release(worker)

    async def _revive(self, ended: _Nursery) -> None:
        """Start a nursery in place of one that was ended from outside."""
        async with self._reviving:
            if self._nursery is ended:
                self._nursery = None
                await ended.end()
            while self._nursery is None:
                try:
                    self._nursery = await self._new_nursery()
                except YuqiaoError as error:
                    self._tell_stale(str(error))
                    await asyncio.sleep(_STATE)
        self._later(self._add())

    async def _acquire(self) -> _Worker:
        while self._idle:
            worker = self._idle.pop()
            if not worker.reader.at_eof():
                return self._started(worker)
            self._retire(worker)
        if len(self._waiting) >= self.settings.queue:
            self.counters.refused += 1
            raise ServerBusyError(
                "the server is busy: as many requests wait as may; try again soon"
            )
        turn: asyncio.Future[_Worker] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        self.counters.waiting = len(self._waiting)
        try:
            async with asyncio.timeout(self.settings.timeout):
                return self._started(await turn)
        except TimeoutError:
            self.counters.refused += 1
            raise ServerBusyError(
                "the server is busy: no worker came free in time; try again soon"
            ) from None
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._release(turn.result())
            raise
        finally:
            with suppress(ValueError):
                self._waiting.remove(turn)
            self.counters.waiting = len(self._waiting)

    def _started(self, worker: _Worker) -> _Worker:
        worker.deadline = time.monotonic() + self.settings.timeout
        self.counters.jobs += 1
        self.counters.busy += 1
        return worker

    def _release(self, worker: _Worker) -> None:
        """Give a worker the next job that waits, or none; replace one that has ended."""
        if worker.deadline != float("inf"):
            self.counters.busy -= 1
        worker.deadline = float("inf")
        worker.yields = False
        is_outdated = worker.generation != self._generation or worker.nursery is not self._nursery
        grown = resident(worker.pid) - worker.base > self.settings.memory // 2
        if worker.ended or worker.reader.at_eof() or is_outdated or grown:
            self._retire(worker)
            return
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(worker)
                return
        self._idle.append(worker)

    def _retire(self, worker: _Worker) -> None:
        """Forget a worker, which ends with its connection, and start another."""
        if worker not in self._all:
            return
        self._all.discard(worker)
        worker.kill()
        earlier = worker.nursery
        earlier.workers -= 1
        if self._stopped:
            return
        if earlier is not self._nursery and not earlier.workers:
            self._later(earlier.end())
        self.counters.restarted += 1
        self._later(self._add())

    async def _give(
        self, worker: _Worker, job: Callable[..., object], *, streams: bool, arguments: Any
    ) -> None:
        worker.writer.write(message(JOB, pickle.dumps((job, streams, arguments))))
        await worker.writer.drain()

    async def _message(self, worker: _Worker) -> tuple[bytes, bytes]:
        try:
            return await _read(worker.reader)
        except (EOFError, OSError):
            worker.kill()
            if worker.reached:
                raise worker.reached from None
            raise WorkerEndedError(
                "the query was ended from outside, mostly for want of memory"
            ) from None

    async def _watch(self) -> None:
        """End jobs at their limits, and read the graph anew when it has changed."""
        looked = time.monotonic()
        while True:
            await asyncio.sleep(_LOOK)
            if time.monotonic() - looked > _STATE:
                await self._look()
                looked = time.monotonic()
            for worker in list(self._all):
                if worker.deadline != float("inf") and not worker.ended:
                    self._check(worker)

    def _check(self, worker: _Worker) -> None:
        remains = worker.deadline - time.monotonic()
        if not worker.yields and self.settings.timeout - remains > _LONG:
            worker.yield_to_others()
        if remains < 0:
            seconds = f"{self.settings.timeout:,.3f}".rstrip("0").rstrip(".")
            self._end(worker, LimitReached(f"stopped after {seconds} s (time limit)"))
        elif resident(worker.pid) - worker.base > self.settings.memory:
            size = self.settings.memory / 2**20
            self._end(worker, LimitReached(f"stopped at {size:,.0f} MB of memory (memory limit)"))

    def end_jobs(self) -> None:
        """End what is under way: the server stops."""
        for worker in self._all:
            if worker.deadline != float("inf"):
                self._end(worker, ServerBusyError("the server stops; try again later"))

    def _end(self, worker: _Worker, reached: YuqiaoError) -> None:
        worker.reached = reached
        self.counters.killed += 1
        worker.stop_work()

    async def _look(self) -> None:
        """Read the graph anew when it has changed; one that cannot be read leaves the earlier."""
        try:
            if self.source.version() != self._seen:
                self._seen = self.source.version()
                await self.reload()
        except (YuqiaoError, OSError) as error:
            self._tell_stale(str(error))

    def _tell_stale(self, reason: str) -> None:
        """Note why the graph could not be read anew, and log it once."""
        if reason != self.stale:
            _LOG.warning("the graph cannot be read anew and stays as it was: %s", reason)
        self.stale = reason


async def _read(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    kind, size = HEADER.unpack(await reader.readexactly(HEADER.size))
    return kind, await reader.readexactly(size) if size else b""


def _result(kind: bytes, content: bytes) -> object:
    result = pickle.loads(content)
    if kind == ERROR:
        _raise(result)
    return result


def _raise(error: Exception) -> NoReturn:
    raise error
