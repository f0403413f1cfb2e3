"""The graph that is served: what it is, whether it has changed, and how a worker opens it."""

from __future__ import annotations

import hashlib
import os
import warnings
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from yuqiao import __version__
from yuqiao.graph.errors import InputWarning
from yuqiao.graph.rdf.formats import READ_FORMATS
from yuqiao.graph.rdf.sources import ReadOptions, read_options
from yuqiao.graph.stores.disk.directory import is_directory_store
from yuqiao.graph.stores.disk.generations import MANIFEST, is_ours
from yuqiao.graph.stores.open_store import open_files, open_store, title_of
from yuqiao.graph.stores.rebase import base_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from yuqiao.graph.entities.index import EntityIndex
    from yuqiao.graph.stores.store import Store
    from yuqiao.web.pages.known_entities import KnownEntities, LiveLocale


@dataclass(frozen=True)
class Source:
    """The graph that is served, by its name.

    It can be sent to another process, as :class:`yuqiao.graph.rdf.sources.ReadOptions` cannot.

    :param name: as for :func:`yuqiao.graph.stores.open_store.open_store`
    :param form: the format of a file, by name; None: the extension decides
    :param base: the IRI against which relative IRIs are resolved; None: the file's name
    :param contexts: the text of further JSON-LD contexts, by address
    :param skips: whether wrong statements are left out, with a remark
    """

    name: str | None = None
    form: str | None = None
    base: str | None = None
    contexts: Mapping[str, str] = field(default_factory=dict)
    skips: bool = False

    @classmethod
    def read_as(cls, name: str | None, options: ReadOptions) -> Source:
        """Return a graph whose files are read as some options say."""
        chosen = options.data_format
        forms = (each for each, syntax in READ_FORMATS.items() if syntax.engine == chosen)
        form = None if chosen is None else next(forms)
        skips = options.skip is not None
        return cls(name, form, options.base, dict(options.contexts), skips)

    @property
    def options(self) -> ReadOptions:
        """How its files are read."""
        form = READ_FORMATS[self.form].engine if self.form else None
        return ReadOptions(form, self.base, self.contexts, _remark if self.skips else None)

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


def _remark(place: str) -> None:
    warnings.warn(f"skipped: {place}", InputWarning, stacklevel=2)


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
    def base(self) -> str:
        """The IRI that the root of the application corresponds to."""
        return base_of(self.store)

    @cached_property
    def known(self) -> KnownEntities | None:
        """Every entity of the graph; None for one that is too large, or on a server."""
        from yuqiao.web.pages.known_entities import MOST_INDEXED, KnownEntities

        if self.store.engine is None or len(self.store) > MOST_INDEXED:
            return None
        return KnownEntities(self.store)

    def locale(self, lang: str, iris: Iterable[str]) -> LiveLocale:
        """Return the names of entities in a language, of all or at least of some."""
        if self.known is not None:
            return self.known.locales[lang]
        from yuqiao.web.pages.known_entities import names_around

        return names_around(self.store, iris, lang)

    @cached_property
    def stated_index(self) -> EntityIndex:
        """Every entity with the characters of its literals, where the graph has files."""
        from yuqiao.graph.entities.index import EntityIndex

        assert self.known is not None
        if self.source.kind != "file":
            return self.known.index
        with read_options(self.source.options):
            return EntityIndex(open_files(self.source.name) or self.store)

    def prepare(self) -> None:
        """Open what forked workers can share: a graph in memory."""
        if self.source.kind != "directory":
            _ = self.store

    def warm(self) -> None:
        """Prepare what pages need, so that workers forked from now on share it."""
        if self.source.kind in {"bundled", "file"} and self.known is not None:
            from yuqiao.web.pages.search import warm_search

            warm_search(self.known)
            self.known.register(self.store)
