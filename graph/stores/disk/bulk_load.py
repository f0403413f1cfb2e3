"""Load RDF files into a directory alongside the graph it holds, which they then replace.

Oxigraph's bulk loader reads them piece by piece and sorts its output on disk, so that a graph
need not fit into memory.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import NamedNode, Quad, RdfFormat

from yuqiao.graph.errors import InputError, OutputError
from yuqiao.graph.rdf.parsing import load_source_in_bulk
from yuqiao.graph.rdf.sources import RdfSource, current_read_options, in_iri, path_sources
from yuqiao.graph.stores.disk.directory import cannot_be_written, contents_of, read_only
from yuqiao.graph.stores.disk.generations import writing
from yuqiao.graph.stores.file_load import warn_of_rewritten

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from yuqiao.graph.rdf.guarded_file import GuardedFile
    from yuqiao.graph.stores.disk.generations import Writing

_LINES = (RdfFormat.N_TRIPLES, RdfFormat.N_QUADS)


@dataclass(frozen=True)
class Loaded:
    """The result of a load.

    :param files: how many files were read
    :param triples: how many triples the graph has now
    :param earlier: how many it had before; None if there was no graph
    """

    files: int
    triples: int
    earlier: int | None


@dataclass
class Progress:
    """The progress of a load.

    :param size: the bytes to be read in all, as compressed; None when that is not known
    :param read: how many of these have been read
    :param triples: how many triples have been read
    :param exact: whether that is counted; else it is estimated from the head of each file
    """

    size: int | None
    read: int = 0
    triples: int = 0
    exact: bool = True
    _before: tuple[int, int] = (0, 0)
    _density: float | None = None

    def begin(self) -> None:
        """Begin the next file."""
        self._before = (self.read, self.triples)
        self._density = None

    def notice_for(self, progress: Callable[[Progress], None]) -> Callable[[GuardedFile], None]:
        """Return the callback for each piece of a file, which reports the progress of the load."""

        def notice(file: GuardedFile) -> None:
            self._follow(file)
            progress(self)

        return notice

    def _follow(self, file: GuardedFile) -> None:
        self.read = self._before[0] + (file.raw.tell() if file.raw.seekable() else file.bytes)
        if file.source.data_format in _LINES:
            self.triples = self._before[1] + file.lines
            return
        self.exact = False
        if self._density is None:
            self._density = _triples_per_byte(file)
        self.triples = self._before[1] + round(self._density * file.bytes)


def bulk_load(
    paths: Sequence[str],
    into: str,
    *,
    add: bool = False,
    graph_names: str | None = None,
    data_format: RdfFormat | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Loaded:
    """Load files, and every RDF file of folders, into a directory; all of them, or nothing changes.

    The directory is created if need be. Its earlier content is replaced. Named graphs are kept, and
    their triples are also part of the default graph.

    :param paths: ``-`` is standard input
    :param add: add to the graph in the directory instead of replacing it
    :param graph_names: also store the triples of each file in a graph of its own, named by this IRI
        followed by the file's name
    :param data_format: for standard input, and for file names without a known extension
    :param progress: called with the progress after every piece that is read
    :raises InputError: when a file cannot be read or is malformed; with file, line and column
    :raises OutputError: when the directory holds other files, another writes to it, or the disk is
        full
    """
    sources = _sources(paths, data_format or current_read_options().data_format)
    graphs = [_graph_of(source, graph_names) for source in sources]
    if graph_names is not None:
        _reject_same_name(sources)
    with writing(into, make=True) as begun:
        try:
            if add and begun.earlier.generation:
                read_only(begun.current).backup(begun.draft)
            else:
                begun.prefixes.clear()
            triples = fill(begun, list(zip(sources, graphs, strict=True)), progress)
        except (OSError, RuntimeError) as error:
            raise OutputError(cannot_be_written(into, error)) from error
    held = begun.earlier.triples if begun.earlier.generation else None
    return Loaded(len(sources), triples, held)


def fill(
    begun: Writing,
    files: Sequence[tuple[RdfSource, NamedNode | None]],
    progress: Callable[[Progress], None] | None = None,
    shown: str = "",
) -> int:
    """Load files into a draft, make it current, and return the number of triples.

    :param files: each with the graph that its triples are in; None for the default graph
    :param shown: what the files are called together in notes
    :raises InputError: when a file cannot be read or is malformed
    """
    followed = Progress(_size([source for source, _ in files]))
    prefixes: dict[str, str] = {}
    rewritten: list[RdfSource] = []
    oxigraph = pyoxigraph.Store(begun.draft)
    is_new = not any(True for _ in oxigraph)
    try:
        for source, graph in files:
            followed.begin()
            notice = progress and followed.notice_for(progress)
            prefixes |= load_source_in_bulk(oxigraph, source, notice, rewritten, graph)
        if any(True for _ in oxigraph.named_graphs()):
            oxigraph.bulk_extend(_without_graphs(oxigraph))
        oxigraph.flush()
        if is_new:  # else all that was there before is written again, too
            oxigraph.optimize()  # questions about a million triples take a third less time
        contents = contents_of(oxigraph)
    finally:
        del oxigraph  # so that it is closed before a draft is removed
    begun.commit(contents, begun.prefixes | prefixes)
    several = "" if len(rewritten) == 1 else f"{len(rewritten)} files"
    warn_of_rewritten(rewritten, shown or several)
    return contents.triples


def _sources(paths: Sequence[str], data_format: RdfFormat | None) -> list[RdfSource]:
    sources: list[RdfSource] = []
    for path in paths:
        if path == "-" and data_format is None:
            raise InputError("standard input needs its format, such as turtle")
        if not os.path.isdir(path):
            known = data_format and RdfSource(path, os.path.basename(path), data_format)
            sources += [known] if known else _existing(path)
        else:
            sources += path_sources(path)
    if sum(source.path == "-" for source in sources) > 1:
        raise InputError("standard input is named twice; it can be read once")
    return sources


def _existing(path: str) -> list[RdfSource]:
    """Describe a file or an archive; a missing one is reported before its name is examined."""
    if not os.path.exists(path):
        raise InputError(f"{path}: no such file")
    return path_sources(path)


def _graph_of(source: RdfSource, graph_names: str | None) -> NamedNode | None:
    if graph_names is None:
        return None
    name = graph_names + in_iri("stdin" if source.path == "-" else source.name)
    try:
        next(pyoxigraph.parse(f"<{name}> <{name}> <{name}> .", RdfFormat.N_TRIPLES))
    except SyntaxError as error:
        raise InputError(
            f"{graph_names}: not an IRI; expected one such as http://example.org/graph/, to be "
            "followed by the name of each file"
        ) from error
    return NamedNode(name)


def _reject_same_name(sources: Sequence[RdfSource]) -> None:
    """Reject two files in one graph; within a folder, a file's name is its path there."""
    named: dict[str, RdfSource] = {}
    for source in sources:
        other = named.setdefault(source.name, source)
        if other is not source:
            raise InputError(
                f"{other.path} and {source.path} would be one graph, as both are called "
                f"{source.name}; name the folder that holds both, or rename one"
            )


def _without_graphs(oxigraph: pyoxigraph.Store) -> Iterator[Quad]:
    for graph in oxigraph.named_graphs():
        for quad in oxigraph.quads_for_pattern(None, None, None, graph):
            yield Quad(quad.subject, quad.predicate, quad.object)


def _size(sources: Sequence[RdfSource]) -> int | None:
    try:
        return sum(os.stat(source.path).st_size for source in sources)
    except OSError:  # standard input; a missing file is reported when its turn comes
        return None


def _triples_per_byte(file: GuardedFile) -> float:
    """Count the triples at the head of a file."""
    if file.source.data_format is RdfFormat.JSON_LD or not file.head:
        return 0.0  # a truncated document has no countable triples
    count = 0
    with suppress(SyntaxError):  # where the head is truncated; the load itself reports errors
        for _ in pyoxigraph.parse(
            bytes(file.head), file.source.parsed_as, base_iri=file.source.base
        ):
            count += 1
    return count / len(file.head)
