"""A misspelt word of the vocabulary is noted after an answer, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import yuqiao
from yuqiao.graph.diagnostics.lint.unknown_terms import unknown_terms_in
from yuqiao.graph.stores.endpoint.store import EndpointStore
from yuqiao.graph.stores.memory import MemoryStore


@pytest.mark.slow
@pytest.mark.parametrize(
    ("query", "notes"),
    [
        (
            "SELECT ?p { ?p yq:chinesPartner o:cqu }",
            ["yq:chinesPartner does not occur in the graph; did you mean yq:chinesePartner?"],
        ),
        (
            "SELECT * { ?p a yq:Partnership OPTIONAL { ?p yq:lvel ?l ; yq:frm ?f } }",
            [
                "yq:lvel does not occur in the graph; did you mean yq:level?",
                "yq:frm does not occur in the graph; did you mean yq:form?",
            ],
        ),
        (
            "ASK { ?p yq:numberOfStudents ?n }",
            ["yq:numberOfStudents does not occur in the graph"],
        ),
        ("SELECT ?p { ?p yq:chinesePartner o:cqu }", []),
        ("SELECT ?p { ?p org:linkedTo o:cqu }", []),  # declared, though nothing states it
        ("SELECT ?p { ?p a ?c } # not yq:chinesPartner", []),
        ("SELECT ?p { ?p a 'yq:chinesPartner' }", []),
        ("CONSTRUCT { ?p yq:mine ?q } { ?p yq:chinesePartner ?q }", []),
        ("PREFIX yq: <http://example.org/> SELECT ?p { ?p yq:other ?q }", []),
        ("SELECT ?p { ?p skos:preflabel ?q }", []),  # for --lint: others may have such words
    ],
)
def test_a_word_the_graph_does_not_have_is_noted(query: str, notes: list[str]) -> None:
    assert unknown_terms_in(yuqiao.open(), query) == notes


def test_a_graph_may_have_words_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(
        "@prefix yq: <https://w3id.org/yuqiao/def#> . <urn:a> yq:chinesPartner <urn:b> .", "utf-8"
    )
    graph = MemoryStore.read(str(tmp_path / "a.ttl"))

    assert unknown_terms_in(graph, "SELECT ?p { ?p yq:chinesPartner ?q }") == []
    assert unknown_terms_in(graph, "SELECT ?p { ?p yq:chinesePartner ?q }") == [
        "yq:chinesePartner does not occur in the graph"
    ]


def test_a_server_is_asked_nothing_about_words_of_the_vocabulary(
    serve: Callable[..., str],
) -> None:
    asked: list[str] = []

    def respond(query: str) -> tuple[int, str, bytes]:
        asked.append(query)
        known = "chinesPartner" not in query
        body = f'{{"head":{{}},"boolean":{str(known).lower()}}}'.encode()
        return 200, "application/sparql-results+json", body

    store = EndpointStore(serve(respond))

    assert unknown_terms_in(store, "SELECT ?p { ?p yq:chinesePartner ?q }") == []
    assert asked == []
    assert unknown_terms_in(store, "SELECT ?p { ?p yq:chinesPartner ?q }") == [
        "yq:chinesPartner does not occur in the graph; did you mean yq:chinesePartner?"
    ]


def test_a_server_that_fails_after_the_answer_leaves_the_note_out(
    serve: Callable[..., str],
) -> None:
    store = EndpointStore(serve(lambda query: (400, "text/plain", b"no")))

    assert unknown_terms_in(store, "SELECT ?p { ?p yq:chinesPartner ?q }") == []
