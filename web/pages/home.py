"""The first page and the lists of partnerships, written in a worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from yuqiao.exports.site.pages.browse import (
    browse_card,
    browse_content,
    dataset_description,
    holdings,
)
from yuqiao.exports.site.pages.html import Markup, element, joined
from yuqiao.exports.site.pages.localization import PageContext
from yuqiao.exports.site.scope import SECTIONS
from yuqiao.graph.entities.names import best_names
from yuqiao.graph.labels import LANGUAGES
from yuqiao.graph.rdf.prefixes import PrefixMap
from yuqiao.web.pages.entities import PageContent
from yuqiao.web.pages.known_entities import resource_address

if TYPE_CHECKING:
    from yuqiao.web.served_graph import ServedGraph

_DATASETS = ("dcat:Dataset", "void:Dataset")
_CLASSES = """
SELECT ?class (COUNT(?s) AS ?n) { ?s a ?class FILTER(isIRI(?class)) }
GROUP BY ?class ORDER BY DESC(?n) STR(?class) LIMIT 60"""


def home_content(graph: ServedGraph, lang: str, top: str) -> PageContent:
    """Return what the graph is and holds, for the first page."""
    if graph.known is None:
        return PageContent("", "", _counted_classes(graph, lang, top))
    locale = graph.known.locales[lang]
    context = PageContext(locale, "index", top)
    dataset = next(iter(locale.known.of_class(*_DATASETS)), None)
    title = locale.known.name(dataset, locale.tag) if dataset else ""
    summary = dataset_description(locale, dataset) if dataset else ""
    register = graph.known.register(graph.store)
    parts: list[Markup] = []
    if register.partnerships:
        check = element("a", locale.word("nav-check"), href=f"{top}check")
        card = element("li", check, element("p", locale.word("way-check")))
        parts += [element("ul", card, class_="cards")]
        cards = [browse_card(context, register, section) for section in SECTIONS]
        parts += [element("h2", locale.word("browse")), element("ul", cards, class_="cards")]
    parts += [element("h2", locale.word("holds")), holdings(context, locale.known)]
    return PageContent(title, summary, joined(parts))


def browse_list(graph: ServedGraph, section: str, lang: str, top: str) -> PageContent | None:
    """Return a list of all partnerships; None for a graph without such lists."""
    if graph.known is None or not graph.known.register(graph.store).partnerships:
        return None
    context = PageContext(graph.known.locales[lang], f"browse/{section}", top)
    head, content = browse_content(context, section, graph.known.register(graph.store))
    return PageContent(head.title, head.summary, content)


def _counted_classes(graph: ServedGraph, lang: str, top: str) -> Markup:
    rows = [row for row in graph.store.select(_CLASSES) if row[0] is not None]
    names = best_names(graph.store, [row[0] for row in rows if row[0]], LANGUAGES[lang])
    short = PrefixMap(graph.store.prefixes)
    counts = []
    for class_, number in rows:
        if isinstance(class_, NamedNode) and isinstance(number, Literal):
            name = names.get(class_) or short.compress(class_.value) or class_.value
            link = element("a", name, href=top + resource_address(class_.value))
            count = f"{int(number.value):,}"
            counts.append(element("div", element("dt", link), element("dd", count)))
    return element("dl", counts, class_="counts")
