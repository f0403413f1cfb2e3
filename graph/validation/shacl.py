"""Validation: the shapes of the vocabulary, turned into findings that a curator can act on.

The shapes are SHACL (https://www.w3.org/TR/shacl/), checked by pySHACL, which comes with the extra
``yuqiao[validate]``. A violation is a fact that must not be published; a warning asks for a look.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yuqiao.graph.errors import InputError
from yuqiao.graph.tables.build import VOCABULARY
from yuqiao.ontology import files as terms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib import Graph
    from rdflib.term import Node

    from yuqiao.graph.stores.store import Store

_SH = "http://www.w3.org/ns/shacl#"


@dataclass(frozen=True, order=True)
class ValidationResult:
    """Something a shape asks for and a thing lacks.

    :param severity: ``Violation`` or ``Warning``
    :param thing: the IRI of the thing
    :param message: what to do about it
    :param value: the value that is wrong, if it is one value
    """

    severity: str
    thing: str
    message: str
    value: str = ""


def findings(store: Store, lang: str = "en") -> list[ValidationResult]:
    """Check a graph against the shapes of the vocabulary; the bundled one takes half a minute.

    :param store: the graph; it is read whole
    :param lang: the language of the messages, ``en`` or ``zh-Hans``
    :return: violations first, then warnings, each in order of thing; nothing when all is well
    :raises InputError: when pySHACL is not installed
    """
    try:
        from pyshacl import validate
    except ImportError:
        raise InputError("validation needs pySHACL: pip install 'yuqiao[validate]'") from None
    from rdflib import Graph

    from yuqiao.graph.validation.prepared_graph import PreparedGraph

    base = store.prefixes["yq"].removesuffix("def#")
    data = PreparedGraph()
    data.parse(data="".join(f"{triple} .\n" for triple in store.triples()), format="nt")
    for name in VOCABULARY:  # a shape for organisations is one for companies only if data says so
        data.parse(data=terms.read(name, base), format="turtle")
    _, report, _ = validate(
        data,
        shacl_graph=Graph().parse(data=terms.read("shapes.ttl", base), format="turtle"),
        inference="none",
        inplace=True,  # the graph is our own copy; pySHACL need not make another
    )
    return sorted(_of_report(report, lang))


def _of_report(report: Graph, lang: str) -> Iterator[ValidationResult]:
    from rdflib import RDF, URIRef

    for result in report.subjects(RDF.type, URIRef(_SH + "ValidationResult")):
        severity = report.value(result, URIRef(_SH + "resultSeverity"))
        value = report.value(result, URIRef(_SH + "value"))
        messages = list(report.objects(result, URIRef(_SH + "resultMessage")))
        yield ValidationResult(
            str(severity).rpartition("#")[2],
            str(report.value(result, URIRef(_SH + "focusNode"))),
            _in_language(messages, lang),
            "" if value is None else str(value),
        )


def _in_language(messages: list[Node], lang: str) -> str:
    """Pick the message in a language; a message in both at once carries no tag."""
    ordered = sorted(messages, key=lambda m: (getattr(m, "language", None) != lang, str(m)))
    return str(ordered[0]) if ordered else ""
