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

    from yuqiao.api import KnowledgeGraph, KnowledgeNetwork, Report
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
__version__ = "0.1.0"


def open(
    graph: str | PathLike[str] | None = None, *, allow_hosts: Iterable[str] = ()
) -> KnowledgeGraph:
    """Open a graph for querying: the bundled one, an RDF file or folder, or a SPARQL endpoint.

    :param graph: nothing for the bundled graph of Chongqing; else the path of an RDF file or of a
        folder of them, a directory made by ``yuqiao load``, or the http(s) address of a SPARQL 1.1
        endpoint
    :param allow_hosts: hosts that a query of a local graph may call with SERVICE, each as
        ``host`` or ``host:port``; without them, SERVICE is rejected
    :raises InputError: when it cannot be opened; the message says what it was taken for and why
        that failed

    >>> len(open()) > 10_000
    True
    """
    from os import fspath

    from yuqiao.api import KnowledgeGraph
    from yuqiao.graph.stores.open_store import open_store, title_of

    location = None if graph is None else fspath(graph)
    return KnowledgeGraph(open_store(graph, allow_hosts), title_of(graph), location)


def __getattr__(name: str) -> object:
    """Import a class of the interface when it is first used: a command needs none of them."""
    if name == "Row":
        from yuqiao.graph.stores.rows import Row

        return Row
    if name in __all__:
        from yuqiao import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
