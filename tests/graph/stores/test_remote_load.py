"""LOAD reads a document of an allowed host as a file is read: within bounds, or not at all."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from typing import Protocol

import pyoxigraph
import pytest

from yuqiao.graph.errors import InputError, InputWarning, QueryError
from yuqiao.graph.stores.memory import MemoryStore


class Server(Protocol):
    """The part of a Speaker that is used here."""

    @property
    def port(self) -> int: ...


Speak = Callable[..., Server]


def answer(
    content: bytes, kind: str = "text/turtle", *headers: str, status: str = "200 OK"
) -> bytes:
    """Return what a server says."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(content)}", *headers]
    lines += [f"Content-Type: {kind}"] if kind else []
    return "\r\n".join([*lines, "", ""]).encode() + content


def updated(speak: Speak, update: str, *answers: bytes) -> MemoryStore:
    """Run an update with a server's document in the place of URL."""
    server = speak(*answers)
    store = MemoryStore(pyoxigraph.Store(), {"ex": "http://e/"}, [f"127.0.0.1:{server.port}"])
    store.update(update.replace("URL", f"http://127.0.0.1:{server.port}"))
    return store


DOCUMENTS = {
    "turtle": (b"<a> <#p> 'x'@en .", "text/turtle", "/d/doc"),
    "by its name": (b"<a> <#p> 'x'@en .", "application/octet-stream", "/d/doc.ttl"),
    "compressed": (gzip.compress(b"<a> <#p> 'x'@en ."), "application/gzip", "/d/doc.ttl.gz"),
    "RDF/XML": (
        b'<!DOCTYPE r [<!ENTITY x "x"><!ENTITY r "http://www.w3.org/1999/02/22-rdf-syntax-ns#">]>'
        + b'<r:RDF xmlns:r="&r;" xmlns:e="BASE#"><r:Description r:about="a" e:p="&x;" '
        + b'xml:lang="en"/></r:RDF>',
        "application/rdf+xml",
        "/d/doc",
    ),
    "JSON-LD": (
        b'{"@id": "a", "BASE#p": {"@value": "x", "@language": "en"}}',
        "application/ld+json",
        "/d/doc",
    ),
}


@pytest.mark.parametrize("case", DOCUMENTS)
def test_a_document_is_loaded(case: str, speak: Speak) -> None:
    content, kind, path = DOCUMENTS[case]

    def respond(request: bytes) -> bytes:
        host = request.partition(b"Host: ")[2].partition(b"\r\n")[0]
        return answer(content.replace(b"BASE", b"http://" + host + path.encode()), kind)

    server = speak(respond)
    port = server.port
    store = MemoryStore(pyoxigraph.Store(), {}, ["127.0.0.1"])
    store.update(f"LOAD <http://127.0.0.1:{port}{path}>")

    assert [str(quad) for quad in store.oxigraph] == [
        f'<http://127.0.0.1:{port}/d/a> <http://127.0.0.1:{port}{path}#p> "x"@en'
    ]


def test_what_is_loaded_stands_where_the_update_says(speak: Speak) -> None:
    store = updated(
        speak,
        "PREFIX u: <URL/> INSERT DATA { ex:a ex:p 1 } ; LOAD u:doc.ttl INTO GRAPH ex:g ; "
        "INSERT { ?s ex:q ?o } WHERE { GRAPH ?g { ?s ex:p ?o } } ;\n"
        "# LOAD <http://evil.org/>\nload silent <URL/more#part> into graph <http://e/h>",
        answer(b"@prefix : <http://e/> . :b :p 2 . [] :r _:b0 ."),
        answer(b"_:b0 <http://e/r> <http://e/b0> ."),
    )

    rows = store.select(
        "SELECT ?g ?s ?p ?o { { GRAPH ?g { ?s ?p ?o } } UNION { ?s ?p ?o } FILTER(!ISBLANK(?s)) }"
    )
    assert sorted(" ".join(str(term or "-") for term in row) for row in rows) == [
        '- <http://e/a> <http://e/p> "1"^^<http://www.w3.org/2001/XMLSchema#integer>',
        '- <http://e/b> <http://e/q> "2"^^<http://www.w3.org/2001/XMLSchema#integer>',
        '<http://e/g> <http://e/b> <http://e/p> "2"^^<http://www.w3.org/2001/XMLSchema#integer>',
    ]
    assert len(store.oxigraph) == 5


