"""All things described from one reading are described as each is by queries."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import RdfFormat

import yuqiao
from yuqiao.graph.entities.description import describe
from yuqiao.graph.entities.index import EntityIndex
from yuqiao.graph.stores.memory import MemoryStore
from yuqiao.graph.stores.open_store import open_store
from yuqiao.graph.stores.rebase import held_on_base
from yuqiao.ontology.namespaces import BASE, prefixes

GRAPH = Path(__file__).parents[3] / "data" / "chongqing.ttl"


@pytest.fixture(scope="module")
def known() -> EntityIndex:
    return EntityIndex(yuqiao.open())


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    ["o:swu", "o:anu", "p:cqu-novosibirsk-physics", "p:swu-westa", "lvl:bachelor", "sch:level",
     "country:RUS", "pl:chongqing", "dis:physics-b", "s:s-ror", "yq:Partnership", "yq:level"],
)  # fmt: skip
def test_a_thing_is_described_as_queries_describe_it(known: EntityIndex, name: str) -> None:
    thing = known.iri(name)
    read, asked = known.of(thing), describe(yuqiao.open(), thing)

    assert read.facts == asked.facts
    assert read.claims == asked.claims
    assert read.parts == asked.parts
    assert read.incoming == asked.incoming


def test_classes_in_a_circle_and_blank_nodes_in_a_ring_come_to_an_end() -> None:
    store = pyoxigraph.Store()
    store.load(
        b"@prefix c: <http://c.test/> . @prefix s: <http://www.w3.org/2000/01/rdf-schema#> ."
        b"c:a s:subClassOf c:b . c:b s:subClassOf c:a . c:x a c:a ; c:p _:n . _:n c:p _:m ."
        b"_:m c:p _:n .",
        format=RdfFormat.TURTLE,
    )
    ring = EntityIndex(MemoryStore(store, {"c": "http://c.test/"}))

    assert [class_.value for class_ in ring.wider_classes(ring.iri("c:x"))] == [
        "http://c.test/a",
        "http://c.test/b",
    ]
    assert len(list(ring.triples(ring.iri("c:x")))) == 4


@pytest.mark.slow
def test_a_graph_held_on_another_base_is_the_one_that_would_have_been_built_there() -> None:
    base = "https://example.org/register/"
    moved = held_on_base(yuqiao.open(), base)
    text = GRAPH.read_text("utf-8").replace(BASE, base)
    built = pyoxigraph.parse(text, format=RdfFormat.TURTLE)

    def canonical(quads: object) -> set[str]:
        held = pyoxigraph.Dataset(quads)  # type: ignore[arg-type]
        held.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
        return {str(quad) for quad in held}

    assert canonical(moved.oxigraph) == canonical(built)
    assert prefixes(base).items() <= moved.prefixes.items()


def test_a_graph_that_is_on_the_base_already_stays_as_it_is() -> None:
    graph = open_store()

    assert held_on_base(graph, BASE) is graph
    assert held_on_base(graph, "http://publications.europa.eu/resource/authority/") is graph
