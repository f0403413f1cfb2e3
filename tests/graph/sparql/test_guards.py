"""Queries that would overflow the engine's stack are refused with their place, and no others."""

from __future__ import annotations

from collections.abc import Callable

import pyoxigraph
import pytest

import yuqiao
from yuqiao.graph.errors import QueryError
from yuqiao.graph.sparql.guards import reject_long_chains
from yuqiao.graph.stores.memory import MemoryStore
from yuqiao.graph.stores.results import Solutions

MANY = 5_000


def repeated(piece: str, count: int = MANY) -> str:
    return " ".join(piece.format(number) for number in range(count))


@pytest.mark.slow
@pytest.mark.parametrize(
    "query",
    [
        f"SELECT {repeated('(1 AS ?v{})')} {{}}",
        f"SELECT {repeated('(GROUP_CONCAT(?s) AS ?v{})')} {{ ?s ?p ?o }}",
        f"SELECT (COUNT(*) AS ?n) {{}} GROUP BY {repeated('(1 AS ?v{})')}",
        f"SELECT ?s {{ ?s ?p ?o }} GROUP BY ?s HAVING {repeated('(1)')}",
        f"SELECT * {{ ?s ?p ?o }} ORDER BY {repeated('(STR(?o))')}",
        f"SELECT * {{ ?s ?p ({repeated('1')}) }}",
        f"SELECT * {{ ?s ?p {', '.join(['1'] * MANY)} }}",
        f"SELECT * {{ ?s ?p {', '.join(['[]'] * MANY)} }}",
        f"SELECT * {{ ?s ?p {', '.join(['()'] * MANY)} }}",
        f"SELECT * {{ ?s ?p 1 {repeated('~ ?r{}')} }}",
        f"SELECT * {{ ?s ?p 1 {repeated('{{| ?a 1 |}}')} }}",
        f"DESCRIBE {repeated('<http://example.org/{}>')}",
        f"ASK {{ {repeated('GRAPH <http://example.org/> {{}}')} }}",
        f"ASK {{ {repeated('LATERAL {{}}')} }}",
        f"ASK {{ {repeated('{{ SELECT * {{}} }}')} }}",
        f"ASK {{ FILTER({'!' * MANY}true) }}",
        f"ASK {{ FILTER(1 IN ({'+'.join(['1'] * MANY)})) }}",
    ],
    ids=lambda query: query[:60],
)
def test_what_nests_too_deep_in_the_engine_is_refused(query: str) -> None:
    with pytest.raises(
        QueryError, match="more than 1,000 clauses and operators, or 3,000 terms"
    ) as refusal:
        yuqiao.open().query(query)

    assert str(refusal.value).endswith("^")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (f"SELECT * {{ VALUES ?v {{ {repeated('-{}')} }} }}", MANY),
        (f"SELECT * {{ VALUES (?v ?w) {{ {repeated('({} <http://example.org/>)')} }} }}", MANY),
        (
            f"SELECT * {{ ?s yq:level ?o FILTER(?o IN ({', '.join(map(str, range(MANY)))})) }} LIMIT 1",
            0,
        ),
        (f"SELECT {repeated('?v{}', 900)} {{ ?s ?p ?o }} LIMIT 1", 0),
        (f"ASK {repeated('FROM NAMED <http://example.org/{}>')} {{ ?s ?p ?o }}", False),
    ],
    ids=lambda value: str(value)[:40],
)
def test_lists_of_values_may_be_as_long_as_they_are(query: str, expected: int) -> None:
    answer = MemoryStore(pyoxigraph.Store(), {}).query(query)

    assert (len(list(answer)) if isinstance(answer, Solutions) else answer) == expected


@pytest.fixture
def nested() -> Callable[[int], str]:
    return lambda count: f"SELECT {repeated('(1 AS ?v{})', count)} {{}}"


def test_the_bound_is_exact(nested: Callable[[int], str]) -> None:
    reject_long_chains(nested(999))
    with pytest.raises(QueryError):
        reject_long_chains(nested(1000))


@pytest.mark.parametrize(
    "call", ['REPLACE({}, "a", "b")', "SUBSTR({}, 1)", 'str(regex({}, "a"))', "SUBSTR(STR({}), 1)"]
)
def test_calls_that_the_parser_reads_twice_are_limited_within_one_another(call: str) -> None:
    def nested(times: int) -> str:
        value = '"a"'
        for _ in range(times):
            value = call.replace("{}", value)
        return value

    beside = " ".join(f"({nested(2)} AS ?v{n})" for n in range(20))
    answer = yuqiao.open().query(f"SELECT {beside} ({nested(14)} AS ?v) {{}}")
    assert isinstance(answer, Solutions)
    with pytest.raises(QueryError, match="more than 14 calls of REPLACE, SUBSTR or REGEX") as told:
        yuqiao.open().query(f"SELECT ({nested(40)} AS ?v) {{}}")
    assert str(told.value).endswith("^")
