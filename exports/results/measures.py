"""Measures of a network as query results."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Literal

from yuqiao.exports.results.significance import (
    backbone_rows,
    community_rows,
    null_model_rows,
)
from yuqiao.graph.errors import QueryError
from yuqiao.graph.network.measures import (
    NETWORK_MEASURES,
    NODE_MEASURES,
    SEED,
    SIGNIFICANCE,
    bridges,
    concentration,
    connected_components,
)
from yuqiao.graph.network.significance.null_model import DRAWS
from yuqiao.graph.rdf.terms import node_term
from yuqiao.graph.stores.results import Solutions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import networkx as nx

    from yuqiao.graph.labels import Label
    from yuqiao.graph.network.measures import Measurement
    from yuqiao.graph.network.model import Network
    from yuqiao.graph.rdf.terms import Term

_WHOLE = {"degree", "weighted-degree", "core", "community"}  # whose values are whole numbers


def measured(
    network: Network,
    name: str,
    lang: str,
    prefixes: Mapping[str, str],
    *,
    draws: int = DRAWS,
    seed: int = SEED,
) -> tuple[Label, Solutions]:
    """Return the method of a measure and its values as rows.

    Nodes are in descending order, communities and components in ascending order. Bridges are rows
    of two ends, ``?source`` and ``?target``; the concentration is a row for each kind of node.

    :param name: one of ``NODE_MEASURES``, ``NETWORK_MEASURES`` or ``SIGNIFICANCE``
    :param lang: ``en`` or ``zh``, of the names
    :param draws: the number of random networks, for a comparison with them
    :param seed: of their random numbers
    :raises QueryError: if there is no such measure, or it requires a two-mode network
    """
    if name in SIGNIFICANCE:
        method, columns, rows = _compared_with_chance(network, name, lang, (draws, seed))
        return method, Solutions.of(columns, rows, prefixes)
    if name in NODE_MEASURES:
        found = network.measure(name)
        names = ("name", "kind", name.replace("-", "_"), "thing")
        return found.method, Solutions.of(names, _node_rows(network.graph, found, lang), prefixes)
    if name not in NETWORK_MEASURES:
        known = ", ".join([*NODE_MEASURES, *NETWORK_MEASURES, *SIGNIFICANCE])
        raise QueryError(f"{name} is not a measure; expected one of {known}")
    method = NETWORK_MEASURES[name][1]
    if name == "components":
        names = ("name", "kind", "component", "thing")
        return method, Solutions.of(names, _component_rows(network.graph, lang), prefixes)
    if name == "bridges":
        ends = ("name", "kind", "other", "other_kind", "source", "target")
        return method, Solutions.of(ends, _bridge_rows(network.graph, lang), prefixes)
    columns = ("kind", "concentration", "as_if_equal", "things")
    return method, Solutions.of(columns, _concentration_rows(network.graph), prefixes)


def _compared_with_chance(
    network: Network, name: str, lang: str, chance: tuple[int, int]
) -> tuple[Label, tuple[str, ...], Iterator[list[Term | None]]]:
    if name == "backbone":
        return backbone_rows(network, lang)
    if name == "null-model":
        return null_model_rows(network, lang, *chance)
    return community_rows(network, lang, *chance)


def _node_rows(network: nx.Graph, found: Measurement, lang: str) -> Iterator[list[Term | None]]:
    least_first = found.name == "community"
    order = sorted(
        found.values,
        key=lambda node: (
            found.values[node] if least_first else -found.values[node],
            str(network.nodes[node].get(f"label_{lang}", node)),
            node,
        ),
    )
    for node in order:
        value = found.values[node]
        whole = found.name in _WHOLE and value == int(value)
        number = Literal(int(value)) if whole else Literal(float(value))
        yield [*_name_and_kind(network, node, lang), number, _entity(network, node)]


def _name_and_kind(network: nx.Graph, node: str, lang: str) -> tuple[Literal, Literal]:
    own = network.nodes[node]
    name = Literal(str(own.get(f"label_{lang}", node)), language=lang)
    return name, Literal(str(own.get("kind", "")))


def _entity(network: nx.Graph, node: str) -> Term | None:
    """Return the entity that a node stands for; none is a group of several."""
    return None if network.nodes[node].get("kind") == "group" else node_term(node)


def _component_rows(network: nx.Graph, lang: str) -> Iterator[list[Term | None]]:
    places = connected_components(network)
    names = {node: str(own.get(f"label_{lang}", node)) for node, own in network.nodes(data=True)}
    for node in sorted(places, key=lambda node: (places[node], names[node], node)):
        number = Literal(places[node])
        yield [*_name_and_kind(network, node, lang), number, _entity(network, node)]


def _bridge_rows(network: nx.Graph, lang: str) -> Iterator[list[Term | None]]:
    for one, other in bridges(network):
        ends = [term for end in (one, other) for term in _name_and_kind(network, end, lang)]
        yield [*ends, _entity(network, one), _entity(network, other)]


def _concentration_rows(network: nx.Graph) -> Iterator[list[Term]]:
    for kind, index, things in concentrations(network):
        yield [Literal(kind), Literal(index), Literal(1 / index), Literal(things)]


def concentrations(network: nx.Graph) -> Iterator[tuple[str, float, int]]:
    """Return kind, concentration and number of nodes, for the kinds that have partnerships."""
    for kind in ("country", "discipline"):
        shares = {
            node: float(len(own["partnerships"]))
            for node, own in network.nodes(data=True)
            if own.get("kind") == kind and own.get("partnerships")
        }
        if shares:
            yield kind, concentration(shares), len(shares)
