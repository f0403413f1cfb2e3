"""SPARQL 1.1 Graph Store HTTP Protocol, in the order of the W3C's cases.

https://www.w3.org/2009/sparql/docs/tests/data-sparql11/http-rdf-update/
"""

from __future__ import annotations

from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

PERSON = "http://127.0.0.1:7878/store/person/1.ttl"
TURTLE = {"Content-Type": "text/turtle; charset=utf-8"}
NTRIPLES = {"Accept": "application/n-triples"}
JOHN = '<http://p/1> <http://v/name> "John Doe" .\n'
JANE = '<http://p/1> <http://v/name> "Jane Doe" .\n'
OTHER = '<http://p/2> <http://v/name> "Alice" .\n'
PLACES = {
    "direct": "/store/person/1.ttl",
    "indirect": f"/store?graph={quote(PERSON, safe='')}",
    "default": "/store?default",
}


@pytest.fixture(params=PLACES)
def place(request: pytest.FixtureRequest, writer: TestClient) -> str:
    """Return the address of a graph: by its own address, by its name, or the default graph."""
    name: str = PLACES[request.param]
    if request.param == "default":
        writer.put(name, content="", headers=TURTLE)
    else:
        writer.delete(name)
    return name


def content(writer: TestClient, place: str) -> str:
    answer = writer.get(place, headers=NTRIPLES)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/n-triples")
    return answer.text


@pytest.mark.slow
def test_put_creates_and_replaces(writer: TestClient, place: str) -> None:
    created = 204 if place.endswith("default") else 201

    assert writer.put(place, content=JOHN, headers=TURTLE).status_code == created
    assert content(writer, place) == JOHN
    assert writer.put(place, content=JANE, headers=TURTLE).status_code == 204
    assert content(writer, place) == JANE


@pytest.mark.slow
def test_post_adds(writer: TestClient, place: str) -> None:
    writer.put(place, content=JOHN, headers=TURTLE)

    assert writer.post(place, content=OTHER, headers=TURTLE).status_code == 204
    assert content(writer, place) == JOHN + OTHER


@pytest.mark.slow
def test_post_of_a_form_with_files_adds_them_all(writer: TestClient, place: str) -> None:
    writer.put(place, content=JOHN, headers=TURTLE)
    files = [
        ("one", ("one.ttl", JANE, "text/turtle")),
        ("two", ("two.nt", OTHER, "application/n-triples")),
    ]

    assert writer.post(place, files=files).status_code == 204
    assert content(writer, place) == JANE + JOHN + OTHER


@pytest.mark.slow
def test_head_is_get_without_content(writer: TestClient, place: str) -> None:
    writer.put(place, content=JOHN, headers=TURTLE)
    whole, head = writer.get(place, headers=NTRIPLES), writer.head(place, headers=NTRIPLES)

    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == whole.headers["content-length"]


def test_delete_removes(writer: TestClient) -> None:
    place = PLACES["indirect"]
    writer.put(place, content=JOHN, headers=TURTLE)

    assert writer.delete(place).status_code == 204
    assert writer.get(place).status_code == 404
    assert writer.head(place).status_code == 404
    assert writer.delete(place).status_code == 404


def test_a_change_meant_for_another_state_is_refused(writer: TestClient) -> None:
    place, first = PLACES["indirect"], {**TURTLE, "If-None-Match": "*"}
    writer.delete(place)

    assert writer.put(place, content=JOHN, headers={**TURTLE, "If-Match": "*"}).status_code == 412
    assert writer.put(place, content=JOHN, headers=first).status_code == 201
    assert writer.put(place, content=JANE, headers=first).status_code == 412
    seen = {**TURTLE, "If-Match": writer.get(place, headers=NTRIPLES).headers["etag"]}
    assert writer.put(place, content=JANE, headers=seen).status_code == 204
    late = writer.put(place, content=OTHER, headers=seen)
    assert (late.status_code, late.text) == (
        412,
        "the graph is not in the state that If-Match names\n",
    )
    assert content(writer, place) == JANE


def test_post_of_nothing_changes_nothing(writer: TestClient, place: str) -> None:
    writer.put(place, content=JOHN, headers=TURTLE)

    assert writer.post(place, content="", headers=TURTLE).status_code == 204
    assert content(writer, place) == JOHN


def test_an_empty_graph_is_there(writer: TestClient) -> None:
    place = PLACES["direct"]
    writer.delete(place)

    assert writer.put(place, content="", headers=TURTLE).status_code == 201
    assert content(writer, place) == ""


def test_post_to_the_store_makes_a_graph_and_tells_where(writer: TestClient) -> None:
    made = writer.post("/store", content=JOHN, headers=TURTLE)

    assert made.status_code == 201
    assert content(writer, made.headers["location"]) == JOHN


def test_relative_iris_are_resolved_against_the_graph(writer: TestClient) -> None:
    writer.put(PLACES["indirect"], content="<> <#p> <other> .", headers=TURTLE)

    base = "http://127.0.0.1:7878/store/person"
    assert (
        content(writer, PLACES["direct"]) == f"<{base}/1.ttl> <{base}/1.ttl#p> <{base}/other> .\n"
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("method", "place", "body", "headers", "status"),
    [
        ("PUT", "/store?default", "<a> <b>", TURTLE, 400),
        ("PUT", "/store?default", JOHN, {"Content-Type": "text/html"}, 415),
        ("PUT", "/store", JOHN, TURTLE, 400),
        ("PUT", "/store?graph=not%20an%20iri", JOHN, TURTLE, 400),
        ("PUT", "/store?default&graph=http://a", JOHN, TURTLE, 400),
        ("GET", "/store", "", {}, 400),
        ("GET", "/store?graph=http://nothing", "", {}, 404),
        ("GET", "/store?default", "", {"Accept": "image/png"}, 406),
        ("PATCH", "/store?default", JOHN, TURTLE, 405),
        ("PUT", "/store?default", JOHN, {**TURTLE, "Authorization": ""}, 401),
        ("DELETE", "/store?default", "", {"Origin": "https://evil.example"}, 403),
    ],
)
def test_what_the_protocol_refuses_changes_nothing(
    writer: TestClient, method: str, place: str, body: str, headers: dict[str, str], status: int
) -> None:
    writer.put("/store?default", content=JANE, headers=TURTLE)
    answer = writer.request(method, place, content=body, headers=headers)

    assert answer.status_code == status, answer.text
    assert content(writer, "/store?default") == JANE


def test_a_mistake_in_a_graph_is_told_with_its_place(writer: TestClient) -> None:
    headers = {**TURTLE, "Accept": "application/json"}
    answer = writer.put("/store?default", content="<a> <b>\n", headers=headers)

    assert answer.json() == {
        "error": "the text/turtle is wrong at line 2, column 1: Unexpected end",
        "line": 2,
        "column": 1,
    }


def test_a_graph_that_is_only_read(client: TestClient) -> None:
    refused = client.put("/store?graph=http://a", content=JOHN, headers=TURTLE)

    assert refused.status_code == 403
    assert client.get("/store?default").headers["content-type"] == "text/turtle; charset=utf-8"
