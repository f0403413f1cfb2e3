"""The network of a graph, with the evidence behind its nodes and edges."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from yuqiao.graph.labels import NO_TEXT, Label

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import networkx as nx

    from yuqiao.graph.network.measures import Measurement

KINDS = ("industry", "discipline", "school", "university", "country")
"""The kinds of node, in the order in which they are added; industries only on request."""

OWN_KINDS = (*KINDS, "partnership", "group")
"""All kinds of node that networks of the vocabulary have."""

FACTS = ("place", "sector", "founded", "code")
"""The facts of a school or university besides its country, as attributes of its node."""

OTHER = "other"
"""The kind of a node without a class."""

NEUTRAL = "edge"
"""The relation of an edge that has no name of its own."""


_READ = ("school", "university", "country", "discipline", "industry")  # "a school teaches a field"


class NetworkEdge(NamedTuple):
    """An edge as it is read: of a directed network, from its source to its target.

    :param key: its key in a multigraph, else nothing
    """

    source: str
    target: str
    key: str
    attributes: dict[str, Any]


def edges_of(graph: nx.Graph) -> Iterator[NetworkEdge]:
    """Return the edges of a network in order; one without direction reads forward, by kinds.

    >>> import networkx
    >>> graph = networkx.Graph([("field", "school")])
    >>> graph.nodes["field"]["kind"], graph.nodes["school"]["kind"] = "discipline", "school"
    >>> [edge[:2] for edge in edges_of(graph)]
    [('school', 'field')]
    """
    if graph.is_directed() and graph.is_multigraph():  # as below, in half the time
        for one, near in graph.adjacency():
            for other, between in near.items():
                for key, own in between.items():
                    yield NetworkEdge(one, other, str(key), own)
        return
    keyed = (
        graph.edges(keys=True, data=True)
        if graph.is_multigraph()
        else ((one, other, "", own) for one, other, own in graph.edges(data=True))
    )
    for one, other, key, own in keyed:
        turned = not graph.is_directed() and _place(graph, one) > _place(graph, other)
        yield NetworkEdge(*((other, one) if turned else (one, other)), str(key), own)


def _place(graph: nx.Graph, node: str) -> int:
    kind = graph.nodes[node].get("kind")
    return _READ.index(kind) if kind in _READ else len(_READ)


@dataclass(frozen=True)
class CitedSource:
    """A page, article or dataset that a statement is taken from."""

    iri: str
    title: Label
    url: str
    publisher: Label
    date: str


@dataclass(frozen=True)
class NodeValues:
    """The literals of one property of a node.

    :param name: the property, as a prefixed name or an IRI
    :param label: its name
    :param values: numbers, truth values, and texts; a text in several languages is one label
    """

    name: str
    label: Label
    values: tuple[str | int | float | bool | Label, ...]


@dataclass(frozen=True)
class Partnership:
    """One entry of the register: who runs it, what it teaches, and its known facts.

    ``taught`` names the disciplines; ``facts`` maps a short name (``level``, ``status``, ``stem``
    ...) to the values; ``ended`` is true if the newest accepted status record says so; ``page``
    is the register's own page; ``year`` is the year of the first approval. ``terms`` are the IRIs
    it can be filtered by: its ``level``, ``form``, ``stem`` and ``status``, and, in a network, its
    ``country`` and ``field``. All other values are IRIs.
    """

    iri: str
    label: Label
    schools: tuple[str, ...]
    universities: tuple[str, ...]
    disciplines: tuple[str, ...]
    industries: tuple[str, ...]
    taught: tuple[Label, ...]
    ended: bool
    facts: Mapping[str, tuple[Label, ...]]
    page: str
    sources: tuple[str, ...]
    year: int | None = None
    terms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Place:
    """Where an entity is: the nearest place with coordinates.

    :param within: the wider place whose coordinates they are, if the place has none of its own
    """

    iri: str
    label: Label
    latitude: float
    longitude: float
    within: Label | None = None


@dataclass(frozen=True)
class FactChange:
    """A fact that has other values in a newer edition of a graph."""

    fact: str
    old: tuple[Label, ...]
    now: tuple[Label, ...]


@dataclass(frozen=True)
class Editions:
    """Which partnerships are in which of two editions of a graph, and what changed in them.

    :param names: of the older edition and of the newer one
    :param old: the IRIs of the partnerships in the older one
    :param new: those in the newer one
    :param changes: by the IRI of a partnership that is in both
    :param limits: what of two graphs of different vocabularies is not compared, in sentences
    """

    names: tuple[Label, Label]
    old: frozenset[str]
    new: frozenset[str]
    changes: Mapping[str, tuple[FactChange, ...]]
    limits: Label = NO_TEXT


class Evidence(NamedTuple):
    """A claim that supports or contradicts a fact: its sources, date, basis and review.

    :param sources: the IRIs of its sources, in order
    :param date: the date it applies to, as the data writes it, or nothing
    :param basis: the IRI of the basis: read in a register, reported, computed or inferred
    :param review: the IRI of the review: accepted, open or rejected
    :param says: the claimed value, if the claim was not accepted and so is not the fact itself
    :param note: the editors' note on such a claim
    """

    sources: tuple[str, ...]
    date: str
    basis: str
    review: str
    says: Label = NO_TEXT
    note: Label = NO_TEXT


EvidenceByFact = dict[tuple[str, str], tuple[Evidence, ...]]
"""Evidence by the IRI of an entity and the short name of a fact, the newest first."""


@dataclass(frozen=True)
class Network:
    """A network and everything its pages, pictures and reports say about it.

    :param graph: nodes are IRIs; the attributes of nodes and edges are listed at
        :func:`yuqiao.graph.network.builder.build_network`
    :param partnerships: those behind its nodes and edges, by IRI
    :param sources: the sources of these and of the evidence, by IRI
    :param labels: the labels of the concepts and places they refer to, by IRI
    :param evidence: see :func:`yuqiao.graph.network.evidence.with_evidence`
    :param date: the newest date in the data, or nothing
    :param about: what part of the data it shows, in a sentence; nothing if all of it
    :param notice: why it is empty, or that it was aggregated; None if neither
    :param modes: the two kinds of node of a two-mode network, whose edges join one to the other
    :param kinds: the names of kinds that are not the vocabulary's own
    :param relations: the names of relations that are not the vocabulary's own
    :param title: its title; nothing for the usual one
    :param note: a sentence or more about it, or nothing
    :param query: the query that describes it, or nothing
    :param places: where its nodes and the partners of its partnerships are, by their IRI; see
        :func:`yuqiao.graph.network.geography.places.with_places`
    :param editions: if it is that of two editions of a graph, which has what; see
        :func:`yuqiao.graph.network.comparison.editions.both_editions`
    :param is_foreign: whether the graph holds no partnerships, so that nothing is said of any

    >>> import yuqiao
    >>> from yuqiao.graph.network.spec import NetworkSpec
    >>> network = NetworkSpec(projection="school-country").network(yuqiao.open())
    >>> network.about.en, network.notice
    ('Schools and countries that share partnerships.', None)
    """

    graph: nx.Graph
    partnerships: Mapping[str, Partnership] = field(default_factory=dict)
    sources: Mapping[str, CitedSource] = field(default_factory=dict)
    labels: Mapping[str, Label] = field(default_factory=dict)
    evidence: Mapping[tuple[str, str], tuple[Evidence, ...]] = field(default_factory=dict)
    date: str = ""
    about: Label = NO_TEXT
    notice: Label | None = None
    modes: tuple[str, str] | None = None
    kinds: Mapping[str, Label] = field(default_factory=dict)
    relations: Mapping[str, Label] = field(default_factory=dict)
    title: Label = NO_TEXT
    note: Label = NO_TEXT
    query: str = ""
    is_foreign: bool = False
    places: Mapping[str, Place] = field(default_factory=dict)
    editions: Editions | None = None

    def __len__(self) -> int:
        """Return the number of nodes."""
        return len(self.graph)

    @property
    def in_vocabulary(self) -> bool:
        """Whether it has nodes of the vocabulary's own kinds, or may have had."""
        kinds = {kind for _, kind in self.graph.nodes(data="kind")}
        return not self.is_foreign and (not kinds or not kinds.isdisjoint(OWN_KINDS))

    def measure(self, name: str) -> Measurement:
        """Measure every node.

        :param name: one of :data:`yuqiao.graph.network.measures.NODE_MEASURES`
        :raises QueryError: if there is no such measure

        >>> import networkx
        >>> Network(networkx.path_graph(["a", "b", "c"])).measure("degree").values
        {'a': 1, 'b': 2, 'c': 1}
        """
        from yuqiao.graph.network.measures import measure_nodes

        return measure_nodes(self.graph, name, modes=self.modes)
