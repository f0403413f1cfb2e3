"""Remarks on queries the engine takes: each slip is found, and what is meant is left alone."""

from __future__ import annotations

import io
import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import yuqiao
from yuqiao.exports.results.write import write_answer
from yuqiao.graph.diagnostics.lint.linter import lint
from yuqiao.graph.errors import QueryError
from yuqiao.graph.questions.catalogue import Question, questions
from yuqiao.graph.sparql.lexer import tokens
from yuqiao.graph.sparql.validation import is_query
from yuqiao.graph.stores.endpoint.store import EndpointStore
from yuqiao.graph.stores.results import Solutions

ROOT = Path(__file__).parents[3]
CASES = [
    case.split("\n")
    for case in (Path(__file__).parent / "lint.txt").read_text("utf-8").strip().split("\n\n")[1:]
]
SHOWN = re.compile(r"^\$ (yuqiao query '[^']*')", re.MULTILINE)
GRAPH = yuqiao.open()


def remarks(query: str) -> list[str]:
    """Give the remarks on a query of one line, with carets under what each is about."""
    return [
        f"{' ' * one.start}{'^' * (one.end - one.start)} {one.said}" for one in lint(GRAPH, query)
    ]


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_a_slip_is_remarked_on(case: list[str]) -> None:
    query, *said = case

    assert remarks(query) == said


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (
            "SELECT ?n { ?p skos:prefLabel ?n。 }",
            "。 (U+3002) is not a mark of SPARQL, and counts as a letter of ?n。; write a mark of the English keyboard",
        ),
        (
            "SELECT ?a，?b { ?a yq:level ?b }",
            "， (U+FF0C) is not a mark of SPARQL, and counts as a letter of ?a，; write a mark of the English keyboard",
        ),
    ],
)
def test_a_chinese_mark_in_a_name_is_remarked_on(query: str, said: str) -> None:
    assert [one.said for one in lint(GRAPH, query)] == [said]


@pytest.mark.parametrize("question", questions(), ids=lambda question: question.name)
def test_nothing_is_remarked_on_the_questions_of_the_catalogue(question: Question) -> None:
    sparql, bindings = question.bind(lang="zh", store=GRAPH, values={})

    assert lint(GRAPH, sparql, bindings) == []


def shown_queries() -> list[str]:
    """Give the queries that the pages run, without those about mistakes or with bound variables."""
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    found = []
    for page in pages:
        for block in re.findall(
            r"^```console\n(.*?)^```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL
        ):
            commands = SHOWN.findall(block.replace("\n> ", "\n"))
            if "yuqiao: " not in block and " -p " not in block:
                found += [shlex.split(command)[2] for command in commands]
    return found


def test_nothing_is_remarked_on_the_queries_the_pages_show() -> None:
    assert len(shown_queries()) > 2
    assert {query: lint(GRAPH, query) for query in shown_queries() if lint(GRAPH, query)} == {}


def test_a_variable_bound_from_outside_has_a_value() -> None:
    query = "SELECT ?n { ?p skos:prefLabel ?n FILTER(LANGMATCHES(LANG(?n), ?lang)) }"

    assert lint(GRAPH, query, {"lang": pyoxigraph.Literal("en")}) == []
    assert [one.message for one in lint(GRAPH, query)] == [
        "?lang has no value within these braces, so the filter lets nothing through"
    ]


def test_a_wrong_query_is_refused_with_its_place() -> None:
    with pytest.raises(QueryError) as refused:
        lint(GRAPH, "SELCET * { ?s ?p ?o }")

    assert str(refused.value) == (
        'the query is wrong at line 1, column 1: "SELCET" cannot stand here; did you mean SELECT?\n'
        "SELCET * { ?s ?p ?o }\n^"
    )


def test_a_query_beyond_sparql_1_1_is_not_looked_at() -> None:
    with pytest.raises(QueryError) as refused:
        lint(GRAPH, "SELECT * { ?s ?p <<( ?a ?b ?c )>> }")

    assert str(refused.value).startswith("the query can be answered, but not looked at: ")


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

    assert [one.message for one in found] == ["no skos:prefLabel of the graph is '''a [31m b'''"]


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


@settings(max_examples=100)
@given(changed_questions())
def test_any_query_the_engine_takes_can_be_looked_at(query: str) -> None:
    if not is_query(query, GRAPH.prefixes):
        return

    for one in lint(GRAPH, query):
        assert 0 <= one.start < one.end <= len(query)
        assert one.message
        assert "\n" not in one.said
