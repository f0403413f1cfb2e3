"""Answers in every format, whole."""

from __future__ import annotations

import io
from pathlib import Path

import pyoxigraph
import pytest

from yuqiao.exports.results.write import deliver, write_answer
from yuqiao.graph.errors import OutputError
from yuqiao.graph.stores.memory import MemoryStore
from yuqiao.graph.stores.store import Store

ROWS = r"""
SELECT ?school ?name ?count ?note WHERE { VALUES (?school ?name ?count ?note) {
  (ex:cqu "重庆大学"@zh-Hans 7 "a, \"b\"\n| c")
  (<http://elsewhere.org/a?b=c#d> "Яндекс"@ru 68.3 "<b>*x*</b> & \\ _y_")
  (UNDEF "plain" -1 "")
} }
"""
WRITTEN = {
    "table": r"""
school                          name      count  note
──────────────────────────────  ────────  ─────  ──────────────────
ex:cqu                          重庆大学      7  a, "b"\n| c
<http://elsewhere.org/a?b=c#d>  Яндекс     68.3  <b>*x*</b> & \ _y_
                                plain        -1
""",
    "csv": "\n"
    "school,name,count,note\r\n"
    'http://example.org/cqu,重庆大学,7,"a, ""b""\n| c"\r\n'
    "http://elsewhere.org/a?b=c#d,Яндекс,68.3,<b>*x*</b> & \\ _y_\r\n"
    ",plain,-1,\r\n",
    "tsv": "\n"
    "?school\t?name\t?count\t?note\n"
    '<http://example.org/cqu>\t"重庆大学"@zh-Hans\t7\t"a, \\"b\\"\\n| c"\n'
    '<http://elsewhere.org/a?b=c#d>\t"Яндекс"@ru\t68.3\t"<b>*x*</b> & \\\\ _y_"\n'
    '\t"plain"\t-1\t""\n',
    "json": '\n{"head":{"vars":["school","name","count","note"]},"results":{"bindings":['
    '{"school":{"type":"uri","value":"http://example.org/cqu"},'
    '"name":{"type":"literal","value":"重庆大学","xml:lang":"zh-Hans"},'
    '"count":{"type":"literal","value":"7","datatype":"http://www.w3.org/2001/XMLSchema#integer"},'
    '"note":{"type":"literal","value":"a, \\"b\\"\\n| c"}},'
    '{"school":{"type":"uri","value":"http://elsewhere.org/a?b=c#d"},'
    '"name":{"type":"literal","value":"Яндекс","xml:lang":"ru"},'
    '"count":{"type":"literal","value":"68.3",'
    '"datatype":"http://www.w3.org/2001/XMLSchema#decimal"},'
    '"note":{"type":"literal","value":"<b>*x*</b> & \\\\ _y_"}},'
    '{"name":{"type":"literal","value":"plain"},'
    '"count":{"type":"literal","value":"-1","datatype":"http://www.w3.org/2001/XMLSchema#integer"},'
    '"note":{"type":"literal","value":""}}]}}\n',
    "xml": '\n<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head>'
    '<variable name="school"/><variable name="name"/><variable name="count"/>'
    '<variable name="note"/></head><results>'
    '<result><binding name="school"><uri>http://example.org/cqu</uri></binding>'
    '<binding name="name"><literal xml:lang="zh-Hans">重庆大学</literal></binding>'
    '<binding name="count"><literal datatype="http://www.w3.org/2001/XMLSchema#integer">7'
    '</literal></binding><binding name="note"><literal>a, &quot;b&quot;\n| c</literal></binding>'
    '</result><result><binding name="school"><uri>http://elsewhere.org/a?b=c#d</uri></binding>'
    '<binding name="name"><literal xml:lang="ru">Яндекс</literal></binding>'
    '<binding name="count"><literal datatype="http://www.w3.org/2001/XMLSchema#decimal">68.3'
    '</literal></binding><binding name="note"><literal>&lt;b&gt;*x*&lt;/b&gt; &amp; \\ _y_'
    '</literal></binding></result><result><binding name="name"><literal>plain</literal></binding>'
    '<binding name="count"><literal datatype="http://www.w3.org/2001/XMLSchema#integer">-1'
    '</literal></binding><binding name="note"><literal></literal></binding></result></results>'
    "</sparql>\n",
    "markdown": r"""
| school | name | count | note |
| --- | --- | --- | --- |
| ex:cqu | 重庆大学 | 7 | a, "b"\\n\| c |
| &lt;http://elsewhere.org/a?b=c#d&gt; | Яндекс | 68.3 | &lt;b&gt;\*x\*&lt;/b&gt; &amp; \\ \_y\_ |
|  | plain | -1 |  |
""",
}


