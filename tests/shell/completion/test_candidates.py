"""What the menu offers: (text before the cursor, text after it) -> its first words, in order."""

from __future__ import annotations

import pytest

import yuqiao
from yuqiao.graph.stores.store import Store
from yuqiao.shell.completion.candidates import Candidate, Cursor, candidates, wanted


@pytest.fixture(scope="module")
def graph() -> Store:
    return yuqiao.open()


def menu(graph: Store, before: str, after: str = "", lang: str = "en") -> list[Candidate]:
    """Look up all that is wanted, and give the menu."""
    cursor = Cursor(before, after, graph.prefixes)
    found = {lookup: lookup.made(graph) for lookup in wanted(cursor)}
    return candidates(cursor, found, lang)


def words(graph: Store, before: str, after: str = "") -> list[str]:
    return [candidate.text for candidate in menu(graph, before, after)]


FIRST = {
    # The beginning of a query, whatever the case
    "sel": ["SELECT"],
    "PREFIX sk": ["skos: <http://www.w3.org/2004/02/skos/core#>"],
    # Keywords, by place
    "SELECT ?x WH": ["WHERE"],
    "SELECT * { ?p yq:level ?l OPT": ["OPTIONAL"],
    "SELECT * { ?p yq:level ?l . fil": ["FILTER", "FILTER NOT EXISTS", "FILTER EXISTS"],
    "SELECT * { ?p ?q ?n FILTER(langm": ["LANGMATCHES"],
    "SELECT * { ?p ?q ?r } ord": ["ORDER BY"],
    # Classes: by use, by name, by label in either language
    "SELECT * { ?p a ": ["yq:Claim", "yq:Assessment", "skos:Concept"],
    "SELECT * { ?p a yq:Joint": ["yq:JointProgramme", "yq:JointInstitution"],
    "SELECT * { ?p a jointi": ["yq:JointInstitution"],
    "SELECT * { ?p a 合作办学机": ["yq:JointInstitution"],
    "SELECT * { ?p rdf:type part": ["yq:Partnership"],
    # Properties: those of the subject first
    "SELECT * { ?p a yq:JointInstitution ; yq:f": [
        "yq:form",
        "yq:foreignPartner",
        "yq:foreignAward",
        "yq:firstIntake",
    ],
    "SELECT * { ?p a yq:JointInstitution . ?other a yq:Claim . ?p yq:f": ["yq:form"],
    "SELECT * { ?c a yq:Claim . ?p a yq:JointInstitution . ?c yq:": ["yq:asOf", "yq:basis"],
    "SELECT * { o:swu yq:p": ["yq:partnersWith", "yq:partnershipCount"],
    "SELECT * { ?p yq:foreignPartner ?u . ?u yq:p": ["yq:partnersWith", "yq:partnershipCount"],
    "SELECT * { ?p yq:foreignPartner ?u . ?u yq:co": ["yq:confidence", "yq:country"],
    "SELECT * { ?p foreign": ["yq:foreignPartner"],
    "SELECT * { ?p 外方": ["yq:foreignPartner"],
    "SELECT * { ?p yq:foreignPartner/yq:co": ["yq:confidence", "yq:country"],
    "SELECT * { ?p ": ["a", "dcterms:source", "schema:about"],
    # Values of the property, then anything by its name
    "SELECT * { ?p yq:level ?l ; yq:form form:": ["form:programme", "form:institution"],
    "SELECT * { ?p yq:level Dipl": ["lvl:diploma"],
    "SELECT * { ?p yq:chinesePartner Southw": ["o:swu"],
    "SELECT * { ?p yq:chinesePartner 西南": ["o:swu", "o:swupl"],
    'SELECT * { ?p yq:chinesePartner "西南': ["o:swu", "o:swupl"],
    'SELECT * { ?p yq:chinesePartner "Southwest U': ["o:swu"],
    "SELECT * { ?p yq:chinesePartner o:sw": ["o:swu", "o:swupl"],
    "SELECT * { FILTER(?x = Novosib": ["pl:novosibirsk", "o:novosibirsk"],
    "SELECT * { VALUES ?x { o:cqu o:swup": ["o:swupl"],
    "SELECT * { Novosib": ["pl:novosibirsk", "o:novosibirsk"],
    'SELECT * { ?p skos:prefLabel "西南大学': ['"西南大学"@zh-hans'],
    # Variables that are used already
    "SELECT * { ?school yq:partnersWith ?university . ?s": ["?school"],
    "SELECT * { ?school yq:partnersWith ?university . $u": ["?university"],
    # Prefixes; those of the query itself too
    "SELECT * { ?p yq:level dct": ["dcterms:"],
    "PREFIX dcx: <http://example.org/> SELECT * { ?p dcx": ["dcx:"],
}


@pytest.mark.slow
@pytest.mark.parametrize("before", FIRST)
def test_the_likeliest_come_first(graph: Store, before: str) -> None:
    expected = FIRST[before]

    assert words(graph, before)[: len(expected)] == expected


NOTHING = [
    "SELECT * { ?p a yq:Partnership # a com",
    "SELECT * { ?p a <https://w3",
    'SELECT * { ?p skos:prefLabel "Physics"@e',
    "SELECT * { ?p a yq:Partnership . xyz",
    "SELECT * { ?p a ?unlikely",
]


@pytest.mark.parametrize("before", NOTHING)
def test_where_nothing_is_known_there_is_no_menu(graph: Store, before: str) -> None:
    assert words(graph, before) == []


def test_variables_after_the_cursor_count_too(graph: Store) -> None:
    assert words(graph, "SELECT ?", " WHERE { ?p yq:level ?level }") == ["?p", "?level"]


def test_what_follows_the_cursor_tells_the_class(graph: Store) -> None:
    found = words(graph, "SELECT * { ?p yq:f", " ?x . ?p a yq:JointInstitution }")

    assert found[:3] == ["yq:form", "yq:foreignPartner", "yq:foreignAward"]


@pytest.mark.parametrize(
    ("before", "lang", "about"),
    [
        ("SELECT * { ?p a yq:JointI", "en", "joint institution · 13"),
        ("SELECT * { ?p a yq:JointI", "zh", "中外合作办学机构 · 13"),
        ("SELECT * { ?p yq:chinesePartner 西南大", "en", "西南大学 · Southwest University · 9"),
        ("SELECT * { ?p yq:chinesePartner o:swu", "zh", "西南大学 · 9"),
        ("SELECT * { dcterms", "en", "http://purl.org/dc/terms/"),
    ],
)
def test_a_word_comes_with_its_label_and_count(
    graph: Store, before: str, lang: str, about: str
) -> None:
    assert menu(graph, before, lang=lang)[0].about == about


def test_what_is_not_looked_up_yet_is_left_out(graph: Store) -> None:
    cursor = Cursor("SELECT * { ?q ?r ?o . ?p ", "", graph.prefixes)

    assert [candidate.text for candidate in candidates(cursor, {})] == ["a", "?q", "?r", "?o", "?p"]
