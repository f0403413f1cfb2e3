"""An answer that breaks off is an error, whatever way it breaks off; never a short result."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable
from typing import Any

import pytest
from pyoxigraph import QueryResultsFormat

import yuqiao
from garbage import uncollected
from yuqiao.graph.errors import EndpointError
from yuqiao.graph.stores.results import Solutions, Triples

JSON = "application/sparql-results+json"
XML = "application/sparql-results+xml"
HEAD = b'{"head":{"vars":["s"]},"results":{"bindings":['
ROW = b'{"s":{"type":"uri","value":"urn:a"}}'
TWO_ROWS = HEAD + ROW + b"," + ROW + b"]}}"
XML_ROW = b'<result><binding name="s"><uri>urn:a</uri></binding></result>'
XML_HEAD = (
    b'<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="s"/></head>'
    b"<results>"
) + XML_ROW
TRIPLE = b"<urn:a> <urn:b> <urn:c> .\n"

Speak = Callable[..., Any]


def answer(kind: str, body: bytes, *headers: str, length: int | None = None) -> bytes:
    """Write an HTTP answer, whose length may be a lie."""
    stated = len(body) if length is None else length
    lines = ["HTTP/1.1 200 OK", f"Content-Type: {kind}", f"Content-Length: {stated}", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + body


def unframed(kind: str, body: bytes) -> bytes:
    """Write an HTTP answer that ends where the connection ends."""
    return f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n".encode() + body


def chunked(kind: str, *chunks: bytes, headers: str = "", ended: bool = True) -> bytes:
    """Write an HTTP answer in chunks."""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nTransfer-Encoding: chunked\r\n{headers}\r\n"
    body = b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks)
    return head.encode() + body + (b"0\r\n\r\n" if ended else b"")


def rows(url: str) -> list[object]:
    """Request rows, and read them all."""
    found = yuqiao.open(url).query("SELECT ?s { ?s ?p ?o }")
    assert isinstance(found, Solutions)
    return [row[0] for row in found]


def triples(url: str) -> list[object]:
    """Request triples, and read them all."""
    found = yuqiao.open(url).query("CONSTRUCT WHERE { ?s ?p ?o }")
    assert isinstance(found, Triples)
    return list(found)


WHOLE = [
    answer(JSON, TWO_ROWS),
    chunked(JSON, TWO_ROWS[:60], TWO_ROWS[60:]),
    unframed(JSON, TWO_ROWS),  # JSON shows its own end
    unframed(XML, XML_HEAD + XML_ROW + b"</results></sparql>\n"),
    answer(JSON, gzip.compress(TWO_ROWS), "Content-Encoding: gzip"),
    answer(
        JSON,
        gzip.compress(TWO_ROWS[:50]) + gzip.compress(TWO_ROWS[50:]),
        "Content-Encoding: x-gzip",
    ),
    answer("application/json", TWO_ROWS),
    answer("text/plain", TWO_ROWS),
    answer(JSON, TWO_ROWS[:-1] + b',"meta":{"query-time-ms":3,"result-size-total":2}}'),
    answer(JSON, TWO_ROWS[:-1] + b',\n"metadata": { "httpRequests": 24 }}\n'),  # Comunica
    answer(JSON, TWO_ROWS[:-1] + b',"a":[{"]},":1}],"b":null}'),
    answer("text/tab-separated-values", b"?s\n<urn:a>\n<urn:a>\n"),
    chunked("text/tab-separated-values; charset=utf-8", b"?s\n<urn:", b"a>\n<urn:a>\n"),
    answer("text/csv", b"s\r\nurn:a\r\nurn:a\r\n"),
]


@pytest.mark.parametrize("said", WHOLE)
def test_a_whole_answer_is_taken_in_every_form(said: bytes, speak: Speak) -> None:
    assert [str(term) for term in rows(speak(said).url)] == ["<urn:a>", "<urn:a>"]


CUT = [
    (
        answer("text/tab-separated-values", b"?s\n<urn:a>\n<a b>\n<urn:a>\n"),
        (
            "row 2 of the answer cannot be read: Error while parsing the named node 'a b': Invalid "
            "IRI code point ' ' on '<a b>'"
        ),
    ),
    (
        answer("text/tab-separated-values", b"?s\n<urn:a>\n<urn:b>\t<urn:c>\n"),
        (
            "row 2 of the answer cannot be read: This TSV files has 1 columns but we found a row on "
            "line 2 with 2 columns: <urn:b> <urn:c>"
        ),
    ),
    (
        answer("text/tab-separated-values", b"?s\n<urn:a>\n!!!!>># An error has occurred\n"),
        "the server stopped after 1 row and wrote: !!!!>># An error has occurred",
    ),
    (
        answer(JSON, TWO_ROWS[:-1] + b',"metadata":{"httpReq'),
        "more follows the end of the answer, after 2 rows",
    ),
    (
        answer("text/tab-separated-values", b"?s\n<urn:a>\n<ur", length=99),
        "the answer was cut short after 1 row: the connection was lost before its end",
    ),
    (
        answer("text/csv", b's\r\nurn:a\r\n"ur\r\n'),
        "row 2 of the answer cannot be read: unexpected end of data",
    ),
    (
        answer(JSON, TWO_ROWS[:-30], length=len(TWO_ROWS)),
        "the answer was cut short after 1 row: the connection was lost before its end",
    ),
    (
        answer(JSON, TWO_ROWS, length=len(TWO_ROWS) + 1),
        "the answer was cut short after 2 rows: the connection was lost before its end",
    ),
    (
        chunked(JSON, HEAD + ROW, b"," + ROW, ended=False),
        "the answer was cut short after 2 rows: the connection was lost before its end",
    ),
    (unframed(JSON, TWO_ROWS[:-1]), "the answer was cut short after 2 rows"),
    (unframed(JSON, HEAD + ROW + b","), "the answer was cut short after 1 row"),
    (chunked(JSON, HEAD + ROW + b","), "the answer was cut short after 1 row"),
    (
        chunked(JSON, HEAD + ROW, b"The SPARQL operation has been cancelled"),
        "the server stopped after 1 row and wrote: The SPARQL operation has been cancelled",
    ),
    (
        chunked(JSON, HEAD, b"\n!!!!>># An error has occurred while exporting: out of memory"),
        "the server stopped after 0 rows and wrote: !!!!>># An error has occurred while exporting: out of memory",
    ),
    (
        chunked(JSON, HEAD + ROW + b",\n## Query cancelled due to timeout ##\n"),
        "the server stopped after 1 row and wrote: ## Query cancelled due to timeout ##",
    ),
    (unframed(XML, XML_HEAD), "the answer was cut short after 1 row: its last tag is missing"),
    (
        answer(XML, XML_HEAD + b"</results>"),
        "the answer was cut short after 1 row: its last tag is missing",
    ),
    (
        answer(XML, b"\xef\xbb\xbf" + XML_HEAD),
        "the answer was cut short after 1 row: its last tag is missing",
    ),
    (
        answer("text/plain", XML_HEAD),
        "the answer was cut short after 1 row: its last tag is missing",
    ),
    (
        answer(JSON, gzip.compress(TWO_ROWS)[:-9], "Content-Encoding: gzip"),
        "the answer was cut short after 2 rows: the end of what was packed is missing",
    ),
    (
        unframed(JSON, TWO_ROWS + b'{"oops":1}'),
        "more follows the end of the answer, after 2 rows",
    ),
    (
        answer(JSON, HEAD + ROW + b"," + ROW.replace(b"urn:a", b"a b") + b"]}}"),
        "row 2 of the answer cannot be read: Invalid uri value: Invalid IRI code point ' '",
    ),
    (
        answer(JSON, HEAD + ROW + b"," + ROW.replace(b"urn:a", b"urn:\\ud800") + b"]}}"),
        (
            "row 2 of the answer cannot be read: an escape in it is half of a character (such as "
            "\\ud800), or incomplete"
        ),
    ),
    (
        answer(XML, XML_HEAD + b"<resu"),
        "the answer was cut short after 1 row",
    ),
    (
        answer(XML, XML_HEAD + XML_ROW.replace(b"urn:a", b"a b") + b"</results></sparql>"),
        "row 2 of the answer cannot be read: Invalid IRI value 'a b': Invalid IRI code point ' '",
    ),
]


@pytest.mark.parametrize(("said", "reason"), CUT)
def test_rows_that_break_off(said: bytes, reason: str, speak: Speak) -> None:
    server = speak(said)

    with pytest.raises(EndpointError) as refused:
        rows(server.url)

    assert str(refused.value) == f"{server.url}: {reason}"
    assert len(server.requests) == 1  # it had begun, and is not asked for again


@pytest.mark.slow
@pytest.mark.parametrize("said", [said for said, _ in CUT[::4]])
def test_rows_that_break_off_are_freed_at_once(said: bytes, speak: Speak) -> None:
    with uncollected() as left:
        with pytest.raises(EndpointError):
            rows(speak(said).url)

        assert left() == []


@pytest.mark.parametrize(
    ("form", "written"),
    [
        (QueryResultsFormat.CSV, b"s\r\nurn:a\r\nurn:a\r\n"),
        (QueryResultsFormat.TSV, b"?s\n<urn:a>\n<urn:a>\n"),
        (QueryResultsFormat.JSON, TWO_ROWS[:-3]),
        (QueryResultsFormat.XML, None),
    ],
)
def test_rows_that_break_off_while_they_are_written(
    form: QueryResultsFormat, written: bytes | None, speak: Speak
) -> None:
    server = speak(chunked(JSON, TWO_ROWS[:-3], b" the end of all things"))
    found = yuqiao.open(server.url).query("SELECT ?s { ?s ?p ?o }")
    assert isinstance(found, Solutions)
    out, rows = io.BytesIO(), found.engine_rows()
    assert rows is not None

    with pytest.raises(EndpointError) as refused:
        rows.serialize(out, form)

    reason = "the server stopped after 2 rows and wrote: the end of all things"
    assert str(refused.value) == f"{server.url}: {reason}"
    assert written in {None, out.getvalue()}


def test_a_connection_that_is_thrown_away(speak: Speak) -> None:
    body = HEAD + b",".join([ROW] * 100_000)
    server = speak(answer(JSON, body, length=len(body) + 3), reset=True)

    with pytest.raises(
        EndpointError, match=r"cut short after [\d,]+ rows: the connection was lost"
    ):
        rows(server.url)


NO_TRIPLES = [
    (
        answer("application/n-triples", TRIPLE, length=999),
        "the answer was cut short after 1 triple: the connection was lost before its end",
    ),
    (
        chunked("text/turtle", TRIPLE, ended=False),
        "the answer was cut short after 1 triple: the connection was lost before its end",
    ),
    (
        chunked("application/n-triples", TRIPLE * 2, b"The SPARQL operation has been cancelled"),
        "the server stopped after 2 triples and wrote: The SPARQL operation has been cancelled",
    ),
    (
        chunked("text/turtle", TRIPLE, b"## **** Incomplete results **** ##\n"),
        "the server stopped after 1 triple and wrote: **** Incomplete results ****",
    ),
    (
        chunked("text/turtle", TRIPLE, b"<urn:a> <urn:b> <urn:"),
        "the answer was cut short after 1 triple",
    ),
    (
        chunked("application/n-triples", TRIPLE, b"<urn:a> <urn:b> <a b> .\n"),
        "triple 2 of the answer cannot be read: Invalid IRI code point ' '",
    ),
    (
        unframed("application/n-triples", TRIPLE),
        (
            "its triples come without a length and not in chunks, so that a cut could not be told from "
            "the end; ask for rows with SELECT instead"
        ),
    ),
]


@pytest.mark.parametrize(("said", "reason"), NO_TRIPLES)
def test_triples_that_break_off(said: bytes, reason: str, speak: Speak) -> None:
    server = speak(said)

    with pytest.raises(EndpointError) as refused:
        triples(server.url)

    assert str(refused.value) == f"{server.url}: {reason}"


def test_whole_triples(speak: Speak) -> None:
    packed = gzip.compress(TRIPLE + b'<urn:x#error> <urn:b> "not an error, nor incomplete" .\n')
    kind = "application/n-triples"

    assert len(triples(speak(chunked(kind, packed, headers="Content-Encoding: gzip\r\n")).url)) == 2
    assert len(triples(speak(unframed(f"{kind}\r\nContent-Encoding: gzip", packed)).url)) == 2
    assert triples(speak(answer(kind, b"")).url) == []


def test_what_unpacks_to_ten_thousand_times_its_size_is_unpacked_to_its_end(speak: Speak) -> None:
    long = TWO_ROWS.replace(b"urn:a", b"urn:" + b"a" * 3_000_000, 1)

    server = speak(answer(JSON, gzip.compress(long), "Content-Encoding: gzip"))

    assert [len(str(term)) for term in rows(server.url)] == [3_000_006, 7]


def test_what_is_damaged_or_packed_in_another_way(speak: Speak) -> None:
    damaged = speak(answer(JSON, b"no gzip at all", "Content-Encoding: gzip"))
    strange = speak(answer(JSON, b"\0\1", "Content-Encoding: br"))

    with pytest.raises(
        EndpointError, match="cannot be read beyond 0 rows: what came is damaged, or not gzip"
    ):
        rows(damaged.url)
    with pytest.raises(
        EndpointError,
        match="cannot be read beyond 0 rows: it is packed with br, which was not asked",
    ):
        rows(strange.url)


ALMOST = 7 * 2**20  # bytes; the parser gives up somewhere from 8 to 16 MiB
LARGER = 20_000_000


@pytest.mark.slow
@pytest.mark.parametrize("packed", [False, True])
def test_a_term_is_read_up_to_7_mebibytes(packed: bool, speak: Speak) -> None:
    def said(size: int) -> bytes:
        body = TWO_ROWS.replace(b"urn:a", b"urn:" + b"a" * size).replace(b"urn:aa", b"urn:a", 1)
        return (
            answer(JSON, gzip.compress(body, 1), "Content-Encoding: gzip")
            if packed
            else answer(JSON, body)
        )

    server = speak(said(ALMOST))
    assert len(rows(server.url)) == 2

    server = speak(said(LARGER))
    with pytest.raises(EndpointError) as refused:
        rows(server.url)
    larger = "row 1 of the answer is too large to be read; a term may have 7 MiB"
    assert str(refused.value) == f"{server.url}: {larger}"


def test_a_triple_is_read_up_to_7_mebibytes(speak: Speak) -> None:
    long = b'<urn:a> <urn:b> "' + b"a" * LARGER + b'" .\n'
    server = speak(chunked("application/n-triples", TRIPLE, long))

    with pytest.raises(EndpointError) as refused:
        triples(server.url)

    larger = "triple 2 of the answer is too large to be read; a term may have 7 MiB"
    assert str(refused.value) == f"{server.url}: {larger}"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("start", "reason"),
    [
        (HEAD + ROW + b",", "beyond 1 row: more than 64 MiB came after that"),
        (b"", "beyond 0 rows: more than 64 MiB came after that"),
        (TWO_ROWS, "beyond 2 rows: more than 64 MiB came after that"),
    ],
)
def test_white_space_without_end_is_not_read_to_its_end(
    start: bytes, reason: str, speak: Speak
) -> None:
    body = start + b" " * 100_000_000
    server = speak(answer(JSON, gzip.compress(body, 1), "Content-Encoding: gzip"))

    with pytest.raises(EndpointError, match=reason):
        rows(server.url)
