"""Derived facts: the rule that derives a fact, and the statements that it is derived from.

The rules are those of ``ontology/rules``; the query of each gives back what the rule read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from yuqiao.graph.labels import Label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import Triple

    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.store import Store


@dataclass(frozen=True)
class Derivation:
    """How a fact was derived.

    :param name: the file of the rule, without its extension
    :param label: what the rule says
    :param inputs: the statements it read, in order
    """

    name: str
    label: Label
    inputs: tuple[Triple, ...]


@dataclass(frozen=True)
class _Rule:
    property: str
    label: Label
    inputs: str


RULES = {
    "21-sources": _Rule(
        "dcterms:source",
        Label(
            "The sources of an entity are those of the accepted claims about it.",
            "条目的来源即有关该条目的已采纳陈述的来源。",
        ),
        "?claim schema:about ?subject ; dcterms:source ?value",
    ),
    "30-class-of-form": _Rule(
        "rdf:type",
        Label("The form of a partnership decides its class.", "办学形式决定其类别。"),
        "?subject yq:form ?form FILTER(?value IN (yq:JointInstitution, yq:JointProgramme))",
    ),
    "31-class-of-source": _Rule(
        "rdf:type",
        Label("The type of a source decides its class.", "来源类型决定其类别。"),
        "?subject dcterms:type ?type"
        " FILTER(?value IN (schema:NewsArticle, schema:Dataset, schema:WebPage))",
    ),
    "32-level-of-offering": _Rule(
        "yq:level",
        Label("An offering is at the level of its discipline.", "招生专业的层次即其专业的层次。"),
        "?subject a yq:Offering ; yq:discipline ?discipline . ?discipline yq:level ?value",
    ),
    "33-approvals": _Rule(
        "yq:hasApproval",
        Label("The way back from a partnership to its approval.", "由合作办学反向指回其审批。"),
        "?value yq:approvalOf ?subject",
    ),
    "34-deprecated": _Rule(
        "owl:deprecated",
        Label("What something else replaced is deprecated.", "已被取代的条目标为停用。"),
        "?subject dcterms:isReplacedBy ?other",
    ),
    "35-top-concepts": _Rule(
        "skos:topConceptOf",
        Label(
            "A discipline is part of no other; the other schemes name their top concepts.",
            "专业之间没有上下位关系，均为顶级概念；其他概念体系自行列出顶级概念。",
        ),
        "?subject skos:inScheme ?value",
    ),
    "36-schema-org": _Rule(
        "schema:provider",
        Label(
            "The partners of a partnership are its providers in schema.org's terms.",
            "合作双方院校即 schema.org 所称的举办者（provider）。",
        ),
        "?subject ?partner ?value FILTER(?partner IN (yq:chinesePartner, yq:foreignPartner))",
    ),
    "40-partners-with": _Rule(
        "yq:partnersWith",
        Label(
            "Two institutions partner when they run a partnership together.",
            "共同举办合作办学的两所院校互为合作院校。",
        ),
        "?partnership yq:chinesePartner ?school ; yq:foreignPartner ?university"
        " FILTER((?school = ?subject && ?university = ?value) ||"
        " (?school = ?value && ?university = ?subject))",
    ),
    "41-partner-country": _Rule(
        "yq:partnerCountry",
        Label(
            "A partnership is with the countries of its foreign partners.",
            "合作办学的外方国家（地区）即外方院校所在的国家（地区）。",
        ),
        "?subject yq:foreignPartner ?university . ?university yq:country ?value",
    ),
    "42-stem-flag": _Rule(
        "yq:stemFlag",
        Label(
            "STEM if the fields of all disciplines are in ISCED-F 05, 06 or 07; mixed if some are.",
            "专业所属领域全部为 ISCED-F 05、06、07 的属于 STEM（理工），部分属于的为混合。",
        ),
        "?subject yq:discipline ?discipline . ?discipline skos:broadMatch ?field",
    ),
    "43-tuition-currency": _Rule(
        "schema:priceCurrency",
        Label("Tuition is in yuan renminbi.", "学费以人民币计。"),
        "?subject yq:annualTuition ?tuition",
    ),
    "50-partnership-count": _Rule(
        "yq:partnershipCount",
        Label(
            "The number of partnerships it takes part in, ended ones included.",
            "其所涉及的合作办学机构和项目数，含已终止者。",
        ),
        "?partnership yq:chinesePartner|yq:foreignPartner|yq:partnerCountry|yq:discipline ?subject"
        " ; ?link ?subject FILTER(?link != schema:provider)",
    ),
    "51-current-partnership-count": _Rule(
        "yq:currentPartnershipCount",
        Label(
            "The number of partnerships it takes part in that have not ended.",
            "其所涉及的未终止的合作办学机构和项目数。",
        ),
        "?partnership yq:chinesePartner|yq:foreignPartner|yq:partnerCountry|yq:discipline ?subject"
        " ; ?link ?subject FILTER(?link != schema:provider)"
        " FILTER NOT EXISTS { ?record schema:about ?partnership ;"
        " yq:status st:ended ; yq:review rev:accepted }",
    ),
    "80-labels": _Rule(
        "rdfs:label",
        Label("Preferred names are repeated as labels.", "首选名称同时作为标签。"),
        "?subject skos:prefLabel ?value",
    ),
}
"""The rules that derive facts of entities, by file; each with the pattern of what it reads."""


def derivations(store: Store, fact: Triple) -> Iterator[Derivation]:
    """Yield each rule that derives a fact, with what the rule read."""
    for name, rule in RULES.items():
        prefix, _, local = rule.property.partition(":")
        if store.prefixes[prefix] + local != fact.predicate.value:
            continue
        template = _template(rule.inputs)
        query = f"CONSTRUCT {{ {template} }} WHERE {{ {rule.inputs} }}"
        subject, value = fact.subject, fact.object
        if not isinstance(subject, NamedNode) or not isinstance(value, (NamedNode, Literal)):
            return
        bound: dict[str, Term] = {"subject": subject, "value": value}
        used = {name: term for name, term in bound.items() if f"?{name}" in rule.inputs}
        found = store.construct(query, used)
        inputs = sorted(set(found), key=str)
        if inputs:
            yield Derivation(name, rule.label, tuple(inputs))


def _template(pattern: str) -> str:
    """Return the statements of a pattern, without its filters and paths."""
    stated = pattern.partition(" FILTER")[0]
    if "?link" in stated:
        return "?partnership ?link ?subject"
    return stated.replace(" a yq:Offering ;", "")
