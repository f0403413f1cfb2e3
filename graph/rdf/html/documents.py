"""HTML as the engine can read it: what it says in RDFa, JSON-LD and microdata, as N-Quads.

Requires html5lib and pyRdfa3 (the extra ``yuqiao[html]``). Nothing is fetched: no vocabulary, no
context of JSON-LD but those that are known or supplied.
"""

from __future__ import annotations

import io
import logging
import re
from typing import IO, TYPE_CHECKING, Any, cast
from urllib.parse import urljoin

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, serialize

from yuqiao.graph.errors import InputError
from yuqiao.graph.rdf.html.microdata import Microdata, content_of_element

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from xml.dom.minidom import Document

MOST_NESTED = 300
"""Elements within one another; the time to read a document grows with the square of its depth."""

LARGEST = 1 << 24
"""Bytes of a document; its tree takes many times as much memory."""

_INSTALL = "reading HTML needs html5lib and pyRdfa3: pip install 'yuqiao[html]'"
_NO_IRI = re.compile(r"[\x00-\x20<>\"{}|\\^`]")


class HtmlDocument:
    """The statements of an HTML document, as N-Quads.

    :param content: the document as it is stored, uncompressed
    :param base: the address of the document
    :param read_jsonld: reads the statements of a JSON-LD document, given the base, and the number
        of the script that holds it
    """

    def __init__(
        self,
        content: IO[bytes],
        base: str,
        read_jsonld: Callable[[bytes, str, int], Iterator[Quad]],
    ) -> None:
        self._content = content
        self._base = base
        self._read_jsonld = read_jsonld
        self._lines: IO[bytes] | None = None

    def read(self, size: int = -1) -> bytes:
        """Return the next piece, or all there is.

        :raises InputError: when it is too large or nested, or JSON-LD in it is wrong
        """
        if self._lines is None:
            document = self._content.read(LARGEST + 1)
            if len(document) > LARGEST:
                raise InputError(f"an HTML document of more than {LARGEST >> 20} MB is not read")
            quads = list(self._quads(document))
            self._lines = io.BytesIO(cast("bytes", serialize(quads, format=RdfFormat.N_QUADS)))
        return self._lines.read(size)

    def _quads(self, document: bytes) -> Iterator[Quad]:
        tree = _parsed(document)
        base = self._base
        for element in tree.getElementsByTagName("base")[:1]:
            base = urljoin(base, element.getAttribute("href").strip())
        yield from self._scripts(tree, base)
        for triple in Microdata(tree, lambda name: _iri(urljoin(base, name.strip()))).triples():
            yield Quad(triple.subject, triple.predicate, triple.object)
        yield from _rdfa(tree, base)

    def _scripts(self, tree: Document, base: str) -> Iterator[Quad]:
        number = 0
        for element in tree.getElementsByTagName("script"):
            kind = element.getAttribute("type").partition(";")[0]
            if kind.strip().lower() == "application/ld+json":
                number += 1
                yield from self._read_jsonld(content_of_element(element).encode(), base, number)


def _parsed(document: bytes) -> Document:
    """Return the tree of a document."""
    try:
        import html5lib
    except ModuleNotFoundError:
        raise InputError(_INSTALL) from None

    class Bounded(html5lib.treebuilders.getTreeBuilder("dom")):  # type: ignore[misc]
        def insertElementNormal(self, token: dict[str, Any]) -> Any:  # noqa: N802
            if len(self.openElements) > MOST_NESTED:
                line, column = parser.tokenizer.stream.position()
                raise InputError(
                    f"{line}:{column}: it nests more than {MOST_NESTED} elements; no RDF needs that"
                )
            return super().insertElementNormal(token)

    parser = html5lib.HTMLParser(tree=Bounded)
    return cast("Document", parser.parse(document, likely_encoding="utf-8"))


def _rdfa(tree: Document, base: str) -> Iterator[Quad]:
    """Yield the statements in RDFa."""
    try:
        import rdflib
        from pyRdfa import pyRdfa
        from pyRdfa.options import Options
    except ModuleNotFoundError:
        raise InputError(_INSTALL) from None
    before, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    said = logging.getLogger("rdflib.term")
    level = said.level
    said.setLevel(logging.CRITICAL)  # what is no IRI is encoded below
    try:
        reader = pyRdfa(Options(embedded_rdf=False), base=base, media_type="text/html")
        graph = reader.graph_from_DOM(tree)
    finally:
        rdflib.NORMALIZE_LITERALS = before
        said.setLevel(level)
    names: dict[str, BlankNode] = {}
    for statement in sorted(graph, key=str):
        subject, predicate, value = (_term(term, names) for term in statement)
        yield Quad(subject, predicate, value, DefaultGraph())


def _term(term: Any, names: dict[str, BlankNode]) -> Any:
    """Return a term of rdflib as one of the engine."""
    from rdflib import BNode, URIRef

    if isinstance(term, URIRef):
        return _iri(str(term))
    if isinstance(term, BNode):
        return names.setdefault(str(term), BlankNode(f"rdfa{len(names)}"))
    if term.language:
        return Literal(str(term), language=term.language)
    return Literal(str(term), datatype=_iri(str(term.datatype))) if term.datatype else Literal(term)


def _iri(address: str) -> NamedNode:
    """Return an address as an IRI, with signs that no IRI has encoded, as a browser does.

    :raises InputError: when it is still none
    """
    encoded = _NO_IRI.sub(lambda sign: f"%{ord(sign[0]):02X}", address)
    try:
        return NamedNode(encoded)
    except ValueError as error:
        raise InputError(f"{encoded}: {error}") from error
