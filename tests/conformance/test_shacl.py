"""SHACL of the W3C: each case's report is the expected one, read again from Turtle by rdflib."""

from __future__ import annotations

import pytest
from rdflib import RDF, SH, BNode, Graph
from rdflib.compare import isomorphic
from rdflib.term import Node

from shacl_suite import GROUPS, ShaclCase, shacl_cases
from yuqiao.exports.reports.validation.write import format_validation
from yuqiao.graph.errors import InputError
from yuqiao.graph.validation.report import ValidationReport
from yuqiao.graph.validation.validator import named_data, validate

CASES = [case for group in GROUPS for case in shacl_cases(group)]
ABOUT = {SH.focusNode, SH.value, SH.resultSeverity, SH.resultPath, SH.sourceConstraint} | {
    *(SH.sourceShape, SH.sourceConstraintComponent, SH.resultMessage, SH.conforms, SH.result),
    RDF.type,
}


def report_of(case: ShaclCase) -> ValidationReport:
    """Validate the data of a case; one graph is read once, so that its blank nodes are the same."""
    data = named_data(str(case.data))
    if case.data == case.shapes:
        triples = list(data.triples)
        both = type(data)(triples, data.prefixes)
        return validate(both, both)
    return validate(data, named_data(str(case.shapes)))


def compared(graph: Graph, *, messages: bool) -> Graph:
    """Return a report without what the suite does not compare."""
    found = Graph()
    [report] = graph.subjects(RDF.type, SH.ValidationReport)
    for node in (report, *graph.objects(report, SH.result)):
        for predicate, value in graph.predicate_objects(node):
            if predicate in ABOUT and (messages or predicate != SH.resultMessage):
                found.add((node, predicate, value))
                if predicate == SH.resultPath:
                    copy_path(value, graph, found)
    return found


def copy_path(node: Node, graph: Graph, into: Graph) -> None:
    """Copy the description of a path that is a blank node."""
    if isinstance(node, BNode):
        for predicate, value in graph.predicate_objects(node):
            into.add((node, predicate, value))
            copy_path(value, graph, into)


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_the_report_is_the_expected_one(case: ShaclCase) -> None:
    if case.fails:
        with pytest.raises(InputError, match="cannot be used"):
            report_of(case)
        return
    written = format_validation(report_of(case), "turtle", case.name)
    found = Graph().parse(data=written, format="turtle")
    expected = Graph().parse(case.file, format="turtle")

    messages = (None, SH.resultMessage, None) in expected
    assert isomorphic(compared(found, messages=messages), compared(expected, messages=messages))


def test_the_suite_is_whole() -> None:
    assert len(CASES) == 121
