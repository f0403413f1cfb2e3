"""A validation report as text and as Markdown, each message once with all that it is about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yuqiao.exports.safe_text import harmless
from yuqiao.graph.messages import counted
from yuqiao.graph.rdf.prefixes import PrefixMap
from yuqiao.ontology.namespaces import query_prefixes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yuqiao.graph.validation.report import ValidationReport, ValidationResult

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~])")
_SEVERITIES = {
    "Violation": ("violation", "违规", "Violations", "违规"),
    "Warning": ("warning", "警告", "Warnings", "警告"),
    "Info": ("remark", "提示", "Remarks", "提示"),
}


def severity_name(severity: str, lang: str) -> str:
    """Return the name of a severity; that of an unknown one is its IRI.

    >>> severity_name("Violation", "zh")
    '违规'
    """
    known = _SEVERITIES.get(severity)
    if known is None:
        return severity
    return known[1] if lang == "zh" else severity


def report_summary(report: ValidationReport, lang: str = "en") -> str:
    """Summarize a report: its findings by severity, and what was checked.

    >>> from yuqiao.graph.validation.report import CheckedShape, ValidationReport
    >>> report_summary(ValidationReport((), (CheckedShape("ex:Shape", 3, 0),)))
    'no findings; 1 shape checked on 3 nodes'
    """
    numbers: dict[str, int] = {}
    for result in report.results:
        numbers[result.severity] = numbers.get(result.severity, 0) + 1
    matched = [shape for shape in report.shapes if shape.nodes]
    nodes = sum(shape.nodes for shape in matched)
    if lang == "zh":
        found = "、".join(
            f"{number:,}个{severity_name(severity, lang)}" for severity, number in numbers.items()
        )
        checked = f"检查了{len(matched):,}条校验规则、{nodes:,}个节点"
        return f"{found or '没有问题'}；{checked if nodes else '未检查任何内容'}"
    found = ", ".join(
        counted(number, _SEVERITIES[severity][0] if severity in _SEVERITIES else severity)
        for severity, number in numbers.items()
    )
    checked = f"{counted(len(matched), 'shape')} checked on {counted(nodes, 'node')}"
    return f"{found or 'no findings'}; {checked if nodes else 'nothing was checked'}"


def coverage_lines(
    report: ValidationReport, lang: str = "en", most: int | None = None
) -> Iterator[str]:
    """Yield what was not checked: shapes whose target nothing in the graph matches.

    :param most: how many of them are named; None for all
    """
    unmatched = report.unmatched
    if not report.shapes:
        yield "没有规则指定校验对象" if lang == "zh" else "no shape has a target"
    elif unmatched:
        names = ", ".join(unmatched[:most])
        rest = len(unmatched) - len(unmatched[:most])
        if lang == "zh":
            more = f" 等，另有{rest:,}个" if rest else ""
            yield f"图谱中没有以下规则的校验对象：{names}{more}"
        else:
            more = f" and {rest:,} more" if rest else ""
            yield f"nothing in the graph matches the target of {names}{more}"
    yield from report.notes


def compact_name(thing: str) -> str:
    """Return the prefixed name of an IRI, or the IRI; other texts as they are."""
    if ":" not in thing or thing.startswith("_:"):
        return thing
    return PrefixMap(query_prefixes()).compress(thing) or thing


def _subject(result: ValidationResult) -> str:
    name = f" ({result.name})" if result.name else ""
    return f"{compact_name(result.thing)}{name}"


def _fact(result: ValidationResult) -> str:
    value = compact_name(result.value) if result.value else ""
    return " ".join(part for part in (result.path, value) if part)


def text_report_lines(report: ValidationReport, lang: str = "en") -> Iterator[str]:
    """Yield the lines of a report for a terminal."""
    colon = "：" if lang == "zh" else ": "
    for group in report.groups():
        first = group[0]
        yield harmless(f"{severity_name(first.severity, lang)}{colon}{first.message}")
        for result in group:
            place = f"{result.place}{colon}" if result.place else ""
            fact = f"  {_fact(result)}" if _fact(result) else ""
            yield harmless(f"  {place}{_subject(result)}{fact}")


def markdown_lines(report: ValidationReport, graph: str, lang: str = "en") -> Iterator[str]:
    """Yield the lines of a report as Markdown."""
    title, columns = (
        ("数据校验", ("位置", "实体", "属性和取值"))
        if lang == "zh"
        else ("Validation", ("Place", "Entity", "Property and value"))
    )
    yield f"# {title}{'：' if lang == 'zh' else ': '}{_plain(graph)}"
    yield ""
    yield _plain(report_summary(report, lang))
    for line in coverage_lines(report, lang):
        yield ""
        yield _plain(line)
    for group in report.groups():
        first = group[0]
        yield ""
        yield f"## {severity_name(first.severity, lang)}"
        yield ""
        yield _plain(first.message)
        yield ""
        yield f"| {' | '.join(columns)} |"
        yield f"| {' | '.join('---' for _ in columns)} |"
        for result in group:
            cells = (result.place, _subject(result), _fact(result))
            yield f"| {' | '.join(map(_plain, cells))} |"


def _plain(text: str) -> str:
    """Return a text in which Markdown sees no markup and no second line."""
    return _MARKUP.sub(r"\\\1", harmless(text)).replace("&", "&amp;")
