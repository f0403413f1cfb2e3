"""Rebase a graph: move every IRI on its base to another base, and change nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from yuqiao.graph.stores.memory import MemoryStore

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.file_graph import FileGraph
    from yuqiao.graph.stores.store import Store

_VOCABULARY = "def#"  # the path of the vocabulary on the base


def base_of(store: Store) -> str:
    """Return the base of a graph's own IRIs, from its prefix for the vocabulary.

    >>> import yuqiao
    >>> base_of(yuqiao.open())
    'https://w3id.org/yuqiao/'
    """
    return store.prefixes["yq"].removesuffix(_VOCABULARY)


def held_on_base(store: Store, base: str) -> MemoryStore:
    """Return a graph in memory, moved to another base.

    A graph that already has IRIs on that base is unchanged; otherwise the IRIs on its own base are
    moved, as ``yuqiao build --base`` would have written it.

    :param base: an IRI that ends in ``/``

    >>> import yuqiao
    >>> moved = held_on_base(yuqiao.open(), "https://example.org/kg/")
    >>> moved.prefixes["p"]
    'https://example.org/kg/id/partnership/'
    """
    own = base_of(store)
    if base == own or _has_any(store, base):
        if isinstance(store, MemoryStore):
            return store
        return _held(store.quads(), dict(store.prefixes))
    moved = (_moved_quad(quad, own, base) for quad in store.quads())
    prefixes = {
        prefix: base + namespace.removeprefix(own) if namespace.startswith(own) else namespace
        for prefix, namespace in store.prefixes.items()
    }
    return _held(moved, prefixes)


def files_on_base(files: FileGraph, store: Store, held: Store) -> FileGraph:
    """Return the graph in files, moved to a base as a store of it was.

    :param store: the graph as it was opened
    :param held: what :func:`held_on_base` made of it
    """
    own, base = base_of(store), base_of(held)
    return files.moved(
        (lambda quad: quad) if own == base else lambda quad: _moved_quad(quad, own, base),
        held.prefixes,
    )


def _moved_quad(quad: Quad, own: str, base: str) -> Quad:
    return Quad(
        _moved(quad.subject, own, base),  # type: ignore[arg-type]
        _moved(quad.predicate, own, base),  # type: ignore[arg-type]
        _moved(quad.object, own, base),  # type: ignore[arg-type]
        _moved(quad.graph_name, own, base),  # type: ignore[arg-type]
    )


def _has_any(store: Store, base: str) -> bool:
    found = store.query(
        "ASK { ?thing ?property ?value FILTER(STRSTARTS(STR(?thing), ?base)) }",
        {"base": Literal(base)},
    )
    return bool(found)


def _held(quads: Iterable[Quad], prefixes: dict[str, str]) -> MemoryStore:
    oxigraph = pyoxigraph.Store()
    oxigraph.extend(quads)
    return MemoryStore(oxigraph, prefixes)


def _moved(term: object, own: str, base: str) -> Term | object:
    """Move an IRI, the address that a literal is, or the terms of a triple term."""
    if isinstance(term, NamedNode) and term.value.startswith(own):
        return NamedNode(base + term.value.removeprefix(own))
    if isinstance(term, Literal) and term.value.startswith(own):
        address = base + term.value.removeprefix(own)
        return (
            Literal(address, language=term.language, direction=term.direction)
            if term.language
            else Literal(address, datatype=term.datatype)
        )
    if isinstance(term, Triple):
        return Triple(*(_moved(part, own, base) for part in term))  # type: ignore[arg-type]
    assert isinstance(term, (NamedNode, Literal, BlankNode, DefaultGraph))
    return term
