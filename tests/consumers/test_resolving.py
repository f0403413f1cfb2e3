"""The IRIs of a site resolve: behind nginx, Apache, w3id.org's redirects and no rules."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast
from urllib.parse import quote, unquote

import pytest
from pyoxigraph import NamedNode

import yuqiao
from http_requests import Request, curl
from web_servers import apache, nginx, python_server
from yuqiao.exports.rdf.write import serialise
from yuqiao.exports.site.data.dumps import write_vocabulary
from yuqiao.exports.site.data.void_dcat import find_dataset, write_description
from yuqiao.exports.site.entity_paths import SitePaths
from yuqiao.exports.site.hosting.rules import server_files, write_serving
from yuqiao.graph.stores.results import Triples
from yuqiao.ontology.namespaces import BASE

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
VERSIONS = ("def/0.2.0", "shapes/0.2.0")
EVERY_KIND = (*THINGS, *DOCUMENTS, *VERSIONS)

ODD = (
    "id/Twin",
    "id/twin",
    "id/CON",
    "id/st.petersburg",
    "id/a?b=1&c=%2F",
    "id/folder/",
    "id/重庆%20市",
    "id/%2E%2E/up",
    "people#me",
)
"""Things that have no documents at their IRIs, but for the first and St. Petersburg."""

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
JENA = "text/turtle,application/n-triples;q=0.9,application/ld+json;q=0.8,*/*;q=0.3"
OWLAPI = "application/rdf+xml, application/xml; q=0.7, text/plain; q=0.1, */*; q=0.09"
DATA = (("turtle", "ttl"), ("jsonld", "jsonld"), ("ntriples", "nt"), ("rdfxml", "rdf"))
FORMS = {
    "text/turtle": "ttl",
    "application/ld+json": "jsonld",
    "application/n-triples": "nt",
    "text/html": "html",
    BROWSER: "html",
    JENA: "ttl",
}


@pytest.fixture(scope="module")
def places() -> SitePaths:
    """Find a place for the documents of each thing."""
    return SitePaths((NamedNode(BASE + path) for path in (*THINGS, *ODD)), BASE)


@pytest.fixture(scope="module")
def elsewhere(places: SitePaths) -> dict[str, str]:
    """Return the things that have their documents elsewhere, with the paths of these."""
    return {iri.removeprefix(BASE): place for iri, place in places.exceptions.items()}


@pytest.fixture(scope="module")
def root(places: SitePaths, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the documents of one thing of each kind, in the folder yuqiao of what a server serves."""
    root = tmp_path_factory.mktemp("root")
    site = root / "yuqiao"
    site.mkdir()
    graph = yuqiao.open()
    for path in THINGS:
        facts = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
        triples = list(cast("Triples", graph.query(facts, {"s": NamedNode(BASE + path)})))
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        for form, extension in DATA:
            written = serialise(triples, form, graph.prefixes)
            (site / f"{path}.{extension}").write_bytes(written)
    write_vocabulary(site, BASE)
    dataset = write_description(graph, [], site, BASE)
    pages = (*THINGS, *DOCUMENTS, "index", "404")
    for page in pages:
        for extension in ("html", "zh.html"):
            (site / f"{page}.{extension}").write_text(f"<!doctype html><title>{page}</title>")
    for path in ODD:
        place = str(places.path(NamedNode(BASE + path)))
        for extension in ("html", *(end for _, end in DATA)):
            file = site / f"{place}.{extension}"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(f"{place}.{extension}", "utf-8")
    write_serving(site, dataset, pages, elsewhere=places.exceptions)
    return root


