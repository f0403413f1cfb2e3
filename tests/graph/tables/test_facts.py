"""The article of 1 June 2025: every fact of it that can be checked is in the graph, with its source."""

from __future__ import annotations

import pytest

import yuqiao
from yuqiao.graph.stores.store import Store

ARTICLE = "dcterms:source s:s-ichongqing-20250601"

SOURCE_ITSELF = [
    'dcterms:title "Chongqing Expands International Education Partnerships"@en',
    (
        "schema:url <https://www.ichongqing.info/2025/06/01/"
        "chongqing-expands-international-education-partnerships>"
    ),
    'dcterms:publisher "iChongqing"',
    'schema:author "Feng Xiaolou"',
    'schema:datePublished "2025-06-01"^^xsd:date',
    "a schema:NewsArticle",
]

FIGURES = [
    ("new-approvals", "6", "accepted"),
    ("partnerships-total", "75", "accepted"),
    ("joint-institutions", "9", "accepted"),
    ("joint-programmes", "66", "accepted"),
    ("disciplines-covered", "101", "accepted"),
    ("share-science-engineering-agriculture-medicine", "68.3", "accepted"),
    ("disciplines-science-engineering-agriculture-medicine", "69", "accepted"),
    ("new-joint-programmes", "4", "accepted"),
    ("new-joint-programmes", "5", "rejected"),
    ("new-joint-institutions", "2", "accepted"),
]

SIX = {
    "cqupt-fefu-institute": ("institution", "cqupt", "fefu"),
    "cqnu-tchaikovsky": ("institution", "cqnu", "moscow-conservatory"),
    "cqu-novosibirsk-physics": ("programme", "cqu", "novosibirsk"),
    "swu-otago-pharmacy": ("programme", "swu", "otago"),
    "cqyti-hmkw-digital-media": ("programme", "cqyti", "hmkw"),
    "cqai-ulstu-iot": ("programme", "cqai", "ulstu"),
}

STATEMENTS = {
    "the batch was announced by the ministry": "bat:2025-05 yq:announcedBy"
    " o:ministry-of-education-china ; dcterms:source s:s-ichongqing-20250601",
    "the batch was announced in May 2025": 'bat:2025-05 dcterms:date "2025-05"^^xsd:gYearMonth',
    "smart manufacturing": "pl:chongqing yq:prioritisesIndustry ind:smart-manufacturing",
    "new energy vehicles": "pl:chongqing yq:prioritisesIndustry ind:new-energy-vehicles",
    "artificial intelligence": "pl:chongqing yq:prioritisesIndustry ind:artificial-intelligence",
    "Internet of Things": "pl:chongqing yq:prioritisesIndustry ind:internet-of-things",
    "Chang'an Automobile": "o:changan-automobile a schema:Corporation ; schema:location"
    " pl:chongqing ; yq:operatesIn ind:new-energy-vehicles",
    "Seres Group": "o:seres-group a schema:Corporation ; schema:location pl:chongqing ;"
    " yq:operatesIn ind:new-energy-vehicles",
    "advice: approval": "o:ministry-of-education-china yq:advisesToCheck crit:official-listing",
    "advice: faculty": "o:ministry-of-education-china yq:advisesToCheck"
    " crit:faculty-qualifications",
    "advice: curriculum": "o:ministry-of-education-china yq:advisesToCheck crit:curriculum-quality",
    "advice: graduates": "o:ministry-of-education-china yq:advisesToCheck crit:graduate-outcomes",
    "telephone": 'o:ichongqing schema:telephone "+86-23-67158993"',
    "mail address": 'o:ichongqing schema:email "service@ichongqing.info"',
    "ICP filing": 'o:ichongqing dcterms:identifier "渝ICP备20009753号-2"',
    "news licence": 'o:ichongqing dcterms:identifier "50120220004"',
}

TEXTS = {
    "article-policy-frame": "accepted",
    "article-nev-hub": "accepted",
    "article-six-announced-by-ministry": "accepted",
    "article-six-countries": "accepted",
    "article-six-stress-stem": "open",
    "article-conservatory-renowned": "open",
    "article-stem-effect": "open",
    "article-closing-claim": "open",
    "article-advice-check-approval": "accepted",
    "article-advice-factors": "accepted",
    "article-changan-role": "accepted",
    "article-seres-role": "accepted",
    "article-photo-cqcvc": "accepted",
    "article-photo-changan": "accepted",
    "article-physics-named-twice": "accepted",
    "article-physics-form": "rejected",
    "article-tchaikovsky-form": "rejected",
    "article-four-programmes-oddity": "accepted",
    "editors-six-consistent-reading": "accepted",
    "article-expansion": "accepted",
    "article-programmes-launched": "open",
    "article-site-telephone": "accepted",
}

