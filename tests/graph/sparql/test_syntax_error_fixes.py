"""A wrong query gets the fix that makes it valid, and none that does not."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yuqiao.graph.errors import QueryError
from yuqiao.graph.questions.catalogue import questions
from yuqiao.graph.sparql.lexer import tokens
from yuqiao.graph.sparql.syntax_errors import clauses
from yuqiao.graph.sparql.syntax_errors.explain import RULES, explain_error
from yuqiao.graph.sparql.syntax_errors.fixes import Mistake, applied, likely_fix, tokens_taken
from yuqiao.graph.sparql.validation import is_query
from yuqiao.graph.stores.memory import MemoryStore
from yuqiao.ontology.namespaces import prefixes

CASES = [
    tuple(case.split("\n"))
    for case in (Path(__file__).parent / "syntax_errors.txt")
    .read_text("utf-8")
    .strip()
    .split("\n\n")[1:]
]
QUESTIONS = [question.sparql for question in questions()]
STORE = MemoryStore(pyoxigraph.Store(), {})


@pytest.mark.slow
@pytest.mark.parametrize(("query", "expected"), CASES, ids=[query for query, _ in CASES])
def test_the_likely_fix_is_shown(query: str, expected: str) -> None:
    caret, said = re.fullmatch(r"( *\^) (.*)", expected).groups()  # type: ignore[union-attr]

    with pytest.raises(QueryError) as refused:
        STORE.query(query)

    assert str(refused.value).split("\n") == [
        f"the query is wrong at line 1, column {len(caret)}: {said}",
        query,
        caret,
    ]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        (
            "SELECT ?n WHERE { ?p skos:prefLabel ?n。 FILTER（LANG（?n） = “en”）}",
            """the query is wrong at line 1, column 39: 。 (U+3002) is not SPARQL punctuation; write . with an English keyboard layout
SELECT ?n WHERE { ?p skos:prefLabel ?n。 FILTER（LANG（?n） = “en”）}
                                      ^""",
        ),
        (
            "SELECT * {\n\u3000?s ?p ?o }",
            """the query is wrong at line 2, column 1: U+3000 is an unusual space; replace it with a plain space
 ?s ?p ?o }
^""",
        ),
        (
            "SELECT ?s WHERE\n  ?s a yq:Partnership .\n  ?s skos:prefLabel ?n\nORDER BY ?n",
            """the query is wrong at line 2, column 3: unexpected "?s"; put { } around the pattern of WHERE
  ?s a yq:Partnership .
  ^""",
        ),
        (
            "SELECT * {\n ?s skos:prefLabel ?n\n FILTER(LANG(?n) = 'en'\n ?s a ?c\n}",
            """the query is wrong at line 4, column 2: unexpected "?s"; put a ")" before it, to close the "(" at line 3, column 8
 ?s a ?c
 ^""",
        ),
        (
            "SELECT * {\n ?s a ?t\n ?s skos:prefLabel ?n\n ?n ?x ?y }",  # two mistakes
            """the query is wrong at line 3, column 2: unexpected "?s"; put a "." after "?t", to end the previous triple
 ?s skos:prefLabel ?n
 ^""",
        ),
    ],
)
def test_a_mistake_in_a_longer_query_is_shown_with_its_line(query: str, message: str) -> None:
    with pytest.raises(QueryError) as refused:
        STORE.query(query)

    assert str(refused.value) == message


@pytest.mark.slow
@pytest.mark.parametrize("query", [query for query, _ in CASES])
def test_a_fix_is_only_shown_when_the_engine_gets_further_with_it(query: str) -> None:
    found = tuple(tokens(query))
    taken = tokens_taken(query, list(found), prefixes())

    fix = likely_fix(Mistake(query, found, taken, prefixes()), RULES, clauses.LAST)

    if fix is not None:
        fixed = applied(query, fix.edits)
        rest = tokens(fixed)[tokens_taken(fixed, tokens(fixed), prefixes()) :]
        assert is_query(fixed, prefixes()) or len(rest) < len(found) - taken


@pytest.mark.slow
@pytest.mark.parametrize("query", [query for query, _ in CASES])
def test_a_fix_keeps_every_triple(query: str) -> None:
    found = tuple(tokens(query))
    taken = tokens_taken(query, list(found), prefixes())

    fix = likely_fix(Mistake(query, found, taken, prefixes()), RULES, clauses.LAST)

    if fix is not None and not fix.shortens:
        fixed = applied(query, fix.edits).casefold()
        terms = [one.text for one in found if one.kind in {"variable", "name", "number", "blank"}]
        assert [one for one in terms if one.strip("?$_:").casefold() not in fixed] == []


def test_a_wrong_query_of_many_joins_is_parsed_and_not_optimized() -> None:
    query = "SELECT * { " + "?s ?p ?o ; ; . " * 300 + "} X"
    began = time.process_time()  # others may use the processor too

    with pytest.raises(QueryError, match='column 4514: unexpected "X"; remove it'):
        STORE.query(query)

    assert time.process_time() - began < 2


@st.composite
def mistyped_questions(draw: st.DrawFn) -> str:
    """Draw a question of the catalogue with something dropped, doubled, replaced or added."""
    query = draw(st.sampled_from(QUESTIONS))
    for _ in range(draw(st.integers(1, 3))):
        by_token = draw(st.booleans())
        spans = (
            [(token.start, token.end) for token in tokens(query)]
            if by_token
            else [(place, place + 1) for place in range(len(query))]
        )
        start, end = draw(st.sampled_from(spans))
        put = draw(
            st.sampled_from(["", query[start:end] * 2, "，", "。", "“", "'", '"', "\u200b"])
            | st.sampled_from(list("{}()[].;,<>?$@#:&|=!*+/^\\- \n\0"))
            | st.sampled_from(["SELECT", "FILTER", "AND", "?x", "yq:form", "<a>", "_:b", "SERVICE"])
        )
        query = query[:start] + put + query[end:]
    return query


@pytest.mark.slow
@settings(max_examples=150)
@given(mistyped_questions())
def test_any_mistyped_question_gets_one_message_with_a_place(query: str) -> None:
    if is_query(query, prefixes()):
        return
    try:
        pyoxigraph.Store().query(query, prefixes=prefixes())
    except SyntaxError as error:
        message = explain_error(query, error, prefixes())

        first, shown, caret = message.split("\n")
        said = re.fullmatch(r"the query is wrong at line (\d+), column (\d+): .+", first)
        assert said is not None
        line = query.split("\n")[int(said[1]) - 1]
        assert int(said[2]) <= len(line) + 1
        assert len(shown) <= 110
        assert caret.strip() == "^"


def test_a_very_long_wrong_query_is_placed_without_trying_corrections() -> None:
    query = "ASK { " + "?s ?p ?o . " * 300 + "?s ?p " + " " * 20_000 + "}"

    with pytest.raises(QueryError) as refused:
        STORE.query(query)

    assert str(refused.value).split("\n")[0].endswith(': unexpected "}"')


def test_a_wrong_query_is_never_answered_while_it_is_looked_at() -> None:
    values = " ".join(f"VALUES ?v{n} {{ {' '.join(map(str, range(1000)))} }}" for n in range(4))
    query = f"ASK {{ {values} FILTER(?v0 + ?v1 + ?v2 + ?v3 < 0) }} LIMT 1"  # years, if it were run

    with pytest.raises(QueryError) as refused:
        STORE.query(query)

    assert str(refused.value).split("\n")[0].endswith('unexpected "LIMT"; did you mean LIMIT?')
