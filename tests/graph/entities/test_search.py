"""The names of things, of however many at once."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from yuqiao.graph.entities.names import best_names
from yuqiao.graph.stores.memory import MemoryStore

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
