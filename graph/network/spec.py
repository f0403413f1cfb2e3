"""The specification of a network: the whole, a projection, a filter, or a query's network."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, TypedDict

from yuqiao.graph.entities.profile import is_in_vocabulary
from yuqiao.graph.errors import QueryError
from yuqiao.graph.labels import Label, local_name
from yuqiao.graph.messages import counted
from yuqiao.graph.network.aggregation import aggregate, exceeds_drawing_limits
from yuqiao.graph.network.builder import build_network, restricted
from yuqiao.graph.network.default_query import (
    comment_of,
    default_query,
    graph_title,
    links_query,
    note_of,
)
from yuqiao.graph.network.empty import empty_query_notice, empty_register_notice
from yuqiao.graph.network.evidence import with_evidence
from yuqiao.graph.network.filters import PartnershipFilter
from yuqiao.graph.network.from_query import HAS_PARTNERSHIPS
from yuqiao.graph.network.geography.node_properties import property_named, with_years
from yuqiao.graph.network.geography.places import with_places
from yuqiao.graph.network.projection import TWO_MODE, one_mode, two_mode

if TYPE_CHECKING:
    from collections.abc import Mapping

    import networkx as nx

    from yuqiao.graph.network.model import Network
    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.store import Store


class NetworkOptions(TypedDict, total=False):
    """The options of a network as keyword arguments; each may be left out.

    The names are those of the options of ``yuqiao view``, and ``parameters`` are the values of a
    question's parameters by name.
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
    query: str | None
    question: str | None
    parameters: Mapping[str, object]
    focus: str | None
    hops: int
    aggregate: str | None
    undirected: bool
    title: str | None
    note: str | None
    year: str | None
    place: str | None


_FIELDS = {"query": "sparql", "aggregate": "gather"}  # of NetworkSpec, if named otherwise
KIND_PLURALS = {
    "school": Label("schools", "中方院校"),
    "university": Label("foreign universities", "外方院校"),
    "country": Label("countries", "国家（地区）"),
    "discipline": Label("fields of study", "学科领域"),
    "industry": Label("industries", "产业"),
}
"""The kinds of nodes, as several of them are called."""


