"""yuqiao query --lint, and the note on a misspelt word after an answer, as another program sees them."""

from __future__ import annotations

import json

import pytest

from command_line import run_text


def run(*arguments: str) -> tuple[int, str, str]:
    ended = run_text(*arguments)
    return ended.returncode, ended.stdout, ended.stderr


@pytest.mark.slow
def test_warnings_are_shown_with_place_carets_and_hint() -> None:
    query = "SELECT ?name WHERE {\n  ?p yq:chinesPartner o:cqu ;\n    skos:prefLabel ?nmae\n}"

    assert run("query", query, "--lint") == (
        1,
        """\
line 1, column 8: ?name is not bound in the pattern, so its column is empty
SELECT ?name WHERE {
       ^^^^^
- did you mean ?nmae?

line 2, column 6: yq:chinesPartner does not occur in the graph
  ?p yq:chinesPartner o:cqu ;
     ^^^^^^^^^^^^^^^^
- did you mean yq:chinesePartner?
""",
        "2 warnings\n",
    )


def test_a_query_without_mistakes_has_no_warnings() -> None:
    assert run("query", "SELECT ?p { ?p yq:chinesePartner o:cqu }", "--lint") == (
        0,
        "",
        "no warnings\n",
    )


def test_warnings_are_json_for_other_programs() -> None:
    code, out, _ = run("query", "ASK { ?p yq:lvel ?l }", "--lint", "--as", "json")

    assert code == 1
    assert json.loads(out) == {
        "query": "ASK { ?p yq:lvel ?l }",
        "warnings": [
            {
                "line": 1,
                "column": 10,
                "start": 9,
                "end": 16,
                "text": "yq:lvel",
                "message": "yq:lvel does not occur in the graph",
                "hint": "did you mean yq:level?",
            }
        ],
    }


@pytest.mark.slow
def test_a_value_given_with_p_counts() -> None:
    query = "SELECT ?n { ?p skos:prefLabel ?n FILTER(LANGMATCHES(LANG(?n), ?lang)) }"

    assert run("query", query, "-p", "lang=en", "--lint")[0] == 0
    assert run("query", query, "--lint")[0] == 1


def test_two_questions_at_once_are_refused() -> None:
    code, out, error = run("query", "ASK {}", "--lint", "--why-empty")

    assert (code, out) == (2, "")
    assert error.endswith("--lint cannot be combined with --why-empty; see yuqiao query --help\n")


def test_a_misspelt_word_is_noted_beside_the_empty_answer() -> None:
    assert run("query", "SELECT ?p { ?p yq:chinesPartner o:cqu }", "--as", "csv") == (
        0,
        "p\r\n",
        "yuqiao: note: yq:chinesPartner does not occur in the graph; did you mean yq:chinesePartner?\n",
    )
