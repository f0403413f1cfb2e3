"""Measures of a network as an answer, in every format of answers; a network in a few lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from pyoxigraph import Literal, NamedNode, QueryResultsFormat, QuerySolutions, parse_query_results

from yuqiao.graph.answers import Solutions
from yuqiao.graph.measures import NODE_MEASURES, bridges, concentration

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import networkx as nx

    from yuqiao.graph.measures import Measurement

_WHOLE = {"degree", "weighted-degree", "core", "community"}  # measures that count


def measured_rows(
    network: nx.Graph, found: Measurement, lang: str, prefixes: Mapping[str, str]
) -> Solutions:
    """Give a measure of every node as rows: the highest first, communities from the first.

    :param lang: ``en`` or ``zh``, of the names
    """
    least_first = found.name == "community"
    order = sorted(
        found.values,
        key=lambda node: (
            found.values[node] if least_first else -found.values[node],
            str(network.nodes[node].get(f"label_{lang}", node)),
            node,
        ),
    )
    variable = found.name.replace("-", "_")
    lines = [f"?name\t?kind\t?{variable}\t?thing"]
    for node in order:
        own, value = network.nodes[node], found.values[node]
        number = (
            Literal(int(value))
            if found.name in _WHOLE and value == int(value)
            else Literal(float(value))
        )
        name = Literal(str(own.get(f"label_{lang}", node)), language=lang)
        lines.append(f"{name}\t{Literal(str(own.get('kind', '')))}\t{number}\t{NamedNode(node)}")
    text = "\n".join(lines).encode() + b"\n"
    parsed = parse_query_results(text, QueryResultsFormat.TSV)
    return Solutions(cast("QuerySolutions", parsed), prefixes)


def summary_lines(network: nx.Graph) -> Iterator[str]:
    """Say in a few lines what a network is like, and what can be measured."""
    import networkx as nx

    kinds: dict[str, int] = {}
    for _, kind in network.nodes(data="kind"):
        kinds[str(kind)] = kinds.get(str(kind), 0) + 1
    counted = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    yield f"nodes          {len(network)} ({counted})" if kinds else "nodes          0"
    yield f"edges          {network.number_of_edges()}"
    if not network:
        return
    parts = sorted((len(part) for part in nx.connected_components(network)), reverse=True)
    yield f"parts          {len(parts)}, the largest of {parts[0]} nodes"
    yield f"density        {nx.density(network):.4f}"
    yield f"bridges        {len(bridges(network))} edges without which it falls into more parts"
    yield from _concentrations(network)
    yield ""
    yield "Measures of each node: yuqiao measure NAME"
    yield from (f"  {name:15}  {meaning}" for name, meaning in NODE_MEASURES.items())


def _concentrations(network: nx.Graph) -> Iterator[str]:
    for kind in ("country", "discipline"):
        shares = {
            node: float(len(own["partnerships"]))
            for node, own in network.nodes(data=True)
            if own.get("kind") == kind and own.get("partnerships")
        }
        if shares:
            index = concentration(shares)
            yield (
                f"concentration  {index:.3f} by {kind} (Herfindahl-Hirschman index of their "
                f"partnerships; as if {1 / index:.1f} had equal shares)"
            )
