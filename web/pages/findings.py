"""What the validation of the graph found, written in a worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from yuqiao.exports.reports.validation.text import (
    compact_name,
    coverage_lines,
    report_summary,
    severity_name,
)
from yuqiao.exports.site.pages.html import Markup, element, joined
from yuqiao.exports.site.pages.localization import PageContext
from yuqiao.graph.errors import QueryError
from yuqiao.graph.labels import LANGUAGES
from yuqiao.graph.rdf.sources import read_options
from yuqiao.web.pages.entities import PageContent
from yuqiao.web.rendering import messages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yuqiao.graph.validation.report import ValidationResult
    from yuqiao.web.served_graph import ServedGraph

_MOST_SHOWN = 200  # results with the same message


def findings(graph: ServedGraph, lang: str, top: str) -> PageContent:
    """Validate the graph with the shapes of the vocabulary, and return what was found.

    :raises QueryError: for the graph of an endpoint, which would have to be fetched whole
    :raises yuqiao.graph.errors.YuqiaoError: when the graph cannot be read
    """
    if graph.source.kind == "endpoint":
        raise QueryError(
            "the graph is on another server, and would have to be fetched whole to be validated; "
            "export it into a file, and serve that"
        )
    from yuqiao.graph.validation.validator import named_data, validate

    with read_options(graph.source.options):
        report = validate(named_data(graph.source.name), lang=LANGUAGES[lang])
    things = {result.thing for result in report.results}
    context = PageContext(graph.locale(lang, sorted(filter(_is_iri, things))), "findings", top)
    parts: list[Markup] = [element("p", report_summary(report, lang), class_="lead")]
    parts += [element("p", line, class_="quiet") for line in coverage_lines(report, lang)]
    for group in report.groups():
        parts += _group(context, group)
    title = messages()["findings"][lang]
    head = element("header", element("h1", title), class_="thing")
    return PageContent(title, report_summary(report, lang), joined([head, *parts]))


def _group(context: PageContext, group: list[ValidationResult]) -> Iterator[Markup]:
    lang = context.locale.lang
    words = messages()
    yield element("h2", severity_name(group[0].severity, lang))
    yield element("p", group[0].message)
    heads = [
        element("th", words[key][lang], scope="col")
        for key in ("entity", "property", "value", "place")
    ]
    rows = [
        element(
            "tr",
            element("td", _linked(context, result)),
            element("td", result.path),
            element("td", compact_name(result.value)),
            element("td", result.place.rpartition("/")[2]),
        )
        for result in group[:_MOST_SHOWN]
    ]
    table = element("table", element("thead", element("tr", heads)), element("tbody", rows))
    yield element("div", table, class_="wide")
    if len(group) > _MOST_SHOWN:
        yield element(
            "p", words["cut-findings"][lang].format(_MOST_SHOWN, len(group)), class_="quiet"
        )


def _linked(context: PageContext, result: ValidationResult) -> Markup:
    if not _is_iri(result.thing):
        return joined([result.name or result.thing])
    return context.link(NamedNode(result.thing), result.name or None)


def _is_iri(name: str) -> bool:
    return "://" in name and not any(each in name for each in ' <>"{}|^`\\')