LATER = {
    "cqjtu-six-programmes": ("open", "kzhiyuan-cqjtu", "six cooperative programmes"),
    "ctbu-bachelor-programmes-2019": ("open", "ctbu-charter-2019", "at bachelor level"),
    "novosibirsk-basic-sciences-centre": ("accepted", "kommersant-7328254", "In November 2024"),
    "cqipc-nyiregyhaza-2023": ("accepted", "szon-2023", "framework agreement"),
    "leicester-institute-national-plan": ("accepted", "cqmu-jei-approved", "national enrolment"),
    "leicester-clinical-both-degrees": ("accepted", "cqmu-jep", "a degree of each"),
    "broadcasting-never-enrolled": ("accepted", "cqcb-20180709", "never enrolled"),
    "75-not-found": ("open", "crs-moe-list", "About four of the 75"),
}
"""Statements that other sources make: review, source, and words of each."""


@pytest.fixture(scope="module")
def graph() -> Store:
    return yuqiao.open()


@pytest.mark.parametrize("said", SOURCE_ITSELF)
def test_the_article_is_described(said: str, graph: Store) -> None:
    assert graph.query(f"ASK {{ s:s-ichongqing-20250601 {said} }}") is True


@pytest.mark.parametrize(("indicator", "value", "review"), FIGURES)
def test_each_figure_is_there_with_its_review(
    indicator: str, value: str, review: str, graph: Store
) -> None:
    assert graph.query(
        f"ASK {{ ?figure schema:variableMeasured idc:{indicator} ; schema:value {value} ;"
        f" yq:review rev:{review} ; {ARTICLE} }}"
    )


def test_nine_and_sixty_six_are_seventy_five(graph: Store) -> None:
    assert graph.query(
        "ASK { cl:ichongqing-2025-06-total schema:value ?all ."
        " cl:ichongqing-2025-06-institutions schema:value ?institutions ."
        " cl:ichongqing-2025-06-programmes schema:value ?programmes ."
        " FILTER(?all = 75 && ?institutions + ?programmes = ?all) }"
    )


@pytest.mark.parametrize("partnership", SIX)
def test_each_of_the_six_is_named_by_the_article(partnership: str, graph: Store) -> None:
    form, school, university = SIX[partnership]

    assert graph.query(
        f"ASK {{ p:{partnership} yq:form form:{form} ; yq:chinesePartner o:{school} ;"
        f" yq:foreignPartner o:{university} ; yq:countedIn cl:ichongqing-2025-06-total ;"
        f" yq:hasApproval/yq:inBatch bat:2025-05 . ?claim schema:about p:{partnership} ;"
        f" yq:aboutProperty yq:foreignPartner ; yq:statedResource o:{university} ;"
        f" yq:review rev:accepted ; {ARTICLE} }}"
    )


@pytest.mark.parametrize("fact", STATEMENTS)
def test_each_other_fact_is_stated_and_claimed(fact: str, graph: Store) -> None:
    assert graph.query(f"ASK {{ {STATEMENTS[fact]} }}") is True


@pytest.mark.parametrize("claim", TEXTS)
def test_each_sentence_is_a_claim_of_the_article(claim: str, graph: Store) -> None:
    assert graph.query(
        f"ASK {{ cl:{claim} a yq:Claim ; schema:text ?text ; yq:review rev:{TEXTS[claim]} ;"
        f" {ARTICLE} }}"
    )


@pytest.mark.parametrize("claim", LATER)
def test_what_other_sources_say_is_a_claim_of_theirs(claim: str, graph: Store) -> None:
    review, source, words = LATER[claim]

    assert graph.query(
        f"ASK {{ cl:{claim} schema:text ?text ; yq:review rev:{review} ;"
        f' dcterms:source s:s-{source} FILTER(CONTAINS(?text, "{words}")) }}'
    )


COUNTED = {"accepted": 6, "open": 65, "rejected": 13}


@pytest.mark.parametrize("review", COUNTED)
def test_each_partnership_but_one_is_known_or_likely_to_be_of_the_75_or_not(
    review: str, graph: Store
) -> None:
    counted = (
        "ASK { { SELECT (COUNT(DISTINCT ?partnership) AS ?n) WHERE {"
        " ?claim schema:about ?partnership ; yq:aboutProperty yq:countedIn ;"
        f" yq:statedResource cl:ichongqing-2025-06-total ; yq:review rev:{review} ;"
        f" skos:scopeNote ?why }} }} FILTER(?n = {COUNTED[review]}) }}"
    )

    assert graph.query(counted) is True


def test_the_dataset_has_a_title_in_both_languages(graph: Store) -> None:
    assert graph.query(
        """ASK { ds:chongqing dcterms:title
        "Chongqing's China-foreign education partnerships"@en, "重庆市中外合作办学"@zh-Hans }"""
    )
