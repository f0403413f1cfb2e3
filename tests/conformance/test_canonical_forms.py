"""Canonical forms as the W3C tests them: RDFC-1.0, and canonical N-Triples and N-Quads."""

from __future__ import annotations

import json

import pytest
from pyoxigraph import Quad

from w3c_manifest import Case, each
from yuqiao.graph.errors import LimitReached
from yuqiao.graph.rdf.canonicalization import (
    canonical_hash,
    canonical_lines,
    canonical_names,
    lines_in_order,
    split_by_blank,
)
from yuqiao.graph.rdf.parsing import statements
from yuqiao.graph.rdf.sources import file_source

DATASET, NAMES, UNBOUNDED = "RDFC10EvalTest", "RDFC10MapTest", "RDFC10NegativeEvalTest"
LINES = ("TestNTriplesPositiveC14N", "TestNQuadsPositiveC14N")


def held(case: Case) -> list[Quad]:
    """Return the statements of the file of a case."""
    return list(statements(file_source(str(case.input))))


def algorithm(case: Case) -> str:
    """Return the name of the hash algorithm of a case."""
    return (case.hash_algorithm or "SHA256").lower()


def expected(case: Case) -> bytes:
    """Return what a case expects, as it stands."""
    assert case.result is not None
    return case.result.read_bytes()


@each(DATASET)
def test_a_dataset_has_the_canonical_form(case: Case) -> None:
    assert b"".join(canonical_lines(held(case), algorithm(case))) == expected(case)


@each(NAMES)
def test_blank_nodes_have_the_canonical_names(case: Case) -> None:
    _, blank = split_by_blank(held(case))

    names = canonical_names(blank, algorithm(case))

    found = {node.decode()[2:]: name.decode()[2:] for node, name in names.items()}
    assert found == json.loads(expected(case))


@pytest.mark.slow
@each(UNBOUNDED)
def test_what_would_take_forever_is_refused(case: Case) -> None:
    with pytest.raises(LimitReached, match="too many blank nodes of the graph look alike"):
        canonical_hash(held(case))


@each(*LINES)
def test_each_line_has_the_canonical_form(case: Case) -> None:
    """These cases are about lines alone: they keep the order and the blank nodes of the file."""
    assert canonical_lines(held(case)) == lines_in_order(expected(case))
