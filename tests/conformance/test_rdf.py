"""RDF 1.1 and 1.2 as the W3C tests them: files of each format are read; wrong ones are refused."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import cast

import pytest
from pyoxigraph import NamedNode, Quad, Triple, parse

import yuqiao
from w3c_manifest import ADDRESS, W3C, Case, each, each_of_same_value, every
from w3c_results import same_form, same_value
from yuqiao.exports.rdf.rdfxml import split_name
from yuqiao.exports.rdf.write import write_dataset
from yuqiao.graph.errors import InputError, OutputError
from yuqiao.graph.rdf.formats import RDF_EXTENSIONS, RDF_FORMATS, rdf_format
from yuqiao.graph.rdf.parsing import statements
from yuqiao.graph.rdf.sources import file_source
from yuqiao.graph.stores.results import Solutions
from yuqiao.ontology.namespaces import query_prefixes

pytestmark = pytest.mark.slow


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

XML_LACKS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""What no XML can carry; that it is refused is tested elsewhere."""


def held(case: Case) -> Iterator[Quad]:
    """Yield the statements of an opened file: all of them as its graph, and each named graph's."""
    store = yuqiao.open(str(case.input))
    for triple in store.triples():
        yield Quad(triple.subject, triple.predicate, triple.object)
    rows = cast("Solutions", store.query("SELECT ?s ?p ?o ?g { GRAPH ?g { ?s ?p ?o } }"))
    for subject, predicate, value, graph in cast("Iterator[tuple[NamedNode, ...]]", iter(rows)):
        yield Quad(subject, predicate, value, graph)


def expected(case: Case) -> Iterator[Quad]:
    """Yield the statements a case expects, those of named graphs also in the graph itself."""
    assert case.result is not None
    folder = case.input.parent.relative_to(W3C).as_posix()
    text = case.result.read_text("utf-8").replace(f"{ADDRESS}{folder}/", "file:///")
    for quad in parse(text, RDF_EXTENSIONS[case.result.suffix].engine):
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
def test_a_wrong_file_is_refused_with_its_place(case: Case) -> None:
    with pytest.raises(InputError, match=rf"^{re.escape(str(case.input))}:\d+:\d+: "):
        yuqiao.open(str(case.input))


def written(quads: list[Quad], form: str) -> list[str]:
    """Return what is read of quads that were written in a format."""
    out = io.BytesIO()
    write_dataset(iter(quads), out, form, query_prefixes())
    return same_form(parse(out.getvalue(), rdf_format(form).engine))


@every(*EVALUATION, *RIGHT)
def test_a_right_file_is_the_same_once_written_in_any_format(case: Case) -> None:
    quads = list(statements(file_source(str(case.input))))
    triples = [Quad(quad.subject, quad.predicate, quad.object) for quad in quads]
    whole, one_graph = same_form(quads), same_form(triples)

    lacking = set()
    if any(split_name(quad.predicate.value) is None for quad in quads):
        lacking.add("rdfxml")
        with pytest.raises(OutputError, match="cannot be written as RDF/XML"):
            written(quads, "rdfxml")
    elif XML_LACKS.search(str(quads)):
        lacking.add("rdfxml")
    if any(isinstance(quad.object, Triple) for quad in quads):
        lacking.add("jsonld")
        with pytest.raises(
            OutputError, match=r"triple term of RDF 1\.2, which JSON-LD cannot carry"
        ):
            written(quads, "jsonld")
    for form in [form for form in RDF_FORMATS if form not in lacking]:
        expected = whole if RDF_FORMATS[form].has_graphs else one_graph
        assert written(quads, form) == expected, form
