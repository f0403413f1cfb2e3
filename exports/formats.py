"""The formats of everything that is written, and the one rule by which a format is chosen.

A name decides; without one, the extension of the file; without that, the usual format of what is
written. The module imports neither the engine nor a writer, so that help texts can list formats.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yuqiao.graph.errors import OutputError
from yuqiao.graph.rdf.compression import without_compression
from yuqiao.graph.rdf.formats import RDF_FORMATS, READ_FORMATS

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class FormatFamily:
    """The formats in which one kind of result can be written.

    :param purpose: what is written in them, for messages
    :param extensions: file extensions of each format, by its name
    :param usual: the format where neither a name nor an extension decides
    """

    purpose: str
    extensions: Mapping[str, tuple[str, ...]]
    usual: str

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the formats, as ``--as`` takes them."""
        return tuple(self.extensions)

    def by_extension(self, extension: str) -> str | None:
        """Return the name of the format of an extension; None if there is none."""
        return next((name for name, own in self.extensions.items() if extension in own), None)

    def __contains__(self, name: object) -> bool:
        return name in self.extensions

    def __str__(self) -> str:
        *names, last = self.names
        return f"{', '.join(names)} or {last}"


RDF = FormatFamily("RDF", {name: (s.extension,) for name, s in RDF_FORMATS.items()}, "turtle")
"""The formats of a graph."""

RDF_INPUT = FormatFamily(
    "RDF", {name: (s.extension,) for name, s in READ_FORMATS.items()}, "turtle"
)
"""The formats that are read."""

EXPANDED = "jsonld-expanded"
"""JSON-LD without a context, which is chosen by an option of its own."""

ROWS = FormatFamily(
    "rows",
    {
        "table": (".txt",),
        "csv": (".csv",),
        "tsv": (".tsv",),
        "json": (".json", ".srj"),
        "xml": (".xml", ".srx"),
        "markdown": (".md",),
        "parquet": (".parquet",),
        "arrow": (".arrow", ".feather"),
        "edges": (".edges",),
    },
    "tsv",
)
"""The formats for the rows of a SELECT and, except those of :data:`ROWS_ALONE`, an ASK's answer."""

ROWS_ALONE = ("parquet", "arrow", "edges")
"""The formats that have no form for true and false."""

SPREADSHEETS = {"csv": "csv-spreadsheet", "tsv": "tsv-spreadsheet"}
"""CSV and TSV that are safe to open in a spreadsheet, which an option of their own chooses."""

TRIPLES = FormatFamily("triples", {**RDF.extensions, "edges": (".edges",)}, "turtle")
"""The formats for the triples of a CONSTRUCT or DESCRIBE."""

NETWORKS = FormatFamily(
    "networks",
    {
        "graphml": (".graphml",),
        "gexf": (".gexf",),
        "cytoscape": (".cyjs",),
        "edges-csv": (),
        "nodes-csv": (),
        "json-graph": (),
    },
    "graphml",
)
"""The formats of a network for other tools."""

VIEWS = FormatFamily(
    "views",
    {
        "html": (".html", ".htm"),
        "svg": (".svg",),
        "png": (".png",),
        "pdf": (".pdf",),
        "pptx": (".pptx",),
    },
    "html",
)
"""The formats of a drawn network: a page, a picture, or a slide."""

DIFFERENCES = FormatFamily(
    "differences",
    {"text": (".txt",), "markdown": (".md",), "json": (".json",), "patch": (".rdfp",)},
    "text",
)
"""The formats of what changed between two graphs."""

VALIDATIONS = FormatFamily(
    "a validation report",
    {
        "text": (".txt",),
        "json": (".json",),
        "markdown": (".md",),
        "html": (".html", ".htm"),
        "sarif": (".sarif",),
        "junit": (".xml",),
    },
    "text",
)
"""The formats of a validation report for people and tools; as RDF it has those of a graph."""

TABLES = FormatFamily("tables", {"parquet-folder": ()}, "parquet-folder")
"""The formats of a graph as tables for database engines: a folder of them."""

_FAMILIES = (RDF, ROWS, NETWORKS, VIEWS, DIFFERENCES, VALIDATIONS)


def choose_format(
    name: str | None, path: str | os.PathLike[str] | None, *families: FormatFamily
) -> str:
    """Return the name of the format that is chosen by name or, else, by a file's extension.

    :param name: as ``--as`` takes it, in any case
    :param path: of the file; the extension of a compression does not count
    :param families: what can be written; the first has the usual format
    :raises OutputError: when no format has that name or that extension

    >>> choose_format("Turtle", None, RDF), choose_format(None, "a.nt.gz", RDF)
    ('turtle', 'ntriples')
    >>> choose_format(None, "countries.GEXF", RDF, NETWORKS), choose_format(None, None, RDF)
    ('gexf', 'turtle')
    """
    if name is not None:
        return known_format(name, *families)
    extension = os.path.splitext(without_compression(os.fspath(path or "")))[1].lower()
    if not extension:
        return families[0].usual
    for family in families:
        if form := family.by_extension(extension):
            return form
    other = next((f.purpose for f in _FAMILIES if f.by_extension(extension)), None)
    hint = f" (it is one for {other})" if other else ""
    purposes = " or ".join(family.purpose for family in families)
    known = [e for family in families for own in family.extensions.values() for e in own]
    raise OutputError(
        f"{os.fspath(path or '')}: no format for {purposes} has this extension{hint}; expected one "
        f"of {', '.join(dict.fromkeys(known))}, or the name of a format"
    )


def known_format(name: str, *families: FormatFamily) -> str:
    """Return a name in lower case, if it is the name of a format.

    :raises OutputError: with the formats there are and, if one is close, the nearest

    >>> known_format("CSV", ROWS)
    'csv'
    """
    form = name.lower()
    if any(form in family for family in families):
        return form
    from yuqiao.graph.spelling import nearest

    near = nearest(form, [known for family in families for known in family.names])
    hint = f"did you mean {near[0]}? Expected" if near else "expected"
    if len(families) == 1:
        (family,) = families
        names = ", ".join(family.names)
        raise OutputError(f"{name} is not a format for {family.purpose}; {hint} one of {names}")
    choices = "; ".join(f"for {each.purpose}, one of {', '.join(each.names)}" for each in families)
    raise OutputError(f"{name} is not a format; {hint}, {choices}")
