"""Blank nodes get the names of RDFC-1.0, as the engine and other processors give them."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    Triple,
)

from yuqiao.graph.errors import LimitReached
from yuqiao.graph.rdf.canonicalization import canonical_hash, canonical_lines, lines_for_writing

P = NamedNode("urn:p")
NODES = [BlankNode(f"n{n}") for n in range(5)]
GRAPHS = [DefaultGraph(), NamedNode("urn:g"), NODES[0]]
TEXT = Literal('"_:n0" <urn:x> \\', language="en-us")

quads = st.lists(
    st.builds(
        Quad,
        st.sampled_from([*NODES, P]),
        st.sampled_from([P, NamedNode("urn:q")]),
        st.sampled_from([*NODES, P, TEXT]),
        st.sampled_from(GRAPHS),
    ),
    max_size=9,
)


@pytest.mark.slow
@given(quads)
def test_the_names_are_those_the_engine_gives(statements: list[Quad]) -> None:
    dataset = Dataset(statements)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)

    assert canonical_lines(statements) == sorted(f"{quad} .\n".encode() for quad in dataset)


def path(length: int, names: str = "n") -> list[Triple]:
    nodes = [BlankNode(f"{names}{n}") for n in range(length)]
    return [Triple(one, P, two) for one, two in pairwise(nodes)]


def all_linked(count: int) -> list[Triple]:
    nodes = [BlankNode(f"n{n}") for n in range(count)]
    return [Triple(one, P, two) for one in nodes for two in nodes if one != two]


@pytest.mark.slow
@pytest.mark.parametrize("triples", [path(20_000), path(300), all_linked(20)])
def test_a_graph_made_to_take_for_ever_is_refused(triples: list[Triple]) -> None:
    with pytest.raises(LimitReached, match="too many blank nodes of the graph look alike, so that"):
        canonical_hash(triples)


def shuffled(triples: list[Triple]) -> list[Triple]:
    """Return the triples in another order, with other names for their nodes."""
    chance = random.Random(7)
    nodes = [term for triple in triples for term in (triple.subject, triple.object)]
    names = {node: BlankNode(f"x{chance.randrange(10**12)}") for node in nodes}
    mixed = [Triple(names[t.subject], P, names[t.object]) for t in triples]
    chance.shuffle(mixed)
    return mixed


RING = [*path(1000), Triple(BlankNode("n999"), P, BlankNode("n0"))]
MANY_ALIKE = [triple for n in range(400) for triple in path(4, f"n{n}x")]


@pytest.mark.slow
@pytest.mark.parametrize("triples", [path(20_000), RING, MANY_ALIKE, all_linked(20)])
def test_such_a_graph_is_written_the_same_whatever_its_names_and_order(
    triples: list[Triple],
) -> None:
    written = lines_for_writing(triples)

    assert lines_for_writing(shuffled(triples)) == written
    assert len(written) == len(triples)


def test_the_hash_does_not_depend_on_names_order_or_case_of_languages() -> None:
    one = [
        Triple(P, P, BlankNode("a")),
        Triple(BlankNode("a"), P, Literal("桥", language="zh-Hans")),
    ]
    two = [
        Triple(BlankNode("z"), P, Literal("桥", language="ZH-HANS")),
        Triple(P, P, BlankNode("z")),
    ]

    assert canonical_lines(one) == [
        b"<urn:p> <urn:p> _:c14n0 .\n",
        '_:c14n0 <urn:p> "桥"@zh-hans .\n'.encode(),
    ]
    assert canonical_hash(one) == canonical_hash(two)
