"""Sizes and checksums of the files of a generation, to detect later damage.

Opening compares the sizes of all files, and the content of the small ones, which describe how the
others belong together; comparing all content takes as long as reading the whole graph.
"""

from __future__ import annotations

import os
import zlib
from typing import TYPE_CHECKING

from yuqiao.graph.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FileSums = dict[str, tuple[int, int]]
"""Size and CRC-32 of each file by name."""

_NOT_CONTENT = ("LOG", "LOCK")  # the database's log, and its lock
_SMALL = 100_000  # bytes
_PIECE = 2**20


def file_sums(folder: str, earlier: Mapping[str, tuple[int, int]], earlier_folder: str) -> FileSums:
    """Return the sums of a complete generation.

    :param earlier: the sums of the generation it was made from; files that both share by hard links
        are not read again
    """
    found: FileSums = {}
    for entry in _content(folder):
        shared = os.path.join(earlier_folder, entry.name)
        if entry.name in earlier and _is_same(entry.path, shared):
            found[entry.name] = earlier[entry.name]
        else:
            found[entry.name] = entry.stat().st_size, _crc32(entry.path)
    return dict(sorted(found.items()))


def reject_damaged(folder: str, sums: Mapping[str, tuple[int, int]], *, whole: bool) -> None:
    """Reject a generation whose files are not as they were written.

    :param folder: the generation's folder
    :param whole: whether to compare all content, and not only that of small files
    :raises InputError: at the first file that is missing or differs
    """
    for name, (size, checksum) in sums.items():
        path = os.path.join(folder, name)
        try:
            now = os.stat(path).st_size
            same = now == size and (not (whole or size < _SMALL) or _crc32(path) == checksum)
        except FileNotFoundError:
            raise InputError(f"{path}: damaged: the file is missing; {_WHAT_TO_DO}") from None
        except OSError as error:
            raise InputError(f"{path}: cannot be read ({error.strerror})") from error
        if not same:
            what = f"it has {now:,} bytes instead of {size:,}" if now != size else "content changed"
            raise InputError(f"{path}: damaged: {what}; {_WHAT_TO_DO}")


_WHAT_TO_DO = "load the graph again, or restore the directory from a backup"


def _content(folder: str) -> Iterator[os.DirEntry[str]]:
    for entry in os.scandir(folder):
        if entry.is_file() and not entry.name.startswith(_NOT_CONTENT):
            yield entry


def _is_same(path: str, other: str) -> bool:
    try:
        return os.path.samefile(path, other)
    except OSError:
        return False


def _crc32(path: str) -> int:
    """Return the CRC-32 of a file: quick to compute, and no import that slows down opening."""
    found = 0
    with open(path, "rb") as file:
        while piece := file.read(_PIECE):
            found = zlib.crc32(piece, found)
    return found
