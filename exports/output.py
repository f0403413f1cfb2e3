"""Files are written whole or not at all.

A new file is written next to its destination under a hidden name, flushed to disk, and then renamed
over the old one atomically: readers, and interruptions, find the old file or the new one, never a
part.
"""

from __future__ import annotations

import errno
import functools
import os
import re
import stat
import sys
import time
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING, cast

from yuqiao.graph.errors import OutputError
from yuqiao.graph.rdf.compression import compressed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_DRAFT = re.compile(r"\.yuqiao-[0-9]+-[0-9a-f]{8}\.part")
_JUST_MADE = 60  # seconds
_MOST_LINKS = 40  # in one path, as in Linux
_REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS}


def write_atomically(path: str | os.PathLike[str], data: bytes | str | Iterable[bytes]) -> None:
    """Write a file whole, or leave what was there; text becomes UTF-8.

    :param data: what the file holds, whole or in pieces
    :raises OutputError: when the folder is missing, permission is refused, the disk is full, or
        the path is a folder

    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_atomically(f"{folder}/a.txt", "渝桥")
    ...     pathlib.Path(f"{folder}/a.txt").read_text(encoding="utf-8")
    '渝桥'
    """
    with open_atomically(path) as out:
        data = data.encode() if isinstance(data, str) else data
        out.writelines([data] if isinstance(data, bytes) else data)


class Draft(os.PathLike[str]):
    """A file that is open already; its opener moves it to its destination.

    It is accepted wherever a path is: so a process that may be killed writes the file, and another
    one decides whether it is valid.

    :param path: the file's destination
    :param stream: its content so far
    """

    def __init__(self, path: str, stream: IO[bytes]) -> None:
        self._path = path
        self.stream = stream

    def __fspath__(self) -> str:
        return self._path

    def __str__(self) -> str:
        return self._path


@contextmanager
def open_atomically(path: str | os.PathLike[str]) -> Iterator[IO[bytes]]:
    """Open a file to be written piece by piece; it is moved into place when the block succeeds.

    An existing file keeps its mode, a link stays a link, and a device or pipe, which cannot be
    replaced, is written directly. A :class:`Draft` is written, but not moved.

    :raises OutputError: as :func:`write_atomically`
    """
    name = os.fspath(path)
    try:
        if isinstance(path, Draft):
            yield path.stream
            path.stream.flush()
        elif _is_device(name):
            resolved(name)  # no planted link; that of a pipe has a target that is no path
            with open(name, "wb") as out:
                yield out
        else:
            with _beside(resolved(name)) as out:
                yield out
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        raise OutputError(_explain(name, error)) from error


@contextmanager
def open_output(path: str | os.PathLike[str] | None) -> Iterator[IO[bytes]]:
    """Open a file as :func:`open_atomically` does, or standard output, when the path is None.

    What is written to a file is compressed if the end of its name asks for it.

    :raises OutputError: when it cannot be written
    """
    if path is None:
        with standard_output() as out:
            yield out
    else:
        with open_atomically(path) as file, compressed(os.fspath(path), file) as out:
            yield out


@contextmanager
def standard_output() -> Iterator[IO[bytes]]:
    """Open standard output for bytes, and see that all of them have gone out at the end.

    On a terminal, what would steer it is escaped.

    :raises OutputError: when they cannot, for a full disk, say
    :raises BrokenPipeError: when the reader has gone, which is not a mistake of anybody
    """
    try:
        yield _for_terminal(sys.stdout.buffer) if sys.stdout.isatty() else sys.stdout.buffer
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        if error.errno is None:  # the stand-in for a stream that was closed by the caller
            raise OutputError("standard output is closed; name a file with -o") from error
        raise OutputError(_explain("standard output", error)) from error


def _for_terminal(stream: IO[bytes]) -> IO[bytes]:
    from yuqiao.exports.terminal_output import TerminalOutput

    return cast("IO[bytes]", TerminalOutput(stream))


