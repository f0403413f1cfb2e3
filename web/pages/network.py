"""The network of the graph, as the page that works offline."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from yuqiao.web.served_graph import ServedGraph


def network_page(graph: ServedGraph, lang: str) -> str:
    """Return the document of the network of the graph."""
    from yuqiao.exports.network.page.document import render_page
    from yuqiao.graph.network.builder import build_network
    from yuqiao.graph.network.evidence import with_evidence

    network = with_evidence(build_network(graph.store), graph.store)
    return render_page(network, lang=lang)
