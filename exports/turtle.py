"""Turtle that a person likes to read and a version control system likes to compare.

One block for each subject; blocks in order of namespace and name, headed by the namespace; in a
block the type first, then the names, then the other properties in order. Prefixes only as used. The
same triples give the same bytes, whatever order they come in: blank nodes are named by RDFC-1.0
(https://www.w3.org/TR/rdf-canon/) and written nested where they have one place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    Triple,
)

from yuqiao.exports.nesting import FIRST, NIL, REST, Facts, Term, is_list_cell, nested_blank_nodes
from yuqiao.graph.short_names import ShortNames
from yuqiao.graph.sparql.iri_text import iri_text
from yuqiao.ontology.terms import XSD

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_FIRST = [
    _RDF + "type",
    _RDFS + "label",
    _SKOS + "prefLabel",
    _SKOS + "altLabel",
    _RDFS + "comment",
]
_RANK = {iri: rank for rank, iri in enumerate(_FIRST)}
_WIDTH = 100
_OBEYED = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_BARE = {
    XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    XSD + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    XSD + "boolean": re.compile(r"true|false"),
}


def turtle(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> str:
    """Write triples as Turtle.

    :param triples: in any order; repeated ones are written once
    :param prefixes: prefix names and namespaces that may be used
    :return: the document; empty when there is no triple

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
    writer = _Writer(dict(prefixes), _by_subject(with_canonical_blank_nodes(triples)))
    body = writer.body()
    used = sorted(writer.used)
    head = [f"@prefix {name}: {iri_text(prefixes[name])} ." for name in used]
    return "\n".join(head) + ("\n" if head else "") + body


def _harmless(quoted: str) -> str:
    """Write what a terminal obeys, C1 and the marks that turn text, as escapes: they mean the same.

    The other control characters are escaped already.
    """
    return _OBEYED.sub(lambda found: f"\\u{ord(found.group()):04X}", quoted)


def language_tag(tag: str) -> str:
    """Write a language tag as RFC 5646, section 2.1.1, recommends: zh-Hans, pt-BR.

    Oxigraph keeps tags in small letters; they mean the same, yet people look for ``zh-Hans``.

    >>> language_tag("zh-hans"), language_tag("zh-latn-pinyin"), language_tag("EN-us")
    ('zh-Hans', 'zh-Latn-pinyin', 'en-US')
    """
    first, *rest = tag.lower().split("-")
    cased = [first]
    for part in rest:
        after_singleton = len(cased[-1]) == 1
        if len(part) == 4 and part.isalpha() and not after_singleton:
            cased.append(part.title())
        elif len(part) == 2 and not after_singleton:
            cased.append(part.upper())
        else:
            cased.append(part)
    return "-".join(cased)


def with_canonical_blank_nodes(triples: Iterable[Triple]) -> set[Triple]:
    """Rename blank nodes canonically; only triples that hold one take part in that."""
    ground: set[Triple] = set()
    blank: list[Quad] = []
    for triple in triples:
        if isinstance(triple.subject, BlankNode) or isinstance(triple.object, BlankNode):
            blank.append(Quad(triple.subject, triple.predicate, triple.object))
        else:
            ground.add(triple)
    if blank:
        dataset = Dataset(blank)
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        ground.update(quad.triple for quad in dataset)
    return ground


def _by_subject(triples: Iterable[Triple]) -> dict[Term, Facts]:
    subjects: dict[Term, Facts] = {}
    for triple in triples:
        facts = subjects.setdefault(triple.subject, {})
        facts.setdefault(triple.predicate, []).append(triple.object)
    return subjects


