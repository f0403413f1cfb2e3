"""A validation report as RDF, in the terms of SHACL.

https://www.w3.org/TR/shacl/#validation-report
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from yuqiao.graph.validation.shacl.columns import FIRST, NIL, REST, TYPE
from yuqiao.graph.validation.shacl.default_messages import default_messages
from yuqiao.graph.validation.shacl.model import Result, sh
from yuqiao.graph.validation.shacl.shape_paths import (
    AlternativePath,
    InversePath,
    Path,
    PredicatePath,
    RepeatedPath,
    SequencePath,
)

if TYPE_CHECKING:
    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.validation.report import ValidationReport

_FEW = 500  # results that are blank nodes, which take long to bring into an order
_REPEATED = {"*": "zeroOrMorePath", "+": "oneOrMorePath", "?": "zeroOrOnePath"}


def report_triples(report: ValidationReport) -> Iterator[Triple]:
    """Yield the triples of a report: the results as SHACL defines them, in all their languages."""
    node = BlankNode()
    yield Triple(node, TYPE, sh("ValidationReport"))
    yield Triple(node, sh("conforms"), Literal(not report.shacl_results))
    results = sorted(report.shacl_results, key=_order)
    for number, result in enumerate(results):
        own = BlankNode() if len(results) <= _FEW else NamedNode(f"urn:yuqiao:result:{number}")
        yield Triple(node, sh("result"), own)
        yield from _result_triples(own, result)


def _order(result: Result) -> tuple[str, ...]:
    constraint = result.constraint.component.value
    return str(result.focus), constraint, str(result.path), str(result.value), str(result.messages)


def _result_triples(node: BlankNode | NamedNode, result: Result) -> Iterator[Triple]:
    yield Triple(node, TYPE, sh("ValidationResult"))
    yield Triple(node, sh("focusNode"), result.focus)
    yield Triple(node, sh("resultSeverity"), result.severity)
    yield Triple(node, sh("sourceShape"), result.shape.node)
    yield Triple(node, sh("sourceConstraintComponent"), result.constraint.component)
    if result.constraint.source is not None:
        yield Triple(node, sh("sourceConstraint"), result.constraint.source)
    if result.value is not None:
        yield Triple(node, sh("value"), result.value)
    if result.path is not None:
        path, triples = path_triples(result.path)
        yield Triple(node, sh("resultPath"), path)
        yield from triples
    for message in result.messages or _defaults(result):
        yield Triple(node, sh("resultMessage"), message)


def _defaults(result: Result) -> Iterator[Literal]:
    texts = default_messages(result.constraint, lambda term: getattr(term, "value", str(term)))
    return (Literal(text, language=tag) for tag, text in texts.items())


def path_triples(path: Path) -> tuple[Term, list[Triple]]:
    """Return the node of a path and the triples that describe it."""
    if isinstance(path, PredicatePath):
        return path.predicate, []
    if isinstance(path, SequencePath):
        return _path_list(path.parts)
    node = BlankNode()
    if isinstance(path, AlternativePath):
        value, triples = _path_list(path.parts)
        return node, [Triple(node, sh("alternativePath"), value), *triples]
    value, triples = path_triples(path.path)
    return node, [Triple(node, _predicate(path), value), *triples]


def _predicate(path: InversePath | RepeatedPath) -> NamedNode:
    return sh("inversePath" if isinstance(path, InversePath) else _REPEATED[path.mark])


def _path_list(parts: tuple[Path, ...]) -> tuple[Term, list[Triple]]:
    found: list[Triple] = []
    cells = [BlankNode() for _ in parts]
    for number, (cell, part) in enumerate(zip(cells, parts, strict=True)):
        value, triples = path_triples(part)
        rest = cells[number + 1] if number + 1 < len(cells) else NIL
        found += [Triple(cell, FIRST, value), Triple(cell, REST, rest), *triples]
    return cells[0], found
