"""``SELECT *`` has its columns in the order of the text, wherever it is asked."""

from __future__ import annotations

from pathlib import Path

import pytest

import yuqiao
from yuqiao.graph.sparql import wildcard_columns
from yuqiao.graph.sparql.wildcard_columns import with_named_columns

COLUMNS = {
    "SELECT * { ?s ?p ?o } LIMIT 1": ("s", "p", "o"),
    "select distinct * where { ?o a ?s . ?s ?z ?b } ORDER BY ?z": ("o", "s", "z", "b"),
    "SELECT REDUCED * { VALUES (?z ?a) { (1 2) } }": ("z", "a"),
    "SELECT * { { SELECT ?z (SUM(?y) AS ?x) { ?z ?w ?y } GROUP BY ?z } }": ("z", "x"),
    "SELECT * { $b ?p ?a MINUS { ?b ?p ?hidden } } ORDER BY ?a": ("b", "p", "a"),
    "SELECT * # SELECT * { ?a }\n{ ?b ?a ?c OPTIONAL { ?c ?d '?e' } }": ("b", "a", "c", "d"),
    "SELECT * {}": (),
    "SELECT ?o ?s { ?s ?p ?o }": ("o", "s"),
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }": ("n",),
}


PADDING = "OPTIONAL { <urn:a> <urn:b> <urn:c> } " * 20


@pytest.mark.slow
@pytest.mark.parametrize("query", COLUMNS)
def test_a_long_query_has_the_columns_of_a_short_one(query: str) -> None:
    place = query.find("\n{") + 2 if "\n" in query else query.index("{") + 1
    longer = f"{query[:place]} {PADDING} {query[place:]}"

    assert yuqiao.open().select(longer).variables == COLUMNS[query]


def test_the_columns_of_many_joins_are_not_planned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wildcard_columns, "_planned_names", lambda *_: pytest.fail("planned"))
    pattern = " . ".join(f"?z <urn:p{number}> ?o{number}" for number in range(100))

    text = with_named_columns(f"SELECT * {{ {pattern} }}", {})

    assert text.startswith("SELECT ?z ?o0 ?o1 ?o2 ?o3 ")


@pytest.mark.parametrize("query", COLUMNS)
def test_the_columns_are_those_of_the_text(query: str, tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<urn:s> <urn:p> 1 .")

    assert yuqiao.open(tmp_path / "a.ttl").select(query).variables == COLUMNS[query]


def test_each_value_is_in_its_column(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<urn:s> <urn:p> 1 .")

    rows = yuqiao.open(tmp_path / "a.ttl").select("SELECT * { ?s ?p ?o }")

    assert list(rows.values()) == [("urn:s", "urn:p", 1)]
