"""What an endpoint says instead of an answer: one clear line, and no query more than is safe."""

from __future__ import annotations

import socket
import ssl
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import yuqiao
from yuqiao.graph.errors import EndpointError, InputError, QueryError

Speak = Callable[..., Any]
YES = b'{"head":{},"boolean":true}'


def said(status: str, body: bytes = b"", *headers: str, kind: str = "text/plain") -> bytes:
    """Write an HTTP answer."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, *headers, "", ""]).encode() + body


TRUE = said("200 OK", YES, kind="application/sparql-results+json")


REFUSALS = [
    (
        said("404 Not Found", b"<html><title>x</title><h1>No page &amp; no graph</h1></html>"),
        "the endpoint answered 404 Not Found: No page & no graph",
    ),
    (
        said("500 Server Error", b'{"exception":"Out of memory","query":"ASK {}"}'),
        "the endpoint answered 500 Server Error: Out of memory",
    ),
    (
        said("429 Too Many Requests", b"Slow down", "Retry-After: 3600"),
        "the endpoint answered 429 Too Many Requests: Slow down",
    ),
    (
        said("503 Service Unavailable", b"Query timed out"),
        "the endpoint answered 503 Service Unavailable: Query timed out",
    ),
    (said("504 Gateway Timeout"), "the endpoint answered 504 Gateway Timeout"),
    (said("204 No Content"), "answered 204 No Content, without a result"),
    (
        said("206 Partial Content", YES),
        (
            "would give only a part of the answer (206 Partial Content); ask for less, or in parts with "
            "LIMIT and OFFSET"
        ),
    ),
    (
        said("302 Found", b"", "Location: https://elsewhere.example/sparql?key=secret"),
        (
            "the endpoint points to https://elsewhere.example/sparql?… (302), where the query is not "
            "sent; if you trust it, give that address instead"
        ),
    ),
    (b"SSH-2.0-OpenSSH_9.2\r\n\r\n", None),
    (b"HTTP/1.1 200 OK\r\nX: " + b"x" * 500_000, None),
]


@pytest.mark.parametrize(("answer", "message"), REFUSALS)
def test_a_refusal_is_one_line_and_the_query_is_not_sent_again(
    answer: bytes, message: str | None, speak: Speak
) -> None:
    server = speak(answer)

    with pytest.raises(EndpointError) as refused:
        yuqiao.open(server.url).query("ASK {}")

    text = str(refused.value)
    assert "\n" not in text
    assert len(server.requests) == 1
    if message is None:
        assert text.startswith(f"{server.url}: taken for a SPARQL endpoint, but it cannot be asked")
    else:
        assert text == f"{server.url}: {message}"


AGAIN = [
    None,
    said("429 Too Many Requests", b"", "Retry-After: 0"),
    said("503 Service Unavailable", b"", "Retry-After: Thu, 01 Jan 2026 00:00:00 GMT"),
    said("503 Service Unavailable", b"Starting up"),
    said("502 Bad Gateway"),
]


@pytest.mark.slow
@pytest.mark.parametrize("answer", AGAIN)
def test_a_query_that_nobody_took_is_sent_again(answer: bytes | None, speak: Speak) -> None:
    server = speak(answer, TRUE)

    assert yuqiao.open(server.url).query("ASK {}") is True
    assert len(server.requests) == 2


@pytest.mark.slow
def test_it_is_sent_three_times_at_most(speak: Speak) -> None:
    silent, busy = speak(None), speak(said("429 Too Many Requests", b"", "Retry-After: 0"))

    with pytest.raises(EndpointError, match="it closed the connection without an answer"):
        yuqiao.open(silent.url).query("ASK {}")
    with pytest.raises(EndpointError, match="429 Too Many Requests"):
        yuqiao.open(busy.url).query("ASK {}")

    assert (len(silent.requests), len(busy.requests)) == (3, 3)


def test_a_redirect_on_the_same_host_is_followed_with_the_query(speak: Speak) -> None:
    server = speak(said("308 Permanent Redirect", b"", "Location: /new/sparql"), TRUE)

    assert yuqiao.open(server.url).query("ASK {}") is True
    assert server.requests[1].startswith(b"POST /new/sparql HTTP/1.1\r\n")
    assert server.requests[1].endswith(b"\r\n\r\nquery=ASK+%7B%7D")


def test_an_answer_that_is_elsewhere_on_the_same_host_is_fetched(speak: Speak) -> None:
    server = speak(said("303 See Other", b"", "Location: /results/7"), TRUE)

    assert yuqiao.open(server.url).query("ASK {}") is True
    assert server.requests[1].startswith(b"GET /results/7 HTTP/1.1\r\n")


def test_an_answer_that_is_elsewhere_on_another_host_is_said(speak: Speak) -> None:
    server = speak(said("303 See Other", b"", "Location: http://example.org/results/7"))

    with pytest.raises(EndpointError, match=r"points to http://example\.org/results/7 \(303\)"):
        yuqiao.open(server.url).query("ASK {}")


@pytest.mark.parametrize(
    "status", ["405 Method Not Allowed", "415 Unsupported Media Type", "501 Not Implemented"]
)
def test_a_server_that_refuses_post_is_asked_with_get(status: str, speak: Speak) -> None:
    server = speak(said(status), TRUE, TRUE)
    graph = yuqiao.open(f"{server.url}?default-graph-uri=urn:g")

    assert [graph.query("ASK {}"), graph.query("ASK { ?s ?p '渝' }")] == [True, True]
    assert [request.split(b"\r\n", 1)[0] for request in server.requests] == [
        b"POST /sparql?default-graph-uri=urn:g HTTP/1.1",
        b"GET /sparql?default-graph-uri=urn:g&query=ASK+%7B%7D HTTP/1.1",
        (
            b"GET /sparql?default-graph-uri=urn:g&query=ASK+%7B+%3Fs+%3Fp+%27%E6%B8%9D%27+%7D"
            b" HTTP/1.1"
        ),
    ]


def test_a_redirect_without_end(speak: Speak) -> None:
    server = speak(said("307 Temporary Redirect", b"", "Location: /sparql"))

    with pytest.raises(EndpointError, match="the endpoint points from one address to the next"):
        yuqiao.open(server.url).query("ASK {}")
    assert len(server.requests) == 6


def test_what_is_sent(speak: Speak) -> None:
    server = speak(TRUE)

    yuqiao.open(f"{server.url}?default-graph-uri=urn:g#top").query("ASK { ?s a '渝桥' }")

    head, body = server.requests[0].split(b"\r\n\r\n")
    line, *headers = head.decode().lower().split("\r\n")
    assert line == "post /sparql?default-graph-uri=urn:g http/1.1"
    assert f"user-agent: yuqiao/{yuqiao.__version__}" in headers
    assert "accept-encoding: gzip" in headers
    assert "content-type: application/x-www-form-urlencoded" in headers
    assert (
        "accept: application/sparql-results+json, application/sparql-results+xml;q=0.5, "
        "text/tab-separated-values;q=0.2, text/csv;q=0.1"
    ) in headers
    assert body == b"query=ASK+%7B+%3Fs+a+%27%E6%B8%9D%E6%A1%A5%27+%7D"


def test_a_service_clause_is_the_business_of_the_server(speak: Speak) -> None:
    server = speak(TRUE)

    assert yuqiao.open(server.url).query("ASK { SERVICE <urn:there> { ?s ?p ?o } }") is True


def test_a_wrong_query_is_shown_with_a_caret_beside_the_servers_words(speak: Speak) -> None:
    server = speak(said("400 Bad Request", b"Lexical error"))

    with pytest.raises(EndpointError) as refused:
        yuqiao.open(server.url).query("SELECT * {\n?p skso:broader ?q }")

    assert str(refused.value) == (
        f"{server.url}: the endpoint answered 400 Bad Request: Lexical error\n"
        "the query is wrong at line 2, column 4: the prefix skso: is not declared; did you mean "
        "skos:?\n"
        "?p skso:broader ?q }\n"
        "   ^"
    )


def test_a_query_that_is_right_elsewhere_is_sent_as_it_is(speak: Speak) -> None:
    extended = "SELECT * { ?s ?p ?o OPTION (TRANSITIVE) }"
    server = speak(TRUE)

    with pytest.raises(EndpointError, match="answered true or false where rows were due"):
        yuqiao.open(server.url).query(extended)

    assert b"OPTION" in server.requests[0]


def test_half_a_character_is_not_sent(speak: Speak) -> None:
    server = speak(TRUE)

    with pytest.raises(QueryError, match="it holds half of a character"):
        yuqiao.open(server.url).query("ASK { ?s ?p '\ud800' }")
    assert server.requests == []


UNREACHABLE = [
    (
        "http://no-such-host.invalid/sparql",
        "there is no host of that name, or no way to look it up",
    ),
    ("http://127.0.0.1:1/sparql", "nothing listens there (connection refused)"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("url", "reason"), UNREACHABLE)
def test_an_endpoint_that_cannot_be_reached(url: str, reason: str) -> None:
    with pytest.raises(EndpointError) as refused:
        yuqiao.open(url).query("ASK {}")

    assert str(refused.value) == (
        f"{url}: taken for a SPARQL endpoint, but it cannot be asked: {reason}"
    )


NO_ADDRESSES = [
    ("http://", "http://: not an address of a SPARQL endpoint: it names no host"),
    ("http:///sparql", "http:///sparql: not an address of a SPARQL endpoint: it names no host"),
    (
        "http://example.org:99999/",
        "http://example.org:99999/: not an address of a SPARQL endpoint: Port out of range 0-65535",
    ),
    ("http://[::1/", "http://[::1/: not an address of a SPARQL endpoint: Invalid IPv6 URL"),
]


@pytest.mark.parametrize(("url", "message"), NO_ADDRESSES)
def test_what_is_no_address(url: str, message: str) -> None:
    with pytest.raises(InputError) as refused:
        yuqiao.open(url)

    assert str(refused.value) == message


def certificate(folder: Path) -> Path:
    """Make a certificate that nobody has signed."""
    path = folder / "server.pem"
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost"
    subprocess.run(
        [*command.split(), "-keyout", path, "-out", folder / "only.pem"],
        check=True,
        capture_output=True,
    )
    path.write_bytes(path.read_bytes() + (folder / "only.pem").read_bytes())
    return path


def test_a_certificate_that_nobody_trusts(tmp_path: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate(tmp_path))
    listening = socket.create_server(("127.0.0.1", 0))

    def greet() -> None:
        connection, _ = listening.accept()
        with connection, pytest.raises(ssl.SSLError):
            context.wrap_socket(connection, server_side=True)

    greeter = threading.Thread(target=greet)
    greeter.start()
    url = f"https://127.0.0.1:{listening.getsockname()[1]}/sparql"

    with listening, pytest.raises(EndpointError) as refused:
        yuqiao.open(url).query("ASK {}")
    greeter.join()

    assert str(refused.value) == (
        f"{url}: taken for a SPARQL endpoint, but it cannot be asked: its certificate is not "
        "trusted (self-signed certificate); SSL_CERT_FILE may name a file of others to trust"
    )


def test_this_machine_is_asked_without_a_proxy(
    speak: Speak, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy, server = speak(TRUE), speak(TRUE)
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{proxy.port}")

    assert yuqiao.open(server.url).query("ASK {}") is True
    assert proxy.requests == []


def test_another_machine_is_asked_through_the_proxy_of_the_environment(
    speak: Speak, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = speak(TRUE)
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.port}")

    assert yuqiao.open("http://example.invalid/sparql").query("ASK {}") is True
    assert proxy.requests[0].startswith(b"POST http://example.invalid/sparql HTTP/1.1\r\n")


@pytest.mark.slow
def test_a_proxy_that_is_down_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://reader:secret@127.0.0.1:1")

    with pytest.raises(EndpointError) as refused:
        yuqiao.open("http://example.invalid/sparql").query("ASK {}")

    assert str(refused.value) == (
        "http://example.invalid/sparql: taken for a SPARQL endpoint, but it cannot be asked: "
        "nothing listens there (connection refused) (asked through the proxy that the environment "
        "names)"
    )


@pytest.mark.parametrize(
    ("variable", "value", "reason"),
    [
        (
            "SSL_CERT_FILE",
            "/no/such/file",
            "certificates cannot be loaded (No such file or directory): see SSL_CERT_FILE, ",
        ),
        ("ALL_PROXY", "socks5://127.0.0.1:1", "Using SOCKS proxy, but the 'socksio' package is "),
        ("ALL_PROXY", "gopher://127.0.0.1:1", "Unknown scheme for proxy URL "),
    ],
)
def test_an_environment_that_does_not_hold(
    variable: str, value: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    url = "https://example.invalid/sparql"

    with pytest.raises(EndpointError) as refused:
        yuqiao.open(url).query("ASK {}")

    assert str(refused.value).startswith(
        f"{url}: taken for a SPARQL endpoint, but it cannot be asked: {reason}"
    )
