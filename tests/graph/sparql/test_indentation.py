"""A query is laid out without a change to its tokens and comments."""

from __future__ import annotations

import re

import pytest

from yuqiao.graph.questions.catalogue import questions
from yuqiao.graph.sparql.indentation import laid_out
from yuqiao.graph.sparql.lexer import tokens

QUERIES = {question.name: question.sparql for question in questions()}


@pytest.mark.parametrize("name", QUERIES)
def test_the_lines_of_a_question_stay_but_for_their_indent(name: str) -> None:
    written = laid_out(QUERIES[name])

    assert [line.strip() for line in written.splitlines()] == [
        line.strip() for line in QUERIES[name].strip().splitlines()
    ]
    assert laid_out(written) == written


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_on_one_line_keeps_its_tokens(name: str) -> None:
    body = re.sub(r"^#.*\n", "", QUERIES[name], flags=re.MULTILINE)
    line = " ".join(body.split())

    written = laid_out(line)

    assert [token.text for token in tokens(written)] == [token.text for token in tokens(line)]
    assert laid_out(written) == written


def test_groups_declarations_and_comments() -> None:
    query = (
        "prefix a: <urn:a> prefix c: <urn:c>\n# all\nselect distinct ?s (count(*) as ?n) where{"
        "?s a yq:Partnership;yq:form ?f. # the form\n {?s ?p ?o} union {?s ?o ?p. ?a ?b ?c} "
        "filter not exists{?s ?x ?y} optional{ ?s ?q '} a' graph ?g { ?g a ?h } }} group by ?s limit 3"
    )

    assert laid_out(query) == (
        "PREFIX a: <urn:a>\n"
        "PREFIX c: <urn:c>\n"
        "# all\n"
        "SELECT DISTINCT ?s (COUNT(*) AS ?n) WHERE {\n"
        "  ?s a yq:Partnership ;\n"
        "    yq:form ?f . # the form\n"
        "  { ?s ?p ?o } UNION { ?s ?o ?p . ?a ?b ?c }\n"
        "  FILTER NOT EXISTS { ?s ?x ?y }\n"
        "  OPTIONAL {\n"
        "    ?s ?q '} a'\n"
        "    GRAPH ?g { ?g a ?h }\n"
        "  }\n"
        "}\n"
        "GROUP BY ?s\n"
        "LIMIT 3\n"
    )


@pytest.mark.parametrize("text", ["", "}", "SELECT {", "SELECT ?s { ?s '", ") ] }"])
def test_an_incomplete_query_keeps_its_tokens(text: str) -> None:
    assert [token.text for token in tokens(laid_out(text))] == [t.text for t in tokens(text)]
