"""Format the check of a register for a family: text for a terminal, and JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from yuqiao.exports.safe_text import harmless
from yuqiao.exports.text_layout import align_pairs, wrap_prose
from yuqiao.graph.evidence.programme_check import Knowledge
from yuqiao.graph.labels import Label, local_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from yuqiao.graph.evidence.programme_check import (
        CheckedPoint,
        CheckedValue,
        ProgrammeCheck,
    )
    from yuqiao.graph.evidence.register_check import NamedProgramme, RegisterCheck
    from yuqiao.graph.network.model import CitedSource

WORDS = {
    "verify": Label("Verify it here", "请在此核实"),
    "sources": Label("Sources", "来源"),
    "several": Label(
        "{} partnerships match; add a word, or name one by its id:",
        "有{}个机构和项目相符；请加词缩小范围，或用标识指定其一：",
    ),
    "none": Label("Not found: {}", "未查到：{}"),
    "unmatched": Label("No entry has: {}", "没有条目含有：{}"),
    "unnamed": Label(
        "The question names no school, country, subject or number to look for",
        "问题中没有可查的校名、国家（地区）、专业或编号",
    ),
    "near": Label("Nearest entries", "最接近的条目"),
    "unlisted": Label(
        "No page of the official register is recorded; ask the school and the education authority",
        "未记录官方名单的网页；请向学校和教育主管部门核实",
    ),
    "lists": Label("{} entries were searched, read from these lists", "共查{}个条目，录自以下名单"),
    "no-lists": Label(
        "Entries searched: {}; no copy of an official list is recorded",
        "共查{}个条目；未记录官方名单的副本",
    ),
    "verify-list": Label("Search the official register", "请查官方名单"),
}
"""What a check says beside its data, in both display languages."""

_PAGE = 100  # columns
_MOST = 40  # partnerships that are listed by name


def check_text(check: RegisterCheck, lang: str) -> str:
    """Return the answer as text: each point with its sources, then what to know of it.

    :param lang: ``en`` or ``zh``
    """
    lines = [line for each in check.checks for line in (*_programme(each, lang), "")]
    if check.matches and not check.checks:
        head = WORDS["several"].text(lang).format(len(check.matches))
        lines += [head, *_names(check.matches, lang), ""]
    if not check.matches:
        lines += [*_not_found(check, lang), ""]
    for notice in check.notices:
        lines += wrap_prose(notice.text(lang), _PAGE)
    return "\n".join(lines) + "\n"


def _programme(check: ProgrammeCheck, lang: str) -> Iterator[str]:
    numbers = {iri: number for number, iri in enumerate(cited_order(check), 1)}
    yield harmless(check.label.text(lang))
    yield harmless(check.iri)
    yield ""
    rows = []
    for point in check.points:
        name = harmless(point.label.text(lang))
        for value in _values(point, numbers, lang):
            rows.append((name, value))
            name = ""
    yield from align_pairs(rows)
    yield from ("", WORDS["verify"].text(lang))
    yield from (f"  {harmless(page)}" for page in check.pages or [WORDS["unlisted"].text(lang)])
    yield from ("", WORDS["sources"].text(lang))
    cited = [(f"[{n}]", source_text(check.sources[iri], lang)) for iri, n in numbers.items()]
    yield from align_pairs(cited)


def cited_order(check: ProgrammeCheck) -> tuple[str, ...]:
    """Return the sources that a check cites, by IRI, in order of first citation."""
    cited = (iri for point in check.points for value in point.values for iri in value.sources)
    return tuple(iri for iri in dict.fromkeys(cited) if iri in check.sources)


def _values(point: CheckedPoint, numbers: dict[str, int], lang: str) -> Iterator[str]:
    if point.knowledge is not Knowledge.KNOWN:
        yield point.knowledge.value.text(lang)
    for value in point.values:
        known = sorted(numbers[iri] for iri in value.sources if iri in numbers)
        cites = "".join(f"[{number}]" for number in known)
        yield f"{value_text(value, lang)} {cites}".rstrip()


def value_text(value: CheckedValue, lang: str) -> str:
    """Return a value with its date, its basis and what to know of it."""
    between, stop = ("，", "。") if lang == "zh" else (", ", ". ")
    about = [each for each in (value.as_of, value.basis.text(lang)) if each]
    told = between.join(about)
    note = value.note.text(lang)
    said = value.text.text(lang)
    ends = said[-1:] if said.endswith(("。", ".")) else ""
    if told:
        said = said.removesuffix(ends) + (f"（{told}）" if lang == "zh" else f" ({told})") + ends
    return harmless(f"{said.rstrip('。. ')}{stop}{note}" if note else said)


def source_text(source: CitedSource, lang: str) -> str:
    """Return a source as it is cited: title, publisher, day and address."""
    told = (source.title.text(lang), source.publisher.text(lang), source.date, source.url)
    return harmless(". ".join(each for each in told if each))


def _names(named: Iterable[NamedProgramme], lang: str) -> list[str]:
    rows = [(local_name(each.iri), harmless(each.label.text(lang))) for each in named]
    more = [f"  … {len(rows) - _MOST}"] if len(rows) > _MOST else []
    return [*align_pairs(rows[:_MOST]), *more]


def _not_found(check: RegisterCheck, lang: str) -> Iterator[str]:
    yield WORDS["none"].text(lang).format(harmless(check.text))
    if check.unmatched:
        joined = ("、" if lang == "zh" else ", ").join(map(harmless, check.unmatched))
        yield WORDS["unmatched"].text(lang).format(joined)
    elif not check.near:
        yield WORDS["unnamed"].text(lang)
    if check.near:
        yield from ("", WORDS["near"].text(lang), *_names(check.near, lang))
    yield from ("", WORDS["lists" if check.lists else "no-lists"].text(lang).format(check.total))
    if check.lists:
        yield from align_pairs([("-", source_text(each, lang)) for each in check.lists])


def check_json(check: RegisterCheck) -> str:
    """Return the answer as JSON, in both display languages."""
    shown = {
        "text": check.text,
        "matches": [_name_object(each) for each in check.matches],
        "checks": [_check_object(each) for each in check.checks],
        "unmatched": list(check.unmatched),
        "near": [_name_object(each) for each in check.near],
        "lists": [_source_object(each) for each in check.lists],
        "entries": check.total,
        "notices": [notice._asdict() for notice in check.notices],
    }
    return json.dumps(shown, ensure_ascii=False, indent=2) + "\n"


def _name_object(each: NamedProgramme) -> dict[str, object]:
    return {"iri": each.iri, "name": each.label._asdict()}


def _check_object(check: ProgrammeCheck) -> dict[str, object]:
    return {
        "iri": check.iri,
        "name": check.label._asdict(),
        "points": [_point_object(point) for point in check.points],
        "verify": list(check.pages),
        "sources": [_source_object(check.sources[iri]) for iri in cited_order(check)],
    }


def _point_object(point: CheckedPoint) -> dict[str, object]:
    return {
        "point": point.key,
        "label": point.label._asdict(),
        "knowledge": point.knowledge.name.lower().replace("_", "-"),
        "values": [
            {
                "text": value.text._asdict(),
                "asOf": value.as_of,
                "basis": value.basis._asdict(),
                "note": value.note._asdict(),
                "sources": list(value.sources),
            }
            for value in point.values
        ],
    }


def _source_object(source: CitedSource) -> dict[str, object]:
    return {
        "iri": source.iri,
        "title": source.title._asdict(),
        "publisher": source.publisher._asdict(),
        "date": source.date,
        "url": source.url,
    }
