"""The network of a query, as the page that works offline."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from yuqiao.web.source import ServedGraph


def drawn(graph: ServedGraph, sparql: str, lang: str) -> str:
    """Return the document of the network that a query describes."""
    from yuqiao.exports.network.page.document import render_page
    from yuqiao.graph.network.spec import NetworkSpec

    return render_page(NetworkSpec(sparql=sparql).drawing(graph.store), lang=lang)