def forget_standard_output() -> None:
    """Send what is still to be written to standard output nowhere, after it has failed.

    Python would try again as it ends, and complain.
    """
    with suppress(OSError, ValueError):  # a test's stand-in has no descriptor
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def _is_device(name: str) -> bool:
    try:
        mode = os.stat(name).st_mode
    except FileNotFoundError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def resolved(name: str) -> str:
    """Return a path without links; one that another user could have planted is not followed.

    In a folder such as /tmp, where everybody may write, only a link of one's own or of the folder's
    owner counts. Linux holds to this as a file is opened (protected_symlinks, see proc(5)), but not
    as a link is read.

    :raises OutputError: when there is such a link
    :raises OSError: when the links run in a circle
    """
    place = os.sep if os.path.isabs(name) else os.getcwd()
    waiting, links = _steps(name), 0
    while waiting:
        step = waiting.pop()
        further = os.path.dirname(place) if step == os.pardir else os.path.join(place, step)
        if step == os.pardir or not os.path.islink(further):
            place = further
            continue
        _reject_planted(further, place)
        links += 1
        if links > _MOST_LINKS:
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), name)
        target = os.readlink(further)
        place = os.sep if os.path.isabs(target) else place
        waiting += _steps(target)
    return place


def _steps(path: str) -> list[str]:
    return [step for step in reversed(path.split(os.sep)) if step not in {"", os.curdir}]


def _reject_planted(link: str, folder: str) -> None:
    around, owner = os.stat(folder), os.lstat(link).st_uid
    is_open = around.st_mode & stat.S_ISVTX and around.st_mode & stat.S_IWOTH
    if is_open and owner not in {os.geteuid(), around.st_uid}:
        raise OutputError(
            f"{link}: a link of another user in a folder open to all, which is not followed; choose"
            " another place"
        )


@contextmanager
def _beside(target: str) -> Iterator[IO[bytes]]:
    mode = _mode_to_keep(target)
    folder = os.path.dirname(target)
    draft = os.path.join(folder, f".yuqiao-{os.getpid()}-{os.urandom(4).hex()}.part")
    _remove_abandoned(folder)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        with open(descriptor, "wb") as out:
            with suppress(OSError):  # where there are no locks, drafts are not removed either
                _lock(out.fileno())
            if mode is not None:
                os.fchmod(out.fileno(), mode)
            yield out
            out.flush()
            os.fsync(out.fileno())
        os.replace(draft, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(draft)
        raise


@functools.cache
def _remove_abandoned(folder: str) -> None:
    """Remove, once in a process, one's own drafts in a folder whose writers were killed.

    A writer locks its draft, and the system lets go of the lock when the process ends, however it
    ends. A draft that has just been made may not be locked yet.
    """
    if os.name != "posix":
        return
    with suppress(OSError), os.scandir(folder or os.curdir) as entries:
        for entry in entries:
            if _DRAFT.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                with suppress(OSError):
                    _remove_unless_locked(entry.path)


def _remove_unless_locked(draft: str) -> None:
    descriptor = os.open(draft, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        _lock(descriptor)
        found = os.fstat(descriptor)
        if found.st_uid == os.geteuid() and time.time() - found.st_mtime > _JUST_MADE:
            os.unlink(draft)
    finally:
        os.close(descriptor)


def _lock(descriptor: int) -> None:
    """Lock a file, as long as it is open.

    :raises OSError: when another holds it, or the system has no such locks
    """
    try:
        import fcntl
    except ImportError as error:  # on Windows
        raise OSError(errno.ENOTSUP, "no locks") from error
    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _mode_to_keep(target: str) -> int | None:
    try:
        found = os.stat(target)
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, "is a folder", target)
    if not os.access(target, os.W_OK):  # a move over it would succeed all the same
        raise PermissionError(errno.EACCES, "is read-only", target)
    return stat.S_IMODE(found.st_mode)


def _explain(name: str, error: OSError) -> str:
    folder = os.path.dirname(name) or "."
    if error.errno == errno.EISDIR:
        return f"{name}: is a folder; name a file to write"
    if error.errno in {errno.ENOENT, errno.ENOTDIR}:
        return f"{name}: the folder {folder} does not exist; make it first"
    if error.errno in _REFUSED:
        return f"{name}: permission to write there was refused"
    if error.errno in _FULL:
        return f"{name}: no space is left to write it"
    reason = error.strerror or str(error)
    return f"{name}: cannot be written ({reason[:1].lower()}{reason[1:]})"
