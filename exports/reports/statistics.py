"""Format the statistics of a graph as text."""

from __future__ import annotations

from decimal import Decimal
from textwrap import wrap
from typing import TYPE_CHECKING

from yuqiao.exports.reports.graph_profile import profile_text
from yuqiao.exports.safe_text import harmless
from yuqiao.exports.text_layout import align_pairs, display_width
from yuqiao.graph.entities.names import best_names
from yuqiao.graph.entities.profile import is_in_vocabulary
from yuqiao.graph.entities.statistics import Count, Figure, Overview, overview
from yuqiao.graph.labels import label_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import NamedNode

    from yuqiao.graph.stores.store import Store

_WORDS = {
    "holds": ("What the graph holds", "图谱内容"),
    "triples": ("statements (triples)", "语句（三元组）"),
    "country": ("By country", "按国家（地区）"),
    "level": ("By level", "按层次"),
    "form": ("By form", "按办学形式"),
    "stem": ("By STEM flag", "按 STEM（理工）"),
    "route": ("By approval route", "按审批途径"),
    "status": ("By status", "按状态"),
    "reviews": ("Claims by review", "陈述的审核"),
    "current": ("current", "现有"),
    "all": ("all", "总计"),
    "number": ("number", "数量"),
    "figures": ("Reported figures, and what this graph counts", "来源报告的数字与本图谱统计"),
    "as of": ("as of", "截至"),
    "reported": ("reported", "报告数字"),
    "here": ("here", "本图谱"),
    "cited": ("Sources of the figures", "数字来源"),
    "members": (
        "{} partnerships of the graph are stated to be counted in it, {} more probably are.",
        "图谱中{}个合作办学机构和项目已确认计入，另有{}个可能计入。",
    ),
    "difference": (
        "This graph counts the entries in the register copies of {}.",
        "本图谱按{}的名单副本统计。",
    ),
}
_NUMBER = 10  # columns of a number
_MARGIN = 2 + 10 + 2 * _NUMBER + 2
_WIDTH = 100
_KINDS = {
    "yq:JointInstitution": ("joint institutions", "合作办学机构"),
    "yq:JointProgramme": ("joint programmes", "合作办学项目"),
    "yq:chinesePartner": ("Chinese schools with a partnership", "中方院校"),
    "yq:foreignPartner": ("foreign universities and colleges", "外方院校"),
    "yq:partnerCountry": ("partner countries and regions", "外方国家（地区）"),
    "yq:Discipline": ("disciplines (a subject at a level)", "专业（分层次）"),
    "yq:Offering": ("offerings", "招生专业"),
    "yq:Approval": ("approvals", "审批"),
    "yq:StatusRecord": ("status records", "状态记录"),
    "yq:Assessment": ("assessments", "评估记录"),
    "yq:StatisticalClaim": ("figures", "统计数字"),
    "yq:Claim": ("claims, all of these included", "陈述（含以上各项）"),
    "dcterms:source": ("sources", "来源"),
}
"""The kinds that are counted, in display order."""


def overview_text(store: Store, lang: str) -> str:
    """Return the statistics of a graph as text; of one in another vocabulary, its profile.

    :param lang: ``en`` or ``zh``
    :raises QueryError: when the language is another

    >>> import yuqiao
    >>> overview_text(yuqiao.open(), "en").splitlines()[0]
    'What the graph holds'
    """
    tag = label_language(lang)
    if len(store) and not is_in_vocabulary(store):
        return profile_text(store, lang)
    return _Writer(store, tag, overview(store)).text()


