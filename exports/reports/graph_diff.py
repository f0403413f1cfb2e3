"""Differences between two graphs as text, Markdown, JSON or RDF Patch."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from yuqiao.exports.rdf.patch import rdf_patch
from yuqiao.exports.safe_text import harmless
from yuqiao.graph.diff.entities import ADDED, CHANGED, ENDED, REMOVED, RENAMED
from yuqiao.graph.entities.names import best_names
from yuqiao.graph.language_tags import cased_language_tag
from yuqiao.graph.messages import counted
from yuqiao.graph.rdf.blank_nodes import BlankNodeValue
from yuqiao.graph.rdf.prefixes import PrefixMap

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from yuqiao.graph.diff.entities import EntityChange, ValueChange
    from yuqiao.graph.diff.graphs import GraphDiff
    from yuqiao.graph.rdf.blank_nodes import Value
    from yuqiao.graph.stores.store import Store

_LONG = 80  # characters of a text whose changed words are shown
_AROUND = 4  # words that are shown around these
_MOST_WORDS = 2000  # of a text that is compared word by word without shortcuts
_MOST = 40  # entities of one kind that are listed in text
_EVENTS = (ADDED, REMOVED, ENDED, RENAMED, CHANGED)
_KINDS = (
    ("yq:Partnership", "partnership", "partnerships"),
    ("schema:CollegeOrUniversity", "school or university", "schools and universities"),
    ("schema:GovernmentOrganization", "government body", "government bodies"),
    ("schema:Corporation", "company", "companies"),
    ("yq:ApprovalBatch", "approval batch", "approval batches"),
    ("yq:Approval", "approval", "approvals"),
    ("yq:Offering", "offering", "offerings"),
    ("schema:Country", "country", "countries"),
    ("schema:AdministrativeArea", "place", "places"),
    ("schema:City", "place", "places"),
    ("schema:NewsArticle", "source", "sources"),
    ("schema:WebPage", "source", "sources"),
    ("schema:Dataset", "source", "sources"),
    ("yq:StatusRecord", "status record", "status records"),
    ("yq:StatisticalClaim", "figure", "figures"),
    ("yq:Assessment", "assessment", "assessments"),
    ("yq:Claim", "claim", "claims"),
    ("skos:Concept", "concept", "concepts"),
    ("skos:ConceptScheme", "scheme", "schemes"),
    ("dcat:Dataset", "dataset", "datasets"),
    ("owl:Class", "term", "terms"),
    ("owl:ObjectProperty", "term", "terms"),
    ("owl:DatatypeProperty", "term", "terms"),
    ("owl:AnnotationProperty", "term", "terms"),
)
_THING = ("entity", "entities")
_EVIDENCE = {"claim", "claims", "status record", "figure", "assessment"}


def format_diff(found: GraphDiff, old: Store, new: Store, form: str) -> bytes:
    """Write what changed.

    :param old: the graph it was; ``new`` is the graph it is
    :param form: one of :data:`yuqiao.exports.formats.DIFFERENCES`
    """
    if form == "patch":
        return rdf_patch(found)
    telling = _DiffReport(found, old, new)
    if form == "json":
        return (json.dumps(telling.record(), ensure_ascii=False, indent=1) + "\n").encode()
    lines = telling.markdown() if form == "markdown" else telling.text()
    return "".join(line + "\n" for line in lines).encode("utf-8", "backslashreplace")


def summarize_diff(found: GraphDiff, old: Store, new: Store) -> str:
    """Summarize in one sentence how many entities of each kind were added, removed and so on.

    >>> import yuqiao
    >>> from yuqiao.graph.diff.graphs import differences
    >>> graph = yuqiao.open()
    >>> summarize_diff(differences(graph, graph), graph, graph)
    'The graphs are the same: 38,906 triples.'
    """
    return _DiffReport(found, old, new).summary()


@dataclass(frozen=True)
class _Kind:
    """The kind of an entity, in singular and plural."""

    rank: int
    one: str
    many: str


class _DiffReport:
    """A report of the changes, with the labels of both graphs."""

    def __init__(self, found: GraphDiff, old: Store, new: Store) -> None:
        self._found = found
        terms = [term for thing in found.things for term in _terms(thing)]
        self._names = (
            {**best_names(old, terms, "en"), **best_names(new, terms, "en")} if terms else {}
        )
        self._short = PrefixMap({**old.prefixes, **new.prefixes})
        prefixes = new.prefixes
        self._kinds: dict[NamedNode, _Kind] = {}
        ranks: dict[str, int] = {}
        for name, one, many in _KINDS:
            prefix, _, local = name.partition(":")
            rank = ranks.setdefault(one, len(ranks))  # classes of one word are one kind
            self._kinds[NamedNode(prefixes[prefix] + local)] = _Kind(rank, one, many)
        self._things = {thing.iri for thing in found.things}
        self._stated = {
            NamedNode(prefixes["yq"] + f"stated{part}") for part in ("Value", "Resource")
        }
        self._same_name = (
            NamedNode(prefixes["rdfs"] + "label"),
            NamedNode(prefixes["skos"] + "prefLabel"),
        )

    def summary(self) -> str:
        """Summarize in one sentence how many entities of each kind changed, and how."""
        if not self._found:
            return f"The graphs are the same: {counted(self._found.new_triples, 'triple')}."
        happened: dict[_Kind, Counter[str]] = {}
        for thing in self._found.things:
            happened.setdefault(self._kind(thing), Counter()).update(thing.events)
        parts = [
            _counts(kind, happened[kind]) for kind in sorted(happened, key=lambda kind: kind.rank)
        ]
        only = "named graphs" if self._found.named_graphs() else "blank nodes"
        return "; ".join(parts) or f"{only} alone differ"

    def triples(self) -> str:
        """Return how many triples were removed and added."""
        found = self._found
        return (
            f"{counted(len(found.gone), 'triple')} less, {len(found.come):,} more"
            f" ({found.old_triples:,} -> {found.new_triples:,})"
        )

    def text(self) -> Iterator[str]:
        """Yield the lines for a terminal."""
        yield harmless(self.summary())
        if not self._found:
            return
        yield harmless(self.triples())
        yield from (harmless(line) for line in self._graph_lines())
        for kind, things, left_out in self._shown():
            yield ""
            yield kind.many.capitalize()
            for thing in things:
                yield harmless(f"  {_sign(thing)} {self._headline(thing, (ENDED, RENAMED))}")
                yield from (harmless(f"      {line}") for line in self._lines(thing, "->"))
            if left_out:
                yield f"  ... and {left_out:,} more; the JSON output has all"

    def markdown(self) -> Iterator[str]:
        """Yield the lines of Markdown."""
        yield f"**{_escaped(self.summary())}**"
        if not self._found:
            return
        yield ""
        yield _escaped(self.triples().replace("->", "→"))
        yield from (f"\n{_escaped(line)}" for line in self._graph_lines())
        for kind, things, left_out in self._shown():
            yield f"\n## {kind.many.capitalize()}\n"
            for thing in things:
                yield f"- {_escaped(self._headline(thing, _EVENTS))}"
                yield from (f"  - {_escaped(line)}" for line in self._lines(thing, "→"))
            if left_out:
                yield f"- … and {left_out:,} more"

    def record(self) -> dict[str, object]:
        """Return everything as one JSON object."""
        found = self._found
        graphs = [
            {"name": name, "removed": gone, "added": come}
            for name, (gone, come) in found.named_graphs().items()
        ]
        return {
            "same": not found,
            "summary": self.summary(),
            "triples": {
                "old": found.old_triples,
                "new": found.new_triples,
                "removed": len(found.gone),
                "added": len(found.come),
            },
            **({"graphs": graphs} if graphs else {}),
            "things": [self._thing(thing) for thing in found.things],
        }

    def _graph_lines(self) -> Iterator[str]:
        """Write how many triples went and came in each named graph."""
        for name, (gone, come) in self._found.named_graphs().items():
            yield f"named graph {name}: {counted(gone, 'triple')} less, {come:,} more"

    def _shown(self) -> Iterator[tuple[_Kind, list[EntityChange], int]]:
        """Yield the entities of each kind that are listed, and the number of the others.

        New evidence is not listed; the fact it backs is.
        """
        by_kind: dict[_Kind, list[EntityChange]] = {}
        for thing in self._found.things:
            by_kind.setdefault(self._kind(thing), []).append(thing)
        for kind in sorted(by_kind, key=lambda kind: kind.rank):
            things = by_kind[kind]
            if kind.one not in _EVIDENCE:
                yield kind, things[:_MOST], max(len(things) - _MOST, 0)
            elif listed := [thing for thing in things if self._says_more(thing)]:
                yield kind, listed[:_MOST], max(len(listed) - _MOST, 0)

    def _says_more(self, thing: EntityChange) -> bool:
        """Return whether a piece of evidence changed in more than the value its entity shows."""
        if ADDED in thing.events:
            return False
        shown = thing.of in self._things and all(v.property in self._stated for v in thing.values)
        return not shown or REMOVED in thing.events

    def _headline(self, thing: EntityChange, shown: Collection[str]) -> str:
        name = self._name(thing.iri)
        short = self._short.compress(thing.iri.value) or f"<{thing.iri.value}>"
        said = [event for event in thing.events if event in shown]
        if thing.of is not None:
            name = f"{self._kind(thing).one} of {self._name(thing.of)}"
        known = f"{name} ({short})" if name != short else short
        return known + (f": {', '.join(said)}" if said else "")

    def _lines(self, thing: EntityChange, arrow: str) -> Iterator[str]:
        """Yield the changes of an entity; for an added or removed one, the headline is enough."""
        if ADDED in thing.events or REMOVED in thing.events:
            return
        label, name = self._same_name
        named = any(value.property == name for value in thing.values)
        for value in thing.values:
            if value.property != label or not named:
                yield from self._value_lines(value, arrow)

    def _value_lines(self, value: ValueChange, arrow: str) -> Iterator[str]:
        name = self._property(value.property)
        sources = self._sources(value)
        kinds = {_datatype(term) for term in (*value.old, *value.new)} - {""}
        for language in sorted({_language(term) for term in (*value.old, *value.new)}):
            said = f"{name} @{cased_language_tag(language)}" if language else name
            old = self._values(value.old, language, typed=len(kinds) > 1)
            new = self._values(value.new, language, typed=len(kinds) > 1)
            if old and new and min(len(old), len(new)) > _LONG:
                yield f"{said}: {changed_words(old, new)}{sources}"
                continue
            if (old and new) or all(isinstance(term, Literal) for term in (*value.old, *value.new)):
                yield f"{said}: {old or 'none'} {arrow} {new or 'none'}{sources}"
            else:
                yield f"{said}: {new} added{sources}" if new else f"{said}: {old} removed{sources}"

    def _values(self, terms: Iterable[Value], language: str, *, typed: bool) -> str:
        """Write values of a language, with their datatypes where these differ."""
        names = []
        for term in terms:
            if _language(term) == language:
                kind = _datatype(term) if typed else ""
                shown = self._short.compress(kind) or f"<{kind}>"
                names.append(f'"{self._name(term)}"^^{shown}' if kind else self._name(term))
        return ", ".join(names)

    def _sources(self, value: ValueChange) -> str:
        names = "; ".join(self._name(source) for source in value.sources)
        return f" ({'source' if len(value.sources) == 1 else 'sources'}: {names})" if names else ""

    def _name(self, term: Value) -> str:
        if isinstance(term, Literal):
            return term.value
        if isinstance(term, BlankNodeValue):
            facts = (f"{self._property(way)}: {self._name(value)}" for way, value in term.facts)
            members = ", ".join(map(self._name, term.members))
            return f"({members})" if members else f"[{'; '.join(facts)}]"
        return self._names.get(term) or self._short.compress(term.value) or f"<{term.value}>"

    def _property(self, term: NamedNode) -> str:
        """Return a property's name: its label, else the last part of its IRI."""
        return self._names.get(term) or re.split("[/#]", term.value)[-1] or term.value

    def _kind(self, thing: EntityChange) -> _Kind:
        kinds = [self._kinds[class_] for class_ in thing.classes if class_ in self._kinds]
        return min(kinds, key=lambda kind: kind.rank, default=_Kind(len(_KINDS), *_THING))

    def _thing(self, thing: EntityChange) -> dict[str, object]:
        return {
            "iri": thing.iri.value,
            "name": self._name(thing.iri),
            "kind": self._kind(thing).one,
            **({"of": thing.of.value} if thing.of else {}),
            "events": list(thing.events),
            "changes": [self._change(value) for value in thing.values],
        }

    def _change(self, value: ValueChange) -> dict[str, object]:
        return {
            "property": value.property.value,
            "label": self._property(value.property),
            "old": [_term(term) for term in value.old],
            "new": [_term(term) for term in value.new],
            "sources": [
                {"iri": source.value, "title": self._name(source)} for source in value.sources
            ],
        }


