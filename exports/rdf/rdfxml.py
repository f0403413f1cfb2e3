"""RDF/XML (https://www.w3.org/TR/rdf-xml/), in the order of every format.

Our own writer: the engine's writes elements whose names are no XML names, and carriage returns that
XML parsers read as line feeds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from xml.parsers.expat import ExpatError, ParserCreate

from yuqiao.exports.rdf.nesting import TYPE, Term, is_blank, is_triple_term
from yuqiao.exports.rdf.stream import HeldPieces
from yuqiao.exports.rdf.subjects import BySubject, by_predicate
from yuqiao.exports.rdf.turtle import object_order, predicate_order, subjects_in_order
from yuqiao.exports.xml_characters import escape_xml
from yuqiao.graph.errors import OutputError
from yuqiao.graph.language_tags import cased_language_tag
from yuqiao.graph.rdf.nquads import iri_of, literal_of, parts_of
from yuqiao.ontology.namespaces import RDF, XSD

_ITS = "http://www.w3.org/2005/11/its"
_NO_PROPERTY = frozenset(
    RDF + name
    for name in [
        "Description",
        "RDF",
        "ID",
        "about",
        "parseType",
        "resource",
        "nodeID",
        "datatype",
        "li",
        "aboutEach",
        "aboutEachPrefix",
        "bagID",
    ]
)
"""The terms that the grammar reserves or excludes."""

_NO_NAMESPACE = {"http://www.w3.org/2000/xmlns/", "http://www.w3.org/XML/1998/namespace"}
_OWN_PREFIXES = {"rdf", "its", "oxprefix"}
_DIRECTION = "--"  # between the language of a text and its direction, in RDF 1.2
_NAME_END = re.compile(r"[\w.\-\xb7]+\Z")
_NAME_STARTS = re.compile(r"[^\W\d]|_")


def rdfxml_pieces(graph: BySubject, prefixes: Mapping[str, str]) -> Iterator[bytes]:
    """Write a graph as RDF/XML, piece by piece.

    :param prefixes: prefix names and namespaces that may be used
    :raises OutputError: when a predicate cannot be the name of an XML element

    >>> one = BySubject()
    >>> one.add([b'<urn:a> <urn:p> "A"@en'])
    >>> written = b"".join(rdfxml_pieces(one, {"ex": "urn:"})).decode()
    >>> for line in written.splitlines(): print(line.strip())
    <?xml version="1.0" encoding="UTF-8"?>
    <rdf:RDF xmlns:ex="urn:" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
    <rdf:Description rdf:about="urn:a">
    <ex:p xml:lang="en">A</ex:p>
    </rdf:Description>
    </rdf:RDF>
    """
    writer = _Writer(_Elements(graph, prefixes))
    body = HeldPieces(
        writer.description(subject, graph.facts[subject])
        for _, subject in subjects_in_order(graph, prefixes)
    )
    known = {**writer.elements.prefixes, "rdf": RDF} | ({"its": _ITS} if writer.directions else {})
    declared = sorted(
        f'xmlns{":" if name else ""}{name}="{escape_xml(iri)}"' for name, iri in known.items()
    )
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF {" ".join(declared)}>\n'
    yield head.encode()
    yield from body
    yield b"</rdf:RDF>\n"


class _Elements:
    """The names of the elements for properties and classes.

    :param prefixes: prefix names and namespaces; those that shorten a name are used
    """

    def __init__(self, graph: BySubject, prefixes: Mapping[str, str]) -> None:
        found = {split for iri in _named(graph) if (split := split_name(iri)) is not None}
        begun = {namespace for namespace, _ in found}
        self.prefixes = {
            name: iri for name, iri in prefixes.items() if iri in begun and _is_prefix(name)
        }
        self._by_namespace = {iri: name for name, iri in self.prefixes.items()} | {RDF: "rdf"}
        self._written: dict[str, tuple[str, str]] = {}

    def of(self, iri: str) -> tuple[str, str] | None:
        """Return the name of an element and the namespace it declares; None if it has no name."""
        if iri not in self._written:
            split = split_name(iri)
            if split is None:
                return None
            self._written[iri] = self._named(*split)
        return self._written[iri]

    def _named(self, namespace: str, local: str) -> tuple[str, str]:
        prefix = self._by_namespace.get(namespace)
        if prefix is not None:
            return (f"{prefix}:{local}" if prefix else local), ""
        if "" not in self.prefixes:
            return local, f' xmlns="{escape_xml(namespace)}"'
        return f"oxprefix:{local}", f' xmlns:oxprefix="{escape_xml(namespace)}"'


def _is_prefix(name: str) -> bool:
    """Return whether a name may be given to a namespace in XML; what begins with xml may not."""
    taken = name in _OWN_PREFIXES or name.lower().startswith("xml")
    return not name or (not taken and is_xml_name(name))


def _named(graph: BySubject) -> set[str]:
    """Return the IRIs that may become names of elements."""
    named: set[bytes] = set()
    for facts in graph.facts.values():
        for fact in facts:
            predicate, _, value = fact.partition(b" ")
            named.add(predicate)
            if predicate == TYPE:
                named.add(value)
            elif is_triple_term(value):
                named.update(re.findall(rb"<(?![<(])[^>]*>", value))
    return {iri[1:-1].decode() for iri in named if iri[:1] == b"<" and not is_triple_term(iri)}


@cache
def split_name(iri: str) -> tuple[str, str] | None:
    """Split an IRI into a namespace and the longest name of XML at its end; None if there is none.

    >>> split_name("http://example.org/1a-b"), split_name("http://example.org/2")
    (('http://example.org/1', 'a-b'), None)
    """
    end = _NAME_END.search(iri)
    if end is None:
        return None
    for start in _NAME_STARTS.finditer(iri, end.start()):
        namespace, name = iri[: start.start()], iri[start.start() :]
        if is_xml_name(name) and namespace not in _NO_NAMESPACE:
            return namespace, name
    return None


@cache
def is_xml_name(name: str) -> bool:
    """Return whether every parser takes a text for a name without a colon.

    A parser decides: many know only the letters of the fourth edition of XML 1.0.

    >>> is_xml_name("a-1"), is_xml_name("1a"), is_xml_name("大学"), is_xml_name("\U00020000")
    (True, False, True, False)
    """
    if ":" in name or not _NAME_END.fullmatch(name):
        return False
    try:
        ParserCreate("utf-8").Parse(f"<{name}/>".encode(), True)
    except ExpatError:
        return False
    return True


class _Writer:
    """Writes the descriptions of subjects."""

    def __init__(self, elements: _Elements) -> None:
        self.elements = elements
        self.directions = False
        self._iris: dict[Term, str] = {}
        self._properties: dict[Term, tuple[str, str]] = {}

    def description(self, subject: Term, facts: list[bytes]) -> bytes:
        """Write the facts of a subject."""
        ordered = [
            (predicate, value)
            for predicate, values in sorted(by_predicate(facts).items(), key=_rank)
            for value in sorted(values, key=object_order)
        ]
        name, declared = self._node_name(*ordered[0]) or ("rdf:Description", "")
        properties = ordered[1:] if name != "rdf:Description" else ordered
        lines = [f"\t<{name}{declared}{self._reference('about', subject)}>\n"]
        lines += [self._property(predicate, value, "\t\t") for predicate, value in properties]
        lines.append(f"\t</{name}>\n")
        return "".join(lines).encode()

    def _node_name(self, predicate: Term, value: Term) -> tuple[str, str] | None:
        """Return the element name of a subject: its first type, if that can be a name."""
        if predicate != TYPE or value[:1] != b"<" or is_triple_term(value):
            return None
        iri = iri_of(value)
        return None if iri in _NO_PROPERTY else self.elements.of(iri)

    def _property(self, predicate: Term, value: Term, indent: str) -> str:
        opened: list[str] = []
        closed: list[str] = []
        name, declared = self._property_name(predicate)
        while is_triple_term(value):
            subject, predicate, value, _ = parts_of(value[4:-4])
            start = f'{name}{declared} rdf:version="1.2" rdf:parseType="Triple"'
            opened += [
                f"{indent}<{start}>\n",
                f"{indent}\t<rdf:Description{self._reference('about', subject)}>\n",
            ]
            closed += [f"{indent}</{name}>\n", f"{indent}\t</rdf:Description>\n"]
            indent += "\t\t"
            name, declared = self._property_name(predicate)
        if value[:1] == b'"':
            written = f"{indent}<{name}{declared}{self._literal(value)}</{name}>\n"
        else:
            written = f"{indent}<{name}{declared}{self._reference('resource', value)}/>\n"
        return "".join([*opened, written, *reversed(closed)])

    def _property_name(self, predicate: Term) -> tuple[str, str]:
        if predicate in self._properties:
            return self._properties[predicate]
        iri = iri_of(predicate)
        named = self.elements.of(iri)
        if named is None or iri in _NO_PROPERTY:
            reason = "ends in no name of XML" if named is None else "is a part of its own syntax"
            raise OutputError(
                f"the predicate <{iri}> cannot be written as RDF/XML: it {reason}; write another "
                "format, such as Turtle"
            )
        self._properties[predicate] = named
        return named

    def _reference(self, attribute: str, term: Term) -> str:
        if is_blank(term):
            return f' rdf:nodeID="{term[2:].decode()}"'
        if term not in self._iris:
            self._iris[term] = escape_xml(iri_of(term))
        return f' rdf:{attribute}="{self._iris[term]}"'

    def _literal(self, term: Term) -> str:
        """Return the attributes of a literal and its text."""
        text, language, datatype = literal_of(term)
        content = escape_xml(text)
        if not language:
            typed = f' rdf:datatype="{escape_xml(datatype)}"' if datatype != XSD + "string" else ""
            return f"{typed}>{content}"
        tag, _, direction = language.partition(_DIRECTION)
        if direction:
            self.directions = True
            direction = f' rdf:version="1.2-basic" its:version="2.0" its:dir="{direction}"'
        return f' xml:lang="{cased_language_tag(tag)}"{direction}>{content}'


def _rank(fact: tuple[Term, Iterable[Term]]) -> tuple[int, Term]:
    return predicate_order(fact[0]), fact[0]
