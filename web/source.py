"""The graph that is served: what it is, whether it has changed, and how a worker opens it."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from yuqiao import __version__
from yuqiao.graph.rdf.sources import ReadOptions, read_options
from yuqiao.graph.stores.disk.directory import is_directory_store
from yuqiao.graph.stores.disk.generations import MANIFEST, is_ours
from yuqiao.graph.stores.open_store import open_files, open_store, title_of

if TYPE_CHECKING:
    from yuqiao.graph.entities.index import EntityIndex
    from yuqiao.graph.stores.file_graph import FileGraph
    from yuqiao.graph.stores.store import Store


@dataclass(frozen=True)
class Source:
    """The graph that is served, by its name.

    :param name: as for :func:`yuqiao.graph.stores.open_store.open_store`
    :param options: how its files are read
    """

    name: str | None = None
    options: ReadOptions = field(default_factory=ReadOptions)

    @cached_property
    def kind(self) -> str:
        """What it is: ``bundled``, ``file``, ``directory`` or ``endpoint``."""
        if self.name is None:
            return "bundled"
        if self.name.lower().startswith(("http://", "https://")):
            return "endpoint"
        return "directory" if is_directory_store(self.name) else "file"

    @property
    def title(self) -> str:
        """What it is, for a person, without any path of this machine."""
        if self.kind in {"bundled", "endpoint"}:
            return title_of(self.name)
        return os.path.basename(os.path.abspath(self.name or ""))

    def version(self) -> str | None:
        """Return a text that changes when the graph does; None where nobody can know."""
        if self.name is None:
            return __version__
        if self.kind == "endpoint":
            return None
        if self.kind == "directory":
            if not is_ours(self.name):
                return None
            return hashlib.sha256(Path(self.name, MANIFEST).read_bytes()).hexdigest()[:16]
        return _state_of(Path(self.name))


def _state_of(path: Path) -> str:
    """Return a digest of the names, sizes and times of a file, or of all files of a folder."""
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    stated = [(file.as_posix(), file.stat()) for file in files if file.is_file()]
    seen = repr([(name, stat.st_mtime_ns, stat.st_size) for name, stat in stated])
    return hashlib.sha256(seen.encode()).hexdigest()[:16]


class ServedGraph:
    """The graph as a worker has it: every job is given it first.

    :param source: which graph it is
    :param allow_hosts: hosts that SERVICE may call
    """

    def __init__(self, source: Source, allow_hosts: tuple[str, ...] = ()) -> None:
        self.source = source
        self._allow_hosts = allow_hosts

    @cached_property
    def store(self) -> Store:
        """The graph, ready for queries."""
        with read_options(self.source.options):
            return open_store(self.source.name, self._allow_hosts)

    @cached_property
    def files(self) -> FileGraph | None:
        """The files of the graph, with the characters of their literals; None for other graphs."""
        with read_options(self.source.options):
            return open_files(self.source.name)

    @cached_property
    def index(self) -> EntityIndex:
        """The index of all entities; for a graph that fits into memory."""
        from yuqiao.graph.entities.index import EntityIndex

        return EntityIndex(self.store)

    def prepare(self) -> None:
        """Open what forked workers can share: a graph in memory."""
        if self.source.kind != "directory":
            _ = self.store
