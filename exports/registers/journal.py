"""The journal of a register: tables change together, a second writer is told, changes go back.

A change is first written whole into a folder beside the tables, then named as decided, and only
then moved over the tables, file by file. Whoever opens the register next finishes what was decided,
and throws away what was not: a process may be killed at any time.

The folders are ``.yuqiao/NUMBER.STATE``, and their states:

- ``part``: being written; not decided;
- ``doing``: decided; the files of ``new`` go over the tables;
- ``done``: finished; ``old`` holds what was there before, for the way back;
- ``undoing``: the files of ``old`` go back over the tables.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from yuqiao.exports.output import write_atomically
from yuqiao.graph.durability import flush_to_disk
from yuqiao.graph.errors import InputError, OutputError
from yuqiao.graph.file_lock import FileLock

_FOLDER = ".yuqiao"
_KEPT = 20  # changes that can be undone
_ENTRY = "entry.json"
_AT_ONCE = 2**18  # bytes
_LEVEL = 1  # of compression, for what is kept for the way back
_PLAIN = ".plain"  # ends the names of files that are gone as soon as they are written


@dataclass(frozen=True)
class JournalEntry:
    """A change of a register that can be undone.

    :param number: its number; later changes have higher ones
    :param what: what was done, in a few words
    :param before: the digest of each file before, by its path from the tables; empty when it was
        not there
    :param after: the digest of each file after
    """

    number: int
    what: str
    before: dict[str, str]
    after: dict[str, str]


class Journal:
    """The journal of a folder of tables, held by one writer: see :func:`open_journal`."""

    def __init__(self, tables: Path) -> None:
        self._tables = tables
        self._folder = tables / _FOLDER

    def commit(self, what: str, files: Mapping[str, Iterable[bytes] | bytes]) -> JournalEntry:
        """Write some files all together, or none of them.

        :param what: what was done, in a few words
        :param files: the bytes of each, whole or in pieces, by its path from the tables
        :raises OutputError: when they cannot be written; then nothing has changed
        """
        number = max(self._numbers(), default=0) + 1
        for path in files:
            _check_writable(self._tables / path)
        part = self._at(number, "part")
        try:
            entry = self._write_entry(part, number, what, files)
            part.rename(self._at(number, "doing"))
        except OSError as error:
            shutil.rmtree(part, ignore_errors=True)
            reason = error.strerror or str(error)
            raise OutputError(f"{self._folder}: cannot be written: {reason}") from error
        flush_to_disk(self._folder)
        self._finish(number, "doing")
        for old in self._numbers()[:-_KEPT]:
            shutil.rmtree(self._at(old, "done"), ignore_errors=True)
        return entry

    def last(self) -> JournalEntry | None:
        """Return the last change that has not been undone."""
        numbers = self._numbers()
        return self._entry(self._at(numbers[-1], "done")) if numbers else None

    def undo(self) -> JournalEntry:
        """Put the files of the last change back as they were before.

        :raises InputError: when there is none, or a file has changed since
        """
        entry = self.last()
        if entry is None:
            raise InputError(f"{self._tables}: no change is recorded here that could be undone")
        for path, digest in entry.after.items():
            if self._digest_of(path) != digest:
                raise InputError(
                    f"{self._tables / path}: has changed since '{entry.what}'; nothing was undone,"
                    " for that change would be lost"
                )
        for path in entry.before:
            _check_writable(self._tables / path)
        self._at(entry.number, "done").rename(self._at(entry.number, "undoing"))
        flush_to_disk(self._folder)
        self._finish(entry.number, "undoing")
        return entry

    def recover(self) -> None:
        """Finish what was decided when its process ended, and drop what was not."""
        if not self._folder.is_dir():
            return
        for folder in sorted(self._folder.glob("*.*")):
            number, _, state = folder.name.partition(".")
            if state == "part":
                shutil.rmtree(folder, ignore_errors=True)
            elif state in {"doing", "undoing"} and number.isdigit():
                self._finish(int(number), state)

    def _finish(self, number: int, state: str) -> None:
        folder = self._at(number, state)
        entry = self._entry(folder)
        wanted, other = (
            (entry.after, entry.before) if state == "doing" else (entry.before, entry.after)
        )
        kept = folder / ("new" if state == "doing" else "old")
        for place, (path, digest) in enumerate(wanted.items()):
            now = self._digest_of(path)
            if now == digest:
                continue
            if now != other[path]:
                raise InputError(
                    f"{self._tables / path}: changed while '{entry.what}' was under way; put it"
                    f" back, or delete {folder} to keep the files as they are"
                )
            if digest:
                with _kept(kept / str(place)) as data:
                    write_atomically(self._tables / path, _pieces(data))
            else:
                (self._tables / path).unlink()
        if state == "undoing":
            gone = self._at(number, "part")
            folder.rename(gone)
            shutil.rmtree(gone, ignore_errors=True)
            return
        folder.rename(self._at(number, "done"))
        shutil.rmtree(self._at(number, "done") / "new", ignore_errors=True)

    def _write_entry(
        self, part: Path, number: int, what: str, files: Mapping[str, Iterable[bytes] | bytes]
    ) -> JournalEntry:
        """Write an entry, with the files as they are and as they will be."""
        shutil.rmtree(part, ignore_errors=True)
        entry = JournalEntry(number, what, {}, {})
        (part / "old").mkdir(parents=True)
        (part / "new").mkdir()
        for place, (path, data) in enumerate(files.items()):
            entry.before[path] = self._keep(path, part / "old" / str(place))
            pieces = [data] if isinstance(data, bytes) else data
            entry.after[path] = _store(pieces, part / "new" / f"{place}{_PLAIN}")
        _write(self._folder / ".gitignore", b"*\n")
        described = {"what": entry.what, "before": entry.before, "after": entry.after}
        _write(part / _ENTRY, json.dumps(described, ensure_ascii=False).encode())
        flush_to_disk(part)
        return entry

    def _keep(self, path: str, kept: Path) -> str:
        """Keep a file as it is, and return its digest; an empty one when there is no such file."""
        with self._opened(path) as stream:
            return "" if stream is None else _store(_pieces(stream), kept)

    def _entry(self, folder: Path) -> JournalEntry:
        try:
            said = json.loads((folder / _ENTRY).read_bytes())
            number = int(folder.name.partition(".")[0])
            return JournalEntry(number, said["what"], said["before"], said["after"])
        except (OSError, ValueError, KeyError, TypeError):
            raise InputError(f"{folder}: damaged; delete it, and check the tables") from None

    def _numbers(self) -> list[int]:
        found = (path.name.partition(".")[0] for path in self._folder.glob("*.done"))
        return sorted(int(number) for number in found if number.isdigit())

    def _at(self, number: int, state: str) -> Path:
        return self._folder / f"{number:06}.{state}"

    def _digest_of(self, path: str) -> str:
        """Return the digest of a file; an empty one when there is no such file."""
        with self._opened(path) as stream:
            return "" if stream is None else _digest(_pieces(stream))

    @contextmanager
    def _opened(self, path: str) -> Iterator[IO[bytes] | None]:
        try:
            stream = (self._tables / path).open("rb")
        except FileNotFoundError:
            yield None
            return
        except OSError as error:
            reason = error.strerror or str(error)
            raise InputError(f"{self._tables / path}: cannot be read: {reason}") from None
        with stream:
            yield stream


@contextmanager
def open_journal(tables: Path) -> Iterator[Journal]:
    """Open the journal of a folder of tables, alone; what a killed process left is finished first.

    :raises OutputError: when another process is changing the register
    """
    try:
        lock = FileLock(str(tables), alone=True)
    except BlockingIOError:
        raise OutputError(
            f"{tables}: another process is changing these tables; nothing was written, try again"
            " when it has finished"
        ) from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"{tables}: cannot be opened: {reason}") from None
    try:
        journal = Journal(tables)
        journal.recover()
        yield journal
    finally:
        lock.release()


def _digest(pieces: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest()


def _pieces(stream: IO[bytes] | gzip.GzipFile) -> Iterator[bytes]:
    return iter(lambda: stream.read(_AT_ONCE), b"")


def _store(pieces: Iterable[bytes], path: Path) -> str:
    """Write a file flushed to the disk, compressed unless its name says that it is plain.

    :returns: the digest of its content
    """
    digest = hashlib.sha256()
    is_plain = path.name.endswith(_PLAIN)
    with ExitStack() as opened:
        out: IO[bytes] | gzip.GzipFile = opened.enter_context(path.open("wb"))
        if not is_plain:
            out = opened.enter_context(gzip.GzipFile("", "wb", _LEVEL, out, mtime=0))
        for piece in pieces:
            digest.update(piece)
            out.write(piece)
    flush_to_disk(path)
    return digest.hexdigest()


def _kept(path: Path) -> IO[bytes] | gzip.GzipFile:
    """Open a file that was stored."""
    plain = path.with_name(path.name + _PLAIN)
    return plain.open("rb") if plain.exists() else gzip.open(path)


def _check_writable(path: Path) -> None:
    """Check that a file can be replaced, before the first of several is.

    :raises OutputError: when it cannot
    """
    folder = path.parent
    if not os.access(folder, os.W_OK) or (path.exists() and not os.access(path, os.W_OK)):
        raise OutputError(f"{path}: permission to write there was refused")


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    flush_to_disk(path)
