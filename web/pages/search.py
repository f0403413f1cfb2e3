"""The search over all names of a graph, in a worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yuqiao.graph.entities.names import best_names
from yuqiao.graph.entities.search import nearly_named, search
from yuqiao.graph.labels import LANGUAGES
from yuqiao.web.pages.known_entities import resource_address
from yuqiao.web.pages.search_index import Match

if TYPE_CHECKING:
    from yuqiao.web.served_graph import ServedGraph

_FOUND = 60


def found_entities(graph: ServedGraph, text: str, lang: str) -> list[Match]:
    """Return the entities whose names match a text, the best first."""
    if not text.strip():
        return []
    if graph.known is not None:
        return graph.known.search_index(lang).find(text)
    wanted = text.strip()
    things = (search(graph.store, wanted) or nearly_named(graph.store, wanted))[:_FOUND]
    names = best_names(graph.store, things, LANGUAGES[lang])
    return [
        Match(names.get(each, each.value), resource_address(each.value), each.value, each.value)
        for each in things
    ]
