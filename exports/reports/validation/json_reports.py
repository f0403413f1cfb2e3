"""A validation report as JSON, and as SARIF 2.1.0 for tools that show results of checks.

SARIF: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import json
from dataclasses import asdict
from importlib.metadata import version
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from yuqiao.exports.reports.validation.text import coverage_lines, report_summary

if TYPE_CHECKING:
    from yuqiao.graph.validation.report import ValidationReport, ValidationResult

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"Violation": "error", "Warning": "warning", "Info": "note"}


def json_report(report: ValidationReport, graph: str) -> bytes:
    """Return a report as one JSON object."""
    document = {
        "graph": graph,
        "conforms": report.conforms,
        "summary": report_summary(report),
        "results": [asdict(result) for result in report.results],
        "shapes": [asdict(shape) for shape in report.shapes],
        "notes": list(report.notes),
    }
    return _bytes(document)


def sarif_report(report: ValidationReport, graph: str) -> bytes:
    """Return a report as SARIF: a rule for each shape and component, a result for each finding."""
    rules = sorted({_rule(result) for result in report.results})
    coverage = [{"level": "note", "message": {"text": line}} for line in coverage_lines(report)]
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": "yuqiao",
                "version": version("yuqiao"),
                "rules": [{"id": rule} for rule in rules],
            }
        },
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": coverage}],
        "columnKind": "unicodeCodePoints",
        "results": [_sarif_result(result, rules, graph) for result in report.results],
    }
    return _bytes({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(result: ValidationResult) -> str:
    return f"{result.shape} {result.component}".strip()


def _sarif_result(result: ValidationResult, rules: list[str], graph: str) -> dict[str, Any]:
    fact = " ".join(part for part in (result.path, result.value) if part)
    name = f" ({result.name})" if result.name else ""
    location: dict[str, Any] = {
        "logicalLocations": [{"fullyQualifiedName": result.thing, "kind": "resource"}]
    }
    file, row, *column = result.place.split(":") if result.place else ("", "")
    uri = quote(file or graph, safe="/:#?&=%@+,;")
    location["physicalLocation"] = {"artifactLocation": {"uri": uri}}
    if row:
        location["physicalLocation"]["region"] = {"startLine": int(row)}
        if column:  # a name, where SARIF knows numbers only
            location["message"] = {"text": f"column {column[0]}"}
    return {
        "ruleId": _rule(result),
        "ruleIndex": rules.index(_rule(result)),
        "level": _LEVELS.get(result.severity, "error"),
        "message": {"text": f"{result.message} {result.thing}{name} {fact}".strip()},
        "locations": [location],
    }


def _bytes(document: object) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode(
        "utf-8", "backslashreplace"
    )
