"""The network of a query, as the page that works offline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yuqiao.graph.errors import QueryError
from yuqiao.graph.stores.results import Solutions
from yuqiao.web.explorer.neighbours import answered, network_of_links

if TYPE_CHECKING:
    from yuqiao.graph.network.model import Network
    from yuqiao.web.served_graph import ServedGraph


def drawn(graph: ServedGraph, sparql: str, lang: str) -> str:
    """Return the document of the network of a query: its own, or that of the entities it gives.

    :raises QueryError: when it gives no network
    """
    from yuqiao.exports.network.page.document import render_page

    return render_page(_network(graph, sparql, lang), lang=lang)


def _network(graph: ServedGraph, sparql: str, lang: str) -> Network:
    from yuqiao.graph.network.spec import NetworkSpec

    answer = graph.store.query(sparql)
    if not isinstance(answer, Solutions) or {"source", "target"} <= set(answer.variables):
        return NetworkSpec(sparql=sparql).drawing(graph.store)
    piece = answered(graph, sparql, lang)
    links = [[link["from"], link["property"], link["to"]] for link in piece["links"]]
    if not links:
        raise QueryError(
            "the entities of this answer are not linked with each other; a network needs links, "
            "the columns ?source and ?target, or triples"
        )
    linked = {end for link in links for end in link[::2]}
    return network_of_links(graph, links, len(piece["nodes"]) - len(linked), lang)
