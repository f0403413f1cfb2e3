"""The reconciliation service, asked as OpenRefine asks it (its requests, in its forms)."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from starlette.testclient import TestClient

from web_application import client_of
from yuqiao.graph.curation.matching.reconciliation_query import parse_batch
from yuqiao.web.reconciliation.answers import reconciled
from yuqiao.web.served_graph import ServedGraph
from yuqiao.web.settings import Settings
from yuqiao.web.source import Source

ID = "https://w3id.org/yuqiao/id/"
DEF = "https://w3id.org/yuqiao/def#"
CQU, NSU = f"{ID}organisation/cqu", f"{ID}organisation/novosibirsk"
UNIVERSITY = "https://schema.org/CollegeOrUniversity"

TEXT = {"type": "string", "minLength": 1}
TYPED = {"type": "object", "required": ["id", "name"], "properties": {"id": TEXT, "name": TEXT}}
SERVICE = {
    "type": "object",
    "required": ["service_url", "service_path"],
    "properties": {"flyout_service_path": {"type": "string", "pattern": r"\$\{id\}"}},
}
TEMPLATE = {
    "type": "object",
    "required": ["url"],
    "properties": {"url": {"type": "string", "pattern": r"\{\{id\}\}"}},
}
MANIFEST = {
    "type": "object",
    "required": ["versions", "name", "identifierSpace", "schemaSpace"],
    "properties": {
        "versions": {"type": "array", "contains": {"const": "0.2"}},
        "name": TEXT,
        "identifierSpace": TEXT,
        "schemaSpace": TEXT,
        "defaultTypes": {"type": "array", "items": TYPED, "uniqueItems": True},
        "view": TEMPLATE,
        "preview": {**TEMPLATE, "required": ["url", "width", "height"]},
        "suggest": {
            "type": "object",
            "additionalProperties": SERVICE,
            "required": ["entity", "type", "property"],
        },
        "extend": {"type": "object", "properties": {"propose_properties": SERVICE}},
        "batchSize": {"type": "integer", "minimum": 1},
    },
}
"""What the specification requires of a manifest (0.2, "Service Manifest")."""

CANDIDATE = {
    "type": "object",
    "required": ["id", "name", "score"],
    "additionalProperties": False,
    "properties": {
        "id": TEXT,
        "name": TEXT,
        "description": {"type": "string"},
        "score": {"type": "number"},
        "match": {"type": "boolean"},
        "type": {"type": "array", "items": TYPED},
        "features": {
            "type": "array",
            "items": {"required": ["id", "value"], "properties": {"value": {"type": "number"}}},
        },
    },
}
RESULTS = {
    "type": "object",
    "additionalProperties": {
        "type": "object",
        "required": ["result"],
        "properties": {"result": {"type": "array", "items": CANDIDATE}},
    },
}
CELL = {
    "oneOf": [
        {"type": "object", "maxProperties": 0},
        {**TYPED, "additionalProperties": False},
        *(
            {
                "type": "object",
                "required": [name],
                "properties": {name: {"type": kind}},
                "additionalProperties": False,
            }
            for name, kind in (("str", "string"), ("int", "integer"), ("float", "number"))
        ),
    ]
}
EXTENDED = {
    "type": "object",
    "required": ["meta", "rows"],
    "properties": {
        "meta": {"type": "array", "items": TYPED},
        "rows": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "additionalProperties": {"type": "array", "items": CELL},
            },
        },
    },
}


def results(client: TestClient, path: str = "/reconcile/en", **queries: Any) -> Any:
    """Send a batch as OpenRefine does: a form with the field ``queries``."""
    response = client.post(path, data={"queries": json.dumps(queries)})
    assert response.status_code == 200, response.text
    answer = response.json()
    jsonschema.validate(answer, RESULTS)
    assert answer.keys() == queries.keys()
    return {key: value["result"] for key, value in answer.items()}


def best(client: TestClient, **query: Any) -> tuple[str, bool]:
    (found, *_) = results(client, q0=query)["q0"]
    return found["id"].removeprefix(ID), found["match"]


@pytest.mark.parametrize("path", ["/reconcile", "/reconcile/en", "/reconcile/zh"])
def test_the_manifest_is_as_the_specification_requires(client: TestClient, path: str) -> None:
    manifest = client.get(path).json()

    jsonschema.validate(manifest, MANIFEST)
    assert manifest["identifierSpace"] == "https://w3id.org/yuqiao/"
    assert manifest["preview"]["url"] == f"http://127.0.0.1:7878{path}/preview?id={{{{id}}}}"
    assert UNIVERSITY in [each["id"] for each in manifest["defaultTypes"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"query": "Chongqing University"}, ("organisation/cqu", True)),
        ({"query": "重庆大学", "type": UNIVERSITY, "limit": 5}, ("organisation/cqu", True)),
        ({"query": "重慶大學", "type_strict": "should"}, ("organisation/cqu", True)),
        ({"query": "CQU"}, ("organisation/cqu", True)),
        ({"query": "重大", "type": [UNIVERSITY]}, ("organisation/cqu", False)),
        ({"query": "chongqingdaxue"}, ("organisation/cqu", True)),
        ({"query": "novosibrisk state university"}, ("organisation/novosibirsk", True)),
        ({"query": CQU}, ("organisation/cqu", True)),
        ({"query": "o:cqu"}, ("organisation/cqu", True)),
        ({"query": "MOE50US2A20181935N"}, ("partnership/swu-missouri-plant", True)),
        (
            {"query": "physics", "type": {"id": "yq:Partnership"}},
            ("partnership/cqu-novosibirsk-physics", False),
        ),
        (
            {"query": "State University", "properties": [{"pid": "yq:country", "v": "俄罗斯"}]},
            ("organisation/kursk", False),
        ),
        (
            {
                "properties": [
                    {"pid": f"{DEF}country", "v": {"id": "country:RUS", "name": "Russia"}},
                    {"pid": "founded", "v": [1959, "1960"]},
                ]
            },
            ("organisation/novosibirsk", False),
        ),
    ],
    ids=lambda value: json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else "",
)
def test_what_is_meant_comes_first(
    client: TestClient, query: dict[str, Any], found: tuple[str, bool]
) -> None:
    assert best(client, **query) == found


def test_a_property_that_is_known_to_differ_is_no_match(client: TestClient) -> None:
    russian = {"query": "Chongqing University", "properties": [{"pid": "country", "v": "Russia"}]}

    (first, *_) = results(client, q0=russian)["q0"]

    assert (first["id"], first["match"], first["score"]) == (CQU, False, 75.0)
    assert first["features"] == [{"id": "name", "value": 100.0}, {"id": "country", "value": -1}]


def test_queries_of_a_batch_are_answered_each_by_itself(client: TestClient) -> None:
    found = results(
        client,
        "/reconcile/zh",
        q0={"query": "Russia", "type": "schema:Country", "limit": 1},
        q1={"query": "no such name at all, 无此名称"},
    )

    assert found["q0"] == [
        {
            "id": "http://publications.europa.eu/resource/authority/country/RUS",
            "name": "俄罗斯",
            "description": "Russia · 国家（地区）",
            "score": 100.0,
            "match": True,
            "type": [{"id": "https://schema.org/Country", "name": "国家（地区）"}],
            "features": [{"id": "name", "value": 100.0}],
        }
    ]
    assert found["q1"] == []


def test_a_batch_may_be_in_the_address_and_the_answer_a_script(client: TestClient) -> None:
    batch = json.dumps({"q0": {"query": "CQU", "limit": 1}})

    plain = client.get("/reconcile/en", params={"queries": batch})
    script = client.get("/reconcile/en", params={"queries": batch, "callback": "jQuery1_2"})

    assert plain.headers["content-type"] == "application/json"
    assert script.headers["content-type"] == "text/javascript; charset=utf-8"
    assert script.text == f"/**/jQuery1_2({plain.text});"


def test_values_fill_further_columns(client: TestClient) -> None:
    pids = ["yq:country", "founded", "skos:prefLabel", "schema:url"]
    asked = {"ids": [NSU, "urn:none"], "properties": [{"id": pid} for pid in pids]}

    answer = client.post("/reconcile/zh", data={"extend": json.dumps(asked)}).json()

    jsonschema.validate(answer, EXTENDED)
    russia = {"id": "http://publications.europa.eu/resource/authority/country/RUS"}
    assert answer["rows"][NSU]["yq:country"] == [{**russia, "name": "俄罗斯"}]
    assert answer["rows"][NSU]["founded"] == [{"str": "1959"}]
    assert answer["rows"][NSU]["skos:prefLabel"] == [{"str": "俄罗斯新西伯利亚国家研究型国立大学"}]
    assert answer["rows"]["urn:none"] == {pid: [] for pid in pids}


@pytest.mark.parametrize(
    ("kind", "prefix", "first"),
    [
        ("entity", "重邮", f"{ID}organisation/cqupt"),
        ("entity", "chongqing univ", CQU),
        ("entity", CQU, CQU),
        ("type", "univ", UNIVERSITY),
        ("property", "country", f"{DEF}country"),
    ],
)
def test_suggestions_complete_what_is_typed(
    client: TestClient, kind: str, prefix: str, first: str
) -> None:
    answer = client.get(f"/reconcile/en/suggest/{kind}", params={"prefix": prefix}).json()

    jsonschema.validate(answer["result"], {"type": "array", "items": TYPED})
    assert answer["result"][0]["id"] == first


def test_further_suggestions_follow_the_first(client: TestClient) -> None:
    path = "/reconcile/en/suggest/entity"
    all_ = client.get(path, params={"prefix": "university"}).json()["result"]
    rest = client.get(path, params={"prefix": "university", "cursor": "5"}).json()["result"]

    assert rest[: len(all_) - 5] == all_[5:]


def test_the_properties_of_a_type_are_proposed(client: TestClient) -> None:
    answer = client.get(
        "/reconcile/en/properties", params={"type": UNIVERSITY, "limit": "20"}
    ).json()

    jsonschema.validate(answer["properties"], {"type": "array", "items": TYPED, "maxItems": 20})
    assert f"{DEF}country" in [each["id"] for each in answer["properties"]]
    assert f"{DEF}annualTuition" not in [each["id"] for each in answer["properties"]]


def test_a_preview_may_stand_in_a_frame(client: TestClient) -> None:
    response = client.get("/reconcile/zh/preview", params={"id": CQU})
    flyout = client.get("/reconcile/zh/flyout/entity", params={"id": CQU}).json()

    assert "<h1>重庆大学</h1>" in response.text
    assert "frame-ancestors *" in response.headers["content-security-policy"]
    assert flyout["id"] == CQU
    assert flyout["html"] in response.text


@pytest.mark.parametrize(
    ("fields", "status", "message"),
    [
        ({"queries": "[]"}, 400, 'queries: expected a JSON object such as {"q0": {"query": "a name"}}'),
        ({"queries": '{"q": {}}'}, 400, 'queries, "q": expected a text "query", "properties", or both'),
        ({"queries": '{"q": {"query": 5}}'}, 400, 'queries, "q", query: expected a text'),
        (
            {"queries": '{"q": {"query": "x", "limit": 0}}'},
            400,
            'queries, "q", limit: expected a whole number from 1 to 100',
        ),
        (
            {"queries": '{"q": {"query": "x", "fuzzy": 1}}'},
            400,
            "queries, \"q\": 'fuzzy' is no field; expected query, type, limit, properties, type_strict",
        ),
        ({"extend": "{}"}, 400, "extend, ids: expected a list of identifiers"),
        (
            {"queries": json.dumps({str(n): {"query": "x"} for n in range(101)})},
            413,
            "queries: 101 queries at once; expected at most 100",
        ),
        ({"other": ""}, 400, 'the form has neither "queries" nor "extend"'),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_in_one_line(
    client: TestClient, fields: dict[str, str], status: int, message: str
) -> None:
    response = client.post("/reconcile/en", data=fields)

    assert (response.status_code, response.text) == (status, f"{message}\n")


def test_a_callback_is_a_name(client: TestClient) -> None:
    assert client.get("/reconcile", params={"callback": "alert(1)//"}).status_code == 400


def test_only_pages_of_this_machine_read_a_graph_of_ones_own(tmp_path: Any) -> None:
    graph = tmp_path / "own.ttl"
    graph.write_text(
        '@prefix ex: <http://ex/> . ex:a a ex:C ; ex:name "Ada" . '
        'ex:b <http://www.w3.org/2000/01/rdf-schema#label> "<b>Bea</b>"@en ; ex:knows ex:a .'
    )
    with client_of(Source(str(graph)), Settings(workers=1)) as client:
        here, there = "http://127.0.0.1:3333", "https://elsewhere.example"
        batch = {"queries": json.dumps({"q": {"query": "<b>bea</b>"}})}
        answers = {
            origin: client.get("/reconcile", params=batch, headers={"origin": origin})
            for origin in (here, there)
        }
        script = client.get(
            "/reconcile", params={"callback": "f"}, headers={"referer": f"{there}/x"}
        )
        shown = client.get("/reconcile/preview", params={"id": "http://ex/b"})

    assert answers[here].json()["q"]["result"][0]["id"] == "http://ex/b"
    assert answers[here].headers["access-control-allow-origin"] == here
    assert "access-control-allow-origin" not in answers[there].headers
    assert script.status_code == 403
    assert "<h1>&lt;b&gt;Bea&lt;/b&gt;</h1>" in shown.text
    assert (
        "frame-ancestors http://127.0.0.1:* http://localhost:*"
        in shown.headers["content-security-policy"]
    )


def test_a_graph_that_is_not_held_as_a_whole_is_asked_for_each_name() -> None:
    graph = ServedGraph(Source())
    graph.__dict__["known"] = None  # as one of more triples than are indexed
    russian = '{"pid": "yq:country", "v": "Russia"}'
    batch = parse_batch(
        f'{{"q0": {{"query": "novosibirsk state university", "properties": [{russian}]}},'
        '"q1": {"query": "重慶大學"}}'
    )

    found = reconciled(graph, batch, "zh")

    assert [found[key]["result"][0]["id"] for key in batch] == [NSU, CQU]
    assert found["q1"]["result"][0]["match"] is True
