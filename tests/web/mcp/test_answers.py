"""The texts of the tools: bounded, with what was left out."""

from __future__ import annotations

import pytest

import yuqiao
from yuqiao.web.mcp import answers


@pytest.fixture(scope="module")
def graph() -> yuqiao.KnowledgeGraph:
    return yuqiao.open()


def test_a_search_gives_short_names_names_and_kinds(graph: yuqiao.KnowledgeGraph) -> None:
    assert answers.search_answer(graph, "CQU", "zh", 1) == (
        "o:cqu  Chongqing University · 重庆大学 (高等学校)\n"
        "[cut: 1 of 18 entities are shown; raise the limit, or give a longer part of the name]\n"
    )


def test_a_search_without_a_match_says_so(graph: yuqiao.KnowledgeGraph) -> None:
    found = answers.search_answer(graph, "Atlantis", "en", 5)

    assert found == "No entity has a name that contains 'Atlantis'; try a part of it.\n"


@pytest.mark.parametrize(
    ("sparql", "printed"),
    [
        ("ASK { o:cqu a yq:Partnership }", "false\n"),
        (
            "SELECT ?s ?n { VALUES ?s { o:cqu } ?s yq:partnershipCount ?n }",
            "| s | n |\n| --- | --- |\n| Chongqing University (o:cqu) | 7 |\n",
        ),
        (
            "CONSTRUCT { ?s yq:partnershipCount ?n } { VALUES ?s { o:cqu } ?s ?p ?n FILTER(?n = 7) }",
            (
                "@prefix o: <https://w3id.org/yuqiao/id/organisation/> .\n"
                "@prefix yq: <https://w3id.org/yuqiao/def#> .\n\n"
                "# o: https://w3id.org/yuqiao/id/organisation/\n\n"
                "o:cqu yq:partnershipCount 7 .\n"
            ),
        ),
        (
            "SELECT ?n { VALUES ?n { 1 2 3 } }",
            (
                "| n |\n| --- |\n| 1 |\n| 2 |\n[cut: the first 2 rows are shown; there are more; count "
                "them in the query, narrow it, or raise the limit]\n"
            ),
        ),
        (
            "SELECT ?p { ?p yq:chinesPartner o:cqu }",
            (
                "The query returns no rows.\n\n"
                "line 1, column 13: this has no match\n"
                "SELECT ?p { ?p yq:chinesPartner o:cqu }\n"
                "            ^^^^^^^^^^^^^^^^^^^^^^^^^\n"
                "- the graph has no property yq:chinesPartner; did you mean yq:chinesePartner?\n\n"
                "With this change, the query returns rows.\n\n"
                "Remarks on the query\n"
                "line 1, column 16: yq:chinesPartner does not occur in the graph; did you mean "
                "yq:chinesePartner?\n"
                "SELECT ?p { ?p yq:chinesPartner o:cqu }\n"
                "               ^\n"
            ),
        ),
    ],
)
def test_a_query_is_answered_with_labels_and_remarks(
    graph: yuqiao.KnowledgeGraph, sparql: str, printed: str
) -> None:
    assert answers.query_answer(graph, sparql, "en", 2) == printed


def test_a_long_answer_is_cut_at_a_line_and_says_so(graph: yuqiao.KnowledgeGraph) -> None:
    text = answers.query_answer(graph, "SELECT * { ?s ?p ?o }", "en", 500)

    *rows, last = text.splitlines()
    assert len(text) < answers.MOST_CHARACTERS + 200
    assert all(row.endswith(" |") for row in rows)
    assert last.startswith("[cut: 2")
    assert last.endswith("; select fewer columns or rows]")


def test_a_network_is_measured(graph: yuqiao.KnowledgeGraph) -> None:
    options = {"projection": "school-country", "country": "RU"}

    text = answers.network_answer(graph, options, "degree", "en", 1)

    assert text == (
        "degree: the number of neighbours; exact; two-mode: all neighbours are of the other kind\n\n"
        "| name | kind | degree | thing |\n| --- | --- | --- | --- |\n"
        "| Russia | country | 8 | Russia (country:RUS) |\n"
        "[cut: the first 1 rows are shown; raise the limit for more]\n"
    )
