"""A partnership as it is written: itself, its approval, offerings, status, assessments, source."""

from __future__ import annotations

from support.synthetic.names import COUNTRIES, LEVELS, REGIONS, school_name, university_name
from support.synthetic.register import batch_source, discipline_name, discipline_slug, field_of
from support.synthetic.sampling import BATCHES, Partnership, level_of
from support.synthetic.terms import READ_ON, TERMS, Source, Thing, dated, iri, text, typed

_CRITERIA = ("official-listing", "faculty-qualifications", "curriculum-quality")
_TYPES = (
    *(("school-site", "WebPage"), ("university-site", "WebPage"), ("news", "NewsArticle")),
    *(("school-site-copy", "WebPage"), ("third-party", "WebPage"), ("city-portal", "WebPage")),
)
_STEM, _UNDETERMINED_AS = ("05", "06", "07"), "undetermined"


def register_of(drawn: Partnership) -> Source:
    """Return the register that lists a partnership: the ministry's, or that of local approvals."""
    region = REGIONS[drawn.region][0]
    if drawn.local:
        return Source(f"s-register-local-{region}", "2026-03-20")
    return Source(f"s-register-ministry-{region}", "2026-05-25")


def partnership(drawn: Partnership, countries: list[int]) -> Thing:
    """Write a partnership with the claims about it.

    :param countries: the country of each university, by number
    """
    kind = "yq:JointInstitution" if drawn.institution else "yq:JointProgramme"
    thing = Thing("p", drawn.slug, "yq:Partnership", kind, "prov:Entity")
    if not drawn.institution:
        thing.say("rdf:type", TERMS["schema:EducationalOccupationalProgram"])
    register = register_of(drawn)
    thing.name(*_names(drawn, countries), register)
    form = "institution" if drawn.institution else "programme"
    right = thing.claim("yq:form", TERMS[f"form:{form}"], register)
    if drawn.chance < 0.14:
        other = "programme" if drawn.institution else "institution"
        _contradict(thing, right, "yq:form", TERMS[f"form:{other}"], drawn.page)
    thing.claim("yq:chinesePartner", iri("o", f"c{drawn.school}"), register)
    thing.say("schema:provider", iri("o", f"c{drawn.school}"))
    for number in drawn.universities:
        both = (register, drawn.page) if drawn.chance > 0.4 else (register,)
        thing.claim("yq:foreignPartner", iri("o", f"u{number}"), *both)
        thing.say("schema:provider", iri("o", f"u{number}"))
        thing.say("yq:partnerCountry", TERMS[f"country:{COUNTRIES[countries[number]][0]}"])
    for level in drawn.levels:
        thing.claim("yq:level", TERMS[f"lvl:{LEVELS[level][0]}"], register)
    for number in drawn.disciplines:
        thing.claim("yq:discipline", iri("dis", discipline_slug(number)), register, drawn.page)
        if len(drawn.disciplines) > 1:
            thing.say("yq:hasOffering", iri("off", f"{drawn.slug}--{discipline_slug(number)}"))
    thing.claim("yq:hostRegion", iri("pl", REGIONS[drawn.region][0]), register)
    thing.claim("yq:registerEntry", TERMS[f"lst:{drawn.entry}"], register)
    thing.claim("yq:confidence", TERMS["conf:high"], register, basis="inferred")
    thing.say("yq:hasApproval", iri("ap", drawn.slug))
    thing.say("yq:stemFlag", TERMS[f"stem:{stem_flag(drawn)}"])
    _details(thing, drawn, register)
    return thing


def _names(drawn: Partnership, countries: list[int]) -> tuple[str, str]:
    region = REGIONS[drawn.region]
    school, xuexiao, _ = school_name(drawn.school, region)
    english, chinese = "general studies", "综合"
    if drawn.disciplines:
        english, chinese = discipline_name(drawn.disciplines[0])
    level = LEVELS[drawn.levels[0]]
    with_, he = "", ""
    if drawn.universities:
        number = drawn.universities[0]
        name, ming, _ = university_name(number, COUNTRIES[countries[number]][3])
        with_, he = f" and {name}", f"与{ming}"
    if drawn.institution:
        return f"Joint Institute of {english}, {school}{with_}", f"{xuexiao}{he}{chinese}联合学院"
    return (
        f"{english} {level[2]} programme, {school}{with_}",
        f"{xuexiao}{he}合作举办{chinese}专业{level[3]}教育项目",
    )


