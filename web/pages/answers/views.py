"""The ways to see an answer on a page: as a table with its chart, as a network, on a map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from pyoxigraph import Literal, NamedNode

from yuqiao.exports.site.pages.html import element, joined
from yuqiao.exports.site.pages.questions import answer_table
from yuqiao.graph.stores.results import Solutions, Triples
from yuqiao.web.pages.answers.charts import answer_chart
from yuqiao.web.pages.answers.maps import answer_map, places_of
from yuqiao.web.pages.answers.network_picture import answer_network
from yuqiao.web.pages.known_entities import LiveContext
from yuqiao.web.rendering import messages

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from yuqiao.exports.site.pages.html import Markup
    from yuqiao.exports.site.pages.localization import PageContext
    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.results import Answer
    from yuqiao.web.pages.known_entities import LiveLocale
    from yuqiao.web.served_graph import ServedGraph

_MOST_TRIED = 200  # entities of which one must have coordinates for a map to be offered
_TRIPLE = ("subject", "predicate", "object")


@dataclass(frozen=True)
class SeenAnswer:
    """An answer as a page shows it.

    :param view: how it is seen: ``table``, ``network`` or ``map``
    :param views: how it can be seen
    :param markup: what is seen
    :param truncated: whether rows are missing
    """

    view: str
    views: tuple[str, ...]
    markup: Markup
    truncated: bool = False


@dataclass(frozen=True)
class AnswerPage:
    """The page that an answer is shown on.

    :param path: its path
    :param top: the URL of the root of the application
    """

    lang: str
    path: str
    top: str


def seen_answer(
    graph: ServedGraph, answer: Answer, sparql: str, most: int, view: str, page: AnswerPage
) -> SeenAnswer:
    """Return an answer in one of its views; any other view is the table.

    :param sparql: the query
    :param most: the rows that are shown
    """
    if isinstance(answer, bool):
        said = messages()["yes" if answer else "no"][page.lang]
        return SeenAnswer("table", (), element("p", element("strong", said)))
    cut = answer.limit(most)
    rows = [tuple(row) for row in cast("Iterable[Iterable[Term | None]]", cut)]
    gives_links = isinstance(answer, Triples)
    ends = [row[::2] for row in rows] if gives_links else rows
    entities = _entities(graph, ends)
    views = ("table", *_further_views(graph, entities))
    locale = graph.locale(
        page.lang, {term.value for row in rows for term in row if isinstance(term, NamedNode)}
    )
    if view not in views:
        view = "table"
    if view == "network":
        markup = answer_network(graph, sparql, None if gives_links else entities, page.lang)
    elif view == "map":
        markup = answer_map(graph.store, _named(graph, locale, entities, page.lang), entities)
    else:
        variables = answer.variables if isinstance(answer, Solutions) else _TRIPLE
        markup = _table(LiveContext(locale, page.path, page.top), variables, rows)
    return SeenAnswer(view, views, markup, cut.truncated)


def _entities(graph: ServedGraph, rows: Iterable[Sequence[Term | None]]) -> list[list[NamedNode]]:
    """Return the entities of each row: also those that it names, where no other has that name."""
    by_name = graph.known.by_name if graph.known is not None else {}
    found = []
    for row in rows:
        entities = []
        for term in row:
            thing = by_name.get(term.value) if isinstance(term, Literal) else term
            if isinstance(thing, NamedNode):
                entities.append(thing)
        found.append(entities)
    return found


def _further_views(graph: ServedGraph, entities: Sequence[Sequence[NamedNode]]) -> list[str]:
    found = []
    if any(len(set(row)) > 1 for row in entities):
        found.append("network")
    first = list(dict.fromkeys(thing for row in entities for thing in row))[:_MOST_TRIED]
    if first and places_of(graph.store, first):
        found.append("map")
    return found


def _named(
    graph: ServedGraph, locale: LiveLocale, entities: Iterable[Iterable[NamedNode]], lang: str
) -> LiveLocale:
    """Return the names of entities that the answer itself may only name."""
    if graph.known is not None:
        return locale
    return graph.locale(lang, {thing.value for row in entities for thing in row})


def _table(
    context: PageContext, variables: Sequence[str], rows: list[tuple[Term | None, ...]]
) -> Markup:
    table = answer_table(context, Solutions.of(variables, rows))
    chart = answer_chart(context.locale, variables, rows)
    if chart is None:
        return table
    summary = element("summary", messages()["chart"][context.locale.lang])
    return joined([element("details", summary, chart, class_="chart", open=True), table])