def _sign(thing: EntityChange) -> str:
    return "+" if ADDED in thing.events else "-" if REMOVED in thing.events else "~"


def _terms(thing: EntityChange) -> Iterator[NamedNode]:
    yield thing.iri
    if thing.of:
        yield thing.of
    for value in thing.values:
        yield value.property
        yield from value.sources
        for term in (*value.old, *value.new):
            yield from _named(term)


def _named(value: Value) -> Iterator[NamedNode]:
    """Yield the named nodes in a value."""
    if isinstance(value, NamedNode):
        yield value
    elif isinstance(value, BlankNodeValue):
        for property_, fact in value.facts:
            yield property_
            yield from _named(fact)
        for member in value.members:
            yield from _named(member)


def _counts(kind: _Kind, happened: Mapping[str, int]) -> str:
    """Return how often each event happened: "3 partnerships added, 1 ended"."""
    parts: list[str] = []
    for event in _EVENTS:
        if count := happened[event]:
            noun = f" {kind.one if count == 1 else kind.many}" if not parts else ""
            parts.append(f"{count:,}{noun} {event}")
    return ", ".join(parts)


def changed_words(old: str, new: str) -> str:
    """Return a long text with the words that changed marked, and what stayed between abridged.

    >>> changed_words("the same old words and so on", "the same new words and so on")
    'the same [-old-] {+new+} words and so on'
    """
    before, after = old.split(), new.split()
    parts: list[str] = []
    matcher = SequenceMatcher(None, before, after, autojunk=len(before) > _MOST_WORDS)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            same = before[start:end]
            first, last = not parts, end == len(before)
            head = [] if first else same[:_AROUND]
            tail = [] if last else same[-_AROUND:]
            short = len(same) <= 2 * _AROUND
            parts += same if short else [*head, "…", *tail]
            continue
        if start < end:
            parts.append(f"[-{' '.join(before[start:end])}-]")
        if new_start < new_end:
            parts.append(f"{{+{' '.join(after[new_start:new_end])}+}}")
    return " ".join(parts)


def _datatype(term: Value) -> str:
    return term.datatype.value if isinstance(term, Literal) and not term.language else ""


def _language(term: Value) -> str:
    """Return the language of a text, with its base direction."""
    if not isinstance(term, Literal) or not term.language:
        return ""
    return f"{term.language}--{term.direction}" if term.direction else term.language


def _term(term: Value) -> dict[str, object]:
    """Write a term as https://www.w3.org/TR/sparql11-results-json/ does; a blank node in full."""
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNodeValue):
        if term.members:
            return {"type": "list", "members": [_term(member) for member in term.members]}
        facts = [{"property": way.value, "value": _term(fact)} for way, fact in term.facts]
        return {"type": "bnode", "facts": facts}
    if term.language:
        tagged: dict[str, object] = {
            "type": "literal",
            "value": term.value,
            "xml:lang": cased_language_tag(term.language),
        }
        return tagged | ({"its:dir": str(term.direction)} if term.direction else {})
    return {"type": "literal", "value": term.value, "datatype": term.datatype.value}


def _escaped(text: str) -> str:
    """Escape a text for Markdown, so that none of it is markup."""
    text = harmless(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_\[\]|~#])", r"\\\1", text)
