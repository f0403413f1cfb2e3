"""What changed since an earlier edition of the graph, written in a worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yuqiao.exports.reports.graph_diff import diff_sections
from yuqiao.exports.site.pages.html import Markup, element, joined
from yuqiao.graph.diff.graphs import differences
from yuqiao.graph.errors import QueryError
from yuqiao.graph.stores.open_store import open_store
from yuqiao.web.pages.entities import PageContent
from yuqiao.web.pages.known_entities import resource_address
from yuqiao.web.rendering import messages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yuqiao.exports.reports.graph_diff import ChangedEntity, DiffSection
    from yuqiao.web.served_graph import ServedGraph


def changes(graph: ServedGraph, lang: str, top: str) -> PageContent | None:
    """Return what changed, entity by entity; None when no earlier edition was named.

    :raises QueryError: for the graph of an endpoint, which would have to be fetched whole
    :raises yuqiao.graph.errors.YuqiaoError: when the earlier edition cannot be read
    """
    if graph.earlier is None:
        return None
    if graph.source.kind == "endpoint":
        raise QueryError("the graph is on another server, and would have to be fetched whole")
    old = open_store(graph.earlier)
    found = diff_sections(differences(old, graph.store), old, graph.store, lang)
    title = messages()["changes"][lang]
    parts: list[Markup] = [
        element("header", element("h1", title), class_="thing"),
        element("p", found.summary, class_="lead"),
        *(element("p", line, class_="quiet") for line in found.counts),
    ]
    for section in found.sections:
        parts += _section(section, lang, top)
    return PageContent(title, found.summary, joined(parts))


def _section(section: DiffSection, lang: str, top: str) -> Iterator[Markup]:
    yield element("h2", section.title)
    yield element("ul", [_entity(each, top) for each in section.entities], class_="changes")
    if section.left_out:
        yield element("p", messages()["cut-changes"][lang].format(section.left_out), class_="quiet")


def _entity(changed: ChangedEntity, top: str) -> Markup:
    head: Markup | str = changed.headline
    if not changed.is_gone:
        head = element("a", head, href=top + resource_address(changed.iri))
    lines = element("ul", [element("li", line) for line in changed.lines])
    return element("li", head, lines if changed.lines else None)
