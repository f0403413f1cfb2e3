"""``SELECT *`` has its columns in the order of the text, wherever it is asked."""

from __future__ import annotations

from pathlib import Path

import pytest

import yuqiao

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


@pytest.mark.parametrize("query", COLUMNS)
def test_the_columns_are_those_of_the_text(query: str, tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<urn:s> <urn:p> 1 .")

    assert yuqiao.open(tmp_path / "a.ttl").select(query).variables == COLUMNS[query]


def test_each_value_is_in_its_column(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<urn:s> <urn:p> 1 .")

    rows = yuqiao.open(tmp_path / "a.ttl").select("SELECT * { ?s ?p ?o }")

    assert list(rows.values()) == [("urn:s", "urn:p", 1)]
