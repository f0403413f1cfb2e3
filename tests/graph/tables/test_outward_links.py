"""Links to other datasets: each stands on an accepted claim with a source, or is not asserted."""

from __future__ import annotations

from typing import cast

import pytest

import yuqiao
from yuqiao.graph.stores.results import Solutions

LINKS = """
SELECT (COUNT(DISTINCT ?thing) AS ?things) (COUNT(*) AS ?links) (SUM(?shown) AS ?backed) WHERE {
  ?thing PROPERTY ?other . FILTER(STRSTARTS(STR(?other), "SPACE")) WHICH
  BIND(IF(EXISTS {
    ?claim schema:about ?thing ; yq:aboutProperty PROPERTY ; yq:statedResource ?other ;
      yq:review rev:accepted ; dcterms:source ?source }, 1, 0) AS ?shown) }
"""
UNIVERSITIES = "?thing a schema:CollegeOrUniversity ."


def ask(sparql: str) -> list[tuple[object, ...]]:
    """Query the bundled graph for values."""
    return list(cast("Solutions", yuqiao.open().query(sparql)).values())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("space", "property_", "which", "things", "links"),
    [
        ("https://ror.org/", "schema:sameAs", "", 54, 54),
        ("http://www.wikidata.org/entity/", "schema:sameAs", "", 51, 51),
        ("http://data.europa.eu/snb/isced-f/", "skos:broadMatch", "", 71, 71),
        (
            "http://publications.europa.eu/resource/authority/country/",
            "yq:country",
            UNIVERSITIES,
            99,
            99,
        ),
    ],
)
def test_every_link_is_what_a_source_shows(
    space: str, property_: str, which: str, things: int, links: int
) -> None:
    query = LINKS.replace("PROPERTY", property_).replace("SPACE", space).replace("WHICH", which)

    assert ask(query) == [(things, links, links)]


def test_nothing_is_the_same_as_anything_else() -> None:
    asked = """SELECT DISTINCT (REPLACE(STR(?other), "[^/]*$", "") AS ?place) {
      ?thing schema:sameAs|owl:sameAs|skos:exactMatch ?other } ORDER BY ?place"""

    assert ask(asked) == [("http://www.wikidata.org/entity/",), ("https://ror.org/",)]


def test_no_outward_iri_is_that_of_two_things() -> None:
    assert ask("SELECT ?o { ?a schema:sameAs ?o . ?b schema:sameAs ?o FILTER(?a != ?b) }") == []


def test_who_is_not_linked_is_listed() -> None:
    linked = "SELECT DISTINCT ?u { ?u a schema:CollegeOrUniversity ; schema:sameAs ?o FILTER(CONTAINS(STR(?o), 'ror.org')) }"
    every = "SELECT ?u { ?u a schema:CollegeOrUniversity }"
    listed = cast("Solutions", yuqiao.open().ask("universities-without-ror"))

    assert len(list(listed)) == len(ask(every)) - len(ask(linked)) == 45


def test_a_match_that_no_source_confirms_is_a_candidate_under_review() -> None:
    asked = """SELECT ?thing ?name { ?claim schema:about ?thing ; yq:aboutProperty skos:altLabel ;
      yq:statedValue ?name ; yq:review rev:open ; schema:text ?text .
      FILTER(STRSTARTS(?text, "The institution may be") || CONTAINS(?text, "is HMKW")) ?thing a schema:CollegeOrUniversity
      OPTIONAL { ?thing schema:sameAs ?link } OPTIONAL { ?thing skos:altLabel ?asserted
      FILTER(?asserted = ?name) } FILTER(!BOUND(?link) && !BOUND(?asserted)) } ORDER BY ?thing"""
    open_claims = {
        (row[0], row[2])
        for row in cast("Solutions", yuqiao.open().ask("open-claims")).values()
        if str(row[1]).endswith("altLabel")
    }

    candidates = ask(asked)
    assert [name for _, name in candidates] == [
        "IB-Hochschule Berlin",
        "Davis College",
        "SRH University Heidelberg",
        "Media University of Applied Sciences",
        "Kangan Batman TAFE",
        "DIPLOMA Hochschule",
        "City of Oxford College",
        "UCOL",
    ]
    assert set(candidates) <= open_claims
