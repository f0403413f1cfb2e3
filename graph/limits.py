"""Run work in a child process that is killed on a time limit, a memory limit or a signal.

The engine can neither cancel a query nor react to a signal while it runs. So the work is done in a
forked child, and this process watches the clock, the child's memory and its own signals. A killed
child leaves nothing behind: the files it writes belong to this process, which opened them.
"""

from __future__ import annotations

import gc
import mmap
import os
import re
import signal
import sys
import time
from collections import Counter
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from yuqiao.graph.errors import LimitReached, QueryError, YuqiaoError
from yuqiao.graph.sizes import parse_size

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

_LEAST_SECONDS = 0.001
_LEAST_MEMORY = 64 * 2**20  # what the program itself needs before it reads a graph, and a margin
_LONGEST_PAUSE = 3600.0  # seconds; poll() accepts no more than some weeks
_LOOK = 0.02  # seconds between two checks of the child's memory
_ALLOCATIONS = 50_000  # between two searches for garbage: a child soon ends and frees all
_ENDING = (signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM))
_DIES_WITH_PARENT = 1  # PR_SET_PDEATHSIG, of linux/prctl.h
_WANT_OF_MEMORY = re.compile(rb"memory allocation of \d+ bytes failed|bad_alloc|allocate memory")
"""The errors of Rust, C++ and the system when memory runs out."""
_MOST_SAID = 2**16  # bytes of the engine's output that are searched
_KILLED: set[int] = set()  # children that were killed, and may not have ended yet
_MOST_NAMED = 1000  # bytes of the names of what a child waits for
_waiting: Counter[str] = Counter()  # what this process waits for
_named: mmap.mmap | None = None  # where its parent reads that


@dataclass(frozen=True)
class Limits:
    """Limits on the time and memory of a piece of work.

    :param seconds: None for no limit
    :param memory: bytes that the process may hold at once; None for no limit
    :param held: bytes that it holds from the start, such as a graph, and that do not count
    """

    seconds: float | None = None
    memory: int | None = None
    held: int = 0


@contextmanager
def waiting_for(name: str) -> Iterator[None]:
    """Let the message of a time limit say what was being waited for.

    >>> with waiting_for("https://example.org/sparql"):
    ...     pass
    """
    _waiting[name] += 1
    _tell_parent()
    try:
        yield
    finally:
        _waiting[name] -= 1
        _tell_parent()


def _tell_parent() -> None:
    if _named is not None:
        names = " and ".join(sorted(name for name, number in _waiting.items() if number > 0))
        _named[:] = names.encode()[:_MOST_NAMED].ljust(_MOST_NAMED, b"\0")


def seconds_of(text: str) -> float:
    """Parse a time limit.

    :raises QueryError: when it is not a number of seconds, or too few to start in

    >>> seconds_of("2.5")
    2.5
    """
    with suppress(ValueError):
        seconds = float(text)
        if _LEAST_SECONDS <= seconds < float("inf"):
            return seconds
        if 0 < seconds < _LEAST_SECONDS:
            raise QueryError(f'"{text}" is too short a time limit; the least is 0.001 seconds')
    raise QueryError(f'"{text}" is not a time limit; expected seconds, such as 5 or 0.5')


def _plainly(seconds: float) -> str:
    """Write a number of seconds without an exponent."""
    return f"{seconds:,.3f}".rstrip("0").rstrip(".")


def memory_of(text: str) -> int:
    """Return a limit on memory in bytes.

    :raises QueryError: when it is not a size, or less than the program itself needs

    >>> memory_of("500M")
    524288000
    """
    size = parse_size(text)
    if not size:
        raise QueryError(f'"{text}" is not a size of memory; expected one such as 500M or 2G')
    if size < _LEAST_MEMORY:
        raise QueryError(f'"{text}" is less memory than the program itself needs; the least is 64M')
    return size


def run_limited(work: Callable[[], object], limits: Limits | None = None) -> int:
    """Run a piece of work in a child process, and return its exit code.

    Its output to standard output and to files that are already open arrives there; its changes in
    memory are lost. Ctrl-C, or the end of this process, kills it.

    :param work: called in the child; the code of a ``SystemExit`` is the exit code
    :param limits: without them, the work can still be interrupted
    :raises LimitReached: when it was stopped because a limit was reached
    :raises YuqiaoError: when it was killed from outside
    :raises BaseException: whatever the work raised

    >>> run_limited(lambda: sys.exit(1))
    1
    """
    limits = limits or Limits()
    reject_where_impossible(limits)
    _forget_killed()
    sys.stdout.flush()
    sys.stderr.flush()
    parent = os.getpid()
    reading, writing = os.pipe()
    words = None if limits.memory is None else os.memfd_create("words of the engine")
    named = None if limits.seconds is None else mmap.mmap(-1, _MOST_NAMED)
    with _signals_waiting() as before:
        child = os.fork()
        if child == 0:
            os.close(reading)
            die_with(parent)
            _name_to_parent(named)
            _work_as_child(work, writing, words, limits, before)
        os.close(writing)
        return _Watch(child, reading, words, limits, named).until_the_end(before)


