"""The editor: its page, and the JSON that its scripts ask for."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import pytest
from starlette.testclient import TestClient

CQU = "https://w3id.org/yuqiao/id/organisation/cqu"
DEF = "https://w3id.org/yuqiao/def#"
COUNT = "SELECT ?s ?n { VALUES ?s { o:cqu } ?s yq:partnershipCount ?n }"
MISSPELT = "SELECT ?p { ?p yq:chinesPartner o:cqu }"


def asked(client: TestClient, path: str, **body: Any) -> Any:
    response = client.post(path, json=body)
    assert response.status_code == 200, response.text
    return response.json()


def test_a_property_is_completed_with_the_declaration_it_lacks(client: TestClient) -> None:
    before = "SELECT * { ?p a yq:Partnership ; yq:fore"

    menu = asked(client, "/editor/complete?lang=zh", before=before, after=" }")

    assert menu == {
        "word": len("yq:fore"),
        "entries": [
            ["yq:foreignPartner", "外方院校 · 81", f"PREFIX yq: <{DEF}>\n"],
            ["yq:foreignAward", "外方颁发的证书 · 30", f"PREFIX yq: <{DEF}>\n"],
        ],
    }


def test_what_is_declared_is_not_declared_again(client: TestClient) -> None:
    before = f"PREFIX yq: <{DEF}> SELECT * {{ ?p a yq:Partnership ; yq:fore"

    menu = asked(client, "/editor/complete?lang=en", before=before, after=" }")

    assert menu["entries"] == [
        ["yq:foreignPartner", "has foreign partner · 81", ""],
        ["yq:foreignAward", "award of the foreign side · 30", ""],
    ]


@pytest.mark.parametrize(
    ("query", "lang", "found"),
    [
        ("", "en", {"remarks": [], "prefixes": {}}),
        (
            "# 𠮷\nSELEC ?s { ?s ?p 1 }",
            "en",
            {
                "remarks": [
                    {
                        "from": 5,
                        "to": 10,
                        "severity": "error",
                        "message": 'unexpected "SELEC"; did you mean SELECT?',
                        "edits": [{"from": 5, "to": 10, "insert": "SELECT"}],
                    }
                ],
                "prefixes": {},
            },
        ),
        (
            MISSPELT,
            "zh",
            {
                "remarks": [
                    {
                        "from": 15,
                        "to": 31,
                        "severity": "warning",
                        "message": "图谱中没有 yq:chinesPartner；是否指 yq:chinesePartner？",
                        "edits": [{"from": 15, "to": 31, "insert": "yq:chinesePartner"}],
                    }
                ],
                "prefixes": {"o": CQU.removesuffix("cqu"), "yq": DEF},
            },
        ),
    ],
)
def test_a_query_is_checked(client: TestClient, query: str, lang: str, found: Any) -> None:
    assert asked(client, f"/editor/check?lang={lang}", query=query) == found


def test_a_query_is_formatted_with_the_declarations_it_lacks(client: TestClient) -> None:
    found = asked(client, "/editor/format", query="select * {?p yq:chinesePartner o:cqu}")

    assert found == {
        "query": f"PREFIX o: <{CQU.removesuffix('cqu')}>\nPREFIX yq: <{DEF}>\n"
        "SELECT * {\n  ?p yq:chinesePartner o:cqu\n}\n"
    }


def test_an_answer_has_the_labels_of_its_iris(client: TestClient) -> None:
    found = asked(client, "/editor/answer?lang=zh", query=COUNT)

    assert found.pop("seconds") >= 0
    assert found == {
        "kind": "rows",
        "columns": ["s", "n"],
        "rows": [
            [["iri", CQU], ["literal", "7", "http://www.w3.org/2001/XMLSchema#integer"]],
        ],
        "truncated": False,
        "labels": {CQU: "重庆大学"},
        "short": {CQU: "o:cqu"},
    }


def test_terms_of_every_kind_are_told_apart(client: TestClient) -> None:
    query = "SELECT * { BIND(BNODE() AS ?b) BIND('a'@en AS ?t) BIND('b' AS ?s) BIND(1/0 AS ?none) }"

    found = asked(client, "/editor/answer", query=query)

    by_column = dict(zip(found["columns"], found["rows"][0], strict=True))
    assert by_column.pop("b")[0] == "blank"
    assert by_column == {"t": ["literal", "a", "@en"], "s": ["literal", "b", ""], "none": None}


def test_a_long_answer_is_cut_and_says_so(client: TestClient) -> None:
    found = asked(client, "/editor/answer", query="SELECT * { ?s ?p ?o }")

    assert (len(found["rows"]), found["truncated"]) == (1000, True)


def test_true_or_false_and_triples(client: TestClient) -> None:
    answer = asked(client, "/editor/answer", query="ASK { o:cqu ?p ?o }")
    triples = asked(client, "/editor/answer", query="CONSTRUCT WHERE { o:cqu yq:sector ?s }")

    assert (answer["kind"], answer["value"]) == ("boolean", True)
    assert (triples["kind"], triples["columns"]) == ("triples", ["subject", "predicate", "object"])
    assert [cell[1] for cell in triples["rows"][0]][:2] == [CQU, f"{DEF}sector"]


def test_the_raw_answer_is_json_or_turtle(client: TestClient) -> None:
    rows = asked(client, "/editor/raw", query=COUNT)
    triples = asked(client, "/editor/raw", query="CONSTRUCT WHERE { o:cqu yq:sector ?s }")

    assert json.loads(rows["text"])["results"]["bindings"][0]["n"]["value"] == "7"
    assert "o:cqu yq:sector sector:public ." in triples["text"]


def test_an_empty_answer_is_explained_with_a_change(client: TestClient) -> None:
    found = asked(client, "/editor/why-empty?lang=en", query=MISSPELT)

    assert found["changed"] == MISSPELT.replace("chines", "chinese")
    assert "the graph has no property yq:chinesPartner" in found["text"]


def test_a_plan_has_the_rows_of_each_step(client: TestClient) -> None:
    found = asked(client, "/editor/plan?lang=en", query=COUNT)

    assert re.search(
        r"^ +1 .*QuadPattern\(.*yq:partnershipCount \?n\)$", found["text"], re.MULTILINE
    )


@pytest.mark.parametrize(
    ("query", "form", "name", "content"),
    [
        (COUNT, "csv", "answer.csv", f"s,n\r\n{CQU},7\r\n"),
        (COUNT, "markdown", "answer.md", "| s | n |\n| --- | --- |\n| o:cqu | 7 |\n"),
        (
            "CONSTRUCT { ?s ?p 1 } WHERE { VALUES (?s ?p) { (o:cqu yq:form) } }",
            "ntriples",
            "answer.nt",
            f'<{CQU}> <{DEF}form> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .\n',
        ),
    ],
)
def test_an_answer_is_downloaded_in_any_format(
    client: TestClient, query: str, form: str, name: str, content: str
) -> None:
    response = client.post("/editor/download", data={"query": query, "format": form})

    assert response.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert response.text == content


def test_the_examples_are_the_questions(client: TestClient) -> None:
    found = client.get("/editor/examples?lang=en").json()

    assert len(found) == 34
    titles = [each["title"] for each in found]
    assert "How many partnerships does each country have?" in titles
    example = found[titles.index("How many partnerships does each country have?")]["sparql"]
    rows = asked(client, "/editor/answer", query=example)["rows"]
    assert rows[0][0][:2] == ["literal", "Australia"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("CONSTRUCT WHERE { ?p yq:chinesePartner o:cqu }", 'id="picture"'),
        ("SELECT ?p ?u { ?p yq:chinesePartner o:cqu ; yq:foreignPartner ?u }", 'id="picture"'),
    ],
)
def test_the_network_of_an_answer_may_be_framed_here_only(
    client: TestClient, query: str, shown: str
) -> None:
    response = client.post("/editor/network?lang=en", data={"query": query})

    assert response.status_code == 200
    assert shown in response.text
    assert response.headers["content-security-policy"] == "frame-ancestors 'self'"
    assert response.headers["x-frame-options"] == "SAMEORIGIN"


def test_why_there_is_no_network_is_said_in_its_place(client: TestClient) -> None:
    response = client.post("/editor/network", data={"query": "SELECT ?s { VALUES ?s { o:cqu } }"})

    assert response.status_code == 400
    assert response.headers["content-type"].startswith("text/plain")
    assert response.text.startswith("the entities of this answer are not linked with each other")


@pytest.mark.parametrize("path", ["check", "answer", "format", "complete", "plan", "why-empty"])
@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"{", "application/json"),
        (b"[]", "application/json"),
        (b'{"query": 1}', "application/json"),
        (b'{"query": "ASK {}"}', "text/plain"),
        (b"[" * 100_000, "application/json"),
    ],
)
def test_a_request_that_is_none_is_refused(
    client: TestClient, path: str, content: bytes, kind: str
) -> None:
    response = client.post(f"/editor/{path}", content=content, headers={"content-type": kind})

    assert response.status_code == 400
    assert response.text.startswith("the request ")


def test_a_huge_request_is_refused(client: TestClient) -> None:
    response = client.post("/editor/check", json={"query": "x" * (1 << 20)})

    assert (response.status_code, response.text) == (413, "the request is larger than 1 MiB\n")


def test_a_page_of_another_site_gets_nothing(client: TestClient) -> None:
    headers = {"Origin": "https://example.org"}
    response = client.post("/editor/answer", json={"query": "ASK {}"}, headers=headers)

    assert response.status_code == 403


def test_a_wrong_query_is_told_with_its_place(client: TestClient) -> None:
    headers = {"Accept": "application/json"}
    response = client.post("/editor/answer?lang=en", json={"query": "SELEC * {}"}, headers=headers)

    assert response.status_code == 400
    assert response.json()["error"].startswith("the query is wrong at line 1, column 1: ")


def test_a_mistake_is_told_in_the_language_of_the_page(client: TestClient) -> None:
    response = client.post("/editor/answer?lang=zh", json={"query": "SELEC * {}"})

    assert response.text.splitlines()[0] == (
        '查询有误（第1行第1列）：此处不应有 "SELEC"；是否指 SELECT？'
    )


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_without_scripts_a_query_is_answered_as_a_table(client: TestClient, lang: str) -> None:
    address = {"query": COUNT, "answer": "table", "lang": lang}
    page = client.get("/editor", params=address).text

    name = {"en": "Chongqing University", "zh": "重庆大学"}[lang]
    assert f'<textarea id="plain-query" name="query" rows="12" spellcheck="false">{COUNT}' in page
    assert (
        f'<td><a href="/resource?iri=https%3A//w3id.org/yuqiao/id/organisation/cqu">{name}</a></td><td>7</td>'
        in page
    )


def test_without_scripts_a_mistake_is_told(client: TestClient) -> None:
    response = client.get("/editor", params={"query": "SELEC * {}", "answer": "table"})

    assert response.status_code == 400
    assert "the query is wrong at line 1, column 1" in html.unescape(response.text)


def test_the_page_holds_no_script_and_what_is_given_is_text(client: TestClient) -> None:
    hostile = "</textarea></script><script>alert(1)</script><img src=x onerror=alert(1)>"
    response = client.get("/editor", params={"query": hostile, "answer": "table"})

    assert "<img" not in response.text
    assert "alert(1)</script>" not in response.text
    scripts = re.findall(r"<script[^>]*>", response.text)
    assert [re.sub(r' (?:id|src)="[^"]*"', "", each) for each in scripts] == [
        '<script type="application/json">',
        '<script type="application/json">',
        '<script type="module">',
    ]
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_the_scripts_are_small(client: TestClient) -> None:
    page = client.get("/sparql", headers={"Accept": "text/html"}).text
    (start,) = re.findall(r'src="([^"]+\.js)"', page)
    waiting, sizes = [start], {}
    while waiting:
        path = waiting.pop()
        if path in sizes:
            continue
        script = client.get(path).text
        sizes[path] = len(script)
        if "/vendor/" not in path:
            folder = path.rpartition("/")[0]
            names = re.findall(r'from "(\.[^"]+)"', script)
            waiting += [
                re.sub(r"/[^/]+/\.\.", "", f"{folder}/{name.removeprefix('./')}") for name in names
            ]

    assert len(sizes) == 12
    assert sum(sizes.values()) < 600_000


def test_the_head_of_the_page_says_that_it_is_the_editor(client: TestClient) -> None:
    for path in ("/sparql", "/editor", "/editor?query=ASK%20%7B%7D"):
        page = client.get(path, headers={"Accept": "text/html"}).text

        assert 'href="/sparql" aria-current="page">SPARQL</a>' in page, path
        assert page.count("aria-current") == 1
