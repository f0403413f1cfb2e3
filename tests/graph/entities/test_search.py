"""The names of things, of however many at once."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from yuqiao.graph.entities.names import best_names
from yuqiao.graph.entities.search import find
from yuqiao.graph.stores.memory import MemoryStore
from yuqiao.graph.stores.open_store import open_store

PREF_LABEL = NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")


@pytest.mark.slow
def test_a_hundred_thousand_things_are_named_in_queries_that_are_not_too_long() -> None:
    quads = Store()
    things = [
        NamedNode(f"https://example.org/id/partnership/number-{n:06}") for n in range(100_000)
    ]
    last = things[-1]
    quads.add(Quad(last, PREF_LABEL, Literal("The last", language="en")))
    quads.add(Quad(things[0], PREF_LABEL, Literal("第一", language="zh-hans")))
    store = MemoryStore(quads, {"skos": "http://www.w3.org/2004/02/skos/core#"})
    assert best_names(store, things, "en") == {things[0]: "第一", last: "The last"}


@pytest.mark.slow
@pytest.mark.parametrize("text", ["UK", "uk", "U.K.", "GB", "United Kingdom", "英国"])
def test_a_code_that_is_reserved_for_a_country_finds_it(text: str) -> None:
    (found,) = find(open_store(), text)

    assert found.value == "http://publications.europa.eu/resource/authority/country/GBR"