@dataclass(frozen=True)
class NetworkSpec:
    """Which network to build; every part is optional.

    :param selection: the filter of its partnerships
    :param projection: one of :data:`yuqiao.graph.network.projection.TWO_MODE`
    :param onto: the one kind of node of the projection to keep, linked by common neighbours; of
        ``school-university`` if no projection is named
    :param sparql: a query that describes the network instead: see
        :func:`yuqiao.graph.network.from_query.network_from_answer`
    :param question: a question of the catalogue that does
    :param parameters: the question's parameters
    :param focus: an entity, by name, to keep only the neighbourhood of
    :param hops: the radius of that neighbourhood
    :param gather: ``country`` or ``community``: what to aggregate nodes by
    :param undirected: whether the links of a query have no direction
    :param title: the title; by default the graph's own, if it is not of this vocabulary
    :param note: a sentence about it; by default the comment at the head of the query
    :param year: the property with the year of a node, of a graph in another vocabulary
    :param place: the property from a node to a place with coordinates, likewise
    """

    selection: PartnershipFilter = field(default_factory=PartnershipFilter)
    projection: str | None = None
    onto: str | None = None
    sparql: str | None = None
    question: str | None = None
    parameters: Mapping[str, object] = field(default_factory=dict)
    focus: str | None = None
    hops: int = 2
    gather: str | None = None
    undirected: bool = False
    title: str | None = None
    note: str | None = None
    year: str | None = None
    place: str | None = None

    @classmethod
    def from_options(cls, options: Mapping[str, object]) -> NetworkSpec:
        """Return the specification for :class:`NetworkOptions`.

        :raises QueryError: if there is no such option

        >>> NetworkSpec.from_options({"country": "RU", "projection": "school-country"}).projection
        'school-country'
        """
        names = NetworkOptions.__annotations__
        unknown = sorted(set(options) - set(names))
        if unknown:
            raise QueryError(
                f"{unknown[0]} is not an option of a network; expected one of {', '.join(names)}"
            )
        filters = {field.name for field in fields(PartnershipFilter)}
        selection = {name: value for name, value in options.items() if name in filters}
        others = {
            _FIELDS.get(name, name): value for name, value in options.items() if name not in filters
        }
        return cls(selection=PartnershipFilter(**selection), **others)  # type: ignore[arg-type]

    def network(self, store: Store) -> Network:
        """Build the network; if it is empty, its notice says why.

        A neighbourhood has the partnerships behind its edges and those of the entity in its focus;
        its nodes count these only.

        :raises QueryError: if the parts exclude each other, or name something that is not there

        >>> import yuqiao
        >>> spec = NetworkSpec(projection="school-country", focus="Russia", hops=1)
        >>> sorted(kind for _, kind in spec.network(yuqiao.open()).graph.nodes(data="kind"))[:2]
        ['country', 'school']
        """
        if self.parameters and self.question is None:
            raise QueryError("parameters need a question; name the question they belong to")
        if self._shows_foreign(store):
            links = replace(self, sparql=links_query(store)).network(store)
            if links:
                return links
        if self.sparql is not None or self.question is not None:
            network = self._from_query(store)
        else:
            network = self._from_register(store)
        focal = None
        if self.focus is not None and network:
            focal = find_node(store, network.graph, self.focus)
            network = _neighbourhood(network, focal, self.hops)
        near = None if focal is None else _label_of(network.graph.nodes[focal], focal)
        network = self._captioned(store, replace(network, about=self._about(near)))
        return aggregate(network, self.gather) if self.gather and network else network

    def drawing(self, store: Store) -> Network:
        """Build the network as it is drawn: with the evidence for each fact.

        If it is too large to be drawn node by node, it is aggregated, and its notice says so.

        :raises QueryError: as :meth:`network`
        """
        if (self.year or self.place) and store.exists(HAS_PARTNERSHIPS):
            raise QueryError(
                "partnerships have their years of approval and their places already; properties "
                "of years and places are for graphs without partnerships"
            )
        if self._shows_foreign(store):
            shown = replace(self, sparql=default_query(store)).drawing(store)
            if shown:
                return shown
        network = self.network(store)
        if network and network.notice:
            return network  # aggregated already
        if exceeds_drawing_limits(network):
            return aggregate(network)
        return (
            self._foreign(network, store) if network.is_foreign else with_evidence(network, store)
        )

    def _foreign(self, network: Network, store: Store) -> Network:
        """Return a network of another vocabulary with its places and years, as far as named."""
        place = self.place and property_named(store, self.place)
        network = with_places(network, store, place)
        return with_years(network, store, self.year) if self.year and network else network

    def require_whole_graph(self) -> None:
        """Reject a part of the graph where only the whole graph can be written.

        :raises QueryError: if a projection, a filter, a query, a focus or a way to aggregate is
            given
        """
        if self.focus or self._about(None).en or self.gather or self.sparql:
            raise QueryError(
                "projections and filters need a network format, such as graphml; RDF is written "
                "of the whole graph, or of the result of a CONSTRUCT query"
            )

    def _about(self, focus: Label | None) -> Label:
        """Say in a sentence what part of the graph is shown; nothing for the whole graph."""
        english, chinese = [], []
        if self.onto:
            shared = next(kind for kind in TWO_MODE[self._projection()] if kind != self.onto)
            english.append(
                f"{KIND_PLURALS[self.onto].en} linked by the {KIND_PLURALS[shared].en} they share"
            )
            chinese.append(f"由共同的{KIND_PLURALS[shared].zh}相连的{KIND_PLURALS[self.onto].zh}")
        elif self.projection:
            one, other = (KIND_PLURALS[kind] for kind in TWO_MODE[self.projection])
            english.append(f"{one.en} and {other.en} that share partnerships")
            chinese.append(f"有共同合作办学的{one.zh}与{other.zh}")
        if (self.sparql and not self._note) or self.question:
            english.append(
                "the network of "
                + (f"the question {self.question}" if self.question else "a query")
            )
            chinese.append(f"问题 {self.question} 的网络" if self.question else "查询所得的网络")
        if limits := self.selection.limits:
            english.append(f"only partnerships: {', '.join(each.en for each in limits)}")
            chinese.append(f"仅限：{'、'.join(each.zh for each in limits)}")
        if focus:
            english.append(f"up to {counted(self.hops, 'hop')} around {focus.en}")
            chinese.append(f"{focus.zh}周围{self.hops}步以内")
        sentence = ", ".join(english)
        return Label(
            f"{sentence[:1].upper()}{sentence[1:]}." if english else "",
            f"{'，'.join(chinese)}。" if chinese else "",
        )

    def _shows_foreign(self, store: Store) -> bool:
        """Return whether a graph without partnerships is to be shown as it is."""
        parts = [self.sparql, self.question, self.projection, self.onto, self.selection.limits]
        return not any(parts) and not store.exists(HAS_PARTNERSHIPS)

    def _captioned(self, store: Store, network: Network) -> Network:
        """Return a network with its title and its note, as far as there are any."""
        title = Label(self.title, self.title) if self.title else None
        if title is None and network.is_foreign:
            title = graph_title(store)
        note = note_of(self.sparql or "") if self.note is None else Label(self.note, self.note)
        return replace(network, title=title or network.title, note=note)

    @property
    def _note(self) -> str:
        return self.note or comment_of(self.sparql or "")

    def _projection(self) -> str:
        return self.projection or "school-university"

    def _from_query(self, store: Store) -> Network:
        from yuqiao.graph.network.from_query import network_from_answer
        from yuqiao.graph.questions.catalogue import find_question

        parts = [self.projection, self.onto, self.selection.limits, self.sparql and self.question]
        if any(parts):
            raise QueryError(
                "a query describes its own network: leave out projections, filters and a second "
                "query"
            )
        sparql: str = self.sparql or ""
        bindings: Mapping[str, Term] = {}
        if self.question is not None:
            question = find_question(self.question)
            sparql, bindings = question.bind(lang="en", store=store, values=self.parameters)
        answer = store.query(sparql, bindings)
        network = network_from_answer(store, answer, undirected=self.undirected)
        network = replace(network, query=sparql.strip())
        if network:
            return network
        return replace(network, notice=empty_query_notice(store, sparql, bindings))

    def _from_register(self, store: Store) -> Network:
        projection = self._projection() if self.onto else self.projection
        network = build_network(
            store,
            among=self.selection.partnerships(store),
            industries=projection == "industry",
        )
        if projection is not None:
            network = two_mode(network, projection)
        if self.onto is not None and projection is not None:
            network = _onto(network, projection, self.onto)
        if network:
            return network
        chosen = len(network.partnerships)
        foreign = self._shows_foreign(store) and not is_in_vocabulary(store)
        notice = empty_register_notice(store, self.selection, chosen)
        return replace(network, notice=notice, is_foreign=foreign)


