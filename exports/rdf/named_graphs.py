"""Named graphs of a file: those that the graph has or, without any, the parts of the vocabulary's.

Of the parts, a consumer can take the facts without the vocabulary, or leave out what is derived. A
graph that holds nothing of the vocabulary has no parts.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Protocol

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Triple, parse

from yuqiao.graph.stores.file_graph import FileGraph
from yuqiao.ontology import files as terms
from yuqiao.ontology.namespaces import BASE, RDFS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pyoxigraph

    from yuqiao.graph.stores.store import Store

PARTS = ("vocabulary", "schemes", "dataset", "facts", "derived")
"""The last part of the name of each graph, after ``graph/`` on the base IRI.

The terms; the concepts; the description of the dataset itself; the sourced statements; and the
shortcuts, labels and counts that the rules derive.
"""

_DERIVED = (
    "partnersWith",
    "partnerCountry",
    "stemFlag",
    "partnershipCount",
    "currentPartnershipCount",
)
_LARGE = 1 << 25  # bytes of files, from which reading them again is better than holding them
_LABEL = NamedNode(f"{RDFS}label")
_FILES = {"vocabulary": "def.ttl", "schemes": "schemes.ttl"}


def dataset_of(store: Store | FileGraph, *, parts: bool) -> Iterator[Quad]:
    """Return the statements of a graph.

    Those of a named graph of a store come in it alone, although they are also part of the graph
    itself. What an endpoint has in named graphs is not requested.

    :param parts: put the statements of a graph without named graphs into one for each part of the
        vocabulary's: see :data:`PARTS`

    >>> import yuqiao
    >>> graphs = {quad.graph_name.value for quad in dataset_of(yuqiao.open(), parts=True)}
    >>> sorted(name.rpartition("/")[2] for name in graphs)
    ['dataset', 'derived', 'facts', 'schemes', 'vocabulary']
    """
    if isinstance(store, FileGraph):
        graph = _Reread(store) if store.size > _LARGE else _Held(list(store.quads()))
        if not parts or any(not isinstance(q.graph_name, DefaultGraph) for q in graph.quads()):
            return graph.quads()
        return in_parts(graph, store.prefixes)
    if store.engine is not None and any(True for _ in store.engine.named_graphs()):
        return _with_graphs(store, store.engine)
    quads = (Quad(t.subject, t.predicate, t.object) for t in store.triples())
    if not parts:
        return quads
    return in_parts(store if store.engine is not None else _Held(list(quads)), store.prefixes)


class _Held:
    """Statements that are in memory."""

    def __init__(self, quads: list[Quad]) -> None:
        self._quads = quads

    def quads(self) -> Iterator[Quad]:
        return iter(self._quads)

    def triples(self) -> Iterator[Triple]:
        return (quad.triple for quad in self._quads)


class _Reread:
    """Statements of files that are read each time they are asked for."""

    def __init__(self, files: FileGraph) -> None:
        self._files = files

    def quads(self) -> Iterator[Quad]:
        files, self._files = self._files, self._files.again()
        return files.quads()

    def triples(self) -> Iterator[Triple]:
        return (quad.triple for quad in self.quads())


def _with_graphs(store: Store, engine: pyoxigraph.Store) -> Iterator[Quad]:
    for quad in store.quads():
        if not isinstance(quad.graph_name, DefaultGraph) or _in_no_other(quad, engine):
            yield quad


def _in_no_other(quad: Quad, oxigraph: pyoxigraph.Store) -> bool:
    found = oxigraph.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
    return all(isinstance(other.graph_name, DefaultGraph) for other in found)


class _Graph(Protocol):
    def triples(self) -> Iterator[Triple]:
        """Return every triple; asked for several times, so that they need not be held."""


def in_parts(graph: _Graph, prefixes: Mapping[str, str]) -> Iterator[Quad]:
    """Assign each triple of a graph to the graph of its part.

    :param prefixes: of the graph; ``yq`` holds its base IRI

    >>> import pyoxigraph
    >>> from yuqiao.graph.stores.memory import MemoryStore
    >>> a = NamedNode("https://w3id.org/yuqiao/id/organisation/swu")
    >>> name = NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
    >>> store = pyoxigraph.Store()
    >>> store.add(Quad(a, name, a))
    >>> [quad] = in_parts(MemoryStore(store, {}), {})
    >>> quad.graph_name.value
    'https://w3id.org/yuqiao/graph/facts'
    """
    base = prefixes.get("yq", "").removesuffix("def#")
    places = _VocabularyParts(base if base.endswith("/") else BASE)
    if not any(places.is_ours(triple) for triple in graph.triples()):
        yield from (Quad(t.subject, t.predicate, t.object) for t in graph.triples())
        return
    waiting = []
    for triple in graph.triples():
        if isinstance(triple.subject, BlankNode):
            waiting.append(triple)
        else:
            yield places.placed(triple)
    places.follow(waiting)
    yield from map(places.placed, waiting)


class _VocabularyParts:
    """Where triples of the vocabulary on a base IRI belong."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._known = {iri: part for part in _FILES for iri in _subjects(_FILES[part], base)}
        self._derived = {NamedNode(f"{base}def#{name}") for name in _DERIVED}
        self._held: dict[BlankNode, str] = {}
        self.names = {part: NamedNode(f"{base}graph/{part}") for part in PARTS}

    def is_ours(self, triple: Triple) -> bool:
        """Return whether a triple has to do with the vocabulary."""
        subject = triple.subject
        ours = isinstance(subject, NamedNode) and subject.value.startswith(self._base)
        return ours or triple.predicate.value.startswith(self._base)

    def placed(self, triple: Triple) -> Quad:
        """Return a triple in the graph of its part, to which its object then belongs."""
        part = self.part(triple)
        if isinstance(triple.object, BlankNode):
            self._held.setdefault(triple.object, part)
        return Quad(triple.subject, triple.predicate, triple.object, self.names[part])

    def follow(self, triples: Iterable[Triple]) -> None:
        """Find the part of each blank node that a blank node has: that of what it belongs to."""
        waiting = [triple for triple in triples if isinstance(triple.object, BlankNode)]
        while waiting:
            left = []
            for triple in waiting:
                if isinstance(triple.subject, BlankNode) and triple.subject not in self._held:
                    left.append(triple)
                else:
                    self._held.setdefault(triple.object, self.part(triple))  # type: ignore[arg-type]
            if len(left) == len(waiting):
                return
            waiting = left

    def part(self, triple: Triple) -> str:
        """Return the part that a triple belongs to."""
        if triple.predicate in self._derived:
            return "derived"
        subject = triple.subject
        if not isinstance(subject, NamedNode):
            return self._held.get(subject, "facts") if isinstance(subject, BlankNode) else "facts"
        if subject.value in self._known:
            return self._known[subject.value]
        local = subject.value.removeprefix(self._base)
        if local.startswith("scheme/"):
            return "schemes"
        if local.startswith("dataset/") or not local:
            return "dataset"
        return "derived" if triple.predicate == _LABEL else "facts"


@cache
def _subjects(file: str, base: str) -> frozenset[str]:
    quads = parse(terms.read(file, base), RdfFormat.TURTLE)
    return frozenset(q.subject.value for q in quads if isinstance(q.subject, NamedNode))
