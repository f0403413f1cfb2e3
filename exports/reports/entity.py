"""Format the description of an entity as text, with numbered sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, cast
from unicodedata import normalize

from pyoxigraph import Literal, NamedNode, Triple

from yuqiao.exports.safe_text import harmless
from yuqiao.exports.text_layout import align_pairs
from yuqiao.graph.entities.description import (
    NOTES,
    ORDER,
    Claim,
    Description,
    Fact,
    describe,
    publisher_label,
    shown_text,
)
from yuqiao.graph.entities.fees import fee_of, without_currencies
from yuqiao.graph.entities.incoming import incoming_label
from yuqiao.graph.entities.names import best_names, sentences_of
from yuqiao.graph.entities.search import find, nearly_named, search
from yuqiao.graph.errors import QueryError
from yuqiao.graph.labels import NAMING_PROPERTIES, label_language
from yuqiao.graph.rdf.canonicalization import without_labels
from yuqiao.graph.rdf.prefixes import PrefixMap
from yuqiao.graph.rdf.terms import term_text

if TYPE_CHECKING:
    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.results import Solutions
    from yuqiao.graph.stores.store import Store

_INDENT = "  "
_WORDS = {
    "names": ("Names", "名称"),
    "facts": ("Facts", "事实"),
    "partners": ("Partners", "合作院校"),
    "offerings": ("Offerings", "招生专业"),
    "status": ("Status", "状态"),
    "unknown": ("Searched for and not found", "已查找，未找到"),
    "figures": ("Figures", "统计数字"),
    "criteria": ("Under the ministry's criteria", "按教育部建议的标准"),
    "claims": ("Other claims", "其他陈述"),
    "not found": ("searched for and not found", "已查找，未找到"),
    "also": ("also", "又称"),
    "sources": ("Sources", "来源"),
    "several": (
        "{} entities match {!r}; use the name or the prefixed name of one:",
        "有{}个实体与 {!r} 匹配；请使用其中一个的名称或带前缀的名称：",
    ),
    "nearest": (
        "no entity is named {1!r}; the nearest names ({0}) are those of:",
        "没有名为 {1!r} 的实体；名称最接近的有{0}个：",
    ),
    "more": ("... and {} more", "……另有{}条"),
}
_NAMES = (*NAMING_PROPERTIES, "skos:altLabel")
_LEFT_OUT = (
    "rdf:type",
    "rdfs:label",
    "dcterms:source",
    "yq:hasApproval",
    "yq:hasOffering",
    "yq:approvalOf",
    "yq:unknownValueFor",
    "yq:partnersWith",
    "schema:provider",
    "skos:inScheme",
    "skos:topConceptOf",
    "rdfs:isDefinedBy",
)
_MOST = 40  # lines of one group; more are counted, not listed

Line = tuple[str, str]


class DescriptionWriter:
    """Formats descriptions in one language; sources are numbered in the order of citation.

    :param store: in which names and sources are looked up
    :param lang: the language tag of its labels, ``en`` or ``zh-Hans``
    """

    def __init__(self, store: Store, lang: str) -> None:
        self._store = store
        self._lang = lang
        self._prefixes = store.prefixes
        self._left_out = {self._iri(name) for name in (*_LEFT_OUT, *_NAMES)}
        last = len(ORDER) + 1
        self._ranks = {self._iri(name): rank for rank, name in enumerate(ORDER)}
        self._ranks |= {self._iri(name): last for name in NOTES}
        self._cited: dict[NamedNode, int] = {}
        self._names: dict[NamedNode, str] = {}

    def text(self, description: Description) -> str:
        """Return a description as text: a heading, groups of facts, and their sources."""
        description = description.told_in(self._lang)
        terms = list(description.terms())
        entities = [term.value for term in terms if isinstance(term, NamedNode)]
        sentences = sentences_of(self._store, entities)
        self._names = {
            **{NamedNode(iri): text.text(self._lang) for iri, text in sentences.items()},
            **best_names(self._store, terms, self._lang),
        }
        lines = list(self._heading(description))
        for title, rows in self._groups(description):
            shown = list(rows)
            if shown:
                lines += ["", title, *align_pairs(shown[:_MOST])]
                if len(shown) > _MOST:
                    lines.append(_INDENT + self._word("more").format(len(shown) - _MOST))
        if self._cited:
            lines += ["", self._word("sources"), *align_pairs(list(self._sources()))]
        return "\n".join(lines) + "\n"

    def _word(self, key: str) -> str:
        return _word(key, self._lang)

    def _iri(self, name: str) -> NamedNode:
        if "://" in name:
            return NamedNode(name)
        prefix, _, local = name.partition(":")
        return NamedNode(self._prefixes[prefix] + local)

    def _heading(self, description: Description) -> Iterator[str]:
        naming, kind = {self._iri(name) for name in NAMING_PROPERTIES}, self._iri("rdf:type")
        names = [
            f.value.value
            for f in description.facts
            if f.property in naming and isinstance(f.value, Literal)
        ]
        own = self._names.get(description.iri)
        ordered = dict.fromkeys([own, *names] if own else names)
        yield " · ".join(harmless(name) for name in ordered) or str(description.iri)
        classes = [f.value for f in description.facts if f.property == kind]
        named = [class_ for class_ in classes if class_ in self._names]
        if classes:
            yield ", ".join(sorted({self._named(class_) for class_ in named or classes}))
        yield harmless(str(description.iri))

    def _groups(self, description: Description) -> Iterator[tuple[str, Iterable[Line]]]:
        yield self._word("names"), self._aliases(description)
        yield self._word("facts"), self._facts(description)
        yield self._word("partners"), self._partners(description)
        offerings = [part for part in description.parts if self._is_offering(part)]
        yield self._word("offerings"), [self._offering(part) for part in offerings]
        for part in description.parts:
            if part in offerings:
                continue
            title = self._part_title(part)
            unknown = [(name, self._word("not found")) for name, _ in self._unknown(part)]
            yield title, [*self._facts(part), *self._claims(part, None), *unknown]
        yield self._word("status"), self._claims(description, "yq:StatusRecord")
        for property_, things in description.incoming.items():
            title = self._incoming_title(property_, description)
            yield title, [(self._named(thing), "") for thing in things]
        yield self._word("figures"), self._claims(description, "yq:StatisticalClaim")
        yield self._word("criteria"), self._claims(description, "yq:Assessment")
        yield self._word("claims"), self._claims(description, None)
        yield self._word("unknown"), self._unknown(description)

    def _incoming_title(self, property_: NamedNode, description: Description) -> str:
        name = self._named(property_)
        if property_ in description.inverses:
            return name
        return incoming_label(_short(property_, self._prefixes), name, self._lang)

    def _is_offering(self, part: Description) -> bool:
        offering = self._iri("yq:Offering")
        return any(fact.value == offering for fact in part.facts)

    def _offering(self, part: Description) -> Line:
        """Return an offering as one line: its discipline, its level and its other facts."""
        discipline, level = self._iri("yq:discipline"), self._iri("yq:level")
        of = {fact.property: fact for fact in part.facts}
        known = [f"{self._named(of[level].value)}"] if level in of else []
        known += [
            f"{name} {value}"
            for name, value in self._facts(part)
            if name not in {self._named(discipline), self._named(level)}
        ]
        return self._named(of[discipline].value) if discipline in of else "", "; ".join(known)

    def _part_title(self, part: Description) -> str:
        kinds = sorted(
            self._named(f.value) for f in part.facts if f.property == self._iri("rdf:type")
        )
        return (kinds[0][:1].upper() + kinds[0][1:]) if kinds else str(part.iri)

    def _aliases(self, description: Description) -> Iterator[Line]:
        alias = self._iri("skos:altLabel")
        for fact in description.facts:
            if fact.property == alias:
                yield self._word("also"), self._value(fact)

    def _facts(self, description: Description) -> Iterator[Line]:
        shown = without_currencies(description.facts, self._prefixes)
        facts = [fact for fact in shown if fact.property not in self._left_out]
        seen = None
        for fact in sorted(facts, key=self._reading_order):
            fee = fee_of(fact, description.facts, self._prefixes)
            value = fee.text(self._lang) if fee else self._named(fact.value)
            name = "" if fact.property == seen else self._named(fact.property)
            yield name, self._cited_value(fact, value)
            seen = fact.property

    def _reading_order(self, fact: Fact) -> tuple[int, str, str]:
        """Return the sort key of a fact: identifying properties first, notes last."""
        rank = self._ranks.get(fact.property, len(ORDER))
        return rank, self._named(fact.property), self._named(fact.value)

    def _partners(self, description: Description) -> Iterator[Line]:
        partners = self._iri("yq:partnersWith")
        for fact in description.facts:
            if fact.property == partners:
                yield self._value(fact), ""

    def _unknown(self, description: Description) -> Iterator[Line]:
        unknown = self._iri("yq:unknownValueFor")
        for fact in description.facts:
            if fact.property == unknown:
                yield self._named(fact.value), ""

    def _claims(self, description: Description, kind: str | None) -> Iterator[Line]:
        wanted = self._iri(kind) if kind else None
        for claim in description.claims:
            if claim.kind == wanted:
                yield self._claim_line(claim)

    def _claim_line(self, claim: Claim) -> Line:
        about = self._named(claim.property) if claim.property else ""
        value = self._named(claim.value) if claim.value else ""
        texts = [each.text(self._lang) for each in (claim.text, claim.note)]
        said = [value, *map(harmless, texts)]
        accepted = claim.review == self._iri("rev:accepted")
        decided = [] if accepted else [self._named(claim.review)]
        told = ", ".join([claim.as_of, self._named(claim.basis), *decided])
        sentence = " — ".join(part for part in said if part)
        return about or claim.as_of, f"{sentence} ({told}) {self._numbers(claim.sources)}"

    def _value(self, fact: Fact) -> str:
        return self._cited_value(fact, self._named(fact.value))

    def _cited_value(self, fact: Fact, shown: str) -> str:
        """Return a value as it is shown, with its sources; marked if all of it is inferred."""
        sources = [source for claim in fact.claims for source in claim.sources]
        inferred = self._iri("bas:inferred")
        only_inferred = bool(fact.claims) and all(c.basis == inferred for c in fact.claims)
        mark = f"({self._named(inferred)})" if only_inferred else ""
        parts = [shown, mark, self._numbers(sources)]
        return " ".join(part for part in parts if part)

    def _numbers(self, sources: Iterable[NamedNode]) -> str:
        numbers = {self._cited.setdefault(s, len(self._cited) + 1) for s in sources}
        return "".join(f"[{number}]" for number in sorted(numbers))

    def _named(self, term: Term) -> str:
        if isinstance(term, Literal):
            return harmless(shown_text(term))
        if isinstance(term, NamedNode) and term in self._names:
            return harmless(self._names[term])
        return harmless(_short(term, self._prefixes))

    def _sources(self) -> Iterator[Line]:
        values = " ".join(str(source) for source in self._cited)
        rows = cast("Solutions", self._store.query(_SOURCES % values))
        said: dict[Term | None, list[tuple[Term | None, ...]]] = {}
        for source, *about in rows:
            said.setdefault(source, []).append(tuple(about))
        found = {source: self._cited_as(source, about) for source, about in said.items()}
        for source, number in self._cited.items():
            yield f"[{number}]", found.get(source) or str(source)

    def _cited_as(self, source: Term | None, rows: list[tuple[Term | None, ...]]) -> str:
        """Return the title, publisher, day and address of a source."""
        title = self._names.get(source, "") if isinstance(source, NamedNode) else ""
        publisher = publisher_label(row[0] for row in rows).text(self._lang)
        rest = [term.value for term in rows[0][1:] if isinstance(term, (Literal, NamedNode))]
        return ". ".join(harmless(text) for text in (title, publisher, *rest) if text)


_SOURCES = """
SELECT ?source ?publisher ?date ?url WHERE {
  VALUES ?source { %s }
  OPTIONAL { ?source dcterms:publisher ?publisher }
  OPTIONAL { ?source schema:datePublished ?date }
  OPTIONAL { ?source schema:url ?url }
} ORDER BY ?source STR(?publisher) STR(?date) STR(?url)"""


def _short(term: Term, prefixes: Mapping[str, str]) -> str:
    """Shorten an IRI without a name to a prefixed name, if a prefix fits."""
    if not isinstance(term, NamedNode):
        return without_labels(term_text(term)) if isinstance(term, Triple) else str(term)
    return PrefixMap(prefixes).compress(term.value) or term.value


def _word(key: str, lang: str) -> str:
    english, chinese = _WORDS[key]
    return chinese if lang == "zh-Hans" else english


def about_text(store: Store, text: str, lang: str) -> str:
    """Describe the entity that a text refers to, or list the entities if there are several.

    :param text: a name, part of a name, abbreviation, slug or IRI
    :param lang: ``en`` or ``zh``
    :raises QueryError: if there is none, or the language is another

    >>> import yuqiao
    >>> about_text(yuqiao.open(), "o:cqu", "en").splitlines()[0]
    'Chongqing University · 重庆大学'
    """
    tag = label_language(lang)
    plain = normalize("NFKC", " ".join(text.split()))  # full-width letters, doubled spaces
    things = find(store, text) or find(store, plain) or search(store, plain)
    if not things:
        things = nearly_named(store, plain)
        if not things:
            raise QueryError(f"no entity is named {text!r}; try a part of its name")
        return _listing(store, text, things, tag, heading="nearest")
    if len(things) == 1:
        return DescriptionWriter(store, tag).text(describe(store, things[0]))
    return _listing(store, text, things, tag)


def _listing(
    store: Store, text: str, things: list[NamedNode], lang: str, heading: str = "several"
) -> str:
    names = best_names(store, things, lang)
    rows = [(_short(thing, store.prefixes), harmless(names.get(thing, ""))) for thing in things]
    head = _word(heading, lang).format(len(things), text)
    left_out = [_INDENT + _word("more", lang).format(len(rows) - _MOST)] if rows[_MOST:] else []
    return "\n".join([head, *align_pairs(rows[:_MOST]), *left_out]) + "\n"
