"""JSON-LD 1.1 (https://www.w3.org/TR/json-ld11/), compacted and framed.

Compacted: with the terms of the vocabulary's own context, of which the document holds what it uses.
Framed: one object for each subject, in the order of Turtle, one property a line; a blank node that
occurs once is nested there, and a list is a list. What JSON has no exact value for (a decimal
number, an integer with leading zeros) stays a text with its datatype.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from yuqiao.exports.rdf.jsonld_context import Context, Property
from yuqiao.exports.rdf.nesting import NIL, REST, TYPE, Facts, Term, is_blank, list_items
from yuqiao.exports.rdf.stream import HeldPieces
from yuqiao.exports.rdf.subjects import BySubject, by_predicate
from yuqiao.exports.rdf.turtle import object_order, predicate_order, subjects_in_order
from yuqiao.graph.errors import OutputError
from yuqiao.graph.language_tags import cased_language_tag
from yuqiao.graph.rdf.nquads import iri_of, literal_of
from yuqiao.ontology.namespaces import XSD

_SCHEME = re.compile(rb"<([^<>:]*)(?::(?!//)[^<>]*)?>")  # of an IRI that names no host
_DIRECTION = "--"  # between the language of a text and its direction, in RDF 1.2
_EXACT = re.compile(r"0|-?[1-9][0-9]{0,14}")
_text = json.JSONEncoder(ensure_ascii=False).encode  # json.dumps would make an encoder each time
_dense = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def jsonld_pieces(graphs: Mapping[Term, BySubject], prefixes: Mapping[str, str]) -> Iterator[bytes]:
    """Write graphs as JSON-LD, piece by piece.

    :param graphs: by name, in the order to be written; the graph without a name has an empty one
    :param prefixes: prefix names and namespaces that may be used

    >>> one = BySubject()
    >>> one.add([b'<urn:a> <http://www.w3.org/2004/02/skos/core#prefLabel> "A"@en'])
    >>> print(b"".join(jsonld_pieces({b"": one}, {})).decode(), end="")
    {
      "@context": {
        "@version": 1.1,
        "id": "@id",
        "type": "@type",
        "name": {"@id": "http://www.w3.org/2004/02/skos/core#prefLabel", "@container": "@language"}
      },
      "id": "urn:a",
      "name": {"en": "A"}
    }
    """
    context = Context(prefixes, _schemes(graphs.values()))
    nodes = (
        node for name, graph in graphs.items() for node in _nodes(name, graph, context, prefixes)
    )
    first, second = next(nodes, None), next(nodes, None)
    if first is not None and second is None:
        yield b"{\n" + _lines("@context", context.document()).encode()
        yield b"," + first[1:].encode() + b"\n"
        return
    body = HeldPieces(
        (b",\n" if number else b"") + _indented(node).encode()
        for number, node in enumerate(chain([first, second], nodes))
        if node is not None
    )
    yield b"{\n" + _lines("@context", context.document()).encode()
    yield b',\n  "@graph": [\n'
    yield from body
    yield b"\n  ]\n}\n"


def _nodes(
    name: Term, graph: BySubject, context: Context, prefixes: Mapping[str, str]
) -> Iterator[str]:
    """Yield the text of each object of a graph; that of a named graph holds all of its own."""
    found = (_node_text(node) for node in _Writer(graph, context).nodes(prefixes))
    if not name:
        yield from found
        return
    inner = ",\n".join(_indented(node) for node in found)
    yield f'{{\n  "id": {_text(_reference(name, context))},\n  "@graph": [\n{inner}\n  ]\n}}'


def expanded_pieces(graphs: Mapping[Term, BySubject]) -> Iterator[bytes]:
    """Write graphs as expanded JSON-LD, as the API's algorithm fromRdf makes it, piece by piece.

    There is one object for each subject of each graph, lists are lists, and every value is an
    object with its datatype. A JSON literal keeps its characters.

    :param graphs: by name, as for :func:`jsonld_pieces`

    >>> one = BySubject()
    >>> one.add([b'<urn:a> <urn:p> "A"@en'])
    >>> print(b"".join(expanded_pieces({b"": one})).decode(), end="")
    [
    {"@id":"urn:a","urn:p":[{"@value":"A","@language":"en"}]}
    ]
    """
    nodes: dict[str, dict[str, Any]] = {}
    for name, graph in graphs.items():
        found = _Expanded(graph).nodes()
        if name:
            key = _expanded_id(name)
            nodes.setdefault(key, {"@id": key})["@graph"] = list(found.values())
        else:
            nodes = found
    lines = ",\n".join(_dense(node) for node in nodes.values())
    yield f"[\n{lines}\n]\n".encode() if lines else b"[]\n"


def _schemes(graphs: Iterable[BySubject]) -> set[str]:
    found: set[bytes] = set()
    for graph in graphs:
        for subject, facts in graph.facts.items():
            found.update(_SCHEME.findall(b" ".join((subject, *facts))))
    return {scheme.decode() for scheme in found}


def _lines(key: str, entries: Mapping[str, Any]) -> str:
    inner = ",\n".join(f"    {_text(name)}: {_text(value)}" for name, value in entries.items())
    return f'  "{key}": {{\n{inner}\n  }}'


def _node_text(node: Mapping[str, Any]) -> str:
    return "{\n" + ",\n".join(f"  {_text(k)}: {_text(v)}" for k, v in node.items()) + "\n}"


def _indented(text: str) -> str:
    return "    " + text.replace("\n", "\n    ")


def _reference(term: Term, context: Context) -> str:
    return term.decode() if is_blank(term) else context.iri(iri_of(term))


def reject_triple_term(term: Term) -> None:
    """Reject what JSON-LD has no form for.

    :raises OutputError: when a term is a triple of RDF 1.2
    """
    if term.startswith(b"<<("):
        raise OutputError(
            "the graph holds a triple term of RDF 1.2, which JSON-LD cannot carry; write another "
            "format, such as TriG"
        )


def _has_plain_language(term: Term) -> bool:
    language = literal_of(term)[1]
    return bool(language) and _DIRECTION not in language


class _Writer:
    """Makes the objects of one graph."""

    def __init__(self, graph: BySubject, context: Context) -> None:
        self._graph = graph
        self._context = context
        self._blank, self._nested, self._named = graph.blank_facts()
        self._order: dict[Term, tuple[int, str]] = {}

    def nodes(self, prefixes: Mapping[str, str]) -> Iterator[dict[str, Any]]:
        """Build the object of each subject that is not nested in another."""
        for _, subject in subjects_in_order(self._graph, prefixes):
            if subject not in self._nested:
                yield self._node(subject, by_predicate(self._graph.facts[subject]))

    def _node(self, subject: Term, facts: Facts) -> dict[str, Any]:
        node: dict[str, Any] = {}
        if not is_blank(subject) or subject in self._named:
            node["id"] = _reference(subject, self._context)
        for predicate in sorted(facts, key=self._predicate_order):
            values = sorted(facts[predicate], key=object_order)
            if predicate == TYPE:
                self._add_types(node, values)
            else:
                self._add(node, self._context.property_of(iri_of(predicate)), predicate, values)
        return node

    def _predicate_order(self, predicate: Term) -> tuple[int, str]:
        if predicate not in self._order:
            name = self._context.property_of(iri_of(predicate)).name
            self._order[predicate] = predicate_order(predicate), name
        return self._order[predicate]

    def _add_types(self, node: dict[str, Any], values: list[Term]) -> None:
        for value in values:
            reject_triple_term(value)
        if not all(value[:1] == b"<" or value in self._named for value in values):
            self._add(node, self._context.property_of(iri_of(TYPE)), TYPE, values)
            return
        names = [
            value.decode() if is_blank(value) else self._context.class_name(iri_of(value))
            for value in values
        ]
        node["type"] = names[0] if len(names) == 1 else names

    def _add(
        self, node: dict[str, Any], one: Property, predicate: Term, values: list[Term]
    ) -> None:
        """Add the values of a property; those that do not fit its term go under its IRI."""
        if one.by_language:
            texts = [value for value in values if _has_plain_language(value)]
            if texts:
                node[self._context.use(one)] = self._by_language(one, texts)
            values = [value for value in values if not _has_plain_language(value)]
            one = Property(self._context.iri(iri_of(predicate)), None, False, False)
        if values:
            found = [self._value(value, one) for value in values]
            key = self._context.use(one)
            node[key] = found if len(found) > 1 or one.always_list else found[0]

    def _by_language(self, one: Property, texts: list[Term]) -> dict[str, Any]:
        found: dict[str, list[str]] = {}
        for text in texts:
            value, language, _ = literal_of(text)
            found.setdefault(cased_language_tag(language), []).append(value)
        return {
            language: values if len(values) > 1 or one.always_list else values[0]
            for language, values in found.items()
        }

    def _value(self, term: Term, one: Property) -> Any:
        if term[:1] == b'"':
            return self._literal(term, one)
        if is_blank(term):
            return self._blank_value(term, one)
        reject_triple_term(term)
        iri = iri_of(term)
        if one.coerced == "@vocab":
            return self._context.word(iri)
        short = self._context.iri(iri)
        return short if one.coerced == "@id" else {"id": short}

    def _blank_value(self, term: Term, one: Property) -> Any:
        if term not in self._nested:
            return {"id": term.decode()}
        items = list_items(term, self._blank, self._nested)
        if items is None:
            return self._node(term, self._blank.get(term, {}))
        return {"@list": [self._value(item, one) for item in items]}

    def _literal(self, term: Term, one: Property) -> Any:
        value, language, datatype = literal_of(term)
        if language:
            return _tagged(value, language)
        if one.coerced in {None, datatype}:
            if datatype == XSD + "boolean" and value in {"true", "false"}:
                return value == "true"
            if datatype == XSD + "integer" and _EXACT.fullmatch(value):
                return int(value)
        if datatype == (one.coerced or XSD + "string"):
            return value
        if datatype == XSD + "string":
            return {"@value": value}
        return {"@value": value, "@type": self._context.class_name(datatype)}


class _Expanded:
    """Makes the expanded objects of one graph."""

    def __init__(self, graph: BySubject) -> None:
        self._graph = graph
        self._blank, self._nested, _ = graph.blank_facts()
        self._cells: set[Term] = set()

    def nodes(self) -> dict[str, dict[str, Any]]:
        """Build the object of each subject that is no cell of a list."""
        made = {subject: self._node(subject) for subject in sorted(self._graph.facts)}
        return {node["@id"]: node for s, node in made.items() if s not in self._cells}

    def _node(self, subject: Term) -> dict[str, Any]:
        node: dict[str, Any] = {"@id": _expanded_id(subject)}
        facts = by_predicate(self._graph.facts[subject])
        for predicate in sorted(facts, key=lambda p: (predicate_order(p), p)):
            values = sorted(facts[predicate], key=object_order)
            if predicate == TYPE:
                types = [_expanded_id(value) for value in values if value[:1] in b"<_"]
                node |= {"@type": types} if types else {}
                values = [value for value in values if value[:1] not in b"<_"]
            if values:
                node[iri_of(predicate)] = [self._value(value) for value in values]
        return node

    def _value(self, term: Term) -> dict[str, Any]:
        if term[:1] == b'"':
            return _expanded_literal(term)
        items = list_items(term, self._blank, self._nested) if _may_be_list(term) else None
        if items is None:
            return {"@id": _expanded_id(term)}
        cell = term
        while cell != NIL:
            self._cells.add(cell)
            cell = self._blank[cell][REST][0]
        return {"@list": [self._value(item) for item in items]}


def _may_be_list(term: Term) -> bool:
    return term == NIL or is_blank(term)


def _expanded_id(term: Term) -> str:
    reject_triple_term(term)
    return term.decode() if is_blank(term) else iri_of(term)


def _expanded_literal(term: Term) -> dict[str, Any]:
    value, language, datatype = literal_of(term)
    if language:
        return _tagged(value, language)
    return {"@value": value} | ({"@type": datatype} if datatype != XSD + "string" else {})


def _tagged(value: str, language: str) -> dict[str, Any]:
    tag, _, direction = language.partition(_DIRECTION)
    tagged = {"@value": value, "@language": cased_language_tag(tag)}
    return tagged | ({"@direction": direction} if direction else {})
