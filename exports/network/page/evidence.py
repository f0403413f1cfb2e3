"""The evidence behind a network on the page: partnerships, filter terms, claims, sources."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from yuqiao.graph.labels import label_of, local_name
from yuqiao.graph.network.comparison.graph_union import EDITIONS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yuqiao.graph.labels import Label
    from yuqiao.graph.network.model import (
        CitedSource,
        Evidence,
        FactChange,
        Network,
        Partnership,
        Place,
    )

_TERMS = {
    "level": "level",
    "form": "form",
    "stem": "stem",
    "status": "status",
    "field": "fields",
    "country": "countries",
    "school": "schools",
}
"""The terms a partnership can be filtered by, each with its key on the page."""

_TAUGHT = "discipline"


class EvidenceTables:
    """The partnerships, terms, claims and sources of a network, numbered for the page.

    A claim is written once, however many facts it supports, and a source only if it is cited; the
    key of a term is the last part of its IRI, or all of it where two would have the same key.
    """

    def __init__(self, network: Network) -> None:
        self._network = network
        self._number = {iri: index for index, iri in enumerate(network.partnerships)}
        self._source: dict[str, int] = {}
        self._claims: dict[Evidence, int] = {}
        self._shared: dict[str, int] = {}
        self._ends: dict[str, list[int]] = {}
        self._places: dict[Place, int] = {}
        graph = network.graph
        for index, (_, partnerships) in enumerate(graph.nodes(data="partnerships", default=())):
            for iri in partnerships:
                self._ends.setdefault(iri, []).append(index)
        of_nodes = {
            name: [term for _, term in graph.nodes(data=name) if term]
            for name in ("country", "level")
        }
        self._keys = {name: self._terms(name, of_nodes.get(name, [])) for name in _TERMS}

    def lists(self) -> dict[str, Any]:
        """Return all of it; call this last, as what is referred to is numbered by first use."""
        partnerships = [self._partnership(each) for each in self._network.partnerships.values()]
        claims = [self._claim(claim) for claim in self._claims]
        return {
            "partnerships": partnerships,
            "terms": {
                _TERMS[name]: {key: self.label(iri)._asdict() for iri, key in keys.items()}
                for name, keys in self._keys.items()
            }
            | self._editions(),
            "claims": claims,
            "shared": [self._neighbour(iri) for iri in self._shared],
            "sources": [_source(self._network.sources[iri]) for iri in self._source],
            **({"places": [_place(each) for each in self._places]} if self._places else {}),
        }

    def region(self) -> dict[str, str] | None:
        """Return the region of all partnerships, if they have one in common."""
        known = self._network.partnerships.values()
        regions = {label for each in known for label in each.facts.get("region", ())}
        return regions.pop()._asdict() if len(regions) == 1 else None

    def numbers(self, partnerships: Iterable[str]) -> list[int]:
        """Return the numbers of partnerships."""
        return [self._number[iri] for iri in partnerships]

    def source_numbers(self, sources: Iterable[str]) -> list[int]:
        """Return the numbers of sources, as far as they are known."""
        return [
            self._source.setdefault(iri, len(self._source))
            for iri in sources
            if iri in self._network.sources
        ]

    def shared_numbers(self, neighbours: Iterable[str]) -> list[int]:
        """Return the numbers of common neighbours that are not in the network."""
        return [self._shared.setdefault(iri, len(self._shared)) for iri in neighbours]

    def claims(self, entity: str, fact: str) -> list[int]:
        """Return the numbers of the claims behind a fact."""
        behind = self._network.evidence.get((entity, fact), ())
        return [self._claims.setdefault(claim, len(self._claims)) for claim in behind]

    def key(self, name: str, term: str | None) -> str | None:
        """Return the key of a term, such as a country."""
        return None if term is None else self._keys[name].get(term)

    def label(self, iri: str) -> Label:
        """Return the label of a concept or place; the last part of its IRI if it has none."""
        return self._network.labels.get(iri) or label_of(iri, {})

    def _terms(self, name: str, more: list[str]) -> dict[str, str]:
        """Return the keys of the terms of one kind, those of most partnerships first."""
        known = self._network.partnerships.values()
        counts = Counter(term for each in known for term in _terms_of(each, name))
        counts.update(dict.fromkeys(more, 0))
        iris = sorted(counts, key=lambda iri: (-counts[iri], iri))
        slugs = Counter(local_name(iri) for iri in iris)
        return {iri: local_name(iri) if slugs[local_name(iri)] == 1 else iri for iri in iris}

    def _partnership(self, each: Partnership) -> dict[str, Any]:
        keys = {
            _TERMS[name]: [keys[iri] for iri in _terms_of(each, name)]
            for name, keys in self._keys.items()
        }
        shown = ("name", "school", "university", "industry", _TAUGHT, *each.facts)
        evidence = {name: self.claims(each.iri, name) for name in dict.fromkeys(shown)}
        return {
            "iri": each.iri,
            **each.label._asdict(),
            "ended": each.ended,
            "page": each.page,
            "year": each.year,
            "nodes": self._ends.get(each.iri, []),
            **self._partners_elsewhere(each),
            **self._where(each),
            **self._in_editions(each.iri),
            "disciplines": [label._asdict() for label in each.taught],
            "facts": {
                name: [label._asdict() for label in labels] for name, labels in each.facts.items()
            },
            "evidence": {name: claims for name, claims in evidence.items() if claims},
            **keys,
            "sources": self.source_numbers(each.sources),
        }

    def _partners_elsewhere(self, each: Partnership) -> dict[str, Any]:
        """Return the partners that are not nodes of the network, and their countries, by kind."""
        ends = {
            "school": each.schools,
            "university": each.universities,
            "country": each.terms.get("country", ()),
        }
        missing = {
            kind: [self.label(iri)._asdict() for iri in iris if iri not in self._network.graph]
            for kind, iris in ends.items()
        }
        found = {kind: labels for kind, labels in missing.items() if labels}
        return {"partners": found} if found else {}

    def _editions(self) -> dict[str, Any]:
        """Return the names of two editions, as terms of a facet."""
        found = self._network.editions
        if found is None or not self._network.partnerships:
            return {}
        return {
            "editions": {
                key: name._asdict() for key, name in zip(EDITIONS, found.names, strict=True)
            }
        }

    def _in_editions(self, iri: str) -> dict[str, Any]:
        """Return the editions that a partnership is in, and what changed between them."""
        found = self._network.editions
        if found is None:
            return {}
        held = [
            key for key, own in zip(EDITIONS, (found.old, found.new), strict=True) if iri in own
        ]
        return held_in(held, found.changes.get(iri, ()))

    def _where(self, each: Partnership) -> dict[str, Any]:
        """Return the places of the schools and of the universities, by number."""
        if not self._network.places:
            return {}
        return {"homes": self.places(each.schools), "abroad": self.places(each.universities)}

    def places(self, entities: Iterable[str]) -> list[int]:
        """Return the numbers of the places of some entities, as far as they are known."""
        found = [self._network.places.get(iri) for iri in entities]
        return [self._places.setdefault(each, len(self._places)) for each in found if each]

    def _neighbour(self, iri: str) -> dict[str, Any]:
        """Return a common neighbour, with the partnerships it takes part in."""
        own = [
            each.iri
            for each in self._network.partnerships.values()
            if iri in (*each.schools, *each.universities, *each.industries)
            or any(iri in each.terms.get(name, ()) for name in ("country", "field"))
        ]
        return {**self.label(iri)._asdict(), "partnerships": self.numbers(own)}

    def _claim(self, claim: Evidence) -> dict[str, Any]:
        return {
            "sources": self.source_numbers(claim.sources),
            "date": claim.date,
            "basis": self.label(claim.basis)._asdict(),
            "review": self.label(claim.review)._asdict(),
            **({"says": claim.says._asdict()} if claim.says.en else {}),
            **({"note": claim.note._asdict()} if claim.note.en else {}),
        }


def held_in(editions: Iterable[str], changes: Iterable[FactChange]) -> dict[str, Any]:
    """Return the editions that something is in, and what changed between them."""
    found = [
        {
            "fact": each.fact,
            "old": [label._asdict() for label in each.old],
            "now": [label._asdict() for label in each.now],
        }
        for each in changes
    ]
    return {"editions": list(editions), **({"changes": found} if found else {})}


def _source(each: CitedSource) -> dict[str, Any]:
    return {
        **each.title._asdict(),
        "url": each.url,
        "publisher": each.publisher._asdict(),
        "date": each.date,
    }


def _place(each: Place) -> dict[str, Any]:
    return {
        **each.label._asdict(),
        "iri": each.iri,
        "latitude": each.latitude,
        "longitude": each.longitude,
        **({"within": each.within._asdict()} if each.within else {}),
    }


def _terms_of(each: Partnership, name: str) -> tuple[str, ...]:
    return each.schools if name == "school" else each.terms.get(name, ())
