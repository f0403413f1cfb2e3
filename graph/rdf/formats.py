"""The RDF formats, each once: its name, file extensions, media type and constant of the engine.

A new format is one more entry here. The module imports nothing, so that help texts can list formats
without loading the engine.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yuqiao.graph.errors import InputError

if TYPE_CHECKING:
    from pyoxigraph import RdfFormat


@dataclass(frozen=True)
class RdfSyntax:
    """One RDF format.

    :param name: as ``--as`` and ``--from`` take it
    :param title: as people write it
    :param extension: of the files that are written
    :param media_type: as IANA registers it (https://www.iana.org/assignments/media-types/)
    :param constant: its name in :class:`pyoxigraph.RdfFormat`
    :param also_read: further extensions under which it is read
    :param ambiguous: of these, the ones that often mean something else, so that a folder's are not
        read
    :param has_graphs: whether it can carry named graphs
    :param by_line: whether it has one statement a line, so that it can be streamed
    """

    name: str
    title: str
    extension: str
    media_type: str
    constant: str
    also_read: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    has_graphs: bool = False
    by_line: bool = False

    @property
    def engine(self) -> RdfFormat:
        """The constant by which the engine knows the format."""
        from pyoxigraph import RdfFormat

        found: RdfFormat = getattr(RdfFormat, self.constant)
        return found


_SYNTAXES = (
    RdfSyntax("turtle", "Turtle", ".ttl", "text/turtle", "TURTLE"),
    RdfSyntax("ntriples", "N-Triples", ".nt", "application/n-triples", "N_TRIPLES", by_line=True),
    RdfSyntax(
        "rdfxml",
        "RDF/XML",
        ".rdf",
        "application/rdf+xml",
        "RDF_XML",
        also_read=(".owl", ".rdfs", ".xml"),
        ambiguous=(".xml",),
    ),
    RdfSyntax(
        "jsonld",
        "JSON-LD",
        ".jsonld",
        "application/ld+json",
        "JSON_LD",
        also_read=(".json",),
        ambiguous=(".json",),
        has_graphs=True,
    ),
    RdfSyntax("trig", "TriG", ".trig", "application/trig", "TRIG", has_graphs=True),
    RdfSyntax(
        "nquads",
        "N-Quads",
        ".nq",
        "application/n-quads",
        "N_QUADS",
        has_graphs=True,
        by_line=True,
    ),
)

RDF_FORMATS = {syntax.name: syntax for syntax in _SYNTAXES}
"""The formats by name."""

HTML = RdfSyntax(
    "html",
    "HTML",
    ".html",
    "text/html",
    "N3",  # the engine has no name for it; this one stands for nothing else here
    also_read=(".htm", ".xhtml"),
    ambiguous=(".html", ".htm", ".xhtml"),
    has_graphs=True,
)
"""What is read only: RDFa, JSON-LD and microdata within HTML."""

READ_FORMATS = RDF_FORMATS | {HTML.name: HTML}
"""The formats that are read, by name."""

BY_LINE = frozenset(name for name, syntax in RDF_FORMATS.items() if syntax.by_line)
"""The formats with one statement a line, which can be written as statements come."""

RDF_EXTENSIONS = {
    extension: syntax
    for syntax in READ_FORMATS.values()
    for extension in (syntax.extension, *syntax.also_read)
}
"""The formats by the extensions under which they are read; a compression's may follow."""

FOLDER_EXTENSIONS = tuple(
    extension for extension, syntax in RDF_EXTENSIONS.items() if extension not in syntax.ambiguous
)
"""The extensions by which the RDF files of a folder are found."""


def rdf_format(name: str) -> RdfSyntax:
    """Return the format of a name, in which something is to be read.

    :raises InputError: when there is no format of that name

    >>> rdf_format("Turtle").media_type
    'text/turtle'
    """
    if name.lower() in READ_FORMATS:
        return READ_FORMATS[name.lower()]
    raise InputError(f"{name} is not a format for RDF; expected one of {', '.join(READ_FORMATS)}")
