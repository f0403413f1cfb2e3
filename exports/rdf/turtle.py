"""Turtle that a person likes to read and a version control system likes to compare.

One block for each subject; blocks in order of namespace and name, headed by the namespace; in a
block the type first, then the names, then the other properties in order. Prefixes only as used. The
same triples give the same bytes, whatever order they come in: blank nodes are named by RDFC-1.0
(https://www.w3.org/TR/rdf-canon/) and nested where they occur once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from pyoxigraph import RdfFormat, Triple, parse

from yuqiao.exports.rdf.nesting import TYPE, Facts, Term, is_blank, list_items
from yuqiao.exports.rdf.stream import HeldPieces
from yuqiao.exports.rdf.subjects import BySubject, by_predicate, by_subject
from yuqiao.graph.language_tags import cased_language_tag
from yuqiao.graph.rdf.canonicalization import lines_for_writing
from yuqiao.graph.rdf.iris import checked_iri
from yuqiao.graph.rdf.nquads import iri_of
from yuqiao.graph.rdf.prefixes import PrefixMap
from yuqiao.ontology.namespaces import RDF, RDFS, SKOS, XSD

FIRST_PREDICATES = [
    RDF + "type",
    RDFS + "label",
    SKOS + "prefLabel",
    SKOS + "altLabel",
    RDFS + "comment",
]
"""What a reader looks for first, in this order; the others follow in order of their names."""

_RANK = {f"<{iri}>".encode(): rank for rank, iri in enumerate(FIRST_PREDICATES)}
_WIDTH = 100
_UNDERSCORE = ord("_")
_IRI = ord("<")
# What a terminal obeys, in UTF-8: DEL, C1, and the marks that turn text or break lines
# (U+061C, U+200E, U+200F, U+2028 to U+202E, U+2066 to U+2069).
_OBEYED = re.compile(
    rb"\x7f|\xc2[\x80-\x9f]|\xd8\x9c|\xe2\x80[\x8e\x8f\xa8-\xae]|\xe2\x81[\xa6-\xa9]"
)
_BARE = {
    b"<%sinteger>" % XSD.encode(): re.compile(rb"[+-]?[0-9]+"),
    b"<%sdecimal>" % XSD.encode(): re.compile(rb"[+-]?[0-9]*\.[0-9]+"),
    b"<%sboolean>" % XSD.encode(): re.compile(rb"true|false"),
}
_QUOTE = ord('"')
_IN_TRIPLE_TERM = re.compile(rb'"(?:[^"\\]|\\.)*"(?:@[A-Za-z0-9-]+|\^\^<[^>]*>)?|<(?![<(])[^>]*>')


def turtle(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> str:
    """Write triples as Turtle.

    :param triples: in any order; repeated ones are written once
    :param prefixes: prefix names and namespaces that may be used
    :return: the document; empty when there is no triple
    :raises yuqiao.graph.errors.InputError: when one holds what is not an IRI

    >>> from pyoxigraph import NamedNode, Literal, Triple
    >>> ex = "http://example.org/"
    >>> facts = [Triple(NamedNode(ex + "a"), NamedNode(ex + "age"), Literal(7))]
    >>> print(turtle(facts, {"ex": ex}), end="")
    @prefix ex: <http://example.org/> .
    <BLANKLINE>
    # ex: http://example.org/
    <BLANKLINE>
    ex:a ex:age 7 .
    """
    return b"".join(turtle_pieces(by_subject(triples), prefixes)).decode()


def turtle_pieces(graph: BySubject, prefixes: Mapping[str, str]) -> Iterator[bytes]:
    """Write a graph as Turtle, piece by piece.

    :param prefixes: prefix names and namespaces that may be used
    """
    names = Names(prefixes)
    body = HeldPieces(blocks(graph, names, prefixes))
    yield prefix_declarations(names.used, prefixes)
    yield from body


def prefix_declarations(used: Iterable[str], prefixes: Mapping[str, str]) -> bytes:
    """Write the declarations of prefixes, in order."""
    lines = (f"@prefix {name}: {checked_iri(prefixes[name])} .\n" for name in sorted(used))
    return "".join(lines).encode()


def with_canonical_blank_nodes(triples: Iterable[Triple]) -> set[Triple]:
    """Rename blank nodes canonically."""
    lines = b"".join(lines_for_writing(triples))
    return {quad.triple for quad in parse(lines, RdfFormat.N_TRIPLES)}


def blocks(graph: BySubject, names: Names, prefixes: Mapping[str, str]) -> Iterator[bytes]:
    """Write the blocks of all subjects, under the headings of their namespaces."""
    writer = _Writer(graph, names)
    heading = ""
    for title, subject in subjects_in_order(graph, prefixes):
        if subject in writer.nested:
            continue
        if title != heading:
            yield f"\n# {title}\n\n".encode()
            heading = title
        yield writer.block(subject, graph.facts[subject])


def subjects_in_order(graph: BySubject, prefixes: Mapping[str, str]) -> list[tuple[str, Term]]:
    """Return each subject with the heading above it."""
    namespaces = _by_namespace(tuple(prefixes.items()))
    titles: dict[bytes, str] = {}
    ordered: list[tuple[str, Term]] = []
    blank: list[tuple[str, Term]] = []
    for subject in graph.facts:
        if is_blank(subject):
            blank.append(("blank nodes", subject))
            continue
        namespace = subject[1 : max(subject.rfind(b"#", 0, -1), subject.rfind(b"/", 0, -1)) + 1]
        if namespace not in titles:
            iri = namespace.decode()
            name = namespaces.get(iri)
            titles[namespace] = f"{name}: {iri}" if name else iri
        ordered.append((titles[namespace], subject))
    return sorted(ordered) + sorted(blank)


@lru_cache(maxsize=16)
def _by_namespace(prefixes: tuple[tuple[str, str], ...]) -> dict[str, str]:
    return {iri: name for name, iri in sorted(prefixes, reverse=True)}


def predicate_order(predicate: Term) -> int:
    """Return the rank of a predicate: those of :data:`FIRST_PREDICATES` come before the others."""
    return _RANK.get(predicate, len(_RANK))


class _PredicateOrder(dict[Term, tuple[int, bytes]]):
    """The order of predicates: those a reader looks for first, then by name."""

    def __init__(self, names: Names) -> None:
        super().__init__()
        self._names = names

    def __missing__(self, predicate: Term) -> tuple[int, bytes]:
        rank = predicate_order(predicate)
        order = rank, b"" if predicate in _RANK else self._names[predicate]
        self[predicate] = order
        return order


class _Writer:
    """Writes the blocks of subjects."""

    def __init__(self, graph: BySubject, names: Names) -> None:
        self._names = names
        self._term = names.term
        self._blank, self.nested, self._named = graph.blank_facts()
        self._order = _PredicateOrder(names)

    def block(self, subject: Term, facts: list[bytes]) -> bytes:
        """Write the facts of a subject."""
        if is_blank(subject):
            name = subject if subject in self._named else b"[]"
        else:
            name = self._names[subject]
        parts = self._properties(by_predicate(facts), b"    ")
        if len(parts) == 1 and b"\n" not in parts[0]:
            if _width(name) + _width(parts[0]) < _WIDTH - 2:
                return b"%s %s .\n" % (name, parts[0])
            return b"%s\n    %s .\n" % (name, parts[0])
        begin = parts[0].partition(b"\n")[0]
        space = b" " if _width(name) + _width(begin) < _WIDTH - 2 else b"\n    "
        return name + space + b" ;\n    ".join(parts) + b" .\n"

    def _properties(self, facts: Facts, indent: bytes) -> list[bytes]:
        term = self._term
        names = self._names
        parts = []
        for predicate in sorted(facts, key=self._order.__getitem__):
            objects = facts[predicate]
            name = names[predicate] if predicate != TYPE else b"a"
            first = objects[0]
            if len(objects) > 1 or first[0] == _UNDERSCORE:
                parts.append(self._property(name, objects, indent))
            else:
                parts.append(name + b" " + (names[first] if first[0] == _IRI else term(first)))
        return parts

    def _property(self, name: bytes, objects: list[Term], indent: bytes) -> bytes:
        terms = [self._object(term, indent) for term in sorted(objects, key=object_order)]
        line = name + b" " + b", ".join(terms)
        if len(terms) == 1 or (b"\n" not in line and len(indent) + _width(line) < _WIDTH):
            return line
        deeper = indent + b"    "
        if b"\n" in line:  # nested facts are indented as deep as the list of objects
            terms = [self._object(term, deeper) for term in sorted(objects, key=object_order)]
        return name + b"\n" + deeper + (b",\n" + deeper).join(terms)

    def _object(self, term: Term, indent: bytes) -> bytes:
        if term[0] != _UNDERSCORE:
            return self._term(term)
        if term not in self.nested:
            return term
        items = list_items(term, self._blank, self.nested)
        if items is not None:
            return b"( %s )" % b" ".join(self._object(item, indent + b"    ") for item in items)
        if term not in self._blank:
            return b"[]"
        deeper = indent + b"    "
        parts = self._properties(self._blank[term], deeper)
        return b"[\n%s%s\n%s]" % (deeper, (b" ;\n" + deeper).join(parts), indent)


def _width(text: bytes) -> int:
    """Return how many characters a text has."""
    return len(text) if text.isascii() else len(text.decode())


class Names(dict[Term, bytes]):
    """IRIs, and triple terms, as short as the prefixes allow; each IRI is shortened once.

    :param prefixes: those that may be used

    >>> names = Names({"ex": "http://example.org/"})
    >>> names[b"<http://example.org/a>"], names[b"<http://example.org/a/b>"], names.used
    (b'ex:a', b'<http://example.org/a/b>', {'ex'})
    """

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        super().__init__()
        self._short = PrefixMap(prefixes)
        self.used: set[str] = set()

    def __missing__(self, token: Term) -> bytes:
        name = self._short.compress(token[1:-1].decode()) if token[-1:] == b">" else None
        if name is None:
            if token[:3] == b"<<(":
                return _IN_TRIPLE_TERM.sub(self._part, token)
            iri_of(token)
            self[token] = token
            return token
        self.used.add(name.partition(":")[0])
        self[token] = short = name.encode()
        return short

    def term(self, term: Term) -> bytes:
        """Write an IRI, a literal, a blank node or a triple term."""
        first = term[0]
        if first == _IRI:
            return self[term]
        if first != _QUOTE:
            return term
        if term[-1] == _QUOTE:
            return term if term.isascii() and b"\x7f" not in term else escape_controls(term)
        quote = term.rindex(b'"')
        if term[quote + 1] == ord("@"):
            tag = cased_language_tag(term[quote + 2 :].decode()).encode()
            return escape_controls(term[: quote + 1]) + b"@" + tag
        datatype = term[quote + 3 :]
        bare = _BARE.get(datatype)
        if bare and bare.fullmatch(term, 1, quote):
            return term[1:quote]
        return escape_controls(term[: quote + 1]) + b"^^" + self[datatype]

    def _part(self, found: re.Match[bytes]) -> bytes:
        return self.term(found[0])


def escape_controls(quoted: bytes) -> bytes:
    r"""Write what a terminal obeys, C1 and marks that turn text, as escapes: they mean the same.

    The other control characters are escaped already.

    >>> escape_controls("a\x9bb".encode())
    b'a\\u009Bb'
    """
    if quoted.isascii() and b"\x7f" not in quoted:
        return quoted
    return _OBEYED.sub(lambda found: b"\\u%04X" % ord(found[0].decode()), quoted)


def object_order(term: Term) -> tuple[int, bytes, bytes]:
    """Return the order of objects: IRIs, literals by language, blank nodes."""
    if term[0] != _QUOTE:
        return (0 if term[0] == _IRI else 2), b"", term
    quote = term.rindex(b'"')
    return 1, term[quote + 2 :] if term[quote + 1 : quote + 2] == b"@" else b"", term
