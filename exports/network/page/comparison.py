"""The view in which a network page opens with two sides compared."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from yuqiao.exports.network.page.evidence import EvidenceTables
from yuqiao.exports.network.saved_view import VERSION
from yuqiao.graph.entities.name_matching import folded
from yuqiao.graph.errors import QueryError
from yuqiao.graph.labels import local_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yuqiao.graph.network.model import Network

_YEAR = re.compile(r"[12]\d{3}")
_SHOWN = 12  # names that an error lists


def comparison_view(
    network: Network, first: str, second: str, named: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Return the view of a page that compares two sides of a network.

    Two years stand for all that was approved up to each; two names, in either language or as in the
    page's address, for the partnerships of a country, level, field, school and so on.

    :param named: IRIs that names stand for besides, such as that of a country for its code
    :raises QueryError: if a side is unknown, or the two are not of one kind

    >>> import yuqiao
    >>> from yuqiao.graph.network.spec import NetworkSpec
    >>> network = NetworkSpec().network(yuqiao.open())
    >>> comparison_view(network, "Russia", "德国")["state"]["compare"]
    'countries:RUS,countries:DEU'
    """
    lists = EvidenceTables(network).lists()
    sides = [_side(lists, text, named or {}) for text in (first, second)]
    facets = [{facet for facet, _ in each} for each in sides]
    common = [facet for facet, _ in sides[0] if facet in facets[1]]
    if not common:
        raise QueryError(
            f'"{first}" and "{second}" are not of one kind: {_kinds(sides[0])} and '
            f"{_kinds(sides[1])}; compare two years, or two names of one kind"
        )
    keys = [dict(each)[common[0]] for each in sides]
    if keys[0] == keys[1]:
        raise QueryError(
            f'"{first}" and "{second}" are the same side of a comparison; compare two that differ'
        )
    chosen = ",".join(f"{common[0]}:{key}" for key in keys)
    return {
        "yuqiao-view": VERSION,
        "name": f"{first} / {second}",
        "state": {"show": "compare", "compare": chosen},
        "positions": {"layout": "wide", "nodes": {}},
        "camera": None,
    }


def _kinds(found: list[tuple[str, str]]) -> str:
    return " or ".join(facet for facet, _ in found)


def _side(lists: Mapping[str, Any], text: str, named: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return what a text can stand for, each as a facet of the page and a key in it."""
    years = sorted({each["year"] for each in lists["partnerships"] if each["year"]})
    if _YEAR.fullmatch(text):
        before = [year for year in years if year <= int(text)]
        if not before:
            if not years:
                raise QueryError(f"{text}: no partnership has a known year of approval")
            raise QueryError(
                f"{text}: no partnership was approved up to that year; "
                f"the first known is {years[0]}"
            )
        return [("until", str(before[-1]))]
    wanted = folded(text)
    found = [
        (facet, key)
        for facet, terms in lists["terms"].items()
        for key, label in terms.items()
        if wanted in {folded(key), folded(label["en"]), folded(label["zh"])}
        or key == local_name(named.get(text, ""))
    ]
    if not found:
        countries = [label["en"] for label in lists["terms"]["countries"].values()]
        names = ", ".join(countries[:_SHOWN]) or "nothing, as the graph has no partnerships"
        raise QueryError(
            f'"{text}" is not a year, nor the name of anything that partnerships have; expected '
            f"such as {names}"
        )
    return found
