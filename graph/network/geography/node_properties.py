"""The years and places of nodes, by the properties that a user names for them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from yuqiao.graph.entities.names import ENTITIES_A_QUERY
from yuqiao.graph.entities.search import as_iri
from yuqiao.graph.errors import QueryError
from yuqiao.graph.network.partnership_queries import rows
from yuqiao.graph.rdf.iris import checked_iri

if TYPE_CHECKING:
    from yuqiao.graph.network.model import Network
    from yuqiao.graph.stores.store import Store

_YEAR = re.compile(r"\s*([12]\d{3})(?!\d)")  # of a year, a date, or a text that begins with one
_QUERY = "SELECT ?entity ?value WHERE {{ VALUES ?entity {{ {entities} }} ?entity {by} ?value }}"


def property_named(store: Store, text: str) -> str:
    """Return the IRI of a property that a graph uses.

    :raises QueryError: if the text is no IRI or prefixed name, or no statement has the property

    >>> import yuqiao
    >>> property_named(yuqiao.open(), "dcterms:date")
    'http://purl.org/dc/terms/date'
    """
    iri = as_iri(store, text)
    if iri is None:
        raise QueryError(f'"{text}" is not a property; expected an IRI, or a name such as dct:date')
    if not store.exists(f"ASK {{ ?any {checked_iri(iri.value)} ?value }}"):
        raise QueryError(f"no statement of this graph has the property {text}")
    return iri.value


def with_years(network: Network, store: Store, text: str) -> Network:
    """Return a network whose nodes have a ``year``, the first that a property says of each.

    :param text: the property: its values are years, dates, or texts that begin with a year
    :raises QueryError: as :func:`property_named`, or if it says no year of any node
    """
    by = property_named(store, text)
    named = sorted(str(node) for node in network.graph if not str(node).startswith("_:"))
    years: dict[str, int] = {}
    for start in range(0, len(named), ENTITIES_A_QUERY):
        some = " ".join(map(checked_iri, named[start : start + ENTITIES_A_QUERY]))
        for entity, value in rows(store, _QUERY.format(entities=some, by=checked_iri(by))):
            found = _YEAR.match(value.value)
            if found:
                years[entity.value] = min(int(found[1]), years.get(entity.value, 9999))
    if not years:
        raise QueryError(f"{text} says no year of any node of this network")
    graph = network.graph.copy()
    for node, year in years.items():
        graph.nodes[node]["year"] = year
    return replace(network, graph=graph)
