"""Check an RDF file: its format, its contents, and likely mistakes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from yuqiao.graph.errors import InputError
from yuqiao.graph.rdf.formats import HTML
from yuqiao.graph.rdf.parsing import content_of, statements
from yuqiao.graph.rdf.prefixes import PrefixMap
from yuqiao.graph.rdf.sources import RdfSource
from yuqiao.graph.validation.lexical_spaces import fits, is_iri, is_language_tag
from yuqiao.graph.validation.positions import TermPosition
from yuqiao.graph.validation.scan_jsonld import scan_jsonld
from yuqiao.graph.validation.scan_rdfxml import scan_rdfxml
from yuqiao.graph.validation.scan_turtle import scan_turtle
from yuqiao.ontology import files as terms
from yuqiao.ontology.namespaces import prefixes

_SCHEMA_ORG = re.compile(r"(https?)://schema\.org/")
_PLACE = re.compile(r":(\d+):(\d+): (.*)", re.DOTALL)
_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_SHOWN = 80  # characters of a text


@dataclass(frozen=True, order=True)
class FileFinding:
    """A likely mistake in a file.

    :param kind: ``syntax``, ``prefix``, ``iri``, ``literal``, ``language``, ``schema.org`` or
        ``term``
    """

    line: int
    column: int
    kind: str
    message: str


@dataclass(frozen=True)
class FileCheck:
    """The result of a check.

    :param triples: how many were read, up to the first mistake of syntax
    :param graphs: how many named graphs they are in
    :param ours: how often each term of our vocabulary is a property or class, by its short name
    :param others: how often terms of each other namespace are
    """

    data_format: str
    triples: int
    graphs: int
    ours: Mapping[str, int]
    others: Mapping[str, int]
    findings: tuple[FileFinding, ...]


def check_file(source: RdfSource) -> FileCheck:
    """Check a file.

    :raises InputError: when it cannot be opened, or could harm the engine
    """
    document = content_of(source)
    used: Counter[str] = Counter()
    graphs: set[str] = set()
    findings: list[FileFinding] = []
    count = 0
    try:
        for quad in statements(source):
            count += 1
            graphs.add(str(quad.graph_name))
            used.update(_terms(quad))
    except InputError as error:
        findings.append(_syntax(source.path, error))
    findings += _findings(_scan(source, document))
    ours, others = _by_vocabulary(used)
    return FileCheck(
        HTML.title if source.is_html else source.data_format.name,
        count,
        len(graphs - {"DEFAULT"}),
        ours,
        others,
        tuple(sorted(set(findings))),
    )


def _terms(quad: Quad) -> Iterator[str]:
    yield quad.predicate.value
    if quad.predicate == _TYPE and isinstance(quad.object, NamedNode):
        yield quad.object.value


def _syntax(path: str, error: InputError) -> FileFinding:
    message = str(error).removeprefix(path)
    found = _PLACE.fullmatch(message)
    if found is None:
        return FileFinding(0, 0, "syntax", message.removeprefix(": "))
    return FileFinding(int(found[1]), int(found[2]), "syntax", f"the reading ends here: {found[3]}")


def _scan(source: RdfSource, document: bytes) -> Iterator[TermPosition]:
    if source.is_html:
        return iter(())  # the places would be those of statements, not of the file
    if source.data_format is RdfFormat.RDF_XML:
        return scan_rdfxml(document)
    text = document.decode("utf-8", errors="replace").removeprefix("\ufeff")
    return scan_jsonld(text) if source.data_format is RdfFormat.JSON_LD else scan_turtle(text)


def _findings(found: Iterator[TermPosition]) -> Iterator[FileFinding]:
    known = prefixes()
    schemes: dict[str, TermPosition] = {}
    for term in found:
        message = _mistake(term, known)
        if message:
            kind = "iri" if term.kind == "namespace" else term.kind
            yield FileFinding(term.line, term.column, kind, message)
        if term.kind in {"iri", "namespace"}:
            scheme = _SCHEMA_ORG.match(term.text)
            if scheme:
                schemes.setdefault(scheme[1], term)
            if term.text.startswith(known["yq"]) and term.kind == "iri":
                yield from _unknown_term(term, known["yq"])
    if len(schemes) > 1:
        later = max(schemes.values(), key=lambda term: (term.line, term.column))
        yield FileFinding(
            later.line,
            later.column,
            "schema.org",
            "schema.org occurs in this file both as http and as https, which are different terms; "
            "our vocabulary has https",
        )


def _mistake(term: TermPosition, known: Mapping[str, str]) -> str:
    text = term.text if len(term.text) <= _SHOWN else term.text[:_SHOWN] + "..."
    if term.kind == "prefix":
        usual = known.get(term.text)
        hint = f"; it usually stands for {usual}" if usual else ""
        return f"the prefix {text}: is not declared{hint}"
    if term.kind == "language" and not is_language_tag(term.text):
        return f'"{text}" is not a well-formed language tag, such as zh-Hans'
    if term.kind == "literal" and not fits(term.text, term.datatype):
        return f'"{text}" is not a value of {_short(term.datatype, known)}'
    if term.kind in {"iri", "namespace"} and not is_iri(term.text):
        return f"<{text}> is not an IRI"
    return ""


def _short(iri: str, known: Mapping[str, str]) -> str:
    return PrefixMap(known).compress(iri) or f"<{iri}>"


def _unknown_term(term: TermPosition, namespace: str) -> Iterator[FileFinding]:
    name = term.text.removeprefix(namespace)
    if name and name not in _our_terms():
        from yuqiao.graph.spelling import nearest

        near = nearest(name, _our_terms())
        hint = f"; did you mean yq:{near[0]}?" if near else ""
        message = f"our vocabulary has no term yq:{name}{hint}"
        yield FileFinding(term.line, term.column, "term", message)


@cache
def _our_terms() -> frozenset[str]:
    """Return the local names of all terms that the vocabulary defines."""
    namespace = prefixes()["yq"]
    subjects = {quad.subject for quad in parse(terms.read("def.ttl"), RdfFormat.TURTLE)}
    iris = (subject.value for subject in subjects if isinstance(subject, NamedNode))
    return frozenset(iri.removeprefix(namespace) for iri in iris if iri.startswith(namespace))


def _by_vocabulary(used: Counter[str]) -> tuple[dict[str, int], dict[str, int]]:
    namespace = prefixes()["yq"]
    ours = {
        f"yq:{iri.removeprefix(namespace)}": n
        for iri, n in used.items()
        if iri.startswith(namespace)
    }
    others: Counter[str] = Counter()
    for iri, number in used.items():
        if not iri.startswith(namespace):
            others[iri[: max(iri.rfind("#"), iri.rfind("/")) + 1] or iri] += number
    return dict(sorted(ours.items())), dict(sorted(others.items()))
