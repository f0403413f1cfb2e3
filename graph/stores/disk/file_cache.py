"""Large files in a cache: read once into a graph on disk, which opens at once the next time.

The key of an entry is the content of the file with all that decides how it is read, so that a file
that changed is read anew. An entry holds::

    graph/          a directory as ``yuqiao load`` makes it
    notes.json      what was noted about the file when it was read; written last

The folder is ``$YUQIAO_CACHE``, else ``$XDG_CACHE_HOME/yuqiao``, else ``~/.cache/yuqiao``; with an
empty ``YUQIAO_CACHE`` nothing is kept. What was not used for longest is removed when all of it
takes more than 4 GB.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import warnings
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import pyoxigraph

from yuqiao.graph import errors
from yuqiao.graph.errors import CacheWarning, InputError, InputWarning, OutputError
from yuqiao.graph.file_lock import FileLock
from yuqiao.graph.messages import printable
from yuqiao.graph.rdf.sources import current_read_options, path_sources
from yuqiao.graph.stores.disk.bulk_load import fill
from yuqiao.graph.stores.disk.directory import DirectoryStore
from yuqiao.graph.stores.disk.generations import read_manifest, writing
from yuqiao.graph.stores.memory import MemoryStore

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from yuqiao.graph.rdf.terms import Term

MOST = 4 * 1024**3
"""Bytes of all that is kept."""

_FORM = "1"  # of an entry; with another one, the entries of before are not found
_GRAPH, _NOTES = "graph", "notes.json"


class CachedStore(DirectoryStore):
    """The graph of a large file, as the cache holds it, until a change makes it one in memory."""

    def update(self, sparql: str, bindings: Mapping[str, Term] | None = None) -> None:
        """Change a copy in memory, which this store is from then on; the cache stays as it is.

        See :meth:`MemoryStore.update`.
        """
        copy = pyoxigraph.Store()
        copy.bulk_extend(self.oxigraph)
        self.oxigraph, self.database = copy, None
        self.__class__ = MemoryStore  # type: ignore[assignment]
        self.update(sparql, bindings)

    @contextmanager
    def _damage_reported(self) -> Iterator[None]:
        try:
            yield
        except RuntimeError as error:
            raise InputError(
                f"{self.folder}: damaged ({error}); remove this folder, and it is made anew from "
                "the file"
            ) from error


def cache_folder() -> str:
    """Return the folder in which large files are kept; nothing when none are."""
    named = os.environ.get("YUQIAO_CACHE")
    if named is not None or os.name != "posix":
        return named or ""
    above = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return os.path.join(above, "yuqiao")


def open_cached(path: str, allow_hosts: Collection[str] = ()) -> CachedStore | None:
    """Return the graph of a large file from the cache, into which it is read if need be.

    :return: None where nothing is kept, or it cannot be: the file is then to be read into memory
    :raises yuqiao.graph.errors.InputError: when the file cannot be read; with line and column
    """
    folder, options = cache_folder(), current_read_options()
    if not folder or not options.cache or options.skip or os.path.getsize(path) > MOST:
        return None
    before = _state(path)
    entry = os.path.join(folder, _key(path))
    try:
        if not _is_complete(entry):
            _read_into(entry, path)
            _remove_oldest(folder, entry)
            kept = f"{printable(path)}: kept in {printable(folder)}, to open at once the next time"
            warnings.warn(kept, CacheWarning, stacklevel=2)
        if _state(path) == before:
            return _opened(entry, path, allow_hosts)
        _remove(entry)
    except (OutputError, OSError, RuntimeError):  # a full disk, no permission, or another makes it
        pass
    return None


def _state(path: str) -> tuple[int, int, int]:
    found = os.stat(path)
    return found.st_ino, found.st_size, found.st_mtime_ns


def _key(path: str) -> str:
    """Return the key of a file: its content, its name, how it is read, and by which version."""
    from importlib.metadata import version

    options = current_read_options()
    read = (_FORM, version("yuqiao"), pyoxigraph.__version__, path, options.base)
    sources = [
        (source.name, source.member, str(source.data_format)) for source in path_sources(path)
    ]
    described = json.dumps([*read, sources, sorted(options.contexts.items())])
    key = hashlib.blake2b(described.encode(), digest_size=20)
    with open(path, "rb") as file:
        key.update(hashlib.file_digest(file, "blake2b").digest())
    return key.hexdigest()


def _is_complete(entry: str) -> bool:
    return os.path.exists(os.path.join(entry, _NOTES))


def _read_into(entry: str, path: str) -> None:
    os.makedirs(entry, mode=0o700, exist_ok=True)
    try:
        with (
            warnings.catch_warnings(record=True) as noted,
            writing(os.path.join(entry, _GRAPH), make=True) as begun,
        ):
            warnings.simplefilter("always", InputWarning)
            fill(begun, [(source, None) for source in path_sources(path)], None, path)
    except (InputError, OSError, RuntimeError):
        _remove(entry)
        raise
    notes = [[each.category.__name__, str(each.message)] for each in noted]
    draft = os.path.join(entry, f".{_NOTES}.part")
    with open(draft, "w", encoding="utf-8") as file:
        json.dump(notes, file)
    os.replace(draft, os.path.join(entry, _NOTES))


def _opened(entry: str, path: str, allow_hosts: Collection[str]) -> CachedStore | None:
    notes = os.path.join(entry, _NOTES)
    try:
        with open(notes, encoding="utf-8") as file:
            noted = [(getattr(errors, kind), text) for kind, text in json.load(file)]
        store = CachedStore(os.path.join(entry, _GRAPH), allow_hosts)
    except (InputError, ValueError, TypeError, AttributeError):  # damaged: it is made anew
        _remove(entry)
        return None
    os.utime(notes)
    store._source = (path,)
    for kind, text in noted:
        warnings.warn(text, kind, stacklevel=2)
    return store


def _remove(entry: str) -> None:
    shutil.rmtree(entry, ignore_errors=True)


def _remove_oldest(folder: str, kept: str) -> None:
    """Remove entries that were not used for longest, until all take less than the most."""
    entries = [os.path.join(folder, name) for name in os.listdir(folder)]
    sizes = {entry: _size(entry) for entry in entries if _is_complete(entry)}
    oldest = sorted(sizes, key=lambda entry: os.path.getmtime(os.path.join(entry, _NOTES)))
    for entry in oldest:
        if sum(sizes.values()) <= MOST:
            return
        if entry == kept:
            continue
        with suppress(OSError, InputError):  # another is reading it
            graph = os.path.join(entry, _GRAPH)
            hold = FileLock(os.path.join(graph, read_manifest(graph).generation), alone=True)
            _remove(entry)
            hold.release()
            del sizes[entry]


def _size(entry: str) -> int:
    return sum(
        os.path.getsize(os.path.join(above, name))
        for above, _, names in os.walk(entry)
        for name in names
    )
