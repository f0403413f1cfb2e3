"""The tables of a register in the vocabulary: its partnerships, and the claims behind its facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from yuqiao.exports.tables.entity_table import TYPE, Subject
from yuqiao.exports.tables.statements import typed_value
from yuqiao.exports.tables.typed_columns import TableLayout
from yuqiao.graph.network.partnership_queries import statuses
from yuqiao.graph.rdf.nquads import literal_of

if TYPE_CHECKING:
    from yuqiao.graph.stores.results import Solutions
    from yuqiao.graph.stores.store import Store

_MANY = {
    "levels": "yq:level",
    "schools": "yq:chinesePartner",
    "universities": "yq:foreignPartner",
    "countries": "yq:partnerCountry",
    "disciplines": "yq:discipline",
    "industries": "yq:servesIndustry",
    "sources": "dcterms:source",
}
_ONE = {
    "form": "yq:form",
    "region": "yq:hostRegion",
    "stem_flag": "yq:stemFlag",
    "confidence": "yq:confidence",
    "register_page": "yq:registerPage",
}
_NUMBERS = {
    "duration_years": "yq:durationYears",
    "annual_intake": "yq:annualIntake",
    "annual_tuition": "yq:annualTuition",
    "first_intake_year": "yq:firstIntake",
}

PARTNERSHIPS = TableLayout(
    "partnerships",
    {
        "id": "text",
        "label_en": "text",
        "label_zh": "text",
        **dict.fromkeys(_ONE, "text"),
        **dict.fromkeys(_MANY, "texts"),
        **dict.fromkeys(_NUMBERS, "number"),
        "first_intake_year": "integer",
        "approved": "text",
        "approved_year": "integer",
        "status": "text",
        "ended": "boolean",
    },
)
"""``approved`` is the date of the first approval as the data writes it, a day or a month;
``status`` that of the newest accepted record; and ``ended`` whether it is the end."""

_CLAIM_TEXTS = {
    "about": "schema:about",
    "property": "yq:aboutProperty",
    "criterion": "yq:criterion",
    "indicator": "schema:variableMeasured",
    "unit": "schema:unitText",
    "basis": "yq:basis",
    "review": "yq:review",
    "as_of": "yq:asOf",
    "recorded_on": "yq:recordedOn",
    "valid_from": "schema:validFrom",
    "valid_through": "schema:validThrough",
}
_CLAIM_LISTS = {
    "contradicts": "yq:contradicts",
    "unknown_for": "yq:unknownValueFor",
    "sources": "dcterms:source",
}
_VALUES = ("yq:statedResource", "yq:statedValue", "yq:status", "yq:finding", "schema:value")
_KINDS = ("yq:StatusRecord", "yq:Assessment", "yq:StatisticalClaim")

CLAIMS = TableLayout(
    "claims",
    {
        "id": "text",
        "class": "text",
        "value": "text",
        "value_number": "number",
        "value_language": "text",
        **dict.fromkeys(_CLAIM_TEXTS, "text"),
        "as_of_year": "integer",
        **dict.fromkeys(_CLAIM_LISTS, "texts"),
    },
)
"""``value`` is what the claim states: a value or an entity, a status, a finding or a figure."""

_APPROVED = """SELECT ?partnership (MIN(STR(?date)) AS ?first) WHERE {
  ?approval yq:approvalOf ?partnership ; dcterms:date ?date
} GROUP BY ?partnership"""


@dataclass(frozen=True)
class RegisterRows:
    """What the rows need that is not said of their own subject.

    :param prefixes: of the graph's vocabulary
    :param approved: the first date of approval of each partnership
    :param statuses: of each partnership, and whether that is the end
    """

    prefixes: Mapping[str, str]
    approved: Mapping[str, str]
    statuses: Mapping[str, tuple[str, bool]]

    @classmethod
    def of(cls, store: Store) -> RegisterRows:
        """Query a graph for them."""
        rows = cast("Solutions", store.query(_APPROVED))
        dates = {one.value: day.value for one, day in rows if one is not None and day is not None}
        return cls(store.prefixes, dates, statuses(store))

    def _iri(self, name: str) -> str:
        prefix, _, local = name.partition(":")
        return self.prefixes[prefix] + local

    def _columns(self, subject: Subject, names: Mapping[str, str]) -> dict[str, str | None]:
        return {column: subject.first(self._iri(name)) for column, name in names.items()}

    def _lists(self, subject: Subject, names: Mapping[str, str]) -> dict[str, list[str]]:
        return {column: subject.texts(self._iri(name)) for column, name in names.items()}

    def partnership(self, subject: Subject) -> dict[str, object] | None:
        """Return the row of a partnership; None if the subject is none."""
        if self._iri("yq:Partnership") not in subject.texts(TYPE):
            return None
        approved = self.approved.get(subject.id)
        status, ended = self.statuses.get(subject.id, (None, False))
        numbers = {
            column: _numeric(
                subject, self._iri(name), "year" if "year" in column[-4:] else "number"
            )
            for column, name in _NUMBERS.items()
        }
        return {
            "id": subject.id,
            **subject.names(),
            **self._columns(subject, _ONE),
            **self._lists(subject, _MANY),
            **numbers,
            "approved": approved,
            "approved_year": _year(approved),
            "status": status,
            "ended": ended,
        }

    def claim(self, subject: Subject) -> dict[str, object] | None:
        """Return the row of a claim; None if the subject is none."""
        classes = subject.texts(TYPE)
        if self._iri("yq:Claim") not in classes:
            return None
        narrower = (self._iri(name) for name in _KINDS)
        texts = self._columns(subject, _CLAIM_TEXTS)
        return {
            "id": subject.id,
            "class": next((one for one in narrower if one in classes), self._iri("yq:Claim")),
            **self._value(subject),
            **texts,
            "as_of_year": _year(texts["as_of"]),
            **self._lists(subject, _CLAIM_LISTS),
        }

    def _value(self, subject: Subject) -> dict[str, object]:
        for name in _VALUES:
            iri = self._iri(name)
            for token in subject.facts.get(iri, ()):
                text, language, datatype = literal_of(token)
                number = typed_value(text, datatype).get("number")
                found = {"value_number": number, "value_language": language or None}
                return {"value": subject.first(iri), **found}
        return {}


def _numeric(subject: Subject, iri: str, column: str) -> object:
    """Return the first value of a property that has one as a number or as a year."""
    tokens = subject.facts.get(iri, ())
    typed = (typed_value(text, kind) for text, _, kind in map(literal_of, tokens))
    return next((found[column] for found in typed if column in found), None)


def _year(text: str | None) -> int | None:
    return int(text[:4]) if text and text[:4].isdecimal() else None