def _onto(network: Network, projection: str, kind: str) -> Network:
    """Return one kind of a projection's nodes; a kind that it can have may have none."""
    known = {own for _, own in network.graph.nodes(data="kind")}
    if kind in TWO_MODE[projection] and kind not in known:
        return replace(network, graph=network.graph.__class__(), modes=None)
    return one_mode(network, kind)


def find_node(store: Store, graph: nx.Graph, text: str) -> str:
    """Return the node that a text refers to by name, slug or IRI.

    :raises QueryError: if there is none in the network, or more than one

    >>> import yuqiao
    >>> graph = yuqiao.open()
    >>> find_node(graph, NetworkSpec().network(graph).graph, "SWU")
    'https://w3id.org/yuqiao/id/organisation/swu'
    """
    from yuqiao.graph.entities.search import find, search

    known = find(store, text)
    found = [entity.value for entity in known if entity.value in graph]
    if not found:
        known = known + search(store, text)
        found = list(dict.fromkeys(entity.value for entity in known if entity.value in graph))
    if not found:
        found = [node for node, own in graph.nodes(data=True) if text in _called(node, own)]
    if len(found) == 1:
        return found[0]
    if not found:
        where = "is in the graph, but not in this network" if known else "is not in the graph"
        raise QueryError(f'"{text}" {where}')
    names = ", ".join(f"<{node}>" for node in found[:5])
    raise QueryError(f'"{text}" may be any of {names}; use the IRI')


def _called(node: str, own: Mapping[str, object]) -> set[object]:
    """Return what a node is called in a network, whether the graph names it or not."""
    return {node, local_name(node), own.get("label_en"), own.get("label_zh")}


def _label_of(own: Mapping[str, Any], node: str) -> Label:
    english = own.get("label_en") or own.get("label_zh") or local_name(node)
    return Label(english, own.get("label_zh") or english)


def _neighbourhood(network: Network, focal: str, hops: int) -> Network:
    import networkx as nx

    graph = network.graph
    both_ways = graph.to_undirected(as_view=True)
    near = set(nx.single_source_shortest_path_length(both_ways, focal, cutoff=hops))
    kept = graph.copy()
    kept.remove_nodes_from([node for node in graph if node not in near])
    shared = {
        *graph.nodes[focal].get("partnerships", ()),
        *(iri for *_, behind in kept.edges(data="partnerships", default=()) for iri in behind),
    }
    known = {iri: each for iri, each in network.partnerships.items() if iri in shared}
    for _, own in kept.nodes(data=True):
        if "partnerships" in own:
            own.update(restricted(own, known))
    return replace(network, graph=kept, partnerships=known)
