"""SPARQL 1.1 Protocol, case by case as the W3C's validator asks them.

https://www.w3.org/2009/sparql/docs/tests/data-sparql11/protocol/
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from starlette.testclient import TestClient

import yuqiao

DATA = "http://example.org/data{}.rdf"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
QUERY = {"Content-Type": "application/sparql-query"}
UPDATE = {"Content-Type": "application/sparql-update"}


@dataclass(frozen=True)
class Case:
    """A request, and the status that it gets."""

    name: str
    method: str
    status: tuple[int, ...]
    query: str = ""
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.name


REFUSED = [
    Case("bad_query_method", "PUT", (405,), "query=ASK%20%7B%7D"),
    Case("bad_multiple_queries", "GET", (400,), "query=ASK%20%7B%7D&query=SELECT%20%2A%20%7B%7D"),
    Case(
        "bad_query_wrong_media_type", "POST", (415,), "", b"ASK {}", {"Content-Type": "text/plain"}
    ),
    Case("bad_query_missing_form_type", "POST", (415,), "", b"query=ASK%20%7B%7D"),
    Case("bad_query_missing_direct_type", "POST", (415,), "", b"ASK {}"),
    Case(
        "bad_query_non_utf8",
        "POST",
        (400, 415),
        "",
        "ASK {}".encode("utf-16"),
        {"Content-Type": "application/sparql-query; charset=UTF-16"},
    ),
    Case("bad_query_utf16_called_utf8", "POST", (400,), "", "ASK {}".encode("utf-16"), QUERY),
    Case("bad_query_syntax", "GET", (400,), "query=ASK%20%7B"),
    Case("bad_query_percent", "GET", (400,), "query=ASK%20%7B%FF%7D"),
    Case("bad_update_get", "GET", (400,), "update=CLEAR%20ALL"),
    Case("bad_multiple_updates", "POST", (400,), "", b"update=CLEAR%20NAMED&update=CLEAR%20DEFAULT", FORM),
    Case("bad_query_and_update", "POST", (400,), "", b"update=CLEAR%20NAMED&query=ASK%20%7B%7D", FORM),
    Case("bad_update_wrong_media_type", "POST", (415,), "", b"CLEAR NAMED", {"Content-Type": "text/plain"}),
    Case("bad_update_missing_form_type", "POST", (415,), "", b"update=CLEAR%20NAMED"),
    Case(
        "bad_update_non_utf8",
        "POST",
        (400, 415),
        "",
        "CLEAR NAMED".encode("utf-16"),
        {"Content-Type": "application/sparql-update; charset=UTF-16"},
    ),
    Case("bad_update_syntax", "POST", (400,), "", b"update=CLEAR%20XYZ", FORM),
    Case(
        "bad_update_dataset_conflict",
        "POST",
        (400,),
        "",
        b"using-named-graph-uri=http%3A%2F%2Fexample%2Fpeople&update=%09%09PREFIX%20foaf%3A%20%20%3Chttp%3A%2F%2F"
        b"xmlns.com%2Ffoaf%2F0.1%2F%3E%0A%09%09WITH%20%3Chttp%3A%2F%2Fexample%2Faddresses%3E%0A%09%09DELETE%20%7B%20%3F"
        b"person%20foaf%3AgivenName%20%27Bill%27%20%7D%0A%09%09INSERT%20%7B%20%3Fperson%20foaf%3AgivenName%20%27William"
        b"%27%20%7D%0A%09%09WHERE%20%7B%0A%09%09%09%3Fperson%20foaf%3AgivenName%20%27Bill%27%0A%09%09%7D%0A",
        FORM,
    ),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("case", REFUSED, ids=str)
def test_what_the_protocol_refuses(writer: TestClient, case: Case) -> None:
    address = f"/sparql?{case.query}" if case.query else "/sparql"
    answer = writer.request(case.method, address, content=case.body, headers=case.headers)

    assert answer.status_code in case.status, answer.text


ASKED = [
    Case("query_get", "GET", (200,), "query=ASK%20%7B%7D"),
    Case("query_post_form", "POST", (200,), "", b"query=ASK%20%7B%7D", FORM),
    Case("query_post_direct", "POST", (200,), "", b"ASK {}", QUERY),
    Case("query_post_direct_charset", "POST", (200,), "", b"ASK {}", {"Content-Type": "application/sparql-query;charset=utf-8"}),
]  # fmt: skip


@pytest.mark.parametrize("path", ["/sparql", "/sparql/"])  # the W3C's cases have the second
@pytest.mark.parametrize("case", ASKED, ids=str)
def test_a_query_in_each_form(client: TestClient, case: Case, path: str) -> None:
    answer = client.request(
        case.method, f"{path}?{case.query}", content=case.body, headers=case.headers
    )

    assert answer.json() == {"head": {}, "boolean": True}


@pytest.mark.parametrize(
    ("query", "accept", "media_type"),
    [
        ("SELECT (1 AS ?v) {}", "*/*", "application/sparql-results+json"),
        ("SELECT (1 AS ?v) {}", "application/sparql-results+xml", "application/sparql-results+xml"),
        ("SELECT (1 AS ?v) {}", "text/csv;q=0.5, text/tab-separated-values;q=0.9", "text/tab-separated-values; charset=utf-8"),
        ("SELECT (1 AS ?v) {}", "text/html;q=0.4, text/csv;q=0.8", "text/csv; charset=utf-8"),
        ("ASK {}", "application/sparql-results+xml", "application/sparql-results+xml"),
        ("DESCRIBE <http://example.org/>", "*/*", "text/turtle; charset=utf-8"),
        ("CONSTRUCT { <s> <p> 1 } WHERE {}", "application/rdf+xml", "application/rdf+xml"),
        ("CONSTRUCT { <s> <p> 1 } WHERE {}", "application/ld+json", "application/ld+json"),
        ("CONSTRUCT { <s> <p> 1 } WHERE {}", "application/n-triples, text/turtle;q=0.9", "application/n-triples"),
    ],
)  # fmt: skip
def test_query_content_type(client: TestClient, query: str, accept: str, media_type: str) -> None:
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": accept})

    assert (answer.status_code, answer.headers["content-type"]) == (200, media_type)


def test_a_format_that_there_is_not_is_said_with_those_there_are(client: TestClient) -> None:
    answer = client.get("/sparql", params={"query": "ASK {}"}, headers={"Accept": "image/png"})

    assert (answer.status_code, answer.text) == (
        406,
        (
            "the answer can be had as application/sparql-results+json, application/json, "
            "application/sparql-results+xml, application/xml; the request accepts none\n"
        ),
    )


def graphs(numbers: str, name: str) -> str:
    return "&".join(f"{name}={DATA.format(number)}" for number in numbers)


def filled(writer: TestClient) -> None:
    """Put one statement into each of three graphs."""
    data = " ".join(f"GRAPH <{DATA.format(n)}> {{ <http://s{n}> a <http://t> }}" for n in "123")
    update(writer, f"DROP ALL ; INSERT DATA {{ {data} }}")


def update(writer: TestClient, text: str, dataset: str = "") -> None:
    answer = writer.post(f"/sparql?{dataset}", content=text.encode(), headers=UPDATE)
    assert answer.status_code == 204, answer.text


def found(writer: TestClient, query: str, dataset: str = "") -> set[str]:
    answer = writer.post(f"/sparql?{dataset}", content=query.encode(), headers=QUERY)
    assert answer.status_code == 200, answer.text
    return {row["s"]["value"] for row in answer.json()["results"]["bindings"]}


DEFAULT = "SELECT ?s { ?s a ?t }"
NAMED = "SELECT ?s { GRAPH ?g { ?s a ?t } }"
BOTH = "SELECT ?s { { ?s a ?t } UNION { GRAPH ?g { ?s a ?t } } }"


def test_the_dataset_of_a_query(writer: TestClient) -> None:
    filled(writer)

    assert found(writer, DEFAULT, graphs("1", "default-graph-uri")) == {"http://s1"}
    assert found(writer, DEFAULT, graphs("12", "default-graph-uri")) == {"http://s1", "http://s2"}
    assert found(writer, NAMED, graphs("12", "named-graph-uri")) == {"http://s1", "http://s2"}
    full = graphs("3", "default-graph-uri") + "&" + graphs("12", "named-graph-uri")
    assert found(writer, BOTH, full) == {"http://s1", "http://s2", "http://s3"}
    assert found(writer, DEFAULT, full) == {"http://s3"}
    from_in_query = f"SELECT ?s FROM <{DATA.format(1)}> {{ ?s a ?t }}"
    assert found(writer, from_in_query, graphs("2", "default-graph-uri")) == {"http://s2"}


COPIED = (
    "INSERT { <http://copy> <http://of> ?s } WHERE {{ { ?s a ?t } UNION { GRAPH ?g { ?s a ?t } } }}"
)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("dataset", "copied"),
    [
        (graphs("1", "using-graph-uri"), "1"),
        (graphs("12", "using-graph-uri"), "12"),
        (graphs("12", "using-named-graph-uri"), "12"),
        (graphs("1", "using-graph-uri") + "&" + graphs("2", "using-named-graph-uri"), "12"),
    ],
)
def test_the_dataset_of_an_update(writer: TestClient, dataset: str, copied: str) -> None:
    filled(writer)
    update(writer, COPIED, dataset)

    wanted = {f"http://s{number}" for number in copied}
    assert found(writer, "SELECT ?s { <http://copy> <http://of> ?s }") == wanted


@pytest.mark.parametrize("headers", [FORM, UPDATE], ids=["form", "direct"])
def test_an_update_in_each_form(writer: TestClient, headers: dict[str, str]) -> None:
    text = "INSERT DATA { <http://a> a <http://new> }"
    body = f"update={text}" if headers is FORM else text
    answer = writer.post("/sparql", content=body, headers=headers)

    assert answer.status_code == 204
    assert found(writer, "SELECT ?s { ?s a <http://new> }") == {"http://a"}


def test_relative_iris_are_resolved_against_the_endpoint(writer: TestClient) -> None:
    update(writer, "INSERT DATA { <http://a> a <http://new> ; <http://p> <rest> }")

    rows = writer.post("/sparql", content=b"SELECT ?s { ?x <http://p> ?s }", headers=QUERY).json()
    assert rows["results"]["bindings"][0]["s"]["value"] == "http://127.0.0.1:7878/rest"
    wrong = writer.post("/sparql", content=b"SELECT ?s {\n ?s <p> ] }", headers=QUERY)
    assert wrong.text.startswith("the query is wrong at line 2, column 9: ")


def test_an_error_tells_its_place_as_text_and_as_json(client: TestClient) -> None:
    query = {"query": "SELECT ?s {\n ?s yq:level ] }"}
    message = (
        'the query is wrong at line 2, column 14: unexpected "]"\n ?s yq:level ] }\n             ^'
    )
    plain = client.get("/sparql", params=query)
    as_json = client.get("/sparql", params=query, headers={"Accept": "application/json"})

    assert (plain.status_code, plain.text) == (400, message + "\n")
    assert (as_json.status_code, as_json.json()) == (
        400,
        {"error": message, "line": 2, "column": 14},
    )


def test_what_an_address_takes_is_told(client: TestClient) -> None:
    asked, wrong = client.options("/sparql"), client.patch("/sparql")

    assert (asked.status_code, asked.headers["allow"]) == (204, "GET, HEAD, POST, OPTIONS")
    assert (wrong.status_code, wrong.text) == (
        405,
        "this address does not take PATCH; expected GET, HEAD, POST\n",
    )


def test_the_service_is_described_without_a_query(client: TestClient) -> None:
    answer = client.get("/sparql", headers={"Accept": "text/turtle"})

    assert answer.text == SERVICE.replace("{triples}", str(len(yuqiao.open())))


SERVICE = """\
@prefix formats: <http://www.w3.org/ns/formats/> .
@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
@prefix void: <http://rdfs.org/ns/void#> .

