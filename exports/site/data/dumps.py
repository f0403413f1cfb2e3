"""Downloads of the whole graph and of the vocabulary, in every format.

The same graph gives the same bytes, also compressed: the gzip header holds no time and no name.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, RdfFormat, parse

from yuqiao.exports.output import open_atomically, write_atomically
from yuqiao.exports.rdf.named_graphs import dataset_of, in_parts
from yuqiao.exports.rdf.subjects import by_graph, by_part, by_subject
from yuqiao.exports.rdf.write import write_by_graph, write_by_subject, write_triples
from yuqiao.exports.site.data.manifest import checksum
from yuqiao.graph.errors import OutputError
from yuqiao.graph.rdf.formats import RDF_FORMATS
from yuqiao.ontology import files as terms
from yuqiao.ontology.namespaces import prefixes as vocabulary_prefixes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import Triple

    from yuqiao.exports.rdf.subjects import BySubject
    from yuqiao.graph.stores.file_graph import FileGraph
    from yuqiao.graph.stores.store import Store

FOLDER = "dumps"
"""The folder of the dumps in the site."""

OF_TERMS = ("turtle", "rdfxml", "jsonld", "ntriples")
"""The formats of the vocabulary and of the shapes."""

_WITH_GRAPHS = ("trig", "nquads")
_PIECE = 1 << 20


@dataclass(frozen=True)
class Dump:
    """One file with the whole graph.

    :param path: relative to the root of the site
    :param form: one of :data:`yuqiao.graph.rdf.formats.RDF_FORMATS`
    :param compressed: whether it is compressed with gzip
    :param size: in bytes
    :param sha256: its checksum, in hexadecimal digits
    :param triples: the number of triples in it
    """

    path: str
    form: str
    compressed: bool
    size: int
    sha256: str
    triples: int

    @property
    def media_type(self) -> str:
        """The media type of the decompressed file."""
        return RDF_FORMATS[self.form].media_type


def write_dumps(store: Store | FileGraph, folder: Path, name: str) -> tuple[Dump, ...]:
    """Write a graph in every format that can represent it; TriG and N-Quads with named graphs.

    :param folder: the root of the site; the dumps are written to its folder ``dumps``
    :param name: the name of each file, before its extension
    :return: the files in order of path
    :raises yuqiao.graph.errors.OutputError: if a file cannot be written
    """
    place = folder / FOLDER
    place.mkdir(parents=True, exist_ok=True)
    graph = by_subject(store.triples())
    number = len(graph)
    written = [
        form
        for form in RDF_FORMATS
        if form not in _WITH_GRAPHS
        and _could_carry(graph, _file(place, name, form), form, store.prefixes)
    ]
    del graph  # of a large graph, the other form has no room beside it
    graphs = by_graph(dataset_of(store, parts=True))
    for form in _WITH_GRAPHS:
        with open_atomically(_file(place, name, form)) as out:
            write_by_graph(graphs, out, form, store.prefixes)
    dumps = []
    for form in (*written, *_WITH_GRAPHS):
        plain = _file(place, name, form)
        packed = Path(f"{plain}.gz")
        write_gzip(plain, packed)
        dumps += [_dump(path, folder, form, number) for path in (plain, packed)]
    return tuple(sorted(dumps, key=lambda dump: dump.path))


def _file(place: Path, name: str, form: str) -> Path:
    return place / (name + RDF_FORMATS[form].extension)


def write_parts(store: Store | FileGraph, folder: Path, base: str) -> dict[str, int]:
    """Write each part of a graph as Turtle, at the path of its graph name.

    :param base: the base IRI of everything that is published
    :return: the number of triples in each part, by its path
    :raises yuqiao.graph.errors.OutputError: if a file cannot be written
    """
    counts: dict[str, int] = {}
    for name, graph in by_part(in_parts(store, store.prefixes)).items():
        iri = name[1:-1].decode()
        if name and iri.startswith(base):
            path = iri.removeprefix(base)
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            with open_atomically(f"{folder / path}.ttl") as out:
                write_by_subject(graph, out, "turtle", store.prefixes)
            counts[path] = len(graph)
    return counts


def _could_carry(graph: BySubject, path: Path, form: str, prefixes: Mapping[str, str]) -> bool:
    """Write a graph to a file, unless the format cannot represent it, as XML some characters."""
    try:
        with open_atomically(path) as out:
            write_by_subject(graph, out, form, prefixes)
    except OutputError as error:
        if isinstance(error.__cause__, OSError):
            raise
        return False
    return True


def write_gzip(plain: Path, packed: Path) -> None:
    """Compress a file with gzip, without a name or a time in the header.

    :raises yuqiao.graph.errors.OutputError: if it cannot be written
    """
    with (
        open_atomically(packed) as out,
        gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=out, mtime=0) as into,
        open(plain, "rb") as content,
    ):
        while piece := content.read(_PIECE):
            into.write(piece)


def _dump(path: Path, folder: Path, form: str, triples: int) -> Dump:
    return Dump(
        path.relative_to(folder).as_posix(),
        form,
        path.suffix == ".gz",
        path.stat().st_size,
        checksum(path),
        triples,
    )


def write_vocabulary(folder: Path, base: str) -> None:
    """Write the vocabulary, its concept schemes, shapes and alignment, each in four formats.

    The files are named ``def``, ``schemes``, ``shapes`` and ``def/alignment``, the current version
    of the first three for example ``def/0.2.0``, and the JSON-LD context ``context.jsonld``.

    :raises yuqiao.graph.errors.OutputError: if a file cannot be written
    """
    for name in ("def", "schemes", "shapes"):
        text = terms.read(f"{name}.ttl", base)
        read = parse(text, format=RdfFormat.TURTLE)
        triples = [quad.triple for quad in read]
        prefixes = vocabulary_prefixes(base) | read.prefixes
        write_in(triples, folder / name, prefixes, OF_TERMS)
        for version in _versions(triples, base + name + "/"):
            (folder / name).mkdir(parents=True, exist_ok=True)
            write_in(triples, folder / name / version, prefixes, OF_TERMS)
    aligned = parse(terms.read("alignment.ttl", base), format=RdfFormat.TURTLE)
    mappings = [quad.triple for quad in aligned]
    write_in(mappings, folder / "def" / "alignment", aligned.prefixes, OF_TERMS)
    write_atomically(folder / "context.jsonld", terms.read("context.jsonld", base))


def _versions(triples: Iterable[Triple], begin: str) -> list[str]:
    """Return the versions that an owl:versionIRI states."""
    iris = (t.object for t in triples if t.predicate.value.endswith("#versionIRI"))
    said = (iri.value for iri in iris if isinstance(iri, NamedNode))
    return [iri.removeprefix(begin) for iri in said if iri.startswith(begin)]


def write_in(
    triples: Iterable[Triple], path: Path, prefixes: Mapping[str, str], forms: Iterable[str]
) -> None:
    """Write triples in several formats.

    :param path: the path of each file, without its extension
    :param forms: some of :data:`yuqiao.graph.rdf.formats.RDF_FORMATS`
    :raises yuqiao.graph.errors.OutputError: if a file cannot be written
    """
    held = list(triples)
    for form in forms:
        with open_atomically(f"{path}{RDF_FORMATS[form].extension}") as out:
            write_triples(held, out, form, prefixes)
