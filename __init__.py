"""Yuqiao (渝桥): a knowledge graph of Chongqing's China-foreign education partnerships.

>>> import yuqiao
>>> graph = yuqiao.open()
>>> graph.query("ASK { ?p a yq:JointInstitution }")
True
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from yuqiao.graph.viewing import pages_are_made_by

if TYPE_CHECKING:
    from collections.abc import Iterable
    from os import PathLike

    from yuqiao.graph.network.model import Network
    from yuqiao.graph.stores.store import Store
    from yuqiao.graph.viewing import Shown

__all__ = ["__version__", "open"]
__version__ = "0.1.0"


def open(graph: str | PathLike[str] | None = None, *, allow_hosts: Iterable[str] = ()) -> Store:
    """Open a graph to be asked: the bundled one, an RDF file or folder, or a SPARQL endpoint.

    :param graph: nothing for the bundled graph of Chongqing; else the path of an RDF file or of a
        folder of them, or the http(s) address of a SPARQL 1.1 endpoint
    :param allow_hosts: hosts that a query of a local graph may call with SERVICE, each as
        ``host`` or ``host:port``; without, SERVICE is refused
    :raises yuqiao.graph.errors.YuqiaoError: when it cannot be opened; the message says what it was
        taken for and why that failed

    >>> len(open()) > 10_000
    True
    """
    from yuqiao.graph.stores.open_store import open_store

    return open_store(graph, allow_hosts)


def _page(network: Network, lang: str, height: int) -> Shown:
    from yuqiao.exports.network.page.notebook import InlinePage

    return InlinePage(network, lang, height)


pages_are_made_by(_page)
