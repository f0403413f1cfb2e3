"""Differences between two graphs as text, Markdown, JSON or RDF Patch."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal

from yuqiao.exports.rdf.patch import rdf_patch
from yuqiao.exports.reports.diff_json import diff_json
from yuqiao.exports.reports.diff_labels import DiffLabels
from yuqiao.exports.reports.word_diff import changed_words
from yuqiao.exports.safe_text import harmless
from yuqiao.graph.diff.entity_changes import ADDED, CHANGED, ENDED, REMOVED, RENAMED
from yuqiao.graph.language_tags import cased_language_tag
from yuqiao.graph.messages import counted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from yuqiao.exports.reports.diff_labels import EntityKind
    from yuqiao.graph.diff.entity_changes import EntityChange, ValueChange
    from yuqiao.graph.diff.graphs import GraphDiff
    from yuqiao.graph.rdf.blank_nodes import Value
    from yuqiao.graph.stores.store import Store

_LONG = 80  # characters of a text whose changed words are shown
_MOST = 40  # entities of one kind that are listed in text
_EVENTS = (ADDED, REMOVED, ENDED, RENAMED, CHANGED)
_EVIDENCE = {"claim", "status record", "figure", "assessment"}
_TEXTS = {
    ADDED: ("added", "新增"),
    REMOVED: ("removed", "移除"),
    ENDED: ("ended", "终止"),
    RENAMED: ("renamed", "更名"),
    CHANGED: ("changed", "更改"),
    "same": ("The graphs are the same: {}.", "两个图谱相同：{}。"),
    "graphs differ": ("named graphs alone differ", "只有命名图不同"),
    "blanks differ": ("blank nodes alone differ", "只有空白节点不同"),
    "less and more": ("{} less, {:,} more", "减少{}，增加{:,}条"),
    "sizes": (" ({:,} -> {:,})", "（{:,} -> {:,}）"),
    "graph": ("named graph {}: {}", "命名图 {}：{}"),
    "others": ("... and {:,} more; the JSON output has all", "……另有{:,}个；JSON 输出列出全部"),
    "of": ("{} of {}", "{1}的{0}"),
    "short": ("{} ({})", "{}（{}）"),
    "events": ("{}: {}", "{}：{}"),
    "value added": ("{} added", "新增 {}"),
    "value removed": ("{} removed", "移除 {}"),
    "none": ("none", "无"),
    "source": (" (source: {})", "（来源：{}）"),
    "sources": (" (sources: {})", "（来源：{}）"),
    ",": (", ", "、"),
    ";": ("; ", "；"),
    ":": (": ", "："),
}


def format_diff(found: GraphDiff, old: Store, new: Store, form: str, lang: str = "en") -> bytes:
    """Write what changed.

    :param old: the graph it was; ``new`` is the graph it is
    :param form: one of :data:`yuqiao.exports.formats.DIFFERENCES`
    :param lang: ``en`` or ``zh``; a patch has no words
    """
    if form == "patch":
        return rdf_patch(found)
    labels = DiffLabels(found, old, new, lang)
    report = _DiffReport(found, labels)
    if form == "json":
        return diff_json(found, labels, report.summary()).encode()
    lines = report.markdown() if form == "markdown" else report.text()
    return "".join(line + "\n" for line in lines).encode("utf-8", "backslashreplace")


def summarize_diff(found: GraphDiff, old: Store, new: Store) -> str:
    """Summarize in one sentence how many entities of each kind were added, removed and so on.

    >>> import yuqiao
    >>> from yuqiao.graph.diff.graphs import differences
    >>> graph = yuqiao.open()
    >>> summarize_diff(differences(graph, graph), graph, graph)
    'The graphs are the same: 45,445 triples.'
    """
    return _DiffReport(found, DiffLabels(found, old, new, "en")).summary()


@dataclass(frozen=True)
class ChangedEntity:
    """An entity that changed, in the words of a report.

    :param is_gone: whether the new graph has it no more
    :param lines: what changed of it
    """

    iri: str
    headline: str
    is_gone: bool
    lines: tuple[str, ...]


@dataclass(frozen=True)
class DiffSection:
    """The changes of the entities of one kind.

    :param left_out: how many more there are
    """

    title: str
    entities: tuple[ChangedEntity, ...]
    left_out: int


@dataclass(frozen=True)
class DiffSummary:
    """The changes between two graphs, in the words of a report.

    :param counts: how many triples went and came, also in each named graph
    """

    summary: str
    counts: tuple[str, ...]
    sections: tuple[DiffSection, ...]


def diff_sections(found: GraphDiff, old: Store, new: Store, lang: str) -> DiffSummary:
    """Return what changed, for a page: see :func:`format_diff`."""
    return _DiffReport(found, DiffLabels(found, old, new, lang)).sections()


class _DiffReport:
    """A report of the changes, with the labels of both graphs."""

    def __init__(self, found: GraphDiff, labels: DiffLabels) -> None:
        self._found = found
        self._labels = labels
        self._things = {thing.iri for thing in found.things}
        self._stated = {labels.iri("yq:statedValue"), labels.iri("yq:statedResource")}

    def _text(self, key: str, *values: object) -> str:
        english, chinese = _TEXTS[key]
        return (chinese if self._labels.lang == "zh" else english).format(*values)

    def _triples(self, count: int) -> str:
        return f"{count:,}条三元组" if self._labels.lang == "zh" else counted(count, "triple")

    def _plural(self, kind: EntityKind) -> str:
        return kind.chinese if self._labels.lang == "zh" else kind.many

    def summary(self) -> str:
        """Summarize in one sentence how many entities of each kind changed, and how."""
        if not self._found:
            return self._text("same", self._triples(self._found.new_triples))
        happened: dict[EntityKind, Counter[str]] = {}
        for thing in self._found.things:
            happened.setdefault(self._labels.kind(thing), Counter()).update(thing.events)
        ordered = sorted(happened, key=lambda kind: kind.rank)
        parts = [self._counts(kind, happened[kind]) for kind in ordered]
        only = "graphs differ" if self._found.named_graphs() else "blanks differ"
        return self._text(";").join(parts) or self._text(only)

    def _counts(self, kind: EntityKind, happened: Mapping[str, int]) -> str:
        """Return how often each event happened: "3 partnerships added, 1 ended"."""
        counts = [(event, happened[event]) for event in _EVENTS if happened[event]]
        if self._labels.lang == "zh":
            return f"{kind.chinese}：" + "，".join(f"{_TEXTS[e][1]}{n:,}个" for e, n in counts)
        (event, count), *others = counts
        first = f"{count:,} {kind.one if count == 1 else kind.many} {event}"
        return ", ".join([first, *(f"{count:,} {event}" for event, count in others)])

    def _triple_counts(self) -> str:
        """Return how many triples were removed and added."""
        found = self._found
        return self._text(
            "less and more", self._triples(len(found.gone)), len(found.come)
        ) + self._text("sizes", found.old_triples, found.new_triples)

    def text(self) -> Iterator[str]:
        """Yield the lines for a terminal."""
        yield harmless(self.summary())
        if not self._found:
            return
        yield harmless(self._triple_counts())
        yield from (harmless(line) for line in self._graph_lines())
        for kind, things, left_out in self._listed():
            yield ""
            yield self._plural(kind).capitalize()
            for thing in things:
                yield harmless(f"  {_sign(thing)} {self._headline(thing, (ENDED, RENAMED))}")
                yield from (harmless(f"      {line}") for line in self._lines(thing, "->"))
            if left_out:
                yield f"  {self._text('others', left_out)}"

    def markdown(self) -> Iterator[str]:
        """Yield the lines of Markdown."""
        yield f"**{_escaped(self.summary())}**"
        if not self._found:
            return
        yield ""
        yield _escaped(self._triple_counts().replace("->", "→"))
        yield from (f"\n{_escaped(line)}" for line in self._graph_lines())
        for kind, things, left_out in self._listed():
            yield f"\n## {self._plural(kind).capitalize()}\n"
            for thing in things:
                yield f"- {_escaped(self._headline(thing, _EVENTS))}"
                yield from (f"  - {_escaped(line)}" for line in self._lines(thing, "→"))
            if left_out:
                yield f"- {self._text('others', left_out)}"

    def sections(self) -> DiffSummary:
        """Return the report in its parts."""
        if not self._found:
            return DiffSummary(self.summary(), (), ())
        sections = (
            DiffSection(
                self._plural(kind).capitalize(),
                tuple(self._changed(thing) for thing in things),
                left_out,
            )
            for kind, things, left_out in self._listed()
        )
        counts = (self._triple_counts().replace("->", "→"), *self._graph_lines())
        return DiffSummary(self.summary(), counts, tuple(sections))

    def _changed(self, thing: EntityChange) -> ChangedEntity:
        lines = tuple(self._lines(thing, "→"))
        headline = self._headline(thing, _EVENTS)
        return ChangedEntity(thing.iri.value, headline, REMOVED in thing.events, lines)

    def _graph_lines(self) -> Iterator[str]:
        """Write how many triples went and came in each named graph."""
        for name, (gone, come) in self._found.named_graphs().items():
            counts = self._text("less and more", self._triples(gone), come)
            yield self._text("graph", name, counts)

    def _listed(self) -> Iterator[tuple[EntityKind, list[EntityChange], int]]:
        """Yield the entities of each kind that are listed, and the number of the others.

        New evidence is not listed; the fact it backs is.
        """
        by_kind: dict[EntityKind, list[EntityChange]] = {}
        for thing in self._found.things:
            kind = self._labels.kind(thing)
            if kind.one not in _EVIDENCE or self._is_listed_evidence(thing):
                by_kind.setdefault(kind, []).append(thing)
        for kind in sorted(by_kind, key=lambda kind: kind.rank):
            things = by_kind[kind]
            yield kind, things[:_MOST], max(len(things) - _MOST, 0)

    def _is_listed_evidence(self, thing: EntityChange) -> bool:
        """Return whether a piece of evidence changed in more than the value its entity shows."""
        if ADDED in thing.events:
            return False
        shown = thing.of in self._things and all(v.property in self._stated for v in thing.values)
        return not shown or REMOVED in thing.events

    def _headline(self, thing: EntityChange, shown: Collection[str]) -> str:
        labels, name = self._labels, self._labels.name(thing.iri)
        short = labels.short(thing.iri.value)
        if thing.of is not None:
            kind = labels.kind(thing)
            noun = kind.chinese if labels.lang == "zh" else kind.one
            name = self._text("of", noun, labels.name(thing.of))
        known = self._text("short", name, short) if name != short else short
        events = self._text(",").join(self._text(e) for e in thing.events if e in shown)
        return self._text("events", known, events) if events else known

    def _lines(self, thing: EntityChange, arrow: str) -> Iterator[str]:
        """Yield the changes of an entity; for an added or removed one, the headline is enough."""
        if ADDED in thing.events or REMOVED in thing.events:
            return
        label, name = self._labels.iri("rdfs:label"), self._labels.iri("skos:prefLabel")
        named = any(value.property == name for value in thing.values)
        for value in thing.values:
            if value.property != label or not named:
                yield from self._value_lines(value, arrow)

    def _value_lines(self, value: ValueChange, arrow: str) -> Iterator[str]:
        """Yield the change of a property's values, a line for each language."""
        name, terms = self._labels.property_name(value.property), (*value.old, *value.new)
        sources = self._sources(value)
        typed = len({_datatype(term) for term in terms} - {""}) > 1
        for language in sorted({_language(term) for term in terms}):
            tag = f" @{cased_language_tag(language)}" if language else ""
            old = self._values(value.old, language, typed=typed)
            new = self._values(value.new, language, typed=typed)
            literal = all(isinstance(term, Literal) for term in terms)
            change = self._value_change(old, new, arrow, literal=literal)
            yield f"{name}{tag}{self._text(':')}{change}{sources}"

    def _value_change(self, old: str, new: str, arrow: str, *, literal: bool) -> str:
        if old and new and min(len(old), len(new)) > _LONG:
            return changed_words(old, new)
        if literal or (old and new):
            none = self._text("none")
            return f"{old or none} {arrow} {new or none}"
        return self._text("value added", new) if new else self._text("value removed", old)

    def _values(self, terms: Iterable[Value], language: str, *, typed: bool) -> str:
        """Write values of a language, with their datatypes where these differ."""
        names = []
        for term in terms:
            if _language(term) == language:
                kind = _datatype(term) if typed else ""
                name = self._labels.name(term)
                names.append(f'"{name}"^^{self._labels.short(kind)}' if kind else name)
        return self._text(",").join(names)

    def _sources(self, value: ValueChange) -> str:
        names = self._text(";").join(map(self._labels.name, value.sources))
        return (
            self._text("source" if len(value.sources) == 1 else "sources", names) if names else ""
        )


def _sign(thing: EntityChange) -> str:
    return "+" if ADDED in thing.events else "-" if REMOVED in thing.events else "~"


def _datatype(term: Value) -> str:
    return term.datatype.value if isinstance(term, Literal) and not term.language else ""


def _language(term: Value) -> str:
    """Return the language of a text, with its base direction."""
    if not isinstance(term, Literal) or not term.language:
        return ""
    return f"{term.language}--{term.direction}" if term.direction else term.language


def _escaped(text: str) -> str:
    """Escape a text for Markdown, so that none of it is markup."""
    text = harmless(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_\[\]|~#])", r"\\\1", text)
