"""The check of a partnership: what a family asks before it enrols, each answer with its source.

The check grades nothing. Of each point it tells what sources say, that they were searched and say
nothing, or that nobody has searched. Command line, site and web application show the same check.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from yuqiao.graph.entities.description import label_of_texts
from yuqiao.graph.entities.fees import fee_of
from yuqiao.graph.labels import NO_TEXT, Label, label_of
from yuqiao.graph.rdf.literals import literal_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from yuqiao.graph.entities.description import Claim, Description, Fact
    from yuqiao.graph.network.model import CitedSource
    from yuqiao.graph.rdf.terms import Term


class Knowledge(Enum):
    """How much is known of a point."""

    KNOWN = Label("known", "已知")
    NOT_FOUND = Label("searched for and not found", "已查找，未找到")
    NOT_SEARCHED = Label("not searched for", "尚未查找")


@dataclass(frozen=True)
class CheckedValue:
    """What is said of one point.

    :param text: the value, in both display languages
    :param sources: the IRIs of the sources that say so
    :param as_of: the day, month or year for which it holds
    :param basis: what it rests on, such as a register
    :param note: what to know of it
    """

    text: Label
    sources: tuple[str, ...] = ()
    as_of: str = ""
    basis: Label = NO_TEXT
    note: Label = NO_TEXT


@dataclass(frozen=True)
class CheckedPoint:
    """One point of a check, such as the tuition.

    :param key: its name in data
    :param label: its name for a reader
    :param knowledge: whether anything is known
    :param values: what is known
    """

    key: str
    label: Label
    knowledge: Knowledge
    values: tuple[CheckedValue, ...] = ()


@dataclass(frozen=True)
class ProgrammeCheck:
    """The check of one partnership.

    :param iri: the partnership
    :param points: what a family asks, in order
    :param pages: where to verify it: pages of the official register, the most specific first
    :param sources: those that the points cite, by IRI
    """

    iri: str
    label: Label
    points: tuple[CheckedPoint, ...]
    pages: tuple[str, ...]
    sources: Mapping[str, CitedSource]

    def point(self, key: str) -> CheckedPoint:
        """Return a point by its key."""
        return next(point for point in self.points if point.key == key)


_POINTS: tuple[tuple[str, Label, tuple[str, ...]], ...] = (
    ("listed", Label("On the official register", "官方名单"), ("yq:registerEntry",)),
    ("status", Label("Status", "状态"), ("yq:status",)),
    ("route", Label("Approval", "审批"), ("yq:approvalRoute", "yq:approvingAuthority")),
    ("approved", Label("Date of approval", "批准日期"), ("dcterms:date",)),
    ("certificate", Label("Certificate number", "许可证（批准书）编号"), ("yq:certificateNumber",)),
    ("until", Label("Approved until", "有效期至"), ("schema:validThrough",)),
    ("schools", Label("Chinese school", "中方院校"), ("yq:chinesePartner",)),
    ("partners", Label("Foreign institution", "外方院校"), ("yq:foreignPartner",)),
    ("level", Label("Level", "办学层次"), ("yq:level",)),
    ("disciplines", Label("Disciplines", "专业"), ("yq:discipline",)),
    ("years", Label("Length of study", "学制"), ("yq:durationYears",)),
    ("model", Label("Study model", "培养模式"), ("yq:studyModel",)),
    ("language", Label("Language of teaching", "授课语言"), ("yq:teachingLanguage",)),
    ("plan", Label("National enrolment plan", "是否纳入国家招生计划"), ("yq:enrolmentPlan",)),
    ("chinese-award", Label("Award of the Chinese side", "中方颁发的证书"), ("yq:chineseAward",)),
    ("foreign-award", Label("Award of the foreign side", "外方颁发的证书"), ("yq:foreignAward",)),
    ("recognition", Label("Recognition of the foreign award", "外方证书认证"), ("yq:recognition",)),
    ("tuition", Label("Tuition", "学费"), ("yq:annualTuition", "yq:tuitionNote")),
)

_CLAIMED = "yq:StatusRecord"


class ProgrammeChecks:
    """Makes checks of descriptions, with names and sources looked up once for many.

    :param prefixes: those of the graph
    :param labels: finds the labels of entities by IRI
    :param sources: finds sources by IRI
    :param rules: what authorities say of the recognition of all foreign awards
    """

    def __init__(
        self,
        prefixes: Mapping[str, str],
        labels: Callable[[Iterable[str]], Mapping[str, Label]],
        sources: Callable[[Iterable[str]], Mapping[str, CitedSource]],
        rules: Iterable[Description] = (),
    ) -> None:
        self._prefixes = prefixes
        self._labels = labels
        self._sources = sources
        self._rules = tuple(rules)

    def check(self, description: Description) -> ProgrammeCheck:
        """Return the check of a partnership that is described."""
        terms = [*description.terms(), *(term for rule in self._rules for term in rule.terms())]
        named = self._labels({term.value for term in terms if isinstance(term, NamedNode)})
        writer = _PointWriter(self._prefixes, named)
        points = tuple(
            self._point(writer, description, key, label, names) for key, label, names in _POINTS
        )
        cited = {iri for point in points for value in point.values for iri in value.sources}
        sources = self._sources(cited)
        lists = {iri: sources[iri] for iri in self._lists(description) if iri in sources}
        points = tuple(_with_list(each, lists) if each.key == "listed" else each for each in points)
        iri = description.iri.value
        return ProgrammeCheck(
            iri,
            named.get(iri, label_of(iri, {})),
            points,
            tuple(self._pages(description, lists)),
            sources,
        )

    def _point(
        self,
        writer: _PointWriter,
        description: Description,
        key: str,
        label: Label,
        names: tuple[str, ...],
    ) -> CheckedPoint:
        known = list(writer.values(description, names))
        state = Knowledge.KNOWN if known else Knowledge.NOT_SEARCHED
        if not known and writer.was_searched(description, names):
            state = Knowledge.NOT_FOUND
        if key == "recognition":
            rules = (rule for each in self._rules for rule in writer.values(each, names))
            known += [_general(rule) for rule in rules]
        return CheckedPoint(key, label, state, tuple(known))

    def _lists(self, description: Description) -> Iterator[str]:
        """Yield the official lists on which a partnership was looked up.

        What the editors inferred from another source, such as a school's site, was read on none.
        """
        entry = NamedNode(self._prefixes["yq"] + "registerEntry")
        register = NamedNode(self._prefixes["bas"] + "register")
        for fact in description.facts:
            for claim in fact.claims if fact.property == entry else ():
                if claim.basis == register:
                    yield from (source.value for source in claim.sources)

    def _pages(self, description: Description, lists: Mapping[str, CitedSource]) -> Iterator[str]:
        page = NamedNode(self._prefixes["yq"] + "registerPage")
        for fact in description.facts:
            if fact.property == page and isinstance(fact.value, NamedNode):
                yield fact.value.value
        yield from (each.url for each in lists.values())


def _with_list(point: CheckedPoint, lists: Mapping[str, CitedSource]) -> CheckedPoint:
    """Name the list on which a partnership stands, beside saying that it does."""
    values = []
    for value in point.values:
        titles = [lists[iri].title for iri in value.sources if iri in lists]
        text = value.text
        if titles:
            english, chinese = ("; ".join(t.en for t in titles), "；".join(t.zh for t in titles))
            text = Label(f"{text.en}: {english}", f"{text.zh}：{chinese}")
        values.append(replace(value, text=text))
    return replace(point, values=tuple(values))


def _general(rule: CheckedValue) -> CheckedValue:
    """Mark what holds for all partnerships."""
    text = Label(f"In general: {rule.text.en}", f"一般规定：{rule.text.zh}")
    return CheckedValue(text, rule.sources, rule.as_of, rule.basis, rule.note)


class _PointWriter:
    """Writes the values of points in both languages."""

    def __init__(self, prefixes: Mapping[str, str], named: Mapping[str, Label]) -> None:
        self._prefixes = prefixes
        self._named = named

    def values(self, description: Description, names: tuple[str, ...]) -> Iterator[CheckedValue]:
        """Yield what a description and its parts say of some properties."""
        for name in names:
            property_ = self._iri(name)
            if name == "yq:status":
                yield from self._statuses(description)
                continue
            for part in (description, *description.parts):
                facts = [fact for fact in part.facts if fact.property == property_]
                if part is description or not self._repeats(part, property_):
                    yield from self._values(facts, part)

    def was_searched(self, description: Description, names: tuple[str, ...]) -> bool:
        """Return whether the editors searched for one of some properties and found nothing."""
        unknown, wanted = self._iri("yq:unknownValueFor"), {self._iri(name) for name in names}
        return any(
            fact.property == unknown and fact.value in wanted
            for part in (description, *description.parts)
            for fact in part.facts
        )

    def _repeats(self, part: Description, property_: NamedNode) -> bool:
        """Return whether an offering only repeats what the partnership says of itself."""
        own = {self._iri("yq:level"), self._iri("yq:discipline")}
        return property_ in own and any(
            fact.value == self._iri("yq:Offering") for fact in part.facts
        )

    def _offered(self, part: Description) -> Label | None:
        """Return the discipline that an offering is of; None for anything else."""
        if all(fact.value != self._iri("yq:Offering") for fact in part.facts):
            return None
        taught = self._iri("yq:discipline")
        return next((self._name(f.value) for f in part.facts if f.property == taught), None)

    def _values(self, facts: list[Fact], part: Description) -> Iterator[CheckedValue]:
        offered = self._offered(part)
        texts = [fact for fact in facts if isinstance(fact.value, Literal) and fact.value.language]
        if texts:
            text = label_of_texts(fact.value for fact in texts)
            yield self._value(text, [claim for fact in texts for claim in fact.claims], offered)
        for fact in facts:
            if fact not in texts:
                yield self._value(self._written(fact, part), fact.claims, offered)

    def _value(self, text: Label, claims: Iterable[Claim], offered: Label | None) -> CheckedValue:
        claims = list(claims)
        if offered:
            text = Label(f"{offered.en}: {text.en}", f"{offered.zh}：{text.zh}")
        newest = max(claims, key=lambda claim: claim.as_of, default=None)
        return CheckedValue(
            text,
            tuple(dict.fromkeys(source.value for claim in claims for source in claim.sources)),
            newest.as_of if newest else "",
            self._name(newest.basis) if newest else NO_TEXT,
            newest.note if newest else NO_TEXT,
        )

    def _statuses(self, description: Description) -> Iterator[CheckedValue]:
        record, accepted = self._iri(_CLAIMED), self._iri("rev:accepted")
        records = [c for c in description.claims if c.kind == record and c.review == accepted]
        for claim in sorted(records, key=lambda claim: claim.as_of)[-1:]:
            yield CheckedValue(
                self._name(claim.value) if claim.value else claim.text,
                tuple(source.value for source in claim.sources),
                claim.as_of,
                self._name(claim.basis),
                claim.text,
            )

    def _written(self, fact: Fact, part: Description) -> Label:
        """Return a value as a reader expects it: numbers with their unit."""
        text = literal_text(fact.value) if isinstance(fact.value, Literal) else ""
        fee = fee_of(fact, part.facts, self._prefixes)
        if fee:
            return fee
        if fact.property == self._iri("yq:durationYears"):
            return Label(f"{text} {'year' if text == '1' else 'years'}", f"{text}年")
        return Label(text, text) if text else self._name(fact.value)

    def _name(self, term: Term) -> Label:
        if isinstance(term, NamedNode):
            return self._named.get(term.value) or label_of(term.value, {})
        text = literal_text(term) if isinstance(term, Literal) else str(term)
        return Label(text, text)

    def _iri(self, name: str) -> NamedNode:
        prefix, _, local = name.partition(":")
        return NamedNode(self._prefixes[prefix] + local)
