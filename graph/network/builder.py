"""Build the network of a graph: schools, foreign universities, countries and disciplines.

Partnerships are not nodes; they are the evidence behind each edge. Disciplines are aggregated into
their field: see :mod:`yuqiao.graph.network.links`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from yuqiao.graph.network import partnership_queries as register
from yuqiao.graph.network.links import query_links
from yuqiao.graph.network.model import FACTS, KINDS, Network

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

    import networkx as nx

    from yuqiao.graph.labels import Label
    from yuqiao.graph.network.links import Links
    from yuqiao.graph.network.model import Partnership
    from yuqiao.graph.stores.store import Store


def build_network(
    store: Store, *, among: Container[str] | None = None, industries: bool = False
) -> Network:
    """Build the network of a graph's partnerships.

    :param among: the IRIs of the partnerships to count; None for all
    :param industries: whether to add the industries that partnerships serve

    A node is an entity's IRI. Its attributes: ``kind`` (one of
    :data:`~yuqiao.graph.network.model.KINDS`), ``label_en`` and ``label_zh``, ``aliases`` (other
    names and abbreviations), ``links`` (pages about it), ``members`` (the disciplines of a field,
    as labels), ``sources`` (IRIs), ``partnerships`` (the IRIs of those it takes part in, in order)
    and ``current`` (how many of them have not ended). Where they are known: ``place``, ``sector``,
    ``founded`` and ``code`` (of a school or university, as labels), ``country`` (the IRI of a
    university's country, a country's own, and otherwise that of most of its partnerships),
    ``level`` (the IRI of the level of most of its partnerships), none in a tie, and ``located``
    (the IRI of the country that a school is in).

    An edge's attributes: ``relation`` (``partner``: school and university; ``place``: university
    and country; ``subject``: school and discipline; ``serves``: school and industry),
    ``partnerships`` (the IRIs of those it stands for, in order), ``weight`` (their number) and
    ``current`` (how many have not ended).

    Nodes and edges come in the same order every time. Entities without an IRI are left out. The
    evidence for each fact is added by :func:`yuqiao.graph.network.evidence.with_evidence`.

    >>> import yuqiao
    >>> network = build_network(yuqiao.open())
    >>> school = network.graph.nodes["https://w3id.org/yuqiao/id/organisation/cqu"]
    >>> school["label_zh"], len(school["partnerships"])
    ('重庆大学', 7)
    """
    labels = register.concept_labels(store)
    described = register.partners(store)
    links = query_links(store, described, industries=industries)
    known = {
        iri: links.linked(each)
        for iri, each in register.partnerships(store, labels).items()
        if among is None or iri in among
    }
    return Network(
        _graph(known, links, {**described, **register.countries(store)}, labels),
        partnerships=known,
        sources=register.sources(store),
        labels={**labels, **partner_labels(known, described)},
        date=register.newest_date(store),
    )


def partner_labels(
    known: Mapping[str, Partnership], described: Mapping[str, register.Description]
) -> dict[str, Label]:
    """Return the labels of the partners of some partnerships, whether nodes or not."""
    partners = {iri for each in known.values() for iri in (*each.schools, *each.universities)}
    return {
        iri: register.description_label(iri, described.get(iri, {})) for iri in sorted(partners)
    }


def _graph(
    known: Mapping[str, Partnership],
    links: Links,
    described: Mapping[str, register.Description],
    labels: Mapping[str, Label],
) -> nx.Graph:
    """Return the nodes and edges, with the attributes that :func:`build_network` lists."""
    import networkx as nx

    graph = nx.Graph()
    members = links.members(labels)
    for kind, iri, shared in _nodes(known, links):
        own = described.get(iri, {})
        label = labels[iri] if iri in labels else register.description_label(iri, own)
        graph.add_node(iri, kind=kind, label_en=label.en, label_zh=label.zh)
        graph.nodes[iri].update(
            names_and_links(own),
            members=members.get(iri, ()),
            **_behind(shared),
            **facts_of(own, labels),
            **country_and_level(iri, kind, own, shared),
        )
    for relation, one, other, shared in _edges(known, links):
        graph.add_edge(one, other, relation=relation, weight=len(shared), **_behind(shared))
    return graph


def _nodes(
    known: Mapping[str, Partnership], links: Links
) -> Iterator[tuple[str, str, list[Partnership]]]:
    """Return kind, IRI and partnerships of each node; of several kinds, the first found counts."""
    kinds: dict[str, str] = {}
    shared: dict[str, list[Partnership]] = defaultdict(list)
    for partnership in known.values():
        for kind, iri in dict.fromkeys(links.nodes_of(partnership)):
            kinds.setdefault(iri, kind)
            shared[iri].append(partnership)
    for iri in sorted(kinds, key=lambda iri: (KINDS.index(kinds[iri]), iri)):
        yield kinds[iri], iri, shared[iri]


def _edges(
    known: Mapping[str, Partnership], links: Links
) -> Iterator[tuple[str, str, str, list[Partnership]]]:
    """Return relation, ends and partnerships of each edge."""
    shared: dict[tuple[str, str, str], list[Partnership]] = defaultdict(list)
    for partnership in known.values():
        for edge in dict.fromkeys(links.edges_of(partnership)):
            shared[edge].append(partnership)
    for (relation, one, other), behind in sorted(shared.items(), key=lambda item: item[0]):
        yield relation, one, other, behind


def _behind(shared: list[Partnership]) -> dict[str, Any]:
    return {
        "partnerships": tuple(partnership.iri for partnership in shared),
        "current": sum(not partnership.ended for partnership in shared),
    }


def names_and_links(own: register.Description) -> dict[str, Any]:
    """Return the attributes of a node that come from its own description."""
    return {
        "aliases": register.texts_of(own, "alias"),
        "links": register.texts_of(own, "link"),
        "sources": register.texts_of(own, "source"),
    }


def facts_of(own: register.Description, labels: Mapping[str, Label]) -> dict[str, Any]:
    """Return those of :data:`~yuqiao.graph.network.model.FACTS` that a description holds."""
    return {name: register.value_labels(own[name], labels) for name in FACTS if name in own}


def country_and_level(
    iri: str, kind: str, own: register.Description, shared: Iterable[Partnership]
) -> dict[str, str]:
    """Return the country and the level of a node, and where a school is, as far as known.

    :param own: its description
    :param shared: the partnerships it takes part in
    """
    shared = list(shared)
    countries = _terms(shared, "country")
    if kind == "country":
        countries = [iri]
    elif kind == "university":
        countries = list(register.texts_of(own, "country"))
    levels = _terms(shared, "level")
    found = {"country": _most_frequent(countries), "level": _most_frequent(levels)}
    if kind == "school":  # whose country is that of its partners
        found["located"] = _most_frequent(list(register.texts_of(own, "country")))
    return {name: term for name, term in found.items() if term is not None}


def restricted(own: Mapping[str, Any], known: Mapping[str, Partnership]) -> dict[str, Any]:
    """Return the attributes of a node that change if only some partnerships are counted.

    :param own: its attributes
    :param known: the partnerships to count, by IRI
    """
    shared = [known[iri] for iri in own["partnerships"] if iri in known]
    own_country = own["kind"] in ("country", "university")
    return {
        **_behind(shared),
        "country": own.get("country") if own_country else _most_frequent(_terms(shared, "country")),
        "level": _most_frequent(_terms(shared, "level")),
    }


def _terms(shared: Iterable[Partnership], name: str) -> list[str]:
    return [term for each in shared for term in each.terms.get(name, ())]


def _most_frequent(terms: list[str]) -> str | None:
    """Return the most frequent term; None in a tie."""
    counts = Counter(terms).most_common(2)
    if not counts or (len(counts) == 2 and counts[0][1] == counts[1][1]):
        return None
    return counts[0][0]
