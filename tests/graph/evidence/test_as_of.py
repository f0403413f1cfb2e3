"""A graph as of a day has what held on that day, and nothing that began later."""

from __future__ import annotations

import pyoxigraph
import pytest

import yuqiao
from yuqiao import KnowledgeGraph, QueryError
from yuqiao.graph.evidence.as_of import as_of, checked_day, undated_partnerships
from yuqiao.graph.stores.memory import MemoryStore
from yuqiao.ontology.namespaces import prefixes

SUPERSEDED = """
o:old a schema:CollegeOrUniversity ; schema:foundingDate "1930"^^xsd:gYear .
cl:was a yq:Claim ; schema:about o:old ; yq:aboutProperty schema:foundingDate ;
  yq:statedValue "1929"^^xsd:gYear ; yq:review rev:superseded ; yq:asOf "2020"^^xsd:gYear ;
  yq:supersededOn "2025-03"^^xsd:gYearMonth ; skos:changeNote "corrected"@en .
cl:now a yq:Claim ; schema:about o:old ; yq:aboutProperty schema:foundingDate ;
  yq:statedValue "1930"^^xsd:gYear ; yq:review rev:accepted ; yq:asOf "2025-03"^^xsd:gYearMonth .
"""


@pytest.fixture(scope="module")
def graph() -> KnowledgeGraph:
    return yuqiao.open()


@pytest.fixture(scope="module")
def before(graph: KnowledgeGraph) -> MemoryStore:
    return as_of(graph, "2024-12-31")


def small(turtle: str) -> MemoryStore:
    heads = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in prefixes().items())
    store = pyoxigraph.Store()
    store.load((heads + turtle).encode(), pyoxigraph.RdfFormat.TURTLE)
    return MemoryStore(store, {})


def test_partnerships_approved_later_are_not_there(before: MemoryStore) -> None:
    (row,) = before.select("SELECT (COUNT(?p) AS ?n) { ?p a yq:Partnership }")

    assert str(row[0].value) == "79"  # type: ignore[union-attr]
    assert not before.exists("ASK { ?any ?way p:cqu-novosibirsk-physics }")
    assert undated_partnerships(before) == 71


def test_what_is_derived_is_derived_of_what_is_left(before: MemoryStore) -> None:
    assert not before.exists("ASK { o:cqu yq:partnersWith o:novosibirsk }")
    (row,) = before.select("SELECT ?n { o:cqu yq:partnershipCount ?n }")
    assert str(row[0].value) == "6"  # type: ignore[union-attr]


def test_later_statuses_and_figures_are_not_there(before: MemoryStore) -> None:
    assert not before.exists(
        'ASK { ?record yq:status|schema:value ?any ; yq:asOf ?day FILTER(STR(?day) > "2024-12-31")'
        " FILTER NOT EXISTS { ?record schema:validFrom ?since } }"
    )


def test_a_former_name_is_one_until_its_last_day(
    graph: KnowledgeGraph, before: MemoryStore
) -> None:
    former = 'ASK { o:ctbu skos:altLabel "重庆商学院"@zh-Hans }'

    assert not before.exists(former)
    assert as_of(graph, "2001-12-31").exists(former)


@pytest.mark.parametrize(("day", "year"), [("2025-02-28", "1929"), ("2025-03-01", "1930")])
def test_a_superseded_value_stood_until_its_day(day: str, year: str) -> None:
    held = as_of(small(SUPERSEDED), day)

    rows = held.select("SELECT (STR(?year) AS ?text) { o:old schema:foundingDate ?year }")
    assert [row[0].value for row in rows] == [year]  # type: ignore[union-attr]


def test_another_graph_is_kept_whole() -> None:
    foreign = small('<http://a/b> <http://a/date> "2030-01-01"^^xsd:date .')

    assert len(as_of(foreign, "2020-01-01")) == 1


@pytest.mark.parametrize("text", ["2025-13", "May 2025", "2025-02-30", ""])
def test_what_is_no_day_is_rejected(text: str) -> None:
    with pytest.raises(QueryError, match="expected YYYY, YYYY-MM or YYYY-MM-DD"):
        checked_day(text)
