"""An rdflib graph for pySHACL, which runs the same query anew for every node.

This module imports rdflib at its head, so it is itself imported only by functions that need it.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from rdflib import Graph
from rdflib.plugins.sparql import prepareQuery
from rdflib.query import Result


class PreparedGraph(Graph):
    """A graph that parses each query once: checking the bundled graph is three times faster so.

    >>> graph = PreparedGraph()
    >>> bool(graph.query("ASK { ?s ?p ?o }"))
    False
    """

    _prepared = staticmethod(cache(prepareQuery))

    def query(self, query_object: Any, *args: Any, **options: Any) -> Result:
        """Answer a query, parsed now or at its first use."""
        return super().query(self._prepared(query_object), *args, **options)
