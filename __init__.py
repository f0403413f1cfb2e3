"""Yuqiao (渝桥): a knowledge graph of Chongqing's China-foreign education partnerships.

>>> import yuqiao
>>> graph = yuqiao.open()
>>> graph.exists("ASK { ?p a yq:JointInstitution }")
True
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from yuqiao.graph.errors import (
    EndpointError,
    InputError,
    LimitReached,
    OutputError,
    QueryError,
    TableErrors,
    YuqiaoError,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from os import PathLike

    from yuqiao.api import KnowledgeGraph, Report
    from yuqiao.exports.network.knowledge_network import KnowledgeNetwork
    from yuqiao.exports.results.writable import ConstructResult, SelectResult
    from yuqiao.graph.stores.rows import Row

__all__ = [
    "ConstructResult",
    "EndpointError",
    "InputError",
    "KnowledgeGraph",
    "KnowledgeNetwork",
    "LimitReached",
    "OutputError",
    "QueryError",
    "Report",
    "Row",
    "SelectResult",
    "TableErrors",
    "YuqiaoError",
    "__version__",
    "open",
]
__version__ = "0.2.0"


def open(
    graph: str | PathLike[str] | Iterable[str | PathLike[str]] | None = None,
    *,
    allow_hosts: Iterable[str] = (),
    fetch_limit: int = 5_000_000,
) -> KnowledgeGraph:
    """Open a graph for querying: the bundled one, an RDF file or folder, or a SPARQL endpoint.

    :param graph: nothing for the bundled graph of Chongqing; else the path of an RDF file or of a
        folder of them, a directory made by ``yuqiao load``, or the http(s) address of a SPARQL 1.1
        endpoint; or a list of these, which are queried as one graph
    :param allow_hosts: hosts that a query of a local graph may call with SERVICE, each as
        ``host`` or ``host:port``; without them, SERVICE is rejected
    :param fetch_limit: the largest number of triples that a query of several graphs may fetch,
        where some of them are not files
    :raises InputError: when it cannot be opened; the message says what it was taken for and why
        that failed

    >>> len(open()) > 10_000
    True
    """
    from dataclasses import replace

    from yuqiao.api import KnowledgeGraph
    from yuqiao.graph.rdf.sources import current_read_options, read_options
    from yuqiao.graph.stores.open_store import open_store, title_of
    from yuqiao.graph.stores.union.graph_names import single_name

    name = single_name(graph)
    with read_options(replace(current_read_options(), most_fetched=fetch_limit)):
        return KnowledgeGraph(open_store(name, allow_hosts), title_of(name), name)


def __getattr__(name: str) -> object:
    """Import a class of the interface when it is first used: a command needs none of them."""
    if name == "Row":
        from yuqiao.graph.stores.rows import Row

        return Row
    if name in __all__:
        from yuqiao import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
