"""A server that repeats what it was sent, in whatever place and disguise, makes no message show it."""

from __future__ import annotations

import traceback
from base64 import b64encode
from collections.abc import Callable
from typing import Any

import pytest

import yuqiao
from yuqiao.graph.errors import EndpointError
from yuqiao.graph.stores.results import Solutions, Triples

TOKEN = "s3cretTOKENabcdef0123"
JSON, TRIPLES = "application/sparql-results+json", "application/n-triples"
HEAD = '{"head":{"vars":["s"]},"results":{"bindings":['
ROW = '{"s":{"type":"literal","value":"x"}}'
LINE = "<http://a> <http://b> <http://c> .\n"


def response(body: str, kind: str = JSON, status: str = "200 OK", more: str = "") -> bytes:
    """Write a response."""
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{more}Content-Length: {len(body)}\r\n"
    return f"{head}Connection: close\r\n\r\n{body}".encode()


REFLECTIONS = {
    "body": response(f"you sent Bearer {TOKEN}", status="401 No"),
    "beyond-the-shown": response("x" * 285 + f" {TOKEN}", status="500 No"),
    "results": response(f"you sent Bearer {TOKEN}"),
    "truncated-results": response(f"{HEAD}{ROW}, {{}} you sent Bearer {TOKEN}"),
    "reason": response("", status=f"500 you sent {TOKEN}"),
    "reason-of-a-part": response("", status=f"206 you sent {TOKEN}"),
    "reason-of-nothing": response("", status=f"204 you sent {TOKEN}"),
    "location": response("", status="302 x", more=f"Location: http://other.example/{TOKEN}\r\n"),
    "content-type": response("x", kind=f"text/{TOKEN}"),
    "content-encoding": response("x", more=f"Content-Encoding: {TOKEN}\r\n"),
    "percent-encoded": response(
        "".join(f"%{ord(letter):02x}" for letter in TOKEN), status="500 No"
    ),
    "hexadecimal": response(TOKEN.encode().hex(), status="500 No"),
    "base64": response(b64encode(TOKEN.encode()).decode(), status="500 No"),
    "backwards": response(TOKEN[::-1], status="500 No"),
    "upper-case": response(TOKEN.upper(), status="500 No"),
    "in-markup": response(f"<p>you sent <b>{TOKEN[:3]}</b>{TOKEN[3:]}</p>", status="500 No"),
    "in-entities": response(f"&#115;{TOKEN[1:]}</p>", status="500 No"),
    "escaped": response("".join(f"\\x{ord(letter):02x}" for letter in TOKEN), status="500 No"),
    "full-width": response("".join(chr(ord(letter) + 0xFEE0) for letter in TOKEN), status="500 No"),
    "spaced": response(" ".join(TOKEN), status="500 No"),
    "a-variable": response(f'{{"head":{{"vars":["{TOKEN} x"]}},"results":{{"bindings":[]}}}}'),
    "comment": response(f"{LINE}# error: you sent {TOKEN}\n", TRIPLES),
    "wrong-triple": response(f"{LINE}you sent {TOKEN}\n", TRIPLES),
    "wrong-first-triple": response(f"you sent {TOKEN}\n", TRIPLES),
}


def read_out(found: object) -> None:
    """Read a result to its end."""
    if isinstance(found, Solutions | Triples):
        list(found)


