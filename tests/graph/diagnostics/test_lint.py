"""Lint warnings on valid queries: each mistake is found, and correct queries get none."""

from __future__ import annotations

import inspect
import io
import re
import shlex
import sys
from collections.abc import Callable
from pathlib import Path

import httpx
import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat

import yuqiao
from sparql_servers import virtuoso
from yuqiao.exports.results.write import write_answer
from yuqiao.graph.diagnostics.lint.linter import lint
from yuqiao.graph.errors import QueryError
from yuqiao.graph.questions.catalogue import Question, questions
from yuqiao.graph.sparql.lexer import tokens
from yuqiao.graph.sparql.validation import is_query
from yuqiao.graph.stores.endpoint.store import EndpointStore
from yuqiao.graph.stores.memory import MemoryStore
from yuqiao.graph.stores.results import Solutions

ROOT = Path(__file__).parents[3]
CASES = [
    case.split("\n")
    for case in (Path(__file__).parent / "lint.txt").read_text("utf-8").strip().split("\n\n")[1:]
]
SHOWN = re.compile(r"^\$ (yuqiao query '[^']*')", re.MULTILINE)
GRAPH = yuqiao.open()


def remarks(query: str) -> list[str]:
    """Return the remarks on a query of one line, with carets under what each is about."""
    return [
        f"{' ' * one.start}{'^' * (one.end - one.start)} {one.text}" for one in lint(GRAPH, query)
    ]


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_a_mistake_is_found(case: list[str]) -> None:
    query, *said = case

    assert remarks(query) == said


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (
            "SELECT ?n { ?p skos:prefLabel ?n。 }",
            "。 (U+3002) is not SPARQL punctuation, and is read as part of ?n。; type it with an English keyboard layout",
        ),
        (
            "SELECT ?a，?b { ?a yq:level ?b }",
            "， (U+FF0C) is not SPARQL punctuation, and is read as part of ?a，; type it with an English keyboard layout",
        ),
    ],
)
def test_a_chinese_mark_in_a_name_is_found(query: str, said: str) -> None:
    assert [one.text for one in lint(GRAPH, query)] == [said]


@pytest.mark.parametrize("question", questions(), ids=lambda question: question.name)
def test_there_are_no_warnings_on_the_questions_of_the_catalogue(question: Question) -> None:
    sparql, bindings = question.bind(lang="zh", store=GRAPH, values={})

    assert lint(GRAPH, sparql, bindings) == []


def shown_queries() -> list[str]:
    """Return the queries that the pages ask the bundled graph, but for those about mistakes.

    Those with bound variables are left out, too.
    """
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    found = []
    for page in pages:
        for block in re.findall(
            r"^```console\n(.*?)^```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL
        ):
            commands = SHOWN.findall(block.replace("\n> ", "\n"))
            if not any(sign in block for sign in ("yuqiao: ", " -p ", " --graph ")):
                found += [shlex.split(command)[2] for command in commands]
    return found


def test_there_are_no_warnings_on_the_queries_the_pages_show() -> None:
    assert len(shown_queries()) > 2
    assert {query: lint(GRAPH, query) for query in shown_queries() if lint(GRAPH, query)} == {}


def test_a_variable_bound_from_outside_has_a_value() -> None:
    query = "SELECT ?n { ?p skos:prefLabel ?n FILTER(LANGMATCHES(LANG(?n), ?lang)) }"

    assert lint(GRAPH, query, {"lang": pyoxigraph.Literal("en")}) == []
    assert [one.message for one in lint(GRAPH, query)] == [
        "?lang is not bound in this group, so the filter removes every row"
    ]


def test_a_wrong_query_is_refused_with_its_place() -> None:
    with pytest.raises(QueryError) as refused:
        lint(GRAPH, "SELCET * { ?s ?p ?o }")

    assert str(refused.value) == (
        'the query is wrong at line 1, column 1: unexpected "SELCET"; did you mean SELECT?\n'
        "SELCET * { ?s ?p ?o }\n^"
    )


def test_a_query_nested_too_deep_is_not_looked_at() -> None:
    depth = 150
    query = f"SELECT * {{ {'FILTER EXISTS { ' * depth} ?s ?p ?o {'} ' * depth} }}"
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack()) + 4 * depth)
    try:
        with pytest.raises(QueryError) as refused:
            lint(GRAPH, query)
    finally:
        sys.setrecursionlimit(before)

    assert str(refused.value) == (
        "the query is valid but cannot be checked: brackets are nested too deep"
    )