@pytest.fixture(scope="module", params=["nginx", "apache"])
def served(
    request: pytest.FixtureRequest, root: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Serve the site by the rules it brings; give the address of its top."""
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "apache":
        server = apache(root, folder)
    else:
        rules = (root / "yuqiao" / "serving" / "nginx.conf").read_text("utf-8")
        server = nginx(root, rules, folder)
    with server as address:
        yield address + "/yuqiao/"


def ask(top: str, path: str, accept: str = "", lang: str = "", *, head: bool = False) -> Request:
    """Make a request for a path of a site, as a client writes it."""
    headers = {"Accept": accept} if accept else {}
    if lang:
        headers["Accept-Language"] = lang
    return Request(top + quote(path, safe="/?&=%.,~:"), headers, head)


def test_an_iri_leads_to_the_document_that_is_asked_for(served: str) -> None:
    asked = [(thing, accept) for thing in EVERY_KIND for accept in FORMS]
    answers = curl(ask(served, thing, accept) for thing, accept in asked)

    for (thing, accept), answer in zip(asked, answers, strict=True):
        form = FORMS[accept]
        expected = "ttl" if thing in VERSIONS and form == "html" else form  # they have no page
        assert (answer.status, answer.place) == (303, f"/yuqiao/{thing}.{expected}")
        assert answer.varies == {"accept", "accept-language"}
        assert answer.headers["access-control-allow-origin"] == "*"


def test_an_iri_leads_to_documents_that_cannot_stand_beside_it(
    served: str, elsewhere: dict[str, str]
) -> None:
    asked = [(path, accept) for path in (*elsewhere, "id/st.petersburg") for accept in FORMS]
    answers = curl(ask(served, path, accept) for path, accept in asked)
    found = curl(Request(answer.location) for answer in answers)

    for (path, accept), answer, document in zip(asked, answers, found, strict=True):
        place = f"{elsewhere.get(path, path)}.{FORMS[accept]}"
        assert (answer.status, unquote(answer.place)) == (303, "/yuqiao/" + place)
        assert (document.status, document.content.decode()) == (200, place)


ACCEPTED = {
    "text/turtle;q=0, text/html": "html",
    "text/turtle;q=0.000,application/n-triples;q=0.001": "nt",
    "TEXT/TURTLE": "ttl",
    "text/turtle; charset=utf-8; q=1.0, */*": "ttl",
    'application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"': "jsonld",
    "text/turtle-star, application/n-triples": "nt",
    "text/*": "html",
    "*/*;q=0": "html",
    ",;=,": "html",
    "../../secret": "html",
    'text/html"$(id)`;{}': "html",
    "a/b," * 1500 + "text/turtle": "ttl",
    "text/html;q=0.5, text/turtle;q=0.9": "ttl",
    "text/turtle;q=0.25, application/n-triples;q=0.251, text/html;q=0.2": "nt",
    "application/rdf+xml;q=0.9, */*;q=0.1": "rdf",
    "application/ld+json;q=0.9, text/*;q=0.95": "html",
    "text/turtle;q=0.2, */*;q=0.8": "html",
    "text/html;q=0, application/*;q=0.3": "jsonld",
    "text/html;q=0.3, */*;q=0.2": "html",
    "text/turtle;" * 500: "ttl",
}
"""Headers that nobody should send, and what they get."""


def test_any_accept_header_is_borne(served: str) -> None:
    answers = curl(ask(served, "id/organisation/swu", accept) for accept in ACCEPTED)

    given = {
        accept: answer.place.partition(".")[2]
        for accept, answer in zip(ACCEPTED, answers, strict=True)
    }
    assert {answer.status for answer in answers} == {303}
    assert given == ACCEPTED


def test_an_iri_may_be_asked_for_in_other_ways(served: str) -> None:
    swu = "/yuqiao/id/organisation/swu.ttl"
    head, query, encoded, slash, document = curl(
        [
            ask(served, "id/organisation/swu", "text/turtle", head=True),
            ask(served, "id/organisation/swu?from=paper&x=..", "text/turtle"),
            ask(served, "id/organisation/%73wu", "text/turtle"),
            ask(served, "id/organisation/swu/", "text/turtle"),
            ask(served, "id/organisation/swu.ttl?download=1", head=True),
        ]
    )

    assert [(each.status, each.place) for each in (head, query)] == [(303, swu)] * 2
    assert (encoded.status, unquote(encoded.place)) == (303, swu)
    assert slash.status == 404
    assert (document.status, document.headers["content-type"].split(";")[0]) == (200, "text/turtle")


MEDIA_TYPES = {
    "id/organisation/swu.html": "text/html",
    "id/organisation/swu.ttl": "text/turtle",
    "id/organisation/swu.jsonld": "application/ld+json",
    "id/organisation/swu.nt": "application/n-triples",
    "def.rdf": "application/rdf+xml",
    "scheme/level.ttl": "text/turtle",
    "sitemap.xml": "application/xml",
}


def test_a_document_is_sent_with_its_type_to_anybody(served: str, root: Path) -> None:
    answers = curl(ask(served, document) for document in MEDIA_TYPES)
    again = curl(
        Request(answer.address, {"If-None-Match": answer.headers["etag"]}) for answer in answers
    )

    for (document, media_type), answer in zip(MEDIA_TYPES.items(), answers, strict=True):
        assert answer.status == 200
        assert answer.content == (root / "yuqiao" / document).read_bytes()
        assert answer.headers["content-type"].split(";")[0] == media_type
        assert answer.headers["access-control-allow-origin"] == "*"
    assert [(answer.status, answer.content) for answer in again] == [(304, b"")] * len(again)


def test_everything_has_rdf_xml(served: str) -> None:
    answers = curl(ask(served, thing, OWLAPI) for thing in EVERY_KIND)

    assert [answer.place for answer in answers] == [f"/yuqiao/{each}.rdf" for each in EVERY_KIND]


def test_a_part_of_the_graph_is_to_be_had_as_turtle(served: str) -> None:
    asked = [(part, accept) for part in PARTS for accept in FORMS]
    answers = curl(ask(served, part, accept) for part, accept in asked)

    for (part, _), answer in zip(asked, answers, strict=True):
        assert (answer.status, answer.place) == (303, f"/yuqiao/{part}.ttl")


def test_who_reads_chinese_gets_the_chinese_page(served: str) -> None:
    page, turtle = curl(
        [
            ask(served, "def", BROWSER, "zh-CN,zh;q=0.9"),
            ask(served, "def", "text/turtle", "zh-CN"),
        ]
    )

    assert (page.place, turtle.place) == ("/yuqiao/def.zh.html", "/yuqiao/def.ttl")


def test_what_there_is_not_is_not_found(served: str) -> None:
    wrong = ["id/organisation/nobody", "id/", "scheme/level/../../../secret", "%0d%0aX:%20y"]
    wrong += ["id/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd", "id/organisation/swu%00", "%ff"]
    answers = curl(ask(served, path, "text/turtle") for path in wrong)

    assert {answer.status for answer in answers} <= {400, 404}
    assert not any("x" in answer.headers for answer in answers)


def test_the_start_page_stands_at_the_base(served: str) -> None:
    start, nothing = curl([ask(served, ""), ask(served, "nothing")])

    assert b"<title>index</title>" in start.content
    assert b"<title>404</title>" in nothing.content


def test_w3id_leads_to_where_the_site_is(
    root: Path,
    elsewhere: dict[str, str],
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    dataset = find_dataset(yuqiao.open(), BASE)
    site = "https://bridges.example.org/graph"
    iris = {BASE + path: place for path, place in elsewhere.items()}
    rules = server_files(dataset, site + "/", iris)["serving/w3id/.htaccess"]
    (tmp_path / "yuqiao").mkdir()
    (tmp_path / "yuqiao" / ".htaccess").write_text(rules, "utf-8")
    asked = [(thing, accept) for thing in EVERY_KIND for accept in (*FORMS, OWLAPI)]

    with apache(tmp_path, tmp_path_factory.mktemp("w3id")) as address:
        top = f"{address}/yuqiao/"
        answers = curl(ask(top, thing, accept) for thing, accept in asked)
        others = curl(ask(top, end) for end in ("", "dumps/chongqing.ttl.gz", "graph/facts"))
        moved = curl(ask(top, path, OWLAPI) for path in elsewhere)

    for (thing, accept), answer in zip(asked, answers, strict=True):
        form = FORMS.get(accept, "rdf")
        page = thing.partition("/")[0] if thing in VERSIONS and form == "html" else thing
        assert (answer.status, answer.location) == (303, f"{site}/{page}.{form}")
        assert answer.varies == {"accept", "accept-language"}
        assert answer.headers["access-control-allow-origin"] == "*"
    assert [answer.location.removeprefix(site) for answer in others] == [
        "/",
        "/dumps/chongqing.ttl.gz",
        "/graph/facts.ttl",
    ]
    places = [f"{site}/{place}.rdf" for place in elsewhere.values()]
    assert [unquote(answer.location) for answer in moved] == places


def test_without_rules_every_document_is_found_beside_the_iri(root: Path) -> None:
    ends = ("html", "zh.html", "ttl", "jsonld", "nt")
    files = [f"{thing}.{end}" for thing in (*THINGS, *DOCUMENTS) for end in ends]
    with python_server(root) as address:
        answers = curl(ask(f"{address}/yuqiao/", file) for file in files)

    for file, answer in zip(files, answers, strict=True):
        assert answer.content == (root / "yuqiao" / file).read_bytes()
