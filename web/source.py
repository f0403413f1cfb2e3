"""The graph that is served: what it is, and whether it has changed."""

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
from yuqiao.graph.rdf.sources import ReadOptions
from yuqiao.graph.stores.disk.directory import is_directory_store
from yuqiao.graph.stores.disk.generations import MANIFEST, is_ours
from yuqiao.graph.stores.open_store import title_of

if TYPE_CHECKING:
    from collections.abc import Mapping


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
