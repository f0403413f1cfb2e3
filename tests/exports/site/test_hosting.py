"""The rules for web servers hold for any graph, whatever its IRIs are."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest

import yuqiao
from http_requests import Request, curl
from web_servers import apache, nginx
from yuqiao.exports.site.hosting.content_negotiation import GREATER
from yuqiao.exports.site.publish import write_site

LONG = 6_000
LANGUAGES = {
    "de-AT, en;q=0.9": ".de.html",
    "en;q=0.5, de;q=0.75": ".de.html",
    "en;q=0.8, de;q=0.9": ".de.html",
    "de;q=0.3, fr": ".de.html",
    "de;q=0.3, *;q=0.8": ".html",
    "de;q=0, en;q=0.001": ".html",
    "fr": ".html",
}
"""Headers, and the ends of the pages that they lead to; the first language is English."""

GRAPH = f"""
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://data.example.org/kg/$arg_u;> a dcat:Dataset ; skos:prefLabel "d"@en .
<https://data.example.org/kg/id/{"x" * LONG}> skos:prefLabel "long"@en .
<https://data.example.org/kg/id/a;b$c(d)'e> skos:prefLabel "odd"@en .
<https://data.example.org/kg/id/plain> skos:prefLabel "plain"@en, "schlicht"@de .
<https://data.example.org/kg/> skos:prefLabel "the whole"@en .
<https://data.example.org/kg/terms#a> skos:prefLabel "term a"@en .
<https://data.example.org/kg/terms#b> skos:prefLabel "term b"@de .
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish a graph with long and odd IRIs, one of them that of its dataset."""
    folder = tmp_path_factory.mktemp("hosting")
    (folder / "graph.ttl").write_text(GRAPH, "utf-8")
    store = yuqiao.open(folder / "graph.ttl")
    (folder / "root").mkdir()
    write_site(store, folder / "root/kg", "https://data.example.org/kg/", documented=False)
    return folder / "root"


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["nginx", "apache"])
def test_a_server_starts_and_answers_with_rules_of_odd_iris(
    kind: str, root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp(kind)
    rules = (root / "kg/serving/nginx.conf").read_text("utf-8")
    turtle = {"Accept": "text/turtle"}

    with apache(root, folder) if kind == "apache" else nginx(root, rules, folder) as address:
        paths = ("id/plain", "id/a;b$c(d)'e", "$arg_u;")
        plain, odd, dataset = curl(Request(f"{address}/kg/{path}", turtle) for path in paths)
        void = curl([Request(f"{address}/.well-known/void?u=//evil.example/", turtle)])[0]
        documents = curl(Request(each.location) for each in (plain, odd))
        top, terms = curl(Request(f"{address}/kg/{path}", turtle) for path in ("", "terms"))
        whole, parts, home = curl(
            [Request(top.location), Request(terms.location), Request(f"{address}/kg/")]
        )
        pages = curl(
            Request(f"{address}/kg/id/plain", {"Accept": "text/html", "Accept-Language": wanted})
            for wanted in LANGUAGES
        )

    assert (plain.status, plain.place) == (303, "/kg/id/plain.ttl")
    assert odd.status == 303
    assert [each.status for each in documents] == [200, 200]
    assert b'"odd"@en' in documents[1].content
    assert (dataset.status, dataset.place[:10]) == (303, "/kg/arg_u-")
    assert (top.status, b"the whole" in whole.content) == (303, True)
    assert (terms.place, parts.content.count(b"term ")) == ("/kg/terms.ttl", 2)
    assert (home.status, b"<!doctype html>" in home.content) == (200, True)
    places = {wanted: each.place for wanted, each in zip(LANGUAGES, pages, strict=True)}
    assert places == {wanted: f"/kg/id/plain{end}" for wanted, end in LANGUAGES.items()}
    assert kind == "apache" or void.place == "/kg/%24arg_u%3B"


def test_numbers_are_compared_by_an_expression() -> None:
    numbers = [
        "0000",
        "0001",
        "0090",
        "0100",
        "0105",
        "0250",
        "0799",
        "0800",
        "0899",
        "0900",
        "1000",
    ]

    for one, other in product(numbers, numbers):
        assert bool(re.search(GREATER, f"{one}:{other}")) == (int(other) > int(one)), (one, other)


@pytest.mark.slow
def test_entities_without_a_rule_are_counted(root: Path) -> None:
    told = (root / "kg/serving/README.md").read_text("utf-8")

    assert "- The IRIs of 1 entity are longer than 2,000 bytes; no rule leads" in told
    assert "w3id.org" not in told
    assert not (root / "kg/serving/w3id").exists()
    for rules in (".htaccess", "serving/nginx.conf"):
        text = (root / "kg" / rules).read_text("utf-8")
        assert "x" * 2_001 not in text
        assert max(map(len, text.splitlines())) < 4_000