@pytest.mark.parametrize("place", REFLECTIONS)
def test_no_message_shows_the_token(
    speak: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    monkeypatch.setenv("YUQIAO_AUTH_HOST", "127.0.0.1")
    monkeypatch.setenv("YUQIAO_TOKEN", TOKEN)
    answer = REFLECTIONS[place]
    server = speak(answer, answer, answer)
    construct = TRIPLES.encode() in answer
    query = "CONSTRUCT WHERE { ?s ?p ?o }" if construct else "SELECT ?s { ?s ?p ?o }"

    with pytest.raises(EndpointError) as failed:
        read_out(yuqiao.open(server.url).query(query))

    told = "".join(traceback.format_exception(failed.value)).casefold()
    letters = "".join(filter(str.isalnum, told))
    for part in (TOKEN[at : at + 8].casefold() for at in range(len(TOKEN) - 7)):
        assert part not in letters
        assert part[::-1] not in letters
    assert str(failed.value).startswith(f"{server.url}: ")
    assert "\n" not in str(failed.value)


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "unicode-escape"])
def test_no_part_of_a_password_with_other_letters_is_shown(
    speak: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    monkeypatch.setenv("YUQIAO_AUTH_HOST", "127.0.0.1")
    monkeypatch.setenv("YUQIAO_USER", "anna")
    monkeypatch.setenv("YUQIAO_PASSWORD", "p@ss w0rd-öl")
    body = "you sent anna:p@ss w0rd-öl".encode(encoding)
    server = speak(b"HTTP/1.1 500 No\r\nContent-Length: %d\r\n\r\n" % len(body) + body)

    with pytest.raises(EndpointError) as failed:
        yuqiao.open(server.url).query("ASK {}")

    assert "w0rd" not in str(failed.value)


def test_a_plain_repetition_leaves_the_rest_of_the_message(
    speak: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YUQIAO_AUTH_HOST", "127.0.0.1")
    monkeypatch.setenv("YUQIAO_TOKEN", TOKEN)
    server = speak(REFLECTIONS["reason"])

    with pytest.raises(EndpointError) as failed:
        yuqiao.open(server.url).query("ASK {}")

    assert str(failed.value) == f"{server.url}: the endpoint answered 500 you sent …"


TERM = '{"type":"uri","value":"http://a"}'
NESTED = {
    "unclosed-subjects": (f'{HEAD}{{"s":' + '{"type":"triple","value":{"subject":' * 10_000, JSON),
    "objects": (
        f'{HEAD}{{"s":'
        + f'{{"type":"triple","value":{{"subject":{TERM},"predicate":{TERM},"object":' * 10_000
        + TERM
        + "}}" * 10_000
        + "}]}}",
        JSON,
    ),
    "escaped": (
        f'{HEAD}{ROW},{{"s":' + '{"type":"triple","value":{"\\u0073ubject":' * 10_000,
        JSON,
    ),
    "n-triples": (
        "<http://a> <http://b> "
        + "<<( <http://a> <http://b> " * 20_000
        + "<http://c>"
        + " )>>" * 20_000
        + " .\n",
        TRIPLES,
    ),
    "turtle": (
        LINE + "<http://a> <http://b> " + "<<(<http://a> <http://b> " * 20_000,
        "text/turtle",
    ),
    "xml": (
        '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head>'
        '<variable name="s"/></head><results><result><binding name="s">'
        + "<triple><subject>"
        * 10_000,
        "application/sparql-results+xml",
    ),
}


@pytest.mark.parametrize("case", NESTED)
def test_deeply_nested_triple_terms_are_rejected_in_one_line(
    speak: Callable[..., Any], case: str
) -> None:
    body, kind = NESTED[case]
    server = speak(response(body, kind))
    query = "SELECT ?s { ?s ?p ?o }" if "sparql" in kind else "CONSTRUCT WHERE { ?s ?p ?o }"

    with pytest.raises(EndpointError, match=r"it nests more than 1000 [a-z ]+; no RDF needs that$"):
        read_out(yuqiao.open(server.url).query(query))


def test_some_nesting_is_read(speak: Callable[..., Any]) -> None:
    depth = 100
    opened = f'{{"type":"triple","value":{{"subject":{TERM},"predicate":{TERM},"object":' * depth
    body = f'{HEAD}{{"s":{opened}{TERM}{"}}" * depth}}}]}}}}'
    rows = yuqiao.open(speak(response(body)).url).select("SELECT ?s { ?s ?p ?o }")

    assert str(next(iter(rows))["s"]).count("<<(") == depth - 1  # the outermost has no brackets


def columns(count: int, kind: str) -> str:
    """Return an answer without rows that has so many columns."""
    if kind == JSON:
        names = ",\n".join(f'"v{number}"' for number in range(count))
        return f'{{"head": {{"vars" : [{names}]}}, "results": {{"bindings": []}}}}'
    names = "".join(f'<variable name="v{number}"/>' for number in range(count))
    root = '<sparql xmlns="http://www.w3.org/2005/sparql-results#">'
    return f"{root}<head>{names}</head><results></results></sparql>"


@pytest.mark.slow
@pytest.mark.parametrize("kind", [JSON, "application/sparql-results+xml"])
def test_very_many_columns_are_rejected_before_they_are_compared(
    speak: Callable[..., Any], kind: str
) -> None:
    server = speak(response(columns(2000, kind), kind), response(columns(200_000, kind), kind))
    graph = yuqiao.open(server.url)

    assert len(graph.select("SELECT * { ?s ?p ?o }").variables) == 2000
    with pytest.raises(EndpointError, match=r"it has more than 10,000 columns$"):
        graph.query("SELECT * { ?s ?p ?o }")


@pytest.mark.parametrize("charset", ["idna", "undefined", "punycode", "rot13", "nonsense", "\\"])
def test_a_character_set_that_decodes_nothing_ends_nothing(
    speak: Callable[..., Any], charset: str
) -> None:
    body = "é you sent nothing"
    server = speak(response(body, f"text/plain; charset={charset}", "500 No"))

    with pytest.raises(
        EndpointError, match=r"the endpoint answered 500 No: \S+ you sent nothing?$"
    ):
        yuqiao.open(server.url).query("ASK {}")
