"""Validation: the shapes of the vocabulary, turned into findings that a curator can act on.

The shapes are SHACL (https://www.w3.org/TR/shacl/), checked by pySHACL, which comes with the extra
``yuqiao[validate]``. A violation is a fact that must not be published; a warning asks for a look.
"""

from __future__ import annotations

import logging
import re
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Triple

from yuqiao.graph.errors import InputError
from yuqiao.graph.rdf.terms import term_text
from yuqiao.graph.tables.build import VOCABULARY
from yuqiao.graph.validation.lexical_spaces import fits
from yuqiao.ontology import files as terms
from yuqiao.ontology.namespaces import BASE
from yuqiao.ontology.namespaces import prefixes as vocabulary_prefixes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib import Graph
    from rdflib.term import Node

    from yuqiao.graph.stores.store import Store

_SH = "http://www.w3.org/ns/shacl#"


@dataclass(frozen=True, order=True)
class ValidationResult:
    """Something that a shape requires and an entity lacks.

    :param severity: ``Violation`` or ``Warning``
    :param thing: the IRI of the entity
    :param message: what to do about it
    :param value: the value that is wrong, if it is one value
    """

    severity: str
    thing: str
    message: str
    value: str = ""


def findings(store: Store, lang: str = "en", base: str = BASE) -> list[ValidationResult]:
    """Check a graph against the shapes of the vocabulary; the bundled one takes half a minute.

    :param store: the graph; it is read whole
    :param lang: the language of the messages, ``en`` or ``zh-Hans``
    :param base: the base of the vocabulary; what the graph itself calls ``yq:`` does not decide it
    :return: violations first, then warnings, each in order of entity; nothing when all is well
    :raises InputError: when pySHACL is not installed, or cannot check the graph
    """
    try:
        from pyshacl import validate
    except ImportError:
        raise InputError("validation needs pySHACL: pip install 'yuqiao[validate]'") from None
    from rdflib import Graph

    from yuqiao.graph.validation.prepared_graph import PreparedGraph

    data = PreparedGraph()
    plain = (triple for triple in store.triples() if not isinstance(triple.object, Triple))
    lines = (_HIDDEN.sub(_hidden, f"{_readable(triple)} .\n") for triple in plain)
    with _quiet_rdflib():
        data.parse(data="".join(lines), format="nt")
        for name in VOCABULARY:  # a shape for organisations is for companies only if data says so
            data.parse(data=terms.read(name, base), format="turtle")
        shapes = Graph().parse(data=terms.read("shapes.ttl", base), format="turtle")
        try:  # the graph is our own copy; pySHACL need not make another
            _, report, _ = validate(data, shacl_graph=shapes, inference="none", inplace=True)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            raise InputError(f"the shapes cannot be checked against this graph: {error}") from error
    found = {*_of_prefix(store.prefixes["yq"], base), *_of_objects(store)}
    return sorted({*found, *_of_report(report, lang)})


_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_HIDDEN = re.compile(r"\\(.)")
_STAND_IN = "\ue05c"  # for a backslash, which pySHACL takes for one of a pattern in its messages


def _hidden(found: re.Match[str]) -> str:
    return _STAND_IN if found[1] == "\\" else found[0]


@contextmanager
def _quiet_rdflib() -> Iterator[None]:
    """Stop rdflib from logging each value outside its datatype; it becomes a finding."""
    logger = logging.getLogger("rdflib.term")
    was, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = was


def _of_prefix(declared: str, base: str) -> Iterator[ValidationResult]:
    expected = vocabulary_prefixes(base)["yq"]
    if declared != expected:
        yield ValidationResult(
            "Violation",
            declared,
            f"The graph declares the prefix yq: so, but is checked as {expected}. Correct the "
            "prefix, or name the base of the vocabulary.",
        )


def _is_ill_typed(literal: Literal) -> bool:
    return not fits(literal.value, literal.datatype.value)


def _readable(triple: Triple) -> Triple:
    """Return a triple that rdflib can compute with.

    An ill-typed value has another datatype, and a text no base direction, which no shape can see.
    """
    value = triple.object
    if not isinstance(value, Literal):
        return triple
    if value.direction:
        plain = Literal(value.value, language=value.language)
        return Triple(triple.subject, triple.predicate, plain)
    if not _is_ill_typed(value):
        return triple
    datatype = NamedNode("urn:yuqiao:ill-typed")
    return Triple(triple.subject, triple.predicate, Literal(value.value, datatype=datatype))


def _of_objects(store: Store) -> Iterator[ValidationResult]:
    """Yield a violation for each ill-typed value, and a warning for what no shape can check."""
    for triple in store.triples():
        value = triple.object
        if isinstance(value, Triple):
            yield ValidationResult(
                "Warning",
                str(getattr(triple.subject, "value", triple.subject)),
                "The value is a triple term, which SHACL cannot check.",
                term_text(value),
            )
        if isinstance(value, Literal) and _is_ill_typed(value):
            yield ValidationResult(
                "Violation",
                str(getattr(triple.subject, "value", triple.subject)),
                f"The value is not one of the datatype {value.datatype.value}.",
                value.value,
            )


def _of_report(report: Graph, lang: str) -> Iterator[ValidationResult]:
    from rdflib import RDF, URIRef

    for result in report.subjects(RDF.type, URIRef(_SH + "ValidationResult")):
        severity = report.value(result, URIRef(_SH + "resultSeverity"))
        value = report.value(result, URIRef(_SH + "value"))
        messages = list(report.objects(result, URIRef(_SH + "resultMessage")))
        yield ValidationResult(
            str(severity).rpartition("#")[2],
            str(report.value(result, URIRef(_SH + "focusNode"))),
            _in_language(messages, lang).replace(_STAND_IN, "\\"),
            "" if value is None else str(value).replace(_STAND_IN, "\\"),
        )


def _in_language(messages: list[Node], lang: str) -> str:
    """Pick the message in a language; one in both, "English / Chinese", carries no tag."""
    ordered = sorted(messages, key=lambda m: (getattr(m, "language", None) != lang, str(m)))
    text = str(ordered[0]) if ordered else ""
    parts = text.split(" / ")  # a value that holds the sign too is quoted in both halves
    half, rest = divmod(len(parts), 2)
    if rest or not _CHINESE.search(parts[-1]):
        return text
    return " / ".join(parts[:half] if lang == "en" else parts[half:])
