"""What the page says of chance: the backbone of a network, and a two-mode network's null model."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from yuqiao.exports.results.significance import (
    STATISTICS,
    backbone_method,
    community_method,
    has_even_weights,
    null_model_method,
)
from yuqiao.graph.network.significance.backbone import LEVEL, disparity
from yuqiao.graph.network.significance.null_model import Comparison, incidence_of, structure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yuqiao.graph.network.model import Network

_FEWEST = 3  # nodes of each kind of which random networks say anything
_MOST_LINKS = 500  # of a network that is compared with random ones while its page is written
_MOST_EDGES = 20_000  # of a network whose page has its backbone
_DIGITS = 4


def chance_payload(network: Network, *, random: bool) -> dict[str, Any]:
    """Return what chance says of a network: empty where that would say nothing.

    :param random: whether to compare a two-mode network with random ones, which takes a second

    >>> import yuqiao
    >>> from yuqiao.graph.network.spec import NetworkSpec
    >>> network = NetworkSpec(projection="school-country").network(yuqiao.open())
    >>> found = chance_payload(network, random=True)
    >>> [(row["name"]["en"], row["z"]) for row in found["statistics"]["rows"]][:1]
    [('nestedness (NODF)', -3.005)]
    """
    found: dict[str, Any] = {}
    edges = network.graph.number_of_edges()
    if 0 < edges <= _MOST_EDGES and not has_even_weights(network.graph):
        found["backbone"] = _backbone(network)
    if random and edges <= _MOST_LINKS and _is_comparable(network):
        found |= _against_random(network)
    return found


def _is_comparable(network: Network) -> bool:
    if not network.modes:
        return False
    kinds = [kind for _, kind in network.graph.nodes(data="kind")]
    return all(kinds.count(mode) >= _FEWEST for mode in network.modes)


def _backbone(network: Network) -> dict[str, Any]:
    """Return the edges of the backbone, as the numbers of their ends, the rarest first."""
    number = {node: index for index, node in enumerate(network.graph)}
    values = disparity(network.graph).items()
    rows = sorted((value, number[one], number[other]) for (one, other), value in values)
    return {
        "method": backbone_method(network.graph)._asdict(),
        "rows": [[*ends, _short(value)] for value, *ends in rows if value < LEVEL],
        "edges": len(rows),
    }


def _against_random(network: Network) -> dict[str, Any]:
    number = {node: index for index, node in enumerate(network.graph)}
    found = structure(incidence_of(network.graph, network.modes))
    return {
        "statistics": {
            "method": null_model_method()._asdict(),
            "rows": [_row(each) for each in found.comparisons],
        },
        "communities": {
            "method": community_method()._asdict(),
            "rows": [
                {
                    "nodes": [number[node] for node in each.members],
                    "inside": each.inside,
                    "share": _short(each.share),
                    "high": _short(each.as_high),
                }
                for each in found.communities
                if len(each.members) > 1
            ],
        },
    }


def _row(each: Comparison) -> Mapping[str, Any]:
    return {
        "name": STATISTICS[each.name]._asdict(),
        "observed": _short(each.observed),
        "mean": _short(each.mean),
        "deviation": _short(each.deviation),
        "z": None if math.isnan(each.z) else _short(each.z),
        "high": _short(each.as_high),
        "low": _short(each.as_low),
    }


def _short(value: float) -> float:
    return float(f"{value:.{_DIGITS}g}")
