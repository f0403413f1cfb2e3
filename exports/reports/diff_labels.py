"""The names and kinds of what changed between two graphs, in one language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from yuqiao.graph.entities.names import best_names
from yuqiao.graph.labels import label_language
from yuqiao.graph.rdf.blank_nodes import BlankNodeValue
from yuqiao.graph.rdf.prefixes import PrefixMap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yuqiao.graph.diff.entity_changes import EntityChange
    from yuqiao.graph.diff.graphs import GraphDiff
    from yuqiao.graph.rdf.blank_nodes import Value
    from yuqiao.graph.stores.store import Store


@dataclass(frozen=True)
class EntityKind:
    """The kind of an entity: in English, in the plural, and in Chinese.

    :param rank: its place in a report
    """

    rank: int
    one: str
    many: str
    chinese: str


_KINDS = (
    ("partnership", "partnerships", "合作办学机构和项目", "yq:Partnership"),
    ("school or university", "schools and universities", "院校", "schema:CollegeOrUniversity"),
    ("government body", "government bodies", "政府部门", "schema:GovernmentOrganization"),
    ("company", "companies", "公司", "schema:Corporation"),
    ("approval batch", "approval batches", "审批批次", "yq:ApprovalBatch"),
    ("approval", "approvals", "审批", "yq:Approval"),
    ("offering", "offerings", "招生专业", "yq:Offering"),
    ("country", "countries", "国家（地区）", "schema:Country"),
    ("place", "places", "地点", "schema:AdministrativeArea schema:City"),
    ("source", "sources", "来源", "schema:NewsArticle schema:WebPage schema:Dataset"),
    ("status record", "status records", "状态记录", "yq:StatusRecord"),
    ("figure", "figures", "统计数字", "yq:StatisticalClaim"),
    ("assessment", "assessments", "评估记录", "yq:Assessment"),
    ("claim", "claims", "陈述", "yq:Claim"),
    ("concept", "concepts", "概念", "skos:Concept"),
    ("scheme", "schemes", "概念体系", "skos:ConceptScheme"),
    ("dataset", "datasets", "数据集", "dcat:Dataset"),
    (
        "term",
        "terms",
        "术语",
        "owl:Class owl:ObjectProperty owl:DatatypeProperty owl:AnnotationProperty",
    ),
)
_OTHER = EntityKind(len(_KINDS), "entity", "entities", "实体")


class DiffLabels:
    """Names the entities, properties and values of a difference, by the labels of both graphs.

    :param lang: ``en`` or ``zh``
    """

    def __init__(self, found: GraphDiff, old: Store, new: Store, lang: str) -> None:
        tag = label_language(lang)
        terms = {term for thing in found.things for term in _terms(thing)}
        self.lang = lang
        self._names = {**best_names(old, terms, tag), **best_names(new, terms, tag)}
        self._prefixes = {**old.prefixes, **new.prefixes}
        self._short = PrefixMap(self._prefixes)
        self._kinds = {
            self.iri(name): EntityKind(rank, one, many, chinese)
            for rank, (one, many, chinese, classes) in enumerate(_KINDS)
            for name in classes.split()
        }

    def iri(self, name: str) -> NamedNode:
        """Return the IRI of a prefixed name."""
        prefix, _, local = name.partition(":")
        return NamedNode(self._prefixes[prefix] + local)

    def short(self, iri: str) -> str:
        """Return an IRI as a prefixed name, else in angle brackets."""
        return self._short.compress(iri) or f"<{iri}>"

    def name(self, term: Value) -> str:
        """Return a term's label or text; a blank node's facts, and the members of a list."""
        if isinstance(term, Literal):
            return term.value
        if isinstance(term, BlankNodeValue):
            facts = (f"{self.property_name(way)}: {self.name(value)}" for way, value in term.facts)
            members = ", ".join(map(self.name, term.members))
            return f"({members})" if members else f"[{'; '.join(facts)}]"
        return self._names.get(term) or self.short(term.value)

    def property_name(self, term: NamedNode) -> str:
        """Return a property's name: its label, else the last part of its IRI."""
        return self._names.get(term) or re.split("[/#]", term.value)[-1] or term.value

    def kind(self, thing: EntityChange) -> EntityKind:
        """Return the kind of an entity."""
        kinds = [self._kinds[class_] for class_ in thing.classes if class_ in self._kinds]
        return min(kinds, key=lambda kind: kind.rank, default=_OTHER)


def _terms(thing: EntityChange) -> Iterator[NamedNode]:
    yield thing.iri
    if thing.of:
        yield thing.of
    for value in thing.values:
        yield value.property
        yield from value.sources
        for term in (*value.old, *value.new):
            yield from _named_nodes(term)


def _named_nodes(value: Value) -> Iterator[NamedNode]:
    """Yield the named nodes in a value."""
    if isinstance(value, NamedNode):
        yield value
    elif isinstance(value, BlankNodeValue):
        for property_, fact in value.facts:
            yield property_
            yield from _named_nodes(fact)
        for member in value.members:
            yield from _named_nodes(member)
