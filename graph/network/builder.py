"""The network of a graph: schools, foreign universities, countries and disciplines.

Partnerships are not drawn; they are the evidence behind each edge. Disciplines are gathered into
their field: see :mod:`yuqiao.graph.network.links`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from yuqiao.graph.network import partnerships as register
from yuqiao.graph.network.links import ties_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

    import networkx as nx

    from yuqiao.graph.network.links import Links
    from yuqiao.graph.network.partnerships import Label, Partnership
    from yuqiao.graph.stores.store import Store

KINDS = ("industry", "discipline", "school", "university", "country")
"""The kinds of node, in the order in which they are added; industries only when asked for."""

FACTS = ("place", "sector", "founded", "code")
"""What is told of a school or university beside its country, as attributes of its node."""


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
    them have not ended). Where they are known: ``place``, ``sector``, ``founded`` and ``code`` (of
    a school or university, as labels), ``country`` (the IRI of a university's country, a country's
    own, and for all else that of most of its partnerships) and ``level`` (the IRI of the level of
    most of its partnerships); none when two are equally many.

    An edge's attributes: ``relation`` (``partner``: school and university; ``place``: university
    and country; ``subject``: school and discipline; ``serves``: school and industry),
    ``partnerships`` (the IRIs of those it stands for, in order), ``weight`` (how many they are)
    and ``current`` (how many have not ended).

    The graph itself holds ``partnerships`` and ``sources`` (by IRI, as
    :class:`~yuqiao.graph.network.partnerships.Partnership` and
    :class:`~yuqiao.graph.network.partnerships.Source`), ``names`` (of the concepts and places that
    these point at, as labels by IRI), and ``date``, the newest date in the data. Nodes and edges
    come in the same order every time. What has no IRI cannot be pointed at, and is left out. The
    claims behind each fact are added by :func:`yuqiao.graph.network.evidence.add_claims`.

    >>> import yuqiao
    >>> network = network_of(yuqiao.open())
    >>> school = network.nodes["https://w3id.org/yuqiao/id/organisation/cqu"]
    >>> school["label_zh"], len(school["partnerships"])
    ('重庆大学', 7)
    """
    import networkx as nx

    names = register.concept_names(store)
    described = register.partners(store)
    ties = ties_of(store, described, industries=industries)
    known = {
        iri: ties.tied(each)
        for iri, each in register.partnerships(store, names).items()
        if among is None or iri in among
    }
    network = nx.Graph(
        date=register.newest_date(store),
        partnerships=known,
        sources=register.sources(store),
        names=names,
    )
    members = ties.members(names)
    for kind, iri, shared in _nodes(known, ties):
        own = described.get(iri, {})
        label = names[iri] if iri in names else register.label_of(iri, own)
        network.add_node(iri, kind=kind, label_en=label.en, label_zh=label.zh)
        network.nodes[iri].update(
            names_and_links(own),
            members=members.get(iri, ()),
            **_behind(shared),
            **facts_of(own, names),
            **belonging(iri, kind, own, shared),
        )
    for relation, one, other, shared in _edges(known, ties):
        network.add_edge(one, other, relation=relation, weight=len(shared), **_behind(shared))
    return network


def _nodes(
    known: Mapping[str, Partnership], ties: Links
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
    known: Mapping[str, Partnership], ties: Links
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


def facts_of(own: register.Description, names: Mapping[str, Label]) -> dict[str, Any]:
    """Give what a description tells of :data:`FACTS`."""
    return {name: register.labels_of(own[name], names) for name in FACTS if name in own}


def belonging(
    iri: str, kind: str, own: register.Description, shared: Iterable[Partnership]
) -> dict[str, str]:
    """Give the country and the level that a node belongs to, as far as there is one of each.

    :param own: its description
    :param shared: the partnerships it takes part in
    """
    shared = list(shared)
    countries = [term for each in shared for term in each.terms.get("country", ())]
    if kind == "country":
        countries = [iri]
    elif kind == "university":
        countries = list(register.values(own, "country"))
    levels = [term for each in shared for term in each.terms.get("level", ())]
    found = {"country": _commonest(countries), "level": _commonest(levels)}
    return {name: term for name, term in found.items() if term is not None}


def _commonest(terms: list[str]) -> str | None:
    """Give the term that comes most often; None when two come equally often."""
    counts = Counter(terms).most_common(2)
    if not counts or (len(counts) == 2 and counts[0][1] == counts[1][1]):
        return None
    return counts[0][0]