class _Writer:
    """Writes an overview in one language."""

    def __init__(self, store: Store, lang: str, numbers: Overview) -> None:
        self._store = store
        self._lang = lang
        self._numbers = numbers
        self._names = best_names(store, self._entities(), lang)
        self._cited: dict[NamedNode, int] = {}

    def text(self) -> str:
        lines = [self._word("holds"), *align_pairs(list(self._holdings()))]
        for name, counts in self._numbers.by.items():
            lines += ["", *self._table(self._word(name), counts, ("current", "all"))]
        lines += ["", *self._table(self._word("status"), self._numbers.statuses, ("number",))]
        lines += ["", *self._table(self._word("reviews"), self._numbers.reviews, ("number",))]
        if self._numbers.figures:
            lines += ["", self._word("figures"), *self._figures()]
            cited = [(f"[{number}]", self._name(source)) for source, number in self._cited.items()]
            lines += ["", self._word("cited"), *align_pairs(cited)]
        return "\n".join(lines) + "\n"

    def _entities(self) -> Iterator[NamedNode]:
        numbers = self._numbers
        for counts in (numbers.kinds, numbers.reviews, numbers.statuses, *numbers.by.values()):
            yield from (count.thing for count in counts)
        for figure in numbers.figures:
            yield from (figure.indicator, figure.about, figure.review, *figure.sources)

    def _word(self, key: str) -> str:
        english, chinese = _WORDS[key]
        return chinese if self._lang == "zh-Hans" else english

    def _name(self, thing: NamedNode) -> str:
        return harmless(self._names.get(thing, thing.value))

    def _holdings(self) -> Iterator[tuple[str, str]]:
        counted = {count.thing.value: count.all for count in self._numbers.kinds}
        column = 1 if self._lang == "zh-Hans" else 0
        for prefixed, words in _KINDS.items():
            prefix, _, local = prefixed.partition(":")
            number = counted.get(self._store.prefixes[prefix] + local, 0)
            yield words[column], f"{number:9,}"
        yield self._word("triples"), f"{self._numbers.triples:9,}"

    def _table(
        self, title: str, counts: Iterable[Count], columns: tuple[str, ...]
    ) -> Iterator[str]:
        rows = [(self._name(c.thing), (c.current, c.all)[-len(columns) :]) for c in counts]
        heads = [self._word(column) for column in columns]
        width = max([display_width(title) - 2, *(display_width(name) for name, _ in rows)])
        yield (
            title
            + " " * (width + 2 - display_width(title))
            + "".join(" " * (9 - display_width(head)) + head for head in heads)
        )
        for name, numbers in rows:
            padded = name + " " * (width - display_width(name))
            yield f"  {padded}" + "".join(f"{number:9,}" for number in numbers)

    def _figures(self) -> Iterator[str]:
        """Return a row for each figure: date, reported, counted here; below it, why they differ."""
        heads = [self._word(key) for key in ("as of", "reported", "here")]
        yield (
            "  "
            + heads[0]
            + "".join(
                " " * (width - display_width(head)) + head
                for head, width in zip(
                    heads[1:], (_NUMBER + 10 - display_width(heads[0]), _NUMBER), strict=True
                )
            )
        )
        for figure in self._numbers.figures:
            here = "" if figure.counted is None else _number(figure.counted, figure.unit)
            value = _number(figure.value, figure.unit)
            yield f"  {figure.as_of:10}{value:>{_NUMBER}}{here:>{_NUMBER}}  {self._label(figure)}"
            for line in self._reasons(figure):
                yield from (" " * _MARGIN + part for part in wrap(line, _WIDTH - _MARGIN))

    def _label(self, figure: Figure) -> str:
        """Return what a figure counts, where, whether it was accepted, and who reports it."""
        said = [self._name(figure.indicator)]
        if figure.about != self._numbers.figures[-1].about:
            said.append(self._name(figure.about))
        if not figure.review.value.endswith("/accepted"):
            said.append(self._name(figure.review).lower())
        numbers = "".join(f"[{self._cite(source)}]" for source in figure.sources)
        return f"{', '.join(said)} {numbers}"

    def _cite(self, source: NamedNode) -> int:
        return self._cited.setdefault(source, len(self._cited) + 1)

    def _reasons(self, figure: Figure) -> Iterator[str]:
        if figure.named or figure.likely:
            yield self._word("members").format(figure.named, figure.likely)
        note = figure.note.text(self._lang)
        if note:
            yield harmless(note)
        comparable = figure.counted is not None and isinstance(figure.value, Decimal)
        differs = comparable and figure.counted != figure.value
        if differs and not note:
            yield self._word("difference").format(figure.counted_as_of)


def _number(value: Decimal | str, unit: str) -> str:
    if isinstance(value, str):
        return harmless(value)
    return f"{value:,} %" if unit == "%" else f"{value:,}"
