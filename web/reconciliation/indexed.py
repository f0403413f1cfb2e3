"""What names are reconciled with: the whole graph, or what a large one has for some names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Triple

from yuqiao.graph.entities.index import EntityIndex
from yuqiao.graph.entities.names import names_of
from yuqiao.graph.entities.search import as_iri, nearly_named, search
from yuqiao.graph.labels import NAMING_PROPERTIES
from yuqiao.graph.rdf.iris import checked_iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from yuqiao.graph.curation.matching.reconciliation import Reconciler
    from yuqiao.graph.stores.store import Store
    from yuqiao.web.served_graph import ServedGraph

_FOUND = 40  # entities that a large graph gives for one text
_MOST_FACTS = 20_000
_FACTS = "CONSTRUCT {{ ?e ?p ?o }} WHERE {{ VALUES ?e {{ {iris} }} ?e ?p ?o }} LIMIT {most}"
_LABEL = NamedNode(NAMING_PROPERTIES[0])


def reconciler_of(graph: ServedGraph, texts: Iterable[str], lang: str) -> Reconciler:
    """Return what finds the entities that some texts may name.

    :param texts: the names and identifiers that are looked for
    """
    if graph.known is not None:
        return graph.known.reconciler().in_language(lang)
    from yuqiao.graph.curation.matching.reconciliation import Reconciler

    found = {thing for text in dict.fromkeys(texts) for thing in _found(graph.store, text)}
    things = sorted(found, key=lambda thing: thing.value)
    return Reconciler(EntityIndex(_Found(graph.store, things)), things).in_language(lang)


def _found(store: Store, text: str) -> list[NamedNode]:
    wanted = text.strip()
    if not wanted:
        return []
    iri = as_iri(store, wanted)
    return [iri] if iri else (search(store, wanted) or nearly_named(store, wanted))[:_FOUND]


class _Found:
    """The statements about some entities, with the names of what they mention."""

    def __init__(self, store: Store, things: Sequence[NamedNode]) -> None:
        self.prefixes = dict(store.prefixes)
        self._found: list[Triple] = []
        if things:
            iris = " ".join(checked_iri(thing.value) for thing in things)
            self._found += store.construct(_FACTS.format(iris=iris, most=_MOST_FACTS))
        terms = {term for triple in self._found for term in triple if isinstance(term, NamedNode)}
        mentioned = [term.value for term in terms.difference(things)]
        for iri, by_tag in names_of(store, mentioned).items():
            for tag, name in by_tag.items():
                literal = Literal(name, language=tag or None)
                self._found.append(Triple(NamedNode(iri), _LABEL, literal))

    def triples(self) -> Iterator[Triple]:
        """Return the statements."""
        return iter(self._found)
