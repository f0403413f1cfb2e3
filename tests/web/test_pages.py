"""The pages for people, and the same entities as data."""

from __future__ import annotations

from pathlib import Path

import html5lib
import pyoxigraph
import pytest
from prometheus_client.parser import text_string_to_metric_families
from pyoxigraph import RdfFormat
from starlette.testclient import TestClient

import yuqiao
from web_application import client_of
from yuqiao.web.settings import Settings
from yuqiao.web.source import Source

HTML = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
SWU = "https://w3id.org/yuqiao/id/organisation/swu"


def text_of(page: str, path: str) -> list[str]:
    """Return the texts of the elements of a page at a path of html5lib's tree."""
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    return ["".join(each.itertext()).strip() for each in tree.iterfind(path)]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "headings"),
    [
        ("/", ["Chongqing's China-foreign education partnerships"]),
        ("/questions/?lang=zh", ["问题"]),
        ("/questions", ["Questions"]),
        ("/search?q=xinan", ["Search"]),
        ("/questions/", ["Questions"]),
        ("/questions/partnerships-by-country", ["How many partnerships does each country have?"]),
        ("/browse/school?lang=zh", ["按学校"]),
        ("/id/organisation/swu", ["Southwest University"]),
        ("/id/organisation/swu?lang=zh", ["西南大学"]),
        (f"/resource?iri={SWU}", ["Southwest University"]),
        ("/def/Partnership", ["education partnership"]),
        ("/sparql", ["SPARQL editor"]),
    ],
)
def test_each_page_has_its_heading(client: TestClient, path: str, headings: list[str]) -> None:
    client.cookies.clear()
    answer = client.get(path, headers=HTML)

    assert (answer.status_code, text_of(answer.text, ".//h1")) == (200, headings)


def test_the_language_follows_the_browser_until_the_reader_chooses(client: TestClient) -> None:
    client.cookies.clear()
    chinese = {**HTML, "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5"}
    by_browser = client.get("/id/organisation/swu", headers=chinese)
    chosen = client.get("/search?q=a%26b&lang=en", headers=chinese)
    afterwards = client.get("/id/organisation/swu", headers=chinese)
    client.cookies.clear()

    assert text_of(by_browser.text, ".//h1") == ["西南大学"]
    assert 'href="?q=a%26b&amp;lang=zh"' in chosen.text
    assert text_of(afterwards.text, ".//h1") == ["Southwest University"]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("xinan daxue", "Southwest University"),
        ("西南大学", "Southwest University"),
        ("southwest univ", "Southwest University"),
        ("SWU", "Southwest University"),
        ("4150010635", "Southwest University"),
        ("novosibirsk state", "Novosibirsk State University"),
        ("tasmania university", "University of Tasmania"),
    ],
)
def test_the_search_finds_by_name_pinyin_alias_and_code(
    client: TestClient, text: str, first: str
) -> None:
    json = {"Accept": "application/json", "Accept-Language": "en"}
    found = client.get("/search", params={"q": text}, headers=json).json()

    assert found[0]["name"] == first


def test_the_search_says_when_it_finds_nothing(client: TestClient) -> None:
    page = client.get("/search?q=zzz%3Cb%3E&lang=en", headers=HTML).text
    client.cookies.clear()

    assert text_of(page, ".//p[@id='told']") == ["No matches."]
    assert 'value="zzz&lt;b&gt;"' in page


def statements(content: bytes, form: RdfFormat) -> set[tuple[str, str, str]]:
    read = pyoxigraph.parse(content, form)
    return {(str(t.subject), str(t.predicate), str(t.object)) for t in read}


@pytest.mark.parametrize(
    ("extension", "media_type", "form"),
    [
        (".ttl", "text/turtle", RdfFormat.TURTLE),
        (".nt", "application/n-triples", RdfFormat.N_TRIPLES),
        (".jsonld", "application/ld+json", RdfFormat.JSON_LD),
        (".rdf", "application/rdf+xml", RdfFormat.RDF_XML),
    ],
)
def test_an_entity_as_data_by_extension_and_by_accept(
    client: TestClient, extension: str, media_type: str, form: RdfFormat
) -> None:
    by_extension = client.get(f"/id/place/beibei{extension}")
    by_accept = client.get("/id/place/beibei", headers={"Accept": f"{media_type}, text/html;q=0.5"})
    told = yuqiao.open().construct("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", {"s": BEIBEI})
    wanted = {(str(BEIBEI), str(t.predicate), str(t.object)) for t in told}

    assert by_extension.headers["content-type"].partition(";")[0] == media_type
    assert by_extension.content == by_accept.content
    found = statements(by_extension.content, form)
    assert {each for each in found if each[0] == str(BEIBEI)} == wanted
    assert len(wanted) > 3