@pytest.fixture
def graph() -> Store:
    return MemoryStore(pyoxigraph.Store(), {"ex": "http://example.org/"})


def written(graph: Store, query: str, form: str, width: int | None = None) -> str:
    out = io.BytesIO()
    write_answer(graph.query(query), out, form, graph.prefixes, width)
    return out.getvalue().decode()


@pytest.mark.parametrize("form", WRITTEN)
def test_rows(form: str, graph: Store) -> None:
    assert "\n" + written(graph, ROWS, form) == WRITTEN[form]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("table", "true\n"),
        ("csv", "true\n"),
        ("tsv", "true\n"),
        ("markdown", "true\n"),
        ("json", '{"head":{},"boolean":true}\n'),
        (
            "xml",
            (
                '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#">'
                "<head></head><boolean>true</boolean></sparql>\n"
            ),
        ),
    ],
)
def test_true_and_false(form: str, expected: str, graph: Store) -> None:
    assert written(graph, "ASK {}", form) == expected
    assert written(graph, "ASK { ?s ?p ?o }", form) == expected.replace("true", "false")


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (
            "turtle",
            "@prefix ex: <http://example.org/> .\n\n# ex: http://example.org/\n\nex:a ex:b 7 .\n",
        ),
        (
            "ntriples",
            (
                "<http://example.org/a> <http://example.org/b> "
                '"7"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
            ),
        ),
    ],
)
def test_triples(form: str, expected: str, graph: Store) -> None:
    assert written(graph, "CONSTRUCT { ex:a ex:b 7 } {}", form) == expected


@pytest.mark.parametrize(
    ("query", "form", "message"),
    [
        (
            "ASK {}",
            "turtle",
            (
                "turtle is not a format for rows; expected one of table, csv, tsv, json, "
                "xml, markdown, parquet, arrow, edges"
            ),
        ),
        (
            "CONSTRUCT WHERE { ?s ?p ?o }",
            "csv",
            (
                "csv is not a format for triples; expected one of turtle, "
                "ntriples, rdfxml, jsonld, trig, nquads, edges"
            ),
        ),
    ],
)
def test_a_format_for_another_kind_of_answer_is_refused(
    query: str, form: str, message: str, graph: Store
) -> None:
    with pytest.raises(OutputError) as refused:
        written(graph, query, form)

    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("rows.csv", "n\r\n"),
        ("rows.tsv", "?n\n"),
        ("rows.json", '{"head"'),
        ("rows.srx", "<?xml"),
        ("rows.MD", "| n |\n"),
        ("rows.txt", "n\n─"),
        ("rows", "?n\n"),
    ],
)
def test_the_extension_of_a_file_decides(
    name: str, head: str, graph: Store, tmp_path: Path
) -> None:
    deliver(graph.query("SELECT (1 AS ?n) {}"), {}, output=str(tmp_path / name))

    assert (tmp_path / name).read_bytes().decode().startswith(head)


def test_no_rows_leave_the_head(graph: Store) -> None:
    assert written(graph, "SELECT ?name { ?s ?p ?name }", "table") == "name\n────\n"
    assert written(graph, "SELECT ?name { ?s ?p ?name }", "tsv") == "?name\n"


def test_rows_in_a_file_of_an_unknown_extension_are_refused(graph: Store, tmp_path: Path) -> None:
    rows = graph.query("SELECT ?n { VALUES ?n { 1 } }")

    with pytest.raises(
        OutputError,
        match=r"rows\.ttl: no format for rows has this extension \(it is one for RDF\); ",
    ):
        deliver(rows, graph.prefixes, None, str(tmp_path / "rows.ttl"))

    assert list(tmp_path.iterdir()) == []
