"""A graph with its named graphs, as TriG and N-Quads have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, Quad

from yuqiao.exports.rdf.parts import in_parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyoxigraph

    from yuqiao.graph.stores.store import Store


def dataset_of(store: Store, *, parts: bool) -> Iterator[Quad]:
    """Give the statements of a graph.

    Those of a named graph come in it alone, although they are also part of the graph itself. What
    an endpoint keeps in named graphs is not asked for.

    :param parts: put the statements of a graph without named graphs into one for each part of the
        vocabulary's: see :mod:`yuqiao.exports.rdf.parts`

    >>> import yuqiao
    >>> graphs = {quad.graph_name.value for quad in dataset_of(yuqiao.open(), parts=True)}
    >>> sorted(name.rpartition("/")[2] for name in graphs)
    ['dataset', 'derived', 'facts', 'schemes', 'vocabulary']
    """
    if store.engine is not None and any(True for _ in store.engine.named_graphs()):
        return _with_graphs(store, store.engine)
    if parts:
        return in_parts(store.triples(), store.prefixes)
    return (Quad(t.subject, t.predicate, t.object) for t in store.triples())


def _with_graphs(store: Store, engine: pyoxigraph.Store) -> Iterator[Quad]:
    for quad in store.quads():
        if not isinstance(quad.graph_name, DefaultGraph) or _in_no_other(quad, engine):
            yield quad


def _in_no_other(quad: Quad, oxigraph: pyoxigraph.Store) -> bool:
    found = oxigraph.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
    return all(isinstance(other.graph_name, DefaultGraph) for other in found)
