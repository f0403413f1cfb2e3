"""A graph on disk in generations: a writer creates the next one, which then becomes current.

A directory that ``yuqiao load`` made holds::

    yuqiao-store.json       the manifest: which generation is the graph, its size, its prefixes
                            and the checksums of its files
    generation-000007/      an Oxigraph database that never changes any more

A writer that is stopped, at any moment and in any way, leaves the manifest as it was, and so the
earlier graph; its unfinished generation is removed by the next writer. Writers exclude each other
by a lock on the directory, and readers share one on their generation, which is removed only when
no process reads it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import time
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, TypeGuard

from yuqiao.graph.durability import flush_to_disk
from yuqiao.graph.errors import InputError, LockedError, OutputError
from yuqiao.graph.file_lock import FileLock
from yuqiao.graph.rdf.prefixes import is_namespace, is_prefix
from yuqiao.graph.stores.disk.checksums import FileSums, file_sums, reject_damaged
from yuqiao.graph.stores.value_kinds import Kinds

if TYPE_CHECKING:
    from collections.abc import Iterator

MANIFEST = "yuqiao-store.json"
_DRAFT = f".{MANIFEST}.part"
_VERSION = 1
_PATIENCE = 2.0  # seconds that a killed writer may take to release its memory and its lock
_PAUSE = 0.02
_GENERATION = re.compile(r"generation-([0-9]{6,})")


@dataclass(frozen=True, kw_only=True)
class Contents:
    """What a graph holds.

    :param triples: the number of triples in the graph itself
    :param statements: the number including those of the named graphs
    :param kinds: of the objects of the predicates that have many
    """

    triples: int = 0
    statements: int = 0
    kinds: Kinds = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Manifest(Contents):
    """The manifest of a directory.

    :param generation: the name of the current generation; empty until the first is complete
    :param prefixes: those declared at the heads of the loaded files
    :param files: size and CRC-32 of each file of the generation; empty for one made before they
        were recorded
    """

    generation: str = ""
    prefixes: dict[str, str] = field(default_factory=dict)
    files: FileSums = field(default_factory=dict)


def is_ours(folder: str) -> bool:
    """Return whether a folder was made by ``yuqiao load``."""
    return os.path.exists(os.path.join(folder, MANIFEST))


def hold_current(folder: str) -> tuple[Manifest, FileLock]:
    """Return the manifest of a directory, and a lock on its current generation.

    :raises InputError: when it is damaged, is still empty, or is from a newer version
    """
    reject_without_locks(folder)
    for _ in range(1000):  # retried when another writer was faster
        manifest = _complete(folder)
        try:
            hold = FileLock(os.path.join(folder, manifest.generation), alone=False)
        except FileNotFoundError:
            if read_manifest(folder) != manifest:
                continue
            raise InputError(f"{folder}: damaged: {manifest.generation} is missing") from None
        except OSError as error:
            raise InputError(f"{folder}: cannot be opened ({error.strerror})") from error
        if read_manifest(folder) == manifest:
            generation = os.path.join(folder, manifest.generation)
            reject_damaged(generation, manifest.files, whole=False)
            return manifest, hold
    raise InputError(f"{folder}: is being written again and again; try later")


def check_generation(folder: str) -> Manifest:
    """Compare every file of a directory's graph with the checksum recorded when it was written.

    :return: the manifest of the directory
    :raises InputError: when a file is missing or differs, or there are no checksums to compare
    """
    manifest, hold = hold_current(folder)
    if not manifest.files:
        raise InputError(
            f"{folder}: made before checksums were recorded, so there is nothing to compare; load "
            "the graph again, or change it, and they are"
        )
    reject_damaged(os.path.join(folder, manifest.generation), manifest.files, whole=True)
    hold.release()
    return manifest


def _complete(folder: str) -> Manifest:
    manifest = read_manifest(folder)
    if not manifest.generation:
        raise InputError(
            f"{folder}: holds no graph yet; the first load into it has not ended, or was stopped:"
            " load again"
        )
    return manifest


def read_manifest(folder: str) -> Manifest:
    """Read the manifest of a directory.

    :raises InputError: when it is damaged or from a newer version
    """
    path = os.path.join(folder, MANIFEST)
    try:
        with open(path, encoding="utf-8") as file:
            content = json.load(file)
        version = content["version"]
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise InputError(f"{path}: damaged; load the graph again into a new directory") from error
    if isinstance(version, int) and version > _VERSION:
        raise InputError(
            f"{folder}: made by a newer version of yuqiao (format {version}; this one reads "
            f"{_VERSION}); update yuqiao"
        )
    manifest = _manifest_of(content)
    if manifest is None:
        raise InputError(f"{path}: damaged; load the graph again into a new directory")
    return manifest


def _manifest_of(content: object) -> Manifest | None:
    match content:
        case {
            "version": 1,
            "generation": str(generation),
            "triples": int(triples),
            "statements": int(statements),
            "prefixes": dict(prefixes),
            **others,
        } if _are_prefixes(prefixes) and (not generation or _GENERATION.fullmatch(generation)):
            files, kinds = _sums_of(others.get("files", {})), others.get("kinds", {})
            if files is None or not _are_kinds(kinds):
                return None
            return Manifest(
                generation=generation,
                triples=triples,
                statements=statements,
                prefixes=prefixes,
                files=files,
                kinds=kinds,
            )
    return None


def _sums_of(content: object) -> FileSums | None:
    """Return the recorded sums of files; None when they are not as this program writes them."""
    found: FileSums = {}
    for name, sums in content.items() if isinstance(content, dict) else [("", content)]:
        match sums:
            case [int(size), int(checksum)] if name and name == os.path.basename(name):
                found[name] = size, checksum
            case _:
                return None
    return found


def _are_kinds(content: object) -> TypeGuard[Kinds]:
    return isinstance(content, dict) and all(
        kind is None or isinstance(kind, str) for kind in content.values()
    )


def _are_prefixes(prefixes: dict[str, object]) -> bool:
    """Return whether all are names and IRIs that can be put into a query."""
    return all(
        is_prefix(name) and isinstance(iri, str) and is_namespace(iri)
        for name, iri in prefixes.items()
    )


class Writing:
    """A directory's next generation while it is written.

    :param earlier: the manifest before; without a generation if there was none
    """

    def __init__(self, folder: str, earlier: Manifest) -> None:
        self.folder = folder
        self.earlier = earlier
        self.prefixes = dict(earlier.prefixes)
        found = [earlier.generation, *os.listdir(folder)]
        numbers = [int(name[1]) for name in map(_GENERATION.fullmatch, found) if name]
        self.name = f"generation-{max(numbers, default=0) + 1:06}"
        self.draft = os.path.join(folder, self.name)

    @property
    def current(self) -> str:
        """The path of the current generation, if there is one."""
        return os.path.join(self.folder, self.earlier.generation)

    def commit(self, contents: Contents, prefixes: dict[str, str]) -> None:
        """Make the draft, complete and closed, the current graph."""
        _force(self.draft)
        files = file_sums(self.draft, self.earlier.files, self.current)
        manifest = Manifest(generation=self.name, prefixes=prefixes, files=files, **vars(contents))
        _write_manifest(self.folder, manifest)


@contextmanager
def writing(folder: str, *, make: bool = False) -> Iterator[Writing]:
    """Write to a directory exclusively; without a commit, nothing changes.

    :param make: create the directory if there is none, or use an empty folder
    :raises OutputError: when another process writes to it, it holds other files, or writing fails
    :raises InputError: when it is damaged or from a newer version
    """
    reject_without_locks(folder)
    made = make and _made(folder)
    try:
        lock = _alone(folder)
        try:
            yield from _next_generation(folder, make=make)
        finally:
            lock.release()
    except BaseException:
        if made:
            with suppress(OSError):  # it is no longer empty
                os.rmdir(folder)
        raise


def _next_generation(folder: str, *, make: bool) -> Iterator[Writing]:
    try:
        earlier = _earlier(folder, make=make)
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written to ({error.strerror})") from error
    _remove_unused(folder, earlier.generation)
    try:
        yield Writing(folder, earlier)
    finally:
        now = read_manifest(folder).generation
        _remove_unused(folder, now)
        if not now:  # the first load has failed
            os.unlink(os.path.join(folder, MANIFEST))


@contextmanager
def tidied(folder: str) -> Iterator[None]:
    """Remove what a writer in a child process leaves behind when it is killed.

    :param folder: the directory it writes to
    """
    was_there = os.path.exists(folder)
    patience = _PATIENCE
    try:
        yield
    except OutputError:  # it was not killed; another may be writing
        patience = 0
        raise
    finally:
        until = time.monotonic() + patience
        while not _removed_leftovers(folder) and time.monotonic() < until:
            time.sleep(_PAUSE)
        if not was_there:
            with suppress(OSError):
                os.rmdir(folder)


def _removed_leftovers(folder: str) -> bool:
    """Remove unfinished generations; return False while a writer is at work."""
    try:
        if is_ours(folder) and _begun(folder):
            with writing(folder):
                pass
    except OutputError:
        return False
    except (OSError, InputError):
        return True
    return True


def _begun(folder: str) -> bool:
    """Return whether there is a generation besides the current one."""
    current = read_manifest(folder).generation
    return not current or any(
        name != current and _GENERATION.fullmatch(name) for name in os.listdir(folder)
    )


def reject_without_locks(folder: str) -> None:
    """Raise an error where the system cannot lock folders.

    :raises InputError: on Windows
    """
    if os.name != "posix":
        raise InputError(f"{folder}: graphs on disk need Linux or macOS; open the file itself")


def _made(folder: str) -> bool:
    try:
        os.mkdir(folder)
    except FileExistsError:
        return False
    except FileNotFoundError as error:
        above = os.path.dirname(os.path.abspath(folder))
        raise OutputError(f"{folder}: the folder {above} does not exist; make it first") from error
    except OSError as error:
        raise OutputError(f"{folder}: cannot be made ({error.strerror})") from error
    return True


def _alone(folder: str) -> FileLock:
    try:
        return FileLock(folder, alone=True)
    except BlockingIOError as error:
        raise LockedError(
            f"{folder}: another yuqiao is writing to it; try again when it has ended"
        ) from error
    except NotADirectoryError as error:
        raise OutputError(f"{folder}: is a file; name a new or an empty directory") from error
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written to ({error.strerror})") from error


def _earlier(folder: str, *, make: bool) -> Manifest:
    if is_ours(folder):
        return read_manifest(folder)
    if not make or set(os.listdir(folder)) - {_DRAFT}:
        raise OutputError(
            f"{folder}: holds other things than a graph that yuqiao loaded; name a new or an empty "
            "directory"
        )
    _write_manifest(folder, Manifest())
    return Manifest()


def _remove_unused(folder: str, current: str) -> None:
    """Remove the generations that are neither current nor being read."""
    for name in os.listdir(folder):
        if name == current or not _GENERATION.fullmatch(name):
            continue
        path = os.path.join(folder, name)
        with suppress(OSError):  # it is read; a later writer removes it
            hold = FileLock(path, alone=True)
            shutil.rmtree(path)
            hold.release()


def _write_manifest(folder: str, manifest: Manifest) -> None:
    draft = os.path.join(folder, _DRAFT)
    try:
        with open(draft, "w", encoding="utf-8") as file:
            json.dump({"version": _VERSION, **asdict(manifest)}, file, indent=1, sort_keys=True)
        flush_to_disk(draft)
        os.replace(draft, os.path.join(folder, MANIFEST))
    except BaseException:
        with suppress(OSError):
            os.unlink(draft)
        raise
    flush_to_disk(folder)


def _force(folder: str) -> None:
    """Flush all files of a folder to the disk."""
    for entry in os.scandir(folder):
        flush_to_disk(entry.path)
    flush_to_disk(folder)
