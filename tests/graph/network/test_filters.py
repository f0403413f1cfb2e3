"""Selections: the partnerships of a country, a level, a field, a time."""

from __future__ import annotations

import pytest

from yuqiao.graph.errors import QueryError
from yuqiao.graph.network.builder import build_network
from yuqiao.graph.network.filters import PartnershipFilter
from yuqiao.graph.stores.open_store import open_store
from yuqiao.graph.stores.results import Solutions
from yuqiao.graph.stores.store import Store

COUNTED = """SELECT (COUNT(DISTINCT ?p) AS ?n) {
  ?p a yq:Partnership ; yq:form ?form ; yq:stemFlag ?stem . FILTER(%s) }"""


@pytest.fixture(scope="module")
def graph() -> Store:
    return open_store()


@pytest.mark.parametrize(
    ("selection", "condition"),
    [
        (PartnershipFilter(country="RU"), "EXISTS { ?p yq:partnerCountry country:RUS }"),
        (PartnershipFilter(level="bachelor"), "EXISTS { ?p yq:level lvl:bachelor }"),
        (PartnershipFilter(form="programme"), "?form = form:programme"),
        (PartnershipFilter(stem="stem"), "?stem = stem:stem"),
        (
            PartnershipFilter(discipline="music"),
            "EXISTS { ?p yq:discipline/rdfs:label 'Music'@en }",
        ),
        (
            PartnershipFilter(discipline="07"),
            "EXISTS { ?p yq:discipline/skos:broadMatch/skos:notation ?c FILTER(STRSTARTS(STR(?c), '07')) }",
        ),
        (
            PartnershipFilter(since=2015, until=2020),
            "EXISTS { ?a yq:approvalOf ?p ; dcterms:date ?d FILTER(STR(?d) >= '2015' && STR(?d) < '2021') }",
        ),
        (
            PartnershipFilter(country="Russia", level="Master"),
            "EXISTS { ?p yq:partnerCountry country:RUS ; yq:level lvl:master }",
        ),
    ],
    ids=str,
)
def test_a_selection_is_what_a_query_counts(
    graph: Store, selection: PartnershipFilter, condition: str
) -> None:
    counted = graph.query(COUNTED % condition)
    assert isinstance(counted, Solutions)
    ((expected,),) = counted.values()
    chosen = selection.partnerships(graph)

    assert chosen
    assert len(chosen) == expected


@pytest.mark.parametrize("name", ["RU", "ru", "Russia", "俄罗斯", "RUS"])
def test_a_country_has_many_names(graph: Store, name: str) -> None:
    chosen = PartnershipFilter(country=name).partnerships(graph)

    assert chosen == PartnershipFilter(country="RU").partnerships(graph)


@pytest.mark.parametrize("name", ["UK", "uk"])
def test_a_reserved_code_of_a_country_is_that_country(graph: Store, name: str) -> None:
    chosen = PartnershipFilter(country=name).partnerships(graph)

    assert chosen == PartnershipFilter(country="GB").partnerships(graph)


def test_active_and_ended_are_all(graph: Store) -> None:
    active = PartnershipFilter(status="active").partnerships(graph)
    ended = PartnershipFilter(status="ended").partnerships(graph)

    assert active is not None
    assert ended is not None
    assert (len(active), len(ended), active & ended) == (81, 4, frozenset())


def test_nothing_selected_is_no_limit(graph: Store) -> None:
    assert PartnershipFilter().partnerships(graph) is None


def test_a_network_of_a_selection_has_only_its_partnerships(graph: Store) -> None:
    chosen = PartnershipFilter(country="RU", status="active").partnerships(graph)
    network = build_network(graph, among=chosen)

    assert chosen
    assert set(network.partnerships) == set(chosen)
    behind = {iri for *_, each in network.graph.edges(data="partnerships") for iri in each}
    assert behind == set(chosen)


@pytest.mark.parametrize(
    ("selection", "message"),
    [
        (
            PartnershipFilter(country="XX"),
            'country: no partnership has "XX"; expected one of AU, CA, DE, ES,',
        ),
        (
            PartnershipFilter(level="phd"),
            'level: no partnership has "phd"; expected one of bachelor, diploma, master',
        ),
        (
            PartnershipFilter(stem="both"),
            'stem: no partnership has "both"; expected one of non-stem, stem, undetermined',
        ),
        (
            PartnershipFilter(status="dead"),
            'status: no partnership has "dead"; expected one of active, appro',
        ),
    ],
    ids=str,
)
def test_what_the_graph_does_not_have_is_refused_with_what_it_has(
    graph: Store, selection: PartnershipFilter, message: str
) -> None:
    with pytest.raises(QueryError) as refusal:
        selection.partnerships(graph)

    assert str(refusal.value).startswith(message)


@pytest.mark.parametrize(
    "selection",
    [
        PartnershipFilter(stem="mixed"),
        PartnershipFilter(level="博士"),
        PartnershipFilter(status="Enrolment-Stopped"),
    ],
    ids=str,
)
def test_what_the_graph_lists_but_no_partnership_has_chooses_none(
    graph: Store, selection: PartnershipFilter
) -> None:
    assert selection.partnerships(graph) == frozenset()


@pytest.mark.parametrize("name", ["ended", "Ended", "终止办学"])
def test_a_status_has_many_names(graph: Store, name: str) -> None:
    assert len(PartnershipFilter(status=name).partnerships(graph) or ()) == 4
