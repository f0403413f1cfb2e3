"""The graph that the bundled tables give: all the facts, each with its evidence, none invented."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import QueryBoolean, QuerySolutions, RdfFormat, Store, parse

from yuqiao import data
from yuqiao.graph.tables.build import BuiltGraph, build_graph

TABLES = Path(next(iter(data.__path__))) / "tables"


@pytest.fixture(scope="module")
def graph(bundled: BuiltGraph) -> BuiltGraph:
    return bundled


def ask(graph: BuiltGraph, pattern: str) -> bool:
    answer = graph.store.query(f"ASK {{ {pattern} }}", prefixes=graph.prefixes)
    assert isinstance(answer, QueryBoolean)
    return bool(answer)


def rows(graph: BuiltGraph, sparql: str) -> list[tuple[str, ...]]:
    """Return rows as texts; IRIs by their last part."""
    answer = graph.store.query(sparql, prefixes=graph.prefixes)
    assert isinstance(answer, QuerySolutions)
    return [
        tuple("" if term is None else term.value.rpartition("/")[2] for term in solution)
        for solution in answer
    ]


COUNTS = {
    "?x a yq:Partnership": 85,
    "?x a yq:JointInstitution": 13,
    "?x a yq:JointProgramme": 72,
    "?x a yq:Approval": 85,
    "?x a yq:StatusRecord": 85,
    "?x a yq:Offering": 19,
    "?x a yq:Discipline": 73,
    "?x a yq:Assessment": 340,
    "?x dcterms:type ?type ; dcterms:title ?title": 99,
    "?x a schema:CollegeOrUniversity ; yq:country country:CHN": 34,
    "?x a schema:CollegeOrUniversity . FILTER NOT EXISTS { ?x yq:country country:CHN }": 65,
    "?p yq:chinesePartner ?x": 33,
    "?x yq:registerPage ?page": 45,
    "?x dcterms:date ?date ; a yq:Approval": 14,
    "?x yq:firstIntake ?year": 15,
    "?x yq:studyModel ?model": 19,
    "?x yq:certificateNumber ?number": 4,
    "?x yq:inBatch bat:2025-05": 6,
    "?x yq:registerEntry lst:listed": 81,
    "?x yq:registerEntry lst:listed-as-ended": 1,
    "?x yq:registerEntry lst:not-listed": 3,
    "?x yq:status st:ended": 4,
    "?x yq:status st:unknown": 3,
}


@pytest.mark.slow
@pytest.mark.parametrize("pattern", COUNTS)
def test_the_graph_holds_all_that_was_collected(pattern: str, graph: BuiltGraph) -> None:
    counted = rows(graph, f"SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ {pattern} }}")

    assert counted == [(str(COUNTS[pattern]),)]


@pytest.mark.slow
def test_partners_by_country(graph: BuiltGraph) -> None:
    counted = rows(
        graph,
        "SELECT ?code ?all ?now WHERE { ?c dcterms:identifier ?code ; yq:partnershipCount ?all ;"
        " yq:currentPartnershipCount ?now ; a schema:Country } ORDER BY DESC(?all) ?code",
    )

    assert " ".join("/".join(row) for row in counted) == (
        "AU/15/14 US/12/11 GB/11/10 KR/8/8 RU/8/8 CA/7/7 DE/4/4 NZ/4/4 ES/3/3 SG/2/2"
        " FI/1/1 FR/1/1 HK/1/0 HU/1/1 IE/1/1 MY/1/1"
    )


def test_the_six_approvals_of_may_2025(graph: BuiltGraph) -> None:
    found = rows(
        graph,
        "SELECT ?p ?form ?school ?uni ?route ?stem WHERE { ?a yq:inBatch bat:2025-05 ;"
        " yq:approvalOf ?p ; yq:approvalRoute ?route . ?p yq:form ?form ; yq:chinesePartner ?school ;"
        " yq:foreignPartner ?uni ; yq:stemFlag ?stem } ORDER BY ?p",
    )

    assert found == [
        ("cqai-ulstu-iot", "programme", "cqai", "ulstu", "local-filed", "stem"),
        ("cqnu-tchaikovsky", "institution", "cqnu", "moscow-conservatory", "ministry", "non-stem"),
        ("cqu-novosibirsk-physics", "programme", "cqu", "novosibirsk", "ministry", "stem"),
        ("cqupt-fefu-institute", "institution", "cqupt", "fefu", "ministry", "stem"),
        ("cqyti-hmkw-digital-media", "programme", "cqyti", "hmkw", "ministry", "non-stem"),
        ("swu-otago-pharmacy", "programme", "swu", "otago", "ministry", "non-stem"),
    ]


BACKED = (
    "yq:form skos:prefLabel yq:chinesePartner yq:foreignPartner yq:level yq:discipline"
    " yq:servesIndustry yq:legalBasis yq:registerEntry yq:registerPage yq:firstIntake"
    " yq:annualIntake yq:intakeNote yq:durationYears yq:studyModel yq:annualTuition yq:tuitionNote"
    " yq:countedIn yq:confidence yq:approvalRoute yq:approvingAuthority dcterms:date yq:inBatch"
    " yq:certificateNumber yq:hostRegion skos:scopeNote"
)


@pytest.fixture(scope="module")
def backed(graph: BuiltGraph) -> set[tuple[str, ...]]:
    """Return each statement with an accepted claim: its subject, predicate and value."""
    claims = """?claim schema:about ?s ; yq:aboutProperty ?p ; yq:review rev:accepted ;
        yq:basis ?basis ; yq:asOf ?date ; dcterms:source/dcterms:title ?title ;
        yq:statedResource|yq:statedValue ?o"""
    return set(terms(graph, f"SELECT DISTINCT ?s ?p ?o {{ {claims} }}"))


def terms(graph: BuiltGraph, sparql: str) -> list[tuple[str, ...]]:
    """Return rows as whole terms."""
    answer = graph.store.query(sparql, prefixes=graph.prefixes)
    assert isinstance(answer, QuerySolutions)
    return [tuple(str(term) for term in solution) for solution in answer]


@pytest.mark.parametrize("predicate", BACKED.split())
def test_each_statement_about_a_partnership_has_an_accepted_claim(
    predicate: str, graph: BuiltGraph, backed: set[tuple[str, ...]]
) -> None:
    kinds = "VALUES ?kind { yq:Partnership yq:Approval }"
    original = "FILTER(isIRI(?o) || !REGEX(LANG(?o), '-t-'))"  # a translation rests on its original
    statements = terms(
        graph,
        f"SELECT ?s (({predicate}) AS ?p) ?o {{ {kinds} ?s a ?kind ; {predicate} ?o {original} }}",
    )

    assert statements
    assert [statement for statement in statements if statement not in backed] == []


def test_claims_that_are_open_or_rejected_are_not_asserted(graph: BuiltGraph) -> None:
    said = (
        "?claim schema:about ?s ; yq:aboutProperty ?p ; yq:statedResource|yq:statedValue ?o ;"
        " yq:review ?review . FILTER(?review != rev:accepted)"
    )
    elsewhere = (
        "?other schema:about ?s ; yq:aboutProperty ?p ; yq:statedResource|yq:statedValue ?o ;"
        " yq:review rev:accepted"
    )

    assert ask(graph, said)
    assert not ask(graph, f"{said} ?s ?p ?o . FILTER NOT EXISTS {{ {elsewhere} }}")


def test_low_confidence_matches_are_candidates_under_review(graph: BuiltGraph) -> None:
    found = rows(
        graph,
        "SELECT ?uni ?name WHERE { ?uni a schema:CollegeOrUniversity ; yq:confidence conf:low ."
        " ?claim schema:about ?uni ; yq:review rev:open ; yq:statedValue ?name"
        " FILTER NOT EXISTS { ?uni schema:sameAs ?id } FILTER NOT EXISTS { ?uni ?any ?name } }"
        " ORDER BY ?uni",
    )

    assert found == [
        ("berlin-ib", "IB-Hochschule Berlin"),
        ("davis-us", "Davis College"),
        ("heidelberg-uas", "SRH University Heidelberg"),
        ("kangan", "Kangan Batman TAFE"),
        ("nordhessen-uas", "DIPLOMA Hochschule"),
        ("oxford-city", "City of Oxford College"),
        ("ucol", "UCOL"),
    ]


def test_what_was_looked_for_and_not_found_is_said(graph: BuiltGraph) -> None:
    found = rows(
        graph,
        "SELECT ?property (COUNT(?x) AS ?n) WHERE { ?x yq:unknownValueFor ?property }"
        " GROUP BY ?property ORDER BY DESC(?n) ?property",
    )

    assert [(name.rpartition("#")[2], count) for name, count in found] == [
        ("validThrough", "85"),
        ("annualIntake", "82"),
        ("certificateNumber", "81"),
        ("date", "70"),
        ("validFrom", "70"),
        ("datePublished", "41"),
        ("approvingAuthority", "34"),
        ("notation", "29"),
        ("sameAs", "20"),
        ("foundingDate", "15"),
        ("discipline", "8"),
        ("foreignPartner", "5"),
        ("url", "4"),
        ("broadMatch", "2"),
        ("ministryCode", "2"),
        ("countedIn", "1"),
    ]


CONTRADICTIONS = [
    ("cqnu-tchaikovsky--form--crs-moe-list", "article-tchaikovsky-form"),
    ("cqu-novosibirsk-physics--form--crs-moe-list", "article-physics-form"),
    ("ichongqing-2025-06-new-programmes-stated", "ichongqing-2025-06-new-programmes-listed"),
    ("ichongqing-2025-06-institutions", "editors-2025-06-institutions"),
    ("swu-missouri-plant--certificate--swu-missouri", "missouri-certificate-letter-o"),
    (
        "swu-auckland-computer--disciplines--crs-moe-list--computer-science-and-technology-b",
        "auckland-big-data",
    ),
]


@pytest.mark.parametrize(("accepted", "rejected"), CONTRADICTIONS)
def test_of_two_readings_one_is_accepted(accepted: str, rejected: str, graph: BuiltGraph) -> None:
    assert ask(
        graph,
        f"cl:{accepted} yq:review rev:accepted ; yq:contradicts cl:{rejected} ."
        f" cl:{rejected} yq:review rev:rejected ; yq:contradicts cl:{accepted}",
    )


def test_computed_figures_reproduce_the_register(graph: BuiltGraph) -> None:
    found = rows(
        graph,
        "SELECT ?indicator ?reported ?counted WHERE { ?a schema:variableMeasured ?indicator ;"
        " yq:basis bas:register ; schema:value ?reported . ?b schema:variableMeasured ?indicator ;"
        " yq:basis bas:computed ; schema:value ?counted } ORDER BY ?indicator",
    )

    assert found == [
        ("joint-institutions-local-filed", "4", "4"),
        ("joint-institutions-ministry", "9", "9"),
        ("joint-programmes-local-filed", "30", "30"),
        ("joint-programmes-ministry", "39", "39"),
        ("partnerships-local-filed", "34", "34"),
        ("partnerships-ministry", "48", "48"),
    ]


@pytest.mark.slow
def test_everything_moves_to_another_base(graph: BuiltGraph) -> None:
    moved = build_graph(TABLES, "https://example.org/hubei/")

    assert len(moved.store) == len(graph.store)
    assert not any("w3id.org/yuqiao" in str(triple) for triple in moved.triples())
    assert ask(moved, "p:swu-westa a yq:JointInstitution")


def test_the_committed_file_is_what_the_tables_give(graph: BuiltGraph) -> None:
    committed = Store()
    committed.extend(parse(path=TABLES.parent / "chongqing.ttl", format=RdfFormat.TURTLE))

    assert len(committed) == len(graph.store)
