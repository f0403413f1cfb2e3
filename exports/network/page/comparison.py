"""The view in which a network page opens with two sides compared."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from yuqiao.exports.network.page.evidence import EvidenceTables
from yuqiao.exports.network.saved_view import VERSION
from yuqiao.graph.entities.name_matching import folded
from yuqiao.graph.errors import QueryError
from yuqiao.graph.labels import local_name
from yuqiao.graph.network.comparison.graph_union import EDITIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yuqiao.graph.network.model import Network

_YEAR = re.compile(r"[12]\d{3}")
_SHOWN = 12  # names that an error lists
_KINDS = {
    "countries": "a country or region",
    "level": "a level",
    "form": "a form",
    "fields": "a field of study",
    "schools": "a school",
    "stem": "a STEM flag",
    "status": "a status",
    "until": "a year",
}
"""What an error calls the facets of the page."""


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
    sides = [_side(lists, network.date, text, named or {}) for text in (first, second)]
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
    return _view(f"{first} / {second}", [f"{common[0]}:{key}" for key in keys])


def editions_view(first: str, second: str) -> dict[str, Any]:
    """Return the view of a page that compares two editions, by their names.

    >>> editions_view("may.ttl", "june.ttl")["state"]["compare"]
    'editions:old,editions:new'
    """
    return _view(f"{first} / {second}", [f"editions:{key}" for key in EDITIONS])


def _view(name: str, sides: list[str]) -> dict[str, Any]:
    return {
        "yuqiao-view": VERSION,
        "name": name,
        "state": {"show": "compare", "compare": ",".join(sides)},
        "positions": {"layout": "wide", "nodes": {}},
        "camera": None,
    }


def _kinds(found: list[tuple[str, str]]) -> str:
    return " or ".join(_KINDS.get(facet, facet) for facet, _ in found)


def _side(
    lists: Mapping[str, Any], date: str, text: str, named: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Return what a text can stand for, each as a facet of the page and a key in it."""
    years = sorted({each["year"] for each in lists["partnerships"] if each["year"]})
    if not lists["partnerships"]:
        raise QueryError("the graph has no partnerships, of which the sides of a comparison are")
    if _YEAR.fullmatch(text):
        if not years:
            raise QueryError(f"{text}: no partnership has a known year of approval")
        return [("until", str(min(int(text), max(years[-1], int(date[:4] or 0)))))]
    wanted = folded(text)
    found = [
        (facet, key)
        for facet, terms in lists["terms"].items()
        for key, label in terms.items()
        if wanted in {folded(key), folded(label["en"]), folded(label["zh"])}
        or key == local_name(named.get(text, ""))
    ]
    if not found:
        terms = lists["terms"]["countries"] or lists["terms"]["level"]
        names = ", ".join([label["en"] for label in terms.values()][:_SHOWN])
        raise QueryError(
            f'"{text}" is not a year, nor the name of anything that the partnerships shown have; '
            f"expected such as {names}"
        )
    return found
