"""Triples of an endpoint that are no RDF are left out on request, counted and placed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner

from yuqiao.cli import main

ALL = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
LINES = [
    "<http://e/a> <http://e/p> <http://e/b c> .",
    '<http://e/a> <http://e/p> "one" .',
    '<http://e/a> <http://e/p> "two"@en-toolongatag .',
    "<http://e/a> <no> 5 .",
    '<http://e/a> <http://e/p> "three" .',
    '<http://e/a> <http://e/p> "four"^^<nothing> .',
]
GOOD = '<http://e/a> <http://e/p> "one" .\n<http://e/a> <http://e/p> "three" .\n'


def http(body: str, kind: str) -> bytes:
    """Return a response with a length."""
    data = body.encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(data)}\r\n\r\n"
    return head.encode() + data


def number(count: int) -> bytes:
    """Return the response to a query that counts."""
    value = f'"datatype":"http://www.w3.org/2001/XMLSchema#integer","value":"{count}"'
    rows = f'{{"bindings":[{{"n":{{"type":"literal",{value}}}}}]}}'
    return http(f'{{"head":{{"vars":["n"]}},"results":{rows}}}', "application/sparql-results+json")


def triples(*lines: str, kind: str = "application/n-triples") -> bytes:
    """Return the response to a CONSTRUCT."""
    return http("\n".join(lines) + "\n", kind)


def run(*arguments: str) -> tuple[int, str, str]:
    """Return how a command ends, and what it writes."""
    found = CliRunner().invoke(main, list(arguments))
    return found.exit_code, found.stdout, found.stderr


@pytest.mark.parametrize("kind", ["application/n-triples", "text/turtle"])
def test_a_construct_leaves_out_what_is_no_rdf(kind: str, speak: Callable[..., Any]) -> None:
    url = speak(triples(*LINES, kind=kind)).url
    query = ("query", ALL, "--graph", url, "--as", "ntriples")

    assert run(*query)[0] == 2
    status, out, err = run(*query, "--skip-bad")

    assert (status, out) == (1, GOOD)
    places = [line for line in err.splitlines() if line.startswith("yuqiao: skipped: ")]
    numbers = [int(line.partition(": line ")[2].partition(":")[0]) for line in places]
    assert numbers == [1, 3, 4, 6]
    assert all(line.startswith(f"yuqiao: skipped: {url}: line ") for line in places)
    assert err.endswith("4 skipped\n")


@pytest.mark.parametrize(
    ("rest", "reason"),
    [
        (
            "The query was cancelled after 60 s",
            "the server stopped after 2 triples and wrote: The query was cancelled after 60 s",
        ),
        ("<http://e/a> <http://e/p> <http://e/", "the answer was cut short after 2 triples"),
        ("# error: the time is out", "the server stopped after 2 triples and wrote: # error"),
        ("Error: the query was cancelled.", "triple 3 of the answer cannot be read"),
        ("<http://e/a> <b> 1 .\n<http://e/a> <http://e/p> ", "triple 3 of the answer cannot be"),
    ],
)
def test_what_was_not_sent_is_not_left_out(
    rest: str, reason: str, speak: Callable[..., Any]
) -> None:
    url = speak(triples(*LINES, rest)).url

    status, _, err = run("query", ALL, "--graph", url, "--as", "ntriples", "--skip-bad")

    assert status == 2
    assert reason in err


@pytest.mark.parametrize(("stated", "status"), [(6, 1), (7, 2)])
def test_an_export_counts_what_it_leaves_out(
    stated: int, status: int, speak: Callable[..., Any]
) -> None:
    url = speak(number(stated), triples(*LINES), number(stated)).url

    ended, out, err = run("export", "--graph", url, "--as", "ntriples", "--skip-bad")

    assert ended == status
    if status == 1:
        assert (out, err.splitlines()[-1]) == (GOOD, "yuqiao: 4 skipped")
    else:
        assert "cut short after 2 triples; the endpoint counts 7" in err


@pytest.mark.parametrize("shown", ["{}", "{} x"])
def test_a_triple_that_reflects_the_token_does_not_show_it(
    shown: str, speak: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    token = "tOkEn-0123456789"
    monkeypatch.setenv("YUQIAO_AUTH_HOST", "127.0.0.1")
    monkeypatch.setenv("YUQIAO_TOKEN", token)
    url = speak(triples(f"<http://e/a> <http://e/p> <{shown.format(token)}> .", LINES[1])).url

    status, out, err = run("query", ALL, "--graph", url, "--as", "ntriples", "--skip-bad")

    assert status == 1
    assert err.count("skipped: ") == 1
    assert token not in out + err