BOMB = b'<!DOCTYPE r [<!ENTITY a "' + 90_000 * b"a" + b'">]><r>' + 90_000 * b"&a;" + b"</r>"
PARAMETER = b'<!DOCTYPE r [<!ENTITY % a SYSTEM "file:///etc/passwd"> %a;]><r/>'

REFUSED = {
    "a bomb": (answer(BOMB, "application/rdf+xml"), "entit"),
    "an external entity": (answer(PARAMETER, "application/rdf+xml"), "entit"),
    "depth": (
        answer(b"<a:a> <a:b> " + 1001 * b"<<( <a:a> <a:b> ", "text/turtle"),
        "nests more than 1000 triple terms",
    ),
    "depth of JSON": (answer(60_000 * b"[", "application/ld+json"), "nests more than 1000 objects"),
    "a context elsewhere": (
        answer(b'{"@context": "http://evil.org/c", "p": 1}', "application/ld+json"),
        "not fetched",
    ),
    "malformed": (answer(b"<a:a> <a:b>\n c ."), ":2:2: "),
    "named graphs": (answer(b"<a:g> { <a:a> <a:b> 1 }", "application/trig"), "has named graphs"),
    "a page": (answer(b"<html></html>", "text/html"), "comes as text/html, which is not RDF"),
    "missing": (answer(b"", status="404 Not Found"), "the server answered 404 Not Found"),
    "moved": (
        answer(b"", "", "Location: http://evil.org/", status="302 Found"),
        "answered 302 Found; it points elsewhere, which is not followed",
    ),
    "cut": (answer(b"<a:a> <a:b> 1 .")[:-3], "the connection was lost before its end"),
    "no length": (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/turtle\r\n\r\n<a:a> <a:b> 1 .",
        "a length",
    ),
    "size": (
        answer(gzip.compress(70 * 2**20 * b" "), "text/turtle", "Content-Encoding: gzip"),
        "has more than 64 MiB; download it and load the file",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_harmful_document_is_refused_and_nothing_is_changed(case: str, speak: Speak) -> None:
    said, message = REFUSED[case]
    server = speak(said)
    url = f"http://127.0.0.1:{server.port}/a"
    store = MemoryStore(pyoxigraph.Store(), {}, ["127.0.0.1"])

    with pytest.raises(InputError) as refused:
        store.update(f"INSERT DATA {{ <a:a> <a:b> 1 }} ; LOAD <{url}>")

    assert str(refused.value).startswith(url)
    assert message in str(refused.value)
    assert "\n" not in str(refused.value)
    assert len(store.oxigraph) == 0


def test_what_is_loaded_silently_is_left_out_with_a_warning(speak: Speak) -> None:
    with pytest.warns(InputWarning, match=r"answered 404 Not Found; the update went on without it"):
        store = updated(
            speak,
            "LOAD SILENT <URL/a> ; INSERT DATA { ex:a ex:b 1 }",
            answer(b"", status="404 Not Found"),
        )

    assert len(store.oxigraph) == 1


@pytest.mark.parametrize("update", ["LOADu:a", "CLEAR ALL;LOADSILENTu:a", "LOAD SILENTu:a"])
def test_a_load_in_an_odd_spelling_is_refused(update: str, speak: Speak) -> None:
    with pytest.raises(QueryError):
        updated(speak, f"PREFIX u: <URL/> {update}", answer(b""))
