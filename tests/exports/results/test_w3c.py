"""Rows written here are written byte for byte as the engine writes them."""

from __future__ import annotations

import io

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat, QuerySolutions, Triple

from yuqiao.exports.results.w3c import w3c_pieces
from yuqiao.exports.results.write import write_answer
from yuqiao.graph.stores.memory import MemoryStore
from yuqiao.graph.stores.results import Solutions
from yuqiao.ontology.namespaces import XSD

FORMATS = {
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
}
ROWS = r"""SELECT ?a ?b {
  VALUES (?a ?b) {
    (UNDEF UNDEF) (<http://e/a?b&c='d'> "plain") ("a,b" "a\"b") ("a\nb" "a\tb\\c") ("重庆"@zh-Hans 5)
    ("x"@en--ltr "x"@ar--rtl) (1.50 +1.5e3) (true "1"^^xsd:boolean) ("005"^^xsd:integer "a"^^<urn:t>)
    ("\u0001\u0008\u000c\u007f" "<&>") (" a " "\r\n a \r b \t") ("." "5."^^xsd:decimal) ("" "   ")
    (<<( <urn:s> <urn:p> <<( <urn:s> <urn:p> "o,\"'"@en )>> )>> "e5"^^xsd:double) } }"""


TRIPLE_IN_CSV = (
    b'''"<<( <urn:s> <urn:p> <<( <urn:s> <urn:p> ""o,\\""'""@en )>> )>>"''',
    b'''urn:s urn:p urn:s urn:p "o,""'"''',
)
"""A triple term, as it is written here and by the engine."""


def serialized(answer: object, form: str) -> bytes:
    """Have the engine write its solutions."""
    assert isinstance(answer, QuerySolutions)
    written = answer.serialize(format=FORMATS[form])
    assert written is not None
    return written + (b"\n" if form in {"json", "xml"} else b"")


def asked(query: str) -> QuerySolutions:
    """Have the engine answer a query."""
    answer = pyoxigraph.Store().query(query, prefixes={"xsd": XSD})
    assert isinstance(answer, QuerySolutions)
    return answer


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    "query", [ROWS, "SELECT ?a { FILTER(false) }", "SELECT * {}", "SELECT ?重庆 (1 AS ?b) {}"]
)
def test_as_the_engine_does(query: str, form: str) -> None:
    ours = b"".join(w3c_pieces(Solutions(asked(query)), form))

    if form == "csv":
        ours = ours.replace(*TRIPLE_IN_CSV)
    assert ours == serialized(asked(query), form)


NAMES = st.sampled_from(["http://e/a", "urn:x:é", "http://e/?a=1&b='2'"]).map(NamedNode)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
NUMBERS = st.sampled_from(["1", "+1", "-0.5", "1.", ".5", "1e5", "1.e-5", ".e1", "true", "e", ""])
KINDS = [f"{XSD}{name}" for name in ("integer", "decimal", "double", "boolean", "string", "date")]
LITERALS = (
    st.builds(Literal, TEXTS)
    | st.builds(lambda text: Literal(text, language="zh"), TEXTS)
    | st.builds(
        lambda text, kind: Literal(text, datatype=NamedNode(kind)),
        NUMBERS | TEXTS,
        st.sampled_from(KINDS),
    )
)
TERMS = NAMES | LITERALS
DEEP = TERMS | st.builds(Triple, NAMES, NAMES, TERMS)


@pytest.mark.slow
@given(st.lists(st.tuples(st.none() | DEEP, st.none() | DEEP), max_size=4))
def test_any_terms_are_written_as_the_engine_writes_them(
    rows: list[tuple[NamedNode | Literal | None, ...]],
) -> None:
    for form in FORMATS:
        if form == "csv":  # where triple terms are written otherwise
            rows = [tuple(t for t in row if not isinstance(t, Triple)) for row in rows]
            rows = [row for row in rows if len(row) == 2]
        body = b"".join(w3c_pieces(Solutions.of(["a", "b"], rows), "json"))
        again = pyoxigraph.parse_query_results(body, QueryResultsFormat.JSON)
        ours = b"".join(w3c_pieces(Solutions.of(["a", "b"], rows), form))

        assert ours == serialized(again, form)


def test_a_triple_term_in_csv_is_written_as_in_tsv() -> None:
    term = '<<( <urn:s> <urn:p> "a, ""b"""@zh-Hans--ltr )>>'
    graph = MemoryStore(pyoxigraph.Store(), {})
    graph.update(
        'INSERT DATA { <urn:a> <urn:b> <<( <urn:s> <urn:p> "a, \\"b\\""@zh-Hans--ltr )>> }'
    )
    query = "SELECT ?o { ?s ?p ?o }"

    for rows in (graph.query(query), graph.query(f"{query} LIMIT 1")):
        out = io.BytesIO()
        write_answer(rows, out, "csv", {})
        written = term.replace('"a, ""b"""', '"a, \\"b\\""').replace('"', '""')
        assert out.getvalue().decode() == f'o\r\n"{written}"\r\n'


def test_blank_nodes() -> None:
    rows = [[BlankNode("b1")]]

    assert b"".join(w3c_pieces(Solutions.of(["a"], rows), "csv")) == b"a\r\n_:b1\r\n"
    assert b"".join(w3c_pieces(Solutions.of(["a"], rows), "tsv")) == b"?a\n_:b1\n"
    assert b'{"type":"bnode","value":"b1"}' in b"".join(w3c_pieces(Solutions.of("a", rows), "json"))
    assert b"<bnode>b1</bnode>" in b"".join(w3c_pieces(Solutions.of("a", rows), "xml"))


@pytest.mark.parametrize("limit", [None, 1])
def test_a_carriage_return_survives_xml(limit: int | None) -> None:
    from xml.etree import ElementTree

    rows = Solutions(asked(r'SELECT ("a\r\nb\rc" AS ?v) {}'))
    out = io.BytesIO()
    write_answer(rows if limit is None else rows.limit(limit), out, "xml", {})

    assert [e.text for e in ElementTree.fromstring(out.getvalue()).iter() if e.text] == [
        "a\r\nb\rc"
    ]


@pytest.mark.parametrize("rebuilt", [False, True], ids=["engine", "ours"])
@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("tsv", [b'"\\"@zh-hans\\t"@zh-Hans\t<<( <urn:s> <urn:p> "a\\"@zh-hans )>>"@en-GB )>>\n']),
        ("json", [b'\\"xml:lang\\":\\"zh-hans', b'"xml:lang":"zh-Hans"', b'"xml:lang":"en-GB"']),
        ("xml", [b"xml:lang=&quot;zh-hans", b'xml:lang="zh-Hans"', b'xml:lang="en-GB"']),
    ],
)
def test_language_tags_are_written_as_recommended(
    form: str, expected: list[bytes], rebuilt: bool
) -> None:
    text = {
        "tsv": r"\"@zh-hans\t",
        "json": r"\"xml:lang\":\"zh-hans\"",
        "xml": r" xml:lang=\"zh-hans\"",
    }[form]
    found = Solutions(
        asked(
            f'SELECT * {{ VALUES (?a ?b) {{ ("{text}"@zh-hans '
            '<<( <urn:s> <urn:p> "a\\"@zh-hans )>>"@en-gb )>>) } }'
        )
    )
    out = io.BytesIO()
    write_answer(Solutions.of(found.variables, list(found)) if rebuilt else found, out, form, {})

    assert [part for part in expected if part not in out.getvalue()] == []
