"""Each message of the shapes, and the one fault that provokes it.

The data is one whole programme (physics.ttl). Every case breaks a copy of it in one place; all
copies are checked together, each under addresses of its own, because a check takes a second.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pyoxigraph import DefaultGraph, RdfFormat, Store

from yuqiao.ontology.terms import prefixes, read

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.query import Result

PHYSICS = (Path(__file__).parent / "physics.ttl").read_text("utf-8")
OWN_ADDRESS = re.compile(
    r"<(https://w3id\.org/yuqiao/(?:id/(?!organisation/ministry)[a-z]+|scheme/discipline)/[^>]*)>"
)


def claim(thing: str, predicate: str, value: str, slug: str = "extra") -> str:
    """Write an accepted claim for a statement, and the statement itself."""
    states = "statedValue" if value.startswith('"') else "statedResource"
    return f"""
        {thing} {predicate} {value} .
        cl:{slug} a yq:Claim ; schema:about {thing} ; yq:aboutProperty {predicate} ;
            yq:{states} {value} ; yq:asOf "2026"^^xsd:gYear ; yq:basis bas:register ;
            yq:review rev:accepted ; dcterms:source s:s-crs-moe-list ."""


SOURCED = """yq:asOf "2025"^^xsd:gYear ; yq:basis bas:register ; yq:review rev:accepted ;
    dcterms:source s:s-crs-moe-list ."""
NO_OFFERING = "p:physics yq:hasOffering off:physics--physics-b . off:physics--physics-b ?po ?oo ."
NO_SHORTCUT = "o:cqu yq:partnersWith o:novosibirsk . o:novosibirsk yq:partnersWith o:cqu ."
NO_PROGRAMME = "p:physics a yq:JointProgramme ."
NO_NUMBER = "ap:physics yq:unknownValueFor yq:certificateNumber ."

# message, what is taken from the whole programme, what is put in its place
NAMES = [
    (
        "Two preferred names in the same language. Keep one, make the other an alternative name.",
        "",
        'o:cqu skos:prefLabel "Chongqing Uni"@en .',
    ),
    ("The English name is missing.", 'o:cqu skos:prefLabel "Chongqing University"@en .', ""),
    (
        "The Chinese name is missing, or its tag is 'zh' instead of 'zh-Hans'.",
        'o:cqu skos:prefLabel "重庆大学"@zh-Hans .',
        'o:cqu skos:prefLabel "重庆大学"@zh .',
    ),
    (
        "Two preferred names of a city in the same language. "
        "Keep one, make the other an alternative name.",
        "",
        'pl:novosibirsk skos:prefLabel "Novonikolayevsk"@en .',
    ),
    ("The English name of the city is missing.", "pl:novosibirsk skos:prefLabel ?name .", ""),
    (
        "The address must be an IRI whose last part has only small letters, digits and single "
        "hyphens (two hyphens join two slugs).",
        "",
        """<https://w3id.org/yuqiao/id/batch/2025_05> a yq:ApprovalBatch ;
            skos:prefLabel "May 2025"@en, "2025年5月"@zh-Hans ; dcterms:date "2025"^^xsd:gYear ;
            yq:announcedBy o:ministry-of-education-china .""",
    ),
]

PARTNERSHIPS = [
    (
        "State exactly one form: institution or programme.",
        f"{NO_PROGRAMME} p:physics yq:form form:programme . cl:form ?pc ?oc .",
        "",
    ),
    (
        "Name at least one Chinese partner that is an education institution.",
        f"p:physics yq:chinesePartner o:cqu . cl:chinese-partner ?pc ?oc . {NO_SHORTCUT}",
        "",
    ),
    (
        "A foreign partner must be an education institution.",
        "o:novosibirsk a schema:CollegeOrUniversity .",
        "o:novosibirsk a schema:Corporation .",
    ),
    ("State exactly one host region.", "p:physics yq:hostRegion pl:chongqing .", ""),
    (
        "The level must come from the level scheme.",
        NO_PROGRAMME,
        claim("p:physics", "yq:level", "st:approved"),
    ),
    (
        "The discipline must come from the discipline scheme.",
        "",
        claim("p:physics", "yq:discipline", "isced:0533"),
    ),
    (
        "The industry must come from the industry scheme.",
        "",
        claim("p:physics", "yq:servesIndustry", "isced:0533"),
    ),
    (
        "State at most one legal basis, from the scheme of legal bases.",
        "p:physics yq:legalBasis legal:regulations . cl:legal-basis ?pc ?oc .",
        claim("p:physics", "yq:legalBasis", "st:approved"),
    ),
    (
        "State at most one register entry, from the scheme of register entries.",
        "",
        claim("p:physics", "yq:registerEntry", "lst:not-listed"),
    ),
    (
        "The register page must be a web address.",
        "",
        claim("p:physics", "yq:registerPage", '"www.crs.jsj.edu.cn"'),
    ),
    (
        "A partnership is counted in a statistical claim.",
        "",
        claim("p:physics", "yq:countedIn", "cl:form"),
    ),
    (
        "Name at least one source that is described in this dataset.",
        "p:physics dcterms:source ?source .",
        "",
    ),
    (
        "No approval is recorded for this partnership.",
        "ap:physics ?pa ?oa . cl:route ?pr ?or . cl:authority ?pt ?ot . cl:batch ?pb ?ob .",
        "",
    ),
    (
        "No foreign partner. Add it, or record that it is unknown.",
        "p:physics yq:foreignPartner o:novosibirsk ; yq:partnerCountry country:RUS . "
        f"cl:foreign-partner ?pc ?oc . {NO_SHORTCUT}",
        "",
    ),
    (
        "No level. Add it, or record that it is unknown.",
        f"{NO_OFFERING} p:physics yq:level lvl:bachelor ; yq:discipline dis:physics-b . "
        "cl:level ?pl ?ol . cl:discipline ?pd ?od .",
        "p:physics yq:unknownValueFor yq:discipline .",
    ),
    (
        "No discipline. Add it, or record that it is unknown.",
        f"{NO_OFFERING} p:physics yq:discipline dis:physics-b . cl:discipline ?pc ?oc .",
        "",
    ),
    (
        "Typed as joint institution, but the form says otherwise.",
        "",
        "p:physics a yq:JointInstitution .",
    ),
    (
        "Typed as joint programme, but the form says otherwise.",
        "p:physics yq:form form:programme . cl:form ?pc ?oc .",
        claim("p:physics", "yq:form", "form:institution"),
    ),
    (
        "A programme normally has one level; please check.",
        "",
        claim("p:physics", "yq:level", "lvl:master"),
    ),
    (
        "The Chinese partner {?value} is not in China.",
        "o:cqu yq:country country:CHN .",
        "o:cqu yq:country country:RUS .",
    ),
    (
        "The foreign partner {?value} is in China. Check which side it belongs to.",
        "o:novosibirsk yq:country country:RUS . p:physics yq:partnerCountry country:RUS .",
        "o:novosibirsk yq:country country:CHN .",
    ),
    (
        "The discipline {?value} is at a level that this partnership does not have.",
        f"{NO_OFFERING} dis:physics-b yq:level lvl:bachelor .",
        "dis:physics-b yq:level lvl:master .",
    ),
    (
        "The register marks this partnership as ended, but the record {?value} gives another "
        "status as current.",
        "p:physics yq:registerEntry lst:listed . cl:register-entry ?pc ?oc .",
        claim("p:physics", "yq:registerEntry", "lst:listed-as-ended"),
    ),
    (
        "No assessment under {?value}. Add one; if nothing is published, use the finding "
        "'unknown'.",
        "as:physics--curriculum-quality ?pa ?oa .",
        "",
    ),
    ("No status record. Add one; use the status 'unknown' if need be.", "sr:physics ?ps ?os .", ""),
]

OFFERINGS = [
    ("An offering has exactly one level.", "off:physics--physics-b yq:level lvl:bachelor .", ""),
    (
        "An offering has exactly one discipline.",
        "off:physics--physics-b yq:discipline dis:physics-b .",
        "",
    ),
    (
        "An offering belongs to exactly one partnership.",
        "p:physics yq:hasOffering off:physics--physics-b .",
        "",
    ),
    (
        "The level {?value} of this offering is missing on the partnership itself.",
        "p:physics yq:level lvl:bachelor . cl:level ?pc ?oc . dis:physics-b yq:level lvl:bachelor ."
        " off:physics--physics-b yq:level lvl:bachelor .",
        "dis:physics-b yq:level lvl:master . off:physics--physics-b yq:level lvl:master ."
        + claim("p:physics", "yq:level", "lvl:postgraduate"),
    ),
    (
        "The discipline {?value} of this offering is missing on the partnership itself.",
        "off:physics--physics-b yq:discipline dis:physics-b .",
        """off:physics--physics-b yq:discipline dis:music-b .
        dis:music-b a yq:Discipline ; skos:prefLabel "Music"@en, "音乐"@zh-Hans ;
            yq:level lvl:bachelor ; skos:broadMatch isced:0215 .""",
    ),
    (
        "The discipline {?value} of this offering is at another level than the offering.",
        f"{NO_PROGRAMME} off:physics--physics-b yq:level lvl:bachelor .",
        "off:physics--physics-b yq:level lvl:master ."
        + claim("p:physics", "yq:level", "lvl:master"),
    ),
    (
        "The first intake is one day, month or year.",
        "p:physics yq:unknownValueFor yq:firstIntake .",
        claim("p:physics", "yq:firstIntake", '"autumn 2025"'),
    ),
    (
        "Give at most one annual intake, as a whole number above zero.",
        "",
        "off:physics--physics-b yq:annualIntake 0 .",
    ),
    (
        "Give at most one annual tuition in yuan, as a whole number above zero.",
        "",
        'off:physics--physics-b yq:annualTuition "60,000" .',
    ),
    (
        "Give at most one length of study in years, above zero and up to ten.",
        "",
        "off:physics--physics-b yq:durationYears 48 .",
    ),
    (
        "A note is text with a language tag.",
        "",
        'off:physics--physics-b yq:studyModel "four years in Chongqing" .',
    ),
]

APPROVALS = [
    (
        "An approval belongs to exactly one partnership.",
        "",
        "ap:physics yq:approvalOf pl:chongqing .",
    ),
    (
        "An approval is in at most one batch.",
        "",
        claim("ap:physics", "yq:inBatch", "pl:chongqing"),
    ),
    (
        "State one approval route: by the ministry, or local and filed.",
        "ap:physics yq:approvalRoute route:ministry . cl:route ?pc ?oc .",
        "",
    ),
    (
        "The approval date must be one day, month or year.",
        "ap:physics yq:unknownValueFor dcterms:date .",
        claim("ap:physics", "dcterms:date", '"May 2025"'),
    ),
    (
        "At most one certificate number, as plain text.",
        NO_NUMBER,
        claim("ap:physics", "yq:certificateNumber", '"MOE50RU2A20251935N"')
        + claim("ap:physics", "yq:certificateNumber", '"MOE50RU2A20251936N"', "second"),
    ),
    ("An approval needs a source.", "ap:physics dcterms:source ?source .", ""),
    (
        "No approval date. Add it, or record that it is unknown.",
        "ap:physics yq:unknownValueFor dcterms:date .",
        "",
    ),
    (
        "No approving authority. Add it, or record that it is unknown.",
        "ap:physics yq:approvingAuthority ?body . cl:authority ?pc ?oc .",
        "",
    ),
    ("No certificate number. Add it, or record that it is unknown.", NO_NUMBER, ""),
    (
        "Approved locally and filed, yet the ministry is named as approving authority.",
        "ap:physics yq:approvalRoute route:ministry . cl:route ?pc ?oc .",
        claim("ap:physics", "yq:approvalRoute", "route:local-filed"),
    ),
    (
        "The number {?value} does not have the eight parts that notice 教外综[2004]73号 "
        "prescribes for programmes.",
        NO_NUMBER,
        claim("ap:physics", "yq:certificateNumber", '"MOE50RU2A2025N"'),
    ),
    (
        "The country letters in {?value} are not those of a foreign partner.",
        NO_NUMBER,
        claim("ap:physics", "yq:certificateNumber", '"MOE50US2A20181935N"'),
    ),
    (
        "A batch needs one date: a day, a month or a year.",
        "bat:2025-05 dcterms:date ?date .",
        'bat:2025-05 dcterms:date "May 2025" .',
    ),
    ("Who made the batch public?", "bat:2025-05 yq:announcedBy ?body .", ""),
]

CLAIMS = [
    ("A claim is about exactly one thing.", "", "cl:share schema:about pl:novosibirsk ."),
    (
        "State one basis: reported, register, computed or inferred.",
        "cl:share yq:basis bas:reported .",
        "cl:share yq:basis rev:open .",
    ),
    (
        "State one review result: accepted, rejected or open.",
        "cl:share yq:review rev:accepted .",
        "",
    ),
    ("A claim without a source is not publishable.", "cl:share dcterms:source ?source .", ""),
    (
        "State one 'as of' date: a day, a month or a year.",
        "cl:share yq:asOf ?date .",
        'cl:share yq:asOf "June" .',
    ),
    (
        "Give either a stated value or a stated resource.",
        "",
        'cl:form-in-article yq:statedValue "institution" .',
    ),
    (
        "This property is computed from others. Make a claim about those.",
        "",
        claim("p:physics", "yq:partnerCountry", "country:RUS"),
    ),
    (
        "The claim {?value} is accepted, but what it states is not stated directly.",
        'o:cqu yq:ministryCode "4150010611" .',
        "",
    ),
    (
        "The claim {?value} is accepted, but what it states is not stated directly.",
        "o:cqu yq:sector sector:public .",
        claim("o:cqu", "yq:sector", "sector:public").replace("o:cqu yq:sector sector:public .", ""),
    ),
    (
        "The claim {?value} is rejected or open, but what it states is stated directly.",
        "cl:ministry-code yq:review rev:accepted .",
        "cl:ministry-code yq:review rev:open .",
    ),
    (
        "{?path} {?value} has no accepted claim behind it. Add one that names its source.",
        "cl:level ?pc ?oc .",
        "",
    ),
    (
        "{?path} {?value} has no accepted claim behind it. Add one that names its source.",
        "p:physics yq:unknownValueFor yq:firstIntake .",
        'p:physics yq:firstIntake "2025"^^xsd:gYear .',
    ),
    (
        "{?path} {?value} has no accepted claim behind it. Add one that names its source.",
        "cl:batch ?pc ?oc .",
        "",
    ),
    (
        "This claim and {?value} contradict each other, yet both are accepted.",
        "",
        "cl:share yq:contradicts cl:total .",
    ),
    (
        "{?value} is marked unknown but has a value. Remove the mark.",
        "",
        "p:physics yq:unknownValueFor yq:level .",
    ),
    (
        "State one degree of confidence: high, medium or low.",
        "",
        claim("p:physics", "yq:confidence", "conf:low"),
    ),
]

FIGURES = [
    (
        "Name one indicator from the indicator scheme.",
        "cl:share schema:variableMeasured ?indicator .",
        "cl:share schema:variableMeasured isced:05 .",
    ),
    (
        "Give one number, not negative, as integer or decimal (no floating point, no text).",
        "cl:share schema:value 68.3 .",
        "cl:share schema:value 68.3e0 .",
    ),
    (
        "The unit is '1' for a count or '%' for a share.",
        'cl:share schema:unitText "%" .',
        'cl:share schema:unitText "percent" .',
    ),
    (
        "A share of {?value} % is above 100.",
        "cl:share schema:value 68.3 .",
        "cl:share schema:value 168.3 .",
    ),
    (
        "The total of {?value} is not the sum of {?institutions} institutions and "
        "{?programmes} programmes from the same source and date.",
        "cl:programmes schema:value 66 .",
        "cl:programmes schema:value 65 .",
    ),
    (
        "Two accepted claims give different numbers for the same indicator, place and date "
        "(other: {?value}).",
        "",
        """cl:later a yq:StatisticalClaim ; schema:about pl:chongqing ; schema:value 78 ;
            schema:variableMeasured idc:partnerships-total ; schema:unitText "1" ;
            yq:asOf "2025-06-01"^^xsd:date ; yq:basis bas:reported ; yq:review rev:accepted ;
            dcterms:source s:s-crs-moe-list .""",
    ),
]

STATUS = [
    (
        "A status belongs to a partnership.",
        "",
        f"""sr:city a yq:StatusRecord ; schema:about pl:chongqing ; yq:status st:approved ;
            schema:validFrom "2025"^^xsd:gYear ; {SOURCED}""",
    ),
    ("State one status.", "sr:physics yq:status st:approved .", ""),
    (
        "The status must come from the status scheme.",
        "sr:physics yq:status st:approved .",
        "sr:physics yq:status fnd:unknown .",
    ),
    (
        "The status began on one day, month or year.",
        "sr:physics schema:validFrom ?start .",
        'sr:physics schema:validFrom "May 2025" .',
    ),
    (
        "The interval ends before it begins.",
        "",
        'sr:physics schema:validThrough "2025-04-30"^^xsd:date .',
    ),
    (
        "Another open-ended accepted status exists: {?value}. Close one of the two intervals.",
        "",
        f"""sr:ended a yq:StatusRecord ; schema:about p:physics ; yq:status st:ended ;
            schema:validFrom "2026"^^xsd:gYear ; {SOURCED}""",
    ),
    (
        "Since when? Give a day, a month or a year, or record that it is unknown.",
        "sr:physics schema:validFrom ?start .",
        "",
    ),
    (
        "An assessment is about a partnership.",
        "",
        f"""as:city a yq:Assessment ; schema:about pl:chongqing ; yq:finding fnd:unknown ;
            yq:criterion crit:official-listing ; {SOURCED}""",
    ),
    (
        "State one criterion.",
        "",
        f"as:more a yq:Assessment ; schema:about p:physics ; yq:finding fnd:unknown ; {SOURCED}",
    ),
    (
        "State one finding; use 'unknown' rather than leaving it out.",
        "as:physics--official-listing yq:finding ?finding .",
        "",
    ),
    (
        "The finding must come from the finding scheme.",
        "as:physics--official-listing yq:finding ?finding .",
        "as:physics--official-listing yq:finding st:unknown .",
    ),
]

ORGANISATIONS = [
    (
        "State exactly one country, with the IRI of the EU country list.",
        "o:cqu yq:country country:CHN .",
        "",
    ),
    (
        "Only ROR and Wikidata addresses are expected here.",
        "",
        "o:cqu schema:sameAs <https://www.cqu.edu.cn> .",
    ),
    (
        "State at most one type, from the scheme of organisation types.",
        "o:cqu org:classification orgt:university .",
        "o:cqu org:classification sector:public .",
    ),
    (
        "The sector is public or private.",
        "o:cqu yq:sector sector:public .",
        "o:cqu yq:sector orgt:university .",
    ),
    (
        "A ministry code has ten digits.",
        'o:cqu yq:ministryCode "4150010611" . cl:ministry-code ?pc ?oc .',
        'o:cqu yq:ministryCode "50010611" .',
    ),
    (
        "The founding date is one day, month or year.",
        "o:cqu schema:foundingDate ?date .",
        "o:cqu schema:foundingDate 1929 .",
    ),
    (
        "Use the country IRI of the EU Publications Office.",
        "",
        """<https://w3id.org/yuqiao/id/country/ru> a schema:Country ; dcterms:identifier "RU" ;
            skos:prefLabel "Russia"@en, "俄罗斯"@zh-Hans .""",
    ),
    (
        "Give one latitude, a decimal from -90 to 90.",
        "pl:chongqing schema:latitude ?degrees .",
        "pl:chongqing schema:latitude 106.55771 .",
    ),
    (
        "Give one longitude, a decimal from -180 to 180.",
        "pl:chongqing schema:longitude ?degrees .",
        "",
    ),
]

DISCIPLINES_AND_SOURCES = [
    ("A discipline has exactly one level.", "dis:physics-b yq:level lvl:bachelor .", ""),
    (
        "Link the discipline to a field of ISCED-F 2013 that schemes.ttl describes.",
        "dis:physics-b skos:broadMatch isced:0533 .",
        "dis:physics-b skos:broadMatch isced:0599 .",
    ),
    (
        "A catalogue code has six digits and at most the letters T and K.",
        'dis:physics-b skos:notation "070201" .',
        'dis:physics-b skos:notation "70201" .',
    ),
    (
        "No field of education, so the STEM flag cannot be computed. "
        "Add it, or record that it is unknown.",
        "dis:physics-b skos:broadMatch isced:0533 .",
        "",
    ),
    ("A source needs a title.", "s:s-crs-moe-list dcterms:title ?title .", ""),
    (
        "A source needs one type, from the scheme of source types.",
        "s:s-crs-moe-list dcterms:type ?type .",
        "s:s-crs-moe-list dcterms:type bas:register .",
    ),
    (
        "The address of a source must be a web address.",
        "s:s-crs-moe-list schema:url ?url .",
        's:s-crs-moe-list schema:url "www.crs.jsj.edu.cn" .',
    ),
    (
        "The publication date is one day, month or year.",
        "s:s-ichongqing-20250601 schema:datePublished ?date .",
        's:s-ichongqing-20250601 schema:datePublished "Jun 01,2025" .',
    ),
    (
        "This source is marked as read for context only, yet {?value} cites it.",
        "",
        "cl:share dcterms:source s:s-cq-school-web .",
    ),
    (
        "A source needs an address. Add it, or record that it is unknown.",
        "s:s-crs-moe-list schema:url ?url .",
        "",
    ),
    (
        "A news report needs its publication date. Add it, or record that it is unknown.",
        "s:s-ichongqing-20250601 schema:datePublished ?date .",
        "",
    ),
]

DERIVED = [
    (
        "The shortcut to {?value} has no partnership behind it. "
        "Shortcuts are computed, not typed in.",
        "",
        "o:cqu yq:partnersWith o:ministry-of-education-china .",
    ),
    (
        "No foreign partner is in {?value}. The partner country is computed, not typed in.",
        "",
        "p:physics yq:partnerCountry country:CHN .",
    ),
    (
        "There is at most one STEM flag, from the scheme of STEM flags.",
        "",
        "p:physics yq:stemFlag stem:mixed .",
    ),
    (
        "There is one number of partnerships, a whole number.",
        "",
        "o:cqu yq:partnershipCount 2 .",
    ),
    (
        "There is one number of current partnerships, at most as high as that of all.",
        "o:cqu yq:currentPartnershipCount 1 .",
        "o:cqu yq:currentPartnershipCount 2 .",
    ),
]

CASES = [
    *NAMES,
    *PARTNERSHIPS,
    *OFFERINGS,
    *APPROVALS,
    *CLAIMS,
    *FIGURES,
    *STATUS,
    *ORGANISATIONS,
    *DISCIPLINES_AND_SOURCES,
    *DERIVED,
]
# Country addresses are not ours to rename, so this fault is checked on its own, as a new country.
NO_COUNTRY_CODE = """country:NZL a schema:Country ;
    skos:prefLabel "New Zealand"@en, "新西兰"@zh-Hans ; dcterms:identifier "NZL" ."""
COUNTRY_MESSAGE = "Give the two-letter ISO 3166 code."


def broken(number: int, take: str, put: str) -> str:
    """Break a copy of the whole programme, and give it addresses of its own."""
    store = Store()
    store.load(PHYSICS.encode(), RdfFormat.TURTLE)
    before = len(store)
    if take:
        store.update(f"DELETE WHERE {{ {take} }}", prefixes=prefixes())
        assert len(store) < before, f"nothing to take: {take}"
    store.update(f"INSERT DATA {{ {put} }}", prefixes=prefixes())
    triples = store.dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    return OWN_ADDRESS.sub(rf"<\1-case{number}>", triples.decode())


def messages(shapes: Graph) -> list[str]:
    """Give the English half of every message of the shapes."""
    from rdflib import SH, Literal

    texts = (text for text in shapes.objects(None, SH.message) if isinstance(text, Literal))
    return [str(text).split(" / ")[0] for text in texts if text.language != "zh-Hans"]


@pytest.fixture(scope="module")
def shapes() -> Graph:
    from rdflib import Graph

    return Graph().parse(data=read("shapes.ttl"), format="turtle")


@pytest.fixture(scope="module")
def found(shapes: Graph) -> dict[str, set[str]]:
    """Map each copy to the messages about it; the copy without a fault is named ''."""
    from pyshacl import validate
    from rdflib import SH, Graph, Literal
    from rdflib.plugins.sparql import prepareQuery

    prepared = cache(prepareQuery)

    class Data(Graph):
        """A graph that parses a query once, where pySHACL asks it anew of every node."""

        def query(self, query_object: Any, *args: Any, **options: Any) -> Result:
            return super().query(prepared(query_object), *args, **options)

    data = Data().parse(data=PHYSICS, format="turtle")
    for name in ("def.ttl", "schemes.ttl"):
        data.parse(data=read(name), format="turtle")
    declared = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in prefixes().items())
    data.parse(data=declared + NO_COUNTRY_CODE, format="turtle")
    for number, (_, take, put) in enumerate(CASES):
        data.parse(data=broken(number, take, put), format="nt")

    _, report, _ = validate(data, shacl_graph=shapes, inplace=True)
    assert isinstance(report, Graph)
    patterns = {
        text: re.compile(re.sub(r"\\\{\\\?\w+\\\}", ".+", re.escape(text)))
        for text in set(messages(shapes))
    }
    by_copy: dict[str, set[str]] = {}
    for result in report.objects(None, SH.result):
        focus = str(report.value(result, SH.focusNode))
        copy = focus if focus.startswith(prefixes()["country"]) else focus.partition("-case")[2]
        for text in report.objects(result, SH.resultMessage):
            if isinstance(text, Literal) and text.language == "zh-Hans":
                continue
            english = str(text).split(" / ")[0]
            by_copy.setdefault(copy, set()).update(
                message for message, pattern in patterns.items() if pattern.fullmatch(english)
            )
    return by_copy


def test_the_whole_programme_is_accepted(found: dict[str, set[str]]) -> None:
    assert found.get("", set()) == set()


@pytest.mark.parametrize(
    ("number", "message"), [(number, case[0]) for number, case in enumerate(CASES)]
)
def test_each_fault_gets_its_message_and_no_other(
    number: int, message: str, found: dict[str, set[str]]
) -> None:
    assert found.get(str(number)) == {message}


def test_a_country_without_its_code_is_told_so(found: dict[str, set[str]]) -> None:
    assert found[prefixes()["country"] + "NZL"] == {COUNTRY_MESSAGE}


def test_every_message_of_the_shapes_has_a_fault_that_provokes_it(shapes: Graph) -> None:
    assert {message for message, _, _ in CASES} | {COUNTRY_MESSAGE} == set(messages(shapes))
