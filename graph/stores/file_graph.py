"""The graph in RDF files, read without a store.

A store keeps numbers, dates and truth values by value: it returns 1.1 for 1.10. Where no SPARQL is
involved, statements are read from here, and their literals keep the characters of the file.
"""

from __future__ import annotations

import os
from copy import copy
from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING

from yuqiao.graph.rdf.parsing import source_statements
from yuqiao.graph.rdf.sources import path_sources
from yuqiao.ontology.namespaces import query_prefixes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pyoxigraph import Quad, Triple

    from yuqiao.graph.rdf.sources import RdfSource


class FileGraph:
    """The statements of RDF files.

    :param path: a file, or a folder or an archive of them; or several of these
    :raises yuqiao.graph.errors.InputError: when there is no RDF file, or its format is unknown
    """

    def __init__(self, path: str | Sequence[str]) -> None:
        self._sources = path_sources(path, ", or a directory with a loaded graph")
        self._move: Callable[[Quad], Quad] | None = None
        self.prefixes = query_prefixes()
        """The prefixes of the vocabulary and, once the files are read, theirs over them."""

    def quads(self) -> Iterator[Quad]:
        """Read every statement, with its graph.

        :raises yuqiao.graph.errors.InputError: when a file cannot be read; with line and column
        """
        if self._move is None:
            return source_statements(self._sources, self.prefixes)
        return map(self._move, source_statements(self._sources))

    def moved(self, move: Callable[[Quad], Quad], prefixes: Mapping[str, str]) -> FileGraph:
        """Return the graph with other statements and prefixes; mistakes are not reported again.

        :param move: returns the statement in place of one of the files
        """
        graph = self.again()
        graph._move, graph.prefixes = move, dict(prefixes)
        return graph

    def again(self) -> FileGraph:
        """Return the graph for another reading: mistakes are not reported again."""
        graph = copy(self)
        graph._sources = [_quiet(source) for source in self._sources]
        return graph

    @property
    def size(self) -> int:
        """The bytes of its files; 0 when one of them, such as a pipe, can be read once only."""
        paths = {source.path for source in self._sources}
        if not all(path != "-" and os.path.isfile(path) for path in paths):
            return 0
        return sum(map(os.path.getsize, paths))

    def triples(self) -> Iterator[Triple]:
        """Read every triple, whatever its graph; one may come several times.

        :raises yuqiao.graph.errors.InputError: as :meth:`quads`
        """
        return map(attrgetter("triple"), self.quads())


def _quiet(source: RdfSource) -> RdfSource:
    if source.options.skip is None:
        return source
    return replace(source, options=replace(source.options, skip=lambda _: None))