NEW = """PREFIX ex: <http://e/>
ex:a ex:knows ex:b ~ ex:r1 {| ex:since 2010 ; ex:source ex:s |} .
ex:c ex:says <<( ex:a ex:knows ex:d )>> ."""


@pytest.mark.parametrize(
    ("pattern", "messages"),
    [
        ("?s ex:knows ?o ~ ?r {| ex:since 2010 |}", []),
        ("<< ?s ex:knows ?o >> ex:since ?y", []),
        ("?s ex:says <<( ?a ex:knows ?d )>> . ?a ex:knows ?b", []),
        ("?s ex:knows ?o LATERAL { SELECT ?y { ?o ex:since ?y } }", []),
        ("?s ex:says <<( ?a ex:knows ?d )>> . ?d ex:no ?z", ["ex:no does not occur in the graph"]),
        (
            "?s ex:says <<( ?a ex:knows ?d )>> . ?x ex:since ?y",
            ["no variable joins ?x and ?y with ?a, ?d and ?s (line 1, column 35)"],
        ),
        ("?s ex:knows ?o {| ex:since 1999 |}", ["no ex:since in the graph is 1999"]),
    ],
)
def test_a_query_of_sparql_1_2_is_looked_at(pattern: str, messages: list[str]) -> None:
    oxigraph = pyoxigraph.Store()
    oxigraph.load(NEW.encode(), format=RdfFormat.TURTLE)
    query = f"PREFIX ex: <http://e/> SELECT * {{ {pattern} }}"

    assert [one.message for one in lint(MemoryStore(oxigraph, {}), query)] == messages


def test_an_endpoint_is_asked_small_questions_and_never_the_query(
    serve: Callable[..., str],
) -> None:
    asked: list[str] = []
    kind = "application/sparql-results+json"

    def respond(query: str) -> tuple[int, str, bytes]:
        asked.append(query)
        answer = GRAPH.query(query)
        if isinstance(answer, bool):
            return 200, kind, f'{{"head":{{}},"boolean":{str(answer).lower()}}}'.encode()
        assert isinstance(answer, Solutions)
        body = io.BytesIO()
        write_answer(answer, body, "json", {})
        return 200, kind, body.getvalue()

    store = EndpointStore(serve(respond))
    query = 'SELECT ?n { ?p yq:chinesPartner o:cqu ; skos:prefLabel ?n FILTER(LANG(?n) = "zh") }'

    found = lint(store, query)

    assert found == lint(GRAPH, query)
    assert len(found) == 2
    assert len(asked) < 12
    assert not any("chinesPartner o:cqu ; skos" in one for one in asked)


def test_what_a_query_holds_does_not_reach_the_terminal() -> None:
    found = lint(GRAPH, "ASK { ?p skos:prefLabel '''a\x1b[31m\nb''' }")

    assert [one.message for one in found] == ["no skos:prefLabel in the graph is '''a [31m b'''"]


def test_a_query_of_many_terms_shows_what_was_found_and_where_the_check_stopped() -> None:
    many = " ".join(f"o:x{number}" for number in range(200))
    query = f"SELECT ?p {{ VALUES ?s {{ {many} o:swu }} ?p yq:chinesePartnr ?s }}"

    found = lint(GRAPH, query)

    assert found[-1].text == (
        "yq:chinesePartnr does not occur in the graph; did you mean yq:chinesePartner?"
    )
    (stopped,) = [one for one in found if "stopped" in one.message]
    assert stopped.message == "the check stopped here after 200 queries to the graph"
    place = query.index("o:x199")
    unknown = [one.start for one in found if one.text.startswith("o:x")]
    assert len(unknown) == 199 - 1
    assert max(unknown) < stopped.start <= place


def test_an_aggregate_over_an_optional_value_is_found_only_where_one_is_missing() -> None:
    graph = pyoxigraph.Store()
    graph.update(
        "PREFIX e: <http://example.com/> INSERT DATA { e:r1 e:price 100 ; e:feature 'chair' ."
        " e:r2 e:price 120 . e:hotel e:room e:r1, e:r2 . e:inn e:lobby e:r1 }"
    )
    store = MemoryStore(graph, {})
    query = """PREFIX e: <http://example.com/>
        SELECT ?h (GROUP_CONCAT(?f) AS ?all) {{ ?h {} ?r OPTIONAL {{ ?r e:feature ?f }} }} GROUP BY ?h"""

    (found,) = lint(store, query.format("e:room"))
    assert found.message == "GROUP_CONCAT has no value for a group in which ?f is unbound in a row"
    assert found.hint == 'write GROUP_CONCAT(COALESCE(?f, "") ...)'
    assert lint(store, query.format("e:lobby")) == []