def _contradict(thing: Thing, right: str, property_: str, value: str, source: Source) -> None:
    """Write a claim that was rejected, and that it and the accepted one contradict each other."""
    wrong = thing.claim(property_, value, source, basis="reported", review="rejected")
    thing.of_claim(wrong, "yq:contradicts", right)
    thing.of_claim(right, "yq:contradicts", wrong)
    thing.of_claim(wrong, "skos:scopeNote", text("The register says otherwise.", "en"))


def _details(thing: Thing, drawn: Partnership, register: Source) -> None:
    """Write what is known of some partnerships only, and what was looked for and not found."""
    chance, page = drawn.chance, drawn.page
    if not drawn.local:
        thing.claim("yq:legalBasis", TERMS["legal:regulations"], register)
        address = f"<https://register.example/detail/{thing.slug}>"
        thing.claim("yq:registerPage", address, register)
    counted = "accepted" if drawn.batch == 0 else "open"
    total = iri("cl", f"{REGIONS[drawn.region][0]}-2025-06-total")
    thing.claim("yq:countedIn", total, register, basis="inferred", review=counted)
    if drawn.industry:
        industry = TERMS[f"ind:{drawn.industry}"]
        basis = "reported" if chance < 0.5 else "inferred"
        claim = thing.claim("yq:servesIndustry", industry, page, basis=basis)
        thing.of_claim(claim, "skos:scopeNote", text("Linked by the subject taught.", "en"))
    if drawn.first_intake:
        thing.claim("yq:firstIntake", dated(str(drawn.first_intake)), page, basis="reported")
    else:
        thing.say_unknown("yq:annualIntake")
    if drawn.years:
        thing.claim("yq:durationYears", typed(drawn.years, "integer"), page, basis="reported")
        fee = typed(20000 + 1000 * int(60 * chance), "integer")
        thing.claim("yq:annualTuition", fee, page, basis="reported")
        thing.say("schema:priceCurrency", text("CNY"))
    if chance > 0.7:
        model = text(f"{int(10 * chance)} terms here, the rest abroad", "en")
        thing.claim("yq:studyModel", model, page, basis="reported")
        note = text(f"{10 * int(12 * chance)} new students planned each year", "en")
        thing.claim("yq:intakeNote", note, page, basis="reported")
    if 0.3 < chance < 0.5:
        short = text(f"Joint programme {thing.slug}", "en")
        thing.claim("skos:altLabel", short, page, basis="reported")
    if not drawn.disciplines:
        thing.say_unknown("yq:discipline")
    if not drawn.universities:
        thing.say_unknown("yq:foreignPartner")


def stem_flag(drawn: Partnership) -> str:
    """Return the STEM flag, as rule 42 of the vocabulary derives it."""
    fields = [field_of(number) for number in drawn.disciplines]
    if not fields or None in fields:
        return _UNDETERMINED_AS
    inside = sum(1 for field in fields if field and field.startswith(_STEM))
    return "stem" if inside == len(fields) else "mixed" if inside else "non-stem"


def approval(drawn: Partnership) -> Thing:
    """Write the approval of a partnership."""
    thing = Thing("ap", drawn.slug, "yq:Approval")
    register = register_of(drawn)
    thing.say("yq:approvalOf", iri("p", drawn.slug))
    route = "local-filed" if drawn.local else "ministry"
    thing.claim("yq:approvalRoute", TERMS[f"route:{route}"], register)
    if drawn.local:
        thing.say_unknown("yq:approvingAuthority")
    else:
        thing.claim("yq:approvingAuthority", iri("o", "ministry-of-education-china"), register)
    if drawn.batch is None:
        thing.say_unknown("dcterms:date")
    else:
        slug = BATCHES[drawn.batch]
        notice = batch_source(drawn.batch)
        thing.claim("yq:inBatch", iri("bat", slug), notice, basis="reported")
        thing.claim("dcterms:date", dated(slug[:4]), notice, basis="reported")
    thing.say_unknown("schema:validThrough", "yq:certificateNumber")
    return thing


