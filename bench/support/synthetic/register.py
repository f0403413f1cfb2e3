"""What partnerships refer to: the vocabulary, disciplines, organisations, places, sources."""

from __future__ import annotations

from functools import cache

from pyoxigraph import CanonicalizationAlgorithm, Dataset, RdfFormat, Store, parse

from support.synthetic.names import COUNTRIES, LEVELS, REGIONS, school_name, university_name
from support.synthetic.sampling import ARTICLE, BATCHES, CATALOGUE, INDUSTRIES, REGISTRY, level_of
from support.synthetic.terms import READ_ON, TERMS, Source, Thing, dated, iri, text, typed
from yuqiao.graph.tables.build import apply_rules
from yuqiao.ontology import files as terms
from yuqiao.ontology.namespaces import BASE

_DIRECTIONS = (
    *(("", ""), ("Applied ", "应用"), ("International ", "国际"), ("Smart ", "智能")),
    *(("Digital ", "数字"), ("Modern ", "现代"), ("Industrial ", "工业"), ("Marine ", "海洋")),
    *(("Rural ", "农村"), ("Clinical ", "临床"), ("Urban ", "城市"), ("Green ", "绿色")),
    *(("Comparative ", "比较"), ("Computational ", "计算"), ("Environmental ", "环境")),
)
_IN_A_BLOCK = 290  # disciplines until a field comes again at the same place among the levels


@cache
def vocabulary() -> str:
    """Return the vocabulary with what the rules derive from it, as sorted lines of N-Triples."""
    store = Store()
    for name in ("def.ttl", "schemes.ttl"):
        store.load(terms.read(name).encode(), format=RdfFormat.TURTLE)
    apply_rules(store, BASE)
    everything = Dataset(store)
    everything.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return "".join(sorted(f"{quad.triple} .\n" for quad in everything))


@cache
def _fields() -> tuple[tuple[str, str, str], ...]:
    """Return code and names of the detailed fields of ISCED-F that the schemes have."""
    notation, label = TERMS["skos:notation"][1:-1], TERMS["skos:prefLabel"][1:-1]
    found: dict[str, dict[str, str]] = {}
    for quad in parse(terms.read("schemes.ttl"), format=RdfFormat.TURTLE):
        thing = str(quad.subject)
        if quad.predicate.value == notation:
            found.setdefault(thing, {})["code"] = str(quad.object).strip('"')
        elif quad.predicate.value == label:
            literal, _, language = str(quad.object).rpartition("@")
            found.setdefault(thing, {})[language[:2]] = literal.strip('"')
    fields = [
        (field["code"], field["en"], field["zh"]) for field in found.values() if "code" in field
    ]
    return tuple(sorted(field for field in fields if len(field[0]) == 4))


def discipline_slug(number: int) -> str:
    """Return the slug of a discipline.

    >>> discipline_slug(16)
    'd16-b'
    """
    return f"d{number}-{LEVELS[level_of(number)][1]}"


def discipline_name(number: int) -> tuple[str, str]:
    """Return the name of a discipline in both languages.

    >>> discipline_name(16)
    ('International Pharmacy', '国际药学')
    """
    fields = _fields()
    _, english, chinese = fields[number * 7 % len(fields)]
    block, place = divmod(number, _IN_A_BLOCK)
    before = sum(1 for digit in range(place % 10) if level_of(digit) == level_of(place))
    adjective, xing = _DIRECTIONS[(5 * block + before) % len(_DIRECTIONS)]
    return f"{adjective}{english}", f"{xing}{chinese}"


def field_of(number: int) -> str | None:
    """Return the code of a discipline's field, or None for the few whose field is not known.

    >>> field_of(16)
    '0916'
    """
    return None if number % 37 == 36 else _fields()[number * 7 % len(_fields())][0]


def discipline(number: int) -> Thing:
    """Write a discipline."""
    thing = Thing("dis", discipline_slug(number), "yq:Discipline", "skos:Concept")
    thing.name(*discipline_name(number), CATALOGUE)
    thing.say("skos:inScheme", TERMS["sch:discipline"])
    thing.say("skos:topConceptOf", TERMS["sch:discipline"])
    thing.say("yq:level", TERMS[f"lvl:{LEVELS[level_of(number)][0]}"])
    field = field_of(number)
    if field:
        thing.claim("skos:broadMatch", TERMS[f"isced:{field}"], CATALOGUE, basis="inferred")
    else:
        thing.say_unknown("skos:broadMatch")
    if level_of(number) == 1:
        thing.claim("skos:notation", text(f"{100000 + number}"), CATALOGUE)
        for property_, value in (
            ("yq:majorClass", f"{discipline_name(number)[1]}类"),
            ("yq:disciplineCategory", "工学"),
            ("yq:degreeAwarded", "工学学士"),
        ):
            thing.claim(property_, text(value, "zh-hans"), CATALOGUE)
    else:
        thing.say_unknown("skos:notation")
    thing.claim("yq:confidence", TERMS["conf:medium"], CATALOGUE, basis="inferred")
    return thing


