"""The network of an answer as a picture, drawn by the server: it needs no script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yuqiao.exports.site.pages.html import Markup, element
from yuqiao.graph.errors import QueryError
from yuqiao.web.explorer.neighbours import MOST_NODES, among, network_of_links
from yuqiao.web.rendering import messages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyoxigraph import NamedNode

    from yuqiao.graph.network.model import Network
    from yuqiao.web.served_graph import ServedGraph


def answer_network(
    graph: ServedGraph, sparql: str, rows: Sequence[Sequence[NamedNode]] | None, lang: str
) -> Markup:
    """Draw the network of an answer; a sentence where there is none, or one that is too large.

    :param sparql: the query
    :param rows: the entities of each row, whose links are drawn; None where the query gives links
    """
    from yuqiao.exports.network.picture.svg import draw_svg

    try:
        network = _network(graph, sparql, rows, lang)
        picture = draw_svg(network, lang=lang).svg.partition("?>")[2]
    except QueryError as error:
        return element("p", str(error), role="status")
    label = messages()["network"][lang]
    scrolled = {"class_": "wide drawing", "tabindex": "0", "role": "region", "aria_label": label}
    return element("div", Markup(picture), **scrolled)


def _network(
    graph: ServedGraph, sparql: str, rows: Sequence[Sequence[NamedNode]] | None, lang: str
) -> Network:
    if rows is None:
        from yuqiao.graph.network.spec import NetworkSpec

        network = NetworkSpec(sparql=sparql).drawing(graph.store)
        _check_size(len(network.graph), lang)
        return network
    entities = list(dict.fromkeys(entity.value for row in rows for entity in row))
    _check_size(len(entities), lang)
    links = among(graph.store, entities, entities)
    if not links:
        raise QueryError(messages()["no-links"][lang])
    linked = {end for link in links for end in link[::2]}
    alone = len(entities) - len(linked)
    return network_of_links(graph, [list(link) for link in links], alone, lang)


def _check_size(nodes: int, lang: str) -> None:
    if nodes > MOST_NODES:
        raise QueryError(messages()["too-large"][lang].format(nodes, MOST_NODES))
