"""The manifest of a folder: the SHA-256 hash of each file, as ``sha256sum --check`` reads them."""

from __future__ import annotations

import hashlib
import heapq
import os
from contextlib import ExitStack
from itertools import islice
from tempfile import TemporaryFile
from typing import TYPE_CHECKING
from weakref import finalize

from yuqiao.exports.output import open_atomically

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

MANIFEST = "SHA256SUMS"
"""The name of the manifest."""

_DIGITS = 64
_RUN = 50_000  # lines that are sorted at once


class Checksums:
    r"""The hashes of files, taken when they are written, by this process and forks of it.

    They are in a temporary file, to which all append, as a site may have half a million of them.

    >>> sums = Checksums()
    >>> sums.add("b", b"")
    >>> sums.add("a", b"a")
    >>> [line[-4:] for line in sums.lines()]
    [b'  a\n', b'  b\n']
    """

    def __init__(self) -> None:
        self._file = TemporaryFile("a+b")  # noqa: SIM115 - closed with what holds it
        finalize(self, self._file.close)
        self._waiting: list[bytes] = []

    def add(self, name: str, content: bytes) -> None:
        """Take the hash of a file; it is known to other processes after :meth:`flush`.

        :param name: relative to the folder
        """
        self._waiting.append(f"{hashlib.sha256(content).hexdigest()}  {name}\n".encode())

    def flush(self) -> None:
        """Hand over what was added, in one call, so that no other process writes within it."""
        rest = b"".join(self._waiting)
        self._waiting.clear()
        while rest:
            rest = rest[os.write(self._file.fileno(), rest) :]

    def lines(self) -> Iterator[bytes]:
        """Return a line for each file, in order of name; they are sorted on disk."""
        self.flush()
        self._file.seek(0)
        with ExitStack() as runs:
            sorted_runs = []
            while some := sorted(islice(self._file, _RUN), key=_name):
                run = runs.enter_context(TemporaryFile())
                run.writelines(some)
                run.seek(0)
                sorted_runs.append(run)
            yield from heapq.merge(*sorted_runs, key=_name)


def checksum(path: str | os.PathLike[str]) -> str:
    """Return the SHA-256 hash of a file in hexadecimal digits."""
    with open(path, "rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def write_manifest(folder: Path, sums: Checksums | None = None) -> None:
    """Write the SHA-256 hash of every file in a folder, as ``sha256sum --check`` reads it.

    :param sums: the hashes that are known already
    :raises yuqiao.graph.errors.OutputError: if it cannot be written

    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "a.txt").write_bytes(b"a")
    ...     write_manifest(Path(folder))
    ...     print(Path(folder, MANIFEST).read_text("utf-8"), end="")
    ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb  a.txt
    """
    known = sums.lines() if sums else iter(())
    names = sorted(_files(folder))
    with open_atomically(folder / MANIFEST) as out:
        out.writelines(_joined(folder, known, names))


def _joined(folder: Path, known: Iterator[bytes], names: Iterable[bytes]) -> Iterator[bytes]:
    """Yield a line for each file, taken from those that are known where it is one of them.

    :param known: in order of name
    :param names: of the files, in order
    """
    line = next(known, b"")
    for name in names:
        if _name(line) == name:
            yield line
            line = next(known, b"")
        else:
            yield f"{checksum(folder / os.fsdecode(name))}  ".encode() + name + b"\n"
    assert not line, line  # that of a file that is no more, or is twice


def _name(line: bytes) -> bytes:
    return line[_DIGITS + 2 : -1]


def _files(folder: Path) -> Iterator[bytes]:
    """Yield the names of the files in a folder but that of the manifest, holding no entries."""
    waiting = [""]
    while waiting:
        place = waiting.pop()
        with os.scandir(os.path.join(folder, place)) as listed:
            for entry in listed:
                name = os.path.join(place, entry.name)
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(name)
                elif entry.is_file() and name != MANIFEST:
                    yield name.replace(os.sep, "/").encode()
