"""The graph in an RDF file or a folder of them, read without a store.

A store keeps numbers, dates and truth values by value: it returns 1.1 for 1.10. Where no SPARQL is
involved, statements are read from here, and their literals have the characters of the file.
"""

from __future__ import annotations

import os
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, Quad, Triple

from yuqiao.graph.rdf.parsing import file_source, folder_sources, statements
from yuqiao.ontology.namespaces import query_prefixes

if TYPE_CHECKING:
    from collections.abc import Iterator


class FileGraph:
    """The statements of RDF files.

    :param path: a file, or a folder of them
    :raises yuqiao.graph.errors.InputError: when there is no RDF file, or of an unknown format
    """

    def __init__(self, path: str) -> None:
        is_folder = os.path.isdir(path)
        self._sources = folder_sources(path) if is_folder else [file_source(path)]
        self.prefixes = query_prefixes()
        """The prefixes of the vocabulary and, once the files are read, theirs over them."""

    def quads(self) -> Iterator[Quad]:
        """Read every statement, with its graph.

        :raises yuqiao.graph.errors.InputError: when a file cannot be read; with line and column
        """
        if len(self._sources) == 1:
            yield from statements(self._sources[0], self.prefixes)
            return
        for number, source in enumerate(self._sources):
            names = _FileNames(number)
            for quad in statements(source, self.prefixes):
                yield names.rename(quad)

    def triples(self) -> Iterator[Triple]:
        """Read every triple, whatever its graph; one may come several times.

        :raises yuqiao.graph.errors.InputError: as :meth:`quads`
        """
        return map(attrgetter("triple"), self.quads())


class _FileNames:
    """Labels of blank nodes by file: those of two files are never the same node."""

    def __init__(self, number: int) -> None:
        self._start = f"f{number}x"

    def rename(self, quad: Quad) -> Quad:
        """Return a statement with the labels of its file."""
        return Quad(
            self._term(quad.subject),
            quad.predicate,
            self._term(quad.object),
            self._term(quad.graph_name),
        )

    def _term(self, term: Any) -> Any:
        if isinstance(term, BlankNode):
            return BlankNode(self._start + term.value)
        above = []
        while isinstance(term, Triple):  # not recursive: a file may nest a thousand of them
            above.append((self._term(term.subject), term.predicate))
            term = term.object
        if not above:
            return term
        term = self._term(term)
        for subject, predicate in reversed(above):
            term = Triple(subject, predicate, term)
        return term
