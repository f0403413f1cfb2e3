"""Downloads of the whole graph and of the vocabulary, in every format.

The same graph gives the same bytes, also compressed: the gzip header holds no time and no name.
"""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse

from yuqiao.exports.output import open_atomically, write_atomically
from yuqiao.exports.rdf.named_graphs import dataset_of, in_parts
from yuqiao.exports.rdf.write import write_dataset, write_triples
from yuqiao.graph.errors import OutputError
from yuqiao.graph.rdf.formats import RDF_FORMATS
from yuqiao.ontology import files as terms
from yuqiao.ontology.namespaces import prefixes as vocabulary_prefixes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from yuqiao.graph.stores.file_graph import FileGraph
    from yuqiao.graph.stores.store import Store

FOLDER = "dumps"
"""The folder of the dumps in the site."""

OF_TERMS = ("turtle", "rdfxml", "jsonld", "ntriples")
"""The formats of the vocabulary and of the shapes."""

MANIFEST = "SHA256SUMS"
"""The name of the manifest."""

_WITH_GRAPHS = {"trig", "nquads"}
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
    triples = list(dict.fromkeys(store.triples()))  # files may have one several times
    quads = list(dataset_of(store, parts=True))
    dumps = []
    for form, syntax in RDF_FORMATS.items():
        plain = place / (name + syntax.extension)
        content = quads if form in _WITH_GRAPHS else triples
        if not _could_carry(content, plain, form, store.prefixes):
            continue
        packed = Path(f"{plain}.gz")
        write_gzip(plain, packed)
        dumps += [_dump(path, folder, form, len(triples)) for path in (plain, packed)]
    return tuple(sorted(dumps, key=lambda dump: dump.path))


def write_parts(store: Store | FileGraph, folder: Path, base: str) -> dict[str, int]:
    """Write each part of a graph as Turtle, at the path of its graph name.

    :param base: the base IRI of everything that is published
    :return: the number of triples in each part, by its path
    :raises yuqiao.graph.errors.OutputError: if a file cannot be written
    """
    parts: dict[str, list[Triple]] = {}
    for quad in in_parts(dict.fromkeys(store.triples()), store.prefixes):
        if isinstance(quad.graph_name, NamedNode) and quad.graph_name.value.startswith(base):
            parts.setdefault(quad.graph_name.value.removeprefix(base), []).append(quad.triple)
    for path, triples in parts.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        write_in(triples, folder / path, store.prefixes, ["turtle"])
    return {path: len(parts[path]) for path in sorted(parts)}


def _could_carry(
    content: Iterable[Triple] | Iterable[Quad], path: Path, form: str, prefixes: Mapping[str, str]
) -> bool:
    """Write a graph to a file, unless the format cannot represent it, as XML some characters."""
    try:
        with open_atomically(path) as out:
            if form in _WITH_GRAPHS:
                write_dataset(cast("Iterable[Quad]", content), out, form, prefixes)
            else:
                write_triples(cast("Iterable[Triple]", content), out, form, prefixes)
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
        gzip.GzipFile(filename="", mode="wb", fileobj=out, mtime=0) as into,
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


def checksum(path: Path) -> str:
    """Return the SHA-256 hash of a file in hexadecimal digits."""
    with open(path, "rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def write_manifest(folder: Path) -> None:
    """Write the SHA-256 hash of every file in a folder, as ``sha256sum --check`` reads it.

    :raises yuqiao.graph.errors.OutputError: if it cannot be written

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "a.txt").write_bytes(b"a")
    ...     write_manifest(Path(folder))
    ...     print(Path(folder, MANIFEST).read_text("utf-8"), end="")
    ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb  a.txt
    """
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
    named = sorted((path.relative_to(folder).as_posix(), path) for path in files)
    lines = [f"{checksum(path)}  {name}\n" for name, path in named]
    write_atomically(folder / MANIFEST, "".join(lines))
