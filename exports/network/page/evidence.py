"""What stands behind a network on the page: partnerships, the terms they are chosen by, claims."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from yuqiao.graph.network.partnerships import Label, label_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import networkx as nx

    from yuqiao.graph.network.evidence import Claim
    from yuqiao.graph.network.partnerships import Partnership, Source

_TERMS = {
    "level": "level",
    "form": "form",
    "stem": "stem",
    "status": "status",
    "field": "fields",
    "country": "countries",
}
"""What a partnership can be chosen by, and what the page calls it."""

_TAUGHT = "discipline"


class Register:
    """The partnerships, terms, claims and sources of a network, numbered for the page.

    A claim is told once, however many facts it stands behind, and a source only when something
    rests on it; a term is known by the last part of its IRI, or by all of it where two would be
    called the same.

    :param network: the network; what it does not hold is taken for nothing
    """

    def __init__(self, network: nx.Graph) -> None:
        told = network.graph
        self._partnerships: Mapping[str, Partnership] = told.get("partnerships", {})
        self._sources: Mapping[str, Source] = told.get("sources", {})
        self._names: Mapping[str, Label] = told.get("names", {})
        self._behind: Mapping[tuple[str, str], tuple[Claim, ...]] = told.get("claims", {})
        self._number = {iri: index for index, iri in enumerate(self._partnerships)}
        self._source: dict[str, int] = {}
        self._claims: dict[Claim, int] = {}
        self._ends: dict[str, list[int]] = {}
        for index, (_, partnerships) in enumerate(network.nodes(data="partnerships", default=())):
            for iri in partnerships:
                self._ends.setdefault(iri, []).append(index)
        of_nodes = {
            name: [term for _, term in network.nodes(data=name) if term]
            for name in ("country", "level")
        }
        self._keys = {name: self._terms(name, of_nodes.get(name, [])) for name in _TERMS}

    def told(self) -> dict[str, Any]:
        """Give all of it, once the nodes have been told: what is used is numbered as it comes."""
        partnerships = [self._partnership(each) for each in self._partnerships.values()]
        claims = [self._claim(claim) for claim in self._claims]
        return {
            "partnerships": partnerships,
            "terms": {
                _TERMS[name]: {key: self.name(iri)._asdict() for iri, key in keys.items()}
                for name, keys in self._keys.items()
            },
            "claims": claims,
            "sources": [_source(self._sources[iri]) for iri in self._source],
        }

    def region(self) -> dict[str, str] | None:
        """Give the region of all partnerships, if they have one in common."""
        known = self._partnerships.values()
        regions = {label for each in known for label in each.facts.get("region", ())}
        return regions.pop()._asdict() if len(regions) == 1 else None

    def numbers(self, partnerships: Iterable[str]) -> list[int]:
        """Give the numbers of some partnerships."""
        return [self._number[iri] for iri in partnerships]

    def source_numbers(self, sources: Iterable[str]) -> list[int]:
        """Give the numbers of some sources, as far as they are known."""
        return [
            self._source.setdefault(iri, len(self._source))
            for iri in sources
            if iri in self._sources
        ]

    def claims(self, thing: str, fact: str) -> list[int]:
        """Give the numbers of the claims behind a fact."""
        behind = self._behind.get((thing, fact), ())
        return [self._claims.setdefault(claim, len(self._claims)) for claim in behind]

    def key(self, name: str, term: str | None) -> str | None:
        """Give the key of a term, such as a country."""
        return None if term is None else self._keys[name].get(term)

    def name(self, thing: str) -> Label:
        """Give the name of a concept or place; its IRI's last part where it has none."""
        return self._names.get(thing) or label_of(thing, {})

    def _terms(self, name: str, more: list[str]) -> dict[str, str]:
        """Give the keys of the terms of one kind, those of most partnerships first."""
        known = self._partnerships.values()
        counts = Counter(term for each in known for term in each.terms.get(name, ()))
        counts.update(dict.fromkeys(more, 0))
        iris = sorted(counts, key=lambda iri: (-counts[iri], iri))
        slugs = Counter(_slug(iri) for iri in iris)
        return {iri: _slug(iri) if slugs[_slug(iri)] == 1 else iri for iri in iris}

    def _partnership(self, each: Partnership) -> dict[str, Any]:
        keys = {
            _TERMS[name]: [keys[iri] for iri in each.terms.get(name, ())]
            for name, keys in self._keys.items()
        }
        told = ("name", "school", "university", "industry", _TAUGHT, *each.facts)
        evidence = {name: self.claims(each.iri, name) for name in dict.fromkeys(told)}
        return {
            "iri": each.iri,
            **each.label._asdict(),
            "ended": each.ended,
            "page": each.page,
            "year": each.year,
            "nodes": self._ends.get(each.iri, []),
            "disciplines": [label._asdict() for label in each.taught],
            "facts": {
                name: [label._asdict() for label in labels] for name, labels in each.facts.items()
            },
            "evidence": {name: claims for name, claims in evidence.items() if claims},
            **keys,
            "sources": self.source_numbers(each.sources),
        }

    def _claim(self, claim: Claim) -> dict[str, Any]:
        return {
            "source": self.source_numbers([claim.source])[0],
            "date": claim.date,
            "basis": self.name(claim.basis)._asdict(),
            "review": self.name(claim.review)._asdict(),
            **({"says": claim.says._asdict()} if claim.says.en else {}),
            **({"note": {"en": claim.note, "zh": claim.note}} if claim.note else {}),
        }


def _source(each: Source) -> dict[str, str]:
    return {
        **each.title._asdict(),
        "url": each.url,
        "publisher": each.publisher,
        "date": each.date,
    }


def _slug(iri: str) -> str:
    return iri.rstrip("/#").replace("#", "/").rpartition("/")[2]
