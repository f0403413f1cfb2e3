"""The IRIs of a site resolve: behind nginx, Apache, w3id.org's redirects, Netlify and no rules."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import httpx
import pytest
from pyoxigraph import NamedNode

import yuqiao
from nodes import node
from webservers import apache, nginx, python_server
from yuqiao.exports.rdf import serialise
from yuqiao.exports.site.descriptions import described, write_description
from yuqiao.exports.site.dumps import write_vocabulary
from yuqiao.exports.site.serving import server_files, write_serving
from yuqiao.graph.answers import Triples
from yuqiao.ontology.terms import BASE

THINGS = (
    "id/partnership/swu-westa",
    "id/organisation/swu",
    "id/place/chongqing",
    "id/source/s-crs-moe-list",
    "id/approval/swu-westa",
    "scheme/level",
    "scheme/level/bachelor",
)
PARTS = ("graph/facts", "graph/vocabulary")
DOCUMENTS = ("def", "shapes", "dataset/chongqing")
VERSIONS = ("def/0.1.0", "shapes/0.1.0")
EVERY_KIND = (*THINGS, *DOCUMENTS, *VERSIONS)

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
JENA = "text/turtle,application/n-triples;q=0.9,application/ld+json;q=0.8,*/*;q=0.3"
OWLAPI = "application/rdf+xml, application/xml; q=0.7, text/plain; q=0.1, */*; q=0.09"
FORMS = {
    "text/turtle": "ttl",
    "application/ld+json": "jsonld",
    "application/n-triples": "nt",
    "text/html": "html",
    BROWSER: "html",
    JENA: "ttl",
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the documents of one thing of each kind, in the folder yuqiao of what a server serves."""
    root = tmp_path_factory.mktemp("root")
    site = root / "yuqiao"
    site.mkdir()
    graph = yuqiao.open()
    for path in THINGS:
        facts = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
        triples = list(cast("Triples", graph.query(facts, {"s": NamedNode(BASE + path)})))
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        for form, extension in (("turtle", "ttl"), ("jsonld", "jsonld"), ("ntriples", "nt")):
            written = serialise(triples, form, graph.prefixes)
            (site / f"{path}.{extension}").write_bytes(written)
    write_vocabulary(site, BASE)
    dataset = write_description(graph, [], site, BASE)
    pages = (*THINGS, *DOCUMENTS, "index", "404")
    for page in pages:
        for extension in ("html", "zh.html"):
            (site / f"{page}.{extension}").write_text(f"<!doctype html><title>{page}</title>")
    write_serving(site, dataset, pages)
    return root


@pytest.fixture(scope="module", params=["nginx", "apache"])
def served(
    request: pytest.FixtureRequest, root: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[httpx.Client]:
    """Serve the site by the rules it brings."""
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "apache":
        server = apache(root, folder)
    else:
        rules = (root / "yuqiao" / "serving" / "nginx.conf").read_text("utf-8")
        server = nginx(root, rules, folder)
    with server as address, httpx.Client(base_url=address + "/yuqiao/") as client:
        yield client


def varies(answer: httpx.Response) -> set[str]:
    """Give the headers that an answer depends on."""
    return {name.strip().lower() for name in answer.headers["Vary"].split(",")}


def place(answer: httpx.Response) -> str:
    """Give the path that an answer sends its client to."""
    return answer.url.join(answer.headers["Location"]).path


@pytest.mark.parametrize("thing", EVERY_KIND)
def test_an_iri_leads_to_the_document_that_is_asked_for(served: httpx.Client, thing: str) -> None:
    for accept, form in FORMS.items():
        answer = served.get(thing, headers={"Accept": accept})
        expected = "ttl" if thing in VERSIONS and form == "html" else form  # they have no page

        assert answer.status_code == 303
        assert place(answer) == f"/yuqiao/{thing}.{expected}"
        assert varies(answer) == {"accept", "accept-language"}
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("document", "media_type"),
    [
        ("id/organisation/swu.html", "text/html"),
        ("id/organisation/swu.ttl", "text/turtle"),
        ("id/organisation/swu.jsonld", "application/ld+json"),
        ("id/organisation/swu.nt", "application/n-triples"),
        ("def.rdf", "application/rdf+xml"),
        ("scheme/level.ttl", "text/turtle"),
        ("sitemap.xml", "application/xml"),
    ],
)
def test_a_document_is_sent_with_its_type_to_anybody(
    served: httpx.Client, root: Path, document: str, media_type: str
) -> None:
    answer = served.get(document)
    again = served.get(document, headers={"If-None-Match": answer.headers["ETag"]})

    assert answer.status_code == 200
    assert answer.content == (root / "yuqiao" / document).read_bytes()
    assert answer.headers["Content-Type"].split(";")[0] == media_type
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert again.status_code == 304