@dataclass
class _Writer:
    """Writes the blocks, and remembers which prefixes it used."""

    prefixes: dict[str, str]
    subjects: dict[Term, Facts]
    used: set[str] = field(default_factory=set)
    _names: dict[str, str] = field(default_factory=dict)
    _nested: set[Term] = field(default_factory=set)
    _named: set[Term] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._short_names = ShortNames(self.prefixes)
        self._namespaces = {iri: name for name, iri in sorted(self.prefixes.items(), reverse=True)}
        self._nested = nested_blank_nodes(self.subjects)
        objects = (o for facts in self.subjects.values() for terms in facts.values() for o in terms)
        self._named = {o for o in objects if o in self.subjects and o not in self._nested}

    def body(self) -> str:
        """Write all blocks, under the headings of their namespaces."""
        lines: list[str] = []
        heading = ""
        for subject in sorted(self.subjects, key=self._subject_order):
            if self._is_nested(subject):
                continue
            title = self._heading(subject)
            if title != heading:
                lines.append(f"\n# {title}\n")
                heading = title
            lines.append(self._block(subject))
        return "".join(line + "\n" for line in lines)

    def _subject_order(self, subject: Term) -> tuple[bool, str, str]:
        return isinstance(subject, BlankNode), self._heading(subject), str(subject)

    def _heading(self, subject: Term) -> str:
        if not isinstance(subject, NamedNode):
            return "blank nodes"
        namespace = subject.value[: _split(subject.value)]
        name = self._namespaces.get(namespace)
        return f"{name}: {namespace}" if name else namespace

    def _is_nested(self, subject: Term) -> bool:
        return subject in self._nested

    def _block(self, subject: Term) -> str:
        written = str(subject) if subject in self._named else "[]"
        name = written if isinstance(subject, BlankNode) else self.term(subject)
        parts = self._properties(self.subjects[subject], "    ")
        if len(parts) == 1 and "\n" not in parts[0] and len(name) + len(parts[0]) < _WIDTH - 2:
            return f"{name} {parts[0]} ."
        first, *rest = parts
        if len(name) + len(first.partition("\n")[0]) < _WIDTH - 2:
            return ";\n    ".join([f"{name} {first} ", *(part + " " for part in rest)]) + "."
        return f"{name}\n    " + ";\n    ".join(part + " " for part in parts) + "."

    def _properties(self, facts: Facts, indent: str) -> list[str]:
        return [
            self._property(predicate, facts[predicate], indent)
            for predicate in sorted(facts, key=self._predicate_order)
        ]

    def _predicate_order(self, predicate: NamedNode) -> tuple[int, str]:
        return _RANK.get(predicate.value, len(_RANK)), self.term(predicate)

    def _property(self, predicate: NamedNode, objects: list[Term], indent: str) -> str:
        name = "a" if predicate.value == _RDF + "type" else self.term(predicate)
        terms = [self._object(term, indent) for term in sorted(objects, key=_object_order)]
        line = f"{name} {', '.join(terms)}"
        if len(terms) == 1 or (len(indent) + len(line) < _WIDTH and "\n" not in line):
            return line
        deeper = indent + "    "
        return f"{name}\n{deeper}" + f",\n{deeper}".join(terms)

    def _object(self, term: Term, indent: str) -> str:
        if not self._is_nested(term):
            return str(term) if isinstance(term, BlankNode) else self.term(term)
        items = self._list(term)
        if items is not None:
            return "( " + " ".join(self._object(item, indent + "    ") for item in items) + " )"
        if term not in self.subjects:
            return "[]"
        deeper = indent + "    "
        parts = self._properties(self.subjects[term], deeper)
        return f"[\n{deeper}" + f" ;\n{deeper}".join(parts) + f"\n{indent}]"

    def _list(self, term: Term) -> list[Term] | None:
        """Give the items of a well-formed list whose cells stand nowhere else; else nothing."""
        items: list[Term] = []
        cell = term
        while cell != NIL:
            facts = self.subjects.get(cell, {})
            if not self._is_nested(cell) or not is_list_cell(facts):
                return None
            items.append(facts[FIRST][0])
            cell = facts[REST][0]
        return items

    def term(self, term: Term) -> str:
        """Write an IRI or a literal, as short as Turtle allows."""
        if isinstance(term, NamedNode):
            return self._iri(term.value)
        if isinstance(term, Literal):
            return self._literal(term)
        return str(term)

    def _iri(self, iri: str) -> str:
        if iri not in self._names:
            self._names[iri] = self._short(iri)
        return self._names[iri]

    def _short(self, iri: str) -> str:
        name = self._short_names.of(iri)
        if name is None:
            return iri_text(iri)
        self.used.add(name.partition(":")[0])
        return name

    def _literal(self, literal: Literal) -> str:
        quoted = _harmless(str(Literal(literal.value)))
        if literal.language:
            return f"{quoted}@{language_tag(literal.language)}"
        datatype = literal.datatype.value
        if datatype == XSD + "string":
            return quoted
        bare = _BARE.get(datatype)
        if bare and bare.fullmatch(literal.value):
            return literal.value
        return f"{quoted}^^{self._iri(datatype)}"


def _split(iri: str) -> int:
    """Give the place where the local name begins: after the last ``#`` or ``/``."""
    return max(iri.rfind("#"), iri.rfind("/")) + 1


def _object_order(term: Term) -> tuple[int, str, str]:
    if isinstance(term, Literal):
        return 1, term.language or "", str(term)
    return (2 if isinstance(term, BlankNode) else 0), "", str(term)
