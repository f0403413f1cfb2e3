"""Replace a folder atomically: completely or not at all.

The new folder is written next to the old one under a hidden name, flushed to disk with one call
(``syncfs``: file by file takes a minute for twenty thousand), and then exchanged with it in one
system call (``renameat2`` with RENAME_EXCHANGE, https://man7.org/linux/man-pages/man2/rename.2.html),
or in two where there is no such call. A full disk, a killed process or a power failure therefore
leaves either the old or the new folder.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from yuqiao.exports.output import resolved
from yuqiao.exports.site.data.manifest import MANIFEST
from yuqiao.graph.errors import OutputError
from yuqiao.graph.folder_entries import entries_within

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class FolderKind:
    """A kind of folder that is replaced as a whole.

    :param mark: the file that marks such a folder as one that may be replaced
    :param said: the text of that file
    """

    mark: str
    said: str


SITE = FolderKind(
    "yuqiao-site.txt",
    "This folder is written by `yuqiao publish`, which replaces it as a whole.\n",
)

_DRAFT, _ASIDE = ".part", "-old.part"  # the ends of hidden folders next to the target
_EXCHANGE = 2  # RENAME_EXCHANGE of <linux/fs.h>
_HERE = -100  # AT_FDCWD of <fcntl.h>
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@contextmanager
def replace_folder(target: str | os.PathLike[str], kind: FolderKind = SITE) -> Iterator[Path]:
    """Yield an empty folder to write to, which replaces the target on success.

    :param target: a folder that does not exist, is empty, or contains only files written here
    :param kind: what is written, with :data:`MANIFEST`
    :raises OutputError: if it contains other files, or cannot be written
    """
    try:
        place = Path(resolved(os.fspath(target)))
    except OSError as error:
        raise OutputError(_explained(str(target), error)) from error
    _reject_others(place, str(target), kind)
    try:
        _recover(place)
        draft = place.parent / f".{place.name}-{os.getpid()}-{os.urandom(4).hex()}{_DRAFT}"
        draft.mkdir()
    except OSError as error:
        raise OutputError(_explained(str(target), error)) from error
    try:
        hold = _hold(draft)
        yield draft
        (draft / kind.mark).write_text(kind.said, "utf-8")
        _force_to_disk(draft)
        _reject_others(place, str(target), kind)  # files added while writing are not ours to remove
        _replace_target(draft, place)
        _force_to_disk(place.parent)
        del hold
    except OutputError as error:  # about a file of the draft, whose name says nothing to anybody
        raise OutputError(str(error).replace(str(draft), str(target))) from error
    except OSError as error:
        raise OutputError(_explained(str(target), error)) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def earlier_site(target: str | os.PathLike[str]) -> Path | None:
    """Return the folder if it contains a site written earlier."""
    place = Path(os.path.realpath(target))
    return place if (place / SITE.mark).is_file() else None


def _reject_others(place: Path, shown: str, kind: FolderKind) -> None:
    """Reject a folder that contains files we did not write."""
    if not os.path.lexists(place):
        return
    if not place.is_dir():
        raise OutputError(f"{shown}: is a file; name a folder that is empty or does not exist")
    try:
        files = _listed(place, kind.mark)
        folders = {str(parent) for name in files for parent in PurePosixPath(name).parents}
        for path, entry in entries_within(str(place)):
            name = path.replace(os.sep, "/")
            if name not in (folders if entry.is_dir(follow_symlinks=False) else files):
                raise _foreign(shown, name, kind)
    except OSError as error:
        raise OutputError(_explained(shown, error)) from error


def _foreign(shown: str, name: str, kind: FolderKind) -> OutputError:
    if kind is SITE:
        return OutputError(
            f"{shown}: contains something that was not written as part of a site ({name}); "
            "name a folder that is empty or does not exist, or move that away"
        )
    return OutputError(
        f"{shown}: contains something that was not written as part of such a folder ({name}); "
        "name a folder that is empty or does not exist, or move that away"
    )


def _listed(place: Path, mark: str) -> set[str]:
    """Return the files that the manifest of an earlier folder lists."""
    if not (place / mark).is_file() or not (place / MANIFEST).is_file():
        return set()
    lines = (place / MANIFEST).read_text("utf-8", errors="replace").splitlines()
    return {line.partition("  ")[2] for line in lines} | {mark, MANIFEST}


def _recover(place: Path) -> None:
    """Restore what a run that was killed while exchanging had set aside, and remove drafts."""
    drafts = f".{_literal(place.name)}-*"
    for aside in [] if os.path.lexists(place) else sorted(place.parent.glob(drafts + _ASIDE)):
        os.rename(aside, place)
        break
    for left in place.parent.glob(drafts + _DRAFT):
        with suppress(OSError):
            hold = _hold(left)
            shutil.rmtree(left, ignore_errors=True)
            del hold


def _literal(name: str) -> str:
    import glob

    return glob.escape(name)


def _hold(folder: Path) -> object:
    """Lock a folder for the lifetime of the result, so that no other run removes it."""
    try:
        from yuqiao.graph.file_lock import FileLock

        return FileLock(str(folder), alone=True)
    except ImportError:  # Windows has no such locks
        return None


def _force_to_disk(folder: Path) -> None:
    """Flush the file system of a folder to disk."""
    try:
        force = ctypes.CDLL(None, use_errno=True).syncfs
    except (
        AttributeError,
        OSError,
        TypeError,
    ):  # other systems have one call for all disks, or none
        getattr(os, "sync", bool)()
        return
    held = os.open(folder, os.O_RDONLY)
    try:
        if force(held):
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    finally:
        os.close(held)


def _replace_target(draft: Path, place: Path) -> None:
    """Move the draft to the target; the old folder, if any, takes the place of the draft."""
    if not os.path.lexists(place):
        os.rename(draft, place)
    elif not _exchanged(draft, place):
        aside = draft.with_name(draft.name.removesuffix(_DRAFT) + _ASIDE)
        os.rename(place, aside)
        try:
            os.rename(draft, place)
        except OSError:
            os.rename(aside, place)
            raise
        shutil.rmtree(aside, ignore_errors=True)


def _exchanged(draft: Path, place: Path) -> bool:
    """Exchange two folders atomically, where the system supports it."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    return not rename(_HERE, os.fsencode(draft), _HERE, os.fsencode(place), _EXCHANGE)


def _explained(shown: str, error: OSError) -> str:
    if error.errno in _FULL:
        return f"{shown}: the disk is full; the previous folder is unchanged"
    if error.errno in {errno.ENOENT, errno.ENOTDIR}:
        parent = os.path.dirname(shown.rstrip("/")) or "."
        return f"{shown}: the folder {parent} does not exist; create it first"
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return f"{shown}: permission denied"
    reason = error.strerror or str(error)
    return f"{shown}: cannot be written ({reason[:1].lower()}{reason[1:]})"