def test_only_the_vocabulary_and_the_dataset_have_rdf_xml(served: httpx.Client) -> None:
    asked = {thing: served.get(thing, headers={"Accept": OWLAPI}) for thing in EVERY_KIND}
    given = {thing: place(answer).rpartition(".")[2] for thing, answer in asked.items()}

    assert given == dict.fromkeys(THINGS, "ttl") | dict.fromkeys((*DOCUMENTS, *VERSIONS), "rdf")


@pytest.mark.parametrize("part", PARTS)
def test_a_part_of_the_graph_is_to_be_had_as_turtle(served: httpx.Client, part: str) -> None:
    for accept in FORMS:
        answer = served.get(part, headers={"Accept": accept})
        assert (answer.status_code, place(answer)) == (303, f"/yuqiao/{part}.ttl")


def test_who_reads_chinese_gets_the_chinese_page(served: httpx.Client) -> None:
    answer = served.get("def", headers={"Accept": BROWSER, "Accept-Language": "zh-CN,zh;q=0.9"})
    turtle = served.get("def", headers={"Accept": "text/turtle", "Accept-Language": "zh-CN"})

    assert (place(answer), place(turtle)) == ("/yuqiao/def.zh.html", "/yuqiao/def.ttl")


@pytest.mark.parametrize(
    "path", ["id/organisation/nobody", "id/", "scheme/level/../../../secret", "%0d%0aX:%20y"]
)
def test_what_there_is_not_is_not_found(served: httpx.Client, path: str) -> None:
    answer = served.get(path, headers={"Accept": "text/turtle"})

    assert answer.status_code in {400, 404}
    assert "x" not in answer.headers


def test_the_start_page_stands_at_the_base(served: httpx.Client) -> None:
    assert "<title>index</title>" in served.get("").text
    assert "<title>404</title>" in served.get("nothing").text


def test_w3id_leads_to_where_the_site_is(
    root: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    dataset = described(yuqiao.open(), BASE)
    site = "https://bridges.example.org/graph"
    rules = server_files(dataset, site + "/")["serving/w3id/.htaccess"]
    (tmp_path / "yuqiao").mkdir()
    (tmp_path / "yuqiao" / ".htaccess").write_text(rules, "utf-8")

    with apache(tmp_path, tmp_path_factory.mktemp("w3id")) as address, httpx.Client() as client:
        asked = {
            (thing, accept): client.get(f"{address}/yuqiao/{thing}", headers={"Accept": accept})
            for thing in EVERY_KIND
            for accept in (*FORMS, OWLAPI)
        }
        start, dump, facts = (
            client.get(f"{address}/yuqiao/{end}")
            for end in ("", "dumps/chongqing.ttl.gz", "graph/facts")
        )

    for (thing, accept), answer in asked.items():
        form = FORMS.get(accept, "ttl" if thing in THINGS else "rdf")
        page = thing.partition("/")[0] if thing in VERSIONS and form == "html" else thing
        assert answer.status_code == 303
        assert answer.headers["Location"] == f"{site}/{page}.{form}"
        assert varies(answer) == {"accept", "accept-language"}
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert facts.headers["Location"] == site + "/graph/facts.ttl"
    assert start.headers["Location"] == site + "/"
    assert dump.headers["Location"] == site + "/dumps/chongqing.ttl.gz"


def test_netlify_negotiates_at_its_edge(root: Path) -> None:
    host = "https://bridges.example.org/yuqiao/"
    things = [(thing, accept) for thing in EVERY_KIND for accept in FORMS]
    requests = [[host + thing, {"accept": accept}] for thing, accept in things]
    requests += [[host + "def", {"accept-language": "zh-CN"}], [host + "graph/facts", {}]]
    requests += [[host + "def.ttl", {}], [host, {}]]
    function = root / "yuqiao" / "netlify" / "edge-functions" / "negotiate.js"
    *negotiated, chinese, facts, document, start = json.loads(
        node("negotiate.mjs", function, json.dumps(requests))
    )

    for (thing, accept), (status, location, _) in zip(things, negotiated, strict=True):
        form = FORMS[accept]
        page = thing.partition("/")[0] if thing in VERSIONS and form == "html" else thing
        assert (status, location) == (303, f"{host}{page}.{form}")
    assert chinese[:2] == [303, host + "def.zh.html"]
    assert facts[:2] == [303, host + "graph/facts.ttl"]
    assert document == [200, None, "text/turtle"]
    assert start == [200, None, "application/octet-stream"]


def test_without_rules_every_document_is_found_beside_the_iri(root: Path) -> None:
    with python_server(root) as address, httpx.Client() as client:
        for thing in (*THINGS, *DOCUMENTS):
            for extension in ("html", "zh.html", "ttl", "jsonld", "nt"):
                answer = client.get(f"{address}/yuqiao/{thing}.{extension}")
                assert answer.content == (root / "yuqiao" / f"{thing}.{extension}").read_bytes()
