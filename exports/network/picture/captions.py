"""What a picture says of itself: title, description, legend, and where its facts are from."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, cast

from yuqiao.exports.network.picture.text_metrics import paragraph, shortened, width_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    import networkx as nx

_PUBLISHERS = 3  # that are named
_MOST_LINKED = 3
_KEY = 44  # the mark in the legend and the room around it


class Wording:
    """The words of one picture.

    :param named: how many nodes have their name beside them
    """

    def __init__(self, network: nx.Graph, lang: str, named: int) -> None:
        self._network = network
        self._lang = lang
        self._named = named
        self._words = _words()[lang]
        self._kinds = Counter(
            kind if kind in self._words else "other"
            for _, kind in network.nodes(data="kind", default="other")
        )

    @property
    def title(self) -> str:
        """The title: whose partnerships these are, where there is one region."""
        known = self._network.graph.get("partnerships", {})
        regions = {label for each in known.values() for label in each.facts.get("region", ())}
        if len(regions) != 1:
            return self._words["title"]
        region = getattr(regions.pop(), self._lang)
        return self._words["title-of"].replace("{region}", region)

    @property
    def description(self) -> str:
        """What a reader who does not see the picture is told."""
        if not self._network:
            return self._empty
        kinds = self._joined(f"{count} {self._words[kind]}" for kind, count in self._kinds.items())
        ranked = sorted(self._network.degree, key=lambda each: (-each[1], each[0]))
        most = self._joined(
            self._filled("links", name=self._name(node), count=degree)
            for node, degree in ranked[:_MOST_LINKED]
        )
        return self._told(
            [self._filled("described", kinds=kinds), *self._said, self._filled("most", names=most)]
        )

    def title_within(self, room: float, size: float) -> str:
        """Give the title, cut to the room there is."""
        return shortened(self.title, size * 1.08, room)

    def heading(self, size: float, room: float) -> list[str]:
        """Give the lines below the title."""
        said = self._said if self._network else [self._empty, *self._said]
        return [line for text in said for line in paragraph(text, size, room)]

    def legend(self, size: float, room: float) -> list[list[tuple[str, str]]]:
        """Give the rows of the legend: each kind with its name and number."""
        rows: list[list[tuple[str, str]]] = []
        used = room
        for kind, count in self._kinds.items():
            label = self._filled("links", name=self._words[kind], count=count)
            width = _KEY + width_of(label, size)
            if used + width > room:
                rows.append([])
                used = 0
            rows[-1].append((kind, label))
            used += width
        return rows

    def footing(self, size: float, room: float) -> list[str]:
        """Give the lines at the bottom: what the signs mean, and the sources."""
        if not self._network:
            return []
        said = self._told([*self._signs(), *self._sources()])
        return paragraph(said, size, room) if said else []

    @property
    def _empty(self) -> str:
        """Why there is nothing to draw."""
        return getattr(self._network.graph.get("empty"), self._lang, "") or self._words["empty"]

    @property
    def _said(self) -> list[str]:
        """What is shown, how much of it, and of when."""
        graph = self._network.graph
        about = getattr(graph.get("about"), self._lang, "")
        cut = getattr(graph.get("cut"), self._lang, "")
        nodes, edges = self._network.number_of_nodes(), self._network.number_of_edges()
        size = self._filled("size", nodes=nodes, edges=edges)
        date = self._filled("as-of", date=graph["date"]) if graph.get("date") else ""
        return [text for text in (about, cut, self._told([size, date])) if text]

    def _signs(self) -> Iterable[str]:
        edges = [own for *_, own in self._network.edges(data=True)]
        if any(own.get("partnerships") for _, own in self._network.nodes(data=True)):
            yield self._words["numbers"]
        if any(own.get("weight", 1) != 1 for own in edges):
            yield self._words["wide"]
        if any(own.get("partnerships") and not own.get("current") for own in edges):
            yield self._words["dashed"]
        if self._named < len(self._network):
            nodes = self._network.number_of_nodes()
            yield self._filled("unnamed", named=self._named, nodes=nodes)

    def _sources(self) -> Iterable[str]:
        """Tell how many sources are behind what is shown, and who published the most of them."""
        known = self._network.graph.get("partnerships", {})
        shown = {iri for _, own in self._network.nodes(data=True)
                 for iri in own.get("partnerships", ())}  # fmt: skip
        behind = {source for iri in shown if iri in known for source in known[iri].sources}
        told = self._network.graph.get("sources", {})
        by = Counter(told[source].publisher or told[source].title.en
                     for source in sorted(behind) if source in told)  # fmt: skip
        if not by:
            return
        ranked = sorted(by.items(), key=lambda each: (-each[1], each[0]))
        names = self._joined(
            self._filled("links", name=name, count=count) for name, count in ranked[:_PUBLISHERS]
        )
        if len(ranked) > _PUBLISHERS:
            names += self._words["between"] + self._filled(
                "others", count=len(ranked) - _PUBLISHERS
            )
        yield self._filled("sources", count=sum(by.values()), publishers=names)

    def _name(self, node: str) -> str:
        return str(self._network.nodes[node].get(f"label_{self._lang}") or node)

    def _told(self, sentences: Iterable[str]) -> str:
        return self._words["between"].join(filter(None, sentences))

    def _joined(self, parts: Iterable[str]) -> str:
        return self._words["list"].join(parts)

    def _filled(self, key: str, **values: object) -> str:
        text = self._words[key]
        for name, value in values.items():
            text = text.replace(f"{{{name}}}", str(value))
        return text


@cache
def _words() -> dict[str, dict[str, str]]:
    text = files(__package__).joinpath("messages.json").read_text("utf-8")
    return cast("dict[str, dict[str, str]]", json.loads(text))
