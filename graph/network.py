"""The network of a graph: schools, foreign universities, countries and disciplines.

Partnerships are not drawn; they are the evidence behind each edge. Disciplines are gathered into
their narrow field of ISCED-F 2013 (UNESCO's three-digit fields of education: 18 of them hold the
disciplines of the bundled graph); a discipline without a field stands for itself.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from yuqiao.graph import partnerships as register

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    import networkx as nx

    from yuqiao.graph.partnerships import Label, Partnership
    from yuqiao.graph.store import Store

KINDS = ("industry", "discipline", "school", "university", "country")
"""The kinds of node, in the order in which they are added; industries only when asked for."""

_FIELDS = """
SELECT DISTINCT ?discipline ?field WHERE {
  ?any yq:chinesePartner|yq:foreignPartner ?partner ; yq:discipline ?discipline .
  ?discipline skos:broadMatch/skos:broader* ?field .
  ?field skos:notation ?code .
  FILTER(STRSTARTS(STR(?field), STR(isced:)) && STRLEN(STR(?code)) = 3)
}"""


def network_of(
    store: Store, *, among: Container[str] | None = None, industries: bool = False
) -> nx.Graph:
    """Build the network of a graph's partnerships.

    :param among: the IRIs of the partnerships to count; None for all
    :param industries: whether to add the industries that partnerships serve

    A node is named by the thing's IRI. Its attributes: ``kind`` (one of :data:`KINDS`),
    ``label_en`` and ``label_zh``, ``aliases`` (other names and abbreviations), ``links`` (pages
    about it), ``members`` (the disciplines of a field, as labels), ``sources`` (IRIs),
    ``partnerships`` (the IRIs of those it takes part in, in order) and ``current`` (how many of
    them have not ended).

    An edge's attributes: ``relation`` (``partner``: school and university; ``place``: university
    and country; ``subject``: school and discipline; ``serves``: school and industry),
    ``partnerships`` (the IRIs of those it stands for, in order), ``weight`` (how many they are)
    and ``current`` (how many have not ended).

    The graph itself holds ``partnerships`` and ``sources`` (by IRI, as
    :class:`~yuqiao.graph.partnerships.Partnership` and
    :class:`~yuqiao.graph.partnerships.Source`) and ``date``, the newest date in the data. Nodes
    and edges come in the same order every time. What has no IRI cannot be pointed at, and is left
    out.

    >>> import yuqiao
    >>> network = network_of(yuqiao.open())
    >>> school = network.nodes["https://w3id.org/yuqiao/id/organisation/cqu"]
    >>> school["label_zh"], len(school["partnerships"])
    ('重庆大学', 7)
    """
    import networkx as nx

    names = register.concept_names(store)
    described = register.partners(store)
    known = {
        iri: each
        for iri, each in register.partnerships(store, names).items()
        if among is None or iri in among
    }
    ties = _ties(store, described, industries)
    network = nx.Graph(
        date=register.newest_date(store), partnerships=known, sources=register.sources(store)
    )
    members = ties.members(names)
    for kind, iri, shared in _nodes(known, ties):
        own = described.get(iri, {})
        label = names[iri] if iri in names else register.label_of(iri, own)
        network.add_node(iri, kind=kind, label_en=label.en, label_zh=label.zh)
        network.nodes[iri].update(
            names_and_links(own), members=members.get(iri, ()), **_behind(shared)
        )
    for relation, one, other, shared in _edges(known, ties):
        network.add_edge(one, other, relation=relation, weight=len(shared), **_behind(shared))
    return network


@dataclass(frozen=True)
class _Ties:
    """Where partners and disciplines lead: to countries and to fields; and to industries or not."""

    countries: Mapping[str, tuple[str, ...]]
    fields: Mapping[str, tuple[str, ...]]
    industries: bool

    def nodes_of(self, partnership: Partnership) -> Iterator[tuple[str, str]]:
        """Give the kind and IRI of every node a partnership takes part in."""
        for school in partnership.schools:
            yield "school", school
        for university in partnership.universities:
            yield "university", university
            for country in self.countries.get(university, ()):
                yield "country", country
        for field in self.fields_of(partnership):
            yield "discipline", field
        for industry in self.industries_of(partnership):
            yield "industry", industry

    def edges_of(self, partnership: Partnership) -> Iterator[tuple[str, str, str]]:
        """Give the relation and the two ends of every edge a partnership stands behind."""
        for university in partnership.universities:
            for country in self.countries.get(university, ()):
                yield "place", university, country
        for school in partnership.schools:
            for university in partnership.universities:
                yield "partner", school, university
            for field in self.fields_of(partnership):
                yield "subject", school, field
            for industry in self.industries_of(partnership):
                yield "serves", school, industry

    def fields_of(self, partnership: Partnership) -> Iterator[str]:
        """Give the fields a partnership teaches, or the disciplines that have none."""
        for discipline in partnership.disciplines:
            yield from self.fields.get(discipline, (discipline,))

    def industries_of(self, partnership: Partnership) -> tuple[str, ...]:
        """Give the industries a partnership serves, if they count."""
        return partnership.industries if self.industries else ()

    def members(self, names: Mapping[str, Label]) -> dict[str, tuple[Label, ...]]:
        """Give the names of the disciplines in each field."""
        found = defaultdict(set)
        for discipline, fields in self.fields.items():
            for field in fields:
                found[field].add(names[discipline])
        return {field: tuple(sorted(labels)) for field, labels in found.items()}


def _ties(store: Store, described: register.Descriptions, industries: bool) -> _Ties:
    fields = defaultdict(set)
    for discipline, field in register.rows(store, _FIELDS):
        fields[discipline.value].add(field.value)
    return _Ties(
        countries={iri: register.values(own, "country") for iri, own in described.items()},
        fields={discipline: tuple(sorted(found)) for discipline, found in fields.items()},
        industries=industries,
    )


def _nodes(
    known: Mapping[str, Partnership], ties: _Ties
) -> Iterator[tuple[str, str, list[Partnership]]]:
    """Give kind, IRI and partnerships of each node; what is of two kinds keeps the first seen."""
    kinds: dict[str, str] = {}
    shared: dict[str, list[Partnership]] = defaultdict(list)
    for partnership in known.values():
        for kind, iri in dict.fromkeys(ties.nodes_of(partnership)):
            kinds.setdefault(iri, kind)
            shared[iri].append(partnership)
    for iri in sorted(kinds, key=lambda iri: (KINDS.index(kinds[iri]), iri)):
        yield kinds[iri], iri, shared[iri]


def _edges(
    known: Mapping[str, Partnership], ties: _Ties
) -> Iterator[tuple[str, str, str, list[Partnership]]]:
    """Give relation, ends and partnerships of each edge."""
    shared: dict[tuple[str, str, str], list[Partnership]] = defaultdict(list)
    for partnership in known.values():
        for edge in dict.fromkeys(ties.edges_of(partnership)):
            shared[edge].append(partnership)
    for (relation, one, other), behind in sorted(shared.items(), key=lambda item: item[0]):
        yield relation, one, other, behind


def _behind(shared: list[Partnership]) -> dict[str, Any]:
    return {
        "partnerships": tuple(partnership.iri for partnership in shared),
        "current": sum(not partnership.ended for partnership in shared),
    }


def names_and_links(own: register.Description) -> dict[str, Any]:
    """Give the attributes of a node that come from its own description."""
    return {
        "aliases": register.values(own, "alias"),
        "links": register.values(own, "link"),
        "sources": register.values(own, "source"),
    }
