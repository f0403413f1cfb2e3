"""The colours shared by page and picture, read from the page's style."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from yuqiao.exports.network import page

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from yuqiao.graph.network.model import Network

_DECLARATION = re.compile(r"--([\w-]+):\s*(#[0-9a-f]{6})\b")
_UNKNOWN = "other"
_HUES = 8
_KINDS = 4  # that have a hue of their own, however many relations there are


@cache
def colours() -> Mapping[str, str]:
    """Return the page's light colours by name: ``paper``, ``ink``, ``school``, ``school-fill`` ...

    >>> colours()["paper"]
    '#ffffff'
    """
    style = files(page).joinpath("page.css").read_text("utf-8")
    return dict(_DECLARATION.findall(style.partition("@media")[0]))


def colour_of(kind: str) -> str:
    """Return the colour of a kind of node; of an unknown kind, that of ``other``.

    >>> colour_of("planet") == colours()["other"]
    True
    """
    return colours().get(kind, colours()[_UNKNOWN])


_OWN_RELATIONS = {"partner": "university", "subject": "discipline", "place": "country"}


class Hues(NamedTuple):
    """The names of the colours of kinds and relations that are not the vocabulary's own."""

    kinds: Mapping[str, str]
    relations: Mapping[str, str]

    def of_kind(self, kind: str) -> str:
        """Return the colour of a kind of node."""
        return colour_of(self.kinds.get(kind, kind))

    def of_relation(self, relation: str, kind: str) -> str:
        """Return the colour of a relation; without one, that of the kind of its second node."""
        own = _OWN_RELATIONS.get(relation) or self.relations.get(relation)
        return colour_of(own) if own else self.of_kind(kind)


def hues_of(network: Network) -> Hues:
    """Choose the hues of the most frequent kinds and relations; the others are grey.

    Kinds and relations share eight hues, none of which is used twice; a single relation has none.

    >>> import networkx
    >>> from yuqiao.graph.labels import Label
    >>> from yuqiao.graph.network.model import Network
    >>> graph = networkx.MultiDiGraph([("a", "b", {"relation": "ex:likes"})])
    >>> graph.add_node("a", kind="Person")
    >>> hues_of(Network(graph, kinds={"Person": Label("Person", "Person")}))
    Hues(kinds={'Person': 'hue-1'}, relations={})
    """
    graph = network.graph
    kinds = _ranked((kind for _, kind in graph.nodes(data="kind")), network.kinds)
    relations = _ranked((each for _, _, each in graph.edges(data="relation")), network.relations)
    if len(relations) == 1:
        return Hues(
            _numbered(kinds, 1, _HUES), {relations[0]: "quiet"} if network.is_foreign else {}
        )
    first = min(len(kinds), max(_KINDS, _HUES - len(relations)), _HUES)
    return Hues(_numbered(kinds, 1, first), _numbered(relations, first + 1, _HUES))


def _numbered(names: Iterable[str], first: int, last: int) -> dict[str, str]:
    return {
        name: f"hue-{number}" if number <= last else "hue-other"
        for number, name in enumerate(names, first)
    }


def _ranked(found: Iterable[str | None], named: Mapping[str, object]) -> list[str]:
    """Return the names that occur, the most frequent first."""
    counts = Counter(name for name in found if name in named)
    return sorted((name for name in counts if name), key=lambda name: (-counts[name], name))
