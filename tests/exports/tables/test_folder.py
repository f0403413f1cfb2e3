"""A graph as a folder of Parquet tables: typed columns, in parts, the same bytes."""

from __future__ import annotations

import datetime
from pathlib import Path

import duckdb
import pytest
from pyarrow import parquet
from pyoxigraph import BlankNode, Triple

import yuqiao
from command_line import run_command
from support.table_questions import TABLES, SqlCatalogue, answered, comparable
from yuqiao.exports.tables import spool
from yuqiao.exports.tables.folder import write_tables

TYPED = """
@prefix ex: <http://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:a ex:p 1, 1.50, 2e0, true, "text", "texte"@fr, ex:b, [], "2025-06-01"^^xsd:date, "2025"^^xsd:gYear,
  "2025-06-01T12:00:00+08:00"^^xsd:dateTime, "2025-06-01T12:00:00"^^xsd:dateTime, "x"^^xsd:integer,
  "2025-06-01Z"^^xsd:date, "99999999999999999999"^^xsd:integer .
"""


def tables_of(folder: Path) -> dict[str, list[dict[str, object]]]:
    """Read every table of a folder."""
    return {
        place.name: parquet.read_table(place).to_pylist()
        for place in sorted(folder.iterdir())
        if place.is_dir()
    }


def told(row: dict[str, object]) -> dict[str, object]:
    """Return what a row says of its object."""
    left = ("subject", "predicate", "datatype", "object_kind", "graph")
    return {name: cell for name, cell in row.items() if cell is not None and name not in left}


def test_each_literal_has_its_value_in_a_column_of_its_type(tmp_path: Path) -> None:
    (tmp_path / "typed.ttl").write_text(TYPED, "utf-8")
    command = "export --graph typed.ttl --as parquet-folder -o out"
    assert run_command(*command.split(), cwd=tmp_path).returncode == 0

    noon = datetime.datetime(2025, 6, 1, 12)
    found = tables_of(tmp_path / "out")
    rows = [told(row) for row in found["statements"]]
    assert sorted(rows, key=lambda row: str(row["object"])) == [
        {"object": "1", "integer": 1, "number": 1.0},
        {"object": "1.50", "number": 1.5},
        {"object": "2025", "year": 2025},
        {"object": "2025-06-01", "date": noon.date(), "year": 2025},
        {"object": "2025-06-01T12:00:00", "datetime": noon, "year": 2025},
        {"object": "2025-06-01T12:00:00+08:00", "year": 2025,
         "instant": datetime.datetime(2025, 6, 1, 4, tzinfo=datetime.UTC)},
        {"object": "2025-06-01Z", "year": 2025},
        {"object": "2e0", "number": 2.0},
        {"object": "99999999999999999999", "number": 1e20},
        {"object": "_:c14n0"},
        {"object": "http://example.org/b"},
        {"object": "text"},
        {"object": "texte", "language": "fr"},
        {"object": "true", "boolean": True},
        {"object": "x"},
    ]  # fmt: skip
    assert [row["id"] for row in found["nodes"]] == [
        "http://example.org/a",
        "http://example.org/b",
        "_:c14n0",
    ]
    assert sorted(found) == ["edges", "entities", "nodes", "statements"]


def test_parts_of_any_store_are_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spool, "_PART", 5_000)
    monkeypatch.setattr(spool, "_HELD", 4_000)
    yuqiao.open().write(tmp_path / "graph.nt")
    run_command("load", "graph.nt", "--into", "loaded", "--quiet", cwd=tmp_path)

    write_tables(yuqiao.open(), tmp_path / "one")
    write_tables(yuqiao.open(str(tmp_path / "loaded")), tmp_path / "other")

    files = sorted(
        path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*.parquet")
    )
    assert len([path for path in files if path.parts[0] == "statements"]) == 16
    for path in [*files, Path("SHA256SUMS")]:
        assert (tmp_path / "one" / path).read_bytes() == (tmp_path / "other" / path).read_bytes()


def stated(row: dict[str, object]) -> tuple[object, ...]:
    """Return a statement as the table has it, but for the names of blank nodes."""
    return tuple(_unnamed(str(row[name])) for name in ("subject", "predicate", "object"))


def in_graph(triple: Triple) -> tuple[object, ...]:
    """Return a statement as the table should have it."""
    terms = (triple.subject, triple.predicate, triple.object)
    return tuple("_:" if isinstance(term, BlankNode) else term.value for term in terms)  # type: ignore[union-attr]


def _unnamed(text: str) -> str:
    return "_:" if text.startswith("_:") else text


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the tables of the bundled graph."""
    folder = tmp_path_factory.mktemp("tables") / "out"
    write_tables(yuqiao.open(), folder)
    return folder


def test_every_statement_and_node_is_in_its_table(bundled: Path) -> None:
    graph = yuqiao.open()
    found = tables_of(bundled)

    assert sorted(map(stated, found["statements"])) == sorted(map(in_graph, graph.triples()))
    network = graph.to_networkx()
    assert {row["id"] for row in found["nodes"]} == set(network)
    assert len(found["edges"]) == network.number_of_edges()
    assert len(found["partnerships"]) == 85
    (one,) = [row for row in found["partnerships"] if str(row["id"]).endswith("/cqnu-tchaikovsky")]
    assert (one["approved_year"], one["ended"], len(one["countries"])) == (2025, False, 1)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def duck(bundled: Path) -> duckdb.DuckDBPyConnection:
    """Open the tables in DuckDB, with the views that the questions need."""
    connection = duckdb.connect()
    for table in TABLES:
        connection.sql(f"CREATE VIEW {table} AS SELECT * FROM '{bundled}/{table}/*.parquet'")
    for name, sql in SqlCatalogue.read(yuqiao.open().prefixes).views.items():
        connection.sql(f"CREATE VIEW {name} AS {sql}")
    return connection


@pytest.mark.parametrize("question", SqlCatalogue.read(yuqiao.open().prefixes).questions)
def test_duckdb_answers_a_question_as_the_graph_does(
    duck: duckdb.DuckDBPyConnection, question: str
) -> None:
    sql = SqlCatalogue.read(yuqiao.open().prefixes).questions[question]

    found = comparable([list(row) for row in duck.sql(sql).fetchall()])

    assert found == answered(yuqiao.open(), question)
    assert found


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--as", "parquet-folder"], "--as parquet-folder requires -o DIR"),
        (["--as", "parquet-folder", "-o", "{here}/taken"], "contains something that was not written as part of such a folder (mine.txt)"),
        (["--as", "parquet-folder", "-o", "{here}/no/out"], "the folder {here}/no does not exist; create it first"),
        (["--as", "parquet-folder", "-o", "{here}/out", "--country", "RU"], "projections and filters need a network format"),
        (["--as", "parquet-folder", "-o", "{here}/out", "--reifiers"], "--reifiers requires --as turtle"),
    ],
    ids=["standard-output", "files-of-others", "no-folder", "a-part", "reifiers"],
)  # fmt: skip
def test_what_cannot_be_written_is_said(tmp_path: Path, arguments: list[str], said: str) -> None:
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "mine.txt").write_text("mine", "utf-8")

    done = run_command("export", *(word.format(here=tmp_path) for word in arguments))

    assert done.returncode == 2
    assert said.format(here=tmp_path) in done.stderr.decode()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["taken"]
