"""Partnerships: partners on their sides, named in the register's title, at levels that agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pyoxigraph import Literal

from yuqiao.graph.tables.checks.faults import FactIndex, Fault, name_of
from yuqiao.graph.tables.mapping import Statement

_HOME = ("yq:hostRegion", "schema:containedInPlace")
_LEVEL_WORDS = {
    "专科": "diploma",
    "本科": "bachelor",
    "硕士": "master",
    "博士研究生": "doctor",
    "博士学位": "doctor",
}
_DEGREES = {"学士": "bachelor", "硕士": "master", "博士": "doctor"}
_FIELDS = {
    "01": "哲学", "02": "经济学", "03": "法学", "04": "教育学", "05": "文学", "06": "历史学",
    "07": "理学", "08": "工学", "09": "农学", "10": "医学", "12": "管理学", "13": "艺术学",
}  # fmt: skip
_ROUTE_OF_LEVEL = {"diploma": "local-filed", "bachelor": "ministry", "master": "ministry"}


def partners_on_the_wrong_side(facts: FactIndex) -> Iterator[Fault]:
    """Find Chinese partners abroad, foreign partners at home, and the two exchanged."""
    wrong: dict[int, list[Statement]] = defaultdict(list)
    for name in ("yq:chinesePartner", "yq:foreignPartner"):
        for partner in facts.of(name):
            home = {name_of(s.object) for s in facts.values(partner.subject, *_HOME)}
            country = {name_of(s.object) for s in facts.values(partner.object, "yq:country")}
            if home and country and bool(home & country) != (name == "yq:chinesePartner"):
                wrong[partner.cell.row].append(partner)
    for statements in wrong.values():
        one = statements[0]
        region = tuple(facts.values(one.subject, "yq:hostRegion"))
        if len({s.predicate for s in statements}) == 2:
            shown = " and ".join(repr(s.written) for s in statements)
            message = f"{shown}: each is on the side of the other; exchange them"
            yield Fault(tuple(statements), message, region)
            continue
        side = "a Chinese" if one.predicate.value.endswith("chinesePartner") else "a foreign"
        abroad = facts.values(one.object, "yq:country")[0]
        yield Fault(
            tuple(statements),
            f"{one.written!r} is in {abroad.written}, says {abroad.cell}; expected {side} partner",
            region,
        )


def names_without_their_partners(facts: FactIndex) -> Iterator[Fault]:
    """Find titles of the register that do not name a partner; institutions may have their own.

    A title is left out when the Chinese name of a partner is missing, or already reported as wrong.
    """
    titles = [s for s in facts.of("skos:prefLabel") if _is_chinese(s) and "合作举办" in s.written]
    missing: dict[str, list[tuple[Statement, Statement]]] = defaultdict(list)
    for title in titles:
        for side in ("yq:chinesePartner", "yq:foreignPartner"):
            partners = facts.values(title.subject, side)
            names = [name for partner in partners for name in _names(facts, partner.object)]
            are_named = all(any(map(_is_chinese, _labels(facts, p.object))) for p in partners)
            if names and are_named and not any(name in title.written for name in names):
                missing[partners[0].written].append((partners[0], title))
    for partnerships in missing.values():
        partner, title = partnerships[0]
        label = next(filter(_is_chinese, _labels(facts, partner.object)))
        if len(partnerships) > 1:  # then the name is wrong, and not each of its partnerships
            yield Fault(
                (label,), f"{label.written!r}: expected a name that stands in {title.cell}, too"
            )
            continue
        yield Fault(
            (partner,),
            f"{partner.written!r}: {label.written!r} does not stand in {title.cell}; expected the"
            " partner that is named there, or this name of it in the table of names",
        )


def _names(facts: FactIndex, organisation: object) -> Iterator[str]:
    """Yield the Chinese names of an organisation, present and former."""
    others = facts.values(organisation, "^schema:about", "yq:statedValue")
    return (label.written for label in _labels(facts, organisation) + others if _is_chinese(label))


def _labels(facts: FactIndex, organisation: object) -> list[Statement]:
    return facts.values(organisation, "skos:prefLabel")


def _is_chinese(label: Statement) -> bool:
    return isinstance(label.object, Literal) and (label.object.language or "").startswith("zh")


def levels_that_disagree(facts: FactIndex) -> Iterator[Fault]:
    """Find levels that the title or the approval route contradicts."""
    for title in facts.of("skos:prefLabel"):
        levels = facts.values(title.subject, "yq:level")
        for level in levels_named(title.written) if levels and _is_chinese(title) else ():
            if level not in {name_of(s.object) for s in levels}:
                shown = ";".join(s.written for s in levels)
                yield Fault(tuple(levels), f"{shown!r}: the name in {title.cell} says {level}")
                break
    for route in facts.of("yq:approvalRoute"):
        levels = facts.values(route.subject, "yq:approvalOf", "yq:level")
        expected = {_ROUTE_OF_LEVEL.get(name_of(s.object), "ministry") for s in levels}
        if levels and name_of(route.object) not in expected:
            yield Fault(
                (route,),
                f"{route.written!r}: expected {' or '.join(sorted(expected))} for the level in"
                f" {levels[0].cell}",
            )


def levels_named(title: str) -> list[str]:
    """Return the levels that a Chinese title names.

    >>> levels_named("机械工程专业本科教育项目")
    ['bachelor']
    """
    return [level for word, level in _LEVEL_WORDS.items() if word in title]


def said_form(title: str) -> str:
    """Return the form that a Chinese title says: a programme, or else an institution.

    >>> said_form("机械工程专业本科教育项目")
    'programme'
    """
    return "programme" if "项目" in title or "合作举办" in title else "institution"


def forms_that_disagree(facts: FactIndex) -> Iterator[Fault]:
    """Find programmes that are called institutions, and the other way round."""
    for form in facts.of("yq:form"):
        for title in facts.values(form.subject, "skos:prefLabel"):
            said = said_form(title.written)
            if _is_chinese(title) and name_of(form.object) != said:
                message = f"{form.written!r}: the name in {title.cell} is that of a {said}"
                yield Fault((form,), message)


def disciplines_at_another_level(facts: FactIndex) -> Iterator[Fault]:
    """Find disciplines at a level that the partnership does not teach."""
    for discipline in facts.of("yq:discipline"):
        taught = facts.values(discipline.subject, "yq:level")
        for level in facts.values(discipline.object, "yq:level"):
            if taught and level.object not in {s.object for s in taught}:
                shown = ";".join(s.written for s in taught)
                yield Fault(
                    (discipline,),
                    f"{discipline.written!r}: its level is {level.written}, says {level.cell};"
                    f" expected {shown} as in {taught[0].cell}",
                )


def offerings_without_their_discipline(facts: FactIndex) -> Iterator[Fault]:
    """Find offerings of a discipline that is not among those of the partnership."""
    for offering in facts.of("yq:hasOffering"):
        listed = facts.values(offering.subject, "yq:discipline")
        for discipline in facts.values(offering.object, "yq:discipline"):
            if listed and discipline.object not in {s.object for s in listed}:
                yield Fault(
                    (discipline,),
                    f"{discipline.written!r}: not among the disciplines in {listed[0].cell}",
                )


def catalogue_codes_that_disagree(facts: FactIndex) -> Iterator[Fault]:
    """Find disciplines whose code, category, degree and level contradict each other."""
    for category in facts.of("yq:disciplineCategory"):
        for code in facts.values(category.subject, "skos:notation"):
            said = _FIELDS.get(code.written[:2])
            if said and said != category.written:
                yield Fault(
                    (code,),
                    f"{code.written!r}: stands for {said}, but {category.cell} says"
                    f" {category.written!r}",
                    (category,),
                )
    for degree in facts.of("yq:degreeAwarded"):
        said_levels = {level for word, level in _DEGREES.items() if word in degree.written}
        for level in facts.values(degree.subject, "yq:level"):
            if said_levels and name_of(level.object) not in said_levels:
                shown = " or ".join(sorted(said_levels))
                yield Fault(
                    (level,), f"{level.written!r}: the degree in {degree.cell} is that of a {shown}"
                )


def partnerships_without_records(facts: FactIndex) -> Iterator[Fault]:
    """Find partnerships of which no approval is recorded, or no status."""
    for form in facts.of("yq:form"):
        for record, path in (("approval", "^yq:approvalOf"), ("status", "^schema:about")):
            kinds = facts.values(form.subject, path)
            if record == "status":
                kinds = [kind for kind in kinds if facts.values(kind.subject, "yq:status")]
            if not kinds:
                yield Fault((form,), f"{name_of(form.subject)!r}: expected a row for its {record}")
