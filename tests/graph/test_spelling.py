"""What a mistyped word was meant to be, found among the words there are."""

from __future__ import annotations

import pytest

import yuqiao
from yuqiao.graph.diagnostics.term_suggestions import known_terms, nearest_term, short_name
from yuqiao.graph.spelling import nearest

YQ = "https://w3id.org/yuqiao/def#"


@pytest.mark.parametrize(
    ("word", "candidates", "found"),
    [
        ("skso", ["skos", "sch", "schema"], ["skos"]),  # neighbours changed over
        ("yp", ["yq", "p", "xsd"], ["yq"]),
        ("x", ["p", "o", "s"], []),  # one letter, replaced, is no likeness
        ("SELCET", ["SELECT", "DELETE"], ["SELECT"]),
        ("preflabel", ["altLabel", "prefLabel"], ["prefLabel"]),
        ("has_offering", ["hasOffering", "offering"], ["hasOffering"]),
        ("program", ["programme", "problem"], ["programme"]),
        ("西南大", ["重庆大学", "西南大学"], ["西南大学"]),
        ("大学", ["西南"], []),
        ("currentPartnershipsCounted", ["currentPartnershipCount"], ["currentPartnershipCount"]),
        ("partner", ["chinesePartner", "partnersWith"], ["partnersWith"]),
        ("country", ["", "level"], []),
        ("", ["level"], []),
    ],
)
def test_the_nearest_word_is_found(word: str, candidates: list[str], found: list[str]) -> None:
    assert nearest(word, candidates) == found


def test_equally_near_words_come_in_order_of_the_alphabet() -> None:
    assert nearest("cat", ["rat", "hat", "bat"], limit=2) == ["bat", "hat"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("iri", "meant"),
    [
        (YQ + "chinesPartner", "yq:chinesePartner"),
        (YQ + "prefLabel", "skos:prefLabel"),
        ("http://schema.org/about", "schema:about"),
        ("http://www.w3.org/2004/02/skos/core/prefLabel", "skos:prefLabel"),
        (YQ + "nothingLikeIt", None),
    ],
)
def test_the_term_that_was_meant_is_found_in_the_graph(iri: str, meant: str | None) -> None:
    graph = yuqiao.open()

    near = nearest_term(iri, known_terms(graph, "predicate"))

    assert (near and short_name(near, graph.prefixes)) == meant


def test_classes_in_use_are_told_by_namespace() -> None:
    found = known_terms(yuqiao.open(), "class", YQ)

    assert [iri.removeprefix(YQ) for iri in found] == [
        "Approval",
        "ApprovalBatch",
        "Assessment",
        "Claim",
        "Discipline",
        "EducationLevel",
        "EvaluationCriterion",
        "Indicator",
        "Industry",
        "JointInstitution",
        "JointProgramme",
        "Offering",
        "Partnership",
        "StatisticalClaim",
        "StatusRecord",
    ]