QUESTION_TOKENS = [(question.sparql, tokens(question.sparql)) for question in questions()]


@st.composite
def changed_questions(draw: st.DrawFn) -> str:
    """Draw a question in which some tokens stand in the place of others of their kind."""
    query, found = draw(st.sampled_from(QUESTION_TOKENS))
    for _ in range(draw(st.integers(1, 4))):
        token = draw(st.sampled_from(found))
        others = [other.text for _, all_ in QUESTION_TOKENS for other in all_]
        same = sorted({text for text in others if tokens(text)[0].kind == token.kind})
        text = draw(st.sampled_from(["", *same]))
        query = query[: token.start] + text + query[token.end :]
        found = tokens(query)
    return query


@pytest.mark.slow
@settings(max_examples=100)
@given(changed_questions())
def test_any_query_the_engine_takes_can_be_looked_at(query: str) -> None:
    if not is_query(query, GRAPH.prefixes):
        return

    for one in lint(GRAPH, query):
        assert 0 <= one.start < one.end <= len(query)
        assert one.message
        assert "\n" not in one.text


class OnVirtuoso(MemoryStore):
    """A graph that is taken for one on Virtuoso."""

    is_virtuoso = True


VIRTUOSO = {
    "SELECT ?s { ?s ?p ?o } HAVING (?s > 1)": "Virtuoso rejects HAVING without GROUP BY",
    "SELECT ?s { ?s ?p ?o } GROUP BY ?s ORDER BY COUNT(?p)": "an aggregate as a sort key without",
    "ASK { ?s ?p ?o } LIMIT 1": "rejects this after the pattern of an ASK",
    "ASK { ?s ?p ?o } ORDER BY ?s": "rejects this after the pattern of an ASK",
    "ASK { ?s ?p ?o } VALUES ?s { 1 }": "rejects this after the pattern of an ASK",
    "SELECT ?x { ?x <urn:p> 1 ; }": 'rejects ";" before "}"',
    "SELECT ?x { ?x <urn:p> 1 ;; <urn:p> 2 }": 'rejects ";" before ";"',
    "SELECT * { ?s <urn:p>* ?o }": "(transitive start not given); name one end",
    "SELECT * { ?s (<urn:p>|<urn:q>)+ ?o }": "(transitive start not given)",
}
TAKEN = [
    "SELECT ?s (COUNT(?p) AS ?n) { ?s ?p ?o } GROUP BY ?s HAVING (COUNT(?p) > 1) ORDER BY (COUNT(?p))",
    "SELECT * { <urn:a> <urn:p>* ?o }",
    "SELECT ?x { ?x <urn:p> 1 ; <urn:p> 2 . }",
]


def virtuoso_remarks(query: str) -> list[str]:
    """Return the remarks that concern Virtuoso."""
    graph = OnVirtuoso(pyoxigraph.Store(), {})
    return [one.text for one in lint(graph, query) if "Virtuoso" in one.text]


@pytest.mark.parametrize("query", VIRTUOSO)
def test_what_virtuoso_rejects_is_told_on_virtuoso_alone(query: str) -> None:
    (said,) = virtuoso_remarks(query)

    assert VIRTUOSO[query] in said
    assert not any(
        "Virtuoso" in one.text for one in lint(MemoryStore(pyoxigraph.Store(), {}), query)
    )


@pytest.mark.parametrize("query", TAKEN)
def test_what_virtuoso_takes_is_not_told(query: str) -> None:
    assert virtuoso_remarks(query) == []


@pytest.mark.servers
def test_virtuoso_does_reject_and_take_these(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<urn:a> <urn:p> <urn:b> .")
    folder = tmp_path / "virtuoso"
    folder.mkdir()
    with virtuoso(tmp_path / "a.ttl", folder) as served:
        for query in (*VIRTUOSO, *TAKEN):
            answer = httpx.post(served.url, data={"query": query})
            assert (answer.status_code == 200) == (query in TAKEN), (query, answer.text)


def test_where_the_graph_has_only_the_inverse_the_warning_names_it(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(
        "@prefix e: <http://e/> . @prefix owl: <http://www.w3.org/2002/07/owl#> ."
        " e:partOf a owl:ObjectProperty ; owl:inverseOf e:hasPart ."
        " e:hasPart a owl:ObjectProperty . e:a e:partOf e:b .",
        "utf-8",
    )
    (found,) = lint(MemoryStore.read(str(tmp_path / "a.ttl")), "SELECT ?p { ?w e:hasPart ?p }")

    assert found.text == (
        "no triple in the graph has the property e:hasPart; the graph uses its inverse: swap"
        " subject and object, and write e:partOf"
    )
