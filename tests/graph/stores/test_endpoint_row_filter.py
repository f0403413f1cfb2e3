"""On request, rows of a server that hold no valid RDF are left out, counted and placed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import QueryResultsFormat

from yuqiao.cli import main
from yuqiao.graph.stores.endpoint.row_filter import good_rows

JSON, XML = QueryResultsFormat.JSON, QueryResultsFormat.XML
GOOD = {"type": "uri", "value": "http://a"}
ROWS = {
    "fine": {"s": GOOD},
    "iri": {"s": {"type": "uri", "value": "a b"}},
    "tag": {"s": {"type": "literal", "value": "} ],", "xml:lang": "no tag!"}},
    "datatype": {"s": {"type": "typed-literal", "value": '"\\', "datatype": "x"}},
    "surrogate": {"s": {"type": "uri", "value": "http://\ud800"}},
    "triple": {
        "s": {
            "type": "triple",
            "value": {"subject": GOOD, "predicate": GOOD, "object": {**GOOD, "value": ""}},
        }
    },
    "deep": {
        "s": {
            "type": "triple",
            "value": {"subject": GOOD, "predicate": {"type": "uri", "value": "\n"}, "object": GOOD},
        }
    },
    "also fine": {"s": {"type": "literal", "value": "桥", "xml:lang": "zh-Hans"}, "t": GOOD},
}
SAID = [
    "\"a b\" is not an IRI (Invalid IRI code point ' ')",
    '"no tag!" is not a language tag (The given language',
    '"x" is not an IRI (No scheme found in an absolute IRI)',
    '"http://',
]


def body_of(rows: list[Any]) -> bytes:
    """Return an answer in JSON."""
    found = {"head": {"vars": ["s", "t"]}, "results": {"bindings": rows}}
    return json.dumps(found).encode()


def filtered(body: bytes, form: QueryResultsFormat, size: int) -> tuple[bytes, list[str]]:
    """Return what is left of an answer that comes in pieces, and what was said."""
    said: list[str] = []
    pieces: Iterator[bytes] = (body[i : i + size] for i in range(0, len(body), size))
    return b"".join(good_rows(pieces, form, "http://e/", said.append)), said


@pytest.mark.parametrize("size", [1, 7, 64, 10_000])
def test_bad_rows_of_json_are_left_out(size: int) -> None:
    left, said = filtered(body_of(list(ROWS.values())), JSON, size)

    assert json.loads(left) == json.loads(body_of([ROWS["fine"], ROWS["also fine"]]))
    assert [line.partition(": ")[2].partition(": ")[0] for line in said] == [
        f"row {number}" for number in range(2, 8)
    ]
    assert all(expected in line for expected, line in zip(SAID, said, strict=False))


RESULT = "<r:result><r:binding name='s'>{}</r:binding></r:result>"
HEAD = "<r:sparql xmlns:r='http://www.w3.org/2005/sparql-results#'><r:head><r:variable name='s'/></r:head>"


@pytest.mark.parametrize("size", [1, 7, 10_000])
def test_bad_rows_of_xml_are_left_out(size: int) -> None:
    terms = [
        "<r:uri>http://a?b&amp;c</r:uri>",
        "<r:uri>a b</r:uri>",
        "<r:literal xml:lang='no tag!'>x</r:literal>",
        '<r:literal datatype="x">x</r:literal>',
        "<r:literal xml:lang='en'>a b</r:literal>",
    ]
    document = HEAD + "<r:results>{}</r:results></r:sparql>"
    body = document.format("\n".join(RESULT.format(term) for term in terms)).encode()

    left, said = filtered(body, XML, size)

    assert left.replace(b"\n", b"").decode() == document.format(
        "".join(RESULT.format(terms[place]) for place in (0, 4))
    )
    assert [line.partition("row ")[2].partition(" (")[0] for line in said] == [
        '2: "a b" is not an IRI',
        '3: "no tag!" is not a language tag',
        '4: "x" is not an IRI',
    ]


@pytest.mark.parametrize("size", [1, 7, 10_000])
def test_bad_rows_of_tsv_are_left_out(size: int) -> None:
    fine = b'?s\t?o\n<http://a>\t"x\\ty"@en\n\t1\n'
    cut = b"!!!!>># An error has occurred\t\n"  # no row: the engine is to fail at it
    body = fine + b'<a b>\t2\n<http://a>\t"x"@no_tag\n' + cut

    left, said = filtered(body, QueryResultsFormat.TSV, size)

    assert left == fine + cut
    assert [line.partition(": row ")[2].partition(": ")[0] for line in said] == ["3", "4"]


@given(st.binary(max_size=200), st.integers(1, 50))
def test_what_is_no_answer_stays_as_it_is(body: bytes, size: int) -> None:
    for form, begin in ((JSON, b'{"bindings":['), (XML, b"<results>"), (JSON, b"")):
        assert filtered(begin + body, form, size) == (begin + body, [])


@pytest.mark.parametrize("shown", ["{}", "{} x", "x%73{}"])
def test_a_row_that_reflects_the_token_does_not_show_it(
    shown: str, speak: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    token = "tOkEn-0123456789"
    body = body_of([{"s": {"type": "uri", "value": shown.format(token)}}])
    head = (
        f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    monkeypatch.setenv("YUQIAO_AUTH_HOST", "127.0.0.1")
    monkeypatch.setenv("YUQIAO_TOKEN", token)
    url = speak(head.encode() + body).url

    lenient = CliRunner().invoke(main, ["query", "SELECT * {}", "--graph", url, "--skip-bad"])

    assert lenient.exit_code == 1
    assert lenient.stderr.count("skipped: ") == 1
    assert token not in lenient.output


def test_the_command_leaves_out_bad_rows_and_exits_with_1(speak: Callable[..., Any]) -> None:
    body = body_of(list(ROWS.values()))
    head = (
        f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    url = speak(head.encode() + body).url
    arguments = ["query", "SELECT ?t ?s { ?s ?p ?t }", "--graph", url, "--as", "csv"]

    strict = CliRunner().invoke(main, arguments)
    lenient = CliRunner().invoke(main, [*arguments, "--skip-bad"])

    assert strict.exit_code == 2
    assert lenient.exit_code == 1
    assert lenient.stdout == "s,t\nhttp://a,\n桥,http://a\n"
    assert lenient.stderr.count("skipped: ") == 6
    assert lenient.stderr.endswith("6 skipped\n")
