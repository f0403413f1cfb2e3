"""The explorer: counts before neighbours, and a page that works offline."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from starlette.testclient import TestClient

ID = "https://w3id.org/yuqiao/id/"
DEF = "https://w3id.org/yuqiao/def#"
CQU, NSU = f"{ID}organisation/cqu", f"{ID}organisation/novosibirsk"
PHYSICS = f"{ID}partnership/cqu-novosibirsk-physics"


def asked(client: TestClient, path: str, **body: Any) -> Any:
    response = client.post(path, json=body)
    assert response.status_code == 200, response.text
    return response.json()


def test_it_starts_from_a_name_in_any_language(client: TestClient) -> None:
    found = asked(client, "/explore/start?lang=zh", entity="Novosibirsk State University")

    assert found == {
        "nodes": [
            {
                "iri": NSU,
                "name": "俄罗斯新西伯利亚国家研究型国立大学",
                "short": "o:novosibirsk",
                "kind": "高等学校",
            }
        ],
        "links": [],
    }


def test_terms_that_the_graph_does_not_name_have_their_usual_names(client: TestClient) -> None:
    groups = asked(client, "/explore/links?lang=zh", iri=CQU)

    assert {each["property"].rpartition("#")[2]: each["name"] for each in groups}["type"] == "类"


def test_several_entities_of_a_name_are_all_given(client: TestClient) -> None:
    found = asked(client, "/explore/start", entity="novosibirsk state")

    assert len(found["nodes"]) == 3


def test_it_starts_from_a_query_with_the_links_among_its_entities(client: TestClient) -> None:
    query = f"SELECT ?p ?u {{ VALUES ?p {{ <{PHYSICS}> }} ?p yq:foreignPartner ?u }}"

    found = asked(client, "/explore/start?lang=en", query=query)

    assert [node["iri"] for node in found["nodes"]] == [PHYSICS, NSU]
    assert found["links"] == [
        {
            "from": PHYSICS,
            "property": f"{DEF}foreignPartner",
            "to": NSU,
            "name": "has foreign partner",
        }
    ]


def test_it_starts_from_the_triples_of_a_query(client: TestClient) -> None:
    query = (
        f"CONSTRUCT {{ ?p <urn:of> ?u }} {{ VALUES ?p {{ <{PHYSICS}> }} ?p yq:foreignPartner ?u }}"
    )

    found = asked(client, "/explore/start", query=query)

    assert found["links"] == [{"from": PHYSICS, "property": "urn:of", "to": NSU, "name": "urn:of"}]


def test_neighbours_are_counted_by_property_and_direction(client: TestClient) -> None:
    groups = asked(client, "/explore/links?lang=en", iri=NSU)

    counts = {(each["name"], each["incoming"]): each["count"] for each in groups}
    assert counts["partners with", False] == 1
    assert counts["has foreign partner", True] == 1
    assert groups[0]["count"] == max(each["count"] for each in groups if not each["incoming"])


def test_neighbours_come_with_their_links_to_all_that_is_shown(client: TestClient) -> None:
    found = asked(
        client,
        "/explore/neighbours?lang=en",
        iri=NSU,
        property=f"{DEF}foreignPartner",
        incoming=True,
        shown=[NSU, CQU],
    )

    assert [node["iri"] for node in found["nodes"]] == [PHYSICS]
    assert {(each["from"], each["name"], each["to"]) for each in found["links"]} == {
        (PHYSICS, "has foreign partner", NSU),
        (PHYSICS, "has Chinese partner", CQU),
    }


def test_many_neighbours_come_in_parts_and_none_twice(client: TestClient) -> None:
    by = {"property": "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "incoming": True}
    iri = f"{DEF}JointProgramme"

    first = asked(client, "/explore/neighbours", iri=iri, shown=[iri], **by)["nodes"]
    linked = [node["iri"] for node in first]
    rest = asked(client, "/explore/neighbours", iri=iri, linked=linked, shown=[iri], **by)["nodes"]

    assert (len(first), len(rest)) == (50, 22)
    assert not {node["iri"] for node in first} & {node["iri"] for node in rest}


def test_what_is_added_comes_with_its_links_to_all_that_is_shown(client: TestClient) -> None:
    found = asked(client, "/explore/start?lang=en", entity="CQU", shown=[PHYSICS, NSU])

    assert [node["iri"] for node in found["nodes"]] == [CQU]
    assert {(each["from"], each["name"], each["to"]) for each in found["links"]} == {
        (PHYSICS, "has Chinese partner", CQU),
        (CQU, "partners with", NSU),
        (NSU, "partners with", CQU),
    }


def test_two_entities_are_compared_by_what_is_linked_to_both(client: TestClient) -> None:
    found = asked(client, "/explore/shared?lang=en", **{"from": PHYSICS, "to": CQU})

    names = [node["name"] for node in found["nodes"]]
    assert names[1:] == ["Chongqing University", "Novosibirsk State University", "Chongqing"]
    assert {each["name"] for each in found["links"]} == {
        "has Chinese partner", "has foreign partner", "host region", "partners with", "place",
    }  # fmt: skip


def test_the_claims_behind_a_link_are_told_with_their_sources(client: TestClient) -> None:
    link = {"from": PHYSICS, "property": f"{DEF}foreignPartner", "to": NSU}
    found = asked(client, "/explore/evidence?lang=zh", **link)

    assert [claim["about"] for claim in found["claims"]][-1] == ["2026-05-25", "名单所载", "采纳"]
    assert found["claims"][1]["sources"] == [
        {
            "iri": f"{ID}source/s-sibfm-20250907",
            "title": "新西伯利亚国立大学将扩大对华合作（俄文）",
            "about": "Sib.fm, 2025-09-07",
        }
    ]
    assert (found["against"], found["rule"], found["from"]) == ([], "", [])


def test_the_rule_behind_a_link_is_told_with_what_it_read(client: TestClient) -> None:
    link = {"from": NSU, "property": f"{DEF}partnersWith", "to": CQU}
    found = asked(client, "/explore/evidence?lang=en", **link)

    assert found["claims"] == []
    assert found["rule"] == "Two institutions partner when they run a partnership together."
    assert [each["iri"] for each in found["from"]] == [PHYSICS, PHYSICS]


def test_a_link_that_nothing_is_said_of_has_no_evidence(client: TestClient) -> None:
    link = {"from": NSU, "property": "http://example.org/knows", "to": CQU}

    assert asked(client, "/explore/evidence", **link) == {
        "claims": [], "against": [], "rule": "", "from": [],
    }  # fmt: skip


def test_the_picture_is_saved_as_a_page(client: TestClient) -> None:
    links = [[PHYSICS, f"{DEF}chinesePartner", CQU], [PHYSICS, f"{DEF}foreignPartner", NSU]]

    page = asked(client, "/explore/save?lang=en", links=links, alone=2)["page"]

    assert page.startswith("<!doctype html>")
    assert "Nodes without a link: 2, left out." in page
    assert "Novosibirsk State University" in page


@pytest.mark.parametrize(
    ("path", "body", "message"),
    [
        ("start", {"entity": "Atlantis"}, "no entity is named 'Atlantis'; try a part of its name"),
        ("start", {}, 'the request has no text "entity"'),
        (
            "start",
            {"query": "ASK {}"},
            "an ASK query gives no entities; expected SELECT, CONSTRUCT or DESCRIBE",
        ),
        (
            "start",
            {"query": "SELECT (1 AS ?n) {}"},
            "the answer to this query has no entities to start from",
        ),
        ("links", {"iri": "a> ?p ?o . <b"}, "<a> ?p ?o . <b> is not an IRI"),
        ("neighbours", {"iri": CQU, "property": "x y", "shown": []}, "<x y> is not an IRI"),
        (
            "neighbours",
            {"iri": CQU, "property": DEF, "shown": [1]},
            'expected lists of IRIs, "linked" and "shown"',
        ),
        (
            "neighbours",
            {"iri": CQU, "property": DEF, "linked": ["a> || true"]},
            "<a> || true> is not an IRI",
        ),
        ("start", {"entity": "CQU", "shown": "o:swu"}, 'expected a list of IRIs "shown"'),
        ("shared", {"from": CQU, "to": "a b"}, "<a b> is not an IRI"),
        ("evidence", {"from": CQU, "property": DEF, "to": "a b"}, "<a b> is not an IRI"),
        ("save", {"links": []}, "the picture has no links to save; load some first"),
        ("save", {"links": [["a"]]}, 'expected a list of "links", each of three IRIs'),
        ("save", {"links": [["a b", "urn:p", "urn:o"]]}, "<a b> is not an IRI"),
        ("save", {"links": "a"}, 'expected a list of "links", each of three IRIs'),
    ],
)
def test_a_mistake_is_one_line(
    client: TestClient, path: str, body: dict[str, Any], message: str
) -> None:
    response = client.post(f"/explore/{path}?lang=en", json=body)

    assert (response.status_code, response.text) == (400, f"{message}\n")


def test_the_address_names_a_question_to_start_from(client: TestClient) -> None:
    page = client.get("/explore", params={"question": "partnerships-by-word", "word": "</script>"})

    assert page.status_code == 200
    assert "</script>" not in page.text.partition('id="given">')[2].partition("</script>")[0]
    assert "u003c/script" in page.text


def test_a_wrong_question_is_told(client: TestClient) -> None:
    page = client.get("/explore", params={"question": "gap"}, headers={"Accept": "text/html"})

    assert page.status_code == 400
    assert "did you mean gaps?" in page.text


@pytest.mark.parametrize(("end", "length"), [(NSU, 1), (f"{ID}place/beibei", 2)])
def test_a_path_is_found_beyond_what_is_loaded(client: TestClient, end: str, length: int) -> None:
    found = asked(client, "/explore/path?lang=en", **{"from": CQU, "to": end})

    way = [node["iri"] for node in found["nodes"]]
    linked = {frozenset((link["from"], link["to"])) for link in found["links"]}
    assert (way[0], way[-1], len(way) - 1) == (CQU, end, length)
    assert linked == {frozenset(pair) for pair in pairwise(way)}


@pytest.mark.parametrize(
    ("end", "message"),
    [
        ("http://nothing.example/", "no path of at most 6 links joins these two entities"),
        ("no IRI", "<no IRI> is not an IRI"),
    ],
)
def test_where_there_is_no_path_it_says_so(client: TestClient, end: str, message: str) -> None:
    response = client.post(
        "/explore/path", json={"from": CQU, "to": end}, headers={"Accept": "application/json"}
    )

    assert (response.status_code, response.json()["error"]) == (400, message)
