"""A validation report in any of its formats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yuqiao.exports.formats import RDF

if TYPE_CHECKING:
    from yuqiao.graph.validation.report import ValidationReport


def format_validation(report: ValidationReport, form: str, graph: str, lang: str = "en") -> bytes:
    """Return a validation report.

    :param form: one of :data:`yuqiao.exports.formats.VALIDATIONS`, or an RDF format
    :param graph: the name of the graph, for titles
    :param lang: ``en`` or ``zh``
    """
    if form in RDF:
        from yuqiao.exports.rdf.write import serialise
        from yuqiao.exports.reports.validation.shacl_report import report_triples
        from yuqiao.ontology.namespaces import query_prefixes

        return serialise(report_triples(report), form, query_prefixes())
    if form in {"json", "sarif"}:
        from yuqiao.exports.reports.validation.json_reports import json_report, sarif_report

        return (sarif_report if form == "sarif" else json_report)(report, graph)
    if form in {"junit", "html"}:
        from yuqiao.exports.reports.validation.page import html_report, junit_report

        if form == "junit":
            return junit_report(report, graph)
        return html_report(report, graph, lang)
    from yuqiao.exports.reports.validation.text import markdown_lines, text_report_lines

    lines = (
        markdown_lines(report, graph, lang)
        if form == "markdown"
        else text_report_lines(report, lang)
    )
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "backslashreplace")
