"""A folder that is replaced as a whole, or stays as it was.

The new one is written beside it under a hidden name and takes its place in one step of the system
(``renameat2`` with RENAME_EXCHANGE, https://man7.org/linux/man-pages/man2/rename.2.html), or in two
where the system has none. So a full disk, or a kill at any moment, leaves the old one. The files
are forced to the disk before that, all at once (``syncfs``): one by one takes a minute for twenty
thousand. So a power cut too leaves one of the two.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from yuqiao.exports.site.data.dumps import MANIFEST
from yuqiao.graph.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator

MARK = "yuqiao-site.txt"
"""The file that tells that a folder is a site that may be replaced."""

_SAID = "This folder is written by `yuqiao publish`, which replaces it as a whole.\n"
_EXCHANGE = 2  # RENAME_EXCHANGE of <linux/fs.h>
_HERE = -100  # AT_FDCWD of <fcntl.h>
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@contextmanager
def replaced_as_a_whole(target: str | os.PathLike[str]) -> Iterator[Path]:
    """Give an empty folder to write into; it takes the place of the target when all went well.

    :param target: a folder that does not exist, is empty, or was made so before and not added to
    :raises OutputError: when it is something else, or cannot be written
    """
    place = Path(os.path.realpath(target))
    _refuse_others(place, str(target))
    try:
        _clear_away(place)
        draft = place.parent / f".{place.name}-{os.getpid()}-{os.urandom(4).hex()}.part"
        draft.mkdir()
    except OSError as error:
        raise OutputError(_explained(str(target), error)) from error
    try:
        hold = _hold(draft)
        yield draft
        (draft / MARK).write_text(_SAID, "utf-8")
        _force_to_disk(draft)
        _refuse_others(place, str(target))  # what came while we wrote is not ours to remove
        _take_place(draft, place)
        _force_to_disk(place.parent)
        del hold
    except OSError as error:
        raise OutputError(_explained(str(target), error)) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def earlier_site(target: str | os.PathLike[str]) -> Path | None:
    """Give the folder when it holds a site that was made before."""
    place = Path(os.path.realpath(target))
    return place if (place / MARK).is_file() else None


def _refuse_others(place: Path, shown: str) -> None:
    """Refuse a folder that holds anything that we did not write."""
    if not os.path.lexists(place):
        return
    if not place.is_dir():
        raise OutputError(f"{shown}: is a file; name a folder that is empty or does not exist")
    try:
        ours = _listed(place)
        for path in sorted(place.rglob("*")):
            name = path.relative_to(place).as_posix()
            if (path.is_symlink() or not path.is_dir()) and name not in ours:
                raise OutputError(
                    f"{shown}: holds something that `yuqiao publish` did not write ({name}); name "
                    "a folder that is empty or does not exist, or move that away"
                )
    except OSError as error:
        raise OutputError(_explained(shown, error)) from error


def _listed(place: Path) -> set[str]:
    """Give the files of a site that was made before, as its manifest lists them."""
    if not (place / MARK).is_file() or not (place / MANIFEST).is_file():
        return set()
    lines = (place / MANIFEST).read_text("utf-8", errors="replace").splitlines()
    return {line.partition("  ")[2] for line in lines} | {MARK, MANIFEST}


def _clear_away(place: Path) -> None:
    """Remove what earlier runs left beside the target when they were killed."""
    for left in place.parent.glob(f".{_literal(place.name)}-*.part"):
        with suppress(OSError):
            hold = _hold(left)
            shutil.rmtree(left, ignore_errors=True)
            del hold


def _literal(name: str) -> str:
    import glob

    return glob.escape(name)


def _hold(folder: Path) -> object:
    """FileLock a folder for as long as the result lives, so that nobody takes it for a leftover."""
    try:
        from yuqiao.graph.file_lock import FileLock

        return FileLock(str(folder), alone=True)
    except ImportError:  # Windows has no such locks
        return None


def _force_to_disk(folder: Path) -> None:
    """Wait until what was written to the disk of a folder stands there, even without power."""
    try:
        force = ctypes.CDLL(None, use_errno=True).syncfs
    except (AttributeError, OSError, TypeError):  # others have one call for all disks, or none
        getattr(os, "sync", bool)()
        return
    held = os.open(folder, os.O_RDONLY)
    try:
        if force(held):
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    finally:
        os.close(held)


def _take_place(draft: Path, place: Path) -> None:
    """Put the draft where the target is; what was there is then in the draft's place."""
    if not os.path.lexists(place):
        os.rename(draft, place)
    elif not _exchanged(draft, place):
        aside = draft.with_name(draft.name.removesuffix(".part") + "-old.part")
        os.rename(place, aside)
        try:
            os.rename(draft, place)
        except OSError:
            os.rename(aside, place)
            raise
        shutil.rmtree(aside, ignore_errors=True)


def _exchanged(draft: Path, place: Path) -> bool:
    """Exchange two folders in one step, where the system can."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    return not rename(_HERE, os.fsencode(draft), _HERE, os.fsencode(place), _EXCHANGE)


def _explained(shown: str, error: OSError) -> str:
    if error.errno in _FULL:
        return f"{shown}: no space is left to write the site; what was there before is still there"
    if error.errno in {errno.ENOENT, errno.ENOTDIR}:
        parent = os.path.dirname(shown.rstrip("/")) or "."
        return f"{shown}: the folder {parent} does not exist; make it first"
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return f"{shown}: permission to write there was refused"
    reason = error.strerror or str(error)
    return f"{shown}: cannot be written ({reason[:1].lower()}{reason[1:]})"