def _name_to_parent(named: mmap.mmap | None) -> None:
    global _named
    _named = named
    _waiting.clear()


def run_writing(work: Callable[[], object], limits: Limits | None = None) -> int:
    """Run work that writes to an on-disk graph, as :func:`run_limited` does, and return its code.

    A fork copies no threads: where this process has already started those of RocksDB, a write in a
    child would wait for them forever, so the work is then done here, and cannot be interrupted.

    :raises YuqiaoError: when limits are asked for that this process cannot enforce
    """
    if not _has_storage_threads():
        return run_limited(work, limits)
    if limits not in {None, Limits()}:
        raise YuqiaoError(
            "this process has opened an on-disk graph, so its next writes cannot be limited; leave "
            "the limits out, or write from a process of its own"
        )
    try:
        work()
    except SystemExit as end:
        return _exit_code(end)
    return 0


def _has_storage_threads() -> bool:
    """Return whether RocksDB has threads in this process, as far as the system shows them."""
    names = Path("/proc/self/task").glob("*/comm")
    with suppress(OSError):
        return any(name.read_bytes().startswith(b"rocksdb:") for name in names)
    return False


def reject_where_impossible(limits: Limits) -> None:
    """Reject limits that this system cannot enforce.

    :raises YuqiaoError: where processes do not fork, or do not report their memory
    """
    if not hasattr(os, "fork"):
        raise YuqiaoError(f"{sys.platform} cannot stop a query at a limit; leave the limits out")
    if limits.memory is not None and not os.path.exists("/proc/self/statm"):
        raise YuqiaoError(
            "a memory limit needs Linux: other systems do not report a process's memory"
        )


def _forget_killed() -> None:
    """Forget the killed children that have ended since.

    They are not waited for: the system takes more than a second to free some gigabytes.
    """
    for child in list(_KILLED):
        if os.waitpid(child, os.WNOHANG)[0]:
            _KILLED.discard(child)


@contextmanager
def _signals_waiting() -> Iterator[set[signal.Signals]]:
    """Block the signals that would end this process until the child is being watched."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
    try:
        yield {signal.Signals(number) for number in before}
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work_as_child(
    work: Callable[[], object],
    writing: int,
    words: int | None,
    limits: Limits,
    unblocked: set[signal.Signals],
) -> NoReturn:
    """Run the work, report a failure to the parent, and exit without the parent's cleanup."""
    code = 1
    try:
        _prepare_child(limits, words)
        # Only now, because a pending signal must kill the child, not raise in the parent's code.
        signal.pthread_sigmask(signal.SIG_SETMASK, unblocked)
        try:
            work()
            code = 0
        except SystemExit as end:
            code = _exit_code(end)
        sys.stdout.flush()
    except BaseException as error:  # noqa: BLE001 - the parent raises it again
        with suppress(OSError, ValueError):
            sys.stdout.flush()
        os.write(writing, _pickled(error))
    finally:
        with suppress(OSError, ValueError):
            sys.stderr.flush()
        os._exit(code)


def _exit_code(end: SystemExit) -> int:
    return end.code if isinstance(end.code, int) else int(end.code is not None)


def _prepare_child(limits: Limits, words: int | None) -> None:
    gc.set_threshold(_ALLOCATIONS, *gc.get_threshold()[1:])
    for number in _ENDING:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, signal.SIG_DFL)
    if limits.memory is not None and words is not None:
        _reject_memory_beyond(limits.held + limits.memory, words)