def offerings(drawn: Partnership) -> list[Thing]:
    """Write what a partnership with several disciplines offers."""
    written = []
    program = "schema:EducationalOccupationalProgram"
    for number in drawn.disciplines if len(drawn.disciplines) > 1 else ():
        thing = Thing("off", f"{drawn.slug}--{discipline_slug(number)}", "yq:Offering", program)
        thing.say("yq:discipline", iri("dis", discipline_slug(number)))
        thing.say("yq:level", TERMS[f"lvl:{LEVELS[level_of(number)][0]}"])
        written.append(thing)
    return written


def add_statuses(thing: Thing, drawn: Partnership) -> None:
    """Write what the register says of a partnership's status, and of some an earlier record."""
    register = register_of(drawn)
    record = iri("sr", f"{drawn.slug}-2026")
    now = "ended" if drawn.ended else "approved" if drawn.listed else "unknown"
    thing.evidence(record, register, basis="register", kind="yq:StatusRecord")
    thing.of_claim(record, "yq:status", TERMS[f"st:{now}"])
    seen = f"On the register copy dated {register.date}; current enrolment not checked."
    thing.of_claim(record, "schema:text", text(seen, "en"))
    if drawn.first_intake:
        thing.of_claim(record, "schema:validFrom", dated(str(drawn.first_intake)))
    else:
        thing.of_claim(record, "yq:unknownValueFor", TERMS["schema:validFrom"])
    if drawn.chance > 0.9:
        before = iri("sr", f"{drawn.slug}-before")
        thing.evidence(before, drawn.page, basis="reported", kind="yq:StatusRecord")
        thing.of_claim(before, "yq:status", TERMS["st:approved"])
        thing.of_claim(before, "schema:validFrom", dated("2002"))
        thing.of_claim(before, "schema:validThrough", dated(drawn.page.date[:4]))


def add_assessments(thing: Thing, drawn: Partnership) -> None:
    """Write the findings under each criterion: what is not published is said to be unknown.

    They come last, for what is unknown rests on all sources of the partnership.
    """
    register, page = register_of(drawn), drawn.page
    seen = max(register.date, page.date if drawn.chance > 0.9 else "")
    known: dict[str, tuple[str, str, str, Source]] = {}
    if drawn.listed:
        known["official-listing"] = ("evidence-published", "register", register.date, register)
    if drawn.chance < 0.05:
        known["faculty-qualifications"] = ("evidence-published", "reported", page.date, page)
    if drawn.first_intake and drawn.first_intake + (drawn.years or 3) > int(seen[:4]):
        known["graduate-outcomes"] = ("too-early", "inferred", seen, page)
    all_sources = list(thing.sources)
    for criterion in (*_CRITERIA, "graduate-outcomes"):
        claim = iri("as", f"{drawn.slug}--{criterion}")
        finding, basis, date, source = known.get(
            criterion, ("not-looked-for", "inferred", seen, None)
        )
        sources = [source] if source else all_sources
        thing.evidence(claim, *sources, basis=basis, date=date, kind="yq:Assessment")
        thing.of_claim(claim, "yq:criterion", TERMS[f"crit:{criterion}"])
        thing.of_claim(claim, "yq:finding", TERMS[f"fnd:{finding}"])
        if basis == "reported":
            said = "The share of courses taught by foreign staff is reported."
            thing.of_claim(claim, "schema:text", text(said, "en"))


def partnership_source(drawn: Partnership) -> Thing:
    """Write the page that tells more of a partnership."""
    type_, class_ = _TYPES[int(drawn.chance * 1000) % len(_TYPES)]
    thing = Thing("s", drawn.page.slug, "prov:Entity", f"schema:{class_}")
    thing.say("dcterms:title", text(f"Page on the joint programme {drawn.slug}", "en"))
    thing.say("dcterms:description", text("Subjects, study model and partner", "en"))
    thing.say("dcterms:publisher", text("Admissions office"))
    thing.say("dcterms:type", TERMS[f"srct:{type_}"])
    thing.say("schema:url", f"<https://pages.example/{drawn.slug}>")
    thing.say("schema:datePublished", dated(drawn.page.date))
    thing.say("pav:retrievedOn", dated(READ_ON))
    if drawn.chance < 0.06:
        thing.say("pav:retrievedFrom", f"<https://copies.example/{drawn.slug}>")
    return thing
