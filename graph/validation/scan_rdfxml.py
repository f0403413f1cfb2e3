"""The terms of RDF/XML, each with its position; the document has no DOCTYPE any more."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from xml.parsers import expat

from yuqiao.graph.validation.positions import TermPosition

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_IRIS = ("about", "resource", "datatype")


def scan_rdfxml(document: bytes) -> Iterator[TermPosition]:
    """Return the terms of a document, as far as it is well-formed.

    >>> document = b'<a xmlns="urn:n:"><b:c xml:lang="zh_CN"/></a>'
    >>> [(term.kind, term.text) for term in scan_rdfxml(document)]
    [('namespace', 'urn:n:'), ('iri', 'urn:n:a'), ('prefix', 'b'), ('language', 'zh_CN')]
    """
    reader = _Reader()
    with suppress(expat.ExpatError):  # the engine says where it is wrong
        reader.parser.Parse(document, True)
    return iter(reader.terms)


class _Reader:
    """Follows the elements, with the namespaces that hold in each."""

    def __init__(self) -> None:
        self.terms: list[TermPosition] = []
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._data
        self._namespaces = [{"xml": "http://www.w3.org/XML/1998/namespace"}]
        self._typed: list[tuple[str, int, int] | None] = []
        self._text = ""

    def _add(self, kind: str, text: str) -> None:
        line, column = self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1
        self.terms.append(TermPosition(kind, text, line, column))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        known = dict(self._namespaces[-1])
        for key, value in attributes.items():
            if key == "xmlns" or key.startswith("xmlns:"):
                known[key.partition(":")[2]] = value
                self._add("namespace", value)
        self._namespaces.append(known)
        datatype = None
        for one in (name, *(key for key in attributes if key.partition(":")[0] != "xmlns")):
            iri = self._named(one, known, is_element=one == name)
            if iri.removeprefix(_RDF) in _IRIS and one in attributes:
                self._add("iri", attributes[one])
                datatype = attributes[one] if iri == _RDF + "datatype" else datatype
            elif one == "xml:lang" and attributes[one]:
                self._add("language", attributes[one])
        place = self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1
        self._typed.append((datatype, *place) if datatype else None)
        self._text = ""

    def _named(self, name: str, known: dict[str, str], *, is_element: bool) -> str:
        prefix, colon, local = name.partition(":")
        if not colon:
            prefix, local = "", name
            if not is_element or "" not in known:
                return local
        if prefix not in known:
            self._add("prefix", prefix)
            return local
        iri = known[prefix] + local
        if not iri.startswith((_RDF, "http://www.w3.org/XML/")):
            self._add("iri", iri)
        return iri

    def _data(self, text: str) -> None:
        self._text += text

    def _end(self, _: str) -> None:
        self._namespaces.pop()
        typed = self._typed.pop()
        if typed is not None:
            datatype, line, column = typed
            self.terms.append(TermPosition("literal", self._text, line, column, datatype))
