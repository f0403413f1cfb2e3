"""Any graph in, any RDF format out.

A file is read once, statement by statement. N-Triples and N-Quads are written as they are read, so
that neither is ever in memory as a whole; the other formats need all statements before the first
can be written, for they have an order.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import IO, TYPE_CHECKING

from pyoxigraph import Quad, RdfFormat

from yuqiao.exports.formats import EXPANDED, RDF, choose_format
from yuqiao.exports.output import open_output
from yuqiao.exports.rdf.named_graphs import dataset_of
from yuqiao.exports.rdf.reifiers import reifiers, require_triple_terms
from yuqiao.exports.rdf.write import write_dataset, write_lines, write_triples
from yuqiao.graph.errors import InputError, OutputError
from yuqiao.graph.rdf.formats import BY_LINE, rdf_format
from yuqiao.graph.rdf.parsing import reading, statements
from yuqiao.graph.rdf.sources import RdfSource, file_source, is_zip
from yuqiao.ontology.namespaces import query_prefixes

if TYPE_CHECKING:
    from yuqiao.graph.stores.file_graph import FileGraph
    from yuqiao.graph.stores.store import Store

_IN_PARTS = {"trig", "nquads"}
_ONE_GRAPH = {RdfFormat.TURTLE, RdfFormat.N_TRIPLES, RdfFormat.RDF_XML}
_LINES = {RdfFormat.N_TRIPLES, RdfFormat.N_QUADS}


@dataclass(frozen=True)
class Conversion:
    """What is to be written.

    :param form: one of :data:`yuqiao.graph.rdf.formats.RDF_FORMATS`, or
        :data:`yuqiao.exports.formats.EXPANDED`
    :param output: the path; None for standard output
    :param reified: whether each claim is linked to its statement, when a graph is written in order
    """

    form: str
    output: str | os.PathLike[str] | None
    reified: bool = False

    def run(self, graph: str, data_format: str | None) -> None:
        """Convert a graph.

        :param graph: a file of RDF, ``-`` for standard input, or what else can name a graph
        :param data_format: what the file is, whatever its name
        :raises InputError: when it cannot be read; with file, line and column
        :raises OutputError: when it cannot be written
        """
        source = _source(graph, data_format)
        prefixes = query_prefixes()
        if source is None:
            from yuqiao.graph.stores.open_store import open_files, open_store

            files = open_files(graph)
            store = files or open_store(graph)
            quads = files.quads() if files else dataset_of(store, parts=False)
            with open_output(self.output) as out:
                _write_as_it_comes(quads, out, self.form, store.prefixes, numbered=bool(files))
            return
        with open_output(self.output) as out:
            if self.form in BY_LINE:
                with reading(source) as quads:
                    one_graph = source.data_format in _ONE_GRAPH
                    numbered = source.data_format not in _LINES
                    _write_as_it_comes(
                        quads, out, self.form, prefixes, numbered=numbered, one_graph=one_graph
                    )
            else:
                write_dataset(statements(source, prefixes), out, self.form, prefixes)

    def write(self, store: Store | FileGraph) -> None:
        """Write a graph in order, however many triples it has.

        :raises OutputError: when it cannot be written
        """
        with open_output(self.output) as out:
            if self.reified:
                quads = list(dataset_of(store, parts=self.form in _IN_PARTS))
                quads += reifiers(quads, store.prefixes)
                write_dataset(quads, out, self.form, store.prefixes)
            else:
                write_graph(store, out, self.form)


def write_graph(store: Store | FileGraph, out: IO[bytes], form: str) -> None:
    """Write a graph in order to a file; TriG and N-Quads have its named graphs.

    :param form: as of :class:`Conversion`
    """
    if form in _IN_PARTS:
        write_dataset(dataset_of(store, parts=True), out, form, store.prefixes)
    else:
        write_triples(store.triples(), out, form, store.prefixes)


def _write_as_it_comes(
    quads: Iterator[Quad],
    out: IO[bytes],
    form: str,
    prefixes: Mapping[str, str],
    *,
    numbered: bool,
    one_graph: bool = False,
) -> None:
    """Write statements, in order unless they are many and have a line each.

    :param numbered: whether the labels of blank nodes are the engine's, new each time
    :param one_graph: whether all are known to be of the default graph
    """
    if form not in BY_LINE:
        write_dataset(quads, out, form, prefixes)
        return
    if form == "ntriples" and not one_graph:
        write_lines(map(attrgetter("triple"), quads), out, form, numbered=numbered)
    else:
        write_lines(quads, out, form, numbered=numbered)


def conversion(
    output: str | os.PathLike[str] | None,
    form: str | None,
    *,
    expanded: bool,
    reified: bool = False,
) -> Conversion:
    """Decide what is to be written.

    :param form: the format, if it is named; else the extension decides, that of a compression apart
    :param expanded: whether JSON-LD is written without a context
    :param reified: whether each claim is linked to its statement
    :raises OutputError: when there is no such format

    >>> conversion("graph.nq.gz", None, expanded=False).form
    'nquads'
    """
    name = choose_format(form, output, RDF)
    if expanded:
        if name != "jsonld":
            raise OutputError(
                f"expanded output is for jsonld, not for {name}; choose the format jsonld"
            )
        name = EXPANDED
    if reified:
        require_triple_terms(name)
    return Conversion(name, output, reified)


def _source(graph: str, data_format: str | None) -> RdfSource | None:
    """Describe the file a graph is in; None when it is something else."""
    if graph == "-" and data_format is None:
        raise InputError("standard input needs its format, such as turtle")
    if graph == "-" or (data_format and os.path.isfile(graph)):
        name = "stdin" if graph == "-" else os.path.basename(graph)
        return RdfSource(graph, name, rdf_format(data_format or "").engine)
    if data_format is not None:
        raise InputError(f"{graph}: an input format is for a file or standard input; leave it out")
    return file_source(graph) if os.path.isfile(graph) and not is_zip(graph) else None