# http://127.0.0.1:7878/

<http://127.0.0.1:7878/sparql> a sd:Service ;
    sd:defaultDataset [
        a sd:Dataset ;
        sd:defaultGraph [
            a sd:Graph ;
            void:triples {triples}
        ]
    ] ;
    sd:endpoint <http://127.0.0.1:7878/sparql> ;
    sd:feature sd:UnionDefaultGraph ;
    sd:resultFormat
        formats:JSON-LD,
        formats:N-Triples,
        formats:RDF_XML,
        formats:SPARQL_Results_CSV,
        formats:SPARQL_Results_JSON,
        formats:SPARQL_Results_TSV,
        formats:SPARQL_Results_XML,
        formats:Turtle ;
    sd:supportedLanguage sd:SPARQL11Query .
"""


def test_the_same_answer_is_not_sent_twice(client: TestClient) -> None:
    query = {"query": "SELECT (COUNT(*) AS ?n) { ?s a yq:Partnership }"}
    first = client.get("/sparql", params=query)
    again = client.get("/sparql", params=query, headers={"If-None-Match": first.headers["etag"]})
    other = client.get("/sparql", params=query, headers={"Accept": "text/csv"})

    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert again.headers["etag"] == first.headers["etag"] != other.headers["etag"]
    assert first.headers["vary"] == "Accept"


def test_a_change_changes_the_tag(writer: TestClient) -> None:
    before = writer.get("/sparql", params={"query": DEFAULT})
    update(writer, "INSERT DATA { <http://a> a <http://new> }")
    after = writer.get(
        "/sparql", params={"query": DEFAULT}, headers={"If-None-Match": before.headers["etag"]}
    )

    assert after.status_code == 200
    assert after.headers["etag"] != before.headers["etag"]


def test_pages_of_other_sites_may_read(client: TestClient, writer: TestClient) -> None:
    origin = {"Origin": "https://yasgui.org"}
    asked = {**origin, "Access-Control-Request-Method": "POST"}
    read = client.get("/sparql", params={"query": "ASK {}"}, headers=origin)
    preflight = client.options("/sparql", headers=asked)
    posted = client.post("/sparql", content=b"ASK {}", headers={**QUERY, **origin})
    private = writer.get("/sparql", params={"query": "ASK {}"}, headers=origin)

    assert read.headers["access-control-allow-origin"] == "*"
    assert (
        preflight.headers["access-control-allow-headers"] == "Accept, Content-Type, If-None-Match"
    )
    assert (preflight.status_code, posted.status_code) == (204, 200)
    assert "access-control-allow-origin" not in private.headers


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Authorization": ""}, 401),
        ({"Authorization": "Bearer wrong"}, 403),
        ({"Authorization": "Basic ZGk6YS10b2tlbi1vZi10aGUtdGVzdHM="}, 204),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": "http://127.0.0.1:7878"}, 204),
    ],
)
def test_who_may_change_the_graph(writer: TestClient, headers: dict[str, str], status: int) -> None:
    answer = writer.post(
        "/sparql", content=b"INSERT DATA { <http://a> a 1 }", headers={**UPDATE, **headers}
    )

    assert answer.status_code == status


def test_nobody_changes_a_graph_that_is_only_read(client: TestClient) -> None:
    answer = client.post("/sparql", content=b"CLEAR ALL", headers=UPDATE)

    assert (answer.status_code, answer.text) == (
        403,
        "this server answers queries only; the graph is not changed here\n",
    )
