"""A register under its own address: one setting moves every IRI that is ours, and no other."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import RdfFormat, parse

from yuqiao.graph.stores.memory import MemoryStore
from yuqiao.graph.stores.rebase import held_on_base
from yuqiao.graph.tables.build import build_graph
from yuqiao.ontology.namespaces import BASE

TABLES = Path(__file__).parents[3] / "data/tables"


def triples_on(base: str) -> set[str]:
    """Build the graph and give its triples as text, with every blank node called the same."""
    return {re.sub(r"_:\w+", "_:any", str(t)) for t in build_graph(TABLES, base).triples()}


@pytest.mark.slow
def test_the_graph_on_another_base_is_the_same_graph_with_its_addresses_moved() -> None:
    base = "https://example.org/register/"

    assert triples_on(base) == {triple.replace(BASE, base) for triple in triples_on(BASE)}


def test_what_is_in_triple_terms_moves_and_a_text_keeps_its_direction() -> None:
    lines = (
        "<{0}id/a> <{0}def#p> <<( <{0}id/b> <{0}def#p> <<( <{0}id/c> <urn:p> <urn:o> )>> )>> .\n"
        '<{0}id/a> <urn:p> "{0}x"@en--rtl .\n<{0}id/a> <urn:p> "{0}x"^^<urn:d> .\n'
    )
    oxigraph = pyoxigraph.Store()
    oxigraph.load(lines.format(BASE).encode(), format=RdfFormat.N_TRIPLES)

    moved = held_on_base(MemoryStore(oxigraph, {"yq": f"{BASE}def#"}), "https://e.org/")

    expected = parse(lines.format("https://e.org/"), RdfFormat.N_TRIPLES)
    assert set(moved.triples()) == {quad.triple for quad in expected}
