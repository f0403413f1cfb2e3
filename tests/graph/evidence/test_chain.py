"""A fact is followed to its claims, what speaks against it, and the rules behind it."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode

import yuqiao
from yuqiao import KnowledgeGraph
from yuqiao.graph.entities.properties import find_property
from yuqiao.graph.evidence.chain import Chains
from yuqiao.graph.evidence.derivation import RULES
from yuqiao.graph.evidence.history import events_of
from yuqiao.ontology.files import names


@pytest.fixture(scope="module")
def graph() -> KnowledgeGraph:
    return yuqiao.open()


def node(graph: KnowledgeGraph, name: str) -> NamedNode:
    prefix, _, local = name.partition(":")
    return NamedNode(graph.prefixes[prefix] + local)


def test_a_fact_has_its_claims_and_the_rejected_one(graph: KnowledgeGraph) -> None:
    physics = node(graph, "p:cqu-novosibirsk-physics")

    (reason,) = Chains(graph).of(physics, node(graph, "yq:form"))
    assert [claim.as_of for claim in reason.claims] == ["2025-06-01", "2026-05-25"]
    assert [claim.review.value.rpartition("/")[2] for claim in reason.against] == ["rejected"]
    assert reason.rule is None


@pytest.mark.parametrize(
    ("subject", "property_", "rule"),
    [
        ("p:cqu-novosibirsk-physics", "yq:stemFlag", "42-stem-flag"),
        ("p:cqu-novosibirsk-physics", "yq:partnerCountry", "41-partner-country"),
        ("o:novosibirsk", "yq:partnershipCount", "50-partnership-count"),
        ("o:novosibirsk", "yq:partnersWith", "40-partners-with"),
        ("p:cqu-novosibirsk-physics", "schema:priceCurrency", "43-tuition-currency"),
    ],
)
def test_a_derived_fact_leads_to_claims(
    subject: str, property_: str, rule: str, graph: KnowledgeGraph
) -> None:
    (reason,) = Chains(graph).of(node(graph, subject), node(graph, property_))

    assert reason.rule is not None
    assert reason.rule.name == rule
    assert all(each.claims for each in reason.inputs)


def test_the_providers_are_the_partners(graph: KnowledgeGraph) -> None:
    physics, provider = (
        node(graph, name) for name in ("p:cqu-novosibirsk-physics", "schema:provider")
    )
    reasons = Chains(graph).of(physics, provider)

    assert {reason.rule.name for reason in reasons if reason.rule} == {"36-schema-org"}
    read = [each.property.value.rpartition("#")[2] for r in reasons for each in r.inputs]
    assert sorted(read) == ["chinesePartner", "foreignPartner"]
    assert all(each.claims for reason in reasons for each in reason.inputs)


def test_each_rule_that_derives_facts_can_be_explained() -> None:
    files = {name.removeprefix("rules/").removesuffix(".rq") for name in names("rules")}

    assert set(RULES) <= files
    about_claims = {"10", "11", "15", "20", "22", "60", "61", "62", "70", "71", "72"}
    assert {name for name in files if name[:2] not in about_claims} == set(RULES)


def test_a_property_is_found_by_its_name_in_either_language(graph: KnowledgeGraph) -> None:
    physics = node(graph, "p:cqu-novosibirsk-physics")

    for name in ("学费", "annual tuition", "tuition", "yq:annualTuition"):
        assert find_property(graph, physics, name) == node(graph, "yq:annualTuition")


def test_history_has_names_predecessors_and_the_day_of_recording(graph: KnowledgeGraph) -> None:
    events = events_of(graph, node(graph, "o:ctbu"))

    first = [(event.date, event.text.zh, event.recorded) for event in events[:3]]
    assert first == [
        ("2002", "别名：渝州大学（至此）", "2026-11-23"),
        ("2002-01-18", "别名：重庆商学院（至此）", "2026-11-23"),
        ("2002-01-18", "前身：重庆商学院；前身：渝州大学", "2026-11-23"),
    ]


@pytest.mark.parametrize(
    ("date", "english", "chinese"),
    [
        ("2025-08-27", "annual tuition: 53,000 yuan a year", "年学费：53,000 元/学年"),
        (
            "2025-06-01",
            (
                "in batch: Approvals made public in May 2025; note: Announced by the Ministry of"
                " Education in May 2025; the day of the decision is not given."
            ),
            "所属批次：2025年5月公布的审批；说明：教育部于2025年5月公布；未说明作出决定的日期。［译］",
        ),
    ],
    ids=["a fee with its unit", "a note with its translation"],
)
def test_history_says_it_in_both_languages(
    graph: KnowledgeGraph, date: str, english: str, chinese: str
) -> None:
    events = events_of(graph, node(graph, "p:cqu-novosibirsk-physics"))

    assert (english, chinese) in [event.text for event in events if event.date == date]


def test_history_names_a_figure_by_its_sentence(graph: KnowledgeGraph) -> None:
    events = events_of(graph, node(graph, "p:cqu-novosibirsk-physics"))

    assert [
        part
        for event in events
        for part in event.text.en.split("; ")
        if part.startswith("counted in")
    ] == ["counted in: 75 cooperative institutions and programmes"]
