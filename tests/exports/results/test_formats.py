"""Answers for other tools: each is read back by the tool it is for."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ET
from datetime import date
from pathlib import Path

import networkx
import pandas
import pyarrow.feather
import pyarrow.parquet
import pyoxigraph
import pytest

from yuqiao.exports.formats import SPREADSHEET
from yuqiao.exports.results.csv_spreadsheet import write_for_spreadsheet
from yuqiao.exports.results.write import deliver, write_answer
from yuqiao.graph.errors import OutputError
from yuqiao.graph.stores.memory import MemoryStore
from yuqiao.graph.stores.results import Solutions, Triples
from yuqiao.graph.stores.store import Store

TYPED = """SELECT ?n ?x ?day ?name ?who ?none {
  VALUES (?n ?x ?day ?name ?who) {
    (1 2.5 "2025-06-01"^^xsd:date "重庆"@zh ex:cqu)
    (2 UNDEF UNDEF "Chongqing"@en ex:swu)
    (UNDEF 1e3 "2026-01-31"^^xsd:date "CQ" <http://elsewhere.org/a>)
  } }"""
EDGES = r"""SELECT ?year ?source ?target ?since ?share ?note {
  VALUES (?source ?target ?year ?since ?share ?note) {
    (ex:cqu ex:nsu 2016 "2016-09-01"^^xsd:date 0.5 "it's \"new\"\n\t#1")
    (ex:swu "a\tb\\" 2025 UNDEF UNDEF "渝")
    (ex:swu UNDEF 2025 UNDEF UNDEF "lost")
  } }"""


@pytest.fixture
def graph() -> Store:
    return MemoryStore(pyoxigraph.Store(), {"ex": "http://example.org/"})


def written(graph: Store, query: str, form: str) -> tuple[bytes, str | None]:
    out = io.BytesIO()
    remark = write_answer(graph.query(query), out, form, graph.prefixes)
    return out.getvalue(), remark


def rows_of(graph: Store, query: str) -> Solutions:
    rows = graph.query(query)
    assert isinstance(rows, Solutions)
    return rows


def test_parquet_and_arrow_hold_what_to_arrow_gives(graph: Store) -> None:
    expected = rows_of(graph, TYPED).to_arrow()
    parquet = pyarrow.parquet.read_table(io.BytesIO(written(graph, TYPED, "parquet")[0]))
    arrow = pyarrow.feather.read_table(io.BytesIO(written(graph, TYPED, "arrow")[0]))

    assert parquet.equals(expected)
    assert arrow.equals(expected, check_metadata=True)
    assert expected.column("day").to_pylist() == [date(2025, 6, 1), None, date(2026, 1, 31)]


def test_pandas_reads_numbers_as_numbers(graph: Store, tmp_path: Path) -> None:
    deliver(graph.query(TYPED), {}, output=str(tmp_path / "rows.parquet"))

    frame = pandas.read_parquet(tmp_path / "rows.parquet")

    assert frame["x"].sum() == 1002.5
    assert frame["name@lang"].tolist()[:2] == ["zh", "en"]


@pytest.mark.slow
def test_many_rows_are_one_table_whose_last_row_decides_a_type(graph: Store) -> None:
    hundred = " ".join(map(str, range(100)))
    query = f"""SELECT ?n {{ {{ VALUES ?a {{ {hundred} }} VALUES ?b {{ {hundred} }}
        VALUES ?c {{ {" ".join(map(str, range(12)))} }} BIND(?a + 100 * ?b AS ?n) }}
      UNION {{ VALUES ?n {{ 0.5 }} }} }}"""

    table = pyarrow.parquet.read_table(io.BytesIO(written(graph, query, "parquet")[0]))

    assert (table.num_rows, str(table.schema.field("n").type)) == (120_001, "double")
    assert sum(table.column("n").to_pylist()) == 12 * 9999 * 5000 + 0.5


def test_the_same_rows_give_the_same_bytes(graph: Store) -> None:
    for form in ("parquet", "arrow", "edges"):
        assert written(graph, TYPED, form) == written(graph, TYPED, form)


def test_no_rows_are_a_table_all_the_same(graph: Store) -> None:
    data, _ = written(graph, "SELECT ?a ?b { ?a ?b ?c }", "parquet")

    assert pyarrow.parquet.read_table(io.BytesIO(data)).to_pydict() == {"a": [], "b": []}


def test_networkx_reads_the_edges_of_rows(graph: Store, tmp_path: Path) -> None:
    remark = deliver(graph.query(EDGES), {}, output=str(tmp_path / "rows.edges"))

    network = networkx.read_edgelist(
        tmp_path / "rows.edges", delimiter="\t", comments=None, create_using=networkx.DiGraph
    )

    assert remark == "left out 1 without a source or a target, which is no edge"
    assert list(network.edges(data=True)) == [
        (
            "http://example.org/cqu",
            "http://example.org/nsu",
            {"year": 2016, "since": "2016-09-01", "share": 0.5, "note": 'it\'s "new"\n\t#1'},
        ),
        ("http://example.org/swu", "a\\tb\\\\", {"year": 2025, "note": "渝"}),
    ]


def test_networkx_reads_the_edges_of_triples_as_to_networkx_gives_them(
    graph: Store, tmp_path: Path
) -> None:
    query = """CONSTRUCT { ex:a ex:knows ex:b , ex:c . ex:a ex:likes ex:b . ex:a ex:name "A" } {}"""
    remark = deliver(graph.query(query), graph.prefixes, "edges", str(tmp_path / "triples"))
    triples = graph.query(query)
    assert isinstance(triples, Triples)

    network = networkx.read_edgelist(
        tmp_path / "triples", delimiter="\t", comments=None, create_using=networkx.MultiDiGraph
    )

    assert remark == "left out 1 whose object is a literal, which is no edge"
    assert sorted(network.edges(keys=True, data=True)) == sorted(
        triples.to_networkx().edges(keys=True, data=True)
    )


def test_edges_without_names_are_the_first_two_columns(graph: Store) -> None:
    assert written(graph, "SELECT ?a ?b { VALUES (?a ?b) { (1 2) } }", "edges") == (b"1\t2\n", None)
    with pytest.raises(OutputError, match=r"edges need two columns, .* the query has 1"):
        written(graph, "SELECT ?a { VALUES ?a { 1 } }", "edges")


@pytest.mark.parametrize("form", ["parquet", "arrow", "edges"])
def test_true_and_false_are_no_rows(form: str, graph: Store) -> None:
    with pytest.raises(OutputError, match=f"^{form} holds rows, and the answer is true or false; "):
        written(graph, "ASK {}", form)


CELLS = {
    "=1+1": "'=1+1",
    "+86 23 6510": "'+86 23 6510",
    "-2+3": "'-2+3",
    "@SUM(A1)": "'@SUM(A1)",
    "＝1+1": "'＝1+1",
    "＋1": "'＋1",
    "－1": "'－1",
    "＠a": "'＠a",
    "\t=1": "'\t'=1",
    "\r=1": "'\r'=1",
    "a;=1+1": "a;'=1+1",
    "one\n=two": "one\n'=two",
    "a=b": "a=b",
    "重庆 - 渝": "重庆 - 渝",
    " =1": " =1",
    'say "=1"': 'say "=1"',
    "": "",
}


def test_a_spreadsheet_gets_no_formulas(graph: Store) -> None:
    terms = " ".join(str(pyoxigraph.Literal(text)) for text in CELLS)
    numbers = '-5 +5.5 "-1e3"^^xsd:double "-2+3"^^xsd:integer'
    data, remark = written(graph, f"SELECT ?x {{ VALUES ?x {{ {terms} {numbers} }} }}", SPREADSHEET)
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))

    assert data.startswith("\ufeffx\r\n".encode())
    assert [row[0] if row else "" for row in rows[1:]] == [
        *CELLS.values(),
        "-5",
        "5.5",
        "-1000",
        "'-2+3",
    ]
    assert remark == "changed 13 cells that a spreadsheet would take for formulas"


@pytest.mark.parametrize("name", ["integer", "negativeInteger", "nonPositiveInteger", "long"])
def test_a_number_is_no_formula_whatever_its_type(name: str) -> None:
    """A server keeps types that the engine here makes xsd:integer."""
    answer = f'?x\n"-3"^^<http://www.w3.org/2001/XMLSchema#{name}>\n'.encode()
    rows = pyoxigraph.parse_query_results(answer, pyoxigraph.QueryResultsFormat.TSV)
    assert isinstance(rows, pyoxigraph.QuerySolutions)
    out = io.BytesIO()

    remark = write_for_spreadsheet(Solutions(rows), out)

    assert out.getvalue().decode("utf-8-sig") == "x\r\n-3\r\n"
    assert remark == "changed 0 cells that a spreadsheet would take for formulas"


def test_but_for_the_mark_harmless_rows_are_the_csv_of_the_w3c(graph: Store) -> None:
    data, remark = written(graph, TYPED, SPREADSHEET)

    assert data.decode("utf-8-sig").encode() == written(graph, TYPED, "csv")[0]
    assert remark == "changed 0 cells that a spreadsheet would take for formulas"


def test_the_csv_of_the_w3c_is_exact(graph: Store) -> None:
    assert written(graph, "SELECT ('=1+1' AS ?x) {}", "csv") == (b"x\r\n=1+1\r\n", None)


def test_only_csv_is_for_spreadsheets(graph: Store) -> None:
    with pytest.raises(
        OutputError, match="spreadsheet-safe output is for csv, not for tsv; choose"
    ):
        deliver(graph.query("SELECT * {}"), {}, "tsv", spreadsheet=True)


@pytest.mark.parametrize(
    ("query", "form", "instead"),
    [
        (r'SELECT ("a\u0001" AS ?x) {}', "xml", "JSON"),
        (r'SELECT ("a\uFFFE" AS ?x) {}', "xml", "JSON"),
        (r'CONSTRUCT { ex:a ex:b "a\u000B" } {}', "rdfxml", "Turtle"),
    ],
)
def test_what_xml_cannot_carry_is_refused(
    query: str, form: str, instead: str, graph: Store
) -> None:
    with pytest.raises(
        OutputError,
        match=rf"the character U\+\w{{4}}, which XML cannot carry; write {instead} inst",
    ):
        written(graph, query, form)


def test_what_xml_can_carry_is_written(graph: Store) -> None:
    data, _ = written(graph, r'SELECT ("\t\n\r渝\uFFFD\U0001F600\r\n" AS ?x) {}', "xml")

    literal = ET.fromstring(data).find(".//{http://www.w3.org/2005/sparql-results#}literal")
    assert literal is not None
    assert literal.text == "\t\n\r渝\ufffd\U0001f600\r\n"


@pytest.mark.slow
def test_many_triples_are_written_as_they_come(graph: Store) -> None:
    numbers = " ".join(map(str, range(500)))
    query = f"""CONSTRUCT {{ ex:a ex:b ?n }}
      {{ VALUES ?a {{ {numbers} }} VALUES ?b {{ {numbers} }} BIND(?a * 500 + ?b AS ?n) }}"""
    out = io.BytesIO()
    write_answer(graph.query(query), out, "ntriples", {})
    lines = out.getvalue().splitlines()

    assert len(lines) == 250_000
    ordered = io.BytesIO()
    write_answer(graph.query(query), ordered, "ntriples", {}, ordered=True)
    assert ordered.getvalue().splitlines() == sorted(lines)
