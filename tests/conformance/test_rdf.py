"""RDF 1.1 as the W3C tests it: files of each format are read; wrong ones are refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

import pytest
from pyoxigraph import NamedNode, Quad, Triple, parse

import yuqiao
from answers import same_form, same_value
from manifest import ADDRESS, W3C, Case, each, each_of_same_value
from yuqiao.graph.answers import Solutions
from yuqiao.graph.errors import InputError
from yuqiao.graph.reading import FORMATS

EVALUATION = ("TestTurtleEval", "TestTrigEval", "TestXMLEval")
RIGHT = (
    "TestTurtlePositiveSyntax",
    "TestTrigPositiveSyntax",
    "TestNTriplesPositiveSyntax",
    "TestNQuadsPositiveSyntax",
)
WRONG = (
    "TestTurtleNegativeSyntax",
    "TestTrigNegativeSyntax",
    "TestNTriplesNegativeSyntax",
    "TestNQuadsNegativeSyntax",
    "TestXMLNegativeSyntax",
)


def held(case: Case) -> Iterator[Quad]:
    """Give the statements of an opened file: all of them as its graph, and each named graph's."""
    store = yuqiao.open(str(case.input))
    for triple in store.triples():
        yield Quad(triple.subject, triple.predicate, triple.object)
    rows = cast("Solutions", store.query("SELECT ?s ?p ?o ?g { GRAPH ?g { ?s ?p ?o } }"))
    for subject, predicate, value, graph in cast("Iterator[tuple[NamedNode, ...]]", iter(rows)):
        yield Quad(subject, predicate, value, graph)


def expected(case: Case) -> Iterator[Quad]:
    """Give the statements a case expects, those of named graphs also in the graph itself."""
    assert case.result is not None
    folder = case.input.parent.relative_to(W3C).as_posix()
    text = case.result.read_text("utf-8").replace(f"{ADDRESS}{folder}/", "file:///")
    for quad in parse(text, FORMATS[case.result.suffix]):
        yield quad
        yield Quad(quad.subject, quad.predicate, quad.object)


@each(*EVALUATION)
def test_a_file_holds_the_expected_statements(case: Case) -> None:
    assert same_form(held(case)) == same_form(expected(case))


@each_of_same_value(*EVALUATION)
def test_statements_in_another_form_are_the_same_in_value(case: Case) -> None:
    assert same_value(held(case)) == same_value(expected(case))


@each(*RIGHT)
def test_a_right_file_is_read(case: Case) -> None:
    statements = yuqiao.open(str(case.input)).triples()

    assert all(isinstance(statement, Triple) for statement in statements)


@each(*WRONG)
def test_a_wrong_file_is_refused(case: Case) -> None:
    with pytest.raises(InputError, match=f"^{re.escape(str(case.input))}:"):
        yuqiao.open(str(case.input))
