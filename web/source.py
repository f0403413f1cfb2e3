"""The graph that is served: what it is, and whether it has changed."""

from __future__ import annotations

import hashlib
import os
import warnings
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from yuqiao import __version__
from yuqiao.graph.errors import InputWarning
from yuqiao.graph.folder_entries import entries_within
from yuqiao.graph.rdf.formats import READ_FORMATS
from yuqiao.graph.rdf.sources import ReadOptions
from yuqiao.graph.stores.disk.directory import is_directory_store
from yuqiao.graph.stores.disk.generations import MANIFEST, is_ours
from yuqiao.graph.stores.open_store import title_of
from yuqiao.graph.stores.union.graph_names import is_address

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yuqiao.graph.stores.union.graph_names import PlainName


@dataclass(frozen=True)
class Source:
    """The graph that is served, by its name.

    It can be sent to another process, as :class:`yuqiao.graph.rdf.sources.ReadOptions` cannot.

    :param name: as for :func:`yuqiao.graph.stores.open_store.open_store`; several are one graph
    :param form: the format of a file, by name; None: the extension decides
    :param base: the IRI against which relative IRIs are resolved; None: the file's name
    :param contexts: the text of further JSON-LD contexts, by address
    :param skips: whether wrong statements are left out, with a remark
    :param most_fetched: the largest number of triples that a query of several graphs may fetch
    :param catalogue: the folder of the questions; None for the vocabulary's own
    """

    name: PlainName = None
    form: str | None = None
    base: str | None = None
    contexts: Mapping[str, str] = field(default_factory=dict)
    skips: bool = False
    most_fetched: int = ReadOptions.most_fetched
    catalogue: str | None = None

    @classmethod
    def read_as(cls, name: PlainName, options: ReadOptions) -> Source:
        """Return a graph whose files are read as some options say."""
        chosen = options.data_format
        forms = (each for each, syntax in READ_FORMATS.items() if syntax.engine == chosen)
        form = None if chosen is None else next(forms)
        skips = options.skip is not None
        return cls(name, form, options.base, dict(options.contexts), skips, options.most_fetched)

    @property
    def options(self) -> ReadOptions:
        """How its files are read: into memory, where a server answers from them for long."""
        form = READ_FORMATS[self.form].engine if self.form else None
        skip = _remark if self.skips else None
        most = self.most_fetched
        return ReadOptions(form, self.base, self.contexts, skip, most, cache=False)

    @cached_property
    def parts(self) -> tuple[Source, ...]:
        """Each graph by itself, where there are several; else none."""
        if not isinstance(self.name, tuple):
            return ()
        return tuple(replace(self, name=name) for name in self.name)

    @cached_property
    def kind(self) -> str:
        """What it is: ``bundled``, ``file``, ``directory``, ``endpoint``, or ``union`` of these.

        Several files are read together, as one file is.
        """
        if isinstance(self.name, tuple):
            kinds = {part.kind for part in self.parts}
            return "file" if kinds == {"file"} else "union"
        if self.name is None:
            return "bundled"
        if is_address(self.name):
            return "endpoint"
        return "directory" if is_directory_store(self.name) else "file"

    @property
    def title(self) -> str:
        """What it is, for a person, without any path of this machine."""
        if isinstance(self.name, tuple):
            *others, last = (part.title for part in self.parts)
            return f"{', '.join(others)} and {last}"
        if self.kind in {"bundled", "endpoint"}:
            return title_of(self.name)
        return os.path.basename(os.path.abspath(self.name or ""))

    def without_paths(self, message: str) -> str:
        """Replace the paths of the graph by its title: clients need not know where it lies."""
        for part in self.parts:
            message = part.without_paths(message)
        if not isinstance(self.name, str) or self.kind == "endpoint":
            return message
        for path in sorted({self.name, os.path.abspath(self.name)}, key=len, reverse=True):
            message = message.replace(path, self.title)
        return message

    def version(self) -> str | None:
        """Return a text that changes when the graph does; None where nobody can know."""
        if isinstance(self.name, tuple):
            versions = [part.version() for part in self.parts]
            seen = " ".join(filter(None, versions))
            return None if None in versions else hashlib.sha256(seen.encode()).hexdigest()[:16]
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
    files = [path / name for name, _ in entries_within(str(path))] if path.is_dir() else [path]
    stated = [(file.as_posix(), file.stat()) for file in files if file.is_file()]
    seen = repr([(name, stat.st_mtime_ns, stat.st_size) for name, stat in stated])
    return hashlib.sha256(seen.encode()).hexdigest()[:16]
