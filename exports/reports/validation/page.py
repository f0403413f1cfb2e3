"""A validation report as a page, and as JUnit XML for servers that run tests.

JUnit has no standard; this is what Jenkins and GitLab read: https://github.com/jenkinsci/xunit-plugin
A shape is a test case, which is skipped when nothing matches its target.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from yuqiao.exports.reports.validation.text import (
    compact_name,
    coverage_lines,
    report_summary,
    severity_name,
)
from yuqiao.exports.safe_text import visible, xml_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yuqiao.graph.validation.report import ValidationReport, ValidationResult

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.2rem .6rem;"
    "border-bottom:1px solid #ccc;overflow-wrap:anywhere;vertical-align:top}"
)


def html_report(report: ValidationReport, graph: str, lang: str = "en") -> bytes:
    """Return a report as a page that asks for nothing from elsewhere."""
    title = f"{'数据校验' if lang == 'zh' else 'Validation'}: {graph}"
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{"zh-Hans" if lang == "zh" else "en"}"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        f"<title>{_text(title)}</title><style>{_STYLE}</style></head><body>",
        f"<h1>{_text(title)}</h1>",
        f"<p>{_text(report_summary(report, lang))}</p>",
        *(f"<p>{_text(line)}</p>" for line in coverage_lines(report, lang)),
        *_groups(report, lang),
        "</body></html>",
    ]
    return ("\n".join(lines) + "\n").encode("utf-8", "xmlcharrefreplace")


def _groups(report: ValidationReport, lang: str) -> Iterator[str]:
    heads = (
        ("位置", "实体", "属性", "取值")
        if lang == "zh"
        else ("Place", "Entity", "Property", "Value")
    )
    for group in report.groups():
        first = group[0]
        yield f"<h2>{_text(severity_name(first.severity, lang))}</h2><p>{_text(first.message)}</p>"
        yield f"<table><tr>{''.join(f'<th>{head}</th>' for head in heads)}</tr>"
        for result in group:
            cells = (result.place, _entity(result), result.path, compact_name(result.value))
            yield f"<tr>{''.join(f'<td>{_text(cell)}</td>' for cell in cells)}</tr>"
        yield "</table>"


def _entity(result: ValidationResult) -> str:
    return f"{result.name} ({compact_name(result.thing)})" if result.name else result.thing


def _text(text: str) -> str:
    return escape(visible(text))


def junit_report(report: ValidationReport, graph: str) -> bytes:
    """Return a report as JUnit XML: a test case for each shape, a failure for its violations."""
    suite = Element("testsuite", name=xml_text(graph))
    for shape in report.shapes:
        case = SubElement(suite, "testcase", classname="shapes", name=xml_text(shape.shape))
        if not shape.nodes:
            SubElement(case, "skipped", message="nothing in the graph matches its target")
        _failures(case, [result for result in report.results if result.shape == shape.shape])
    failed = sum(case.find("failure") is not None for case in suite)
    suite.attrib |= {
        "tests": str(len(suite)),
        "failures": str(failed),
        "errors": "0",
        "skipped": str(len(report.unmatched)),
    }
    root = Element("testsuites")
    root.append(suite)
    indent(root)
    document = f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, "unicode")}\n'
    return document.encode("utf-8", "xmlcharrefreplace")


def _failures(case: Element, results: list[ValidationResult]) -> None:
    """Add the violations of a shape as one failure, and what is less as its output."""
    lines: dict[bool, list[str]] = {True: [], False: []}
    for result in results:
        place = f"{result.place}: " if result.place else ""
        fact = " ".join(part for part in (result.path, result.value) if part)
        text = f"{place}{result.severity}: {result.message} {result.thing} {fact}".strip()
        lines[result.severity not in {"Warning", "Info"}].append(xml_text(text))
    if lines[True]:
        failure = SubElement(case, "failure", message=lines[True][0], type="Violation")
        failure.text = "\n".join(lines[True])
    if lines[False]:
        SubElement(case, "system-out").text = "\n".join(lines[False])