BEIBEI = pyoxigraph.NamedNode("https://w3id.org/yuqiao/id/place/beibei")


def test_a_question_is_a_form_with_completed_parameters(client: TestClient) -> None:
    page = client.get("/questions/partnerships-for-industry?lang=en", headers=HTML).text
    client.cookies.clear()
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    (field,) = tree.iterfind(".//input[@name='industry']")
    choices = [each.get("value") for each in tree.iterfind(".//datalist/option")]

    assert field.get("list") == "choices-industry"
    assert "Smart manufacturing" in choices
    assert field.get("value") in choices


def test_the_answer_to_a_question_follows_its_form(client: TestClient) -> None:
    path = "/questions/partnerships-for-industry"
    given = {"industry": "智能制造", "lang": "zh"}
    page = client.get(path, params=given, headers=HTML).text
    client.cookies.clear()
    rows = yuqiao.open().question("partnerships-for-industry", lang="zh", industry="智能制造")
    assert isinstance(rows, yuqiao.SelectResult)
    names = [row["name"] for row in rows.to_dicts()]

    cells = text_of(page, ".//tbody/tr/td[1]")
    assert cells == names != []
    assert text_of(page, ".//pre/code")[0].startswith("SELECT")


def test_a_wrong_value_is_said_above_the_query(client: TestClient) -> None:
    page = client.get(
        "/questions/partnerships-for-industry?industry=nowhere&lang=en", headers=HTML
    ).text
    client.cookies.clear()

    assert text_of(page, ".//pre[@role='alert']") == [
        'industry: "nowhere" is not the name, slug or IRI of a yq:Industry in the graph'
    ]


@pytest.mark.parametrize(
    ("path", "status", "message"),
    [
        ("/nothing/here", 404, "the graph has nothing at this address"),
        ("/browse/nothing", 404, "there is no such list"),
        ("/questions/nothing", 400, 'no question is named "nothing"; '),
        ("/resource?iri=a%20b", 400, "the address has no valid IRI; expected one such as "),
        ("/resource", 404, "expected an address such as resource?iri=http://example.org/a"),
        ("/static/../settings.py", 404, "the graph has nothing at this address"),
        ("/static/%2e%2e/settings.py", 404, "the graph has nothing at this address"),
        ("/static/..%2f..%2fsettings.py", 404, "the graph has nothing at this address"),
        ("/id/organisation/swu.ttl/..%00", 404, "the graph has nothing at this address"),
    ],
)
def test_an_error_is_a_page_or_a_line(
    client: TestClient, path: str, status: int, message: str
) -> None:
    plain = client.get(path, headers={"Accept": "text/plain"})
    page = client.get(path, headers=HTML)

    assert (plain.status_code, page.status_code) == (status, status)
    assert plain.text.startswith(message)
    assert "Traceback" not in page.text
    assert message in text_of(page.text, ".//main/pre")[0]


OTHER = """
@prefix ex: <http://example.org/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
ex:alice a foaf:Person ; foaf:name "Alice" ; foaf:knows ex:bob ; ex:height 1.10 .
ex:bob a foaf:Person ; foaf:name "Bob" .
"""


def test_any_other_graph_has_pages(tmp_path: Path) -> None:
    (tmp_path / "other.ttl").write_text(OTHER)
    with client_of(Source(str(tmp_path / "other.ttl")), Settings(workers=1)) as client:
        alice = client.get("/resource?iri=http://example.org/alice", headers=HTML)
        data = client.get("/resource.nt?iri=http://example.org/alice")
        home = client.get("/", headers=HTML)

    assert alice.url.path == "/elsewhere/example.org/alice"
    assert text_of(alice.text, ".//h1") == ["Alice"]
    assert "Bob" in text_of(alice.text, ".//dd/div")
    assert '"1.10"^^' in data.text, "the characters of the file"
    assert text_of(home.text, ".//h1") == ["other.ttl"]


