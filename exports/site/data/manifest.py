"""The manifest of a folder: the SHA-256 hash of each file, as ``sha256sum --check`` reads them."""

from __future__ import annotations

import hashlib
import os
from tempfile import TemporaryFile
from typing import TYPE_CHECKING
from weakref import finalize

from yuqiao.exports.output import write_atomically
from yuqiao.graph.folder_entries import entries_within

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MANIFEST = "SHA256SUMS"
"""The name of the manifest."""

_DIGITS = 64


class Checksums:
    """The hashes of files, taken when they are written, by this process and forks of it.

    They are in a temporary file, to which all append, as a site may have half a million of them.

    >>> sums = Checksums()
    >>> sums.add("b", b"")
    >>> sums.add("a", b"a")
    >>> [line[-3:] for line in sums.lines()]
    [b'  b', b'  a']
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

    def lines(self) -> list[bytes]:
        """Return a line for each file, in the order in which they were handed over."""
        self.flush()
        self._file.seek(0)
        return self._file.read().splitlines()


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
    lines = sums.lines() if sums else []
    known = {*map(_name, lines), MANIFEST.encode()}
    others = (name for name in _files(folder) if name.encode() not in known)
    lines += [f"{checksum(folder / name)}  {name}".encode() for name in others]
    lines.sort(key=_name)
    write_atomically(folder / MANIFEST, b"".join(line + b"\n" for line in lines))


def _name(line: bytes) -> bytes:
    return line[_DIGITS + 2 :]


def _files(folder: Path) -> Iterator[str]:
    for name, entry in entries_within(str(folder)):
        if entry.is_file():
            yield name.replace(os.sep, "/")