def school(number: int, region: int) -> Thing:
    """Write a Chinese school."""
    thing = Thing("o", f"c{number}", "schema:CollegeOrUniversity")
    list_ = CATALOGUE
    english, chinese, type_ = school_name(number, REGIONS[region])
    thing.name(english, chinese, list_)
    thing.claim("org:classification", TERMS[f"orgt:{type_}"], list_)
    thing.claim("yq:sector", TERMS["sector:private" if number % 7 == 6 else "sector:public"], list_)
    thing.claim("yq:ministryCode", text(f"4150{number:06}"), list_)
    ministry_ = iri("o", "ministry-of-education-china")
    thing.claim("yq:supervisedBy", ministry_, list_)
    thing.claim("yq:country", TERMS["country:CHN"], list_)
    thing.claim("schema:location", iri("pl", REGIONS[region][0]), list_)
    thing.claim("schema:foundingDate", dated(str(1900 + number % 110)), REGISTRY, basis="register")
    _identify(thing, number)
    thing.say("skos:altLabel", text(f"C{number}", "en"))
    return thing


def university(number: int, country_: int) -> Thing:
    """Write a foreign university."""
    thing = Thing("o", f"u{number}", "schema:CollegeOrUniversity")
    code, _, _, guojia = COUNTRIES[country_]
    english, chinese, type_ = university_name(number, guojia)
    thing.name(english, chinese, REGISTRY)
    thing.claim("org:classification", TERMS[f"orgt:{type_}"], REGISTRY)
    thing.claim("yq:country", TERMS[f"country:{code}"], REGISTRY)
    thing.claim("schema:location", iri("pl", city_slug(number, country_)), REGISTRY)
    thing.claim("schema:foundingDate", dated(str(1800 + number % 210)), REGISTRY)
    thing.claim("yq:confidence", TERMS["conf:high"], REGISTRY, basis="inferred")
    _identify(thing, number + 50000)
    if number % 12 == 5:
        name = text(f"{english} of {REGIONS[number % len(REGIONS)][1]}", "en")
        open_ = thing.claim("skos:altLabel", name, REGISTRY, basis="inferred", review="open")
        thing.of_claim(open_, "skos:scopeNote", text("Candidate match, not confirmed.", "en"))
    return thing


def _identify(thing: Thing, number: int) -> None:
    """Write its website and identifiers; a few have no ROR identifier."""
    thing.claim("schema:url", f"<https://www.school-{number}.example/about>", REGISTRY)
    if number % 11 == 7:
        thing.say_unknown("schema:sameAs")
        return
    for identifier in (iri("ror", f"0{number:06}99"), iri("wd", f"Q{90000000 + number}")):
        thing.claim("schema:sameAs", identifier, REGISTRY)


def city_slug(number: int, country_: int) -> str:
    """Return the slug of the city of a university."""
    return f"city-{COUNTRIES[country_][0].lower()}-{number % 7}"


def city(slug: str) -> Thing:
    """Write the city of some universities."""
    _, code, number = slug.split("-")
    thing = Thing("pl", slug, "schema:City")
    for name in (
        text(f"City {code.upper()} {number}", "en"),
        text(f"{code.upper()}第{number}市", "zh-hans"),
    ):
        thing.say("skos:prefLabel", name)
        thing.say("rdfs:label", name)
    thing.say("schema:containedInPlace", TERMS[f"country:{code.upper()}"])
    thing.claim("schema:latitude", typed(f"{40 + int(number)}.5", "decimal"), REGISTRY)
    thing.claim("schema:longitude", typed(f"{10 + int(number)}.25", "decimal"), REGISTRY)
    return thing


def country(code: str, iso: str, english: str, chinese: str) -> Thing:
    """Write a country."""
    thing = Thing("country", code, "schema:Country")
    for name in (text(english, "en"), text(chinese, "zh-hans")):
        thing.say("skos:prefLabel", name)
        thing.say("rdfs:label", name)
    thing.say("dcterms:identifier", text(iso))
    return thing


def ministry() -> Thing:
    """Write the ministry, which advises what to check."""
    thing = Thing("o", "ministry-of-education-china", "schema:GovernmentOrganization", "prov:Agent")
    thing.name("Ministry of Education of China", "中华人民共和国教育部", ARTICLE)
    thing.say("yq:country", TERMS["country:CHN"])
    for criterion in (
        "official-listing",
        "faculty-qualifications",
        "curriculum-quality",
        "graduate-outcomes",
    ):
        thing.claim("yq:advisesToCheck", TERMS[f"crit:{criterion}"], ARTICLE, basis="reported")
    return thing


