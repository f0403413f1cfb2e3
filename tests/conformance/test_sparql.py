"""SPARQL 1.1 as the W3C tests it: queries are answered and written; wrong ones are refused."""

from __future__ import annotations

import io
from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import NamedNode, Quad

import yuqiao
from w3c_manifest import Case, each, each_of_same_value
from w3c_results import read_answer, read_expected, same_form, same_value, written_as
from yuqiao.exports.results.write import write_answer
from yuqiao.graph.errors import QueryError
from yuqiao.graph.rdf.formats import RDF_EXTENSIONS
from yuqiao.graph.stores.file_load import read_path
from yuqiao.graph.stores.memory import MemoryStore
from yuqiao.graph.stores.results import Answer, Solutions, Triples
from yuqiao.graph.stores.store import Store

pytestmark = pytest.mark.slow


EVALUATION = ("QueryEvaluationTest", "CSVResultFormatTest")
FORMS = {".srx": "xml", ".srj": "json", ".csv": "csv", ".tsv": "tsv"}
FORMS |= {".ttl": "turtle", ".nt": "ntriples"}


def opened(case: Case) -> Store:
    """Open the data of a case; files as named graphs are put together, which no name can say."""
    if case.data and not case.graphs:
        return yuqiao.open(str(case.data))
    oxigraph = pyoxigraph.Store()
    if case.data:
        read_path(oxigraph, str(case.data))
    for file in case.graphs:
        name = f"file:///{file.name}"
        oxigraph.load(
            path=str(file),
            format=RDF_EXTENSIONS[file.suffix].engine,
            base_iri=name,
            to_graph=NamedNode(name),
        )
    return MemoryStore(oxigraph, {})


def asked(store: Store, query: Path) -> Answer:
    """Run a query whose relative IRIs are those of the files beside it, as yuqiao.open has them."""
    return store.query(f"BASE <file:///{query.name}>\n{query.read_text('utf-8')}")


def answered(case: Case) -> tuple[list[Quad], list[Quad]]:
    """Return the answer to the query of a case, written and read again, and the one expected."""
    assert case.result is not None
    store, extension, written = opened(case), written_as(case.result), io.BytesIO()
    write_answer(asked(store, case.input), written, FORMS[extension], store.prefixes)
    return read_answer(written.getvalue(), extension), read_expected(case.result)


@each(*EVALUATION)
def test_a_query_gives_the_expected_answer(case: Case) -> None:
    answer, expected = answered(case)

    assert same_form(answer) == same_form(expected)


@each_of_same_value(*EVALUATION)
def test_an_answer_in_another_form_is_the_same_in_value(case: Case) -> None:
    answer, expected = answered(case)

    assert same_value(answer) == same_value(expected)


@each("PositiveSyntaxTest")
def test_a_right_query_is_taken(case: Case) -> None:
    answer = asked(MemoryStore(pyoxigraph.Store(), {}), case.input)

    assert isinstance(answer, bool | Solutions | Triples)


@each("NegativeSyntaxTest")
def test_a_wrong_query_is_refused(case: Case) -> None:
    with pytest.raises(QueryError, match=r"^the query is wrong at line \d"):
        asked(MemoryStore(pyoxigraph.Store(), {}), case.input)