def test_a_graph_that_is_not_indexed_has_the_same_facts_and_links(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from yuqiao.web.pages.entities import EntityAddress, entity_page
    from yuqiao.web.served_graph import ServedGraph

    whole, large = ServedGraph(Source()), ServedGraph(Source())
    monkeypatch.setattr("yuqiao.web.pages.known_entities.MOST_INDEXED", 1)
    assert large.known is None
    monkeypatch.undo()
    address = EntityAddress("/", iri="https://w3id.org/yuqiao/id/organisation/utas")
    pages = [entity_page(graph, address, "en") for graph in (whole, large)]

    facts = [text_of(page.main, ".//dl[@class='facts']/div/dt") for page in pages if page]
    assert facts[0] == facts[1] != []
    titles = [text_of(page.main, ".//h2") for page in pages if page]
    assert [title for title in titles[0] if title != "Connections"] == titles[1]


def test_the_network_opens_as_the_page_that_works_offline(client: TestClient) -> None:
    page = client.get("/network")

    assert page.headers["content-security-policy"].startswith("frame-ancestors 'none'")
    assert "<!doctype html>" in page.text[:40]


@pytest.mark.slow
def test_pages_lie_under_the_path_of_a_proxy() -> None:
    with client_of(Source(), Settings(workers=1, root_path="/graph")) as client:
        page = client.get("/id/organisation/swu", headers=HTML).text
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    links = [each.get("href") for each in tree.iterfind(".//a")]
    own = [link for link in links if link and not link.startswith(("http", "#", "?"))]

    assert [link for link in own if not link.startswith("/graph/")] == []
    assert len(own) > 20


def test_a_watching_program_is_told_what_goes_on(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok", "stale": False}
    lines = client.get("/metrics").text.splitlines()
    assert lines[:2] == [
        "# HELP yuqiao_jobs_total Queries and pages that workers were given.",
        "# TYPE yuqiao_jobs_total counter",
    ]
    assert len(lines) == 24
    read = {
        family.name: family for family in text_string_to_metric_families("\n".join(lines) + "\n")
    }
    assert {name: family.type for name, family in read.items()} == {
        "yuqiao_jobs": "counter",
        "yuqiao_jobs_running": "gauge",
        "yuqiao_jobs_waiting": "gauge",
        "yuqiao_refused": "counter",
        "yuqiao_killed": "counter",
        "yuqiao_workers_restarted": "counter",
        "yuqiao_reloads": "counter",
        "yuqiao_cache_hits": "counter",
    }
    assert all(len(family.samples) == 1 for family in read.values())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("check?q=cqu+russia+physics", "Matching entries: 1"),
        ("check?q=重庆大学+俄罗斯+物理&lang=zh", "有1个条目相符。"),
        ("check?q=russia", "Matching entries: 8"),
        ("check?q=qwertz", "Not found in this graph."),
    ],
)
def test_a_programme_is_checked(client: TestClient, address: str, said: str) -> None:
    client.cookies.clear()
    page = client.get(f"/{address}", headers=HTML).text

    assert text_of(page, ".//p[@role='status']") == [said]


def test_a_check_has_its_sources_and_what_it_does_not_mean(client: TestClient) -> None:
    client.cookies.clear()
    page = client.get("/check?q=cqu+russia+physics", headers=HTML).text

    assert any(
        told.startswith("2025 (2025-06-01, Inferred by the editors). The year of the announcement")
        for told in text_of(page, ".//dd")
    )
    assert "It does not mean that students are enrolled this year." in page
    assert "This is not an official site." in page


def test_a_check_leads_from_each_name_to_its_own(client: TestClient) -> None:
    client.cookies.clear()
    page = client.get("/check?q=russia", headers=HTML).text
    links = html5lib.parse(page, namespaceHTMLElements=False).iterfind(".//main//a[@href]")
    names = [link.get("href", "") for link in links if link.get("href", "").startswith("?q=")]

    assert len(names) == 8
    assert "Matching entries: 1" in client.get(f"/check{names[0]}", headers=HTML).text


def test_what_is_no_register_has_nothing_to_check(tmp_path: Path) -> None:
    file = tmp_path / "graph.ttl"
    file.write_text("<http://example.org/a> <http://example.org/b> 1 .")
    with client_of(Source(str(file)), Settings(workers=1)) as other:
        answer = other.get("/check?q=a", headers=HTML)
        home = other.get("/", headers=HTML)

    assert answer.status_code == 400
    assert "this graph describes no partnerships" in answer.text
    assert 'href="/check"' not in home.text


@pytest.mark.parametrize(
    ("lang", "said"),
    [("en", "the graph has nothing at this address"), ("zh", "图谱中没有此地址的内容")],
)
def test_an_error_page_is_in_the_language_of_its_reader(
    client: TestClient, lang: str, said: str
) -> None:
    page = client.get(f"/nothing?lang={lang}", headers=HTML)
    plain = client.get(f"/nothing?lang={lang}", headers={"Accept": "text/plain"})

    assert f"<pre>{said}</pre>" in page.text
    assert (plain.status_code, plain.text) == (404, "the graph has nothing at this address\n")


def test_the_first_page_has_the_title_of_the_graph_in_its_language(client: TestClient) -> None:
    titles = {
        lang: text_of(client.get(f"/?lang={lang}", headers=HTML).text, ".//h1")
        for lang in ("en", "zh")
    }
    assert titles == {
        "en": ["Chongqing's China-foreign education partnerships"],
        "zh": ["重庆市中外合作办学"],
    }
