"""The captions of a picture: title, description, legend and sources."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, cast

from yuqiao.exports.network.palette import hues_of
from yuqiao.exports.network.picture.text_metrics import paragraph, width_of
from yuqiao.graph.network.model import OWN_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from yuqiao.graph.network.model import CitedSource, Network

_PUBLISHERS = 3  # named at most
_MOST_LINKED = 3
_MOST_CUT = 12  # names that are cut in the picture and whole below it
_KEY = 44  # the mark in the legend and the room around it

LINE_KEY = "line "
"""What precedes the colour of an entry of the legend that is a line."""


class Captions:
    """The captions of one picture, in one language.

    :param named: how many nodes are drawn with their name
    :param shortened: the names that are cut
    """

    def __init__(
        self, network: Network, lang: str, named: int, shortened: Sequence[str] = ()
    ) -> None:
        self._network = network
        self._graph = network.graph
        self._lang = lang
        self._named, self._shortened = named, shortened
        self._words = _words()[lang]
        self._hues = hues_of(network)
        behind = self._graph.nodes(data="partnerships", default=())
        self._shown = {iri for _, own in behind for iri in own if iri in network.partnerships}
        self._kinds = Counter(
            kind if kind in network.kinds or kind in OWN_KINDS else "other"
            for _, kind in self._graph.nodes(data="kind", default="other")
        )

    @property
    def title(self) -> str:
        """The title, with the region of the partnerships if there is one."""
        if self._network.title.en:
            return self._network.title.text(self._lang)
        if not self._network.in_vocabulary:
            return self._words["title-foreign"]
        known = self._network.partnerships.values()
        regions = {label for each in known for label in each.facts.get("region", ())}
        if len(regions) != 1:
            return self._words["title"]
        region = regions.pop().text(self._lang)
        return self._words["title-of"].replace("{region}", region)

    @property
    def description(self) -> str:
        """The description for readers who do not see the picture."""
        if not self._network:
            return self._empty
        kinds = self._joined(f"{count} {self._kind(kind)}" for kind, count in self._kinds.items())
        ranked = sorted(self._graph.degree, key=lambda each: (-each[1], each[0]))
        most = self._joined(
            self._filled("links", name=self._name(node), count=degree)
            for node, degree in ranked[:_MOST_LINKED]
        )
        return self._paragraph(
            [
                self._filled("described", kinds=kinds),
                *filter(None, [self.note, *self._scope]),
                self._filled("most", names=most),
            ]
        )

    def title_lines(self, size: float, room: float) -> list[str]:
        """Return the lines of the title."""
        return paragraph(self.title, size * 1.08, room)

    def heading(self, size: float, room: float) -> list[str]:
        """Return the lines below the title."""
        empty = [] if self._network else [self._empty]
        texts = filter(None, [self.note, *empty, *self._scope])
        return [line for text in texts for line in paragraph(text, size, room)]

    def legend(self, size: float, room: float) -> list[list[tuple[str, str]]]:
        """Return the rows of the legend: each kind with its name and number."""
        rows: list[list[tuple[str, str]]] = []
        used = room
        for kind, label in self._entries():
            width = _KEY + width_of(label, size)
            if used + width > room:
                rows.append([])
                used = 0
            rows[-1].append((kind, label))
            used += width
        return rows

    def _entries(self) -> Iterator[tuple[str, str]]:
        """Return the colours of kinds and relations, each with its name and number."""
        for kind, count in self._kinds.items():
            label = self._filled("links", name=self._kind(kind), count=count)
            yield self._hues.kinds.get(kind, kind), label
        counts = Counter(relation for *_, relation in self._graph.edges(data="relation"))
        for relation, hue in self._hues.relations.items():
            name = self._network.relations[relation].text(self._lang)
            yield LINE_KEY + hue, self._filled("links", name=name, count=counts[relation])

    def _kind(self, kind: str) -> str:
        known = self._network.kinds.get(kind)
        return known.text(self._lang) if known else self._words[kind]

    def footing(self, size: float, room: float) -> list[str]:
        """Return the lines at the bottom: what glyphs mean, the sources, names cut above."""
        if not self._network:
            return []
        cut = self._shortened if len(self._shortened) <= _MOST_CUT else ()
        texts = [self._paragraph([*self._key(), *self._sources()]), *(f"– {each}" for each in cut)]
        return [line for text in filter(None, texts) for line in paragraph(text, size, room)]

    @property
    def _empty(self) -> str:
        """Why there is nothing to draw."""
        notice = self._network.notice
        return notice.text(self._lang) if notice else self._words["empty"]

    @property
    def note(self) -> str:
        """The note of whoever made it, or nothing."""
        return self._network.note.text(self._lang)

    @property
    def _scope(self) -> list[str]:
        """What part of the data is shown, how large it is, and its date."""
        network = self._network
        notice = network.notice.text(self._lang) if network and network.notice else ""
        size = self._filled("size", nodes=len(network), edges=self._graph.number_of_edges())
        date = self._filled("as-of", date=network.date) if network.date else ""
        texts = (network.about.text(self._lang), notice, self._paragraph([size, date]))
        return [text for text in texts if text]

    def _key(self) -> Iterable[str]:
        edges = [own for *_, own in self._graph.edges(data=True)]
        if any(own.get("partnerships") for _, own in self._graph.nodes(data=True)):
            yield self._words["numbers"]
        if any(own.get("weight", 1) != 1 for own in edges):
            yield self._words["wide"]
        if any(own.get("partnerships") and not own.get("current") for own in edges):
            yield self._words["dashed"]
        if self._named < len(self._network):
            yield self._filled("unnamed", named=self._named, nodes=len(self._network))
        if self._shortened:
            yield self._filled("shortened", count=len(self._shortened))

    def _publisher(self, source: CitedSource) -> str:
        return source.publisher.text(self._lang) or source.title.text(self._lang)

    def _sources(self) -> Iterable[str]:
        """Return how many sources are cited, and who published those of most statements."""
        sources = self._network.sources
        stated = self._statements() if self._network.evidence else self._cited()
        carried = Counter(source for source in stated if source in sources)
        for source in self._cited():
            if source in sources:
                carried.setdefault(source, 0)
        if not carried:
            return
        by: Counter[str] = Counter()
        for source, count in sorted(carried.items()):
            by[self._publisher(sources[source])] += count
        ranked = sorted(by.items(), key=lambda each: (-each[1], each[0]))
        names = self._joined(
            self._filled("links", name=name, count=count) for name, count in ranked[:_PUBLISHERS]
        )
        if len(ranked) > _PUBLISHERS:
            names += self._words["between"] + self._filled(
                "others", count=len(ranked) - _PUBLISHERS
            )
        yield self._filled("sources", count=len(carried), publishers=names)

    def _statements(self) -> Iterator[str]:
        """Return the source of every statement about what is shown, once for each statement."""
        for (entity, _), claims in self._network.evidence.items():
            if entity in self._graph or entity in self._shown:
                yield from {iri for each in claims if not each.says.en for iri in each.sources}

    def _cited(self) -> Iterator[str]:
        """Return the sources that the nodes and partnerships shown cite as a whole."""
        for _, own in self._graph.nodes(data=True):
            yield from own.get("sources", ())
        for iri in self._shown:
            yield from self._network.partnerships[iri].sources

    def _name(self, node: str) -> str:
        return str(self._graph.nodes[node].get(f"label_{self._lang}") or node)

    def _paragraph(self, sentences: Iterable[str]) -> str:
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
