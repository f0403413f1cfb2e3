"""Jena's ARQ gives generated values the same order, where SPARQL 1.1 section 15.1 defines one."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import cast

import pyoxigraph
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, NamedNode, QueryResultsFormat, QuerySolutions

from java import java
from yuqiao.graph.rdf.terms import Term
from yuqiao.graph.stores.memory import MemoryStore
from yuqiao.graph.stores.results import Solutions

XSD = "http://www.w3.org/2001/XMLSchema#"
NUMBERS = st.one_of(
    st.integers(-20, 20).map(str),
    st.integers(2**52, 2**53).map(str),
    st.decimals(-9, 9, places=2).map(lambda number: f'"{number}"^^<{XSD}decimal>'),
    st.floats(-9, 9, width=16).map(lambda number: f'"{number}"^^<{XSD}double>'),
    st.integers(-9, 9).map(lambda number: f'"{number}"^^<{XSD}float>'),
    st.integers(0, 99).map(lambda number: f'"{number}"^^<{XSD}unsignedByte>'),
)
MOMENTS = st.datetimes().map(
    lambda moment: f'"{moment.replace(microsecond=0).isoformat()}Z"^^<{XSD}dateTime>'
)
TEXTS = st.text(st.sampled_from("abB1 é渝"), max_size=3).map(lambda text: f'"{text}"')
LITERALS = st.one_of(
    *(st.lists(kind, min_size=1, max_size=12) for kind in (NUMBERS, MOMENTS, TEXTS)),
    st.lists(st.sampled_from(["true", "false"]), min_size=1, max_size=4),
)
OTHERS = st.lists(
    st.sampled_from(["UNDEF", "<urn:blank>", "<urn:b>", "<urn:a>", "<urn:A:c>", "<urn:a/é>"]),
    max_size=6,
)
DIRECTIONS = st.sampled_from(["ASC(?v)", "DESC(?v)"])


def place(term: Term | None) -> tuple[object, ...]:
    """Return what a term is ordered by; terms that have no order among themselves are equal."""
    if term is None:
        return (0,)
    if isinstance(term, BlankNode):
        return (1,)
    if isinstance(term, NamedNode):
        return 2, term.value
    text, kind = term.value, term.datatype.value.removeprefix(XSD)
    if kind in {"string", "dateTime", "boolean"}:
        return 3, text
    return 3, Decimal(float(text)) if kind in {"double", "float"} else Decimal(text)


def ordered(values: list[str], direction: str) -> str:
    """Write the query that puts values in order."""
    rows = " ".join(values)
    return (
        f"SELECT ?v {{ VALUES ?w {{ {rows} }}"
        " BIND(IF(sameTerm(?w, <urn:blank>), BNODE(), ?w) AS ?v) }"
        f" ORDER BY {direction}"
    )


def test_values_are_in_the_order_of_jena(tmp_path: Path) -> None:
    queries: list[str] = []

    @settings(max_examples=60, phases=[Phase.generate])
    @given(LITERALS, OTHERS, DIRECTIONS, st.randoms())
    def collect(literals: list[str], others: list[str], direction: str, drawn: object) -> None:
        values = [*literals, *others]
        drawn.shuffle(values)  # type: ignore[attr-defined]
        queries.append(ordered(values, direction))
        ends = " ".join(literals)
        queries.append(f"SELECT (MIN(?v) AS ?a) (MAX(?v) AS ?b) {{ VALUES ?v {{ {ends} }} }}")

    collect()
    files = [tmp_path / f"{number}.rq" for number in range(len(queries))]
    for file, query in zip(files, queries, strict=True):
        file.write_text(query, "utf-8")
    java("OrderWithJena", *files)

    for file, query in zip(files, queries, strict=True):
        ours = cast("Solutions", MemoryStore(pyoxigraph.Store(), {}).query(query))
        theirs = pyoxigraph.parse_query_results(path=f"{file}.json", format=QueryResultsFormat.JSON)
        assert isinstance(theirs, QuerySolutions)
        found = [[place(term) for term in row] for row in ours]
        assert found == [[place(cast("Term | None", term)) for term in row] for row in theirs], (
            query
        )
