"""Which network of a graph is meant: all of it, a projection, a selection, or what a query says."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from yuqiao.graph.errors import QueryError
from yuqiao.graph.messages import counted
from yuqiao.graph.network import empty as nothing_to_draw
from yuqiao.graph.network.aggregation import aggregated, too_large
from yuqiao.graph.network.evidence import add_claims
from yuqiao.graph.network.filters import PartnershipFilter
from yuqiao.graph.network.partnerships import Label
from yuqiao.graph.network.projection import TWO_MODE, one_mode, two_mode

if TYPE_CHECKING:
    from collections.abc import Mapping

    import networkx as nx

    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.store import Store


_MANY = {
    "school": Label("schools", "学校"),
    "university": Label("foreign universities", "外国高校"),
    "country": Label("countries", "国家（地区）"),
    "discipline": Label("fields of study", "学科领域"),
    "industry": Label("industries", "产业"),
}


@dataclass(frozen=True)
class NetworkSpec:
    """What a network shows; each part may be left out.

    :param selection: the partnerships it is of
    :param projection: one of :data:`yuqiao.graph.network.projection.TWO_MODE`
    :param onto: the one kind of node to keep of the projection, ``school-university`` if no other
        is named; they are linked by what they share
    :param sparql: a query that describes the network instead: see
        :func:`yuqiao.graph.network.from_query.network_of_answer`
    :param question: a question of the catalogue that does
    :param parameters: the question's parameters
    :param focus: a thing, by name, to keep only the neighbourhood of
    :param hops: how far that neighbourhood goes
    :param gather: ``country`` or ``community``: what to make one node of each of
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

    def network(self, store: Store) -> nx.Graph:
        """Build the network; one that is empty says why, in ``empty``, in both languages.

        :raises QueryError: when the parts exclude each other, or name what is not there

        >>> import yuqiao
        >>> wanted = NetworkSpec(projection="school-country", focus="Russia", hops=1)
        >>> sorted(kind for _, kind in wanted.network(yuqiao.open()).nodes(data="kind"))[:2]
        ['country', 'school']
        """
        if self.parameters and self.question is None:
            raise QueryError("-p gives a question's parameter; name the question with --ask")
        if self.sparql is not None or self.question is not None:
            network = self._of_answer(store)
        else:
            network = self._of_register(store)
        if self.focus is not None and network:
            network = _around(store, network, self.focus, self.hops)
        if self.about.en:
            network.graph["about"] = self.about
        return aggregated(network, self.gather) if self.gather and network else network

    def drawing(self, store: Store) -> nx.Graph:
        """Build the network as it is drawn: with the claims behind each fact.

        When it is too large to be drawn node by node, it is gathered, and says so in ``cut``.

        :raises QueryError: as :meth:`network`
        """
        network = self.network(store)
        if "cut" in network.graph:
            return network
        return aggregated(network) if too_large(network) else add_claims(network, store)

    def refuse_unless_whole(self) -> None:
        """Refuse what chooses a part, where only the whole graph can be given.

        :raises QueryError: when a projection, a selection, a query, a focus or a way to gather is
            named
        """
        if self.about.en or self.gather:
            raise QueryError(
                "projections and selections need a network format, such as --as graphml; RDF is "
                "written of the whole graph, or of a CONSTRUCT by `yuqiao query`"
            )

    @property
    def about(self) -> Label:
        """What the network shows, in a sentence in each language; nothing for the whole of it."""
        english, chinese = [], []
        if self.onto:
            shared = next(kind for kind in TWO_MODE[self._projection()] if kind != self.onto)
            english.append(f"{_MANY[self.onto].en} linked by the {_MANY[shared].en} they share")
            chinese.append(f"由共同的{_MANY[shared].zh}相连的{_MANY[self.onto].zh}")
        elif self.projection:
            one, other = (_MANY[kind] for kind in TWO_MODE[self.projection])
            english.append(f"{one.en} and {other.en} that share partnerships")
            chinese.append(f"有共同合作的{one.zh}与{other.zh}")
        if self.sparql or self.question:
            english.append(
                "the network of "
                + (f"the question {self.question}" if self.question else "a query")
            )
            chinese.append(f"问题 {self.question} 的网络" if self.question else "查询所得的网络")
        if limits := self.selection.limits:
            english.append(f"only partnerships: {', '.join(each.en for each in limits)}")
            chinese.append(f"仅限：{'、'.join(each.zh for each in limits)}")
        if self.focus:
            english.append(f"up to {counted(self.hops, 'hop')} around {self.focus}")
            chinese.append(f"{self.focus}周围{self.hops}步以内")
        sentence = ", ".join(english)
        return Label(
            f"{sentence[:1].upper()}{sentence[1:]}." if english else "",
            f"{'，'.join(chinese)}。" if chinese else "",
        )

    def _projection(self) -> str:
        return self.projection or "school-university"

    def _of_answer(self, store: Store) -> nx.Graph:
        from yuqiao.graph.network.from_query import network_of_answer
        from yuqiao.graph.questions.catalogue import find_question

        parts = [self.projection, self.onto, self.selection.limits, self.sparql and self.question]
        if any(parts):
            raise QueryError(
                "a query describes its own network: leave out projections, selections and a "
                "second query"
            )
        sparql: str = self.sparql or ""
        bindings: Mapping[str, Term] = {}
        if self.question is not None:
            question = find_question(self.question)
            sparql, bindings = question.bind(lang="en", store=store, values=self.parameters)
        network = network_of_answer(store, store.query(sparql, bindings))
        if not network:
            network.graph["empty"] = nothing_to_draw.of_query(store, sparql, bindings)
        return network

    def _of_register(self, store: Store) -> nx.Graph:
        from yuqiao.graph.network.builder import network_of

        projection = self._projection() if self.onto else self.projection
        network = network_of(
            store,
            among=self.selection.partnerships(store),
            industries=projection == "industry",
        )
        if projection is not None:
            network = two_mode(network, projection)
        if self.onto is not None and projection is not None:
            network = _onto(network, projection, self.onto)
        if not network:
            chosen = len(network.graph["partnerships"])
            network.graph["empty"] = nothing_to_draw.of_register(store, self.selection, chosen)
        return network


