"""The graph in RDF files, read without a store.

A store keeps numbers, dates and truth values by value: it returns 1.1 for 1.10. Where no SPARQL is
involved, statements are read from here, and their literals keep the characters of the file.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from yuqiao.graph.rdf.parsing import source_statements
from yuqiao.graph.rdf.sources import path_sources
from yuqiao.ontology.namespaces import query_prefixes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import Quad, Triple


class FileGraph:
    """The statements of RDF files.

    :param path: a file, or a folder or an archive of them
    :raises yuqiao.graph.errors.InputError: when there is no RDF file, or its format is unknown
    """

    def __init__(self, path: str) -> None:
        self._sources = path_sources(path, ", or a directory that yuqiao load made")
        self.prefixes = query_prefixes()
        """The prefixes of the vocabulary and, once the files are read, theirs over them."""

    def quads(self) -> Iterator[Quad]:
        """Read every statement, with its graph.

        :raises yuqiao.graph.errors.InputError: when a file cannot be read; with line and column
        """
        return source_statements(self._sources, self.prefixes)

    def triples(self) -> Iterator[Triple]:
        """Read every triple, whatever its graph; one may come several times.

        :raises yuqiao.graph.errors.InputError: as :meth:`quads`
        """
        return map(attrgetter("triple"), self.quads())