def die_with(parent: int) -> None:
    """Have the system end this process when its parent ends, even by ``kill -9``."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_DIES_WITH_PARENT, signal.SIGKILL)
        if os.getppid() != parent:  # it has ended meanwhile
            os._exit(1)


def _reject_memory_beyond(size: int, words: int) -> None:
    """Make one huge allocation fail before it is filled, faster than the parent can check.

    A quarter more is allowed for memory that is reserved and never used. The engine then aborts
    with a message of its own: it goes to the parent, which learns from it why the engine aborted,
    while our messages still go to standard error.
    """
    import resource

    room = size + size // 4 + 64 * 2**20
    resource.setrlimit(resource.RLIMIT_DATA, (room, room))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.stderr = os.fdopen(os.dup(2), "w", errors="backslashreplace", buffering=1)
    os.dup2(words, 2)
    os.close(words)


def _pickled(error: BaseException) -> bytes:
    import pickle

    try:
        said = pickle.dumps(error)
        pickle.loads(said)
    except Exception:  # noqa: BLE001 - any error that cannot be pickled
        import traceback

        return pickle.dumps(RuntimeError("".join(traceback.format_exception(error))))
    return said


class _Watch:
    """The parent's view of a child at work."""

    def __init__(
        self,
        child: int,
        reading: int,
        words: int | None,
        limits: Limits,
        named: mmap.mmap | None = None,
    ) -> None:
        self._child = child
        self._reading = reading
        self._words = words
        self._limits = limits
        self._named = named
        self._status: int | None = None

    def until_the_end(self, unblocked: set[signal.Signals]) -> int:
        """Watch the child until it ends, or end it; return its exit code."""
        try:
            with _ending_as_exception():
                signal.pthread_sigmask(signal.SIG_SETMASK, unblocked)
                said = self._received()
                _, self._status = os.waitpid(self._child, 0)
        finally:
            if self._status is None:
                os.kill(self._child, signal.SIGKILL)
                _KILLED.add(self._child)
            os.close(self._reading)
            engine = self._engine_output()
        if said:
            self._raise_again(said)
        return self._exit_code(self._status, engine)

    def _engine_output(self) -> bytes:
        """Return the last output of an engine that has a memory limit."""
        if self._words is None:
            return b""
        size = os.fstat(self._words).st_size
        said = os.pread(self._words, _MOST_SAID, max(0, size - _MOST_SAID))
        os.close(self._words)
        return said

    def _received(self) -> bytes:
        """Return what the child sent at its end; raise when a limit is reached before."""
        import select

        ready = select.poll()
        ready.register(self._reading)
        seconds, memory = self._limits.seconds, self._limits.memory
        deadline = None if seconds is None else time.monotonic() + seconds
        said = b""
        while True:
            left = None if deadline is None else max(0.0, deadline - time.monotonic())
            longest = None if left is None else min(left, _LONGEST_PAUSE)
            pause = longest if memory is None else min(_LOOK, _LOOK if left is None else left)
            if ready.poll(None if pause is None else 1000 * pause + 1):
                piece = os.read(self._reading, 2**16)
                if not piece:
                    return said
                said += piece
            elif seconds is not None and left == 0:
                raise self._time_reached(seconds)
            if memory is not None and resident(self._child) > self._limits.held + memory:
                raise self._memory_reached()

    def _time_reached(self, seconds: float) -> LimitReached:
        names = b"" if self._named is None else self._named[:].rstrip(b"\0")
        if not names:
            return LimitReached(f"stopped after {_plainly(seconds)} s (time limit)")
        waited = names.decode(errors="replace")
        return LimitReached(
            f"stopped after {_plainly(seconds)} s (time limit), while waiting for {waited}"
        )

    def _memory_reached(self) -> LimitReached:
        assert self._limits.memory is not None
        size, unit = float(self._limits.memory), "bytes"
        for larger in ("KB", "MB", "GB", "TB"):
            if size < 2**10:
                break
            size, unit = size / 2**10, larger
        return LimitReached(f"stopped at {size:.4g} {unit} of memory (memory limit)")

    def _raise_again(self, said: bytes) -> NoReturn:
        import pickle

        error = pickle.loads(said)
        if isinstance(error, MemoryError) and self._limits.memory is not None:
            raise self._memory_reached() from error
        raise error

    def _exit_code(self, status: int, engine: bytes) -> int:
        if os.WIFEXITED(status):
            return os.WEXITSTATUS(status)
        number = os.WTERMSIG(status)
        if number == signal.SIGINT:
            raise KeyboardInterrupt
        if number == signal.SIGABRT and _WANT_OF_MEMORY.search(engine):
            raise self._memory_reached()
        name = signal.Signals(number).name
        if number == signal.SIGKILL:
            raise YuqiaoError(f"ended by the system ({name}), mostly for want of memory")
        raise YuqiaoError(f"the engine did not survive this ({name})")


@contextmanager
def _ending_as_exception() -> Iterator[None]:
    """Turn a signal that would end this process into an exception, so that it cleans up."""

    def end(number: int, frame: FrameType | None) -> NoReturn:
        if number == signal.SIGINT:
            raise KeyboardInterrupt
        raise SystemExit(128 + number)

    before = {}
    with suppress(ValueError):  # only the main thread can; another is not where signals arrive
        for number in _ENDING:
            if signal.getsignal(number) is not signal.SIG_IGN:
                before[number] = signal.signal(number, end)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def resident(process: int) -> int:
    """Return the bytes a process holds in memory: https://man7.org/linux/man-pages/man5/proc.5.html."""
    with suppress(OSError), open(f"/proc/{process}/statm", "rb") as told:
        return int(told.read().split()[1]) * os.sysconf("SC_PAGESIZE")
    return 0
