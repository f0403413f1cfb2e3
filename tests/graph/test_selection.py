"""Selections: the partnerships of a country, a level, a field, a time."""

from __future__ import annotations

import pytest

import yuqiao
from yuqiao.graph.answers import Solutions
from yuqiao.graph.errors import QueryError
from yuqiao.graph.network import network_of
from yuqiao.graph.selection import Selection
from yuqiao.graph.store import Store

COUNTED = """SELECT (COUNT(DISTINCT ?p) AS ?n) {
  ?p a yq:Partnership ; yq:form ?form ; yq:stemFlag ?stem . FILTER(%s) }"""


@pytest.fixture(scope="module")
def graph() -> Store:
    return yuqiao.open()


@pytest.mark.parametrize(
    ("selection", "condition"),
    [
        (Selection(country="RU"), "EXISTS { ?p yq:partnerCountry country:RUS }"),
        (Selection(level="bachelor"), "EXISTS { ?p yq:level lvl:bachelor }"),
        (Selection(form="programme"), "?form = form:programme"),
        (Selection(stem="stem"), "?stem = stem:stem"),
        (Selection(discipline="music"), "EXISTS { ?p yq:discipline/rdfs:label 'Music'@en }"),
        (
            Selection(discipline="07"),
            "EXISTS { ?p yq:discipline/skos:broadMatch/skos:notation ?c FILTER(STRSTARTS(STR(?c), '07')) }",
        ),
        (
            Selection(since=2015, until=2020),
            "EXISTS { ?a yq:approvalOf ?p ; dcterms:date ?d FILTER(STR(?d) >= '2015' && STR(?d) < '2021') }",
        ),
        (
            Selection(country="Russia", level="Master"),
            "EXISTS { ?p yq:partnerCountry country:RUS ; yq:level lvl:master }",
        ),
    ],
    ids=str,
)
def test_a_selection_is_what_a_query_counts(
    graph: Store, selection: Selection, condition: str
) -> None:
    counted = graph.query(COUNTED % condition)
    assert isinstance(counted, Solutions)
    ((expected,),) = counted.values()
    chosen = selection.partnerships(graph)

    assert chosen
    assert len(chosen) == expected


@pytest.mark.parametrize("name", ["RU", "ru", "Russia", "俄罗斯", "RUS"])
def test_a_country_has_many_names(graph: Store, name: str) -> None:
    chosen = Selection(country=name).partnerships(graph)

    assert chosen == Selection(country="RU").partnerships(graph)


def test_active_and_ended_are_all(graph: Store) -> None:
    active = Selection(status="active").partnerships(graph)
    ended = Selection(status="ended").partnerships(graph)

    assert active is not None
    assert ended is not None
    assert (len(active), len(ended), active & ended) == (81, 4, frozenset())


def test_nothing_selected_is_no_limit(graph: Store) -> None:
    assert Selection().partnerships(graph) is None


def test_a_network_of_a_selection_has_only_its_partnerships(graph: Store) -> None:
    chosen = Selection(country="RU", status="active").partnerships(graph)
    network = network_of(graph, among=chosen)

    assert chosen
    assert set(network.graph["partnerships"]) == set(chosen)
    behind = {iri for *_, each in network.edges(data="partnerships") for iri in each}
    assert behind == set(chosen)


@pytest.mark.parametrize(
    ("selection", "message"),
    [
        (
            Selection(country="XX"),
            'country: no partnership has "XX"; expected one of AU, CA, DE, ES,',
        ),
        (
            Selection(level="phd"),
            'level: no partnership has "phd"; expected one of bachelor, diploma, master',
        ),
        (
            Selection(stem="both"),
            'stem: no partnership has "both"; expected one of non-stem, stem, undetermined',
        ),
        (
            Selection(status="dead"),
            'status: no partnership has "dead"; expected one of active, appro',
        ),
    ],
    ids=str,
)
def test_what_the_graph_does_not_have_is_refused_with_what_it_has(
    graph: Store, selection: Selection, message: str
) -> None:
    with pytest.raises(QueryError) as refusal:
        selection.partnerships(graph)

    assert str(refusal.value).startswith(message)


@pytest.mark.parametrize(
    "selection",
    [
        Selection(stem="mixed"),
        Selection(level="博士"),
        Selection(status="Enrolment-Stopped"),
    ],
    ids=str,
)
def test_what_the_graph_lists_but_no_partnership_has_chooses_none(
    graph: Store, selection: Selection
) -> None:
    assert selection.partnerships(graph) == frozenset()


@pytest.mark.parametrize("name", ["ended", "Ended", "终止办学"])
def test_a_status_has_many_names(graph: Store, name: str) -> None:
    assert len(Selection(status=name).partnerships(graph) or ()) == 4
