"""The answer to "is it approved?": the partnerships that a text finds, each checked.

Nothing is graded, and an answer never stands for the official register: it says which copy of the
register it rests on, and where to verify it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from yuqiao.graph.entities.description import describe, describe_alone, publisher_label
from yuqiao.graph.entities.names import labels_of
from yuqiao.graph.errors import QueryError
from yuqiao.graph.evidence.programme_check import ProgrammeCheck, ProgrammeChecks
from yuqiao.graph.evidence.programme_search import ProgrammeIndex
from yuqiao.graph.labels import LANGUAGES, Label, label_of
from yuqiao.graph.network.model import CitedSource
from yuqiao.graph.network.partnership_queries import sources_named

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yuqiao.graph.entities.description import Description
    from yuqiao.graph.entities.index import EntityIndex
    from yuqiao.graph.stores.store import Store

CHECKED_AT_ONCE = 3
LONGEST_TEXT = 200
"""Characters of what is asked: each may begin a name, so that thousands take minutes."""
"""Partnerships that are checked in full; of more, the names are listed."""

NOT_OFFICIAL = Label(
    "This is not an official site. It repeats what the named sources say, without any grade; only "
    "the official register decides.",
    "本项目并非官方网站，仅转述所列来源的内容，不作任何评级；一切以官方名单为准。",
)
FOUND_MEANS = Label(
    "Found means: this graph has the entry. Whether the official list has it, and on which day, is "
    "said in its first line. It does not mean that students are enrolled this year.",
    "“查到”仅表示：本图谱收有此条。官方名单是否载有、以哪一天的副本为准，见“官方名单”一栏；并不表示今年招生。",
)
NOT_FOUND_MEANS = Label(
    "Not found means: none of the entries of this graph matches. It does not mean that a programme "
    "is not approved: it may have another name, be newer than the copy of the list, or lie outside "
    "the region of this graph. If the official register does not have it either, ask the school "
    "and the education authority before you pay or enrol.",
    "“未查到”仅表示：本图谱没有与之相符的条目，并不等于未获批准：可能名称不同、晚于名单副本的日期，"
    "或不在本图谱所收地区之内。如官方名单上也没有，缴费或报名之前请向学校和教育主管部门核实。",
)

TRANSLATED = Label(
    "The words of sources in other languages are the editors' summaries.",
    "标有“［译］”的文字由编辑组译自英文。",
)

_LISTS = """
SELECT DISTINCT ?source WHERE {
  ?claim yq:aboutProperty yq:registerEntry ; yq:basis bas:register ; dcterms:source ?source .
  FILTER(ISIRI(?source))
}"""
_RULES = """
SELECT DISTINCT ?authority WHERE {
  ?authority yq:recognition ?rule . FILTER NOT EXISTS { ?authority a yq:Partnership }
  FILTER(ISIRI(?authority))
}"""


@dataclass(frozen=True)
class NamedProgramme:
    """A partnership by its name alone."""

    iri: str
    label: Label


@dataclass(frozen=True)
class RegisterCheck:
    """What a register says of a text.

    :param text: what was asked
    :param checks: the partnerships that match, checked; none when there are too many
    :param matches: all that match, by name
    :param unmatched: the words that name nothing
    :param near: the partnerships that match most words, if none matches all
    :param lists: the copies of the official lists, by name and day
    :param total: the number of partnerships in the graph
    """

    text: str
    checks: tuple[ProgrammeCheck, ...]
    matches: tuple[NamedProgramme, ...]
    unmatched: tuple[str, ...]
    near: tuple[NamedProgramme, ...]
    lists: tuple[CitedSource, ...]
    total: int

    @property
    def notices(self) -> tuple[Label, ...]:
        """What a reader must know to understand the answer."""
        return NOT_OFFICIAL, (FOUND_MEANS if self.matches else NOT_FOUND_MEANS), TRANSLATED


def check_register(store: Store, text: str) -> RegisterCheck:
    """Check the partnerships that a text finds.

    :param text: words in any order: a school, a country, a discipline, a level, a number
    :raises QueryError: when the text is empty or longer than :data:`LONGEST_TEXT`, or the graph
        describes no partnerships

    >>> import yuqiao
    >>> (check,) = check_register(yuqiao.open(), "cqu russia physics").checks
    >>> check.point("tuition").values[0].text
    Label(en='53,000 yuan a year', zh='53,000 元/学年')
    """
    if not text.strip():
        raise QueryError("the text is empty; expected the name of a school, a country or a subject")
    if len(text) > LONGEST_TEXT:
        raise QueryError("the text is too long; expected a few names or a number, 200 characters")
    index = ProgrammeIndex.of_store(store)
    if not len(index):
        raise QueryError(
            "this graph describes no partnerships (yq:Partnership), so there is nothing to check"
        )
    matches = index.search(text)
    labels = labels_of(store, [*matches.found, *matches.near])
    checked = matches.found if len(matches.found) <= CHECKED_AT_ONCE else ()
    return RegisterCheck(
        text,
        tuple(programme_checks(store, checked)),
        tuple(_named(iri, labels) for iri in matches.found),
        matches.unmatched,
        tuple(_named(iri, labels) for iri in matches.near),
        register_lists(store),
        len(index),
    )


def programme_checks(store: Store, iris: Iterable[str]) -> list[ProgrammeCheck]:
    """Check some partnerships of a graph."""
    wanted = list(iris)
    if not wanted:
        return []
    writer = ProgrammeChecks(
        store.prefixes,
        lambda named: labels_of(store, named),
        lambda cited: sources_named(store, cited),
        recognition_rules(store),
    )
    return [writer.check(describe(store, NamedNode(iri))) for iri in wanted]


def checks_of_index(known: EntityIndex, things: Iterable[NamedNode]) -> list[ProgrammeCheck]:
    """Check some partnerships of a graph whose entities are indexed."""

    def labels(iris: Iterable[str]) -> dict[str, Label]:
        return {iri: _indexed_label(known, NamedNode(iri)) for iri in iris}

    def sources(iris: Iterable[str]) -> dict[str, CitedSource]:
        return {iri: _indexed_source(known, NamedNode(iri)) for iri in sorted(iris)}

    rule, partnership = known.iri("yq:recognition"), set(known.of_class("yq:Partnership"))
    authorities = [each for each in known.having(rule) if each not in partnership]
    writer = ProgrammeChecks(known.prefixes, labels, sources, map(known.of, authorities))
    return [writer.check(known.of(each)) for each in things]


def _indexed_label(known: EntityIndex, thing: NamedNode) -> Label:
    english, chinese = (known.name(thing, tag) for tag in LANGUAGES.values())
    return Label(english, chinese) if english else label_of(thing.value, {})


def _indexed_source(known: EntityIndex, source: NamedNode) -> CitedSource:
    return CitedSource(
        source.value,
        _indexed_label(known, source),
        known.text(source, "schema:url"),
        publisher_label(known.values(source, "dcterms:publisher")),
        known.text(source, "schema:datePublished"),
    )


def recognition_rules(store: Store) -> list[Description]:
    """Describe the authorities that state a rule on the recognition of foreign awards."""
    found = [row[0] for row in store.select(_RULES) if isinstance(row[0], NamedNode)]
    return [describe_alone(store, each) for each in sorted(found, key=str)]


def register_lists(store: Store) -> tuple[CitedSource, ...]:
    """Return the copies of official lists that entries were read from, the newest first."""
    found = [str(row[0].value) for row in store.select(_LISTS) if isinstance(row[0], NamedNode)]
    cited = sources_named(store, found).values() if found else ()
    return tuple(sorted(cited, key=lambda each: (each.date, each.iri), reverse=True))


def _named(iri: str, labels: dict[str, Label]) -> NamedProgramme:
    return NamedProgramme(iri, labels.get(iri) or label_of(iri, {}))