def firms(region: int) -> list[Thing]:
    """Write the companies of a region that work in its priority industries."""
    slug, name, ming = REGIONS[region]
    source = ARTICLE if region == 0 else news(region)
    written = []
    for number, industry in enumerate((*INDUSTRIES, "smart-manufacturing")):
        thing = Thing("o", f"firm-{slug}-{number}", "schema:Corporation", "prov:Agent")
        thing.name(f"{name} Works {number + 1}", f"{ming}第{number + 1}工业公司", source)
        thing.say("yq:country", TERMS["country:CHN"])
        thing.claim("schema:location", iri("pl", slug), source, basis="reported")
        thing.claim("yq:operatesIn", TERMS[f"ind:{industry}"], source, basis="reported")
        written.append(thing)
    return written


def region_place(region: int) -> Thing:
    """Write a province-level area, without the figures about it."""
    slug, name, ming = REGIONS[region]
    thing = Thing("pl", slug, "schema:AdministrativeArea")
    thing.name(name, ming, ARTICLE if region == 0 else news(region))
    thing.say("schema:containedInPlace", TERMS["country:CHN"])
    source = ARTICLE if region == 0 else news(region)
    for industry in (*INDUSTRIES, "smart-manufacturing"):
        thing.claim("yq:prioritisesIndustry", TERMS[f"ind:{industry}"], source, basis="reported")
    return thing


def news(region: int) -> Source:
    """Return the article that reports figures of a region."""
    return Source(f"s-news-{REGIONS[region][0]}", "2025-06-01")


def sources(regions: int, batches: int) -> list[Thing]:
    """Write the sources that many statements share."""
    written = [
        _source(ARTICLE, "news", "NewsArticle", "Synthetic article on education partnerships"),
        _source(CATALOGUE, "official-catalogue", "Dataset", "Synthetic catalogue of majors"),
        _source(REGISTRY, "registry", "Dataset", "Synthetic registry of organisations"),
    ]
    for region in range(regions):
        slug, name, _ = REGIONS[region]
        for route, date in (("ministry", "2026-05-25"), ("local", "2026-03-20")):
            source = Source(f"s-register-{route}-{slug}", date)
            title = f"Synthetic register, approved by the {route} authority ({name} section)"
            thing = _source(source, "official-register", "Dataset", title)
            thing.say("pav:retrievedFrom", f"<https://copies.example/{source.slug}>")
            written.append(thing)
        if region:
            title = f"Synthetic article on partnerships of {name}"
            written.append(_source(news(region), "news", "NewsArticle", title))
    for number in range(1, batches):
        notice = batch_source(number)
        title = f"Synthetic notice of approvals {BATCHES[number]}"
        written.append(_source(notice, "official-notice", "WebPage", title))
    return written


def _source(source: Source, type_: str, class_: str, title: str) -> Thing:
    thing = Thing("s", source.slug, "prov:Entity", f"schema:{class_}")
    thing.say("dcterms:title", text(title, "en"))
    thing.say("dcterms:description", text("Nothing in it is true", "en"))
    thing.say("dcterms:publisher", text("Synthetic publisher"))
    thing.say("dcterms:type", TERMS[f"srct:{type_}"])
    thing.say("schema:url", f"<https://sources.example/{source.slug}>")
    thing.say("schema:datePublished", dated(source.date))
    thing.say("pav:retrievedOn", dated(READ_ON))
    return thing


def batch_source(number: int) -> Source:
    """Return the source that made a batch of approvals public."""
    return Source(f"s-notice-{BATCHES[number]}", f"{BATCHES[number]}-28") if number else ARTICLE


def batch(number: int) -> Thing:
    """Write a batch of approvals."""
    slug, source = BATCHES[number], batch_source(number)
    thing = Thing("bat", slug, "yq:ApprovalBatch")
    thing.name(f"Approvals made public in {slug}", f"{slug}公布的审批", source)
    thing.claim("dcterms:date", dated(slug), source, basis="reported")
    announced = iri("o", "ministry-of-education-china")
    thing.claim("yq:announcedBy", announced, source, basis="reported")
    return thing


def dataset() -> Thing:
    """Describe the graph, so that nobody takes it for true."""
    thing = Thing("ds", "synthetic", "dcat:Dataset")
    thing.say("dcterms:title", text("Synthetic partnerships: nothing in it is true", "en"))
    thing.say("dcterms:publisher", text("Yuqiao editors"))
    thing.say("dcterms:modified", dated("2026-11-23"))
    return thing
