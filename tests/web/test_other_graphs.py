"""Graphs of others: their entities have pages, and nothing is said of them that is ours."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from web_application import client_of
from yuqiao.web.settings import Settings
from yuqiao.web.source import Source

HTML = {"Accept": "text/html"}
FOAF = """
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix : <http://people.example/> .
:alice a foaf:Person ; foaf:name "Alice Müller" ; foaf:knows :bob .
:bob a foaf:Person ; foaf:name "Bob" .
"""
SKOS = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix : <http://vocab.example/> .
:mammal a skos:Concept ; skos:prefLabel "Mammal"@en, "哺乳动物"@zh .
:cat a skos:Concept ; skos:prefLabel "Cat"@en ; skos:broader :mammal ;
    skos:definition "A small carnivore."@en .
"""


@pytest.fixture(scope="module", params=["file", "union"])
def served(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[TestClient]:
    """Serve both graphs: as files that are read together, and one of them from a directory."""
    from yuqiao.graph.stores.disk.bulk_load import bulk_load

    folder = tmp_path_factory.mktemp("graphs")
    (folder / "foaf.ttl").write_text(FOAF, "utf-8")
    (folder / "skos.ttl").write_text(SKOS, "utf-8")
    one = str(folder / "foaf.ttl")
    if request.param == "union":
        bulk_load([one], str(folder / "directory"))
        one = str(folder / "directory")
    source = Source((one, str(folder / "skos.ttl")))
    with client_of(source, Settings(workers=1)) as client:
        yield client


def page(client: TestClient, path: str) -> str:
    response = client.get(path, headers=HTML)
    assert response.status_code == 200, response.text
    main = re.search(r"<main.*</main>", response.text, re.DOTALL)
    assert main is not None
    return " ".join(re.sub(r"<[^>]+>", " ", main[0]).split())


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    "path",
    [
        *("/?", "/search?q=alice&", "/compare?", "/curators?"),
        "/resource?iri=http://people.example/alice&",
        "/resource?iri=http://vocab.example/cat&",
    ],
)
def test_nothing_of_ours_is_said(served: TestClient, path: str, lang: str) -> None:
    said = page(served, f"{path}lang={lang}")
    ours = (
        "partnership",
        "programme",
        "school",
        "permanent",
        "西南",
        "合作办学",
        "院校",
        "长期不变",
    )

    assert [word for word in ours if word in said] == []


def test_entities_are_shown_by_their_names(served: TestClient) -> None:
    alice = page(served, "/resource?iri=http://people.example/alice&lang=en")
    cat = page(served, "/resource?iri=http://vocab.example/cat&lang=en")

    assert "person Alice Müller" in alice.replace("foaf:Person", "person")
    assert "knows Bob" in alice
    assert "label Alice" not in alice, "the graph states a name, and no label"
    assert "Cat" in cat
    assert "broader Mammal" in cat


def test_questions_say_what_the_graph_lacks(served: TestClient) -> None:
    assert "This graph describes no partnerships" in page(served, "/questions/?lang=en")


def test_the_menu_offers_the_questions_of_registers_only(
    served: TestClient, client: TestClient
) -> None:
    def offered(asked: TestClient, path: str) -> bool:
        text = asked.get(path, headers=HTML).text
        return ">Questions</a>" in text.partition("<main")[0]

    paths = ("/", "/search?q=cat", "/sparql", "/explore", "/nothing-here")
    assert [offered(served, path) for path in paths] == [False] * 5
    assert [offered(client, path) for path in paths] == [True] * 5
