"""Every question of the catalogue has this whole answer on the bundled graph.

The answers were compared with the collected facts, count by count. When the facts change, write
them anew and read the difference: ``yuqiao ask NAME -o tests/graph/answers/NAME.tsv``.
"""

from __future__ import annotations

import io
from pathlib import Path

import pytest

import yuqiao
from yuqiao import KnowledgeGraph
from yuqiao.exports.results.write import write_answer
from yuqiao.graph.questions.catalogue import Question, questions
from yuqiao.graph.stores.results import Solutions, Triples

ANSWERS = Path(__file__).with_name("answers")


@pytest.fixture(scope="module")
def graph() -> KnowledgeGraph:
    return yuqiao.open()


@pytest.mark.slow
@pytest.mark.parametrize("question", questions(), ids=lambda question: question.name)
def test_a_question_has_its_whole_answer(question: Question, graph: KnowledgeGraph) -> None:
    answer = graph.ask(question.name)

    form, extension = ("turtle", ".ttl") if isinstance(answer, Triples) else ("tsv", ".tsv")
    written = io.BytesIO()
    write_answer(answer, written, form, graph.prefixes)
    expected = (ANSWERS / (question.name + extension)).read_text("utf-8")
    assert expected == written.getvalue().decode()


@pytest.mark.slow
@pytest.mark.parametrize("question", questions(), ids=lambda question: question.name)
def test_a_question_has_as_long_an_answer_in_chinese(
    question: Question, graph: KnowledgeGraph
) -> None:
    english, chinese = (graph.ask(question.name, lang=lang) for lang in ("en", "zh"))

    assert not isinstance(english, bool)
    assert not isinstance(chinese, bool)
    assert len(list(english)) == len(list(chinese)) > 0


def test_every_answer_belongs_to_a_question() -> None:
    assert {question.name for question in questions()} == {path.stem for path in ANSWERS.iterdir()}


def test_the_questions_are_the_thirty_of_the_design_and_one_between_places() -> None:
    expected = [f"{letter}{number}" for letter in "PRS" for number in range(1, 11)] + ["P11"]

    assert sorted(expected) == sorted(question.id for question in questions())


@pytest.mark.parametrize(
    ("question", "column"),
    [
        ("partnerships-by-country", "schema:Country"),
        ("partnerships-by-school", "schema:CollegeOrUniversity"),
    ],
)
def test_counts_equal_those_that_the_build_derives(
    question: str, column: str, graph: KnowledgeGraph
) -> None:
    derived = graph.query(
        f"""SELECT ?name ?current ?all WHERE {{
          ?thing a {column} ; skos:prefLabel ?name ;
            yq:currentPartnershipCount ?current ; yq:partnershipCount ?all
          FILTER(LANGMATCHES(LANG(?name), "en"))
        }}"""
    )
    counted = graph.ask(question)

    assert isinstance(derived, Solutions)
    assert isinstance(counted, Solutions)
    assert set(counted.values()) <= set(derived.values())
