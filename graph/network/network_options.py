"""The network that is meant, said in Python as on the command line."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, TypedDict

from yuqiao.graph.errors import QueryError
from yuqiao.graph.network.filters import PartnershipFilter
from yuqiao.graph.network.spec import NetworkSpec

if TYPE_CHECKING:
    from collections.abc import Mapping


class NetworkOptions(TypedDict, total=False):
    """Which network is meant; what is left out does not count.

    The names are those of ``yuqiao view``; ``since`` and ``until`` are its ``--from`` and ``--to``,
    and ``parameters`` are the values of a question's parameters by name, its ``-p``.
    """

    country: str | None
    level: str | None
    form: str | None
    discipline: str | None
    stem: str | None
    status: str | None
    since: int | None
    until: int | None
    projection: str | None
    onto: str | None
    of: str | None
    ask: str | None
    parameters: Mapping[str, object]
    focus: str | None
    hops: int
    gather: str | None


_NAMES = {"of": "sparql", "ask": "question"}


def network_query(options: Mapping[str, object]) -> NetworkSpec:
    """Give the network that is meant by options.

    :raises QueryError: when there is no such option

    >>> network_query({"country": "RU", "projection": "school-country"}).about.en
    'Schools and countries that share partnerships, only partnerships: country RU.'
    """
    unknown = sorted(set(options) - set(NetworkOptions.__annotations__))
    if unknown:
        expected = ", ".join(NetworkOptions.__annotations__)
        raise QueryError(f"{unknown[0]} is not an option of a network; expected one of {expected}")
    selecting = {field.name for field in fields(PartnershipFilter)}
    selection = {name: value for name, value in options.items() if name in selecting}
    rest = {_NAMES.get(name, name): value for name, value in options.items()}
    others = {name: value for name, value in rest.items() if name not in selecting}
    return NetworkSpec(selection=PartnershipFilter(**selection), **others)  # type: ignore[arg-type]
