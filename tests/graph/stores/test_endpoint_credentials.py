"""Secrets go to the host they are for, encrypted or not at all, and are never shown."""

from __future__ import annotations

import hashlib
import re
import traceback
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

import yuqiao
from yuqiao.graph.errors import EndpointError, InputError
from yuqiao.graph.stores.endpoint.credentials import find_credentials

Speak = Callable[..., Any]
SECRET = "s3cret-渝"
BASIC = b64encode(f"li:{SECRET}".encode())


def said(status: str, body: bytes = b"", *headers: str) -> bytes:
    """Write an HTTP answer."""
    kind = "Content-Type: application/sparql-results+json"
    lines = [f"HTTP/1.1 {status}", kind, f"Content-Length: {len(body)}", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + body


TRUE = said("200 OK", b'{"head":{},"boolean":true}')


def header(request: bytes) -> bytes | None:
    """Return the Authorization header of a request."""
    found = re.search(rb"(?im)^authorization: (.*?)\r$", request)
    return found[1] if found else None


@pytest.fixture
def user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YUQIAO_AUTH_HOST", "127.0.0.1")
    monkeypatch.setenv("YUQIAO_USER", "li")
    monkeypatch.setenv("YUQIAO_PASSWORD", SECRET)


@pytest.mark.usefixtures("user")
def test_user_and_password_are_sent_to_the_host_they_are_for(speak: Speak) -> None:
    server = speak(TRUE)

    assert yuqiao.open(server.url).query("ASK {}") is True
    assert header(server.requests[0]) == b"Basic " + BASIC


def test_a_token_is_sent_to_the_host_and_port_it_is_for(
    speak: Speak, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, neighbour = speak(TRUE), speak(TRUE)
    monkeypatch.setenv("YUQIAO_AUTH_HOST", f"127.0.0.1:{server.port}")
    monkeypatch.setenv("YUQIAO_TOKEN", "t0ken")

    assert yuqiao.open(server.url).query("ASK {}") is True
    assert yuqiao.open(neighbour.url).query("ASK {}") is True
    assert header(server.requests[0]) == b"Bearer t0ken"
    assert header(neighbour.requests[0]) is None


def test_netrc(speak: Speak, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    netrc = tmp_path / "my-netrc"
    netrc.write_text(f"machine 127.0.0.1 login li password {SECRET}\n", "utf-8")
    monkeypatch.setenv("NETRC", str(netrc))
    server = speak(TRUE)

    assert yuqiao.open(server.url).query("ASK {}") is True
    assert header(server.requests[0]) == b"Basic " + BASIC


def digest(text: str) -> str:
    """Return the sum that Digest is made of."""
    return hashlib.md5(text.encode()).hexdigest()


def digest_server(request: bytes) -> bytes:
    """Request Digest as Virtuoso does: with a challenge only where nothing was sent."""
    sent = header(request)
    if sent is None:
        challenge = 'Digest realm="SPARQL", nonce="n1", qop="auth", algorithm="MD5"'
        return said("401 Unauthorized", b"", f"WWW-Authenticate: {challenge}")
    parts = dict(re.findall(r'(\w+)="?([^",]*)"?', sent.decode()))
    if not sent.startswith(b"Digest"):
        return said("401 Unauthorized")
    who, what = digest(f"li:SPARQL:{SECRET}"), digest("POST:/sparql")
    right = digest(f"{who}:n1:{parts['nc']}:{parts['cnonce']}:auth:{what}")
    return TRUE if parts["response"] == right else said("401 Unauthorized")


@pytest.mark.usefixtures("user")
def test_digest_is_used_where_the_server_asks_for_it(speak: Speak) -> None:
    server = speak(digest_server)
    graph = yuqiao.open(server.url)

    assert graph.query("ASK {}") is True
    assert graph.query("ASK {}") is True
    schemes = [(header(request) or b"none").split()[0] for request in server.requests]
    assert schemes == [b"Basic", b"none", b"Digest", b"Digest"]


@pytest.mark.usefixtures("user")
@pytest.mark.parametrize(
    "place", ["/elsewhere", "https://127.0.0.1/sparql", "http://other.example/"]
)
def test_credentials_go_along_no_redirect(place: str, speak: Speak) -> None:
    server = speak(said("307 Temporary Redirect", b"", f"Location: {place}"), TRUE)

    with pytest.raises(EndpointError, match=r"points to .* \(307\), where the query is not sent"):
        yuqiao.open(server.url).query("ASK {}")
    assert len(server.requests) == 1


@pytest.mark.usefixtures("user")
@pytest.mark.parametrize("status", ["401 Unauthorized", "403 Forbidden", "400 Bad Request"])
def test_a_server_that_repeats_a_secret_is_not_quoted(status: str, speak: Speak) -> None:
    words = f"Basic {BASIC.decode()} is li:{SECRET}?"
    server = speak(said(status, words.encode(), "WWW-Authenticate: Basic realm=x"))

    with pytest.raises(EndpointError) as refused:
        yuqiao.open(server.url).query("ASK {}")

    printed = "".join(traceback.format_exception(refused.value)) + repr(refused.value)
    assert "Basic … is li:…?" in str(refused.value)
    assert SECRET not in printed
    assert BASIC.decode() not in printed


def test_who_was_refused_hears_where_was_looked(
    speak: Speak, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    server = speak(said("401 Unauthorized", b"", "WWW-Authenticate: Basic realm=x"))

    with pytest.raises(EndpointError) as unknown:
        yuqiao.open(server.url).query("ASK {}")
    monkeypatch.setenv("YUQIAO_AUTH_HOST", "127.0.0.1")
    monkeypatch.setenv("YUQIAO_TOKEN", "t0ken")
    with pytest.raises(EndpointError) as refused:
        yuqiao.open(server.url).query("ASK {}")

    assert str(unknown.value) == (
        f"{server.url}: the endpoint answered 401 Unauthorized; it was asked without credentials "
        f"(YUQIAO_USER and YUQIAO_TOKEN are not set, and there is no {tmp_path}/netrc). Set "
        "YUQIAO_AUTH_HOST to 127.0.0.1, and YUQIAO_USER with YUQIAO_PASSWORD or YUQIAO_TOKEN."
    )
    assert str(refused.value) == (
        f"{server.url}: the endpoint answered 401 Unauthorized; it was asked with the credentials "
        "of YUQIAO_TOKEN"
    )


@pytest.mark.parametrize(
    "url", [f"http://li:{SECRET}@example.org/sparql", f"https://{SECRET}@example.org:8443/sparql"]
)
def test_a_password_in_the_address_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(InputError) as refused:
        yuqiao.open(url)

    assert SECRET not in str(refused.value)
    assert "a user or password in the address is not taken, as others could read it; set " in str(
        refused.value
    )


@pytest.mark.parametrize(
    "url",
    [f"http://li:{SECRET}@[::1/", f"http://li:{SECRET}@h:x/", f"ftp://li:{SECRET}@example.org/x"],
)
def test_nor_is_it_repeated_where_the_address_is_wrong(url: str) -> None:
    with pytest.raises(InputError) as refused:
        yuqiao.open(url)

    assert SECRET not in str(refused.value)


CONTRADICTIONS = [
    (
        {"YUQIAO_TOKEN": SECRET},
        (
            "YUQIAO_TOKEN is set, but not YUQIAO_AUTH_HOST: set it to the host the secret is for, as "
            "host or host:port"
        ),
    ),
    (
        {"YUQIAO_USER": "li", "YUQIAO_AUTH_HOST": "example.org"},
        "YUQIAO_USER set: expected YUQIAO_USER with YUQIAO_PASSWORD, or YUQIAO_TOKEN alone",
    ),
    (
        {
            "YUQIAO_USER": "li",
            "YUQIAO_PASSWORD": SECRET,
            "YUQIAO_TOKEN": SECRET,
            "YUQIAO_AUTH_HOST": "example.org:443",
        },
        (
            "YUQIAO_USER and YUQIAO_PASSWORD and YUQIAO_TOKEN set: expected YUQIAO_USER with "
            "YUQIAO_PASSWORD, or YUQIAO_TOKEN alone"
        ),
    ),
    (
        {"YUQIAO_TOKEN": f"{SECRET}\n", "YUQIAO_AUTH_HOST": "example.org"},
        "YUQIAO_TOKEN holds a space, a line break or a letter beyond ASCII",
    ),
    (
        {"YUQIAO_USER": "a:b", "YUQIAO_PASSWORD": SECRET, "YUQIAO_AUTH_HOST": "EXAMPLE.org"},
        "YUQIAO_USER holds a colon or a control character",
    ),
]


@pytest.mark.parametrize(("environment", "message"), CONTRADICTIONS)
def test_variables_that_contradict_each_other(environment: dict[str, str], message: str) -> None:
    with pytest.raises(InputError) as refused:
        find_credentials(urlsplit("https://example.org/sparql"), environment)

    assert str(refused.value) == message


def test_a_secret_is_not_sent_unencrypted_to_another_machine(tmp_path: Path) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text(f"machine example.org login li password {SECRET}")
    variables = {"YUQIAO_TOKEN": "t0ken", "YUQIAO_AUTH_HOST": "example.org"}
    url = urlsplit("http://example.org/sparql")

    with pytest.raises(InputError) as refused:
        find_credentials(url, variables)
    from_netrc = find_credentials(url, {"NETRC": str(netrc)})

    assert str(refused.value) == (
        "YUQIAO_TOKEN would be sent unencrypted to example.org, and is not; use an https address"
    )
    assert from_netrc.found is None
    assert from_netrc.looked == (
        "YUQIAO_USER and YUQIAO_TOKEN are not set, and the entry for example.org in "
        f"{netrc} is not sent unencrypted"
    )


@pytest.mark.parametrize(
    ("text", "looked"),
    [
        ("machine other.org login li password x\n", "has no entry for example.org"),
        ("default login li password x\n", "has no entry for example.org"),
        (f"machine example.org login li password {SECRET} x\n", "is not understood"),
    ],
)
def test_a_netrc_without_an_entry(text: str, looked: str, tmp_path: Path) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text(text)

    search = find_credentials(urlsplit("https://example.org/"), {"NETRC": str(netrc)})

    assert search.found is None
    assert search.looked == f"YUQIAO_USER and YUQIAO_TOKEN are not set, and {netrc} {looked}"


def test_a_netrc_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "netrc").write_bytes(b"machine \xff\xfe")

    text = find_credentials(urlsplit("https://a.org/"), {"NETRC": f"{tmp_path}/netrc"}).looked
    folder = find_credentials(urlsplit("https://a.org/"), {"NETRC": str(tmp_path)}).looked

    assert text.endswith(f"{tmp_path}/netrc is not text in UTF-8")
    assert folder.endswith(f"{tmp_path} cannot be read (is a directory)")


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("example.org", "https://example.org:8443/"),
        ("Example.ORG:443", "https://example.org/"),
        ("[::1]:8890", "http://[::1]:8890/"),
        ("::1", "http://[::1]:8890/"),
        ("localhost", "http://localhost:3030/"),
    ],
)
def test_a_host_is_named_with_or_without_its_port(host: str, url: str) -> None:
    variables = {"YUQIAO_TOKEN": "t0ken", "YUQIAO_AUTH_HOST": host}

    assert find_credentials(urlsplit(url), variables).found is not None


def test_objects_do_not_show_what_they_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YUQIAO_AUTH_HOST", "example.org")
    monkeypatch.setenv("YUQIAO_TOKEN", "t0ken")
    search = find_credentials(urlsplit("https://example.org/"))

    shown = repr(search) + repr(yuqiao.open("https://example.org/sparql?key=t0ken"))

    assert "t0ken" not in shown