def _onto(network: nx.Graph, projection: str, kind: str) -> nx.Graph:
    """Keep one kind of a projection's nodes; of a kind it could have, there may be none."""
    known = {own for _, own in network.nodes(data="kind")}
    if kind in TWO_MODE[projection] and kind not in known:
        return network.__class__(**network.graph)
    return one_mode(network, kind)


def node_named(store: Store, network: nx.Graph, text: str) -> str:
    """Give the node that a text calls by name, slug or IRI.

    :raises QueryError: when there is none in the network, or more than one

    >>> import yuqiao
    >>> graph = yuqiao.open()
    >>> node_named(graph, graph.network().graph, "SWU")
    'https://w3id.org/yuqiao/id/organisation/swu'
    """
    from yuqiao.graph.entities.search import find_things, search_things

    known = find_things(store, text)
    found = [thing.value for thing in known if thing.value in network]
    if not found:
        known = known + search_things(store, text)
        found = list(dict.fromkeys(thing.value for thing in known if thing.value in network))
    if len(found) == 1:
        return found[0]
    if not found:
        where = "is in the graph, but not in this network" if known else "is not in the graph"
        raise QueryError(f'"{text}" {where}')
    names = ", ".join(f"<{node}>" for node in found[:5])
    raise QueryError(f'"{text}" may be any of {names}; name one by its IRI')


def _around(store: Store, network: nx.Graph, focus: str, hops: int) -> nx.Graph:
    import networkx as nx

    near = nx.ego_graph(network, node_named(store, network, focus), radius=hops)
    shared = {iri for node in near for iri in network.nodes[node].get("partnerships", ())}
    known = network.graph["partnerships"].items()
    partnerships = {iri: each for iri, each in known if iri in shared}
    kept = network.__class__(**{**network.graph, "partnerships": partnerships})
    kept.add_nodes_from((node, own) for node, own in network.nodes(data=True) if node in near)
    kept.add_edges_from(
        (one, other, own)
        for one, other, own in network.edges(data=True)
        if one in near and other in near
    )
    return kept
